/** A new or broken computer: what a place or a file holds, and an app that comes back from it. */

import path from "node:path";
import { findBackups, openChosen, planRecovery, recover } from "../fivefold.ts";
import type { FoundBackups, RecoveryRequest, Snapshot, Watch } from "../fivefold.ts";
import { FivefoldError } from "../model/error.ts";
import { appMeant, appsOf, inOrderOfUse } from "../model/recovery.ts";
import { reportOptions, started } from "./backup-routes.ts";
import type { BackupView } from "./contract.ts";
import type { Office, Responders } from "./office.ts";
import { lookingOn } from "./open-app.ts";
import { passwordsOf } from "./source.ts";

type Names = "POST /api/recovery" | "POST /api/recovery/run";

const UPLOAD = "upload:";

export function recoveryRoutes(office: Office): Responders<Names> {
  const { app, audit, uploads, signal } = office;
  const placeOf = async (from: string): Promise<string> =>
    from.startsWith(UPLOAD) ? await uploads.fileOf(from.slice(UPLOAD.length)) : path.resolve(from);
  const find = async (from: string, key: string | null, watch: Watch): Promise<FoundBackups> =>
    await findBackups(await placeOf(from), passwordsOf(key), app.options, watch);
  return {
    "POST /api/recovery": async ({ body, session }) => {
      await using found = await find(body.from, body.key, lookingOn(signal));
      await audit.note(session.user, "lookForBackups", { place: found.place });
      const apps = [...appsOf(found.snapshots)];
      return {
        apps,
        // Those first that one takes first.
        backups: apps.flatMap((id) =>
          inOrderOfUse(found.snapshots, id).map((each) => backupOf(each, found)),
        ),
      };
    },
    "POST /api/recovery/run": async ({ body, session }) => {
      const { from, key, backup, into } = body;
      if (!path.isAbsolute(into))
        throw new FivefoldError("REQUEST_WRONG", { at: "into", message: into });
      const order = { verb: "recover", writes: true } as const;
      const run = await started(office, session, order, async (watch, questions) => {
        await using found = await find(from, key, watch);
        const appId = appMeant(found.snapshots, body.app);
        await using chosen = await openChosen(found, appId, backup);
        const request: RecoveryRequest = {
          ...app.options,
          ...(await reportOptions(office)),
          description: null,
          // Of an app that is served, its own home is the one that it had.
          home: app.options.home ?? (app.known?.id === appId ? app.known.home : null),
          // The page goes on with these backups: their key is kept as if they had been made here.
          passwords: { ...passwordsOf(key), remember: true },
          questions,
          found,
          reader: chosen.reader,
          into,
          comparing: null,
        };
        await using planned = await planRecovery(request, watch);
        const { record, value } = await recover(planned, watch);
        const { description, home } = planned.ground;
        await office.turnTo(description.file, home.folder);
        const { state, isStarted, parts, enrolled, undo, absentPlaces, offeredPlace } = value;
        const findings = [...chosen.findings, ...planned.findings, ...record.findings];
        return {
          record: {
            ...record,
            findings,
            outcome:
              findings.length > 0 && record.outcome === "done" ? "incomplete" : record.outcome,
          },
          place: found.place,
          result: {
            state,
            isStarted,
            parts: parts.map(({ id, kind, tenant, title }) => ({ id, kind, tenant, title })),
            enrolled,
            canUndo: undo !== null,
            folder: description.folder,
            absentPlaces,
            offeredPlace,
            lacking: planned.ground.lacking,
          },
        };
      });
      await audit.note(session.user, "recover", { run: run.run, place: from, folder: into });
      return { run: run.run };
    },
  };
}

function backupOf(snapshot: Snapshot, { place, kind }: FoundBackups): BackupView {
  const { id, takenAt, scope, reason, isComplete, host, sizeBytes } = snapshot;
  return {
    id,
    place,
    kind: kind === "vault" ? "vault" : "shelf",
    name: kind === "vault" ? null : id,
    takenAt,
    scope,
    reason,
    isComplete,
    host,
    sizeBytes,
    tenants: null,
    pin: null,
  };
}
