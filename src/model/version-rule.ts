/**
 * Which backups a version of the app can take: `app.restores`, compared with the version that made the backup.
 *
 * A version is numbers with dots; missing ones count as 0, so that 12 is 12.0. A range is comparisons with spaces between
 * them (>=, >, <=, <, =), all of which must hold. Nothing else is understood, on purpose: what a range means must be plain
 * to whoever reads it, and a version that is not numbers has no order that everybody would agree on.
 */

type Operator = ">=" | ">" | "<=" | "<" | "=";

interface Comparison {
  readonly operator: Operator;
  readonly version: readonly bigint[];
}

export type VersionRange = readonly Comparison[];

const COMPARISON = /^(>=|<=|>|<|=)(\d+(?:\.\d+)*)$/;
const VERSION = /^\d+(?:\.\d+)*$/;

/** Reads a range; what cannot be understood of it, when it is none. */
export function parseRange(text: string): VersionRange | string {
  const words = text.split(/\s+/).filter((word) => word !== "");
  const range: Comparison[] = [];
  for (const word of words) {
    const [, operator, version = ""] = COMPARISON.exec(word) ?? [];
    if (operator === undefined) return word;
    range.push({ operator: operator as Operator, version: numbersOf(version) ?? [] });
  }
  return range.length === 0 ? text : range;
}

/** Gives a number below, at or above 0; `null` when one of the two is not numbers. */
export function compareVersions(one: string, other: string): number | null {
  const [left, right] = [numbersOf(one), numbersOf(other)];
  return left === null || right === null ? null : compareNumbers(left, right);
}

function numbersOf(version: string): readonly bigint[] | null {
  return VERSION.test(version) ? version.split(".").map(BigInt) : null;
}

function compareNumbers(left: readonly bigint[], right: readonly bigint[]): number {
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const [one, other] = [left[at] ?? 0n, right[at] ?? 0n];
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

/** Says whether a version lies in a range; `null` when it cannot be compared. */
export function isInRange(version: string, range: VersionRange): boolean | null {
  const numbers = numbersOf(version);
  if (numbers === null) return null;
  return range.every(({ operator, version: border }) => {
    const order = compareNumbers(numbers, border);
    switch (operator) {
      case ">=":
        return order >= 0;
      case ">":
        return order > 0;
      case "<=":
        return order <= 0;
      case "<":
        return order < 0;
      case "=":
        return order === 0;
      default:
        return operator satisfies never;
    }
  });
}

/** What the live app says of itself and of the backups that it takes. */
export interface VersionRule {
  /** "" when it is not known. */
  readonly version: string;
  /** `app.restores`, `null`: it takes all. */
  readonly restores: string | null;
  readonly canMigrate: boolean;
}

/** How a backup's version and the live app's stand to each other. */
export interface Fitness {
  readonly backup: string;
  readonly app: string;
  readonly restores: string | null;
  /** "unknown": there is a rule, and the backup's version cannot be compared with it. */
  readonly verdict: "fits" | "unfit" | "unknown";
  /** Of the backup, next to the app. */
  readonly age: "older" | "same" | "newer" | "other";
  /** The data has to be migrated once it is in place. */
  readonly needsMigration: boolean;
}

/**
 * Decides whether a backup that the version `backup` of the app made may come back under the live one. Outside of the
 * range, a vendor's `migrate` makes up for what is older, never for what is newer: no program knows what a later one of
 * its kind has written. It runs for every version that is not the live one's, because only the vendor knows between
 * which two the data changed.
 */
export function fitnessOf(backup: string, { version, restores, canMigrate }: VersionRule): Fitness {
  const order = compareVersions(backup, version);
  const age =
    order === null
      ? backup === version
        ? "same"
        : "other"
      : order < 0
        ? "older"
        : order > 0
          ? "newer"
          : "same";
  const range = restores === null ? [] : parseRange(restores);
  const isInside =
    typeof range === "string" ? null : range.length === 0 || isInRange(backup, range);
  const isMigrated = canMigrate && age === "older";
  const verdict =
    isInside === null ? "unknown" : isInside || isMigrated ? "fits" : ("unfit" as const);
  const needsMigration = canMigrate && age !== "same";
  return { backup, app: version, restores, verdict, age, needsMigration };
}
