/**
 * How each program is told to do the same work: with a key from the same file, its own default key derivation, zstd
 * level 3 where it has a choice, and everything that it keeps on the same disk.
 */

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "../scripts/run.ts";

/** Where one program does its work on one set of data. */
export interface Workshop {
  /** Holds `corpus/`, the data. */
  readonly data: string;
  /** What the program keeps: repository, caches, its home. */
  readonly kept: string;
  /** An absent folder into which is restored. */
  readonly target: string;
  readonly passwordFile: string;
}

export interface Program {
  readonly name: string;
  readonly version: Command;
  /** Makes an empty repository; what was there is gone. */
  init(workshop: Workshop): Command | null;
  backup(workshop: Workshop): Command;
  restore(workshop: Workshop): Command;
  /** Reads and proves every byte; `null` when the program has no such thing. */
  check(workshop: Workshop): Command | null;
  /** The folder whose size is the repository's. */
  repository(workshop: Workshop): string;
  /** Whether a second backup can profit from the first. */
  readonly isIncremental: boolean;
}

/** Of an app that is nothing but the corpus. */
export const DESCRIPTION = `app: { id: bench, name: Bench, version: "1" }
credentials: none
parts:
  - { id: corpus, kind: files, files: corpus }
`;

/** `command` is a path; what it runs is measured whole, starter and all. */
export function fivefold(command: string): Program {
  const tell = ({ data, kept, passwordFile }: Workshop, ...args: readonly string[]): Command => ({
    program: command,
    args: ["--app", join(data, "fivefold.yaml"), "--home", kept, ...args],
    environment: { FIVEFOLD_PASSWORD_FILE: passwordFile },
    folder: data,
  });
  return {
    name: "Fivefold",
    version: { program: command, args: ["--version"] },
    init(workshop) {
      empty(workshop.kept);
      writeFileSync(join(workshop.data, "fivefold.yaml"), DESCRIPTION);
      return tell(workshop, "init");
    },
    backup: (workshop) => tell(workshop, "backup"),
    restore: (workshop) => tell(workshop, "restore", "latest", "--target", workshop.target),
    check: (workshop) => tell(workshop, "check", "--read-data"),
    repository: ({ kept }) => join(kept, "vault"),
    isIncremental: true,
  };
}

export function restic(command: string): Program {
  const tell = ({ data, kept, passwordFile }: Workshop, ...args: readonly string[]): Command => ({
    program: command,
    args: [
      `--repo=${join(kept, "repository")}`,
      `--cache-dir=${join(kept, "cache")}`,
      `--password-file=${passwordFile}`,
      "--quiet",
      ...args,
    ],
    folder: data,
  });
  return {
    name: "restic",
    version: { program: command, args: ["version"] },
    init(workshop) {
      empty(workshop.kept);
      return tell(workshop, "init");
    },
    backup: (workshop) => tell(workshop, "backup", "corpus"),
    restore: (workshop) => tell(workshop, "restore", "latest", "--target", workshop.target),
    check: (workshop) => tell(workshop, "check", "--read-data"),
    repository,
    isIncremental: true,
  };
}

export function borg(command: string): Program {
  let backups = 0;
  const tell = ({ kept, passwordFile }: Workshop, folder: string, ...args: readonly string[]) => ({
    program: command,
    args,
    environment: { BORG_BASE_DIR: kept, BORG_PASSCOMMAND: `cat ${passwordFile}` },
    folder,
  });
  return {
    name: "borg",
    version: { program: command, args: ["--version"] },
    init(workshop) {
      backups = 0;
      empty(workshop.kept);
      const args = ["init", "--encryption", "repokey-blake2", repository(workshop)];
      return tell(workshop, workshop.data, ...args);
    },
    backup(workshop) {
      const name = `${repository(workshop)}::backup-${++backups}`;
      const args = ["create", "--compression", "zstd,3", name, "corpus"];
      return tell(workshop, workshop.data, ...args);
    },
    restore(workshop) {
      mkdirSync(workshop.target, { recursive: true });
      return tell(workshop, workshop.target, "extract", `${repository(workshop)}::backup-1`);
    },
    check: (workshop) =>
      tell(workshop, workshop.data, "check", "--verify-data", repository(workshop)),
    repository,
    isIncremental: true,
  };
}

/** No backup program, but what the same bytes cost at least: neither encrypted nor deduplicated. */
export function tarAndZstd(): Program {
  return {
    name: "tar+zstd",
    version: { program: "zstd", args: ["--version"] },
    init(workshop) {
      empty(workshop.kept);
      return null;
    },
    backup: (workshop) =>
      shell(workshop.data, `tar -cf - corpus | zstd -q -3 -T0 -f -o '${archive(workshop)}'`),
    restore(workshop) {
      mkdirSync(workshop.target, { recursive: true });
      return shell(workshop.target, `zstd -q -dc '${archive(workshop)}' | tar -xf -`);
    },
    check: () => null,
    repository: ({ kept }) => kept,
    isIncremental: false,
  };
}

function repository({ kept }: Workshop): string {
  return join(kept, "repository");
}

function archive({ kept }: Workshop): string {
  return join(kept, "corpus.tar.zst");
}

function shell(folder: string, line: string): Command {
  return { program: "sh", args: ["-c", line], folder };
}

function empty(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
