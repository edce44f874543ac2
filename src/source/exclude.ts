/**
 * Globs that leave paths out, compiled once into fast questions.
 *
 * Patterns are relative to the part's root: `*` and `?` stay inside one name, `**` crosses folders, `[a-z]` and `{a,b}`
 * are known, a backslash takes the next character as it is. `cache/**` leaves out what is in the folder, not the folder.
 */

/** Gives the pattern that leaves a path out, `null` when none does. `name` is the path's last name. */
export type Exclusion = (path: string, name: string) => string | null;

type Question = (path: string, name: string) => boolean;

/** `null` when there is nothing to ask. */
export function compileExclusion(patterns: readonly string[]): Exclusion | null {
  if (patterns.length === 0) return null;
  const questions = patterns.map((pattern) => ({ pattern, matches: compile(pattern) }));
  return (path, name) => {
    for (const { pattern, matches } of questions) if (matches(path, name)) return pattern;
    return null;
  };
}

const SPECIAL = /[*?[\]{}\\]/;

function compile(pattern: string): Question {
  const clean = pattern.replace(/^(\.?\/)+/, "").replace(/\/+$/, "");
  const anyName = /^\*\*\/([^/]+)$/.exec(clean)?.[1];
  if (anyName !== undefined) {
    if (!SPECIAL.test(anyName)) return (_path, name) => name === anyName;
    const ending = anyName.slice(1);
    if (anyName.startsWith("*") && !SPECIAL.test(ending)) {
      return (_path, name) => name.endsWith(ending);
    }
  }
  const folder = /^(.+)\/\*\*$/.exec(clean)?.[1];
  if (folder !== undefined && !SPECIAL.test(folder)) {
    const start = `${folder}/`;
    return (path) => path.startsWith(start);
  }
  if (!SPECIAL.test(clean)) return (path) => path === clean;
  const expression = new RegExp(`^${translate(clean)}$`, "s");
  return (path) => expression.test(path);
}

function translate(glob: string): string {
  let text = "";
  let depth = 0;
  for (let at = 0; at < glob.length; at++) {
    const sign = glob.charAt(at);
    if (sign === "*") {
      const run = /^\*+/.exec(glob.slice(at))?.[0].length ?? 1;
      at += run - 1;
      if (run === 1) text += "[^/]*";
      else if (glob.charAt(at + 1) === "/") {
        text += "(?:.*/)?";
        at++;
      } else text += ".*";
    } else if (sign === "?") text += "[^/]";
    else if (sign === "[") {
      const set = /^\[([!^]?)(\]?[^\]]*)\]/.exec(glob.slice(at));
      if (set === null) text += "\\[";
      else {
        at += set[0].length - 1;
        const inside = (set[2] ?? "").replaceAll(/[\\\][]/g, String.raw`\$&`);
        text += `(?!/)[${set[1] === "" ? "" : "^"}${inside}]`;
      }
    } else if (sign === "{" && glob.indexOf("}", at) > 0) {
      text += "(?:";
      depth++;
    } else if (sign === "}" && depth > 0) {
      text += ")";
      depth--;
    } else if (sign === "," && depth > 0) text += "|";
    else {
      const literal = sign === "\\" && at + 1 < glob.length ? glob.charAt(++at) : sign;
      text += literal.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
    }
  }
  return text + ")".repeat(depth);
}
