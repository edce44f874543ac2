/** What people read when their backups need attention, and when they do no more. */

import type { AlarmNews, Trouble } from "../model/alarm.ts";
import type { Language } from "./language.ts";

export interface AlarmFacts {
  /** The app's name. */
  readonly app: string;
  readonly news: AlarmNews;
  readonly troubles: readonly Trouble[];
  readonly jobs: readonly { readonly name: string; readonly wholeMs: number | null }[];
}

/** Gives a message as plain text. */
export function alarmText(
  language: Language,
  { app, news, troubles, jobs }: AlarmFacts,
): AlarmMessage {
  const { began, ended, isWeekly } = news;
  const subject =
    began.length > 0
      ? "alarm.subjectBegan"
      : ended.length > 0
        ? "alarm.subjectEnded"
        : "alarm.subjectWeekly";
  const lines: string[] = [];
  for (const each of isWeekly ? troubles : began) lines.push(troubleText(language, each));
  if (ended.length > 0) lines.push(language.text("alarm.ended"));
  for (const each of ended) lines.push(`  ${troubleText(language, each)}`);
  if (isWeekly) {
    lines.push(language.text("alarm.weekly"));
    for (const { name, wholeMs } of jobs)
      lines.push(`  ${language.text("alarm.weeklyJob", { job: name, goodAt: wholeMs })}`);
  }
  lines.push("", language.text("alarm.look"));
  return messageOf(language, subject, app, lines);
}

export interface AlarmMessage {
  /** Its code. */
  readonly language: string;
  readonly subject: string;
  readonly text: string;
}

/** What is sent on trial. */
export function trialText(language: Language, app: string): AlarmMessage {
  return messageOf(language, "alarm.subjectTrial", app, [language.text("alarm.trial", { app })]);
}

function messageOf(
  language: Language,
  subject: `alarm.subject${"Began" | "Ended" | "Weekly" | "Trial"}`,
  app: string,
  lines: readonly string[],
): AlarmMessage {
  return {
    language: language.code,
    subject: language.text(subject, { app }),
    text: `${lines.join("\n")}\n`,
  };
}

/** A trouble as a sentence. */
export function troubleText(language: Language, trouble: Trouble): string {
  switch (trouble.kind) {
    case "jobLate":
      return language.text("alarm.jobLate", { job: trouble.job, sinceAt: trouble.sinceMs });
    case "unchecked":
      return language.text("alarm.unchecked", { job: trouble.job, sinceAt: trouble.sinceMs });
    case "placeAway":
      return language.text("alarm.placeAway", { place: trouble.place, sinceAt: trouble.sinceMs });
    case "spaceShort": {
      const { place, freeBytes, neededBytes } = trouble;
      return language.text("alarm.spaceShort", { place, freeBytes, neededBytes });
    }
    case "undoEnding":
      return language.text("alarm.undoEnding", { untilAt: trouble.untilMs });
    default:
      return trouble satisfies never;
  }
}
