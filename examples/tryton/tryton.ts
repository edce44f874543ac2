/**
 * Runs Debian's Tryton on SQLite in a folder of its own: makes companies, starts and stops the server, speaks JSON-RPC.
 *
 * The folder holds `fivefold.yaml`, `etc/trytond.conf`, `credentials/admin`, `db/<company>.sqlite` and the company's
 * attachments in `db/<company>/`. Nothing outside it is read or written, no account of the system is used.
 *
 * @see https://docs.tryton.org/server/topics/configuration.html
 */

import type { ChildProcess } from "node:child_process";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);
const ADMIN_PASSWORD = "Fünf-Falten-2026";

/** Numbers and texts as JSON has them; the rest is an object with `__class__`. */
export type Value =
  | null
  | boolean
  | number
  | string
  | readonly Value[]
  | { readonly [name: string]: Value };

/** Makes the folder with two kinds of files that an installation has besides its data. */
export async function installTryton(folder: string): Promise<void> {
  const port = await freePort();
  for (const each of ["db", "etc", "credentials"])
    fs.mkdirSync(path.join(folder, each), { recursive: true });
  fs.copyFileSync(
    path.join(import.meta.dirname, "fivefold.yaml"),
    path.join(folder, "fivefold.yaml"),
  );
  fs.writeFileSync(
    path.join(folder, "etc", "trytond.conf"),
    `[database]\nuri = sqlite://\npath = ${path.join(folder, "db")}\n[web]\nlisten = 127.0.0.1:${port}\n`,
  );
  fs.writeFileSync(path.join(folder, "credentials", "admin"), `${ADMIN_PASSWORD}\n`, {
    mode: 0o600,
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** Makes a company: its database with the party and company modules, and the administrator's account. Takes seconds. */
export async function addCompany(folder: string, company: string): Promise<void> {
  const file = path.join(folder, "db", `${company}.sqlite`);
  // The server takes a company for existing when its file does; an empty file is an empty SQLite database.
  fs.writeFileSync(file, "", { flag: "wx" });
  // The file store would make it with the first attachment; the description wants it from the beginning.
  fs.mkdirSync(path.join(folder, "db", company));
  const words = ["-c", path.join(folder, "etc", "trytond.conf"), "-d", company];
  const modules = ["-u", "party", "company", "--activate-dependencies", "--all"];
  await execute("trytond-admin", [...words, ...modules, "--email", "admin@example.org"], {
    env: { ...process.env, TRYTONPASSFILE: path.join(folder, "credentials", "admin") },
  });
}

/** A running server; disposing it stops it. */
export class TrytonServer implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #address: string;
  #said = "";

  private constructor(child: ChildProcess, address: string) {
    this.#child = child;
    this.#address = address;
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (piece: Buffer) => {
        this.#said = (this.#said + piece.toString()).slice(-20_000);
      });
  }

  /** Resolves when the server answers. */
  static async start(folder: string): Promise<TrytonServer> {
    const settings = path.join(folder, "etc", "trytond.conf");
    const listen = /^listen = (.*)$/m.exec(fs.readFileSync(settings, "utf8"))?.[1];
    if (listen === undefined) throw new Error(`${settings} does not say where to listen`);
    const child = spawn("trytond", ["-c", settings], { stdio: ["ignore", "pipe", "pipe"] });
    const server = new TrytonServer(child, `http://${listen}`);
    const deadline = performance.now() + 60_000;
    while (!(await server.#answers())) {
      if (child.exitCode !== null || performance.now() > deadline) {
        await server[Symbol.asyncDispose]();
        throw new Error(`trytond did not start:\n${server.#said}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return server;
  }

  async #answers(): Promise<boolean> {
    try {
      await this.call("", null, "common.server.version", []);
      return true;
    } catch (cause) {
      if (cause instanceof TypeError) return false; // fetch's error for a refused connection
      throw cause;
    }
  }

  /** Calls a method of the whole server (`company` "") or of a company. */
  async call(
    company: string,
    session: string | null,
    method: string,
    parameters: readonly Value[],
  ): Promise<Value> {
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (session !== null) headers["authorization"] = `Session ${session}`;
    const answer = await fetch(`${this.#address}/${company === "" ? "" : `${company}/`}`, {
      method: "POST",
      headers,
      body: JSON.stringify({ id: 1, method, params: parameters }),
    });
    if (!answer.ok)
      throw new Error(`${method}: HTTP ${answer.status} ${await answer.text()}\n${this.#said}`);
    const body = (await answer.json()) as { readonly result?: Value; readonly error?: Value };
    if (body.error !== undefined)
      throw new Error(`${method}: ${JSON.stringify(body.error)}\n${this.#said}`);
    return body.result ?? null;
  }

  /** Logs in as the administrator, with the password from the folder's credentials. */
  async logIn(company: string, password = ADMIN_PASSWORD): Promise<Company> {
    const result = await this.call(company, null, "common.db.login", ["admin", { password }, "en"]);
    if (!Array.isArray(result)) throw new Error(`login: ${JSON.stringify(result)}`);
    const [user, key] = result as readonly Value[];
    const session = Buffer.from(`admin:${Number(user)}:${textOf(key)}`).toString("base64");
    return new Company(this, company, session);
  }

  /** Stops the server and waits until it is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    await gone;
  }
}

/** What an administrator who is logged in does with one company. */
export class Company {
  readonly #server: TrytonServer;
  readonly #name: string;
  readonly #session: string;

  constructor(server: TrytonServer, name: string, session: string) {
    this.#server = server;
    this.#name = name;
    this.#session = session;
  }

  async #ask(method: string, parameters: readonly Value[]): Promise<Value> {
    return this.#server.call(this.#name, this.#session, method, [...parameters, {}]);
  }

  /** Gives the new party's id. */
  async addParty(name: string): Promise<number> {
    return onlyNumber(await this.#ask("model.party.party.create", [[{ name }]]));
  }

  async countParties(): Promise<number> {
    return Number(await this.#ask("model.party.party.search_count", [[]]));
  }

  async partyName(id: number): Promise<string> {
    return textOf(await this.#readOne("model.party.party.read", id, "name"));
  }

  /** Ids of the parties of that name. */
  async findParties(name: string): Promise<readonly number[]> {
    const found = await this.#ask("model.party.party.search", [
      [["name", "=", name]],
      0,
      null,
      null,
    ]);
    return Array.isArray(found) ? (found as readonly Value[]).map(Number) : [];
  }

  /** Puts a file at a party; its bytes go to the file store. Gives the attachment's id. */
  async attach(party: number, name: string, bytes: Uint8Array): Promise<number> {
    const data = { __class__: "bytes", base64: Buffer.from(bytes).toString("base64") };
    const attachment = { name, type: "data", data, resource: `party.party,${party}` };
    return onlyNumber(await this.#ask("model.ir.attachment.create", [[attachment]]));
  }

  async readAttachment(id: number): Promise<Buffer> {
    const data = await this.#readOne("model.ir.attachment.read", id, "data");
    if (typeof data !== "object" || data === null || !("base64" in data))
      throw new Error(`attachment ${id} has no bytes: ${JSON.stringify(data)}`);
    return Buffer.from(textOf(data["base64"]), "base64");
  }

  async #readOne(method: string, id: number, field: string): Promise<Value> {
    const rows = await this.#ask(method, [[id], [field]]);
    const row = Array.isArray(rows) ? (rows as readonly Value[])[0] : null;
    if (typeof row !== "object" || row === null || !(field in row))
      throw new Error(`${method}: no ${field} in ${JSON.stringify(rows)}`);
    return (row as { readonly [name: string]: Value })[field] ?? null;
  }
}

function textOf(value: Value | undefined): string {
  if (typeof value !== "string") throw new Error(`no text: ${JSON.stringify(value)}`);
  return value;
}

function onlyNumber(value: Value): number {
  const [first] = Array.isArray(value) ? (value as readonly Value[]) : [];
  if (typeof first !== "number") throw new Error(`no id in ${JSON.stringify(value)}`);
  return first;
}
