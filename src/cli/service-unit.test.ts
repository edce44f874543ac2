/*
 * Goal: the service's unit says what was meant, whatever names folders have, and parts no folders between which data is
 * renamed. Method: texts for odd facts; systemd's own judge where it is installed.
 */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { commonFolder, unitName, unitText } from "./service-unit.ts";
import type { UnitFacts } from "./service-unit.ts";

const FACTS: UnitFacts = {
  appId: "kontor",
  appName: "Kontor",
  command: [process.execPath, "/opt/five fold/start.cjs", "--app", '/srv/100% $HOME/a"b\\c.yaml'],
  folder: "/",
  dataFolders: ["/srv/kontor", "/srv/data/tenants"],
  ownFolders: ["/var/lib/five fold", "/backup"],
  user: "kontor",
};

test("unit: nothing in a name is expanded, and no line break begins a setting", () => {
  const text = unitText({ ...FACTS, appName: "Kontor\nExecStartPre=/bin/evil" });
  assert.ok(text.includes("Description=Backups of Kontor ExecStartPre=/bin/evil\n"));
  assert.ok(
    text.includes(String.raw`"/opt/five fold/start.cjs" --app "/srv/100%% $$HOME/a\"b\\c.yaml"`),
  );
  assert.equal(unitName("Mein Büro"), "fivefold-mein-b-ro.service");
});

test("unit: the app's data is writable as one folder; the system's programs are not", () => {
  const text = unitText(FACTS);
  assert.ok(text.includes('ReadWritePaths=/backup /srv "/var/lib/five fold"\n'));
  assert.ok(text.includes("ProtectSystem=strict\n"));
  assert.ok(text.includes("NoNewPrivileges=yes\n"));
  assert.ok(Number(/^TimeoutStopSec=(\d+)$/m.exec(text)?.[1]) > 10);
  const spread = unitText({ ...FACTS, dataFolders: ["/srv/kontor", "/data"] });
  assert.ok(spread.includes("ProtectSystem=full\n") && !spread.includes("ReadWritePaths"));
  // A user's own manager would show other users' files as nobody's.
  assert.ok(!unitText({ ...FACTS, user: null }).includes("Protect"));
  assert.equal(commonFolder(["/srv/a", "/srv/ab"]), "/srv");
  assert.equal(commonFolder(["/srv/a"]), "/srv/a");
  assert.equal(commonFolder(["/a", "/b"]), "/");
});

test("unit: systemd takes it", async (t) => {
  if (spawnSync("systemd-analyze", ["--version"]).status !== 0) {
    t.diagnostic("systemd-analyze is not installed");
    return;
  }
  const folder = await mkdtemp(path.join(tmpdir(), "fivefold-unit-"));
  try {
    for (const user of ["root", null]) {
      const command = [process.execPath, "/opt/five fold/start.cjs", '100% $HOME a"b\\c'];
      const file = path.join(folder, unitName("kontor"));
      await writeFile(file, unitText({ ...FACTS, command, user }));
      const words = [...(user === null ? ["--user"] : []), "verify", file];
      const env = { ...process.env, XDG_RUNTIME_DIR: folder };
      const { status, stderr, stdout } = spawnSync("systemd-analyze", words, {
        encoding: "utf8",
        env,
      });
      const own = `${stdout}${stderr}`.split("\n").filter((line) => line.includes("fivefold-"));
      assert.deepEqual(own, [], `${user} ${status} ${stderr}`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
