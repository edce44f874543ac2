/**
 * Names of parcels: from the moment, the weekday, the day, or the people's own.
 *
 * Pure: the moment, the time zone, the calendar and the extension come in. Every name that leaves is one legal file name on
 * Windows, macOS and Linux and short enough for a number and a mark behind it. Names of moments have ASCII digits
 * and sort as local time does; when clocks are put back an hour comes twice, and the later of two equal names gets a number.
 * The weekday and the day are those of the moment that is given: the start of the run, in the job's time zone.
 */

import { FivefoldError } from "../model/error.ts";
import type { Calendar, NameMistake, ParcelNaming, WeekdayNames } from "../model/parcel.ts";
import { ZIP_EXTENSION } from "../model/parcel.ts";
import { RESERVED_NAMES, idKey, unsafeName } from "../model/part.ts";

export interface NameSettings {
  /** Milliseconds since 1970 UTC. */
  readonly atMs: number;
  /** "Europe/Berlin", "+03:30", "UTC". */
  readonly timeZone: string;
  readonly calendar: Calendar;
  /** With its dot, as the description says it: ".kontor-backup". */
  readonly extension: string;
}

const INCOMPLETE_MARK = " (incomplete)";
/** A name with its extension; leaves room for marks and numbers below the 255 of all file systems. */
const LONGEST_BYTES = 200;

/** What a computer whose clock runs wild may say; outside of it years would not have four digits. */
const EARLIEST_MS = 0;
const LATEST_MS = Date.UTC(9999, 11, 30);

/**
 * Gives the name of a parcel with its extension.
 *
 * @throws PARCEL_NAME_WRONG when a name that people chose cannot be one
 * @throws RangeError when there is no such time zone
 */
export function parcelName(naming: ParcelNaming, settings: NameSettings): string {
  const { extension } = settings;
  switch (naming.kind) {
    case "moment": {
      const { date, time } = localTime(settings);
      return `${date} ${time}${extension}`;
    }
    case "daily":
      return `${localTime(settings).date} A${extension}`;
    case "weekday": {
      checkWeekdays(naming.names, extension);
      return chosenName(naming.names[weekdayOf(settings)] ?? "", extension);
    }
    case "chosen":
      return chosenName(naming.name, extension);
    default:
      return naming satisfies never;
  }
}

/** Marks the name of an incomplete parcel, which lies beside a complete one of that name. */
export function incompleteName(name: string, extension: string): string {
  const [stem, ending] = cut(name, extension);
  return `${stem}${INCOMPLETE_MARK}${ending}`;
}

/** Gives the name, or the first of "name (2)", "name (3)"… that is not taken. */
export function freeName(
  name: string,
  extension: string,
  isTaken: (name: string) => boolean,
): string {
  if (!isTaken(name)) return name;
  const [stem, ending] = cut(name, extension);
  for (let number = 2; ; number++) {
    const numbered = `${stem} (${number})${ending}`;
    if (!isTaken(numbered)) return numbered;
  }
}

/**
 * Gives a name that people chose as a file's name: in Unicode's composed form, with the extension when it has none.
 *
 * @throws PARCEL_NAME_WRONG
 */
export function chosenName(name: string, extension: string): string {
  const composed = name.normalize("NFC");
  const whole = hasExtension(composed, extension) ? composed : `${composed}${extension}`;
  const what = wrongName(whole, extension);
  if (what !== null) throw wrong(name, what, suggestionFor(whole, extension));
  return whole;
}

/** The name when it can be a file's, else one near to it; `null` when nothing of it can be used. */
export function nearestName(name: string, extension: string): string | null {
  const composed = name.normalize("NFC");
  const whole = hasExtension(composed, extension) ? composed : `${composed}${extension}`;
  return wrongName(whole, extension) === null ? whole : suggestionFor(whole, extension);
}

/**
 * Looks at all seven names of a job before one of them is needed.
 *
 * @throws PARCEL_NAME_WRONG
 */
export function checkWeekdays(names: WeekdayNames, extension: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    const whole = chosenName(name, extension);
    if (seen.has(idKey(whole))) throw wrong(name, "weekdayTwice", null);
    seen.add(idKey(whole));
  }
}

function wrong(name: string, what: NameMistake, suggestion: string | null): FivefoldError {
  return new FivefoldError("PARCEL_NAME_WRONG", { name, what, suggestion });
}

function hasExtension(name: string, extension: string): boolean {
  const folded = name.toLowerCase();
  return [extension, ZIP_EXTENSION].some((each) => folded.endsWith(each.toLowerCase()));
}

/** What stands before the extension, and the extension as it is written. */
function cut(name: string, extension: string): readonly [string, string] {
  const folded = name.toLowerCase();
  const ending = [extension, ZIP_EXTENSION].find((each) => folded.endsWith(each.toLowerCase()));
  const at = name.length - (ending?.length ?? 0);
  return [name.slice(0, at), name.slice(at)];
}

/** Devices of Windows' console, which have no number and no extension. */
const CONSOLE_DEVICE = /^con(?:in|out)\$$/i;
/** What a daily parcel is called: whatever else had that name would be replaced. */
const AUTOMATIC = /^\d{4}-\d\d-\d\d A$/i;

function wrongName(whole: string, extension: string): NameMistake | null {
  const [stem] = cut(whole, extension);
  // "CON .zip" is a device too, and nobody sees the space in "Monday .zip".
  const unsafe = unsafeName(stem) ?? unsafeName(whole);
  if (unsafe !== null) return unsafe;
  if (/^[ .]/.test(stem)) return "beginning";
  if (/^\p{Default_Ignorable_Code_Point}*$/u.test(stem)) return "empty";
  if (deviceOf(stem)) return "device";
  if (AUTOMATIC.test(stem)) return "automatic";
  if (idKey(stem).endsWith(INCOMPLETE_MARK.trim())) return "incomplete";
  if (RESERVED_NAMES.some((each) => idKey(each) === idKey(whole))) return "reserved";
  if (byteLength(whole) > LONGEST_BYTES) return "long";
  return null;
}

/** Windows takes "nul .tar.zip" for the device: what stands before the first dot decides, without spaces. */
function deviceOf(stem: string): boolean {
  const first = (stem.split(".", 1)[0] ?? "").trimEnd();
  return unsafeName(first) === "device" || CONSOLE_DEVICE.test(first);
}

/** A name near to the one that was meant; `null` when nothing of it can be used. */
function suggestionFor(whole: string, extension: string): string | null {
  const [stem, ending] = cut(whole, extension);
  let better = stem
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, "")
    .replaceAll(/[/\\<>:"|?*]+/g, "-")
    .replaceAll(/(?: ?\(incomplete\))+\s*$/gi, "");
  if (AUTOMATIC.test(better)) better = better.slice(0, -2);
  better = ends(shorten(ends(better), LONGEST_BYTES - byteLength(ending) - 1));
  if (deviceOf(better)) better = better.replace(/^[^.]*/, (first) => `${first.trimEnd()}_`);
  if (RESERVED_NAMES.some((each) => idKey(each) === idKey(`${better}${ending}`)))
    better = `${better}_`;
  return wrongName(`${better}${ending}`, extension) === null ? `${better}${ending}` : null;
}

function ends(stem: string): string {
  return stem.replaceAll(/^[\s.-]+|[\s.-]+$/g, "");
}

/** Cuts between what people see as characters. */
function shorten(text: string, bytes: number): string {
  if (byteLength(text) <= bytes) return text;
  let kept = "";
  let left = bytes;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    left -= byteLength(segment);
    if (left < 0) break;
    kept += segment;
  }
  return kept;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

const CALENDAR_LOCALES: Readonly<Record<Calendar, string>> = {
  gregorian: "en-u-ca-gregory-nu-latn",
  persian: "en-u-ca-persian-nu-latn",
};

interface LocalTime {
  /** "2026-11-22" */
  readonly date: string;
  /** "01-35-00" */
  readonly time: string;
}

function localTime({ atMs, timeZone, calendar }: NameSettings): LocalTime {
  const format = new Intl.DateTimeFormat(CALENDAR_LOCALES[calendar], {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const within = Math.min(Math.max(atMs, EARLIEST_MS), LATEST_MS);
  const parts = new Map(format.formatToParts(within).map((part) => [part.type, part.value]));
  const digits = (type: Intl.DateTimeFormatPartTypes, length: number): string =>
    (parts.get(type) ?? "").padStart(length, "0");
  return {
    date: [digits("year", 4), digits("month", 2), digits("day", 2)].join("-"),
    time: [digits("hour", 2), digits("minute", 2), digits("second", 2)].join("-"),
  };
}

/** Monday is 0. */
function weekdayOf(settings: NameSettings): number {
  const { date } = localTime({ ...settings, calendar: "gregorian" });
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}
