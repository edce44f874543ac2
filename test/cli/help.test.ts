/*
 * Goal: what the pages say works. Method: their examples are run one after another by a shell in a small app's folder;
 * every command and option that a page or a sentence names is looked for in the program's own help.
 */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { access, copyFile, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { en } from "../../src/language/en.ts";
import { makeKeyCheap } from "../fixtures/vault.ts";
import { ROOT, SmallApp } from "./small-app.ts";

const run = promisify(execFile);

async function page(name: string): Promise<string> {
  return await readFile(join(ROOT, name), "utf8");
}

/** What stands between fences of a language, each block without them. */
function blocksOf(text: string, language: string): readonly string[] {
  const fenced = /^```(\w*)\n([^]*?)^```$/gm;
  return [...text.matchAll(fenced)].flatMap((found) =>
    found[1] === language ? [found[2] ?? ""] : [],
  );
}

const isCommand = (line: string): boolean => line.trim() !== "" && !line.startsWith("#");

function withProgram(app: SmallApp): Record<string, string> {
  const { PATH = "" } = process.env;
  return app.environment({ PATH: `${join(ROOT, "bin")}:${PATH}` });
}

test("README: its description and its commands do the whole round", async () => {
  const text = await page("README.md");
  const [description = ""] = blocksOf(text, "yaml");
  const round = blocksOf(text, "sh").find((block) => block.includes("fivefold init")) ?? "";
  const [exported = "", ...commands] = round.split("\n").filter(isCommand);
  assert.match(exported, /^export PATH=/);
  assert.ok(commands.length >= 7, round);
  await using app = await SmallApp.make();
  await app.write("fivefold.yaml", description);
  await app.write("VERSION", "12.4\n");
  const { PATH: _, ...environment } = app.environment();
  const { PATH = "" } = process.env;
  // The first line is given in the checkout, as it says, the others where the description lies.
  const script = [`cd '${ROOT}'`, exported, `cd '${app.folder}'`, ...commands].join("\n");
  const { stdout } = await run("sh", ["-ec", script], { env: { ...environment, PATH } });
  assert.match(stdout, /^Kontor 12\.4 in /m);
  assert.match(stdout, /^Backup [0-9a-f]{8} of Kontor is complete\.$/m);
  assert.match(stdout, /^Every byte was read and compared\.$/m);
  assert.match(stdout, /^Kontor is back as it was at /m);
  assert.match(stdout, /^Kontor is as it was before the restore\.$/m);
  await mkdir(app.path("drive"));
  const elsewhere = /`(fivefold backup --to) (\S+)`/.exec(text);
  assert.ok(elsewhere, "the README shows how to name a folder");
  const to = `${elsewhere[1] ?? ""} ./drive/kontor`;
  await run("sh", ["-c", to], { cwd: app.folder, env: withProgram(app) });
});

test("README: what npm is told to do is there, and continuous integration gives the same command", async () => {
  const { scripts } = JSON.parse(await page("package.json")) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const pages = ["README.md", "CONTRIBUTING.md", "examples/invoicing/README.md"];
  let seen = 0;
  for (const name of pages)
    for (const [, script = ""] of (await page(name)).matchAll(
      /\bnpm (?:run )?(start|test|[a-z]+:[a-z]+|(?<=run )[a-z]+)\b/g,
    )) {
      const [node, file = ""] = (scripts[script] ?? "").split(" ");
      assert.equal(node, "node", `${name}: npm ${script}`);
      await access(join(ROOT, file));
      seen++;
    }
  assert.ok(seen > 5, `only ${seen} were found: is the pattern still right?`);
  const [start, tests] = blocksOf(await page("README.md"), "sh");
  assert.equal(start, "npm ci && npm start\n");
  assert.equal((await page(".ci/run")).trimEnd().split("\n").at(-1), tests?.trimEnd());
});

test("docs/help/commands.md: every example runs", async () => {
  await using app = await SmallApp.make();
  const blocks = blocksOf(await page("docs/help/commands.md"), "sh");
  const commands = blocks.flatMap((block) => block.split("\n")).filter(isCommand);
  assert.ok(commands.length > 25, "the examples were not found");
  const env = withProgram(app);
  for (const command of commands) {
    await run("sh", ["-c", command], { cwd: app.folder, env });
    // the key of the README's round is as dear as a user's; to try this one fifty times would show no more
    if (command === "fivefold init") {
      const [vault = ""] = await readdir(join(app.home, "keys"));
      const key = (await readFile(join(app.home, "keys", vault), "utf8")).trimEnd();
      await makeKeyCheap(join(app.home, "vault"), key);
    }
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

test("docs/help: the descriptions and settings that it shows are understood", async () => {
  const [whole = "", ...others] = blocksOf(await page("docs/help/description.md"), "yaml");
  assert.equal(others.length, 6);
  for (const other of ["", ...others]) {
    await using app = await SmallApp.make();
    await mkdir(app.path("data/workspaces"));
    using login = app.database("data/login.db");
    login.exec("alter table tenant add column closed integer default 0");
    await app.write("VERSION", "12.4\n");
    await app.write("fivefold.yaml", whole + other);
    const { out } = await app.run(["parts"]);
    assert.match(out, /tenants\/acme\/database/);
    await app.write("fivefold.yaml", `${whole}${other}sat: no\n`);
    assert.equal((await app.run(["parts"])).exit, 2, "a mistake would be seen");
  }
  await using app = await SmallApp.make();
  const [settings = ""] = blocksOf(await page("docs/help/settings.md"), "yaml");
  await mkdir(app.home);
  await writeFile(join(app.home, "settings.yaml"), settings);
  const places = await app.run(["place", "list"]);
  assert.equal(places.err, "");
  assert.match(places.out, /\/media\/usb\/backups/);
});

/** The options of each command, as the program's help names them; "key add" is one command. */
async function helpOf(app: SmallApp): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const commands = new Map<string, ReadonlySet<string>>();
  const listed = (out: string): readonly string[] => {
    const under = /^Commands:\n((?: {2}.*\n)+)/m.exec(out)?.[1] ?? "";
    return [...under.matchAll(/^ {2}([a-z-]+)/gm)].map((match) => match[1] ?? "");
  };
  const ask = async (words: readonly string[]): Promise<void> => {
    const { out } = await app.run([...words, "--help"]);
    const options = [...out.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(
      (match) => match[1] ?? "",
    );
    commands.set(words.join(" "), new Set(options));
    for (const name of listed(out)) if (name !== "help") await ask([...words, name]);
  };
  await ask([]);
  return commands;
}

test("help: every command and option that a page or a sentence names is one of the program", async () => {
  await using app = await SmallApp.make();
  const commands = await helpOf(app);
  assert.ok(commands.size > 25, [...commands.keys()].join(", "));
  const all = new Set([...commands.values()].flatMap((options) => [...options]));
  const wrong: string[] = [];
  let seen = 0;
  const look = (where: string, line: string): void => {
    const words = line.split("#", 1)[0]?.trim().split(/\s+/) ?? [];
    const begins = words.indexOf("fivefold");
    const isOurs = begins === 0;
    let command = "";
    if (isOurs)
      for (const word of words.slice(1)) {
        const longer = `${command} ${word}`.trim();
        if (!commands.has(longer)) break;
        command = longer;
      }
    const isHelp = words[1] === "help" || words[1]?.startsWith("-") === true || words.length === 1;
    if (isOurs && command === "" && !isHelp) wrong.push(`${where}: ${line}`);
    if (!isOurs && !words[0]?.startsWith("--")) return;
    seen++;
    for (const word of words.filter((each) => /^--./.test(each))) {
      const name = word.split("=", 1)[0] ?? "";
      const isKnown = command === "" ? all.has(name) : commands.get(command)?.has(name) === true;
      if (!isKnown) wrong.push(`${where}: ${line} (${name})`);
    }
  };
  const pages = (await readdir(join(ROOT, "docs/help"))).filter((name) => name.endsWith(".md"));
  const help = pages.map((name) => `docs/help/${name}`);
  for (const name of ["README.md", "docs/errors.md", "examples/invoicing/README.md", ...help]) {
    const text = await page(name);
    for (const block of blocksOf(text, "sh"))
      for (const line of block.split("\n").filter(isCommand)) look(name, line);
    const prose = text.replaceAll(/^```[^]*?^```$/gm, "");
    for (const [, literal = ""] of prose.matchAll(/`([^`\n]+)`/g)) look(name, literal);
  }
  for (const [key, text] of Object.entries(en))
    for (const [, literal = ""] of text.matchAll(/`([^`]+)`/g)) look(key, literal);
  assert.deepEqual(wrong, []);
  assert.ok(seen > 150, `only ${seen} were found: is the pattern still right?`);
});

test("docs/help/commands.md: names every command and no other", async () => {
  const text = await page("docs/help/commands.md");
  await using app = await SmallApp.make();
  const { out } = await app.run(["--help"]);
  const known = [...out.matchAll(/^ {2}([a-z][a-z-]*) /gm)].map((match) => match[1] ?? "");
  for (const name of known.filter((each) => each !== "help" && each !== "version"))
    assert.match(text, new RegExp(`fivefold ${name}\\b`), name);
  for (const [, name = ""] of text.matchAll(/^fivefold ([a-z-]+)/gm))
    assert.ok(known.includes(name), name);
});
