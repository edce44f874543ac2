/** Any restic repository, whoever made it, for people who have a folder and a key and no app. */

import path from "node:path";
import type { CheckResult } from "../vault/check.ts";
import type { Bytes, Entries } from "../model/entry.ts";
import { FivefoldError } from "../model/error.ts";
import type { Part } from "../model/part.ts";
import type { PlaceConfig } from "../model/place.ts";
import type { Finding, RunContext } from "../model/run.ts";
import type { Snapshot, SnapshotId } from "../model/snapshot.ts";
import type { Vault } from "../vault/vault.ts";
import type { Passwords, Surroundings, Watch } from "./given.ts";
import { contextOf, newRun, systemClock } from "./given.ts";
import { targetAt } from "./target.ts";
import { holdsVault, namingGroups, vaultOptions } from "./vaults.ts";

export interface AnyVault extends AsyncDisposable {
  readonly place: string;
  list(watch: Watch): Promise<readonly Snapshot[]>;
  /** `word`: an id, the beginning of one, or "latest". */
  find(word: string, watch: Watch): Promise<Snapshot>;
  ls(id: SnapshotId, path: string, watch: Watch): Entries;
  check(readData: boolean, watch: Watch): Promise<CheckResult>;
  restore(
    id: SnapshotId,
    folder: string,
    watch: Watch,
  ): Promise<{ readonly entryCount: number; readonly findings: readonly Finding[] }>;
  dump(id: SnapshotId, path: string, watch: Watch): Bytes;
}

/** @throws VAULT_MISSING, PASSWORD_NEEDED, PASSWORD_UNREADABLE, KEY_WRONG */
export async function openAnyVault(
  folder: string,
  passwords: Passwords,
  surroundings: Surroundings,
  watch: Watch,
): Promise<AnyVault> {
  const { openPlace } = await import("../place/open.ts");
  const config = {
    kind: "folder",
    path: path.resolve(surroundings.currentFolder, folder),
  } as const;
  const place = openPlace(config);
  const context = contextOf(watch, newRun(systemClock));
  if (!(await holdsVault({ name: place.label, config, mayCreate: true }, context)))
    throw new FivefoldError("VAULT_MISSING", { place: place.label });
  const vault = await openHomeless(config, passwords, surroundings, context);
  const inWatch = (following: Watch): RunContext => contextOf(following, context.run);
  const { listSnapshots, snapshotNamed, LATEST } = await import("../engine/find-snapshot.ts");
  return {
    place: place.label,
    list: async (following) => await listSnapshots(vault, inWatch(following)),
    async find(word, following) {
      const snapshots = await listSnapshots(vault, inWatch(following));
      const newest = snapshots.at(-1);
      return word === LATEST && newest !== undefined ? newest : snapshotNamed(word, snapshots);
    },
    ls: (id, inside, following) => vault.ls(id, inside, inWatch(following)),
    check: async (readData, following) => await vault.check({ readData }, inWatch(following)),
    async restore(id, target, following) {
      const findings: Finding[] = [];
      const into = targetAt(path.resolve(surroundings.currentFolder, target));
      if (!(await into.isEmpty()))
        throw new FivefoldError("TARGET_NOT_EMPTY", { folder: into.folder });
      const hearing = inWatch({
        ...following,
        started: () => undefined,
        report: (progress) => {
          if (progress.kind !== "finding") return following.report(progress);
          // The whole snapshot is no part that anybody knows.
          const finding = { ...progress.finding, part: null };
          findings.push(finding);
          following.report({ kind: "finding", finding });
        },
      });
      const { entryCount } = await into.write(WHOLE, vault.tree(id, "", hearing), hearing);
      return { entryCount, findings };
    },
    dump: (id, inside, following) => vault.dump(id, inside, inWatch(following)),
    async [Symbol.asyncDispose]() {
      await vault[Symbol.asyncDispose]();
    },
  };
}

/**
 * Opens a vault for somebody who has no home: with the key that was given, else with what is typed.
 *
 * @throws PASSWORD_NEEDED, PASSWORD_UNREADABLE, KEY_WRONG
 */
export async function openHomeless(
  config: PlaceConfig,
  passwords: Passwords,
  surroundings: Surroundings,
  context: RunContext,
): Promise<Vault> {
  const [{ openVault }, { openPlace }, secrets] = await Promise.all([
    import("../vault/vault.ts"),
    import("../place/open.ts"),
    import("../app/secret-store.ts"),
  ]);
  const place = openPlace(config);
  const { environment } = surroundings;
  let key = await secrets.givenKey({ passwordFile: passwords.file, environment });
  if (key === null) {
    const typed = (await passwords.ask?.(place.label)) ?? null;
    if (typed === null) throw new FivefoldError("PASSWORD_NEEDED", { place: place.label });
    key = secrets.understood(typed.reveal(), "prompt", []);
  }
  const options = vaultOptions(config, place, null, surroundings, null);
  return await namingGroups(key, place.label, openVault(options, key.secret, context));
}

/** A snapshot's whole tree, for the source room a part like any other: it is written into the folder itself. */
const WHOLE: Part = { id: "." as Part["id"], kind: "files", tenant: null, title: {} };
