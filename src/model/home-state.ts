/** How safe the data is, in one of three colours and with the reasons: decided from facts alone. */

import type { Trouble } from "./alarm.ts";
import type { Facts } from "./error.ts";

export const CONCERNS = [
  "appUnreadable",
  "tenantMissing",
  "never",
  "old",
  "unfinishedRestore",
  "keepingStopped",
  "lastFailed",
  "jobLate",
  "placeAway",
  "settingsWrong",
  "incomplete",
  "spaceShort",
  "sameDevice",
  "sheetUnconfirmed",
  "unchecked",
  "placeUnseen",
  "alarmUnsent",
  "undoEnding",
] as const;

/** Why not all is well; the worst first. */
export interface Concern {
  readonly level: "red" | "amber";
  readonly what: (typeof CONCERNS)[number];
  readonly facts: Facts;
}

/** A place's newest backups, as the decision needs them; moments in milliseconds since 1970 UTC. */
export interface SafetyPlace {
  readonly name: string;
  readonly isDefault: boolean;
  readonly isAway: boolean;
  /** `null`: it cannot be told; it counts as the app's own then. */
  readonly device: string | null;
  readonly isSameDevice: boolean;
  /** Of the newest backup of everything that lacks nothing; `null`: there is none. */
  readonly completeAtMs: number | null;
}

export interface SafetyFacts {
  readonly nowMs: number;
  /** The code of why the app cannot be read; `null`: it can. */
  readonly appTrouble: string | null;
  /** Titles of tenants whose data is not where it belongs. */
  readonly missingTenants: readonly string[];
  /** The newest backup of everything, complete or not. */
  readonly last: { readonly takenAtMs: number; readonly isComplete: boolean } | null;
  /** The newest run that was to make one and ended with nothing: its code; `null`: it went well, or a newer one did. */
  readonly failedCode: string | null;
  readonly places: readonly SafetyPlace[];
  /** When backups were last found whole by a check. */
  readonly checkedAtMs: number | null;
  readonly sheet: { readonly isThere: boolean; readonly isConfirmed: boolean };
  readonly areSettingsWrong: boolean;
  /** A restore that was interrupted and not ended. */
  readonly hasUnfinished: boolean;
  /** What people are told of by mail, too. */
  readonly troubles: readonly Trouble[];
  /** Jobs whose old backups stay, because something seems to have happened to the app. */
  readonly stoppedJobs: readonly string[];
  /** Somebody who was to be told could not be. */
  readonly unsent: { readonly way: string; readonly answer: string } | null;
}

export interface Safety {
  readonly level: "red" | "amber" | "green";
  readonly concerns: readonly Concern[];
  /** Devices that hold a complete backup, those that cannot be told apart being one. */
  readonly deviceCount: number;
}

/** After so long people are asked once more whether they still have the emergency sheet. */
const SHEET_MS = 365 * 86_400_000;

/** Whether the sheet is to be asked back: it was confirmed, and not within a year. Moments in milliseconds since 1970 UTC. */
export function isSheetDue(confirmedAtMs: number | null, nowMs: number): boolean {
  return confirmedAtMs !== null && nowMs - confirmedAtMs >= SHEET_MS;
}

const DAY_MS = 86_400_000;
/** Older than this, what was worked since would be missed. */
const OLD_MS = 3 * DAY_MS;
/** So long the last look at the backups counts. */
const CHECKED_MS = 35 * DAY_MS;

export function safetyOf(facts: SafetyFacts): Safety {
  const { nowMs, appTrouble, last, failedCode, places, checkedAtMs, sheet } = facts;
  const whole = places.filter(({ completeAtMs }) => completeAtMs !== null);
  const newestMs = whole.reduce((most, { completeAtMs }) => Math.max(most, completeAtMs ?? 0), 0);
  const concerns: Concern[] = [];
  const add = (level: Concern["level"], what: Concern["what"], more: Facts = {}): void => {
    concerns.push({ level, what, facts: more });
  };
  if (appTrouble !== null) add("red", "appUnreadable", { code: appTrouble });
  const { missingTenants: tenants } = facts;
  if (tenants.length > 0) add("red", "tenantMissing", { tenants, tenantCount: tenants.length });
  if (last === null && whole.length === 0) add("red", "never");
  else if (nowMs - Math.max(newestMs, last?.takenAtMs ?? 0) > OLD_MS) {
    const at = Math.max(newestMs, last?.takenAtMs ?? 0);
    add("red", "old", {
      takenAt: new Date(at).toISOString(),
      dayCount: Math.floor((nowMs - at) / DAY_MS),
    });
  }
  if (facts.hasUnfinished) add("red", "unfinishedRestore");
  if (failedCode !== null) add("amber", "lastFailed", { code: failedCode });
  const away = places.find(({ isDefault, isAway }) => isDefault && isAway);
  if (away !== undefined) add("amber", "placeAway", { place: away.name });
  if (facts.areSettingsWrong) add("amber", "settingsWrong");
  if (last !== null && !last.isComplete) add("amber", "incomplete");
  if (whole.length > 0) {
    const isElsewhere = whole.some(({ device, isSameDevice }) => device !== null && !isSameDevice);
    if (!isElsewhere) add("amber", "sameDevice", { place: whole[0]?.name ?? "" });
    if (sheet.isThere && !sheet.isConfirmed) add("amber", "sheetUnconfirmed");
    if (checkedAtMs === null || nowMs - checkedAtMs > CHECKED_MS) add("amber", "unchecked");
  }
  for (const job of facts.stoppedJobs) add("amber", "keepingStopped", { job });
  for (const trouble of facts.troubles) addTrouble(trouble, concerns);
  if (facts.unsent !== null) add("amber", "alarmUnsent", { ...facts.unsent });
  const ordered = concerns.toSorted(
    (a, b) =>
      Number(a.level !== "red") - Number(b.level !== "red") ||
      CONCERNS.indexOf(a.what) - CONCERNS.indexOf(b.what),
  );
  return {
    level: ordered.length === 0 ? "green" : (ordered[0]?.level ?? "green"),
    concerns: ordered,
    deviceCount: new Set(whole.map(({ device }) => device ?? "unknown")).size,
  };
}

/** A trouble that the home page does not see by itself. */
function addTrouble(trouble: Trouble, concerns: Concern[]): void {
  const add = (what: Concern["what"], more: Facts): void => {
    concerns.push({ level: "amber", what, facts: more });
  };
  const iso = (ms: number | null): string | null =>
    ms === null ? null : new Date(ms).toISOString();
  const has = (what: Concern["what"], place?: string): boolean =>
    concerns.some(
      (each) => each.what === what && (place ?? each.facts["place"]) === each.facts["place"],
    );
  switch (trouble.kind) {
    case "jobLate":
      add("jobLate", { job: trouble.job, sinceAt: iso(trouble.sinceMs) });
      return;
    case "placeAway":
      if (!has("placeAway", trouble.place))
        add("placeUnseen", { place: trouble.place, sinceAt: iso(trouble.sinceMs) });
      return;
    case "unchecked":
      if (!has("unchecked")) add("unchecked", {});
      return;
    case "spaceShort": {
      const { place, freeBytes, neededBytes } = trouble;
      add("spaceShort", { place, freeBytes, neededBytes });
      return;
    }
    case "undoEnding":
      add("undoEnding", { untilAt: iso(trouble.untilMs) });
      return;
    default:
      trouble satisfies never;
  }
}
