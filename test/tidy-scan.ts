/**
 * Reads TypeScript just far enough for the tidy rules: what is code, what is comment, what is text, and what is imported.
 *
 * Follows the lexical grammar of ECMAScript but for two guesses: a slash after ")" or "}" divides, and one right
 * after "<" ends an element of JSX.
 */

export interface Scan {
  /** The source with comments and the insides of strings, templates and regular expressions blanked; same length. */
  readonly code: string;
  /** The source with only comments blanked; same length. */
  readonly uncommented: string;
}

export interface Reference {
  /** As written: "./part.ts", "node:fs", "zod". */
  readonly target: string;
  readonly line: number;
  /** To start a thread or to read, not to import. */
  readonly isUrl: boolean;
}

const BEFORE_EXPRESSION =
  /(?:^|[(,=:[!&|?{;+\-*%~^>]|<\s+|\b(?:return|typeof|case|in|of|do|else|void|await|yield))\s*$/;

export function scan(source: string): Scan {
  const code = source.split("");
  const uncommented = code.slice();
  /** For each template that is open: how many braces are open inside its "${". */
  const templates: number[] = [];
  let at = 0;

  const blank = (from: number, to: number, isComment: boolean): void => {
    for (let each = from; each < to; each++) {
      if (source[each] === "\n") continue;
      code[each] = " ";
      if (isComment) uncommented[each] = " ";
    }
  };
  const skipQuoted = (quote: string): void => {
    const from = ++at;
    while (at < source.length && source[at] !== quote) at += source[at] === "\\" ? 2 : 1;
    blank(from, at, false);
    at++;
  };
  const skipTemplate = (): void => {
    const from = ++at;
    while (at < source.length && source[at] !== "`") {
      if (source[at] === "$" && source[at + 1] === "{") {
        blank(from, at, false);
        templates.push(0);
        at += 2;
        return;
      }
      at += source[at] === "\\" ? 2 : 1;
    }
    blank(from, at, false);
    at++;
  };
  const skipExpression = (): void => {
    const from = ++at;
    for (let isClass = false; at < source.length && (isClass || source[at] !== "/"); at++) {
      if (source[at] === "\\") at++;
      else if (source[at] === "[") isClass = true;
      else if (source[at] === "]") isClass = false;
    }
    blank(from, at, false);
    at++;
  };
  const skipComment = (end: string, from: number): void => {
    const found = source.indexOf(end, at + 2);
    at = found === -1 ? source.length : found + (end === "\n" ? 0 : end.length);
    blank(from, at, true);
  };

  while (at < source.length) {
    const char = source[at];
    const open = templates.at(-1);
    if (char === "/" && source[at + 1] === "/") skipComment("\n", at);
    else if (char === "/" && source[at + 1] === "*") skipComment("*/", at);
    else if (char === '"' || char === "'") skipQuoted(char);
    else if (char === "`") skipTemplate();
    else if (char === "/" && BEFORE_EXPRESSION.test(code.slice(Math.max(0, at - 80), at).join("")))
      skipExpression();
    else if (open !== undefined && char === "}" && open === 0) {
      templates.pop();
      skipTemplate();
    } else {
      if (open !== undefined && char === "{") templates[templates.length - 1] = open + 1;
      if (open !== undefined && char === "}") templates[templates.length - 1] = open - 1;
      at++;
    }
  }
  return { code: code.join(""), uncommented: uncommented.join("") };
}

const IMPORT =
  /\bfrom\s*["']|\bimport\s*["']|\bimport\s*\(\s*["']|\bcreateRequire\([^)]*\)\(\s*["']|\brequire\(\s*["']/g;
const URL_CALL = /\bnew\s+URL\s*\(\s*["']/g;
/** A thread's file chosen by the ending of the file that starts it: "./a.ts" or "./a.js", `./a.${ending}`. */
const NAMED_FILE = /(["'])(\.{1,2}\/[\w./-]+\.ts)\1|`(\.{1,2}\/[\w./-]+\.)\$\{/g;

/** Every other file or package that a source names: in an import, a re-export, or to start or read it. */
export function references(source: string, { code, uncommented }: Scan): readonly Reference[] {
  const found: Reference[] = [];
  const add = (start: number, target: string, isUrl: boolean): void => {
    if (!found.some((other) => other.target === target))
      found.push({ target, line: lineAt(source, start), isUrl });
  };
  const textAt = (start: number): string => source.slice(start, closing(code, start));
  for (const match of code.matchAll(IMPORT)) {
    const start = match.index + match[0].length;
    add(start, textAt(start), false);
  }
  for (const match of code.matchAll(URL_CALL)) {
    const start = match.index + match[0].length;
    const text = textAt(start);
    if (!/^["']\s*,\s*import\.meta\.url/.test(code.slice(start + text.length))) continue;
    add(start, text.startsWith(".") ? text : `./${text}`, true);
  }
  if (/\bimport\.meta\.url\b/.test(code))
    for (const { index, 2: whole, 3: begun } of uncommented.matchAll(NAMED_FILE))
      add(index, whole ?? `${begun}ts`, true);
  return found;
}

/** Where the string that contains the offset ends: its inside is blank in the code. */
function closing(code: string, start: number): number {
  return start + code.slice(start).search(/["']/);
}

export function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split("\n").length;
}
