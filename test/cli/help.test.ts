/*
 * Goal: what the help page says works. Method: its examples are run one after another by a shell in a small app's folder.
 */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFile, readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { ROOT, SmallApp } from "./small-app.ts";

test("docs/help/commands.md: every example runs", async () => {
  await using app = await SmallApp.make();
  const page = await readFile(join(ROOT, "docs/help/commands.md"), "utf8");
  const blocks = [...page.matchAll(/^```sh\n([^]*?)^```$/gm)].map((match) => match[1] ?? "");
  const commands = blocks.flatMap((block) => block.split("\n")).filter((line) => line !== "");
  assert.ok(commands.length > 25, "the examples were not found");
  const run = promisify(execFile);
  const { PATH = "" } = process.env;
  const env = app.environment({ PATH: `${join(ROOT, "bin")}:${PATH}` });
  for (const command of commands) {
    await run("sh", ["-c", command], { cwd: app.folder, env });
    if (!command.includes("--to ./second-place")) continue;
    // The page's reader has the key of the new place on paper; here the copy in the home is it.
    const keys = join(app.home, "keys");
    const first = JSON.parse(await readFile(join(app.home, "cache/vaults.json"), "utf8")) as Record<
      string,
      { readonly vault: string }
    >;
    const { vault = "" } = first[app.path("second-place")] ?? {};
    assert.ok((await readdir(keys)).includes(vault));
    await copyFile(join(keys, vault), app.path("second-place.key"));
  }
});

test("docs/help/commands.md: names every command and no other", async () => {
  const page = await readFile(join(ROOT, "docs/help/commands.md"), "utf8");
  await using app = await SmallApp.make();
  const { out } = await app.run(["--help"]);
  const known = [...out.matchAll(/^ {2}([a-z]+) /gm)].map((match) => match[1] ?? "");
  for (const name of known.filter((each) => each !== "help" && each !== "version"))
    assert.match(page, new RegExp(`fivefold ${name}\\b`), name);
  for (const [, name = ""] of page.matchAll(/^fivefold ([a-z]+)/gm))
    assert.ok(known.includes(name), name);
});
