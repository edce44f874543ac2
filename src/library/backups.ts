/** What is made of the living app, and copied from one place to another: backups in a vault, parcels in a folder. */

import { statSync } from "node:fs";
import path from "node:path";
import type { SnapshotResult } from "../engine/backup.ts";
import { backup as backupTo, copy as copyTo } from "../engine/backup.ts";
import type { Choice } from "../engine/choice.ts";
import { selectParts, selectRecords, withoutCredentials } from "../engine/choice.ts";
import { namesFor, surroundBackup } from "../engine/hook.ts";
import { FivefoldError } from "../model/error.ts";
import type { ParcelForm } from "../model/layout.ts";
import type { RunContext } from "../model/run.ts";
import type { PartRecord, Reason, Snapshot, SnapshotId } from "../model/snapshot.ts";
import type { ReadmeFacts } from "../parcel/parcel-writer.ts";
import type { ParcelOutcome } from "../parcel/shelf.ts";
import type { Made, Passwords, Watch } from "./given.ts";
import { MADE_BY } from "./given.ts";
import type { Installation } from "./installation.ts";
import { openSources } from "./installation.ts";
import type { Ended, Noted } from "./noted.ts";
import type { ParcelSecret, ParcelWish } from "./parcels.ts";
import type { Vault } from "../vault/vault.ts";
import type { At, Spot } from "./vaults.ts";
import { holdsVault } from "./vaults.ts";

export interface BackupValue {
  readonly place: string;
  readonly snapshot: Snapshot;
  readonly parts: readonly PartRecord[];
  /** When the backup made the place's vault. */
  readonly made: Made | null;
}

/** A parcel that was written. */
export interface PackedValue extends ParcelOutcome {
  readonly folder: string;
  readonly snapshot: Snapshot;
  readonly parts: readonly PartRecord[];
  readonly form: ParcelForm;
  readonly credentials: ReadmeFacts["credentials"] | "none";
  /** What locks it or the credentials in it; `null`: nothing is locked. */
  readonly secret: ParcelSecret | null;
}

export interface CopyValue {
  readonly place: string;
  readonly from: SnapshotId;
  readonly snapshot: Snapshot;
  /** The place had it already, and nothing was written. */
  readonly wasThere: boolean;
  readonly made: Made | null;
}

/** Who wants a backup, and what is to be done with it in the same run. */
export interface Origin {
  readonly reason: Reason;
  readonly job: string | null;
  /** How long to wait for another run of the app; 0: not at all. */
  readonly waitMs: number;
  /** Hears of the snapshot while the app's lock is still held. */
  readonly made?: (snapshot: Snapshot, context: RunContext, noted: Noted) => Promise<void>;
}

const BY_HAND: Origin = { reason: "manual", job: null, waitMs: 0 };

export async function backup(
  installation: Installation,
  choice: Choice,
  to: At,
  watch: Watch,
  origin = BY_HAND,
): Promise<Ended<BackupValue>> {
  const { passwords } = installation.options;
  const { reason, job } = origin;
  const work = async (context: RunContext, noted: Noted): Promise<BackupValue> => {
    await installation.requireSeat(context);
    await using held = new AsyncDisposableStack();
    held.use(await installation.lock(context, origin.waitMs));
    await installation.settle(context, watch, false, true);
    const value = await surrounded(installation, choice, reason, context, noted, async () => {
      await using scratch = await installation.scratch(context.run);
      // Trying the key takes a while, in which the app can be asked what it consists of.
      const [app, open] = await both(
        installation.discover(scratch, context),
        installation.vaults.openIfThere(to, passwords, context),
      );
      const selection = selectParts(app, choice, "backup");
      const made =
        open === null
          ? await installation.vaults.make(installation.vaults.spot(to), watch, context)
          : null;
      const { vault, spot } = open ?? (await installation.vaults.open(to, passwords, context));
      noted.learn({ place: spot.name });
      const result = await backupTo(
        {
          app,
          selection,
          reason,
          job,
          settings: installation.read.text,
          program: MADE_BY,
        },
        vault,
        await openSources(),
        context,
      );
      noted.learn({ takenAt: result.snapshot.takenAt, parts: result.parts });
      return { ...result, place: spot.name, made, opened: { vault, spot } };
    });
    await inStep(installation, value.opened, context, noted);
    await origin.made?.(value.snapshot, context, noted);
    const { place, snapshot, parts, made } = value;
    return { place, snapshot, parts, made };
  };
  return await installation.run("backup", watch, work, job);
}

/** Somebody else's key comes into a place that was written to, or goes, as people have answered since. */
async function inStep(
  installation: Installation,
  at: { readonly vault: Vault | null; readonly spot: Spot },
  context: RunContext,
  noted: Pick<Noted, "outcome">,
): Promise<void> {
  if (installation.settings.escrow === null) return;
  const { keepEscrow } = await import("./escrow.ts");
  await keepEscrow(installation, at, context, noted);
}

/** Makes a backup between the description's hooks, and notes what came of both. */
async function surrounded<Value extends Pick<SnapshotResult, "outcome" | "snapshot">>(
  installation: Installation,
  { tenants, parts }: Choice,
  reason: Reason,
  context: RunContext,
  noted: Noted,
  work: () => Promise<Value>,
): Promise<Value> {
  const { beforeBackup: before, afterBackup: after } = installation.description.hooks;
  const variables = {
    FIVEFOLD_RUN: context.run,
    FIVEFOLD_REASON: reason,
    ...namesFor("FIVEFOLD_TENANTS", tenants),
    ...namesFor("FIVEFOLD_PARTS", parts),
  };
  const around = { before, after, isScheduled: reason === "scheduled", variables };
  const hooks = await installation.hooks();
  const { value, findings } = await surroundBackup(around, hooks, context, work);
  noted.outcome = findings.length === 0 ? value.outcome : "incomplete";
  noted.snapshot = value.snapshot.id;
  return value;
}

/**
 * Writes chosen parts into one parcel. `to`: a folder or a place; `null`: the home's own. Credentials are sealed in a
 * plain parcel, lie in a locked one like everything else, and stay out of one that is given away.
 *
 * @throws PARCEL_EXISTS, PARCEL_NAME_WRONG, PASSWORD_WEAK, PLACE_FOREIGN
 */
export async function pack(
  installation: Installation,
  choice: Choice,
  to: At,
  wish: ParcelWish,
  purpose: "backup" | "export",
  watch: Watch,
  origin = BY_HAND,
): Promise<Ended<PackedValue>> {
  const { job } = origin;
  const work = async (context: RunContext, noted: Noted): Promise<PackedValue> => {
    await installation.requireSeat(context);
    await using held = new AsyncDisposableStack();
    held.use(await installation.lock(context, origin.waitMs));
    await installation.settle(context, watch, false, true);
    const reason = purpose === "export" ? "export" : origin.reason;
    const packed = await surrounded(installation, choice, reason, context, noted, async () => {
      await using scratch = await installation.scratch(context.run);
      const folder = await parcelFolder(installation, to, context);
      const app = await installation.discover(scratch, context);
      const chosen = selectParts(app, choice, purpose);
      const selection = wish.leavesCredentialsOut ? withoutCredentials(chosen) : chosen;
      const hasCredentials = selection.parts.some(({ part }) => part.kind === "credentials");
      const { parcelExtension } = app;
      const {
        shelf,
        secret,
        credentials: kept,
      } = await installation.parcels.making(
        folder,
        { id: app.id, name: app.name, version: app.version, parcelExtension },
        wish,
        hasCredentials,
        scratch.folder,
      );
      const program = MADE_BY;
      const request = {
        app,
        selection,
        reason,
        job,
        settings: installation.read.text,
        program,
      } as const;
      const result = await backupTo(request, shelf, await openSources(), context);
      const hasAny = app.parts.some(({ part }) => part.kind === "credentials");
      const credentials = hasAny ? kept : "none";
      return { ...result, written: shelf.outcome, folder, credentials, secret } as const;
    });
    const { written, folder, snapshot, parts, credentials, secret } = packed;
    if (written === null) throw new FivefoldError("INTERNAL", { message: "no parcel" });
    noted.learn({ place: folder, takenAt: snapshot.takenAt, parts });
    await inStep(installation, shelfAt(folder), context, noted);
    await origin.made?.(snapshot, context, noted);
    return { folder, snapshot, parts, form: wish.form, credentials, secret, ...written };
  };
  return await installation.run("backup", watch, work, job);
}

function shelfAt(folder: string): { readonly vault: null; readonly spot: Spot } {
  const config = { kind: "folder", path: folder } as const;
  return { vault: null, spot: { name: folder, config, mayCreate: false } };
}

/** Where a parcel goes: a folder that is there or may be made, and holds no vault. */
async function parcelFolder(
  installation: Installation,
  to: At,
  context: RunContext,
): Promise<string> {
  const { createPlace } = await import("../place/open.ts");
  const spot =
    to === null
      ? {
          name: installation.home.parcels,
          config: { kind: "folder", path: installation.home.parcels } as const,
          mayCreate: true,
        }
      : installation.vaults.spot(to);
  if (await holdsVault(spot, context))
    throw new FivefoldError("PLACE_FOREIGN", { place: spot.name });
  if (spot.mayCreate) await createPlace(spot.config);
  return spot.config.path;
}

/** Copies chosen parts of a snapshot to another place. `fromPasswords` open the place that is copied from. */
export async function copy(
  installation: Installation,
  from: At,
  word: string,
  choice: Choice,
  to: At,
  fromPasswords: Passwords,
  watch: Watch,
): Promise<Ended<CopyValue>> {
  return await installation.run("copy", watch, async (context, noted) => {
    const order = { from, word, choice, to, fromPasswords };
    return await copyOnce(installation, order, watch, context, noted);
  });
}

/** What is copied where. */
export interface CopyOrder {
  readonly from: At;
  readonly word: string;
  readonly choice: Choice;
  readonly to: At;
  readonly fromPasswords: Passwords;
}

/** Copies into a vault, within a run of the caller's. */
export async function copyOnce(
  installation: Installation,
  { from, word, choice, to, fromPasswords }: CopyOrder,
  watch: Watch,
  context: RunContext,
  noted: Pick<Noted, "outcome" | "snapshot">,
): Promise<CopyValue> {
  const source = await installation.reader(from, word, choice, context, fromPasswords);
  await using reader = source.reader;
  const isLogin = installation.loginPartOf(reader.manifest);
  const selection = selectRecords(reader.manifest, isLogin, choice, "copy");
  const { passwords } = installation.options;
  const open = await installation.vaults.openIfThere(to, passwords, context);
  const made =
    open === null
      ? await installation.vaults.make(installation.vaults.spot(to), watch, context)
      : null;
  const { vault, spot } = open ?? (await installation.vaults.open(to, passwords, context));
  const request = { reader, from: source.kind, selection, reason: null };
  const result = await copyTo(request, vault, context);
  noted.outcome = result.outcome;
  noted.snapshot = result.snapshot.id;
  await inStep(installation, { vault, spot }, context, noted);
  const { snapshot, wasThere } = result;
  return { place: spot.name, from: reader.snapshot.id, snapshot, wasThere, made };
}

/** Copies chosen parts of a snapshot into a parcel. The password of a locked one is in the result. */
export async function copyToParcel(
  installation: Installation,
  from: At,
  word: string,
  choice: Choice,
  to: At,
  wish: ParcelWish,
  fromPasswords: Passwords,
  watch: Watch,
): Promise<Ended<PackedValue & { readonly from: SnapshotId; readonly wasThere: boolean }>> {
  return await installation.run("copy", watch, async (context, noted) => {
    const order = { from, word, choice, to, fromPasswords };
    return await packCopy(installation, order, wish, context, noted);
  });
}

/** Copies into a parcel, within a run of the caller's. */
export async function packCopy(
  installation: Installation,
  { from, word, choice, to, fromPasswords }: CopyOrder,
  wish: ParcelWish,
  context: RunContext,
  noted: Pick<Noted, "outcome" | "snapshot">,
): Promise<PackedValue & { readonly from: SnapshotId; readonly wasThere: boolean }> {
  const source = await installation.reader(from, word, choice, context, fromPasswords);
  await using reader = source.reader;
  const isLogin = installation.loginPartOf(reader.manifest);
  const selection = selectRecords(reader.manifest, isLogin, choice, "copy");
  await using scratch = await installation.scratch(context.run);
  const folder = await parcelFolder(installation, to, context);
  const { parcelExtension } = installation.description;
  const { shelf, secret, credentials } = await installation.parcels.making(
    folder,
    { ...reader.manifest.app, parcelExtension },
    wish,
    selection.records.some(({ kind }) => kind === "credentials"),
    scratch.folder,
  );
  const makesAnother = wish.form !== "plain" || wish.naming.kind === "chosen";
  const request = { reader, from: source.kind, selection, reason: null, makesAnother };
  const { outcome, snapshot, parts, wasThere } = await copyTo(request, shelf, context);
  noted.outcome = outcome;
  noted.snapshot = snapshot.id;
  await inStep(installation, shelfAt(folder), context, noted);
  const hasAny = reader.manifest.parts.some(({ kind }) => kind === "credentials");
  const packed = shelf.outcome ?? {
    name: snapshot.id,
    sizeBytes: statSync(path.join(folder, snapshot.id)).size,
    replacedAt: null,
    kept: null,
  };
  return {
    folder,
    snapshot,
    parts,
    form: wish.form,
    credentials: hasAny ? credentials : "none",
    secret: wasThere ? null : secret,
    from: reader.snapshot.id,
    wasThere,
    ...packed,
  };
}

/** Waits for both, also when one fails, so that nothing goes on behind an error. */
async function both<One, Other>(
  one: Promise<One>,
  other: Promise<Other>,
): Promise<readonly [One, Other]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}
