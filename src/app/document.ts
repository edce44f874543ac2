/**
 * A YAML file that people wrote, read against a schema, every mistake with its line and column.
 *
 * All scalars are text (YAML's failsafe schema), so that `version: 12.10`, `id: 007` and `no` stay what was written.
 * Aliases, repeated keys, tabs and unknown tags are mistakes; a file is at most 1 MiB.
 */

import type { Node, Pair, Document as YamlDocument } from "yaml";
import { LineCounter, isAlias, isMap, isPair, isScalar, isSeq, parseAllDocuments } from "yaml";
import { z } from "zod";
import type { MistakeKind } from "../model/app.ts";
import type { ErrorCode, Facts } from "../model/error.ts";
import { FivefoldError } from "../model/error.ts";
import { nearest } from "../model/nearest.ts";

export const LARGEST_DOCUMENT_BYTES = 1024 * 1024;
const DEEPEST = 32;
const LONGEST_SHOWN = 80;

/** Both from 1; columns count UTF-16 units as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export type Way = readonly (string | number)[];

export interface Mistake extends Position {
  readonly what: MistakeKind;
  /** Where in the document, "parts[1].kind"; "" is the whole. */
  readonly at: string;
  /** What stands there. */
  readonly found: string;
  /** What would be right: keys, choices, words for types. */
  readonly expected: string;
  /** What was probably meant. */
  readonly suggestion: string | null;
  /** The other one of two that do not go together. */
  readonly other: string | null;
}

/** A text that has been parsed and may yet not be what the schema asks for. */
export interface Document {
  readonly value: unknown;
  /** Where the value stands; where it is missing, what would hold it. */
  position(way: Way): Position;
  /** Where the key of the value stands. */
  keyPosition(way: Way): Position;
}

/** Makes the one error from all mistakes: the first one's facts, and the others as JSON. */
export function mistaken(
  code: Extract<ErrorCode, "DESCRIPTION_WRONG" | "SETTINGS_WRONG">,
  file: string,
  mistakes: readonly Mistake[],
): FivefoldError {
  const all = mistakes.map((each): Facts => ({ path: file, ...each }));
  const [first, ...others] = all.length > 1 ? all.toSorted(byPosition) : all;
  return new FivefoldError(code, { ...first, others: others.map((each) => JSON.stringify(each)) });
}

function byPosition(a: Facts, b: Facts): number {
  return Number(a["line"]) - Number(b["line"]) || Number(a["column"]) - Number(b["column"]);
}

export function mistake(
  what: MistakeKind,
  position: Position,
  rest: Partial<Omit<Mistake, "what" | "line" | "column">> = {},
): Mistake {
  return {
    line: position.line,
    column: position.column,
    what,
    at: rest.at ?? "",
    found: shorten(rest.found ?? ""),
    expected: rest.expected ?? "",
    suggestion: rest.suggestion ?? null,
    other: rest.other ?? null,
  };
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length <= LONGEST_SHOWN ? line : `${line.slice(0, LONGEST_SHOWN - 1)}…`;
}

/** Gives a way as people write it: "tenants.from.list[2]". */
export function wayText(way: Way): string {
  let text = "";
  for (const step of way) {
    if (typeof step === "number") text += `[${step}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}

/** Decodes and parses; a document, or the mistakes that keep it from being one. */
export function parseDocument(bytes: Uint8Array): Document | readonly Mistake[] {
  const top = { line: 1, column: 1 };
  if (bytes.length > LARGEST_DOCUMENT_BYTES) {
    const expected = String(LARGEST_DOCUMENT_BYTES);
    return [mistake("tooLarge", top, { found: String(bytes.length), expected })];
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return [mistake("notUtf8", top)];
  }
  const zero = text.indexOf("\0");
  if (zero >= 0) return [mistake("notUtf8", positionIn(text, zero))];
  return parseText(text);
}

function positionIn(text: string, at: number): Position {
  const before = text.slice(0, at);
  return { line: before.split("\n").length, column: at - before.lastIndexOf("\n") };
}

function parseText(text: string): Document | readonly Mistake[] {
  const lines = new LineCounter();
  const place = (at: number): Position => {
    const { line, col } = lines.linePos(at);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  let parsed: readonly YamlDocument.Parsed[];
  try {
    const all = parseAllDocuments(text, {
      lineCounter: lines,
      schema: "failsafe",
      prettyErrors: false,
      logLevel: "silent",
    });
    parsed = "empty" in all ? [] : all;
  } catch (cause) {
    // Brackets nested by the thousand end the parser's stack; nobody writes them by hand.
    if (!(cause instanceof RangeError)) throw cause;
    return [mistake("yaml", { line: 1, column: 1 }, { found: "[[[…" })];
  }
  const [document, second] = parsed;
  const first = { line: 1, column: 1 };
  if (!document) return [mistake("empty", first)];
  const syntax = [...document.errors, ...document.warnings].map((each) => {
    const at = each.pos[0];
    const found = text.slice(at, at + LONGEST_SHOWN).split("\n", 1)[0] ?? "";
    const what =
      each.code === "DUPLICATE_KEY" ? "keyTwice" : each.code === "TAB_AS_INDENT" ? "tab" : "yaml";
    return mistake(what, place(at), { found });
  });
  if (syntax.length > 0) return syntax.slice(0, 20);
  if (second) return [mistake("severalDocuments", place(second.range[0]))];
  const mistakes: Mistake[] = [];
  const value = plain(document.contents, [], (what, node, way) => {
    mistakes.push(mistake(what, place(node?.range?.[0] ?? 0), { at: wayText(way) }));
  });
  if (mistakes.length > 0) return mistakes.slice(0, 20);
  if (value === "" || document.contents === null) return [mistake("empty", first)];
  return {
    value,
    position: (way) => place(offsetOf(document.contents, way, false)),
    keyPosition: (way) => place(offsetOf(document.contents, way, true)),
  };
}

type Complaint = (what: MistakeKind, node: Node | null, way: Way) => void;

function plain(node: Node | null, way: Way, complain: Complaint): unknown {
  if (node === null) return "";
  if (way.length > DEEPEST) return complain("yaml", node, way);
  if (isAlias(node)) return complain("alias", node, way);
  // A tag such as !!binary makes something else than text of a scalar.
  if (isScalar(node))
    return typeof node.value === "string" ? node.value : complain("yaml", node, way);
  if (isSeq(node))
    return node.items.map((item, index) => plain(asNode(item), [...way, index], complain));
  if (!isMap(node)) return complain("yaml", node, way);
  const object: Record<string, unknown> = Object.create(null);
  for (const pair of node.items) {
    const key = keyOf(pair);
    if (key === null) complain("yaml", asNode(pair.key) ?? node, way);
    else object[key] = plain(asNode(pair.value), [...way, key], complain);
  }
  return object;
}

function asNode(item: unknown): Node | null {
  return isScalar(item) || isMap(item) || isSeq(item) || isAlias(item) ? item : null;
}

function keyOf(pair: Pair): string | null {
  return isScalar(pair.key) && typeof pair.key.value === "string" ? pair.key.value : null;
}

function offsetOf(root: Node | null, way: Way, wantsKey: boolean): number {
  let node = root;
  let offset = root?.range?.[0] ?? 0;
  for (const [index, step] of way.entries()) {
    const isLast = index === way.length - 1;
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find((each) => keyOf(each) === step);
      if (!isPair(pair)) return offset;
      const key = asNode(pair.key);
      node = asNode(pair.value);
      offset = (isLast && wantsKey ? key : (node ?? key))?.range?.[0] ?? offset;
    } else if (isSeq(node) && typeof step === "number") {
      node = asNode(node.items[step]);
      offset = node?.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}

/** Checks the document against the schema; its output, or the mistakes. */
export function checkDocument<Schema extends z.ZodType>(
  document: Document,
  schema: Schema,
): { readonly output: z.output<Schema> } | { readonly mistakes: readonly Mistake[] } {
  const result = schema.safeParse(document.value, {
    // The message carries what an issue does not tell: the keys that the mapping knows.
    error: (issue) => (issue.code === "unrecognized_keys" ? knownKeys(issue.inst) : undefined),
  });
  if (result.success) return { output: result.data };
  return { mistakes: result.error.issues.flatMap((issue) => mistakesOfIssue(issue, [], document)) };
}

type Issue = z.core.$ZodIssue;

function knownKeys(instance: unknown): string {
  return instance instanceof z.ZodObject ? Object.keys(instance.shape).join(", ") : "";
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: "text",
  array: "list",
  object: "mapping",
  record: "mapping",
};

function mistakesOfIssue(issue: Issue, above: Way, document: Document): readonly Mistake[] {
  const way = [
    ...above,
    ...issue.path.map((step) => (typeof step === "number" ? step : String(step))),
  ];
  const value = valueAt(document.value, way);
  const at = wayText(way);
  const here = document.position(way);
  if (value === undefined) {
    const key = String(way.at(-1) ?? "");
    return [mistake("keyMissing", here, { at: wayText(way.slice(0, -1)), expected: key })];
  }
  const found = shown(value);
  switch (issue.code) {
    case "unrecognized_keys": {
      const known = issue.message.split(", ").filter((each) => each !== "");
      return issue.keys.map((key) =>
        mistake("keyUnknown", document.keyPosition([...way, key]), {
          at: wayText([...way, key]),
          found: key,
          expected: known.join(", "),
          suggestion: nearest(key, known),
        }),
      );
    }
    case "invalid_union":
      return mistakesOfUnion(issue, way, document);
    case "invalid_key":
      return [
        mistake("languageWrong", document.keyPosition(way), {
          at,
          found: String(way.at(-1)),
          expected: "en, fa, pt, de, fr",
        }),
      ];
    case "invalid_value": {
      if (typeof value !== "string")
        return [mistake("typeWrong", here, { at, found: typeWord(value), expected: "text" })];
      const choices = issue.values.map(String);
      const suggestion = nearest(value, choices);
      return [
        mistake(value === "" ? "valueEmpty" : "choiceWrong", here, {
          at,
          found,
          expected: choices.join(", "),
          suggestion,
        }),
      ];
    }
    case "too_small":
      return [mistake(issue.origin === "array" ? "listEmpty" : "valueEmpty", here, { at })];
    case "invalid_type": {
      const expected = TYPE_WORDS[issue.expected] ?? issue.expected;
      // A key with nothing behind it: an empty text is not the wrong type but a missing value.
      if (value === "") return [mistake("valueEmpty", here, { at, expected })];
      return [mistake("typeWrong", here, { at, found: typeWord(value), expected })];
    }
    case "invalid_format":
    case "too_big":
    case "not_multiple_of":
    case "custom":
      return [mistake("numberWrong", here, { at, found, expected: issue.message })];
    case "invalid_element":
      return [mistake("typeWrong", here, { at, found: typeWord(value) })];
    default:
      return issue satisfies never;
  }
}

function mistakesOfUnion(
  issue: Extract<Issue, { code: "invalid_union" }>,
  way: Way,
  document: Document,
): readonly Mistake[] {
  const isOtherType = (each: Issue): boolean =>
    each.code === "invalid_type" && each.path.length === 0;
  // The branch of the right type tells what is wrong; when no branch has it, the types are what is wrong.
  const branch = issue.errors.find((issues) => !issues.some(isOtherType));
  if (branch) return branch.flatMap((each) => mistakesOfIssue(each, way, document));
  const value = valueAt(document.value, way);
  const words = issue.errors.flatMap((issues) =>
    issues.flatMap((each) =>
      each.code === "invalid_type" ? (TYPE_WORDS[each.expected] ?? []) : [],
    ),
  );
  const expected = [...new Set(words)].join(", ");
  return [
    mistake("typeWrong", document.position(way), {
      at: wayText(way),
      found: typeWord(value),
      expected,
    }),
  ];
}

function valueAt(value: unknown, way: Way): unknown {
  let at = value;
  for (const step of way) {
    if (typeof at !== "object" || at === null) return undefined;
    at = (at as Readonly<Record<string | number, unknown>>)[step];
  }
  return at;
}

function typeWord(value: unknown): string {
  return Array.isArray(value) ? "list" : typeof value === "object" ? "mapping" : "text";
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : typeWord(value);
}
