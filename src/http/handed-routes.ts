/**
 * Runs that the command line gives to the server, so that one program works on the app: each is watched and stopped like
 * any other, and what it gave is kept for the command that waits for it.
 */

import type { z } from "zod";
import type { At, Fivefold, JobWords, Watch } from "../fivefold.ts";
import { VERSION } from "../fivefold.ts";
import type { SnapshotId } from "../model/snapshot.ts";
import { LOCK_WAIT_MS, reportOptions, started } from "./backup-routes.ts";
import type { Action, HandedOrder } from "./contract.ts";
import { wordsOf, yieldOf } from "./job-routes.ts";
import type { Office, Responders } from "./office.ts";
import type { Order, Yield } from "./runs.ts";
import { passwordsOf } from "./source.ts";

type Names = "POST /api/handed";
type Handed = z.output<typeof HandedOrder>;
type Verb = Handed["verb"];

/** What commands may still ask for. */
const MOST_KEPT = 50;

const VERBS = {
  backup: "backup",
  run: "backup",
  check: "check",
  forget: "forget",
  prune: "prune",
  copy: "copy",
} as const satisfies Readonly<Record<Verb, Order["verb"]>>;

const ACTION_OF = {
  backup: "backup",
  run: "runJob",
  check: "check",
  forget: "forget",
  prune: "forget",
  copy: "copy",
} as const satisfies Readonly<Record<Verb, Action>>;

export function handedRoutes(office: Office): Responders<Names> {
  const { app, audit, handed } = office;
  return {
    "POST /api/handed": async ({ body, session, language }) => {
      const { order, version, canAsk } = body;
      if (version !== VERSION) return { run: null };
      const isOurs = await app.look(async (fivefold) => await canDo(fivefold, order, office));
      if (!isOurs) return { run: null };
      const slot: { given: unknown } = { given: null };
      const named = { verb: VERBS[order.verb], writes: order.verb !== "check" };
      const work: Order["work"] = async (watch, questions) => {
        await using fivefold = await app.take({
          ...(await reportOptions(office)),
          ...(canAsk && { questions }),
          lockWaitMs: LOCK_WAIT_MS,
          ...limitOf(order),
        });
        const { given, told } = await doneBy(fivefold, order, wordsOf(language), watch);
        slot.given = given;
        return told;
      };
      const job = order.verb === "run" ? { job: order.job } : {};
      const { run } = await started(office, session, { ...named, ...job }, work);
      handed.set(run, slot);
      for (const name of [...handed.keys()].slice(0, Math.max(0, handed.size - MOST_KEPT)))
        handed.delete(name);
      await audit.note(session.user, ACTION_OF[order.verb], { run });
      return { run };
    },
  };
}

/** What a command was told for itself alone. */
function limitOf(order: Handed): { readonly bytesPerSecond?: number } {
  if (order.verb !== "backup" || order.bytesPerSecond === null) return {};
  return { bytesPerSecond: order.bytesPerSecond };
}

/** Where the key is not at hand for the server, only the caller can open the place; a vault that is to be made shows its key. */
async function canDo(fivefold: Fivefold, order: Handed, { app }: Office): Promise<boolean> {
  const { environment } = app.options;
  const hasPassword =
    environment["FIVEFOLD_PASSWORD"] !== undefined ||
    environment["FIVEFOLD_PASSWORD_FILE"] !== undefined;
  for (const at of await placesOf(fivefold, order)) {
    const isKept = await fivefold.isKeyKept(at);
    if (isKept === null || !(isKept || hasPassword)) return false;
  }
  return true;
}

/** The vaults that are opened for it. */
async function placesOf(fivefold: Fivefold, order: Handed): Promise<readonly At[]> {
  switch (order.verb) {
    case "backup":
      return [order.to];
    case "copy":
      return [order.from, order.to];
    case "run": {
      const { job } = await fivefold.job(order.job);
      return job.into.kind === "vault" ? [job.into.place, ...job.copies] : [];
    }
    case "check":
    case "forget":
    case "prune":
      return [order.from];
  }
}

interface Done {
  /** For the command: what its library would have given. */
  readonly given: unknown;
  /** For everybody. */
  readonly told: Yield;
}

async function doneBy(
  fivefold: Fivefold,
  order: Handed,
  words: JobWords,
  watch: Watch,
): Promise<Done> {
  switch (order.verb) {
    case "backup": {
      const ended = await fivefold.backup(order.choice, order.to, watch);
      const { place, parts, snapshot } = ended.value;
      const tenants = new Set(parts.flatMap(({ tenant }) => (tenant === null ? [] : [tenant])));
      const result = {
        takenAt: snapshot.takenAt,
        sizeBytes: parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
        partCount: parts.length,
        tenants: [...tenants].map((id) => ({ id, title: id })),
        madeVault: false,
        file: null,
        password: null,
      };
      return { given: ended, told: { record: ended.record, place, result } };
    }
    case "run": {
      const end = await fivefold.runJob(order.job, words, watch);
      return { given: end, told: yieldOf(end) };
    }
    case "check": {
      const ended = await fivefold.check(order.from, order.readData, watch);
      const { snapshotCount, packCount, readBytes } = ended.value;
      const result = { snapshotCount, packCount, readBytes };
      const place = fivefold.placeName(order.from);
      return { given: ended, told: { record: ended.record, place, result } };
    }
    case "forget": {
      const ended = await fivefold.forget(order.from, order.backups as SnapshotId[], watch);
      const result = { backupCount: order.backups.length, freedBytes: null };
      const place = fivefold.placeName(order.from);
      return { given: ended, told: { record: ended.record, place, result } };
    }
    case "prune": {
      const plan = await fivefold.planPrune(order.from, watch);
      const ended = await fivefold.prune(order.from, plan, watch);
      const place = fivefold.placeName(order.from);
      return { given: ended, told: { record: ended.record, place } };
    }
    case "copy": {
      const { from, word, choice, to } = order;
      const ended = await fivefold.copy(from, word, choice, to, passwordsOf(null), watch);
      const { snapshot, wasThere, place } = ended.value;
      const result = { takenAt: snapshot.takenAt, wasThere, madeVault: false };
      return { given: ended, told: { record: ended.record, place, result } };
    }
  }
}
