/** The backup wizard at a terminal: its questions, and its errands done by the library. */

import path from "node:path";
import type { Finding, Fivefold, NotIncluded, RunRecord } from "../fivefold.ts";
import { FivefoldError, NO_PASSWORDS, asFivefoldError } from "../fivefold.ts";
import type { BackupErrand, BackupFacts, BackupState, FileWish } from "../wizard/backup-wizard.ts";
import {
  ENCRYPTIONS,
  backupBlockers,
  backupKinds,
  backupOutcome,
  backupSum,
  backupTargets,
  backupWarnings,
  beginBackup,
  canGoBack,
  nextBackup,
  takesPlaces,
} from "../wizard/backup-wizard.ts";
import type { RunNews } from "../wizard/running.ts";
import { askSecret, askText, tell } from "./ask.ts";
import { sayBackedUp } from "./backup.ts";
import type { Ending } from "./frame.ts";
import { endingOf } from "./frame.ts";
import { sayParcel, wishOf } from "./parcel.ts";
import type { Seat, Stock } from "./terminal-seat.ts";
import {
  ask,
  askMany,
  newsOf,
  sayBlockers,
  sayRefusal,
  sumText,
  tenantWords,
} from "./terminal-seat.ts";

/** A choice beside the places. */
const FILE = "\u0000file";

/** `null`: back to the menu. */
export async function backupAtTerminal(
  stocks: readonly Stock[],
  seat: Seat,
): Promise<Ending | null> {
  let state = beginBackup(await factsOf(stocks, seat));
  const records: RunRecord[] = [];
  for (;;)
    switch (state.step) {
      case "what": {
        const next = await askWhat(state, seat);
        if (next === null) return null;
        state = next;
        break;
      }
      case "where":
        state = await askWhere(state, seat);
        break;
      case "question":
      case "progress":
        state = await work(state, records, seat);
        break;
      case "result": {
        const again = canGoBack(state) ? await wantsAgain(seat) : false;
        if (!again) return endingFrom(state, records, seat);
        state = nextBackup(state, { kind: "back" });
        break;
      }
    }
}

/** Sizes are those of the newest whole backup. */
async function factsOf(
  stocks: readonly Stock[],
  { desk, fivefold, language }: Seat,
): Promise<BackupFacts> {
  const app = await fivefold.app(desk.watch);
  const sizes = await sizesOf(stocks, fivefold, desk.watch);
  desk.output.pause();
  return {
    tenants: app.tenants,
    items: app.parts.map(({ part }) => ({
      id: part.id,
      kind: part.kind,
      tenant: part.tenant,
      title: { "": language.title(part) },
      sizeBytes: sizes.get(part.id) ?? null,
    })),
    loginPart: app.loginPart,
    places: stocks.map(({ sight }) => sight),
    isAdministrator: true,
    canDownload: false,
  };
}

async function sizesOf(
  stocks: readonly Stock[],
  fivefold: Fivefold,
  watch: Seat["desk"]["watch"],
): Promise<ReadonlyMap<string, number>> {
  for (const { sight, snapshots } of stocks) {
    const newest = snapshots.find(({ scope, isComplete }) => scope === "full" && isComplete);
    if (newest === undefined) continue;
    try {
      const { manifest } = await fivefold.show(sight.name, newest.id, watch);
      return new Map(manifest.parts.map(({ id, sizeBytes }) => [id, sizeBytes]));
    } catch (thrown) {
      const error = asFivefoldError(thrown);
      if (error.code === "CANCELLED") throw error;
    }
  }
  return new Map();
}

async function askWhat(state: BackupState, seat: Seat): Promise<BackupState | null> {
  const { words } = seat;
  const said = tenantWords(seat);
  const kinds = backupKinds(state).map(({ kind, blocker }) => {
    const sum = backupSum(nextBackup(state, { kind: "what", what: kind }));
    return {
      value: kind,
      label: words.text(`what.${kind}`, said),
      isDisabled: blocker !== null,
      ...(kind === "everything" && { hint: sumText(sum, seat) }),
    };
  });
  const back = { value: "back", label: words.text("pick.back") } as const;
  const kind = await ask(seat, "what.ask", [...kinds, back], state.what.kind);
  if (kind === "back") return null;
  const chosen = await askWhich(nextBackup(state, { kind: "what", what: kind }), seat);
  sayBlockers(backupBlockers(chosen), seat);
  return nextBackup(chosen, { kind: "go" });
}

async function askWhich(state: BackupState, seat: Seat): Promise<BackupState> {
  const { facts, what } = state;
  const { words, language } = seat;
  const said = tenantWords(seat);
  const tenants = facts.tenants.map(({ id, title }) => ({
    value: id,
    label: language.foreign(title, "people"),
  }));
  switch (what.kind) {
    case "everything":
      return state;
    case "tenants": {
      const ticked = await askMany(seat, words.text("pick.tenants", said), tenants, what.tenants);
      const none = nextBackup(state, { kind: "allTenants", isTicked: false });
      return ticked.reduce(
        (next, tenant) => nextBackup(next, { kind: "tenant", tenant, isTicked: true }),
        none,
      );
    }
    case "export": {
      const question = { said: words.text("pick.tenants", said) };
      const tenant = await ask(seat, question, tenants, what.tenant ?? undefined);
      return nextBackup(state, { kind: "takeAlong", tenant });
    }
    case "items": {
      const items = facts.items.map(({ id, title, sizeBytes }) => ({
        value: id,
        label: `${title[""] ?? ""} · ${language.foreign(id)}`,
        ...(sizeBytes !== null && { hint: language.bytes(sizeBytes) }),
      }));
      const ticked = await askMany(seat, words.text("pick.items"), items, what.items);
      return facts.items.reduce(
        (next, { id }) =>
          nextBackup(next, { kind: "item", item: id, isTicked: ticked.includes(id) }),
        state,
      );
    }
  }
}

async function askWhere(state: BackupState, seat: Seat): Promise<BackupState> {
  const { words } = seat;
  const placed = takesPlaces(state) ? await askPlaces(state, seat) : withFile(state, true);
  const chosen = placed.where.isFile ? await askFile(placed, seat) : placed;
  const blockers = backupBlockers(chosen);
  sayBlockers(blockers, seat);
  const back = nextBackup(chosen, { kind: "back" });
  if (blockers.length > 0) {
    const again = { value: "again", label: words.text("pick.again") } as const;
    const choices = [again, { value: "back", label: words.text("pick.back") } as const];
    return (await ask(seat, "where.ask", choices)) === "again" ? chosen : back;
  }
  const places = backupTargets(chosen).map((target) => {
    if (target.kind === "place") return target.place;
    return target.kind === "file" ? target.folder : "";
  });
  tell(`${sumText(backupSum(chosen), seat)}\n${words.text("ready.to", { places })}`, "info");
  for (const { warning, place } of backupWarnings(chosen))
    tell(words.text(`warning.${warning}`, { place }), "warn");
  const answer = await ask(seat, "ready.ask", [
    { value: "go", label: words.text("ready.go") },
    { value: "again", label: words.text("ready.change") },
    { value: "back", label: words.text("pick.back") },
  ]);
  if (answer === "go") return nextBackup(chosen, { kind: "go" });
  return answer === "again" ? chosen : back;
}

function withFile(state: BackupState, isFile: boolean): BackupState {
  return nextBackup(state, { kind: "where", change: { isFile } });
}

async function askPlaces(state: BackupState, seat: Seat): Promise<BackupState> {
  const { facts, where } = state;
  const { words, language } = seat;
  const places = facts.places.map(({ name, isDefault, kind }) => ({
    value: name,
    label: [
      isDefault ? words.text("where.usual", { place: name }) : language.foreign(name),
      ...(kind === "away" ? [words.text("where.away")] : []),
    ].join(" · "),
    isDisabled: kind === "away",
  }));
  const file = { value: FILE, label: words.text("where.file") };
  const before = [...where.places, ...(where.isFile ? [FILE] : [])];
  const ticked = await askMany(seat, words.text("where.ask"), [...places, file], before);
  const chosen = facts.places.reduce(
    (next, { name }) =>
      nextBackup(next, { kind: "place", place: name, isTicked: ticked.includes(name) }),
    state,
  );
  return withFile(chosen, ticked.includes(FILE));
}

async function askFile(state: BackupState, seat: Seat): Promise<BackupState> {
  const { where } = state;
  const { words, desk, language } = seat;
  const { currentFolder } = desk.surroundings;
  const typed = await askText(words.text("file.folder"), where.folder ?? currentFolder);
  const folder = path.resolve(currentFolder, typed);
  const name = await askText(words.text("file.name"), where.name);
  const locks = { none: "file.lockNone", made: "file.lockMade", own: "file.lockOwn" } as const;
  const options = ENCRYPTIONS.map((value) => ({ value, label: words.text(locks[value]) }));
  const encryption = await ask(seat, "file.lock", options, where.encryption);
  const isOwn = encryption === "own";
  const password = isOwn ? await askSecret(words.text("file.password")) : null;
  const again = isOwn ? await askSecret(language.text("ask.again")) : null;
  const secrets = { password: password?.reveal() ?? "", again: again?.reveal() ?? "" };
  return nextBackup(state, { kind: "where", change: { folder, name, encryption, ...secrets } });
}

/** Does the errand that waits, and tells the wizard what came of it. */
async function work(state: BackupState, records: RunRecord[], seat: Seat): Promise<BackupState> {
  const [errand] = state.errands;
  if (errand === undefined) throw new FivefoldError("INTERNAL", { message: "nothing to do" });
  const { ticket } = errand;
  const sent = nextBackup(state, { kind: "sent", ticket });
  const run = String(ticket);
  try {
    const news = await perform(errand, run, records, seat);
    const started = nextBackup(sent, { kind: "started", ticket, run });
    return nextBackup(started, { kind: "news", news });
  } catch (thrown) {
    const error = asFivefoldError(thrown);
    if (error.code === "CANCELLED" || error.code === "INTERNAL") throw error;
    seat.desk.output.pause();
    const refusal = sayRefusal(error, seat);
    return nextBackup(sent, { kind: "refused", ticket, refusal });
  }
}

async function perform(
  errand: BackupErrand,
  run: string,
  records: RunRecord[],
  seat: Seat,
): Promise<RunNews> {
  const { desk, fivefold, language } = seat;
  const { watch, output } = desk;
  switch (errand.route) {
    case "POST /api/backups": {
      const { choice, to, file } = errand.body;
      if (file !== null) {
        const { own, wish } = await packing(file, seat);
        const purpose = file.isExport ? "export" : "backup";
        const { record, value } = await own.pack(choice, `${to}${path.sep}`, wish, purpose, watch);
        records.push(record);
        await sayParcel(value, fivefold.appName, language, output);
        return newsOf(run, { outcome: record.outcome, snapshot: value.snapshot.id, place: to });
      }
      const { record, value } = await fivefold.backup(choice, to, watch);
      records.push(record);
      await sayBackedUp({ record, value }, fivefold, language, output);
      const { snapshot, place } = value;
      return newsOf(run, { outcome: record.outcome, snapshot: snapshot.id, place });
    }
    case "POST /api/backups/copy": {
      const { place, backup, to, file } = errand.body;
      const all = { tenants: [], parts: [] };
      if (file !== null) {
        const { own, wish } = await packing(file, seat);
        const target = `${to}${path.sep}`;
        const packed = await own.copyToParcel(
          place,
          backup,
          all,
          target,
          wish,
          NO_PASSWORDS,
          watch,
        );
        records.push(packed.record);
        await sayParcel(packed.value, fivefold.appName, language, output);
        return newsOf(run, { outcome: packed.record.outcome, place: to });
      }
      const passwords = desk.passwords({});
      const copied = await fivefold.copy(place, backup, all, to ?? "", passwords, watch);
      const { record, value } = copied;
      records.push(record);
      const facts = { snapshot: value.from.slice(0, 8), place: value.place, copied: "" };
      output.say(language.text("copy.done", facts));
      if (value.made !== null) {
        const { keyLines } = await import("./init.ts");
        for (const line of keyLines(value.made, fivefold, language)) output.line(line);
      }
      return newsOf(run, { outcome: record.outcome, place: value.place });
    }
    case "POST /api/runs/:run/answers":
    case "POST /api/runs/:run/stop":
      // The desk asks the vendor's questions, and Ctrl-C stops a run.
      return newsOf(run, {});
  }
}

/** The library with the person's own password, where there is one, and how the file is wanted. */
async function packing(file: FileWish, { desk, fivefold }: Seat) {
  const { name, isEncrypted, hidesNames, password, isExport } = file;
  const { environment } = desk.surroundings;
  const locked = { ...environment, FIVEFOLD_PARCEL_PASSWORD: password ?? undefined };
  const own = password === null ? fivefold : await desk.fivefold({}, { environment: locked });
  const naming =
    name === null ? ({ kind: "moment" } as const) : ({ kind: "chosen", name } as const);
  const options = { encrypt: isEncrypted, hideNames: hidesNames };
  return { own, wish: await wishOf(options, naming, isExport, fivefold, desk) };
}

async function wantsAgain(seat: Seat): Promise<boolean> {
  const answer = await ask(seat, "result.ask", [
    { value: "back", label: seat.words.text("result.back") },
    { value: "finish", label: seat.words.text("result.finish") },
  ]);
  return answer === "back";
}

/** All runs in one: what each found is said once more, together. */
function endingFrom(state: BackupState, records: readonly RunRecord[], { fivefold }: Seat): Ending {
  const [first] = records;
  const outcome = backupOutcome(state);
  if (first === undefined || outcome === "cancelled") return { outcome: "failed" };
  const findings: readonly Finding[] = records.flatMap((record) => record.findings);
  const notIncluded: readonly NotIncluded[] = first.notIncluded;
  return { ...endingOf(first, fivefold.home), outcome, findings, notIncluded };
}
