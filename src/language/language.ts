/**
 * One language: its sentences, and how it writes numbers, sizes, times and dates.
 *
 * Text that is not the language's own (names, paths, ids) never changes how a sentence reads: what cannot be seen is
 * shown as `\xNN`, and in Persian each is isolated (Unicode UAX #9), so that it does not turn the sentence's order round.
 */

import { IntlMessageFormat } from "intl-messageformat";
import type { ErrorCode, Facts } from "../model/error.ts";
import type { Support } from "../model/brand.ts";
import { FivefoldError } from "../model/error.ts";
import { isFromFailingDisk } from "../model/failing-disk.ts";
import type { WeekdayNames } from "../model/parcel.ts";
import type { Part } from "../model/part.ts";
import type { Finding } from "../model/run.ts";
import type { LanguageCode } from "./choose.ts";
import type { Catalogue, MessageKey } from "./en.ts";
import { LOCALES } from "./locales.ts";

/** Text that is already in the language: it goes into a sentence as it is. */
export interface Said {
  readonly said: string;
}

/**
 * What goes into a message. Names of numbers end with their unit, `Bytes`, `Ms` or `Count`; `…At` is a moment in
 * milliseconds since 1970 or as ISO 8601. Lists become "a, b and c".
 */
export type Values = Readonly<Record<string, Facts[string] | Said | undefined>>;

export interface Sentence {
  readonly sentence: string;
  readonly advice: string;
}

export async function openLanguage(code: LanguageCode): Promise<Language> {
  return new Language(code, await catalogueOf(code));
}

async function catalogueOf(code: LanguageCode): Promise<Catalogue> {
  switch (code) {
    case "en":
      return (await import("./en.ts")).en;
    case "fa":
      return (await import("./fa.ts")).fa;
    case "pt":
      return (await import("./pt.ts")).pt;
    case "de":
      return (await import("./de.ts")).de;
    case "fr":
      return (await import("./fr.ts")).fr;
  }
}

/** Facts that rooms name more closely than the sentences do. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  path: ["file", "folder", "home"],
  id: ["pack", "blob", "tree", "key", "file"],
  holder: ["holders"],
  key: ["id"],
};

/** These are in the words of people, in whatever script; all other text is technical and runs from left to right. */
const NAMES_OF_PEOPLE = new Set(["name", "title", "app", "holder", "tenantTitle"]);

const LEFT_TO_RIGHT = "\u2066";
const FIRST_STRONG = "\u2068";
const END = "\u2069";

/** Where the words for a code's closed set of mistakes stand. */
const PROBLEMS: Partial<Readonly<Record<ErrorCode, string>>> = {
  DESCRIPTION_WRONG: "mistake.",
  SETTINGS_WRONG: "mistake.",
  DESCRIPTION_DOUBTFUL: "doubt.",
  TENANT_UNSAFE: "unsafe.",
  TENANT_UNREGISTRABLE: "register.",
  USAGE_WRONG: "problem.USAGE_WRONG.",
  KEEPING_STOPPED: "keeping.",
  ASIDE_IMPOSSIBLE: "aside.",
  PATH_BLOCKED: "blocked.",
  HOOK_FAILED: "hook.",
  PARCEL_DAMAGED: "damage.",
  PARCEL_EXISTS: "exists.",
  PARCEL_HOSTILE: "hostile.",
  PARCEL_NAME_WRONG: "unsafe.",
  PART_UNCOMPARED: "uncompared.",
  PASSWORD_WEAK: "weak.",
  ESCROW_UNREADABLE: "sealed.",
};

/** Facts from closed sets, by which messages choose their words: given as they are. */
const CHOICES = new Set(["where", "step", "age"]);

/** On a failing disk the usual advice, to try again with more rights or room, would do harm. */
function isFailing(code: ErrorCode, facts: Facts): boolean {
  return facts["cause"] === "DISK_FAILING" || isFromFailingDisk({ code, facts });
}

/** A name that ends with its own full stop ends the sentence, too: "Lda." */
function withoutTwoStops(sentence: string): string {
  return sentence.replaceAll(/(?<!\.)\.([\u2069]?)\.(?=\s|$)/g, ".$1");
}

/** Sentences of one catalogue; `Language` is the one with the errors. */
export class Sentences<Key extends string> {
  readonly code: LanguageCode;
  readonly locale: string;
  readonly direction: "ltr" | "rtl";
  readonly #catalogue: Readonly<Record<Key, string>>;
  readonly #messages = new Map<Key, IntlMessageFormat>();
  readonly #numbers = new Map<string, Intl.NumberFormat>();
  /** To make one takes a hundred times as long as to use it. */
  readonly #moments = new Map<boolean, Intl.DateTimeFormat>();

  constructor(code: LanguageCode, catalogue: Readonly<Record<Key, string>>) {
    this.code = code;
    this.locale = LOCALES[code];
    this.direction = code === "fa" ? "rtl" : "ltr";
    this.#catalogue = catalogue;
  }

  has(key: string): key is Key {
    return Object.hasOwn(this.#catalogue, key);
  }

  /** Gives a message with its values; one that is missing reads "?". */
  text(key: Key, values: Values = {}): string {
    const message = this.#message(key);
    const ready: Record<string, string | number> = {};
    for (const name of placeholdersOf(message)) {
      if (/^has[A-Z]/.test(name)) {
        const value = values[name.slice(3, 4).toLowerCase() + name.slice(4)];
        const isThere = value !== undefined && value !== null && value !== "";
        ready[name] = isThere && !(Array.isArray(value) && value.length === 0) ? "yes" : "no";
      } else ready[name] = this.#ready(name, values[name]);
    }
    return withoutTwoStops(String(message.format(ready)));
  }

  /** A vendor's text in this language, else in the one for all, in English, in any; "" when there is none. */
  vendors(text: Readonly<Record<string, string>>): string {
    return text[this.code] ?? text[""] ?? text["en"] ?? Object.values(text)[0] ?? "";
  }

  number(value: number): string {
    return this.#number({}).format(value);
  }

  /** "1.2 GB": powers of 1000, one place after the point below 100. */
  bytes(sizeBytes: number): string {
    const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte", "petabyte"] as const;
    let at = 0;
    let value = sizeBytes;
    while (Math.abs(value) >= 999.5 && at < units.length - 1) {
      value /= 1000;
      at++;
    }
    return this.#number({
      style: "unit",
      unit: units[at] ?? "byte",
      // The short form of Persian is the Latin one, which nobody would read aloud.
      unitDisplay: this.code === "fa" || at === 0 ? "long" : "short",
      maximumFractionDigits: at > 0 && Math.abs(value) < 99.95 ? 1 : 0,
    }).format(value);
  }

  percent(ratio: number): string {
    return this.#number({ style: "percent", maximumFractionDigits: 0 }).format(ratio);
  }

  /** "3 min, 4 sec"; below ten seconds with one place after the point. */
  duration(ms: number): string {
    const style = this.code === "fa" ? "long" : "short";
    if (ms < 9950)
      return this.#number({
        style: "unit",
        unit: "second",
        unitDisplay: style,
        maximumFractionDigits: 1,
      }).format(ms / 1000);
    const all = Math.round(ms / 1000);
    const seconds = all % 60;
    const minutes = Math.floor(all / 60) % 60;
    const hours = Math.floor(all / 3600);
    const parts = hours > 0 ? { hours, minutes } : minutes > 0 ? { minutes, seconds } : { seconds };
    return new Intl.DurationFormat(this.locale, { style }).format(parts);
  }

  /** Date and time of day in the computer's zone, in the calendar of the language's country. */
  moment(at: number | string, hasSeconds = false): string {
    const ms = typeof at === "number" ? at : Date.parse(at);
    if (Number.isNaN(ms)) return visible(String(at));
    if (this.code === "fa") return this.#persianMoment(ms, hasSeconds);
    const made =
      this.#moments.get(hasSeconds) ??
      new Intl.DateTimeFormat(this.locale, {
        dateStyle: "medium",
        timeStyle: hasSeconds ? "medium" : "short",
      });
    this.#moments.set(hasSeconds, made);
    return made.format(ms);
  }

  /** From parts: «۱ آذر ۱۴۰۵، ۰۱:۳۵». The time is isolated, so that it does not turn round in a sentence. */
  #persianMoment(ms: number, hasSeconds: boolean): string {
    const made =
      this.#moments.get(hasSeconds) ??
      new Intl.DateTimeFormat(this.locale, {
        year: "numeric",
        month: "long",
        day: "numeric",
        hour: "2-digit",
        minute: "2-digit",
        ...(hasSeconds && { second: "2-digit" }),
        hourCycle: "h23",
      });
    this.#moments.set(hasSeconds, made);
    const parts = made.formatToParts(ms);
    const named = (...types: readonly string[]): readonly string[] =>
      types.flatMap((type) => parts.find((part) => part.type === type)?.value ?? []);
    const time = named("hour", "minute", "second").join(":");
    return `${named("day", "month", "year").join(" ")}، ${LEFT_TO_RIGHT}${time}${END}`;
  }

  list(items: readonly string[]): string {
    return this.series(items.map((item) => this.#foreign(item)));
  }

  /** A list of what is in the language already. */
  series(items: readonly string[]): string {
    return new Intl.ListFormat(this.locale).format(items);
  }

  /**
   * A name, path or id for use outside a message: safe to print, isolated where the language needs it. "people": in the
   * words of people, in whatever script.
   */
  foreign(text: string, whose: "technical" | "people" = "technical"): string {
    return this.#foreign(text, whose === "people" ? FIRST_STRONG : LEFT_TO_RIGHT);
  }

  #foreign(text: string, isolate: string = LEFT_TO_RIGHT): string {
    const safe = visible(text);
    return this.direction === "ltr" ? safe : `${isolate}${safe}${END}`;
  }

  #ready(name: string, value: Values[string]): string | number {
    if (value === undefined || value === null) return "?";
    if (typeof value === "object" && "said" in value) return value.said;
    if (CHOICES.has(name)) return String(value);
    if (typeof value === "object") return this.list(value);
    if (name.endsWith("At")) return this.moment(value === true || value === false ? 0 : value);
    if (typeof value === "number") {
      if (name.endsWith("Bytes")) return this.bytes(value);
      if (name.endsWith("Ms")) return this.duration(value);
      return value;
    }
    return this.#foreign(String(value), NAMES_OF_PEOPLE.has(name) ? FIRST_STRONG : LEFT_TO_RIGHT);
  }

  #message(key: Key): IntlMessageFormat {
    const made = this.#messages.get(key);
    if (made) return made;
    const message = new IntlMessageFormat(this.#isolated(this.#catalogue[key]), this.locale);
    this.#messages.set(key, message);
    return message;
  }

  #isolated(text: string): string {
    if (this.direction === "ltr") return text;
    return text.replaceAll(/`[^`]*`/g, (literal) => `${LEFT_TO_RIGHT}${literal}${END}`);
  }

  #number(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const key = JSON.stringify(options);
    const made = this.#numbers.get(key) ?? new Intl.NumberFormat(this.locale, options);
    this.#numbers.set(key, made);
    return made;
  }
}

/** A language with all that the command line says and with the sentence and the advice of each error. */
export class Language extends Sentences<MessageKey> {
  /** Says what went wrong and what to do; the causes that turned a restore back are named too. */
  error(error: FivefoldError): Sentence {
    const { cause } = error;
    const reason =
      cause instanceof FivefoldError && cause.code !== error.code
        ? { said: withoutStop(this.error(cause).sentence) }
        : undefined;
    return this.#sentence(error.code, error.facts, reason === undefined ? {} : { reason });
  }

  /** Whom people ask, as every error ends with it; `null` when the vendor names nobody. */
  supportLine({ name, phone, mail }: Support): string | null {
    const contact = [
      name === null ? [] : [this.foreign(name, "people")],
      [phone, mail].flatMap((each) => (each === null ? [] : [this.foreign(each)])),
    ].flat();
    if (contact.length === 0) return null;
    return this.text("support.line", { contact: { said: contact.join(" · ") } });
  }

  /** Says what a finding is, where, and what to do. */
  finding(finding: Finding): Sentence {
    const { code, part, path, facts } = finding;
    const own: Record<string, Values[string]> = {};
    if (part !== null) own["part"] = part;
    if (path !== null) own["path"] = path === "" ? "." : path;
    return this.#sentence(code, facts, own);
  }

  #sentence(code: ErrorCode, facts: Facts, own: Values): Sentence {
    const values: Record<string, Values[string]> = { ...facts, ...own };
    for (const [name, others] of Object.entries(OTHER_NAMES))
      values[name] ??= others.map((other) => values[other]).find((value) => value !== undefined);
    if (typeof values["reason"] === "string") delete values["reason"];
    // A vendor's text comes in the languages that he wrote: "question", "question:fr".
    for (const name of Object.keys(facts))
      if (name.endsWith(`:${this.code}`)) values[name.split(":", 1)[0] ?? ""] = facts[name];
    const problem = this.#problem(code, facts);
    if (problem !== null) values["problem"] = { said: problem };
    const told = [facts["reason"], facts["system"], facts["what"], facts["cause"], facts["code"]];
    const system = told.find((each) => typeof each === "string" && /^E[A-Z]{2,}$/.test(each));
    const sentence = this.text(`error.${code}`, values);
    return {
      sentence: system === undefined ? sentence : `${sentence} (${this.foreign(String(system))})`,
      advice: this.text(`advice.${isFailing(code, facts) ? "DISK_FAILING" : code}`, values),
    };
  }

  /** What exactly is wrong, for the codes whose facts name one of a closed set of mistakes. */
  #problem(code: ErrorCode, facts: Facts): string | null {
    const what = String(facts["what"] ?? facts["reason"] ?? "");
    const family = PROBLEMS[code];
    if (family === undefined) return null;
    const key = `${family}${what}`;
    if (!this.has(key)) return what === "" ? null : this.foreign(what);
    const values: Record<string, Values[string]> = { ...facts };
    const unsafe = `unsafe.${String(facts["expected"])}`;
    values["unsafe"] = this.has(unsafe)
      ? { said: this.text(unsafe) }
      : (facts["expected"] ?? undefined);
    if (what === "typeWrong")
      for (const name of ["expected", "found"]) {
        const words = String(facts[name] ?? "").split(", ");
        const said = words.map((word) => {
          const type = `type.${word}`;
          return this.has(type) ? this.text(type) : this.foreign(word);
        });
        values[name] = { said: said.join(" / ") };
      }
    return this.text(key, values);
  }

  /** The part's title in this language, else in any, else the word for its kind. */
  title(part: Pick<Part, "kind" | "title">): string {
    const { title } = part;
    return this.vendors(title) || this.text(`kind.${part.kind}`);
  }

  /** Monday to Sunday as names of files: plain to type, nothing in them that cannot be seen. */
  weekdays(): WeekdayNames {
    return [
      this.text("weekday.monday"),
      this.text("weekday.tuesday"),
      this.text("weekday.wednesday"),
      this.text("weekday.thursday"),
      this.text("weekday.friday"),
      this.text("weekday.saturday"),
      this.text("weekday.sunday"),
    ];
  }
}

function withoutStop(sentence: string): string {
  return sentence.replace(/[.。]$/, "");
}

/** The parser's own number for text between placeholders. */
const LITERAL = 0;

/** Names everything that a message asks for, inside plurals and choices too. */
export function placeholdersOf(message: IntlMessageFormat): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (elements: ReturnType<IntlMessageFormat["getAst"]>): void => {
    for (const element of elements) {
      const type: number = element.type;
      if (type === LITERAL || !("value" in element)) continue; // "#" has no value
      names.add(element.value);
      if ("options" in element)
        for (const option of Object.values(element.options)) visit(option.value);
    }
  };
  visit(message.getAst());
  return names;
}

/** Shows what cannot be seen, so that no name moves the cursor or turns a line round: "\x1b", "\u202e". */
export function visible(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]|[\u{d800}-\u{dfff}]/gu,
    (character) => {
      const point = character.codePointAt(0) ?? 0;
      // A byte of a name that is not UTF-8 is kept as U+DC80 to U+DCFF.
      const byte = point >= 0xdc80 && point <= 0xdcff ? point - 0xdc00 : point;
      if (byte <= 0xff) return `\\x${byte.toString(16).padStart(2, "0")}`;
      return `\\u${byte.toString(16).padStart(4, "0")}`;
    },
  );
}
