/** The files of a backup, one a line, named so that they can be given to `--path`. */

import type { Choice, Fivefold, SeenEntries } from "../fivefold.ts";
import { visible } from "../language/language.ts";
import type { Language } from "../language/language.ts";
import type { Desk, Ending } from "./frame.ts";
import { DONE } from "./frame.ts";
import { widthOf } from "./table.ts";

type SeenEntry = SeenEntries["entries"][number];

const TIME_COLUMNS = 24;
const SIZE_COLUMNS = 10;

export async function listEntries(
  fivefold: Fivefold,
  from: string | null,
  word: string,
  choice: Choice,
  desk: Desk,
): Promise<Ending> {
  const { output } = desk;
  const language = await desk.language();
  const entries: unknown[] = [];
  let snapshot: string | null = null;
  let count = 0;
  for await (const seen of fivefold.entries(from, word, choice, desk.watch)) {
    snapshot = seen.snapshot.id;
    if (count === 0 && seen.entries.length > 0)
      output.line(
        lineOf(
          language.text("column.modified"),
          language.text("column.size"),
          language.text("column.name"),
        ),
      );
    for (const entry of seen.entries) {
      count++;
      if (output.isJson) entries.push(jsonOf(seen.part.id, entry));
      else output.line(lineFor(seen.part.id, entry, language));
    }
  }
  if (count === 0) output.say(language.text("show.nothing"));
  return { ...DONE, snapshot, more: { entries } };
}

function jsonOf(part: string, entry: SeenEntry): unknown {
  return {
    part,
    kind: entry.kind,
    path: visible(entry.path),
    sizeBytes: sizeOf(entry),
    modifiedAt: new Date(modifiedMs(entry)).toISOString(),
    ...(entry.kind === "link" && { target: visible(entry.target) }),
  };
}

function lineFor(part: string, entry: SeenEntry, language: Language): string {
  const sizeBytes = sizeOf(entry);
  const size = sizeBytes === null ? "" : language.bytes(sizeBytes);
  const path = `${part}/${entry.path}${entry.kind === "directory" ? "/" : ""}`;
  const to = entry.kind === "link" ? ` -> ${language.foreign(entry.target)}` : "";
  return lineOf(language.moment(modifiedMs(entry)), size, `${language.foreign(path)}${to}`);
}

function lineOf(time: string, size: string, name: string): string {
  const afterTime = " ".repeat(Math.max(0, TIME_COLUMNS - widthOf(time)));
  const beforeSize = " ".repeat(Math.max(0, SIZE_COLUMNS - widthOf(size)));
  return `${time}${afterTime}${beforeSize}${size}  ${name}`;
}

function sizeOf(entry: SeenEntry): number | null {
  return entry.kind === "file" ? entry.sizeBytes : null;
}

function modifiedMs({ modifiedNs }: SeenEntry): number {
  return Number(modifiedNs / 1_000_000n);
}
