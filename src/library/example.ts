/** The invented app that people try everything with: made once for each version of this program, and used again. */

import { access, mkdir, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { FivefoldError, systemCode } from "../model/error.ts";
import { VERSION } from "./given.ts";

/** What `openFivefold` needs to open it. */
export interface ExampleApp {
  readonly description: string;
  readonly home: string;
}

/** Of databases and documents, before some of the tenants are left out: enough to see something, made in a moment. */
const SIZE_BYTES = 4_000_000;
const SEED = 1;
const TENANT_COUNT = 3;

/**
 * Makes the example in a folder of its own, unless it is there. What another version of this program made is removed
 * first: it may not fit any more.
 *
 * @throws TARGET_UNWRITABLE
 */
export async function prepareExample(folder: string): Promise<ExampleApp> {
  const own = path.join(folder, VERSION);
  const app = path.join(own, "kontor");
  try {
    await mkdir(own, { recursive: true, mode: 0o700 });
    for (const name of await readdir(folder))
      if (name !== VERSION) await rm(path.join(folder, name), { recursive: true, force: true });
    if (!(await isThere(path.join(app, "fivefold.yaml")))) {
      const { makeKontor } = await import("../example/kontor.ts");
      // Aside, so that one that was broken off is not taken for a whole one.
      const half = `${app}.new`;
      for (const each of [half, app]) await rm(each, { recursive: true, force: true });
      makeKontor(half, SIZE_BYTES, SEED, TENANT_COUNT);
      await rename(half, app);
    }
  } catch (thrown) {
    const reason = systemCode(thrown);
    if (reason === null) throw thrown;
    throw new FivefoldError("TARGET_UNWRITABLE", { path: folder, reason }, { cause: thrown });
  }
  return { description: path.join(app, "fivefold.yaml"), home: path.join(own, "home") };
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return false;
  }
}
