/**
 * Which snapshots a keep rule keeps, with restic's results (`restic forget`, version 0.16 and newer).
 *
 * Hours, days, weeks (ISO), months and years are those of each snapshot's own time with its own offset. Spans reach back
 * from the newest snapshot that is not in the future, not from now, so that a computer that was off for a year forgets
 * nothing. A count that is not used up keeps the oldest snapshot, too.
 *
 * Beyond restic: only complete snapshots count; the newest complete one always stays, and so do incomplete ones newer
 * than it, since nothing better is there yet; pinned ones stay; an empty rule forgets nothing; safety snapshots have a
 * rule of their own.
 */

import type { Snapshot, SnapshotId } from "./snapshot.ts";

/** How many of a kind; 0 as if it were not given. */
export type KeepCount = number | "unlimited";

export interface KeepSpan {
  readonly years: number;
  readonly months: number;
  readonly days: number;
  readonly hours: number;
}

export interface KeepRule {
  /** The newest, whatever their times. */
  readonly last?: KeepCount;
  /** The newest of each hour, for so many hours that have one; likewise the others. */
  readonly hourly?: KeepCount;
  readonly daily?: KeepCount;
  readonly weekly?: KeepCount;
  readonly monthly?: KeepCount;
  readonly yearly?: KeepCount;
  /** Everything that is younger than this before the newest. */
  readonly within?: KeepSpan;
  /** The newest of each hour that is younger; likewise the others. */
  readonly withinHourly?: KeepSpan;
  readonly withinDaily?: KeepSpan;
  readonly withinWeekly?: KeepSpan;
  readonly withinMonthly?: KeepSpan;
  readonly withinYearly?: KeepSpan;
  /** Snapshots that have all tags of one of these lists; "" in a list means none at all. */
  readonly tags?: readonly (readonly string[])[];
}

export const KEEP_COUNTS = ["last", "hourly", "daily", "weekly", "monthly", "yearly"] as const;
export const KEEP_SPANS = [
  "within",
  "withinHourly",
  "withinDaily",
  "withinWeekly",
  "withinMonthly",
  "withinYearly",
] as const;

type Counted = "last" | "hourly" | "daily" | "weekly" | "monthly" | "yearly";
type Spanned = "withinHourly" | "withinDaily" | "withinWeekly" | "withinMonthly" | "withinYearly";

export type KeepReason =
  | Counted
  | Spanned
  /** Kept only because it is the oldest and the count or span has room left. */
  | `oldest ${Counted | Spanned}`
  | "within"
  | "tags"
  | "pinned"
  /** The newest complete one. */
  | "newest"
  /** Incomplete, and no complete one is newer. */
  | "unfinished"
  /** Its time cannot be read, so that no rule can judge it. */
  | "timeless"
  | "emptyRule";

export interface KeepCandidate extends Pick<Snapshot, "id" | "takenAt" | "isComplete" | "tags"> {
  readonly isPinned: boolean;
}

export interface Kept {
  readonly id: SnapshotId;
  /** At least one. */
  readonly reasons: readonly KeepReason[];
}

/** A moment as its own clock showed it. */
interface Moment {
  /** Milliseconds since 1970 UTC. */
  readonly ms: number;
  /** What is beyond the milliseconds. */
  readonly restNs: number;
  readonly offsetMs: number;
}

/** Names the hour, day, week … that a moment lies in. */
type Bucket = (moment: Moment, at: number) => number;

const COUNTED: readonly (readonly [Counted, Bucket])[] = [
  ["last", (_, at) => at],
  ["hourly", hourOf],
  ["daily", dayOf],
  ["weekly", weekOf],
  ["monthly", monthOf],
  ["yearly", yearOf],
];

const SPANNED: readonly (readonly [Spanned, Bucket])[] = [
  ["withinHourly", hourOf],
  ["withinDaily", dayOf],
  ["withinWeekly", weekOf],
  ["withinMonthly", monthOf],
  ["withinYearly", yearOf],
];

/**
 * Gives the snapshots that stay, the newest first; all others may be forgotten. The candidates are one group: of one
 * app, job and scope that hold the same (`planForget` makes the groups).
 */
export function keep(
  candidates: readonly KeepCandidate[],
  rule: KeepRule,
  nowMs: number,
): readonly Kept[] {
  const reasons = new Map<KeepCandidate, KeepReason[]>();
  const because = (candidate: KeepCandidate, reason: KeepReason): void => {
    const known = reasons.get(candidate);
    if (known === undefined) reasons.set(candidate, [reason]);
    else known.push(reason);
  };
  const timed: { readonly candidate: KeepCandidate; readonly moment: Moment }[] = [];
  for (const candidate of candidates) {
    const moment = momentOf(candidate.takenAt);
    if (moment === null) because(candidate, "timeless");
    else timed.push({ candidate, moment });
  }
  timed.sort((one, other) => compare(other.moment, one.moment));
  if (isEmptyRule(rule)) for (const candidate of candidates) because(candidate, "emptyRule");
  const newest = timed.findIndex(({ candidate }) => candidate.isComplete);
  timed.forEach(({ candidate }, at) => {
    if (at === newest) because(candidate, "newest");
    if (!candidate.isComplete && (newest === -1 || at < newest)) because(candidate, "unfinished");
    if (candidate.isPinned) because(candidate, "pinned");
  });
  applyRule(
    timed.filter(({ candidate }) => candidate.isComplete),
    rule,
    nowMs,
    because,
  );
  const order = [...timed.map(({ candidate }) => candidate), ...candidates];
  const kept = new Set(order.filter((candidate) => reasons.has(candidate)));
  return Array.from(kept, (candidate) => ({
    id: candidate.id,
    reasons: reasons.get(candidate) ?? [],
  }));
}

/** Restic's own rule, over complete snapshots with the newest first. */
function applyRule<Candidate extends KeepCandidate>(
  snapshots: readonly { readonly candidate: Candidate; readonly moment: Moment }[],
  rule: KeepRule,
  nowMs: number,
  because: (candidate: Candidate, reason: KeepReason) => void,
): void {
  const latest = snapshots.find(({ moment }) => moment.ms < nowMs)?.moment ?? null;
  const counts = COUNTED.map(([name, bucket]) => {
    const count = rule[name] ?? 0;
    return { name, bucket, left: count === "unlimited" ? Infinity : count, last: -1 };
  });
  const spans = SPANNED.map(([name, bucket]) => {
    const span = rule[name];
    return { name, bucket, after: span === undefined ? null : before(latest, span), last: -1 };
  });
  const within = rule.within === undefined ? null : before(latest, rule.within);
  snapshots.forEach(({ candidate, moment }, at) => {
    const isOldest = at === snapshots.length - 1;
    if (rule.tags?.some((list) => hasTags(candidate.tags, list))) because(candidate, "tags");
    if (within !== null && compare(moment, within) > 0) because(candidate, "within");
    for (const each of counts) {
      if (each.left <= 0) continue;
      const value = each.bucket(moment, at);
      if (value === each.last && !isOldest) continue;
      because(candidate, value === each.last ? `oldest ${each.name}` : each.name);
      each.last = value;
      each.left--;
    }
    for (const each of spans) {
      if (each.after === null || compare(moment, each.after) <= 0) continue;
      const value = each.bucket(moment, at);
      if (value === each.last && !isOldest) continue;
      because(candidate, value === each.last ? `oldest ${each.name}` : each.name);
      each.last = value;
    }
  });
}

/** A rule that names nothing; restic refuses it, we forget nothing. */
export function isEmptyRule(rule: KeepRule): boolean {
  const isCounting = COUNTED.some(([name]) => (rule[name] ?? 0) !== 0);
  const isSpanning = [...SPANNED.map(([name]) => rule[name]), rule.within].some(isSpan);
  return !isCounting && !isSpanning && (rule.tags ?? []).length === 0;
}

/** By snapshot: the tenants and parts that it holds, in an order that is always the same. */
export type Holdings = ReadonlyMap<SnapshotId, readonly string[]>;

export interface ForgetRules {
  readonly appId: string;
  readonly rule: KeepRule;
  /** For the snapshots taken just before a restore; empty: they stay. */
  readonly safetyRule: KeepRule;
  readonly pinned: ReadonlySet<string>;
  /** Of all snapshots that do not hold the whole app; one that is missing here is like no other, and stays. */
  readonly holdings: Holdings;
}

export interface ForgetPlan {
  readonly keep: readonly Kept[];
  readonly forget: readonly SnapshotId[];
}

/**
 * Groups one app's snapshots by job (a tag "job:…"), scope and what they hold, safety snapshots apart, and applies the
 * rules to each group: the only backup of one tenant is not an older one of another. Snapshots of other apps and of other programs are in neither list.
 */
export function planForget(
  snapshots: readonly Snapshot[],
  rules: ForgetRules,
  nowMs: number,
): ForgetPlan {
  const groups = new Map<string, KeepCandidate[]>();
  for (const snapshot of snapshots) {
    if (snapshot.appId !== rules.appId) continue;
    const isSafety = snapshot.reason === "safety";
    const job = snapshot.tags.find((tag) => tag.startsWith("job:")) ?? "";
    const { id, takenAt, tags, scope } = snapshot;
    const held = scope === "full" ? [] : (rules.holdings.get(id) ?? id);
    const group = isSafety ? SAFETY : JSON.stringify([scope, job, held]);
    const isPinned = rules.pinned.has(id);
    // A safety snapshot of an app that was already broken is incomplete by nature, and the only one of its moment.
    const isComplete = isSafety || snapshot.isComplete;
    const candidate = { id, takenAt, tags, isComplete, isPinned };
    const known = groups.get(group);
    if (known === undefined) groups.set(group, [candidate]);
    else known.push(candidate);
  }
  const kept: Kept[] = [];
  const forgotten: SnapshotId[] = [];
  for (const [group, candidates] of groups) {
    const staying = keep(candidates, group === SAFETY ? rules.safetyRule : rules.rule, nowMs);
    const ids = new Set(staying.map(({ id }) => id));
    kept.push(...staying);
    for (const { id } of candidates) if (!ids.has(id)) forgotten.push(id);
  }
  return { keep: kept, forget: forgotten };
}

const SAFETY = "safety";

/** As `readKeepSpan` takes it: "1y6m", "12h". */
export function keepSpanText({ years, months, days, hours }: KeepSpan): string {
  const pieces = [`${years}y`, `${months}m`, `${days}d`, `${hours}h`];
  return pieces.filter((piece) => !piece.startsWith("0")).join("");
}

/** Reads restic's form, "1y5m7d2h"; `null` when it is none or names no time at all. */
export function readKeepSpan(text: string): KeepSpan | null {
  const span = { years: 0, months: 0, days: 0, hours: 0 };
  const trimmed = text.trim();
  if (!/^(?:\d{1,6}[ymdh])+$/.test(trimmed)) return null;
  for (const [, digits, unit] of trimmed.matchAll(/(\d+)([ymdh])/g)) {
    const amount = Number(digits);
    if (unit === "y") span.years = amount;
    else if (unit === "m") span.months = amount;
    else if (unit === "d") span.days = amount;
    else span.hours = amount;
  }
  return isSpan(span) ? span : null;
}

function isSpan(span: KeepSpan | undefined): boolean {
  return span !== undefined && span.years + span.months + span.days + span.hours > 0;
}

function hasTags(tags: readonly string[], list: readonly string[]): boolean {
  for (const tag of list) {
    if (tag === "" && tags.length === 0) return true;
    if (!tags.includes(tag)) return false;
  }
  return true;
}

const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?(?:Z|([+-])(\d\d):(\d\d))$/;

function momentOf(text: string): Moment | null {
  const [, seconds, fraction, sign, hours, minutes] = TIME.exec(text) ?? [];
  if (seconds === undefined) return null;
  const wholeMs = Date.parse(`${seconds}Z`);
  if (Number.isNaN(wholeMs)) return null;
  const offsetMinutes = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  const offsetMs = (sign === "-" ? -1 : 1) * offsetMinutes * 60_000;
  const fractionNs = Number((fraction ?? "").padEnd(9, "0"));
  const ms = wholeMs - offsetMs + Math.floor(fractionNs / 1e6);
  return { ms, restNs: fractionNs % 1e6, offsetMs };
}

function compare(one: Moment, other: Moment): number {
  return one.ms === other.ms ? one.restNs - other.restNs : one.ms < other.ms ? -1 : 1;
}

/** The dawn of time: when all snapshots are in the future, every span reaches all of them. */
const DAWN: Moment = { ms: -Infinity, restNs: 0, offsetMs: 0 };

/** Goes back by calendar: a month before 31 March is 3 March (31 February), as Go's AddDate has it. */
function before(latest: Moment | null, span: KeepSpan): Moment | null {
  if (!isSpan(span)) return null;
  if (latest === null) return DAWN;
  const local = localOf(latest);
  local.setUTCFullYear(
    local.getUTCFullYear() - span.years,
    local.getUTCMonth() - span.months,
    local.getUTCDate() - span.days,
  );
  const ms = local.getTime() - latest.offsetMs - span.hours * 3_600_000;
  return Number.isNaN(ms) ? DAWN : { ...latest, ms };
}

/** A date whose UTC fields are what the moment's own clock showed. */
function localOf(moment: Moment): Date {
  return new Date(moment.ms + moment.offsetMs);
}

function yearOf(moment: Moment): number {
  return localOf(moment).getUTCFullYear();
}

function monthOf(moment: Moment): number {
  return yearOf(moment) * 100 + localOf(moment).getUTCMonth() + 1;
}

function dayOf(moment: Moment): number {
  return monthOf(moment) * 100 + localOf(moment).getUTCDate();
}

function hourOf(moment: Moment): number {
  return dayOf(moment) * 100 + localOf(moment).getUTCHours();
}

/** ISO 8601: a week belongs to the year that its Thursday lies in. */
function weekOf(moment: Moment): number {
  const thursday = localOf(moment);
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
  const year = thursday.getUTCFullYear();
  const dayOfYear = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / 86_400_000);
  return year * 100 + Math.floor(dayOfYear / 7) + 1;
}
