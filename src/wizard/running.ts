/**
 * A run as a wizard sees it, and what wizards have the face do: errands.
 *
 * A wizard knows no server and no library. It puts errands into its state, in order; the face takes the first, tells
 * `sent` with its ticket, does it, and tells what came of it with the same ticket. News with an old ticket is no news: the
 * person has gone elsewhere meanwhile.
 */

import type { Facts } from "../model/error.ts";
import type { Outcome } from "../model/run.ts";

/** What a refusal says: a code of the error table and its facts. */
export interface Refusal {
  readonly code: string;
  readonly facts: Facts;
}

export interface RunQuestion {
  readonly id: string;
  /** By language. */
  readonly text: Readonly<Record<string, string>>;
}

/** The last that is known of a run. */
export interface RunNews {
  readonly run: string;
  /** `null`: it works. */
  readonly outcome: Outcome | "cancelled" | null;
  readonly problem: Refusal | null;
  readonly question: RunQuestion | null;
  readonly snapshot: string | null;
  readonly place: string | null;
  /** What the verb gave. */
  readonly result: Readonly<Record<string, unknown>> | null;
}

/** What a person may do while a run works; the same in every wizard. */
export type RunErrand =
  | {
      readonly ticket: number;
      readonly route: "POST /api/runs/:run/answers";
      readonly params: { readonly run: string };
      readonly body: { readonly question: string; readonly answer: "done" | "skipped" };
    }
  | {
      readonly ticket: number;
      readonly route: "POST /api/runs/:run/stop";
      readonly params: { readonly run: string };
    };

export type RunEvent =
  /** The server has begun and named the run. */
  | { readonly kind: "started"; readonly ticket: number; readonly run: string }
  | { readonly kind: "news"; readonly news: RunNews }
  | { readonly kind: "answer"; readonly answer: "done" | "skipped" }
  | { readonly kind: "stop" };

/** One run that is asked for, under way or ended. */
export interface Running {
  /** Of the errand that asks for it. */
  readonly ticket: number;
  /** `null` until it has a name. */
  readonly run: string | null;
  readonly news: RunNews | null;
  /** The question that was answered last: the answer may be on its way yet. */
  readonly answered: string | null;
  readonly isStopping: boolean;
}

export function asked(ticket: number): Running {
  return { ticket, run: null, news: null, answered: null, isStopping: false };
}

export function underWay(run: string): Running {
  return { ticket: 0, run, news: null, answered: null, isStopping: false };
}

/** The question that waits for the person now. */
export function questionOf({ news, answered }: Running): RunQuestion | null {
  if (news === null || news.outcome !== null || news.question === null) return null;
  return news.question.id === answered ? null : news.question;
}

/** What an event makes of a run, and the errand that it brings; the same object: it means nothing to it. */
export function follow(
  running: Running,
  event: RunEvent,
  ticket: number,
): { readonly running: Running; readonly errand: RunErrand | null } {
  const { run, news } = running;
  const isOver = news !== null && news.outcome !== null;
  switch (event.kind) {
    case "started":
      if (run !== null || event.ticket !== running.ticket) return { running, errand: null };
      return { running: { ...running, run: event.run }, errand: null };
    case "news":
      if (event.news.run !== run || isOver) return { running, errand: null };
      return { running: { ...running, news: event.news }, errand: null };
    case "answer": {
      const question = questionOf(running);
      if (run === null || question === null) return { running, errand: null };
      return {
        running: { ...running, answered: question.id },
        errand: {
          ticket,
          route: "POST /api/runs/:run/answers",
          params: { run },
          body: { question: question.id, answer: event.answer },
        },
      };
    }
    case "stop":
      if (run === null || isOver || running.isStopping) return { running, errand: null };
      return {
        running: { ...running, isStopping: true },
        errand: { ticket, route: "POST /api/runs/:run/stop", params: { run } },
      };
  }
}

/** The errands without the one that the face has taken. */
export function without<Errand extends { readonly ticket: number }>(
  errands: readonly Errand[],
  ticket: number,
): readonly Errand[] {
  return errands.filter((errand) => errand.ticket !== ticket);
}
