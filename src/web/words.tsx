/**
 * The language of the page: its sentences at once, those of the errors when the first is to be said.
 *
 * The first page would be twice as large with the catalogue of the errors in it.
 */

import { createContext, use, useEffect, useMemo, useState } from "react";
import type { ReactNode } from "react";
import type { LanguageCode } from "../language/choose.ts";
import { addDays, dateOf } from "../language/calendar.ts";
import { Dates } from "../language/dates.ts";
import { Sentences, openLanguage } from "../language/language.ts";
import type { Language, Sentence } from "../language/language.ts";
import type { PageCatalogue, PageKey } from "../language/page-en.ts";
import { pageCatalogue } from "../language/page.ts";
import type { FindingView, HomeView, ProblemView } from "../http/contract.ts";
import { SignedOut, Unreachable, errorOf, isCode } from "./api.ts";
import { FivefoldError, asFivefoldError } from "../model/error.ts";
import type { ErrorCode } from "../model/error.ts";
import type { PartId } from "../model/part.ts";

export class Words extends Sentences<PageKey> {
  readonly dates: Dates;
  readonly #catalogue: PageCatalogue;
  readonly #ownPlaces: ReadonlySet<string>;

  constructor(
    code: LanguageCode,
    catalogue: PageCatalogue,
    ownPlaces: ReadonlySet<string> = new Set(),
  ) {
    super(code, catalogue);
    this.dates = new Dates(code);
    this.#catalogue = catalogue;
    this.#ownPlaces = ownPlaces;
  }

  /** The same words, which know Fivefold's own folders for backups. */
  knowing(ownPlaces: readonly string[]): Words {
    return new Words(this.code, this.#catalogue, new Set(ownPlaces));
  }

  /** What a place is called; the own folder of an installation has no name but its path. */
  placeName(name: string): string {
    return this.#ownPlaces.has(name) ? this.text("place.own") : name;
  }

  /** "today 14:05", else the whole date: for sentences. Tables have `dates.stamp`. */
  override moment(at: number | string): string {
    const date = dateOf(typeof at === "number" ? at : Date.parse(at));
    const today = dateOf(nowMs());
    const isNear = date >= addDays(today, -1) && date <= addDays(today, 1);
    return isNear ? this.dates.near(at, nowMs()) : this.dates.full(at);
  }

  isPast(at: string): boolean {
    return Date.parse(at) <= nowMs();
  }

  /** The vendor's text in this language, else in English, else in any. */
  of(text: Readonly<Record<string, string>> | null | undefined): string {
    return text === null || text === undefined ? "" : this.vendors(text);
  }

  /** The title that the vendor gave, else the word for its kind. */
  titleOf(item: {
    readonly kind: string;
    readonly title: Readonly<Record<string, string>>;
  }): string {
    const own = this.vendors(item.title);
    const key = `kind.${item.kind}`;
    if (own !== "") return own;
    return this.has(key) ? this.text(key) : item.kind;
  }

  /** As `titleOf`, with the tenant whose it is: "Files · Müller & Söhne". */
  itemTitle(
    item: {
      readonly kind: string;
      readonly title: Readonly<Record<string, string>>;
      readonly tenant: string | null;
    },
    tenants: readonly { readonly id: string; readonly title: string }[],
  ): string {
    const { tenant } = item;
    if (tenant === null) return this.titleOf(item);
    const title = tenants.find(({ id }) => id === tenant)?.title ?? tenant;
    return `${this.titleOf(item)} · ${this.foreign(title, "people")}`;
  }

  /** The vendor's word for a tenant, for one or for several of them. */
  tenantWord(app: HomeView["app"], form: "one" | "other"): string {
    const said = app?.tenantWord[this.code]?.[form];
    return said ?? this.text(form === "one" ? "tenant.one" : "tenant.other");
  }
}

/** The browser's clock, in milliseconds since 1970 UTC: only for words like "today". */
function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

export async function openWords(code: LanguageCode): Promise<Words> {
  return new Words(code, await pageCatalogue(code));
}

interface Speech {
  readonly words: Words;
  readonly setLanguage: (code: LanguageCode) => void;
}

const SpeechContext = createContext<Speech | null>(null);

export function Spoken({
  words,
  setLanguage,
  children,
}: Speech & { readonly children: ReactNode }): ReactNode {
  const speech = useMemo(() => ({ words, setLanguage }), [words, setLanguage]);
  useEffect(() => {
    document.documentElement.lang = words.locale;
    document.documentElement.dir = words.direction;
  }, [words]);
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

/** For all that is inside: places that are Fivefold's own are called so. */
export function KnowingPlaces({
  ownPlaces,
  children,
}: {
  readonly ownPlaces: readonly string[];
  readonly children: ReactNode;
}): ReactNode {
  const { words, setLanguage } = useSpeech();
  const known = ownPlaces.join("\n");
  const speech = useMemo(
    () => ({ words: words.knowing(known === "" ? [] : known.split("\n")), setLanguage }),
    [words, setLanguage, known],
  );
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

export function useSpeech(): Speech {
  const speech = use(SpeechContext);
  if (speech === null) throw new Error("no language around this screen");
  return speech;
}

export function useWords(): Words {
  return useSpeech().words;
}

const opened = new Map<LanguageCode, Promise<Language>>();

function openErrors(code: LanguageCode): Promise<Language> {
  const promise = opened.get(code) ?? openLanguage(code);
  opened.set(code, promise);
  return promise;
}

/** The language with its errors; `null` while it is loaded. */
function useErrors(isWanted: boolean): Language | null {
  const { code } = useWords();
  const [language, setLanguage] = useState<Language | null>(null);
  useEffect(() => {
    if (!isWanted) return undefined;
    let isMeant = true;
    void openErrors(code).then((each) => {
      if (isMeant) setLanguage(each);
    });
    return () => {
      isMeant = false;
    };
  }, [code, isWanted]);
  return language?.code === code ? language : null;
}

/** What went wrong, in the language of the page; `null` without an error, and for a moment while words are loaded. */
export function useSaid(error: unknown): Sentence | null {
  const words = useWords();
  const isThere = error !== null && error !== undefined;
  const isOurs = error instanceof Unreachable || error instanceof SignedOut;
  const language = useErrors(isThere && !isOurs);
  if (!isThere) return null;
  if (error instanceof SignedOut)
    return { sentence: words.text("signIn.nothingDone"), advice: words.text("signIn.pressAgain") };
  if (error instanceof Unreachable)
    return { sentence: words.text("lost.title"), advice: words.text("lost.advice") };
  if (language === null) return null;
  const said = language.error(asSent(asFivefoldError(error)));
  return { sentence: plain(said.sentence), advice: withoutCommands(said.advice) };
}

export function useSaidProblem(problem: ProblemView | null): Sentence | null {
  const error = useMemo(() => (problem === null ? null : errorOf(problem)), [problem]);
  return useSaid(error);
}

export function useFindings(findings: readonly FindingView[]): readonly Sentence[] {
  const language = useErrors(findings.length > 0);
  if (language === null) return [];
  return findings
    .filter(({ code }) => isCode(code))
    .map((finding) => {
      const said = language.finding({
        ...finding,
        code: finding.code as ErrorCode,
        part: finding.part as PartId | null,
      });
      return { sentence: plain(said.sentence), advice: withoutCommands(said.advice) };
    });
}

/** Where the server keeps what was sent to it: a file in a folder of its own. */
const UPLOADED = /^.*[\\/]uploads[\\/][0-9a-f]{32}[\\/]/;

/** A file that a person dropped is called as that person knows it. */
function asSent(error: FivefoldError): FivefoldError {
  const { path } = error.facts;
  if (typeof path !== "string" || !UPLOADED.test(path)) return error;
  const facts = { ...error.facts, path: path.replace(UPLOADED, "") };
  return new FivefoldError(error.code, facts, { cause: error.cause });
}

/** The marks around what is typed word for word are for the terminal. */
function plain(sentence: string): string {
  return sentence.replaceAll("`", "");
}

/** Advice to type a command helps nobody here: the page has buttons for the same. */
function withoutCommands(advice: string): string {
  return advice
    .split(/(?<=[.!?؟])\s+/)
    .filter((sentence) => !sentence.includes("`"))
    .join(" ");
}
