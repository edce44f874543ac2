/** Which emergency sheets people have proved that they hold: by vault, when. */

import { readFile } from "node:fs/promises";
import { z } from "zod";
import { systemCode } from "../model/error.ts";
import type { Home } from "./home.ts";
import { inTurn } from "./turn.ts";
import { writeWhole } from "./whole-file.ts";

const SHEETS = z.record(z.string(), z.object({ confirmedAt: z.string() }));

/** By vault, ISO 8601; a file that cannot be read says that nobody has: they are asked once more. */
export async function confirmedSheets(home: Home): Promise<ReadonlyMap<string, string>> {
  let text: string;
  try {
    text = await readFile(home.sheets, "utf8");
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return new Map();
  }
  try {
    const read = SHEETS.safeParse(JSON.parse(text));
    if (!read.success) return new Map();
    return new Map(Object.entries(read.data).map(([vault, each]) => [vault, each.confirmedAt]));
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    return new Map();
  }
}

/** Remembers it; `null`: the key is another one, and nobody has held its sheet yet. */
export async function confirmSheet(
  home: Home,
  vault: string,
  confirmedAt: string | null,
): Promise<void> {
  await inTurn(home, async () => {
    const all = new Map(await confirmedSheets(home));
    if (confirmedAt === null) all.delete(vault);
    else all.set(vault, confirmedAt);
    const sheets = Object.fromEntries([...all].map(([id, at]) => [id, { confirmedAt: at }]));
    await writeWhole(home.sheets, `${JSON.stringify(sheets)}\n`, 0o600);
  });
}
