/** What settings, jobs and faces say of parcels: how one is named, and what can be wrong with a name, a password, a file. */

/** Monday to Sunday, each a file's name without its extension. */
export type WeekdayNames = readonly [string, string, string, string, string, string, string];

/** How a parcel gets its name. "weekday" and "daily" have a name twice on purpose: the later one replaces the earlier. */
export type ParcelNaming =
  /** "2026-11-22 01-35-00": when it was made, in local time. */
  | { readonly kind: "moment" }
  | { readonly kind: "chosen"; readonly name: string }
  /** "Monday": replaced a week later. */
  | { readonly kind: "weekday"; readonly names: WeekdayNames }
  /** "2026-11-22 A": one a day, replaced at every run of that day. */
  | { readonly kind: "daily" };

export const CALENDARS = ["gregorian", "persian"] as const;
export type Calendar = (typeof CALENDARS)[number];

/** The calendar of names where the settings choose none, for a language like "fa" or "fa-IR". */
export function calendarOf(language: string): Calendar {
  return /^fa(?:[-_]|$)/i.test(language) ? "persian" : "gregorian";
}

/** Every zip opens with any extension; this one is given when the description names none. */
export const ZIP_EXTENSION = ".zip";

/** What can be wrong with a parcel's name: the fact `what` of PARCEL_NAME_WRONG. */
export const NAME_MISTAKES = [
  "empty",
  "dots",
  "separator",
  "control",
  "character",
  "device",
  "ending",
  "long",
  "beginning",
  "automatic",
  "incomplete",
  "reserved",
  "weekdayTwice",
] as const;

export type NameMistake = (typeof NAME_MISTAKES)[number];

/** Why a password is refused: the fact `what` of PASSWORD_WEAK. */
export const WEAKNESSES = [
  "short",
  "long",
  "letters",
  "common",
  "name",
  "date",
  "keyboard",
  "repeat",
  "guessable",
] as const;

export type Weakness = (typeof WEAKNESSES)[number];

/** What a stranger's file may try: the fact `what` of PARCEL_HOSTILE. */
export const HOSTILITIES = [
  "name.parent",
  "name.absolute",
  "name.drive",
  "name.unc",
  "name.backslash",
  "name.device",
  "name.trailing",
  "name.control",
  "name.twice",
  "name.case",
  "link.through",
  "overlap",
  "header.disagrees",
  "size.false",
  "bomb",
  "entries.many",
  "prepended",
  "comment",
  "zipcrypto",
] as const;

export type Hostility = (typeof HOSTILITIES)[number];
