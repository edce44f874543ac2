/** A running `fivefold serve`, asked as a page asks it: what a job costs there, where the key is in memory. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { type Command, ROOT } from "../scripts/run.ts";
import type { Measure } from "./measure.ts";

/** Of the processor times in /proc. */
const TICKS_PER_SECOND = 100;

export class RunningServer implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;

  private constructor(process: ChildProcess, url: string, headers: Record<string, string>) {
    this.#process = process;
    this.#url = url;
    this.#headers = headers;
  }

  /** Starts it and signs in by the link that it prints. */
  static async start({ program, args, environment, folder }: Command): Promise<RunningServer> {
    const child = spawn(program, [...args, "serve", "--port", "0"], {
      cwd: folder ?? ROOT,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const link = await linkFrom(child);
      const secret = new URLSearchParams(link.hash.slice(1)).get("secret");
      const response = await fetch(new URL("/api/session", link), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ secret }),
      });
      const { csrf } = (await response.json()) as { readonly csrf: string };
      const [cookie = ""] = response.headers.getSetCookie();
      const headers = { cookie: cookie.split(";", 1)[0] ?? "", "x-fivefold-csrf": csrf };
      return new RunningServer(child, link.origin, headers);
    } catch (thrown) {
      child.kill();
      throw thrown;
    }
  }

  /** Runs a job and waits for its end. */
  async run(job: string): Promise<void> {
    const address = `/api/jobs/${job}/run`;
    const { run } = JSON.parse(await this.#ask("POST", address)) as { readonly run: string };
    // this stream ends with the run
    const events = await this.#ask("GET", `/api/runs/${run}/events`);
    const outcome = [...events.matchAll(/"outcome":"(\w+)"/g)].at(-1)?.[1];
    if (outcome !== "done") throw new Error(`${job}: ${outcome ?? events}`);
  }

  async measure(job: string): Promise<Measure> {
    const before = this.#cpuSeconds();
    const begun = performance.now();
    await this.run(job);
    const wallSeconds = (performance.now() - begun) / 1000;
    const cpuSeconds = this.#cpuSeconds() - before;
    const [, peak = "0"] = /^VmHWM:\s+(\d+) kB$/m.exec(this.#proc("status")) ?? [];
    return { wallSeconds, cpuSeconds, peakMegabytes: (Number(peak) * 1024) / 1e6 };
  }

  /** Of all threads, from the start on. */
  #cpuSeconds(): number {
    const fields = this.#proc("stat")
      .replace(/^.*\) /, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  }

  #proc(file: string): string {
    return readFileSync(`/proc/${this.#process.pid}/${file}`, "utf8");
  }

  async #ask(method: string, address: string): Promise<string> {
    const response = await fetch(this.#url + address, { method, headers: this.#headers });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${address}: ${response.status} ${text}`);
    return text;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill();
    await once(this.#process, "close");
  }
}

async function linkFrom(child: ChildProcess): Promise<URL> {
  if (child.stdout === null) throw new Error("nothing to read from");
  for await (const line of createInterface({ input: child.stdout })) {
    const [link] = /http:\S+/.exec(line) ?? [];
    if (link !== undefined) return new URL(link);
  }
  throw new Error("The service ended before it was ready.");
}
