import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { isEmptyRule, keep } from "../../src/model/keep.ts";
import type { KeepCandidate, KeepReason, KeepRule, KeepSpan } from "../../src/model/keep.ts";
import { Secret } from "../../src/model/secret.ts";
import type { SnapshotId } from "../../src/model/snapshot.ts";
import { FolderPlace } from "../../src/place/folder.ts";
import { newMasterKey } from "../../src/vault/crypto.ts";
import { addKey } from "../../src/vault/key.ts";
import { Repository } from "../../src/vault/repository.ts";
import { placeContext } from "../conformance/place.ts";
import { randomOf } from "../simulation/faulty-place.ts";
import { resticOk } from "./restic.ts";

const COUNTS = ["last", "hourly", "daily", "weekly", "monthly", "yearly"] as const;
const SPANS = [
  ["within", "within"],
  ["withinHourly", "within-hourly"],
  ["withinDaily", "within-daily"],
  ["withinWeekly", "within-weekly"],
  ["withinMonthly", "within-monthly"],
  ["withinYearly", "within-yearly"],
] as const;

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Before the random rules: one that shows where every hour, day, week, month and year begins. */
const EVERY: readonly KeepRule[] = [
  { hourly: "unlimited", daily: "unlimited", weekly: "unlimited", monthly: "unlimited" },
  { within: { years: 0, months: 0, days: 0, hours: 23 }, yearly: "unlimited" },
];

/** Restic's sentence for a reason of ours; `null` where restic knows none. */
function sentence(reason: KeepReason, rule: KeepRule): string | null {
  const isOldest = reason.startsWith("oldest ");
  const plain = isOldest ? reason.slice("oldest ".length) : reason;
  const prefix = isOldest ? "oldest " : "";
  const count = COUNTS.find((each) => each === plain);
  if (count !== undefined) return `${prefix}${count} snapshot`;
  const span = SPANS.find(([each]) => each === plain);
  if (span === undefined) return null;
  const [name, words] = span;
  const text = spanText(rule[name]);
  if (name === "within") return `within ${text}`;
  return `${prefix}${words.slice("within-".length)} within ${text}`;
}

function spanText(span: KeepSpan | undefined): string {
  const { years = 0, months = 0, days = 0, hours = 0 } = span ?? {};
  const units = [`${years}y`, `${months}m`, `${days}d`, `${hours}h`];
  return units.filter((unit) => !unit.startsWith("0")).join("");
}

function randomRule(random: () => number): KeepRule {
  const rule: Mutable<KeepRule> = {};
  const roll = (sides: number): number => Math.floor(random() * sides);
  for (const count of COUNTS) {
    if (roll(3) === 0) rule[count] = roll(6) === 0 ? "unlimited" : roll(9);
  }
  for (const [name] of SPANS) {
    if (roll(4) > 0) continue;
    const span = {
      years: roll(3) - 1,
      months: roll(8) - 3,
      days: roll(60) - 30,
      hours: roll(60) - 30,
    };
    rule[name] = {
      years: Math.max(0, span.years),
      months: Math.max(0, span.months),
      days: Math.max(0, span.days),
      hours: Math.max(0, span.hours),
    };
  }
  if (roll(3) === 0) rule.tags = [["blue"], ["red", "green"], [""]].filter(() => roll(2) === 0);
  return rule;
}

/** The rule as restic's options; a count without a limit is a very large one, which every version knows. */
function optionsOf(rule: KeepRule): readonly string[] {
  const options: string[] = [];
  for (const count of COUNTS) {
    const value = rule[count];
    if (value !== undefined)
      options.push(`--keep-${count}`, value === "unlimited" ? "99999" : String(value));
  }
  for (const [name, words] of SPANS) {
    const text = spanText(rule[name]);
    if (text !== "") options.push(`--keep-${words}`, text);
  }
  for (const list of rule.tags ?? []) options.push("--keep-tag", list.join());
  return options;
}

/** Times that crowd around the borders of hours, weeks, months and years, told by clocks of many zones. */
function randomTimes(random: () => number, count: number): readonly string[] {
  const times = new Map<number, string>();
  const gaps = [40, 1800, 1800, 5000, 40_000, 86_400, 86_400, 400_000, 2_000_000];
  let seconds = Date.UTC(2026, 2, 31, 12) / 1000;
  for (let at = 0; at < count; at++) {
    seconds -= Math.floor(random() * (gaps[Math.floor(random() * gaps.length)] ?? 1)) + 1;
    if (at === 60) seconds = Date.UTC(2025, 0, 5, 23, 59, 59) / 1000;
    if (at === 120) seconds = Date.UTC(2023, 11, 31, 23, 30) / 1000;
    const offset = [0, 60, -300, 210, 345, -720, 840][Math.floor(random() * 7)] ?? 0;
    const local = new Date((seconds + offset * 60) * 1000).toISOString().slice(0, 19);
    const fraction =
      random() < 0.5 ? "" : `.${String(Math.floor(random() * 1e9)).padStart(9, "0")}`;
    const minutes = Math.abs(offset);
    const clock = [Math.floor(minutes / 60), minutes % 60].map((each) =>
      String(each).padStart(2, "0"),
    );
    const zone = offset === 0 ? "Z" : `${offset < 0 ? "-" : "+"}${clock.join(":")}`;
    times.set(seconds, `${local}${fraction}${zone}`);
  }
  return [...times.values()];
}

test("keep: keeps what restic forget keeps, for the same reasons, under random rules", async (t) => {
  // Snapshot files with awkward times are put into a vault; restic says under each rule what it would keep and why.
  const folder = mkdtempSync(join(tmpdir(), "fivefold-keep-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const context = placeContext();
  const place = new FolderPlace(folder);
  const cost = { N: 16, r: 1, p: 1 };
  const { master } = await addKey(place, new Secret("x"), newMasterKey(), cost, context);
  const config = { version: 1, id: "5f".repeat(32), polynomial: 0x3da3358b4dc173n } as const;
  const repository = await Repository.create(place, master, config, context);
  const version = /^restic 0\.(\d+)/.exec(resticOk(folder, "x", ["version"]))?.[1];
  const keepsOldest = Number(version) >= 16;
  const seed = Math.floor(Math.random() * 2 ** 32);
  t.diagnostic(`seed ${seed}, restic 0.${version}`);
  const random = randomOf(seed);
  let candidates: KeepCandidate[] = [];
  for (let round = 0; round < 24; round++) {
    if (round % 12 === 0) {
      for (const { id } of candidates) await repository.remove("snapshots", id, context);
      const times = [...randomTimes(random, 200), ...(round > 0 ? ["2099-01-01T00:00:00Z"] : [])];
      candidates = await Promise.all(
        times.map(async (takenAt) => {
          const tags = ["red", "green", "blue"].filter(() => random() < 0.3);
          const snapshot = {
            time: takenAt,
            tree: "0".repeat(64),
            paths: ["/"],
            hostname: "h",
            tags,
          };
          const json = Buffer.from(
            JSON.stringify(tags.length > 0 ? snapshot : { ...snapshot, tags: undefined }),
          );
          const id = (await repository.write("snapshots", json, context)) as SnapshotId;
          return { id, takenAt, tags, isComplete: true, isPinned: false };
        }),
      );
    }
    const rule = EVERY[round] ?? randomRule(random);
    if (isEmptyRule(rule)) continue;
    const args = ["forget", "--dry-run", "--json", "--group-by", "", ...optionsOf(rule)];
    const [group] = JSON.parse(resticOk(folder, "x", args)) as {
      reasons: { snapshot: { id: string; time: string; tree: string }; matches: string[] }[];
    }[];
    const expected = new Map(
      (group?.reasons ?? []).map(({ snapshot, matches }) => [
        snapshot.time,
        matches.map((match) => (match.startsWith("has tags") ? "tags" : match)),
      ]),
    );
    const ours = new Map<string, string[]>();
    for (const { id, reasons } of keep(candidates, rule, Date.now())) {
      const takenAt = candidates.find((each) => each.id === id)?.takenAt ?? "";
      const sentences = reasons.flatMap((reason) => {
        if (reason === "tags") return ["tags"];
        if (reason.startsWith("oldest ") && !keepsOldest) return [];
        return sentence(reason, rule) ?? [];
      });
      if (sentences.length > 0) ours.set(takenAt, sentences);
    }
    const message = `seed ${seed}, round ${round}: ${args.join(" ")}`;
    assert.deepEqual(sortedByTime(ours), sortedByTime(expected), message);
  }
});

/** Times in milliseconds: restic prints fractions without their last zeros. */
function sortedByTime(reasons: ReadonlyMap<string, readonly string[]>): readonly unknown[] {
  const found = Array.from(reasons, ([time, list]) => {
    return {
      ms: Date.parse(time),
      list: [...new Set(list)].toSorted((one, other) => (one < other ? -1 : 1)),
    };
  });
  return found.toSorted((one, other) => one.ms - other.ms);
}
