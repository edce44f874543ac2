/** The restore wizard at a terminal: its questions, and its errands done by the library. */

import path from "node:path";
import type { Ended, PlannedRestore, RestoreValue, RunRecord, UndoValue } from "../fivefold.ts";
import { FivefoldError, asFivefoldError, verdictOf } from "../fivefold.ts";
import { Dates } from "../language/dates.ts";
import { hasWords } from "../language/fold.ts";
import type { WizardChoice } from "../wizard/chosen.ts";
import type {
  ListedBackup,
  RestoreErrand,
  RestoreFacts,
  RestoreState,
  SeenBackup,
  ShownPlan,
} from "../wizard/restore-wizard.ts";
import {
  arrives,
  beginRestore,
  canGoBackFrom,
  canUndo,
  insideItems,
  insideTenants,
  isArrivalKnown,
  nextRestore,
  restoreBlockers,
  restoreKinds,
  restoreSum,
  restoreWarnings,
  shownBackups,
} from "../wizard/restore-wizard.ts";
import { askText, tell } from "./ask.ts";
import { shortId } from "./backup.ts";
import type { Ending } from "./frame.ts";
import { endingOf } from "./frame.ts";
import { sayPreview } from "./preview.ts";
import { WHOLE, sayRestored } from "./restore.ts";
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

/** What the library gave and the wizard knows by names only. */
class Given implements AsyncDisposable {
  readonly plans = new Map<string, PlannedRestore>();
  readonly choices = new Map<string, WizardChoice>();
  ended: Ended<RestoreValue> | Ended<UndoValue> | null = null;

  async giveUp(plan: string): Promise<void> {
    await this.plans.get(plan)?.[Symbol.asyncDispose]();
    this.plans.delete(plan);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const plan of this.plans.keys()) await this.giveUp(plan);
  }
}

/** `null`: back to the menu. */
export async function restoreAtTerminal(
  stocks: readonly Stock[],
  seat: Seat,
): Promise<Ending | null> {
  await using given = new Given();
  return await goThrough(beginRestore(await factsOf(stocks, seat)), given, seat);
}

/** Only the way back of the last restore. */
export async function undoAtTerminal(seat: Seat): Promise<Ending | null> {
  const { desk, fivefold, language } = seat;
  const undo = await fivefold.undoable(desk.watch);
  if (undo === null) return null;
  const { openUndoLines } = await import("../language/run-report.ts");
  for (const line of openUndoLines(language, undo)) desk.output.say(line);
  await using given = new Given();
  const facts = { backups: [], tenants: [], isAdministrator: true, asksPassword: false };
  const done = newsOf("done", { outcome: "done", result: { canUndo: true } });
  const begun: RestoreState = {
    ...beginRestore({ ...facts, atNextStart: false }),
    step: "result",
    end: done,
  };
  return await goThrough(nextRestore(begun, { kind: "undo" }), given, seat);
}

async function goThrough(from: RestoreState, given: Given, seat: Seat): Promise<Ending | null> {
  let state = from;
  for (;;) {
    const [errand] = state.errands;
    if (errand !== undefined) {
      state = await work(state, errand, given, seat);
      continue;
    }
    switch (state.step) {
      case "from": {
        const next = await askFrom(state, seat);
        if (next === null) return null;
        state = next;
        break;
      }
      case "inside":
        state = await askInside(state, seat);
        break;
      case "items":
        state = await askItems(state, seat);
        break;
      case "preview":
        state = await askPreview(state, seat);
        break;
      case "confirm":
        state = await askConfirm(state, seat);
        break;
      case "confirmUndo": {
        const next = await askUndo(state, seat);
        if (next === null) return given.ended === null ? null : endingFrom(given, seat);
        state = next;
        break;
      }
      case "result": {
        const next = await askResult(state, seat);
        if (next === null) return endingFrom(given, seat);
        state = next;
        break;
      }
      case "question":
      case "progress":
        throw new FivefoldError("INTERNAL", { message: "nothing to do" });
    }
  }
}

async function factsOf(stocks: readonly Stock[], seat: Seat): Promise<RestoreFacts> {
  const { desk, fivefold } = seat;
  const backups: ListedBackup[] = [];
  for (const { sight, snapshots } of stocks) {
    const tenants = await tenantsIn(sight.name, snapshots, seat);
    for (const snapshot of snapshots) {
      const { id, takenAt, scope, reason, isComplete, host, sizeBytes } = snapshot;
      const name = sight.kind === "shelf" ? id : null;
      const facts = { id, takenAt, scope, reason, isComplete, host, sizeBytes, name };
      backups.push({ ...facts, place: sight.name, tenants: tenants.get(id) ?? null });
    }
  }
  desk.output.pause();
  return {
    backups: backups.toSorted((a, b) => Date.parse(b.takenAt) - Date.parse(a.takenAt)),
    tenants: await liveTenants(),
    isAdministrator: true,
    asksPassword: false,
    atNextStart: false,
  };

  /** An app that cannot be read is one more reason to restore it. */
  async function liveTenants(): Promise<RestoreFacts["tenants"]> {
    try {
      return (await fivefold.app(desk.watch)).tenants;
    } catch (thrown) {
      const error = asFivefoldError(thrown);
      if (error.code === "CANCELLED") throw error;
      return [];
    }
  }
}

async function tenantsIn(place: string, snapshots: Stock["snapshots"], { desk, fivefold }: Seat) {
  try {
    return await fivefold.tenantsIn(place, snapshots, desk.watch);
  } catch (thrown) {
    const error = asFivefoldError(thrown);
    if (error.code === "CANCELLED") throw error;
    return new Map<string, never>();
  }
}

const FILE = "\u0000file";
const SEARCH = "\u0000search";
const SAFETY = "\u0000safety";
const BACK = "\u0000back";

async function askFrom(state: RestoreState, seat: Seat): Promise<RestoreState | null> {
  const { words, desk } = seat;
  const dates = new Dates(seat.language.code);
  const shown = shownBackups(state, (backup, text) =>
    hasWords(`${dates.full(backup.takenAt)} ${backupText(backup, seat)}`, text),
  );
  if (shown.length === 0) tell(words.text("from.none"), "info");
  const hasSafety = state.facts.backups.some(({ reason }) => reason === "safety");
  const answer = await ask(seat, "from.ask", [
    ...shown.map((backup, at) => ({ value: String(at), label: backupText(backup, seat) })),
    { value: FILE, label: words.text("from.file") },
    ...(state.facts.backups.length > 1
      ? [{ value: SEARCH, label: words.text("from.search") }]
      : []),
    ...(hasSafety && !state.filters.showsSafety
      ? [{ value: SAFETY, label: words.text("from.safety") }]
      : []),
    { value: BACK, label: words.text("pick.back") },
  ]);
  switch (answer) {
    case BACK:
      return null;
    case SEARCH: {
      const text = await askText(words.text("from.searchFor"), "");
      return nextRestore(state, { kind: "filter", change: { text } });
    }
    case SAFETY:
      return nextRestore(state, { kind: "filter", change: { showsSafety: true } });
    case FILE: {
      const typed = await askText(words.text("from.path"), "");
      if (typed === "") return state;
      const file = path.resolve(desk.surroundings.currentFolder, typed);
      const source = { place: null, backup: file, name: path.basename(file) };
      return nextRestore(nextRestore(state, { kind: "choose", source }), { kind: "go" });
    }
    default: {
      const backup = shown[Number(answer)];
      if (backup === undefined) return state;
      const { place, id, name } = backup;
      const chosen = nextRestore(state, { kind: "choose", source: { place, backup: id, name } });
      return nextRestore(chosen, { kind: "go" });
    }
  }
}

/** A backup in one line: when, what, why, where. */
function backupText(backup: ListedBackup, { language }: Seat): string {
  const { takenAt, tenants, scope, reason, isComplete, place } = backup;
  const titles = (scope === "full" ? [] : (tenants ?? [])).map(({ title }) => title);
  const holds =
    titles.length === 0
      ? language.text(`scope.${scope}`)
      : language.text("list.holds", {
          tenants: titles.slice(0, titles.length > 2 ? 1 : 2),
          moreCount: Math.max(0, titles.length > 2 ? titles.length - 1 : 0),
        });
  const rest = [
    language.text(`reason.${reason}`),
    ...(isComplete ? [] : [language.text("state.incomplete")]),
    language.foreign(path.basename(place) || place),
  ];
  return [language.moment(takenAt), holds, ...rest].join(" · ");
}

async function askInside(state: RestoreState, seat: Seat): Promise<RestoreState> {
  const { words, language } = seat;
  const { inside } = state;
  if (inside?.kind === "seen") {
    const { app, takenAt } = inside.detail;
    const lines = [
      words.text("inside.said", { name: app.name, version: app.version || "–", takenAt }),
      sumTextOf(insideItems(state), seat),
    ];
    const tenants = insideTenants(state).map(({ title }) => title);
    if (tenants.length > 0)
      lines.push(words.text("inside.holds", { tenants: tenants.slice(0, 20) }));
    tell(lines.join("\n"), "info");
    for (const warning of restoreWarnings(state)) tell(words.text(`warning.${warning}`), "warn");
  }
  const blockers = restoreBlockers(state);
  if (inside?.kind !== "locked") sayBlockers(blockers, seat);
  if (inside?.kind === "bad" || blockers.includes("foreign"))
    tell(words.text("inside.untouched"), "info");
  const again = { value: "again", label: words.text("pick.again") } as const;
  const go = { value: "go", label: words.text("pick.go") } as const;
  const back = { value: "back", label: words.text("pick.back") } as const;
  const isLocked = inside?.kind === "locked";
  const forwards = isLocked ? [again] : blockers.length === 0 ? [go] : [];
  const question = inside?.kind === "seen" ? "inside.ask" : "result.ask";
  const answer = await ask(seat, question, [...forwards, back]);
  if (answer === "back") return nextRestore(state, { kind: "back" });
  if (answer === "go") return nextRestore(state, { kind: "go" });
  const { askSecret } = await import("./ask.ts");
  const typed = await askSecret(language.text("ask.password", { place: state.source?.name ?? "" }));
  const password = typed?.reveal() ?? "";
  return nextRestore(nextRestore(state, { kind: "filePassword", password }), { kind: "go" });
}

function sumTextOf(items: ReturnType<typeof insideItems>, seat: Seat): string {
  const sizeBytes = items.reduce((sum, item) => sum + (item.sizeBytes ?? 0), 0);
  return sumText({ itemCount: items.length, sizeBytes, isAtLeast: false }, seat);
}

async function askItems(state: RestoreState, seat: Seat): Promise<RestoreState> {
  if (arrives(state)) return await askArrival(state, seat);
  const { words, language } = seat;
  const said = tenantWords(seat);
  const labels = {
    everything: words.text("what.everything"),
    tenants: words.text("what.tenants", said),
    items: words.text("what.items"),
    paths: words.text("items.paths"),
  };
  const kinds = restoreKinds(state).map((value) => ({ value, label: labels[value] }));
  const back = { value: "back", label: words.text("pick.back") } as const;
  const kind = await ask(seat, "items.ask", [...kinds, back], state.what.kind);
  if (kind === "back") return nextRestore(state, { kind: "back" });
  let chosen = nextRestore(state, { kind: "what", what: kind });
  const items = insideItems(state).map(({ id, title, kind: of, sizeBytes }) => ({
    value: id,
    label: `${language.title({ title, kind: of })} · ${language.foreign(id)}`,
    ...(sizeBytes !== null && { hint: language.bytes(sizeBytes) }),
  }));
  if (kind === "tenants") {
    const tenants = insideTenants(state);
    const options = tenants.map(({ id, title }) => ({
      value: id,
      label: language.foreign(title, "people"),
    }));
    const question = words.text("pick.tenants", said);
    const ticked = await askMany(seat, question, options, chosen.what.tenants);
    for (const { id } of tenants)
      chosen = nextRestore(chosen, { kind: "tenant", tenant: id, isTicked: ticked.includes(id) });
  }
  if (kind === "items") {
    const ticked = await askMany(seat, words.text("pick.items"), items, chosen.what.items);
    for (const { value: item } of items)
      chosen = nextRestore(chosen, { kind: "item", item, isTicked: ticked.includes(item) });
  }
  if (kind === "paths") {
    const files = items.filter(
      ({ value }) => insideItems(state).find(({ id }) => id === value)?.kind !== "database",
    );
    const part = await ask(seat, "paths.item", files.length === 0 ? items : files);
    const typed = await askText(words.text("paths.path"), "");
    for (const old of chosen.what.paths)
      chosen = nextRestore(chosen, { kind: "path", path: old, isTicked: false });
    if (typed !== "")
      chosen = nextRestore(chosen, { kind: "path", path: `${part}/${typed}`, isTicked: true });
  }
  const sum = restoreSum(chosen);
  if (sum !== null && sum.itemCount > 0) tell(sumText(sum, seat), "info");
  sayBlockers(restoreBlockers(chosen), seat);
  return nextRestore(chosen, { kind: "go" });
}

async function askArrival(state: RestoreState, seat: Seat): Promise<RestoreState> {
  const { words } = seat;
  if (!isArrivalKnown(state)) {
    const answer = await ask(seat, "items.ask", [
      { value: "go", label: words.text("what.everything") },
      { value: "back", label: words.text("pick.back") },
    ]);
    return nextRestore(state, { kind: answer });
  }
  const [tenant] = insideTenants(state);
  const question = { said: words.text("arrival.ask", { tenantTitle: tenant?.title }) };
  const way = await ask(seat, question, [
    { value: "replace", label: words.text("arrival.replace") },
    { value: "beside", label: words.text("arrival.beside") },
    { value: "back", label: words.text("pick.back") },
  ]);
  if (way === "back") return nextRestore(state, { kind: "back" });
  let chosen = nextRestore(state, { kind: "arrival", change: { way } });
  if (way === "beside") {
    const as = await askText(words.text("arrival.id"), state.arrival.as);
    const title = await askText(words.text("arrival.title"), tenant?.title ?? "");
    chosen = nextRestore(chosen, { kind: "arrival", change: { as, title } });
  }
  sayBlockers(restoreBlockers(chosen), seat);
  return nextRestore(chosen, { kind: "go" });
}

async function askPreview(state: RestoreState, seat: Seat): Promise<RestoreState> {
  const { words } = seat;
  for (const warning of restoreWarnings(state)) tell(words.text(`warning.${warning}`), "warn");
  const blockers = restoreBlockers(state);
  sayBlockers(blockers, seat);
  const answer = await ask(seat, "preview.ask", [
    ...(blockers.length === 0 ? [{ value: "go", label: words.text("pick.go") } as const] : []),
    { value: "again", label: words.text("preview.again") },
    { value: "back", label: words.text("pick.back") },
  ]);
  return nextRestore(state, { kind: answer });
}

async function askConfirm(state: RestoreState, seat: Seat): Promise<RestoreState> {
  const { words } = seat;
  // Enter alone means no.
  const answer = await ask(seat, "confirm.ask", [
    { value: "no", label: words.text("confirm.no") },
    { value: "yes", label: words.text("confirm.yes") },
  ]);
  if (answer === "no" || state.plan === null) return nextRestore(state, { kind: "back" });
  return nextRestore(state, { kind: "confirm", plan: state.plan.plan });
}

/** `null`: rather not. */
async function askUndo(state: RestoreState, seat: Seat): Promise<RestoreState | null> {
  const { words } = seat;
  const answer = await ask(seat, "undo.ask", [
    { value: "no", label: words.text("confirm.no") },
    { value: "yes", label: words.text("undo.yes") },
  ]);
  return answer === "yes" ? nextRestore(state, { kind: "confirmUndo" }) : null;
}

/** `null`: all is done. */
async function askResult(state: RestoreState, seat: Seat): Promise<RestoreState | null> {
  const { words } = seat;
  const undo = { value: "undo", label: words.text("menu.undo") } as const;
  const back = { value: "back", label: words.text("result.back") } as const;
  const more = [...(canUndo(state) ? [undo] : []), ...(canGoBackFrom(state) ? [back] : [])];
  if (more.length === 0) return null;
  const finish = { value: "finish", label: words.text("result.finish") } as const;
  const answer = await ask(seat, "result.ask", [finish, ...more]);
  return answer === "finish" ? null : nextRestore(state, { kind: answer });
}

/** Does an errand, and tells the wizard what came of it. */
async function work(
  state: RestoreState,
  errand: RestoreErrand,
  given: Given,
  seat: Seat,
): Promise<RestoreState> {
  const { ticket } = errand;
  const sent = nextRestore(state, { kind: "sent", ticket });
  try {
    return await perform(sent, errand, given, seat);
  } catch (thrown) {
    const error = asFivefoldError(thrown);
    if (error.code === "CANCELLED" || error.code === "INTERNAL") throw error;
    seat.desk.output.pause();
    const refusal = sayRefusal(error, seat);
    if (errand.route !== "POST /api/restores" && errand.route !== "POST /api/undo")
      return nextRestore(sent, { kind: "refused", ticket, refusal });
    // It had begun, and says how it left the data.
    const outcome = error.code === "RESTORE_TURNED_BACK" ? "turnedBack" : "failed";
    return told(sent, ticket, { outcome, problem: refusal });
  }
}

function told(
  state: RestoreState,
  ticket: number,
  some: Parameters<typeof newsOf>[1],
): RestoreState {
  const run = String(ticket);
  const started = nextRestore(state, { kind: "started", ticket, run });
  return nextRestore(started, { kind: "news", news: newsOf(run, some) });
}

async function perform(
  state: RestoreState,
  errand: RestoreErrand,
  given: Given,
  seat: Seat,
): Promise<RestoreState> {
  const { desk, fivefold, language } = seat;
  const { ticket } = errand;
  switch (errand.route) {
    case "POST /api/backups/look": {
      const { place, backup, password } = errand.body;
      const opened = await reading(password, seat);
      const { snapshot, manifest } = await opened.show(place, backup, desk.watch);
      desk.output.pause();
      const { app, takenAt, scope, tenants, parts } = manifest;
      const isOwnApp = app.id === fivefold.appId;
      const { isComplete } = snapshot;
      const detail: SeenBackup = { takenAt, scope, isComplete, isOwnApp, app, tenants, parts };
      return nextRestore(state, { kind: "looked", ticket, detail });
    }
    case "POST /api/plans": {
      const { place, backup, choice, arrival, password } = errand.body;
      const opened = await reading(password, seat);
      const { watch } = desk;
      const wish = arrival === null ? null : { ...arrival };
      const planned = await opened.planRestore(place, backup, choice, watch, WHOLE, wish);
      const plan = String(ticket);
      given.plans.set(plan, planned);
      given.choices.set(plan, choice);
      return told(state, ticket, { outcome: "done", result: { plan } });
    }
    case "GET /api/plans/:plan": {
      const planned = given.plans.get(errand.params.plan);
      if (planned === undefined) throw new FivefoldError("PLAN_OUTDATED");
      desk.output.pause();
      sayPreview(planned, fivefold, language, desk.output);
      const plan = shownPlan(errand.params.plan, planned);
      return nextRestore(state, { kind: "planned", ticket, plan });
    }
    case "DELETE /api/plans/:plan":
      await given.giveUp(errand.params.plan);
      return state;
    case "POST /api/restores": {
      const planned = given.plans.get(errand.body.plan);
      if (planned === undefined) throw new FivefoldError("PLAN_OUTDATED");
      desk.whenCancelled("cancelled.restore");
      const ended = await fivefold.restore(planned, desk.watch);
      desk.whenCancelled("restore.declined");
      given.ended = ended;
      const [tenant = null] = arrives(state) ? planned.reader.manifest.tenants : [];
      const choice = given.choices.get(errand.body.plan) ?? { tenants: [], parts: [] };
      sayRestored(ended, planned, choice, tenant, fivefold, language, desk.output);
      sayReport(ended.report, seat);
      const { outcome } = ended.record;
      const canBeUndone = ended.value.undo !== null;
      const { state: end } = ended.value;
      return told(state, ticket, { outcome, result: { state: end, canUndo: canBeUndone } });
    }
    case "POST /api/undo": {
      desk.whenCancelled("cancelled.undo");
      const ended = await fivefold.undo(desk.watch);
      given.ended = ended;
      const { appName: name } = fivefold;
      const { safety, isStarted } = ended.value;
      desk.output.say(language.text("undo.done", { name }));
      if (safety !== null)
        desk.output.say(language.text("undo.safety", { snapshot: shortId(safety.snapshot) }));
      if (!isStarted) desk.output.say(language.text("restore.startAgain", { name }));
      sayReport(ended.report, seat);
      return told(state, ticket, { outcome: ended.record.outcome });
    }
    case "POST /api/runs/:run/answers":
    case "POST /api/runs/:run/stop":
      // The desk asks the vendor's questions, and Ctrl-C stops a run.
      return state;
  }
}

/** The library with the file's password, where one was typed after the first try. */
async function reading(password: string | null, { desk, fivefold }: Seat) {
  if (password === null) return fivefold;
  const { environment } = desk.surroundings;
  const own = { environment: { ...environment, FIVEFOLD_PARCEL_PASSWORD: password } };
  return await desk.fivefold({}, own);
}

function shownPlan(id: string, { plan, app }: PlannedRestore): ShownPlan {
  return {
    plan: id,
    parts: plan.parts.map(({ part, holders, difference }) => ({
      id: part.id,
      verdict: difference === null ? "unknown" : verdictOf(difference),
      holders: holders.map(({ name }) => ({ name })),
    })),
    rooms: plan.rooms,
    stopsApp: app.hooks.stop !== null,
    endsUndo: plan.endsUndo === null ? null : { takenAt: plan.endsUndo.takenAt },
  };
}

function sayReport(report: string | null, { desk, language }: Seat): void {
  if (report !== null) desk.output.say(language.text("report.at", { path: report }));
}

function endingFrom({ ended }: Given, { fivefold }: Seat): Ending {
  const record: RunRecord | undefined = ended?.record;
  return record === undefined ? { outcome: "failed" } : endingOf(record, fivefold.home);
}
