/**
 * What is wrong with backups now, and what people are told of it: one message when a trouble begins, one when it is over, and a
 * summary each week. Pure: what is known and what was told come in.
 */

/** How people want to be told. Secrets are kept elsewhere. */
export interface AlarmSettings {
  /** Of who has none of his own; `null`: the settings' own, else the system's. */
  readonly language: AlarmLanguage | null;
  readonly mail: MailSettings | null;
  /** Each message is posted there as JSON, signed. */
  readonly webHook: string | null;
  readonly pings: readonly PingSetting[];
  readonly weekly: boolean;
  /** A place that was not seen for so many days is a trouble. */
  readonly awayDays: number;
  /** Backups that were not checked for so many days are one. */
  readonly uncheckedDays: number;
}

type AlarmLanguage = "en" | "fa" | "pt" | "de" | "fr";

/** A monitor's address: `/start` and `/fail` are appended for those. */
export interface PingSetting {
  readonly address: string;
  /** Only of this job's runs; `null`: of all. */
  readonly job: string | null;
}

export interface Recipient {
  readonly address: string;
  /** `null`: that of all messages. */
  readonly language: AlarmLanguage | null;
}

export interface MailSettings {
  readonly host: string;
  readonly port: number;
  /** "tls" from the first byte; "starttls" is asked for and required; "none" within a computer or a safe net. */
  readonly security: "tls" | "starttls" | "none";
  /** `null`: nobody signs in. */
  readonly user: string | null;
  readonly from: string;
  readonly to: readonly Recipient[];
}

export const MAIL_SECURITIES = ["tls", "starttls", "none"] as const;

export const NO_ALARMS: AlarmSettings = {
  language: null,
  mail: null,
  webHook: null,
  pings: [],
  weekly: true,
  // A drive that is taken home for a weekend is no trouble.
  awayDays: 4,
  uncheckedDays: 35,
};

export const LONGEST_ALARM_DAYS = 3650;

/** Moments are milliseconds since 1970 UTC. */
export type Trouble =
  /** Without a whole backup for longer than its time limit; `sinceMs` `null`: it never made one. */
  | { readonly kind: "jobLate"; readonly job: string; readonly sinceMs: number | null }
  | { readonly kind: "placeAway"; readonly place: string; readonly sinceMs: number }
  /** Nothing was checked for long; `sinceMs` `null`: it never was. */
  | { readonly kind: "unchecked"; readonly job: string; readonly sinceMs: number | null }
  /** Room for fewer than two more backups as large as the last. */
  | {
      readonly kind: "spaceShort";
      readonly place: string;
      readonly freeBytes: number;
      readonly neededBytes: number;
    }
  | { readonly kind: "undoEnding"; readonly untilMs: number };

export interface AlarmFacts {
  readonly nowMs: number;
  readonly jobs: readonly {
    readonly name: string;
    readonly isLate: boolean;
    readonly wholeMs: number | null;
    readonly isVault: boolean;
    readonly isEnabled: boolean;
    readonly checkedMs: number | null;
    /** `null`: nothing is owed from before. */
    readonly sinceMs: number | null;
  }[];
  readonly places: readonly {
    readonly name: string;
    readonly isAway: boolean;
    readonly freeBytes: number | null;
    /** Of its last backup, as far as that is known. */
    readonly lastBytes: number | null;
  }[];
  /** When each place was seen last, by name. */
  readonly seenMs: Readonly<Record<string, number>>;
  readonly undoUntilMs: number | null;
  readonly limits: Pick<AlarmSettings, "awayDays" | "uncheckedDays">;
}

const DAY_MS = 86_400_000;
const UNDO_MS = DAY_MS;

/** What is wrong now, each trouble once. */
export function troublesOf(facts: AlarmFacts): readonly Trouble[] {
  const { nowMs, jobs, places, seenMs, undoUntilMs } = facts;
  const { awayDays, uncheckedDays } = facts.limits;
  const troubles: Trouble[] = [];
  for (const { name, isLate, wholeMs, isVault, isEnabled, checkedMs, sinceMs } of jobs) {
    if (isLate) troubles.push({ kind: "jobLate", job: name, sinceMs: wholeMs });
    const fromMs = checkedMs ?? sinceMs ?? wholeMs;
    if (
      isVault &&
      isEnabled &&
      wholeMs !== null &&
      fromMs !== null &&
      nowMs - fromMs > uncheckedDays * DAY_MS
    )
      troubles.push({ kind: "unchecked", job: name, sinceMs: checkedMs });
  }
  for (const { name, isAway, freeBytes, lastBytes } of places) {
    const sinceMs = seenMs[name] ?? nowMs;
    if (isAway && nowMs - sinceMs > awayDays * DAY_MS)
      troubles.push({ kind: "placeAway", place: name, sinceMs });
    if (freeBytes !== null && lastBytes !== null && freeBytes < 2 * lastBytes)
      troubles.push({ kind: "spaceShort", place: name, freeBytes, neededBytes: 2 * lastBytes });
  }
  if (undoUntilMs !== null && undoUntilMs > nowMs && undoUntilMs - nowMs < UNDO_MS)
    troubles.push({ kind: "undoEnding", untilMs: undoUntilMs });
  return troubles;
}

/** So many of a vault's last backups say what the next one takes. */
export const LOOKED_BACK = 7;
/** Indexes, and what a prune writes before it removes, need room even where hardly anything changes. */
const LEAST_BYTES = 64 * 1024 * 1024;

/** What the next backup into a vault may take: as much as the largest of the last; `null`: nobody knows yet. */
export function nextBytes(took: readonly number[]): number | null {
  return took.length === 0 ? null : Math.max(LEAST_BYTES, ...took.slice(-LOOKED_BACK));
}

/** What of a trouble makes it the same one tomorrow. */
export function troubleKey(trouble: Trouble): string {
  switch (trouble.kind) {
    case "jobLate":
    case "unchecked":
      return `${trouble.kind} ${trouble.job}`;
    case "placeAway":
    case "spaceShort":
      return `${trouble.kind} ${trouble.place}`;
    case "undoEnding":
      return `${trouble.kind} ${trouble.untilMs}`;
    default:
      return trouble satisfies never;
  }
}

/** What people were told and is not over. */
export interface Told {
  readonly troubles: readonly Trouble[];
  /** When the last summary went out; `null`: none yet. */
  readonly summaryMs: number | null;
}

export const NOTHING_TOLD: Told = { troubles: [], summaryMs: null };

/** What is to be told now. */
export interface AlarmNews {
  readonly began: readonly Trouble[];
  readonly ended: readonly Trouble[];
  readonly isWeekly: boolean;
}

/** A message as people read it. */
export interface AlarmText {
  /** The language's code. */
  readonly language: string;
  readonly subject: string;
  readonly text: string;
}

/** What is told, for whoever writes it. */
export interface AlarmReport {
  readonly app: string;
  readonly news: AlarmNews;
  /** All that is wrong now. */
  readonly troubles: readonly Trouble[];
  readonly jobs: readonly { readonly name: string; readonly wholeMs: number | null }[];
}

export interface AlarmWords {
  /** Writes a message in a language, `null`: the settings' own. */
  readonly alarm: (language: AlarmSettings["language"], report: AlarmReport) => Promise<AlarmText>;
}

const WEEK_MS = 7 * DAY_MS;

/** One message for a trouble, whatever it does meanwhile, and one when it is over; the first summary a week after the start. */
export function newsOf(
  told: Told,
  troubles: readonly Trouble[],
  nowMs: number,
): { readonly news: AlarmNews; readonly told: Told } {
  const before = new Set(told.troubles.map(troubleKey));
  const now = new Set(troubles.map(troubleKey));
  // a clock that was set back waits no longer than a week for its summary
  const lastMs = told.summaryMs === null || told.summaryMs > nowMs ? nowMs : told.summaryMs;
  const isWeekly = nowMs - lastMs >= WEEK_MS;
  return {
    news: {
      began: troubles.filter((each) => !before.has(troubleKey(each))),
      // that an undo has ended is no good news
      ended: told.troubles.filter(
        (each) => each.kind !== "undoEnding" && !now.has(troubleKey(each)),
      ),
      isWeekly,
    },
    told: { troubles, summaryMs: isWeekly ? nowMs : lastMs },
  };
}
