/**
 * Paths inside a part: which entries are meant, and which folders lie on the way to them. Pure functions.
 *
 * Paths are as in `Entry.path`: "/" between names, "" is the part's root.
 */

/**
 * Whether an entry is wanted. Asked in the stream's order; what lies below an entry that is not wanted is not asked for.
 */
export type IsWanted = (path: string) => boolean;

/** Whether a path lies below a folder; everything but the root itself lies below the root. */
export function isBelow(path: string, folder: string): boolean {
  return folder === "" ? path !== "" : path.startsWith(`${folder}/`);
}

/** The folder that a path lies in. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** Every folder above one of the paths, the root included, outer ones first. */
export function waysTo(paths: Iterable<string>): readonly string[] {
  const ways = new Set<string>();
  for (const path of paths)
    for (let way = path; way !== "" && !ways.has(folderOf(way)); way = folderOf(way))
      ways.add(folderOf(way));
  return [...ways].toSorted((a, b) => depthOf(a) - depthOf(b));
}

/** Without those that lie below another of them, and each once. */
export function topmost(paths: Iterable<string>): readonly string[] {
  const all = new Set(paths);
  return [...all].filter((path) => {
    for (let way = path; way !== "";) {
      way = folderOf(way);
      if (all.has(way)) return false;
    }
    return true;
  });
}

/** Wants these paths, everything below them, and the folders that lead to them. */
export function onlyThese(paths: readonly string[]): IsWanted {
  const chosen = new Set(paths);
  const ways = new Set(waysTo(paths));
  return (path) => {
    if (ways.has(path)) return true;
    for (let way = path; way !== ""; way = folderOf(way)) if (chosen.has(way)) return true;
    return false;
  };
}

function depthOf(path: string): number {
  return path === "" ? 0 : path.split("/").length;
}

/** Asks for each entry of a stream whether it is wanted, and never for one below an entry that is not. */
export class Narrowing {
  readonly #isWanted: IsWanted;
  /** What is not wanted, with everything below it. */
  #skipped: string | null = null;

  constructor(isWanted: IsWanted) {
    this.#isWanted = isWanted;
  }

  takes(path: string): boolean {
    if (path === "") return true;
    if (this.#skipped !== null && isBelow(path, this.#skipped)) return false;
    if (this.#isWanted(path)) return true;
    this.#skipped = path;
    return false;
  }
}
