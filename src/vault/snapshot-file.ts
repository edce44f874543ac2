/**
 * Snapshot files: restic's JSON about one snapshot, and what our tags in it mean.
 *
 * Ours carry the tags `fivefold`, `app:<id>`, `scope:…`, `reason:…` and `complete` or `incomplete` (contracts.md section 3);
 * what lacks them was made by somebody else and is listed as such.
 */

import { FivefoldError } from "../model/error.ts";
import { REASONS, SCOPES } from "../model/snapshot.ts";
import { jobTag } from "../model/job.ts";
import type { Reason, Scope, Snapshot, SnapshotId } from "../model/snapshot.ts";

/** The fields of restic's JSON that matter here; others are kept when a snapshot is copied, and never needed. */
export interface SnapshotFile {
  readonly time: string;
  readonly parent?: string;
  readonly tree: string;
  readonly paths: readonly string[];
  readonly hostname?: string;
  readonly username?: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly tags?: readonly string[];
  readonly original?: string;
  readonly program_version?: string;
  readonly summary?: Summary;
}

export interface Summary {
  readonly backup_start: string;
  readonly backup_end: string;
  readonly files_new: number;
  readonly files_changed: number;
  readonly files_unmodified: number;
  readonly dirs_new: number;
  readonly dirs_changed: number;
  readonly dirs_unmodified: number;
  readonly data_blobs: number;
  readonly tree_blobs: number;
  readonly data_added: number;
  readonly data_added_packed: number;
  readonly total_files_processed: number;
  readonly total_bytes_processed: number;
}

export function tagsOf(
  app: string,
  scope: Scope,
  reason: Reason,
  isComplete: boolean,
  job: string | null,
): readonly string[] {
  const end = isComplete ? "complete" : "incomplete";
  const tags = ["fivefold", `app:${app}`, `scope:${scope}`, `reason:${reason}`, end];
  return job === null ? tags : [...tags, jobTag(job)];
}

/** @throws SNAPSHOT_DAMAGED */
export function readSnapshotFile(bytes: Uint8Array, id: string): SnapshotFile {
  const wrong = (what: string, cause?: unknown): FivefoldError =>
    new FivefoldError("SNAPSHOT_DAMAGED", { path: `snapshots/${id}`, what }, { cause });
  let json: Partial<SnapshotFile>;
  try {
    json = JSON.parse(Buffer.from(bytes).toString("utf8")) as Partial<SnapshotFile>;
  } catch (cause) {
    throw wrong("json", cause);
  }
  const { time, tree, paths } = json;
  if (typeof tree !== "string" || !/^[0-9a-f]{64}$/.test(tree)) throw wrong("tree");
  if (typeof time !== "string" || Number.isNaN(Date.parse(time))) throw wrong("time");
  return { ...json, time, tree, paths: Array.isArray(paths) ? paths : [] };
}

export function snapshotOf(id: string, file: SnapshotFile): Snapshot {
  const tags = file.tags ?? [];
  const valueOf = (name: string): string | null =>
    tags.find((tag) => tag.startsWith(`${name}:`))?.slice(name.length + 1) ?? null;
  const isOurs = tags.includes("fivefold");
  return {
    id: id as SnapshotId,
    appId: isOurs ? valueOf("app") : null,
    takenAt: file.time,
    scope: SCOPES.find((scope) => scope === valueOf("scope")) ?? "full",
    reason: REASONS.find((reason) => reason === valueOf("reason")) ?? "manual",
    isComplete: isOurs && tags.includes("complete"),
    host: file.hostname ?? "",
    paths: file.paths,
    tags,
    sizeBytes: file.summary?.total_bytes_processed ?? null,
    ...(file.summary !== undefined && {
      added: {
        sizeBytes: file.summary.data_added,
        packedBytes: file.summary.data_added_packed,
      },
    }),
  };
}
