/**
 * Text as it stands on paper: which pieces follow each other from left to right, each in one font.
 *
 * The order is that of the Unicode Bidirectional Algorithm (UAX #9). Whoever draws a piece joins the letters itself and turns
 * round what is Arabic; a piece comes as that drawing wants it.
 */

import bidiFactory from "bidi-js";
import type { Bidi } from "bidi-js";

/** A font, by what it can write. */
export interface Face {
  readonly name: string;
  has(character: number): boolean;
}

export interface Piece {
  readonly face: string;
  readonly text: string;
}

/** A line, and how wide it is. */
export interface WrittenLine {
  readonly pieces: readonly Piece[];
  readonly width: number;
}

export interface Writing {
  readonly direction: "ltr" | "rtl";
  /** The first that has a character writes it. */
  readonly faces: readonly Face[];
  /** How wide a piece is. */
  readonly widthOf: (piece: Piece) => number;
}

// Node hands over what the file exports, the types speak of what a bundler would.
const bidi: Bidi = (bidiFactory as unknown as () => Bidi)();

const DIRECTS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
/** They join, or stand on the letter before them, or are as wide in every font. */
const STAYS = /[\s\p{M}\u200c\u200d]/u;

/** The text in lines of at most `width`; a word that is wider than that is cut. */
export function linesOf(text: string, width: number, writing: Writing): readonly WrittenLine[] {
  const written = writable(text, writing.faces);
  const line = lineMaker(written, writing);
  const lines: WrittenLine[] = [];
  let start = 0;
  let end = 0;
  for (const next of breaksIn(written)) {
    if (end > start && line(start, next).width > width) {
      lines.push(line(start, end));
      start = end;
    }
    end = next;
    while (line(start, end).width > width) {
      let fit = end - 1;
      while (fit > start + 1 && line(start, fit).width > width) fit--;
      if (fit <= start) break;
      lines.push(line(start, fit));
      start = fit;
    }
  }
  if (end > start) lines.push(line(start, end));
  return lines;
}

/** Where a line may end: behind each space. */
function breaksIn(text: string): readonly number[] {
  const found = [...text.matchAll(/\s+/g)].map(({ index, 0: spaces }) => index + spaces.length);
  return found.at(-1) === text.length ? found : [...found, text.length];
}

/** What no font can write is told by its number, as shells take it. */
function writable(text: string, faces: readonly Face[]): string {
  return Array.from(text, (character) => {
    const point = character.codePointAt(0) ?? 0;
    const isKnown = DIRECTS.test(character) || faces.some((face) => face.has(point));
    return isKnown ? character : `\\u${point.toString(16).padStart(4, "0")}`;
  }).join("");
}

function lineMaker(
  text: string,
  { direction, faces, widthOf }: Writing,
): (start: number, end: number) => WrittenLine {
  const embedding = bidi.getEmbeddingLevels(text, direction);
  const { levels } = embedding;
  const chosen = facesOf(text, faces);
  return (start, end) => {
    const shown = text.slice(start, end).trimEnd();
    if (shown === "") return { pieces: [], width: 0 };
    const last = start + shown.length - 1;
    const order = Array.from({ length: shown.length }, (_, at) => start + at);
    for (const [from = 0, to = 0] of bidi.getReorderSegments(text, embedding, start, last))
      order.splice(
        from - start,
        to - from + 1,
        ...order.slice(from - start, to - start + 1).toReversed(),
      );
    const mirrored = bidi.getMirroredCharactersMap(text, levels, start, last);
    const pieces: Piece[] = [];
    let at = 0;
    while (at < order.length) {
      const first = order[at] ?? 0;
      if (DIRECTS.test(text.charAt(first))) {
        at++;
        continue;
      }
      const group: number[] = [];
      for (; at < order.length; at++) {
        const index = order[at] ?? 0;
        if (levels[index] !== levels[first] || chosen[index] !== chosen[first]) break;
        if (DIRECTS.test(text.charAt(index))) break;
        // Two names that are isolated from each other have one level, too.
        if (group.length > 0 && Math.abs(index - (group.at(-1) ?? 0)) !== 1) break;
        group.push(index);
      }
      const logical = group.toSorted((one, other) => one - other);
      const spelled = logical.map((index) => mirrored.get(index) ?? text.charAt(index)).join("");
      const isTurned = ((levels[first] ?? 0) & 1) === 1;
      pieces.push({ face: chosen[first]?.name ?? "", text: asDrawn(spelled, isTurned) });
    }
    return { pieces, width: pieces.reduce((sum, piece) => sum + widthOf(piece), 0) };
  };
}

/** For every UTF-16 unit the font that writes it. */
function facesOf(text: string, faces: readonly Face[]): readonly (Face | undefined)[] {
  const chosen: (Face | undefined)[] = [];
  let before: Face | undefined;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    const stays = DIRECTS.test(character) || (STAYS.test(character) && before?.has(point) === true);
    const face = stays ? before : faces.find((each) => each.has(point));
    for (let unit = 0; unit < character.length; unit++) chosen.push(face);
    before = face;
  }
  return chosen;
}

/** The drawing turns a piece round that has a letter or a digit of the Arabic script, and no other. */
function asDrawn(text: string, isTurned: boolean): string {
  if (/\p{Script=Arabic}/u.test(text) === isTurned) return text;
  return [...new Intl.Segmenter().segment(text)]
    .map(({ segment }) => segment)
    .toReversed()
    .join("");
}
