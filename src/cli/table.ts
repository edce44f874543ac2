/**
 * Tables for terminals: what text takes there, and rows under headings that fit.
 *
 * A table that is wider than the terminal has its widest cells broken into several lines, in the columns that allow it;
 * ids and numbers are never broken.
 */

/** Columns that a text takes on a terminal: marks and signs of direction take none, East Asian letters two. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += columnsOf(character);
  return width;
}

function columnsOf(character: string): number {
  if (/[\p{Mn}\p{Me}\p{Cf}]/u.test(character)) return 0;
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(
    character,
  )
    ? 2
    : 1;
}

/** Shortens to `room` columns, with an ellipsis in the last. */
export function cut(text: string, room: number): string {
  return widthOf(text) <= room ? text : `${begunTo(text, room - 1)}…`;
}

/** A sentence in lines of at most `room`, broken at spaces only: what is typed or copied stays whole. */
export function wrapped(text: string, room: number): string {
  const indent = /^ */.exec(text)?.[0] ?? "";
  const lines: string[] = [];
  let line = "";
  for (const word of text.match(/(?:`[^`]*`|[^ ])+/gu) ?? []) {
    const longer = line === "" ? indent + word : `${line} ${word}`;
    if (line !== "" && widthOf(longer) > room) {
      lines.push(line);
      line = indent + word;
    } else line = longer;
  }
  return isolated([...lines, line]).join("\n");
}

export interface Column {
  readonly title: string;
  readonly side?: "start" | "end";
  /** Its cells may be broken into several lines. */
  readonly wraps?: boolean;
}

/** One cell a column; or a line of its own, which says what the rows under it are. */
export type Row = readonly string[] | string;

const GAP = "  ";
const NARROWEST = 10;

/** Rows under headings, two spaces between, in lines of at most `room`; columns with nothing in them are left out. */
export function table(
  columns: readonly Column[],
  rows: readonly Row[],
  room: number = Infinity,
): readonly string[] {
  const filled = columns.map((_, at) => rows.some((row) => isCells(row) && (row[at] ?? "") !== ""));
  const shown = columns.filter((_, at) => filled[at]);
  const lines: readonly Row[] = [
    shown.map(({ title }) => title),
    ...rows.map((row) => (isCells(row) ? row.filter((_, at) => filled[at]) : row)),
  ];
  const widths = widthsIn(room, shown, lines.filter(isCells));
  return lines.flatMap((row) => (isCells(row) ? linesOf(row, shown, widths) : [row]));
}

function isCells(row: Row): row is readonly string[] {
  return typeof row !== "string";
}

/** Narrows, a step at a time, the column in which the fewest cells have to be broken for it. */
function widthsIn(
  room: number,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): readonly number[] {
  const needed = columns.map((_, at) => rows.map((row) => widthOf(row[at] ?? "")));
  const widths = needed.map((each) => Math.max(...each));
  const sum = (): number => widths.reduce((all, width) => all + width + GAP.length, -GAP.length);
  const brokenBy = (at: number): number =>
    (needed[at] ?? []).filter((width) => width >= (widths[at] ?? 0)).length;
  const longest = columns.map((_, at) =>
    Math.max(...rows.flatMap((row) => wordsOf(row[at] ?? "").map((word) => widthOf(word.trim())))),
  );
  // A word is broken only when breaking between words was not enough.
  for (const narrowest of [longest, columns.map(() => 0)])
    while (sum() > room) {
      const [next] = columns
        .map((column, at) => ({ column, at, width: widths[at] ?? 0 }))
        .filter(({ column }) => column.wraps === true)
        .filter(({ at, width }) => width > Math.max(NARROWEST, narrowest[at] ?? 0))
        .toSorted((a, b) => brokenBy(a.at) - brokenBy(b.at) || b.width - a.width);
      if (next === undefined) break;
      widths[next.at] = next.width - 1;
    }
  return widths;
}

function linesOf(
  row: readonly string[],
  columns: readonly Column[],
  widths: readonly number[],
): readonly string[] {
  const cells = columns.map((_, at) => broken(row[at] ?? "", widths[at] ?? 0));
  const height = Math.max(...cells.map((cell) => cell.length));
  return Array.from({ length: height }, (_, line) =>
    columns
      .map(({ side }, at) => {
        const text = cells[at]?.[line] ?? "";
        const padding = " ".repeat(Math.max(0, (widths[at] ?? 0) - widthOf(text)));
        return side === "end" ? padding + text : text + padding;
      })
      .join(GAP)
      .trimEnd(),
  );
}

/** What stays together: up to and with a space, a comma or what stands between names. */
function wordsOf(text: string): readonly string[] {
  return text.match(/[^\s,/\\-]*[\s,/\\-]|[^\s,/\\-]+$/gu) ?? [];
}

/** Breaks between words; what is isolated stays so on every line. */
function broken(text: string, width: number): readonly string[] {
  if (widthOf(text) <= width) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of wordsOf(text)) {
    if (line !== "" && widthOf((line + word).trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += word;
    while (widthOf(line.trimEnd()) > width) {
      const begun = begunTo(line, width);
      lines.push(begun);
      line = line.slice(begun.length);
    }
  }
  if (line.trimEnd() !== "") lines.push(line.trimEnd());
  return isolated(lines);
}

/** Closes on each line what is isolated on it, and begins it anew on the next: no line turns the cells beside it. */
function isolated(lines: readonly string[]): readonly string[] {
  let open = "";
  return lines.map((line) => {
    const begun = open;
    for (const mark of line.match(/[\u2066-\u2069]/g) ?? [])
      open = mark === "\u2069" ? open.slice(0, -1) : open + mark;
    return begun + line + "\u2069".repeat(open.length);
  });
}

/** As much of a text's beginning as fits; at least one character. */
function begunTo(text: string, room: number): string {
  let kept = "";
  let width = 0;
  for (const character of text) {
    width += columnsOf(character);
    if (width > room && kept !== "") break;
    kept += character;
  }
  return kept;
}
