/**
 * What every command is given: the options for all of them, the language, the output, and one way to begin and to end.
 *
 * A command is a function that gets a `Desk` and returns how it ended; printing the end, exit statuses, Ctrl-C and errors
 * are dealt with here, once.
 */

import type { Language } from "../language/language.ts";
import type { MessageKey } from "../language/en.ts";
import type { Finding, NotIncluded, Outcome, RunId, RunRecord } from "../model/run.ts";
import type { Secret } from "../model/secret.ts";
import type {
  Fivefold,
  FivefoldOptions,
  Passwords,
  Questions,
  Surroundings,
  Watch,
} from "../fivefold.ts";
import type { Output } from "./print.ts";

/** Options that stand before or after any command. */
export interface GlobalOptions {
  readonly app?: string | undefined;
  readonly home?: string | undefined;
  readonly json?: boolean | undefined;
  readonly language?: string | undefined;
}

/** Options of commands that open backups. */
export interface KeyOptions {
  readonly passwordFile?: string | undefined;
  readonly remember?: boolean | undefined;
  readonly parcelPasswordFile?: string | undefined;
  /** Links in a parcel may lead out of it. */
  readonly allowLinksOut?: boolean | undefined;
}

/** How a command ended without an error. */
export interface Ending {
  readonly outcome: Outcome;
  readonly run?: RunId | null;
  readonly snapshot?: string | null;
  readonly findings?: readonly Finding[];
  readonly notIncluded?: readonly NotIncluded[];
  /** Where all findings stand, when they are too many to print. */
  readonly recordFile?: string;
  /** More for the JSON result. */
  readonly more?: Readonly<Record<string, unknown>>;
}

export const DONE: Ending = { outcome: "done" };

/** Says how a run ended as its record has it. */
export function endingOf(record: RunRecord, home: string): Ending {
  const { outcome, run, snapshot, findings, notIncluded } = record;
  return { outcome, run, snapshot, findings, notIncluded, recordFile: `${home}/runs/${run}.json` };
}

export interface Desk {
  readonly output: Output;
  /** The sentences; loaded when they are first asked for. */
  language(): Promise<Language>;
  readonly watch: Watch;
  readonly surroundings: Surroundings;
  /** What a person who stops the command now is told; what was finished is kept, without. */
  whenCancelled(advice: MessageKey): void;
  /** A person sits there who can be asked. */
  readonly canAsk: boolean;
  /** A vendor's questions, put to that person; `null` where there is none. */
  readonly questions: Questions | null;
  /** Opens the app; disposed by the frame, however often it is opened. `own`: what is otherwise than usual. */
  fivefold(
    keys?: KeyOptions,
    own?: Partial<Pick<FivefoldOptions, "passwords" | "environment" | "bytesPerSecond">>,
  ): Promise<Fivefold>;
  /** Takes an app that was opened otherwise; disposed by whoever opened it. */
  about(fivefold: Fivefold): void;
  /** `--app` and `--home`. */
  readonly globals: GlobalOptions;
  passwords(keys: KeyOptions): Passwords;
  /** Asks for a new password, twice; `null` where nobody can be asked, and when nothing was typed. */
  newPassword(place: string): Promise<Secret | null>;
  /** Asks yes or no. @throws CONFIRMATION_NEEDED where nobody can be asked */
  confirm(question: string): Promise<boolean>;
  /** Asks for one of several, `null` where nobody can be asked. */
  choose(
    question: string,
    choices: readonly { readonly value: string; readonly label: string }[],
  ): Promise<string | null>;
  /** Asks for a line of text, `null` where nobody can be asked. */
  line(question: string, usual: string): Promise<string | null>;
}

/** Builds commands and runs them; made once in main.ts. */
export interface Frame {
  /** Descriptions for help; empty when no help is asked for, so that no catalogue has to be loaded. */
  help(key: MessageKey): string;
  /** Where help goes when standard output is for JSON alone; `null`: where it usually goes. */
  readonly tellHelp: ((text: string) => void) | null;
  /** Runs a command's work and ends the process with its exit status. */
  run(command: string, work: (desk: Desk) => Promise<Ending>): Promise<void>;
}

/** Asks where somebody can be asked: what can be taken back or was decided before needs no `--yes` in a script. */
export async function agreed(
  isAgreed: boolean,
  question: MessageKey,
  desk: Desk,
): Promise<boolean> {
  if (isAgreed || !desk.canAsk) return true;
  const language = await desk.language();
  if (await desk.confirm(language.text(question))) return true;
  desk.output.say(language.text("restore.declined"));
  return false;
}

export const EXIT: Readonly<Record<Outcome, number>> = {
  done: 0,
  failed: 1,
  incomplete: 3,
  turnedBack: 4,
};

const SHOWN = 20;

/** What was not included and what was found, as every result says it. */
export function sayRest(
  { findings = [], notIncluded = [], recordFile }: Ending,
  language: Language,
  line: (text: string) => void,
): void {
  if (notIncluded.length > 0) {
    line(language.text("result.notIncluded"));
    for (const each of notIncluded.slice(0, SHOWN)) {
      const what = { said: language.text(`left.${each.what}`) };
      const why = { said: language.text(`leftReason.${each.reason}`) };
      const part = each.part === each.name ? null : each.part;
      line(`  ${language.text("result.leftOut", { what, left: each.name, part, why })}`);
    }
    sayMore(notIncluded.length, recordFile, language, line);
  }
  if (findings.length > 0) {
    line(language.text("result.findings", { findingCount: findings.length }));
    for (const finding of findings.slice(0, SHOWN)) {
      const { sentence, advice } = language.finding(finding);
      line(`  ${sentence}`);
      line(`    ${advice}`);
    }
    sayMore(findings.length, recordFile, language, line);
  }
}

function sayMore(
  count: number,
  recordFile: string | undefined,
  language: Language,
  line: (text: string) => void,
): void {
  if (count <= SHOWN) return;
  line(`  ${language.text("result.more", { moreCount: count - SHOWN })}`);
  if (recordFile !== undefined) line(`  ${language.text("result.record", { path: recordFile })}`);
}
