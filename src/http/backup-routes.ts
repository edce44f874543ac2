/** Backups: made, listed, looked into, checked, copied, pinned, deleted. */

import path from "node:path";
import type { z } from "zod";
import { calendarOf, ownParcelPassword } from "../fivefold.ts";
import type {
  BackupChanges,
  Finding,
  Fivefold,
  FivefoldOptions,
  Manifest,
  PackedValue,
  ParcelWish,
  Snapshot,
  Watch,
} from "../fivefold.ts";
import type { Language } from "../language/language.ts";
import { parcelReadme } from "../language/parcel-readme.ts";
import { asFivefoldError } from "../model/error.ts";
import type { SnapshotId } from "../model/snapshot.ts";
import type { FileChanges } from "../model/difference.ts";
import type { BackupView, ChangesView, FileWish, RunView } from "./contract.ts";
import { requireRole } from "./guard.ts";
import type { ListedPlace } from "./listing.ts";
import type { Responders, Office } from "./office.ts";
import { lookingOn } from "./open-app.ts";
import type { Order } from "./runs.ts";
import type { Session } from "./session.ts";
import { ownBackup, ownChanges, ownDetail, requireOwn, requireOwnPart } from "./some-tenants.ts";
import { meant, passwordsOf, requireKnownPlace } from "./source.ts";

type Names =
  | "POST /api/backups"
  | "GET /api/backups"
  | "POST /api/backups/look"
  | "POST /api/backups/entries"
  | "POST /api/backups/tickets"
  | "POST /api/backups/changes"
  | "POST /api/backups/check"
  | "POST /api/backups/copy"
  | "POST /api/backups/pin"
  | "POST /api/backups/forget";

/** Entries that are given of one folder. */
const MOST_ENTRIES = 2000;

/** So long a backup that people began waits for a run that another program does. */
export const LOCK_WAIT_MS = 6 * 3_600_000;

export function backupRoutes(office: Office): Responders<Names> {
  const { app, listing, audit, downloads, signal } = office;
  return {
    "POST /api/backups": async ({ body, session, language }) => {
      const { choice, to, file } = body;
      requireOwn(session, choice);
      if (file?.isExport === true) requireRole(session, "administrator");
      await requireKnownPlace(to, session, office);
      await requireGoodPassword(office, file);
      const run = await started(
        office,
        session,
        { verb: file?.isExport === true ? "export" : "backup", writes: true },
        async (watch, questions) => {
          if (file === null) return await backUp(office, choice, to, watch, questions);
          const own = await reportOptions(office);
          const environment = environmentFor(office, file);
          const lockWaitMs = LOCK_WAIT_MS;
          await using fivefold = await app.take({ ...own, questions, environment, lockWaitMs });
          const target = to ?? (await downloads.newFolder());
          const wish = parcelWish(fivefold, language, file);
          const purpose = file.isExport ? "export" : "backup";
          const { record, value } = await fivefold.pack(choice, target, wish, purpose, watch);
          return {
            record,
            place: to === null ? null : value.folder,
            result: await packedResult(value, office),
          };
        },
      );
      await audit.note(session.user, file === null ? "backup" : file.isExport ? "export" : "file", {
        run: run.run,
        to,
        tenants: choice.tenants,
        parts: choice.parts,
      });
      return { run: run.run };
    },
    "GET /api/backups": async ({ query, session, problem }) => {
      const places = await listedFor(office, query.place, session);
      const pins = await app.look((fivefold) => Promise.resolve(pinsOf(fivefold)));
      const backups = places.flatMap(({ sight, snapshots, tenants }) =>
        snapshots.map((snapshot): BackupView => ({
          id: snapshot.id,
          place: sight.name,
          kind: sight.kind === "shelf" ? "shelf" : "vault",
          name: sight.kind === "shelf" ? snapshot.id : null,
          takenAt: snapshot.takenAt,
          scope: snapshot.scope,
          reason: snapshot.reason,
          isComplete: snapshot.isComplete,
          host: snapshot.host,
          sizeBytes: snapshot.sizeBytes,
          tenants: tenants.get(snapshot.id)?.map(({ id, title }) => ({ id, title })) ?? null,
          pin: pins.get(`${sight.name}\n${snapshot.id}`) ?? null,
        })),
      );
      return {
        backups: backups
          .flatMap((each) => ownBackup(session, each) ?? [])
          .map((each) => ({ each, ms: Date.parse(each.takenAt) }))
          .toSorted((a, b) => b.ms - a.ms)
          .map(({ each }) => each),
        troubles: places.flatMap(({ sight, trouble }) =>
          trouble === null ? [] : [{ place: sight.name, problem: problem(trouble) }],
        ),
      };
    },
    "POST /api/backups/look": async ({ body, session }) => {
      const { at, word } = await meant(body, session, office);
      const { snapshot, manifest } =
        body.password === null
          ? await listing.show(at, word)
          : await withPassword(
              office,
              body.password,
              async (fivefold) => await fivefold.show(at, word, lookingOn(signal)),
            );
      const known = app.known;
      const pins = await app.look((fivefold) => Promise.resolve(pinsOf(fivefold)));
      const place = body.place ?? path.dirname(word);
      return ownDetail(session, {
        ...backupOf(snapshot, manifest, place, pins.get(`${place}\n${snapshot.id}`) ?? null),
        app: { ...manifest.app },
        isOwnApp: manifest.app.id === known?.id,
        program: manifest.program,
        parts: manifest.parts.map((part) => ({
          id: part.id,
          kind: part.kind,
          tenant: part.tenant,
          title: { ...part.title },
          entryCount: part.entryCount,
          sizeBytes: part.sizeBytes,
          tables: part.tables?.map(({ name, rows }) => ({ name, rows })) ?? null,
        })),
        notIncluded: manifest.notIncluded.map((each) => ({ ...each })),
        findings: [],
      });
    },
    "POST /api/backups/entries": async ({ body, session }) => {
      requireOwnPart(session, body.part);
      const { at, word } = await meant(body, session, office);
      const list = async (fivefold: Fivefold) => await entriesIn(fivefold, at, word, body, signal);
      return body.password === null
        ? await app.look(list)
        : await withPassword(office, body.password, list);
    },
    "POST /api/backups/tickets": async ({ body, session }) => {
      requireOwnPart(session, body.part);
      const { at, word } = await meant(body, session, office);
      const { part, path: inside, password } = body;
      const { user } = session;
      return { ticket: office.tickets.give({ user, at, word, part, path: inside, password }) };
    },
    "POST /api/backups/changes": async ({ body, session }) => {
      const before = await meant(body.before, session, office);
      const after = await meant(body.after, session, office);
      const everything = { tenants: [], parts: [] };
      const watch = lookingOn(signal);
      const changes = await app.look(
        async (fivefold) => await fivefold.changes(before, after, everything, watch),
      );
      return ownChanges(session, changesOf(changes));
    },
    "POST /api/backups/check": async ({ body, session }) => {
      await requireKnownPlace(body.place, session, office);
      const run = await started(
        office,
        session,
        { verb: "check", writes: false },
        async (watch, questions) => {
          await using fivefold = await app.take({ ...(await reportOptions(office)), questions });
          const { record, value } = await fivefold.check(body.place, body.readData, watch);
          const { snapshotCount, packCount, readBytes } = value;
          return {
            record,
            place: fivefold.placeName(body.place),
            result: { snapshotCount, packCount, readBytes },
          };
        },
      );
      await audit.note(session.user, "check", { run: run.run, place: body.place });
      return { run: run.run };
    },
    "POST /api/backups/copy": async ({ body, session, language }) => {
      const { at, word } = await meant(body, session, office);
      if (body.file?.isExport === true) requireRole(session, "administrator");
      await requireKnownPlace(body.to, session, office);
      await requireGoodPassword(office, body.file);
      const everything = { tenants: [], parts: [] };
      const run = await started(
        office,
        session,
        { verb: "copy", writes: true },
        async (watch, questions) => {
          await using fivefold = await app.take({
            ...(await reportOptions(office)),
            questions,
            environment: environmentFor(office, body.file),
          });
          const passwords = passwordsOf(body.password);
          if (body.file === null) {
            const { record, value } = await fivefold.copy(
              at,
              word,
              everything,
              body.to,
              passwords,
              watch,
            );
            const { snapshot, wasThere, made } = value;
            return {
              record,
              place: value.place,
              result: { takenAt: snapshot.takenAt, wasThere, madeVault: made !== null },
            };
          }
          const { record, value } = await fivefold.copyToParcel(
            at,
            word,
            everything,
            body.to ?? (await downloads.newFolder()),
            parcelWish(fivefold, language, body.file),
            passwords,
            watch,
          );
          return {
            record,
            place: body.to === null ? null : value.folder,
            result: await packedResult(value, office),
          };
        },
      );
      await audit.note(session.user, "copy", { run: run.run, backup: word, to: body.to });
      return { run: run.run };
    },
    "POST /api/backups/pin": async ({ body, session }) => {
      const { at, word } = await meant(body, session, office);
      await app.look(async (fivefold) => {
        const place = fivefold.placeName(at);
        const backup = await idOf(office, fivefold, at, word);
        await fivefold.changeSettings((settings) => {
          const others = settings.pins.filter(
            (each) => each.place !== place || each.backup !== backup,
          );
          const own = body.note === null ? [] : [{ place, backup, note: body.note }];
          return { ...settings, pins: [...others, ...own] };
        });
      });
      app.renew();
      office.changed();
      await audit.note(session.user, body.note === null ? "unpin" : "pin", { backup: word });
      return {};
    },
    "POST /api/backups/forget": async ({ body, session }) => {
      const { place, backups } = body;
      await office.plans.clear();
      const run = await started(
        office,
        session,
        { verb: "forget", writes: true },
        async (watch, questions) => {
          await using fivefold = await app.take({ ...(await reportOptions(office)), questions });
          const { record, value } = await fivefold.forget(place, backups as SnapshotId[], watch);
          const freedBytes = value === "vault" ? await pruned(fivefold, place, watch) : null;
          return {
            record,
            place: fivefold.placeName(place),
            result: { backupCount: backups.length, freedBytes },
          };
        },
      );
      await audit.note(session.user, "forget", { run: run.run, place, backups });
      return { run: run.run };
    },
  };
}

/** All places, the one that is named, or a folder that is none: to look there is for administrators. @throws ROLE_NEEDED */
async function listedFor(
  office: Office,
  wanted: string | undefined,
  session: Session,
): Promise<readonly ListedPlace[]> {
  const { listing } = office;
  const all = await listing.places();
  if (wanted === undefined) return all;
  const named = all.filter(({ sight }) => wanted === sight.name || wanted === sight.folder);
  if (named.length > 0 || !path.isAbsolute(wanted)) return named;
  await requireKnownPlace(wanted, session, office);
  return [await listing.folder(wanted)];
}

/** What deleting frees lies in packs that a prune gives back. */
async function pruned(fivefold: Fivefold, place: string | null, watch: Watch): Promise<number> {
  const plan = await fivefold.planPrune(place, watch);
  // Under a run of its own, that is not the one that people watch.
  await fivefold.prune(place, plan, { ...watch, started: () => undefined });
  return plan.freedBytes;
}

/** A backup into a place, and a look at the structure of what lies there then. */
async function backUp(
  office: Office,
  choice: { readonly tenants: readonly string[]; readonly parts: readonly string[] },
  to: string | null,
  watch: Watch,
  questions: Parameters<Order["work"]>[1],
): ReturnType<Order["work"]> {
  const own = { ...(await reportOptions(office)), questions, lockWaitMs: LOCK_WAIT_MS };
  await using fivefold = await office.app.take(own);
  const sights = await fivefold.placeSights();
  const sight = sights.find(({ name, isDefault }) => (to === null ? isDefault : name === to));
  // Whoever presses one button has no vault to begin with.
  const prepared = sight?.kind === "empty" ? await fivefold.init(to, watch) : null;
  const { record, value } = await fivefold.backup(choice, to, watch);
  const { place, parts, snapshot } = value;
  const made = prepared ?? value.made;
  const found = await lookedOver(fivefold, to, watch);
  const tenants = [...new Set(parts.flatMap(({ tenant }) => (tenant === null ? [] : [tenant])))];
  const known = await office.listing.titles(place, snapshot.id, tenants);
  const findings = [...record.findings, ...found];
  const outcome = found.length > 0 ? "incomplete" : record.outcome;
  return {
    record: { ...record, findings, outcome },
    place,
    result: {
      takenAt: snapshot.takenAt,
      sizeBytes: parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      partCount: parts.length,
      tenants: known,
      madeVault: made !== null,
      file: null,
      password: null,
    },
  };
}

/**
 * A look at the structure of what lies in a place, after something was added to it; under a run of its own in the records.
 * That it was stopped, or another one works there, takes nothing from the backup that is done.
 */
async function lookedOver(
  fivefold: Fivefold,
  at: string | null,
  watch: Watch,
): Promise<readonly Finding[]> {
  try {
    const quiet = { ...watch, started: () => undefined, reported: () => undefined };
    return (await fivefold.check(at, false, quiet)).value.findings;
  } catch (thrown) {
    const { code, facts } = asFivefoldError(thrown);
    if (code === "CANCELLED" || code === "VAULT_LOCKED") return [];
    return [{ code, part: null, path: null, facts }];
  }
}

async function packedResult(
  value: PackedValue,
  { downloads }: Office,
): Promise<Readonly<Record<string, unknown>>> {
  const { folder, name, sizeBytes, snapshot, parts, secret } = value;
  const file = path.join(folder, name);
  return {
    takenAt: snapshot.takenAt,
    sizeBytes: parts.reduce((sum, part) => sum + part.sizeBytes, 0),
    partCount: parts.length,
    tenants: [...new Set(parts.flatMap(({ tenant }) => (tenant === null ? [] : [tenant])))].map(
      (id) => ({ id, title: id }),
    ),
    madeVault: false,
    file: { id: await downloads.offer(file), name, path: file, sizeBytes },
    password: secret?.isNew === true ? secret.secret.reveal() : null,
  };
}

type FileWished = z.output<typeof FileWish>;

/** The library takes the password of a new file from the environment that it is given. */
function environmentFor({ app }: Office, file: FileWished | null): FivefoldOptions["environment"] {
  const { environment } = app.options;
  if (file === null || file.password === null) return environment;
  return { ...environment, FIVEFOLD_PARCEL_PASSWORD: file.password };
}

/** Before anything begins: who chose a weak one chooses again. @throws PASSWORD_WEAK */
async function requireGoodPassword({ app }: Office, file: FileWished | null): Promise<void> {
  if (file === null || file.password === null) return;
  const { id, name } = await app.look(
    async ({ appId, appName }) => await Promise.resolve({ id: appId, name: appName }),
  );
  await ownParcelPassword(file.password, [id, name]);
}

function parcelWish(
  fivefold: Fivefold,
  language: Language,
  { name, isEncrypted, hidesNames, isExport }: FileWished,
): ParcelWish {
  const encoder = new TextEncoder();
  return {
    naming: name === null ? { kind: "moment" } : { kind: "chosen", name },
    form: !isEncrypted ? "plain" : hidesNames ? "hidden" : "encrypted",
    compression: "deflate",
    level: 1,
    leavesCredentialsOut: isExport,
    calendar: fivefold.settings.names.calendar ?? calendarOf(language.code),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    readme: (facts) => encoder.encode(parcelReadme(facts)),
  };
}

/** With reports in the language of the settings. */
export async function reportOptions(office: Office): Promise<Pick<FivefoldOptions, "runReport">> {
  const language = await office.ownLanguage();
  const { runReport } = await import("../language/run-report.ts");
  return {
    runReport: async (run) =>
      await Promise.resolve(runReport(language, run, office.app.known?.brand.support)),
  };
}

/** Starts a run; whatever it changed is looked at anew afterwards. */
export async function started(
  office: Office,
  session: Session,
  order: Pick<Order, "verb" | "writes" | "job">,
  work: Order["work"],
): Promise<RunView> {
  return await office.runs.start({
    ...order,
    user: session.user,
    work: async (watch, questions) => {
      try {
        return await work(watch, questions);
      } finally {
        office.app.renew();
      }
    },
  });
}

/** The whole id of a backup; one of the list need not be opened for it, which a locked one could not be. */
async function idOf(
  { listing, signal }: Office,
  fivefold: Fivefold,
  at: string | null,
  word: string,
): Promise<string> {
  const listed = (await listing.places()).find(({ sight }) => sight.name === at);
  const found = listed?.snapshots.find(({ id }) => id === word);
  return (found ?? (await fivefold.show(at, word, lookingOn(signal))).snapshot).id;
}

async function withPassword<Value>(
  { app }: Office,
  password: string,
  work: (fivefold: Fivefold) => Promise<Value>,
): Promise<Value> {
  await using fivefold = await app.take({ passwords: passwordsOf(password) });
  return await work(fivefold);
}

function changesOf({ before, after, tenants, parts }: BackupChanges): ChangesView {
  const plain = ({ fileCount, sizeBytes, paths }: FileChanges) => ({
    fileCount,
    sizeBytes,
    paths: [...paths],
  });
  return {
    before: { id: before.id, takenAt: before.takenAt },
    after: { id: after.id, takenAt: after.takenAt },
    tenants: tenants.map(({ id, title }) => ({ id, title })),
    parts: parts.map(({ part, files, tables, ...rest }) => ({
      id: part.id,
      kind: part.kind,
      tenant: part.tenant,
      title: { ...part.title },
      ...rest,
      files:
        files === null
          ? null
          : {
              added: plain(files.added),
              changed: plain(files.changed),
              removed: plain(files.removed),
            },
      tables: tables?.map((each) => ({ ...each })) ?? null,
    })),
  };
}

/** Notes of pinned backups, by place and id. */
function pinsOf({ settings }: Fivefold): ReadonlyMap<string, string> {
  return new Map(settings.pins.map(({ place, backup, note }) => [`${place}\n${backup}`, note]));
}

function backupOf(
  snapshot: Snapshot,
  manifest: Manifest,
  place: string,
  pin: string | null,
): BackupView {
  const isFile = !/^[0-9a-f]{64}$/.test(snapshot.id);
  return {
    id: snapshot.id,
    place,
    kind: isFile ? "shelf" : "vault",
    name: isFile ? snapshot.id : null,
    takenAt: snapshot.takenAt,
    scope: snapshot.scope,
    reason: snapshot.reason,
    isComplete: snapshot.isComplete,
    host: snapshot.host,
    sizeBytes: snapshot.sizeBytes ?? manifest.parts.reduce((sum, part) => sum + part.sizeBytes, 0),
    tenants: manifest.tenants.map(({ id, title }) => ({ id, title })),
    pin,
  };
}

interface Shown {
  readonly kind: "file" | "directory" | "link";
  readonly name: string;
  readonly path: string;
  readonly sizeBytes: number | null;
  readonly modifiedAt: string;
}

/** The entries right below a folder of a part, folders first. */
async function entriesIn(
  fivefold: Fivefold,
  at: string | null,
  word: string,
  { part, folder }: { readonly part: string; readonly folder: string },
  signal: AbortSignal,
): Promise<{ entries: Shown[]; isCut: boolean }> {
  const inside = folder.replace(/^\/+|\/+$/g, "");
  const depth = inside === "" ? 1 : inside.split("/").length + 1;
  const found: Shown[] = [];
  let isCut = false;
  const choice = { tenants: [], parts: [part], ...(inside !== "" && { paths: [inside] }) };
  const abort = new AbortController();
  const both = AbortSignal.any([signal, abort.signal]);
  for await (const { entries } of fivefold.entries(at, word, choice, lookingOn(both))) {
    for (const entry of entries) {
      if (inside !== "" && !entry.path.startsWith(`${inside}/`)) continue;
      const names = entry.path.split("/");
      if (names.length !== depth) continue;
      if (found.length >= MOST_ENTRIES) {
        isCut = true;
        break;
      }
      found.push({
        kind: entry.kind,
        name: names.at(-1) ?? "",
        path: entry.path,
        sizeBytes: entry.kind === "file" ? entry.sizeBytes : null,
        modifiedAt: new Date(Number(entry.modifiedNs / 1_000_000n)).toISOString(),
      });
    }
    if (isCut) break;
  }
  found.sort(
    (a, b) =>
      Number(a.kind !== "directory") - Number(b.kind !== "directory") || (a.name < b.name ? -1 : 1),
  );
  return { entries: found, isCut };
}
