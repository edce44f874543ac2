/** The vendor's own commands around a backup and a restore: what they are, what they are told, what became of them. */

import type { Facts } from "./error.ts";

export const HOOKS = [
  "before-backup",
  "after-backup",
  "stop",
  "migrate",
  "start",
  "probe",
] as const;

export type HookName = (typeof HOOKS)[number];

/** A command of the vendor's, resolved; plain data, so that the journal can keep it. */
export interface Hook {
  readonly hook: HookName;
  readonly command: readonly string[];
  /** Where it runs, absolute: the folder of the description. */
  readonly folder: string;
  readonly limitMs: number;
}

/** What stands around a backup: a command, or a question that only a person can answer. */
export type BackupHook = {
  /** Which backups it belongs to. */
  readonly when: "always" | "manual" | "scheduled";
} & (
  | {
      readonly kind: "command";
      readonly hook: Hook;
      /** Its failure stops the backup. */
      readonly isRequired: boolean;
    }
  /** By language; "" is for all of them. */
  | { readonly kind: "question"; readonly question: Readonly<Record<string, string>> }
);

/** How the app is stopped, brought to a newer version's data, started, and asked whether it works. */
export interface LifeHooks {
  readonly stop: Hook | null;
  readonly migrate: Hook | null;
  readonly start: Hook | null;
  readonly probe: Hook | null;
}

export const NO_LIFE_HOOKS: LifeHooks = { stop: null, migrate: null, start: null, probe: null };

export interface AppHooks extends LifeHooks {
  readonly beforeBackup: readonly BackupHook[];
  readonly afterBackup: readonly BackupHook[];
}

export const NO_HOOKS: AppHooks = { ...NO_LIFE_HOOKS, beforeBackup: [], afterBackup: [] };

/** What a hook is told, as environment variables; never a password. */
export type HookVariables = Readonly<Record<string, string>>;

/** How a command ended. */
export interface HookEnd {
  /** `null`: well. "missing": there is no such program. */
  readonly trouble: "missing" | "timeLimit" | "failed" | null;
  /** The first line of its complaints, else of what it printed, else its status; "" when all is well. */
  readonly message: string;
  /** The last of what it printed, a few KiB at most, without control characters but line ends. */
  readonly output: string;
  readonly elapsedMs: number;
}

/** What the record of a run remembers of a hook. */
export interface HookRecord {
  readonly hook: HookName;
  readonly outcome: "done" | "missing" | "timeLimit" | "failed";
  readonly seconds: number;
  readonly output: string;
}

/** What HOOK_FAILED says: which hook, why, and its first line. */
export function failureFacts({ hook, command, limitMs }: Hook, end: HookEnd): Facts {
  return {
    hook,
    // By it sentences choose their words.
    step: hook,
    what: end.trouble ?? "failed",
    message: end.message === "" ? null : end.message,
    program: command[0] ?? "",
    limitMs,
  };
}
