/*
 * Goal: what a person at a terminal sees and does: one progress line, a question before anything is replaced, Ctrl-C.
 * Method: a pseudo-terminal from script(1); keys are typed when the screen shows what they answer.
 */

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { constants } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { open, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { promisify } from "node:util";
import { array, assert as holds, integer, property, string, tuple } from "fast-check";
import { openLanguage } from "../../src/language/language.ts";
import { systemCode } from "../../src/model/error.ts";
import { progressLine } from "../../src/cli/progress.ts";
import { table, widthOf, wrapped } from "../../src/cli/table.ts";
import type { Answer } from "./pseudo-terminal.ts";
import { atTerminal } from "./pseudo-terminal.ts";
import { MAIN, SmallApp } from "./small-app.ts";

async function largeFile(app: SmallApp, bytes: number): Promise<void> {
  const piece = Buffer.alloc(bytes);
  for (let at = 0; at + 4 <= bytes; at += 4096) piece.writeUInt32LE((at * 2654435761) >>> 0, at);
  await writeFile(app.path("data/tenants/acme/files/large.bin"), piece);
}

test("progress: one line that is drawn anew, cleared at the end, with the cursor back", async () => {
  await using app = await SmallApp.make();
  await app.init();
  await largeFile(app, 150_000_000);
  const { exit, screen } = await atTerminal(app, ["backup"], []);
  assert.equal(exit, 0, screen);
  const drawn = screen.split("\r").filter((line) => line.includes("Saving"));
  assert.ok(drawn.length > 0, screen);
  for (const line of drawn) assert.doesNotMatch(line, /\n/);
  assert.ok(screen.includes("\u001b[?25l") && screen.includes("\u001b[?25h"));
  const end = screen.slice(screen.lastIndexOf("\u001b[?25h") + "\u001b[?25h".length);
  assert.match(end, /^Backup [0-9a-f]{8} of Kontor is complete\./);
});

test("backup: a vendor's question is answered with Done or Skip", async () => {
  await using app = await SmallApp.make();
  await app.init();
  const text = await readFile(app.path("fivefold.yaml"), "utf8");
  const hooks = "hooks: { before-backup: { ask: { en: Phones?, fr: Le Pocket ? } } }";
  await app.write("fivefold.yaml", `${text}${hooks}\n`);
  const words = ["backup", "--language", "fr"];
  const done = await atTerminal(app, words, [{ after: /Le Pocket \?[^]*Passer/, keys: "y" }]);
  assert.equal(done.exit, 0, done.screen);
  const skipped = await atTerminal(app, words, [{ after: /Le Pocket \?[^]*Passer/, keys: "\r" }]);
  assert.equal(skipped.exit, 3, skipped.screen);
  assert.match(skipped.screen, /personne n’a confirmé : Le Pocket \?/);
});

test("restore: whoever has closed the app says so, and it is looked at again", async () => {
  await using app = await SmallApp.make();
  await app.init();
  assert.equal((await app.run(["backup"])).exit, 0);
  const login = app.database("data/login.db");
  login.exec("begin immediate");
  const words = ["restore", "latest", "--part", "login", "--yes"];
  const closed = /is in use by [^]*Close the app\. Is it closed\?[^]*No/;
  const refused = await atTerminal(app, words, [
    { after: closed, keys: "y" },
    { after: closed, keys: "\r" },
  ]);
  assert.equal(refused.exit, 1, refused.screen);
  assert.match(refused.screen, /login is in use by/);
  const going = atTerminal(app, words, [{ after: closed, keys: "y" }], 100, () => login.close());
  const { exit, screen } = await going;
  assert.equal(exit, 0, screen);
});

test("Ctrl-C: stops with 130, nothing half-made is listed, and the next backup goes on", async () => {
  await using app = await SmallApp.make();
  await app.init();
  await largeFile(app, 400_000_000);
  const { exit, screen } = await atTerminal(
    app,
    ["backup"],
    [{ after: /Saving: tenants\/acme\/files/, keys: "\u0003" }],
  );
  assert.equal(exit, 130, screen);
  assert.match(screen, /Stopping …/);
  assert.match(screen, /stopped before its end/);
  assert.match(screen, /What was finished until then is kept\. Give the command again; it goes on/);
  const list = await app.run(["list", "--json"]);
  assert.deepEqual(list.result()["snapshots"], []);
  assert.equal((await app.run(["backup"])).exit, 0);
  assert.equal((await app.run(["check"])).exit, 0);
});

test("Ctrl-C: says in what state each command leaves the app", async () => {
  await using app = await SmallApp.make();
  await app.init();
  await largeFile(app, 300_000_000);
  assert.equal((await app.run(["backup"])).exit, 0);
  const during = async (
    words: readonly string[],
    after: RegExp,
    answers: readonly Answer[] = [],
  ): Promise<string> => {
    const { exit, screen } = await atTerminal(app, words, [...answers, { after, keys: "\u0003" }]);
    assert.equal(exit, 130, screen);
    return screen;
  };
  const restore = await during(["restore", "latest", "--yes"], /Preparing: tenants\/acme\/files/);
  assert.match(restore, /The app is as it was before\.\r/);
  const target = ["restore", "latest", "--target", "./out"];
  const looked = await during(target, /Preparing: tenants\/acme\/files/);
  assert.match(looked, /The folder holds only a part of the backup\. Remove it, and give/);

  assert.equal((await app.run(["restore", "latest", "--part", "settings", "--yes"])).exit, 0);
  await rename(app.path("data/tenants/acme/files/large.bin"), app.path("data/settings/large.bin"));
  const undo = await during(["undo"], /Saving: settings/, [
    { after: /Go back to before the restore\?/, keys: "y" },
  ]);
  assert.match(undo, /The app is as it was before; the restore can still be undone\./);
  assert.equal((await app.run(["undo", "--yes"])).exit, 0);
});

/** Opens a pipe for writing as soon as somebody has opened it for reading. */
async function openedByReader(pipe: string): Promise<FileHandle> {
  for (;;) {
    try {
      return await open(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (thrown) {
      assert.equal(systemCode(thrown), "ENXIO");
      await turn();
    }
  }
}

test("Ctrl-C twice: ends at once what cannot be broken off, says what is kept, and the next command works", async () => {
  await using app = await SmallApp.make();
  await app.init();
  // A pipe into which nothing is written: whoever reads it waits, and cannot be called off.
  await promisify(execFile)("mkfifo", [app.path("key")]);
  const words = ["backup", "--password-file", "key"];
  for (const json of [[], ["--json"]]) {
    const { child, said, ended: end } = app.start([...words, ...json]);
    let ended: string | null | undefined;
    void end.then(({ signal }) => (ended = signal));
    await using held = new AsyncDisposableStack();
    held.use(await openedByReader(app.path("key")));
    child.kill("SIGINT");
    if (json.length === 0) while (!said.err.includes("Stopping")) await turn();
    // Signals that come together count as one: until it has ended it is told again.
    for (; ended === undefined; await turn()) child.kill("SIGINT");
    assert.equal(ended, "SIGINT", "a shell says 130");
    if (json.length === 0)
      assert.match(
        said.err,
        /^Stopped at once\. What was finished is kept; the next command puts/m,
      );
    else {
      const last = JSON.parse(said.out.trimEnd().split("\n").at(-1) ?? "") as object;
      assert.partialDeepStrictEqual(last, { event: "result", code: "CANCELLED", exit: 130 });
    }
  }
  assert.equal((await app.run(["backup"])).exit, 0);
});

test("SIGTERM: stops as Ctrl-C does, with a JSON result as the last line", async () => {
  await using app = await SmallApp.make();
  await app.init();
  await largeFile(app, 400_000_000);
  const child = spawn(process.execPath, [MAIN, "backup", "--json"], {
    cwd: app.folder,
    env: app.environment(),
    stdio: ["ignore", "pipe", "inherit"],
  });
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const isThere = out.includes("tenants/acme/files");
    out += text;
    if (!isThere && out.includes("tenants/acme/files")) child.kill("SIGTERM");
  });
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.on("close", resolve);
  assert.equal(await promise, 130);
  const last = JSON.parse(out.trimEnd().split("\n").at(-1) ?? "{}") as Record<string, unknown>;
  assert.equal(last["event"], "result");
  assert.equal(last["code"], "CANCELLED");
});

test("restore: names what will be replaced and asks; Enter alone means no", async () => {
  await using app = await SmallApp.make();
  await app.init();
  assert.equal((await app.run(["backup"])).exit, 0);
  using database = app.database("data/tenants/acme/tenant.db");
  database.exec("delete from invoice");
  database.close();
  const no = await atTerminal(app, ["restore", "latest"], [{ after: /Replace it\?/, keys: "\r" }]);
  assert.equal(no.exit, 1, no.screen);
  assert.match(no.screen, /tenants\/acme\/database/);
  assert.match(no.screen, /Nothing was done\./);
  assert.equal(app.count("data/tenants/acme/tenant.db", "invoice"), 0);
  const yes = await atTerminal(app, ["restore", "latest"], [{ after: /Replace it\?/, keys: "y" }]);
  assert.equal(yes.exit, 0, yes.screen);
  assert.equal(app.count("data/tenants/acme/tenant.db", "invoice"), 2);
});

test("undo, close: ask, and Enter alone means no", async () => {
  await using app = await SmallApp.make();
  await app.init();
  assert.equal((await app.run(["backup"])).exit, 0);
  const setting = async (): Promise<string> =>
    await readFile(app.path("data/settings/a.conf"), "utf8");
  await app.write("data/settings/a.conf", "colour: red\n");
  const restore = ["restore", "latest", "--part", "settings", "--yes"];
  assert.equal((await app.run(restore)).exit, 0);
  const undo = /Go back to before the restore\?/;
  const no = await atTerminal(app, ["undo"], [{ after: undo, keys: "\r" }]);
  assert.equal(no.exit, 1, no.screen);
  assert.match(no.screen, /Nothing was done\./);
  assert.equal(await setting(), "colour: blue\n");
  const yes = await atTerminal(app, ["undo"], [{ after: undo, keys: "y" }]);
  assert.equal(yes.exit, 0, yes.screen);
  assert.match(yes.screen, /Kontor is as it was before the restore\./);
  assert.equal(await setting(), "colour: red\n");

  assert.equal((await app.run(restore)).exit, 0);
  const close = /Keep the restore for good and remove the old state\?/;
  const kept = await atTerminal(app, ["close"], [{ after: close, keys: "\r" }]);
  assert.equal(kept.exit, 1, kept.screen);
  const closed = await atTerminal(app, ["close"], [{ after: close, keys: "y" }]);
  assert.equal(closed.exit, 0, closed.screen);
  assert.match(closed.screen, /the old state was removed\./);
  assert.equal((await app.run(["undo", "--json"])).result()["code"], "UNDO_MISSING");
});

test("password: is asked for when nothing else gives one, and not shown", async () => {
  await using app = await SmallApp.make();
  const { secret } = await app.init();
  const environment = ["--home", `${app.home}-without-key`];
  const words = ["list", "--from", `${app.home}/vault`, ...environment];
  const { exit, screen } = await atTerminal(app, words, [
    { after: /Key of the backups/, keys: `${secret.reveal()}\r` },
  ]);
  assert.equal(exit, 0, screen);
  assert.ok(!screen.includes(secret.reveal()), "the key is on the screen");
});

test("key add: asks for the new password twice, hidden, and again when the two differ", async () => {
  await using app = await SmallApp.make();
  await app.init();
  const { exit, screen } = await atTerminal(
    app,
    ["key", "add"],
    [
      { after: /New password for the backups/, keys: "correct horse\r" },
      { after: /once more/, keys: "correct house\r" },
      { after: /not the same[^]*New password/, keys: "battery staple\r" },
      { after: /once more/, keys: "battery staple\r" },
    ],
  );
  assert.equal(exit, 0, screen);
  assert.match(screen, /The key [0-9a-f]{8} was added\./);
  assert.doesNotMatch(screen, /horse|house|staple/);
  const list = async (password: string): Promise<number | null> =>
    (await app.run(["list"], { environment: { FIVEFOLD_PASSWORD: password } })).exit;
  assert.equal(await list("battery staple"), 0);
  assert.equal(await list("correct horse"), 12);

  const made = await atTerminal(app, ["key", "add"], [{ after: /New password/, keys: "\r" }]);
  assert.equal(made.exit, 0, made.screen);
  const [key = ""] = /(?:\d{6}-){7}\d{6}/.exec(made.screen) ?? [];
  assert.equal(await list(key), 0);
});

test("progress line: fits every width and leaves out what matters least first", async () => {
  const counts = {
    entryCount: 1,
    sizeBytes: 5e8,
    totalEntryCount: 2,
    totalSizeBytes: 1e9,
  };
  for (const code of ["en", "fa", "pt", "de", "fr"] as const) {
    const language = await openLanguage(code);
    const stage = { stage: "store", part: "tenants/acme/database" } as const;
    for (let columns = 12; columns <= 160; columns++) {
      const line = progressLine(language, stage, counts, 5000, columns);
      assert.ok(widthOf(line) < columns, `${code} ${columns}: ${line}`);
    }
    const wide = progressLine(language, stage, counts, 5000, 160);
    assert.ok(wide.includes(language.text("progress.rate", { rateBytes: 1e8 })), wide);
    assert.ok(wide.includes(language.text("progress.left", { leftMs: 5000 })), wide);
    assert.ok(wide.includes("██████████░░░░░░░░░░"), wide);
  }
});

test("table: columns line up by what is seen, not by what is stored", () => {
  const lines = table(
    [{ title: "A" }, { title: "B", side: "end" }],
    [
      ["\u2066ab\u2069", "1"],
      ["漢字", "10"],
      ["e\u0301", "100"],
    ],
  );
  assert.deepEqual(
    lines.map((line) => widthOf(line)),
    [9, 9, 9, 9],
  );
});

test("table: fits where its cells can be broken, and loses nothing but spaces", () => {
  const word = string({ unit: "grapheme", minLength: 1, maxLength: 8 }).filter((each) =>
    /^[^\s\p{C}]+$/u.test(each),
  );
  const cell = array(word, { maxLength: 6 }).map((each) => each.join(" "));
  holds(
    property(
      array(tuple(cell, cell), { minLength: 1 }),
      integer({ min: 32, max: 90 }),
      (rows, room) => {
        const columns = [
          { title: "A", wraps: true },
          { title: "B", wraps: true },
        ] as const;
        const lines = table(columns, rows, room);
        for (const line of lines) assert.ok(widthOf(line) <= room, line);
        const letters = (text: string): string =>
          Array.from(text.replaceAll(/\s/g, "")).toSorted().join("");
        const filled = columns.filter((_, at) => rows.some((row) => row[at] !== ""));
        const whole = filled.map(({ title }) => title).join("") + rows.flat().join("");
        assert.equal(letters(lines.join("")), letters(whole));
      },
    ),
  );
});

test("sentences: are broken between words only, never inside a command or a path", () => {
  const text = "  In /srv/data/a/long/path give `fivefold key add --from usb` and look.";
  const lines = wrapped(text, 30).split("\n");
  assert.deepEqual(lines, [
    "  In /srv/data/a/long/path",
    "  give",
    "  `fivefold key add --from usb`",
    "  and look.",
  ]);
  assert.equal(wrapped(text, Infinity), text);
  assert.equal(wrapped("", 30), "");
});

test("table: a cell that is isolated is so on each of its lines, and an id is never broken", () => {
  const columns = [{ title: "ID" }, { title: "Where", wraps: true }];
  const id = "tenants/a-long-name/database";
  const lines = table(columns, [[id, "\u2066data/tenants/a-long-name/tenant.db\u2069"]], 52);
  assert.deepEqual(lines, [
    "ID                            Where",
    `${id}  \u2066data/tenants/a-long-\u2069`,
    `${" ".repeat(id.length)}  \u2066name/tenant.db\u2069`,
  ]);
});

test("tables: fit a terminal of 80 columns in five languages", async () => {
  await using app = await SmallApp.make();
  const { keptIn } = await app.init();
  const vault = join(app.home, "vault");
  using login = app.database("data/login.db");
  login.exec(
    "update tenant set name = 'Éts. Dupont et Fils, successeurs de Martin' where id = 'beta'",
  );
  login.close();
  for (const words of [[], ["--tenant", "acme"], ["--tenant", "acme", "--tenant", "beta"]])
    assert.equal((await app.run(["backup", ...words])).exit, 0);
  assert.equal((await app.run(["restore", "latest", "--part", "settings", "--yes"])).exit, 0);
  await app.run(["place", "add", "usb", `./${"a-long-name/".repeat(8)}`]);
  const from = ["--from", vault];
  for (const language of ["en", "fa", "pt", "de", "fr"])
    for (const words of [
      ["parts"],
      ["list", ...from],
      ["show", "latest", ...from],
      ["place", "list"],
      ["vault", "snapshots", "--repo", vault, "--password-file", keptIn ?? ""],
    ]) {
      const said = [...words, "--language", language];
      const { exit, screen } = await atTerminal(app, said, [], 80);
      assert.equal(exit, 0, screen);
      const lines = screen.split(/\r?\n/).filter((line) => / {2}\S/.test(line.slice(4)));
      assert.ok(lines.length > 1, screen);
      for (const line of lines.filter((each) => !/\*\.tmp/.test(each)))
        assert.ok(widthOf(line) <= 80, `${said.join(" ")}: ${line}`);
    }
});

test("list: says which company a backup holds, and seconds where two would look alike", async () => {
  await using app = await SmallApp.make();
  await app.init();
  for (const words of [[], ["--tenant", "beta"]])
    assert.equal((await app.run(["backup", ...words])).exit, 0);
  const two = await app.run(["list"]);
  assert.match(two.out, / {2}Company beta {2}/);
  assert.doesNotMatch(two.out, /chosen companies|\d:\d\d:\d\d/);
  const { snapshots } = (await app.run(["list", "--json"])).result() as {
    readonly snapshots: readonly { readonly tenants: readonly { readonly id: string }[] | null }[];
  };
  assert.deepEqual(
    snapshots.map(({ tenants }) => tenants?.map(({ id }) => id) ?? null),
    [null, ["beta"]],
  );
  // Two alike within one minute: when a minute ends between them, the next two are.
  let out = "";
  for (let tries = 0; tries < 3 && !/\d:\d\d:\d\d/.test(out); tries++) {
    assert.equal((await app.run(["backup", "--tenant", "beta"])).exit, 0);
    ({ out } = await app.run(["list"]));
  }
  const rows = out.trimEnd().split("\n").slice(1);
  for (const row of rows) assert.match(row, /\d:\d\d:\d\d/);
});

test("recover: asks for the key, which backup and which folder, shows what comes, and asks once more", async () => {
  await using app = await SmallApp.make();
  const made = await app.init();
  assert.equal((await app.run(["backup"])).exit, 0);
  assert.equal((await app.run(["backup", "--tenant", "acme"])).exit, 0);
  const place = app.path("place");
  await rename(join(app.home, "vault"), place);
  const { exit, screen } = await atTerminal(
    app,
    ["--home", app.path("home"), "recover", "--from", place],
    [
      { after: /Key of the backups in/, keys: `${made.secret.reveal()}\r` },
      { after: /chosen companies[^]*Which backup\?/, keys: "\r" },
      { after: /Folder for Kontor/, keys: "\r" },
      { after: /where nothing is yet:[^]*Bring it there\?/, keys: "y" },
    ],
  );
  assert.equal(exit, 0, screen);
  assert.match(screen, /Kontor is in \S*app\/kontor, as it was at/);
  const letter = "data/tenants/beta/files/letter.txt";
  assert.equal(await readFile(app.path(`kontor/${letter}`), "utf8"), "Dear beta\n");
});
