// Goal: helpers of the system see no secret of ours, and a living process is known as such. Method: a program that prints its
// environment is run as helpers are; a process is given another view of the system than ours.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { ownMark, stateOfMark, tellOf } from "./process-mark.ts";

test("tellOf: the program is given PATH and LANG, and nothing else of our environment", async (t) => {
  const { PATH = "", SystemRoot, FIVEFOLD_PASSWORD: before } = process.env;
  t.after(() => {
    if (before === undefined) delete process.env["FIVEFOLD_PASSWORD"];
    else process.env["FIVEFOLD_PASSWORD"] = before;
  });
  process.env["FIVEFOLD_PASSWORD"] = "a secret";
  const printing = "process.stdout.write(JSON.stringify(process.env))";
  const seen: unknown = JSON.parse(await tellOf(process.execPath, ["-e", printing]));
  const root = SystemRoot === undefined ? {} : { SystemRoot };
  assert.deepEqual(seen, { LANG: "C", PATH, ...root });
});

/** Somebody who is not root may mount in a name space of his own. */
const MOUNTING = process.getuid?.() === 0 ? ["--mount"] : ["--user", "--map-root-user", "--mount"];

if (process.platform === "linux")
  test("stateOfMark: a server is found alive though it sees another number of this start of the machine", async (t) => {
    // as in a container: there the number is laid over the machine's
    const folder = mkdtempSync(join(tmpdir(), "boot-"));
    t.after(() => rmSync(folder, { recursive: true }));
    const other = join(folder, "boot_id");
    writeFileSync(other, "5c165c81-6d62-4aae-99dd-53657751c4ce\n");
    const module = new URL("process-mark.ts", import.meta.url).href;
    const printing = `console.log(await (await import(${JSON.stringify(module)})).ownMark()); setInterval(() => 0, 1000)`;
    const laying =
      'mount --bind "$1" /proc/sys/kernel/random/boot_id && exec "$2" --input-type=module -e "$3"';
    const words = [...MOUNTING, "sh", "-c", laying, "sh", other, process.execPath, printing];
    const child = spawn("unshare", words, { stdio: ["ignore", "pipe", "inherit"] });
    t.after(() => child.kill("SIGKILL"));
    let mark = "";
    for await (const line of createInterface({ input: child.stdout })) {
      mark = line;
      break;
    }
    const [, , boot] = mark.split(".");
    assert.notEqual(boot, (await ownMark()).split(".")[2], "it sees the other number");
    assert.equal(await stateOfMark(mark), "alive");
    assert.equal(await stateOfMark(mark.replace(`.${boot}.`, ".00000000.")), "dead");
  });
