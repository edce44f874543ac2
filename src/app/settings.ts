/**
 * What the people choose: settings.yaml in the home, read with care and written whole.
 *
 * A mistake made by hand is told with line and column; the last good settings, kept beside, stay in force until it is
 * mended, and nothing is written over it. Secrets are never in it.
 */

import { readFile } from "node:fs/promises";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { stringify } from "yaml";
import { z } from "zod";
import { FivefoldError, systemCode } from "../model/error.ts";
import { ESCROW_ANSWERS } from "../model/escrow.ts";
import type { Job } from "../model/job.ts";
import { jobNamed } from "../model/job.ts";
import { CALENDARS } from "../model/parcel.ts";
import { idKey, unsafeName } from "../model/part.ts";
import type { PlaceSetting, Settings } from "../model/settings.ts";
import { DEFAULT_SETTINGS, LANGUAGES, PRIORITIES, ROLES } from "../model/settings.ts";
import { wrongInRecipient } from "./age.ts";
import type { Mistake, Way } from "./document.ts";
import { checkDocument, mistake, mistaken, parseDocument, wayText } from "./document.ts";
import type { Home } from "./home.ts";
import { ALARM_SCHEMA, readAlarms, writtenAlarms } from "./alarm-settings.ts";
import { JOB_SCHEMA, readJobs, writtenJob } from "./job-settings.ts";
import { nearest } from "../model/nearest.ts";
import { writeInstead, writeOnce, writeWhole } from "./whole-file.ts";

export const SETTINGS_VERSION = 1;

/** Turns the plain values of one version into those of the next; the first is for version 1. */
export type Migration = (
  old: Readonly<Record<string, unknown>>,
) => Readonly<Record<string, unknown>>;

/** One a version that was. None yet: version 1 is the first. */
const MIGRATIONS: readonly Migration[] = [];

const MOST_THREADS = 64;
const LONGEST_UNDO_DAYS = 3650;
/** People who write the file by hand do it twice in a minute at most. */
const MOST_ATTEMPTS = 20;

/** All scalars are read as text (document.ts), so numbers are texts of digits here. */
const SETTINGS_SCHEMA = z.strictObject({
  version: z.string(),
  places: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        kind: z.enum(["folder"]),
        path: z.string().min(1),
      }),
    )
    .optional(),
  undoDays: z.string().optional(),
  language: z.enum(LANGUAGES).optional(),
  names: z.strictObject({ calendar: z.enum(CALENDARS).optional() }).optional(),
  priority: z.enum(PRIORITIES).optional(),
  threads: z.string().optional(),
  jobs: z.array(JOB_SCHEMA).optional(),
  alarms: ALARM_SCHEMA.optional(),
  accounts: z.array(z.strictObject({ name: z.string().min(1), role: z.enum(ROLES) })).optional(),
  embedding: z
    .strictObject({
      origins: z.array(z.string().regex(/^https?:\/\/[^\s/;,'"]+$/)).optional(),
    })
    .optional(),
  escrow: z
    .strictObject({
      answer: z.enum(ESCROW_ANSWERS),
      name: z.string().min(1),
      recipient: z.string().min(1),
      answeredAt: z.string().min(1),
      answeredBy: z.string().min(1),
    })
    .optional(),
  pins: z
    .array(
      z.strictObject({
        place: z.string().min(1),
        backup: z.string().min(1),
        note: z.string().optional(),
      }),
    )
    .optional(),
});

/** What reading the settings gave. */
export interface ReadSettings {
  /** What is in force. */
  readonly settings: Settings;
  /** Word for word, for the snapshot's manifest; of the settings in force. */
  readonly text: string;
  /** What is wrong with the file; the last good settings are in force then. */
  readonly mistake: FivefoldError | null;
}

/**
 * Reads the home's settings; without a file, the default ones.
 *
 * @throws SETTINGS_WRONG when they are wrong and there are no last good ones, SETTINGS_NEWER
 */
export async function readSettings(home: Home): Promise<ReadSettings> {
  const bytes = await readIfThere(home.settings);
  if (bytes === null)
    return { settings: DEFAULT_SETTINGS, text: settingsText(DEFAULT_SETTINGS), mistake: null };
  try {
    const settings = parseSettings(bytes, home.settings, MIGRATIONS);
    const text = new TextDecoder().decode(bytes);
    await keepGood(home, text);
    return { settings, text, mistake: null };
  } catch (cause) {
    if (!(cause instanceof FivefoldError) || cause.code !== "SETTINGS_WRONG") throw cause;
    const good = await readIfThere(home.goodSettings);
    if (good === null) throw cause;
    const settings = parseSettings(good, home.goodSettings, MIGRATIONS);
    return { settings, text: new TextDecoder().decode(good), mistake: cause };
  }
}

/**
 * Reads the settings that a snapshot holds, for a home that has none. Such that cannot be understood are none. What was
 * answered on another computer about a key for somebody else is asked again here: a backup may be a stranger's.
 *
 * `isUsable`: whether `bringSettings` may write them.
 */
export function settingsOfSnapshot(
  text: string,
  home: Home,
): ReadSettings & { readonly isUsable: boolean } {
  try {
    const read = parseSettings(new TextEncoder().encode(text), home.settings, MIGRATIONS);
    const settings = { ...read, escrow: null };
    const own = read.escrow === null ? text : settingsText(settings);
    return { settings, text: own, mistake: null, isUsable: true };
  } catch (cause) {
    if (!(cause instanceof FivefoldError)) throw cause;
    const usual = settingsText(DEFAULT_SETTINGS);
    return { settings: DEFAULT_SETTINGS, text: usual, mistake: null, isUsable: false };
  }
}

/** Writes settings as they stood, where there are none; false when there are. @throws HOME_UNWRITABLE */
export async function bringSettings(home: Home, text: string): Promise<boolean> {
  try {
    return !(await hasSettings(home)) && (await writeOnce(home.settings, text, 0o600));
  } catch (cause) {
    const reason = systemCode(cause);
    if (reason === null) throw cause;
    throw new FivefoldError("HOME_UNWRITABLE", { path: home.folder, reason }, { cause });
  }
}

/** Whether people chose anything here before. */
export async function hasSettings(home: Home): Promise<boolean> {
  const files = [home.settings, home.goodSettings];
  for (const file of files) if ((await readIfThere(file)) !== null) return true;
  return false;
}

async function readIfThere(file: string): Promise<Uint8Array | null> {
  try {
    return await readFile(file);
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return null;
    if (systemCode(cause) === null) throw cause;
    const found = systemCode(cause) ?? "";
    throw mistaken("SETTINGS_WRONG", file, [
      mistake("unreadable", { line: 1, column: 1 }, { found }),
    ]);
  }
}

async function keepGood(home: Home, text: string): Promise<void> {
  try {
    const good = await readIfThere(home.goodSettings);
    if (good !== null && new TextDecoder().decode(good) === text) return;
    await writeWhole(home.goodSettings, text, 0o600);
  } catch (cause) {
    // The copy is a kindness: a home that cannot be written keeps nobody from reading good settings.
    if (systemCode(cause) === null && !(cause instanceof FivefoldError)) throw cause;
  }
}

/**
 * Changes the settings: reads, changes, writes the file whole. Settings with a mistake in them are not written over, and of
 * changes that several programs make at once none is lost.
 *
 * `change` decides from what it is given alone: it is asked once more when somebody wrote the file by hand meanwhile.
 * `along`: what belongs to the change and lies elsewhere; it is written just before, as soon as the change can be.
 *
 * @throws SETTINGS_WRONG, SETTINGS_NEWER, HOME_UNWRITABLE, HOME_BUSY; what `change` throws
 */
export async function changeSettings(
  home: Home,
  change: (settings: Settings) => Settings,
  along: () => Promise<void> = async () => await Promise.resolve(),
): Promise<Settings> {
  const { inTurn } = await import("./turn.ts");
  return await inTurn(home, async () => {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const changed = await changedOnce(home, change, along);
      if (changed !== null) return changed;
    }
    throw new FivefoldError("HOME_BUSY", { path: home.folder });
  });
}

/** `null`: the file is another one than was read, and nothing was written. */
async function changedOnce(
  home: Home,
  change: (settings: Settings) => Settings,
  along: () => Promise<void>,
): Promise<Settings | null> {
  const before = await readIfThere(home.settings);
  const { settings, text: file, mistake: wrong } = await readSettings(home);
  if (wrong) throw wrong;
  const changed = change(settings);
  const plain = settingsText(changed);
  // What cannot be read back must not be written: the same rules for faces as for people who write by hand.
  const asRead = parseSettings(new TextEncoder().encode(plain), home.settings, MIGRATIONS);
  const { mergedText } = await import("./settings-merge.ts");
  const merged = mergedText(file, settingsText(settings), plain);
  // What people wrote around it stays; where that would say something else, the settings go before.
  const text = saysTheSame(merged, asRead, home) ? merged : plain;
  await along();
  try {
    if (!(await writeInstead(home.settings, before, text, 0o600))) return null;
    await writeWhole(home.goodSettings, text, 0o600);
  } catch (cause) {
    if (systemCode(cause) === null) throw cause;
    throw new FivefoldError(
      "HOME_UNWRITABLE",
      { path: home.folder, reason: systemCode(cause) },
      { cause },
    );
  }
  return changed;
}

function saysTheSame(text: string, settings: Settings, home: Home): boolean {
  try {
    const read = parseSettings(new TextEncoder().encode(text), home.settings, MIGRATIONS);
    return isDeepStrictEqual(read, settings);
  } catch (thrown) {
    if (thrown instanceof FivefoldError) return false;
    throw thrown;
  }
}

/** Writes settings as YAML; what is as by default is left out. */
export function settingsText(settings: Settings): string {
  return stringify(
    {
      version: SETTINGS_VERSION,
      ...(settings.places.length > 0 && {
        places: settings.places.map(({ name, config }) => ({
          name,
          kind: config.kind,
          path: config.path,
        })),
      }),
      undoDays: settings.undoDays,
      ...(settings.language !== null && { language: settings.language }),
      ...(settings.names.calendar !== null && { names: { calendar: settings.names.calendar } }),
      ...(settings.priority !== DEFAULT_SETTINGS.priority && { priority: settings.priority }),
      ...(settings.threads !== null && { threads: settings.threads }),
      ...(settings.jobs.length > 0 && { jobs: settings.jobs.map(writtenJob) }),
      ...writtenAlarms(settings.alarms),
      ...(settings.accounts.length > 0 && {
        accounts: settings.accounts.map(({ name, role }) => ({ name, role })),
      }),
      ...(settings.embedding.origins.length > 0 && {
        embedding: { origins: [...settings.embedding.origins] },
      }),
      ...(settings.escrow !== null && { escrow: { ...settings.escrow } }),
      ...(settings.pins.length > 0 && {
        pins: settings.pins.map(({ place, backup, note }) => ({
          place,
          backup,
          ...(note !== "" && { note }),
        })),
      }),
    },
    // two jobs may share a list, and a file that people edit has no anchors
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}

/** @throws SETTINGS_WRONG, SETTINGS_NEWER */
export function parseSettings(
  bytes: Uint8Array,
  file: string,
  migrations: readonly Migration[],
): Settings {
  const document = parseDocument(bytes);
  if (!("value" in document)) throw mistaken("SETTINGS_WRONG", file, document);
  const reads = migrations.length + 1;
  const version = versionOf(document.value);
  if (version !== null && version > reads)
    throw new FivefoldError("SETTINGS_NEWER", { path: file, version, reads });
  const mistakes: Mistake[] = [];
  const wrong = (
    what: Mistake["what"],
    way: Way,
    rest: Parameters<typeof mistake>[2] = {},
  ): void => {
    mistakes.push(mistake(what, document.position(way), { at: wayText(way), ...rest }));
  };
  let value = document.value;
  // Positions are those of the file as it stands; a key that a migration moved is told by its nearest neighbour.
  for (let from = version ?? reads; from < reads; from++)
    value = migrations[from - 1]?.(value as Readonly<Record<string, unknown>>);
  const checked = checkDocument({ ...document, value }, SETTINGS_SCHEMA);
  if ("mistakes" in checked) throw mistaken("SETTINGS_WRONG", file, checked.mistakes);
  const { output } = checked;
  if (version === null)
    wrong("numberWrong", ["version"], { found: output.version, expected: String(reads) });
  const threads = output.threads === undefined ? null : wholeNumber(output.threads);
  if (output.threads !== undefined && (threads === null || threads < 1 || threads > MOST_THREADS))
    wrong("numberWrong", ["threads"], { found: output.threads, expected: `1 - ${MOST_THREADS}` });
  const undoDays = wholeNumber(output.undoDays ?? String(DEFAULT_SETTINGS.undoDays));
  if (undoDays === null || undoDays > LONGEST_UNDO_DAYS)
    wrong("numberWrong", ["undoDays"], {
      found: output.undoDays ?? "",
      expected: `0 – ${LONGEST_UNDO_DAYS}`,
    });
  const names = new Map<string, string>();
  const places = (output.places ?? []).map((place, index): PlaceSetting => {
    const way: Way = ["places", index, "name"];
    const reason = unsafeName(place.name);
    if (reason !== null) wrong("idUnsafe", way, { found: place.name, expected: reason });
    const other = names.get(idKey(place.name));
    if (other !== undefined) wrong("idTwice", way, { found: place.name, other });
    names.set(idKey(place.name), place.name);
    if (!path.isAbsolute(place.path))
      wrong("pathWrong", ["places", index, "path"], { found: place.path, expected: "absolute" });
    return { name: place.name, config: { kind: place.kind, path: place.path } };
  });
  const jobs = readJobs(output.jobs ?? [], wrong);
  const alarms = readAlarms(output.alarms, wrong);
  const people = new Map<string, string>();
  for (const [index, { name }] of (output.accounts ?? []).entries()) {
    const other = people.get(idKey(name));
    if (other !== undefined) wrong("idTwice", ["accounts", index, "name"], { found: name, other });
    people.set(idKey(name), name);
  }
  const { escrow } = output;
  if (escrow !== undefined && wrongInRecipient(escrow.recipient) !== null)
    wrong("recipientWrong", ["escrow", "recipient"], { found: escrow.recipient });
  if (mistakes.length > 0) throw mistaken("SETTINGS_WRONG", file, mistakes);
  return {
    version: SETTINGS_VERSION,
    places,
    undoDays: undoDays ?? DEFAULT_SETTINGS.undoDays,
    language: output.language ?? null,
    names: { calendar: output.names?.calendar ?? null },
    priority: output.priority ?? DEFAULT_SETTINGS.priority,
    threads,
    jobs,
    alarms,
    accounts: output.accounts ?? [],
    embedding: { origins: output.embedding?.origins ?? [] },
    escrow: escrow ?? null,
    pins: (output.pins ?? []).map(({ place, backup, note = "" }) => ({ place, backup, note })),
  };
}

function versionOf(value: unknown): number | null {
  if (typeof value !== "object" || value === null || !("version" in value)) return null;
  const version = typeof value.version === "string" ? wholeNumber(value.version) : null;
  return version === null || version < 1 ? null : version;
}

function wholeNumber(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** @throws PLACE_UNKNOWN with the names that there are */
export function placeNamed(settings: Settings, name: string): PlaceSetting {
  const place = settings.places.find((each) => idKey(each.name) === idKey(name));
  if (place) return place;
  const places = settings.places.map((each) => each.name);
  throw new FivefoldError("PLACE_UNKNOWN", {
    place: name,
    places,
    suggestion: nearest(name, places),
  });
}

/** Adds a place, or changes the one of that name; the first place is the default. */
export function withPlace(settings: Settings, place: PlaceSetting): Settings {
  const isThere = settings.places.some((each) => idKey(each.name) === idKey(place.name));
  const places = isThere
    ? settings.places.map((each) => (idKey(each.name) === idKey(place.name) ? place : each))
    : [...settings.places, place];
  return { ...settings, places };
}

/** @throws PLACE_UNKNOWN */
export function withoutPlace(settings: Settings, name: string): Settings {
  const place = placeNamed(settings, name);
  return { ...settings, places: settings.places.filter((each) => each !== place) };
}

/** @throws JOB_UNKNOWN with the names that there are */
export function requireJob(settings: Settings, name: string): Job {
  const job = jobNamed(settings.jobs, name);
  if (job !== null) return job;
  const jobs = settings.jobs.map((each) => each.name);
  throw new FivefoldError("JOB_UNKNOWN", { job: name, jobs, suggestion: nearest(name, jobs) });
}

/** Adds a job, or changes the one of that name. */
export function withJob(settings: Settings, job: Job): Settings {
  const known = jobNamed(settings.jobs, job.name);
  const jobs =
    known === null
      ? [...settings.jobs, job]
      : settings.jobs.map((each) => (each === known ? job : each));
  return { ...settings, jobs };
}

/** @throws JOB_UNKNOWN */
export function withoutJob(settings: Settings, name: string): Settings {
  const job = requireJob(settings, name);
  return { ...settings, jobs: settings.jobs.filter((each) => each !== job) };
}
