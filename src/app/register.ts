/**
 * What is wrong with `tenants.register` can be seen without a database: it is one statement, it writes rows, and its
 * parameters are `:id` and `:title`. Whether the tables are there is for SQLite to say, on a copy.
 */

/** What a statement consists of, as far as it matters here: literals, names in quotes and comments are passed over. */
const PIECES =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[^]*?(?:\*\/|$)|[:@$#]\w+|\?\d*|;|\w+/gu;

const VERBS = new Set(["insert", "replace", "update", "with"]);
const PARAMETERS = new Set([":id", ":title"]);

/** Says what would be right, `null` when nothing is wrong; "statement", "verb", ":id" or ":id, :title". */
export function wrongInRegister(sql: string): "statement" | "verb" | ":id" | ":id, :title" | null {
  const pieces = (sql.match(PIECES) ?? []).filter((piece) => !/^(?:['"`[]|--|\/\*)/.test(piece));
  const end = pieces.indexOf(";");
  if (end >= 0 && pieces.slice(end).some((piece) => piece !== ";")) return "statement";
  if (!VERBS.has((pieces[0] ?? "").toLowerCase())) return "verb";
  const parameters = pieces.filter((piece) => /^[:@$#?]/.test(piece));
  if (parameters.some((parameter) => !PARAMETERS.has(parameter))) return ":id, :title";
  return parameters.includes(":id") ? null : ":id";
}
