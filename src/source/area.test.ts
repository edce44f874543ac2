// Goal: the aside area lies where renames can reach. Method: real folders, with mount points given as a list.

import assert from "node:assert/strict";
import {
  chownSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { PartId } from "../model/part.ts";
import type { RunId } from "../model/run.ts";
import { areaFolder, chooseSite, distrust, mountPoints } from "./area.ts";

function withFolder(deed: (folder: string) => void): void {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "fivefold-area-")));
  try {
    mkdirSync(join(folder, "app", "data", "deep"), { recursive: true });
    deed(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("area: the folder of fivefold.yaml is preferred and the root itself renamed", () => {
  withFolder((folder) => {
    const root = join(folder, "app", "data");
    assert.deepEqual(chooseSite({ kind: "tree", root }, join(folder, "app"), []), {
      aside: join(folder, "app", ".fivefold"),
      live: join(folder, "app"),
      members: ["data"],
    });
  });
});

test("area: inside the root where the root is a mount, holds the description or lies on another volume", () => {
  withFolder((folder) => {
    const root = join(folder, "app", "data");
    const inside = { aside: join(root, ".fivefold"), live: root, members: null };
    const target = { kind: "tree", root } as const;
    assert.deepEqual(chooseSite(target, join(folder, "app"), [root]), inside);
    assert.deepEqual(chooseSite(target, root, []), inside);
    assert.deepEqual(chooseSite(target, join(root, "deep"), []), inside);
    assert.deepEqual(chooseSite(target, "/proc", []), inside);
    // The same device shown by two mounts: a rename between them would fail all the same.
    const other = join(folder, "other");
    mkdirSync(other);
    assert.deepEqual(chooseSite(target, other, [other]), inside);
  });
});

test("area: a mount point among the children, or as the file, is refused before anything is staged", () => {
  withFolder((folder) => {
    const root = join(folder, "app", "data");
    const refused = { code: "ASIDE_IMPOSSIBLE" };
    const mounts = [root, join(root, "deep")];
    assert.throws(() => chooseSite({ kind: "tree", root }, folder, mounts), refused);
    const target = { kind: "names", folder: root, names: ["app.db"] } as const;
    assert.throws(() => chooseSite(target, folder, [join(root, "app.db")]), refused);
  });
});

test("area: a file's area lies beside it where the description's cannot be used", () => {
  withFolder((folder) => {
    const target = { kind: "names", folder, names: ["app.db"] } as const;
    assert.equal(chooseSite(target, "/proc", []).aside, join(folder, ".fivefold"));
    assert.equal(
      chooseSite(target, join(folder, "app"), []).aside,
      join(folder, "app", ".fivefold"),
    );
  });
});

test("area: where paths are exchanged the root stays, and every folder must be within reach", () => {
  withFolder((folder) => {
    const app = join(folder, "app");
    const root = join(app, "data");
    const site = { live: root, isNarrow: true };
    const target = (...paths: readonly string[]) => ({ kind: "paths", root, paths }) as const;
    const beside = join(app, ".fivefold");
    const inside = join(root, ".fivefold");
    const members = ["deep/x", "new/y"];
    assert.deepEqual(chooseSite(target(...members), app, []), { ...site, members, aside: beside });
    assert.equal(chooseSite(target("deep/x"), "/proc", []).aside, inside);
    assert.equal(chooseSite(target("deep/x"), app, [root]).aside, inside);
    // An area cannot be moved into itself.
    assert.equal(chooseSite(target("deep"), join(root, "deep"), []).aside, inside);
    const refused = { code: "ASIDE_IMPOSSIBLE" };
    const deep = [join(root, "deep")];
    assert.throws(() => chooseSite(target("deep"), app, deep), refused);
    assert.throws(() => chooseSite(target("deep/x"), app, deep), refused);
    assert.equal(chooseSite(target("other"), app, deep).aside, beside);
  });
});

test("area: different parts never share a folder", () => {
  const ids = ["a/b", "a%2Fb", "a", "a%b", `${"n".repeat(150)}/a`, `${"n".repeat(150)}/b`];
  const folders = ids.map((id) => areaFolder("/x", "run" as RunId, id as PartId));
  assert.equal(new Set(folders).size, ids.length);
  for (const folder of folders) assert.equal(folder.split("/").length, 4);
});

test("area: this machine's mounts are read", { skip: process.platform !== "linux" }, () => {
  assert.ok(mountPoints().includes("/proc"));
});

test("area: what somebody else may have planted is not trusted", () => {
  withFolder((folder) => {
    const app = join(folder, "app");
    const aside = join(app, ".fivefold");
    assert.equal(distrust(aside, app), null);
    symlinkSync(join(app, "data"), aside);
    assert.equal(distrust(aside, app), "link");
    rmSync(aside);
    writeFileSync(aside, "");
    assert.equal(distrust(aside, app), "notFolder");
    rmSync(aside);
    mkdirSync(aside);
    assert.equal(distrust(aside, app), null);
    if (process.geteuid?.() !== 0) return;
    chownSync(aside, 65534, 65534);
    assert.equal(distrust(aside, app), "owner");
    assert.equal(distrust(aside, app, 65534), null);
    chownSync(app, 65534, 65534);
    assert.equal(distrust(aside, app), null);
  });
});
