/**
 * The restore wizard: from where, what is inside, which items, preview, confirmation, progress, result, and the way back.
 *
 * A pure state machine over plain data, like the backup wizard. One thing it holds against every sequence of events: the
 * errand that replaces data appears only by `confirm` at the step "confirm", with the very plan that is shown there.
 */

import type { Facts } from "../model/error.ts";
import type { PartKind } from "../model/part.ts";
import { unsafeName } from "../model/part.ts";
import type { Reason, Scope } from "../model/snapshot.ts";
import type { ListedItem, ListedTenant, Sum, WizardChoice } from "./chosen.ts";
import { sumOf, ticked } from "./chosen.ts";
import type { Refusal, RunErrand, RunEvent, RunNews, Running } from "./running.ts";
import { asked, follow, questionOf, underWay, without } from "./running.ts";

export interface ListedBackup {
  readonly id: string;
  readonly place: string;
  /** A file's name; `null` in a vault. */
  readonly name: string | null;
  readonly takenAt: string;
  readonly scope: Scope;
  readonly reason: Reason;
  readonly isComplete: boolean;
  readonly host: string;
  readonly sizeBytes: number | null;
  /** `null`: not read yet. */
  readonly tenants: readonly ListedTenant[] | null;
}

export interface RestoreFacts {
  readonly backups: readonly ListedBackup[];
  /** Of the application as it is now. */
  readonly tenants: readonly ListedTenant[];
  readonly isAdministrator: boolean;
  /** Who has an account is asked for the password again. */
  readonly asksPassword: boolean;
  /** A host program shows this: data is swapped when it starts next. */
  readonly atNextStart: boolean;
}

/** As the routes take it: a backup of a place, or a file by its path. */
export interface RestoreSource {
  readonly place: string | null;
  readonly backup: string;
  /** For people: a file's name; `null`: the moment says it. */
  readonly name: string | null;
}

/** What of a backup's detail the wizard decides by. */
export interface SeenBackup {
  readonly takenAt: string;
  readonly scope: Scope;
  readonly isComplete: boolean;
  readonly isOwnApp: boolean;
  readonly app: { readonly id: string; readonly name: string; readonly version: string };
  readonly tenants: readonly ListedTenant[] | null;
  readonly parts: readonly {
    readonly id: string;
    readonly kind: PartKind;
    readonly tenant: string | null;
    readonly title: Readonly<Record<string, string>>;
    readonly sizeBytes: number;
  }[];
}

/** What of a plan the wizard decides by. */
export interface ShownPlan {
  readonly plan: string;
  readonly parts: readonly {
    readonly id: string;
    readonly verdict: "same" | "different" | "unknown";
    readonly holders: readonly { readonly name: string }[];
  }[];
  readonly rooms: readonly {
    readonly folder: string;
    readonly neededBytes: number;
    readonly freeBytes: number;
  }[];
  readonly stopsApp: boolean;
  readonly endsUndo: { readonly takenAt: string } | null;
}

export interface RestoreFilters {
  readonly text: string;
  readonly place: string | null;
  readonly tenant: string | null;
  readonly scope: Scope | null;
  /** ISO 8601, from and before; `null`: open. */
  readonly fromAt: string | null;
  readonly beforeAt: string | null;
  readonly showsIncomplete: boolean;
  /** States from before a restore. */
  readonly showsSafety: boolean;
}

export const NO_FILTERS: RestoreFilters = {
  text: "",
  place: null,
  tenant: null,
  scope: null,
  fromAt: null,
  beforeAt: null,
  showsIncomplete: true,
  showsSafety: false,
};

export type Inside =
  | { readonly kind: "waiting" }
  | { readonly kind: "seen"; readonly detail: SeenBackup }
  /** It opens with a password; `isWrong`: not with the one that was typed. */
  | { readonly kind: "locked"; readonly isWrong: boolean }
  /** Wrong, damaged, or not to be reached: the present data stays untouched. */
  | { readonly kind: "bad"; readonly refusal: Refusal };

export const RESTORE_KINDS = ["everything", "tenants", "items", "paths"] as const;
export type RestoreKind = (typeof RESTORE_KINDS)[number];

export interface RestoreWhat {
  readonly kind: RestoreKind;
  readonly tenants: readonly string[];
  readonly items: readonly string[];
  /** `<part id>/<path>`. */
  readonly paths: readonly string[];
  /** The item whose files are looked at; `null`: one is to be chosen. */
  readonly opened: string | null;
}

/** How one tenant that was brought along in a file comes in. */
export interface Arrival {
  /** "in": the application does not know it. */
  readonly way: "in" | "replace" | "beside";
  readonly as: string;
  readonly title: string;
}

export type RestoreStep =
  | "from"
  | "inside"
  | "items"
  | "preview"
  | "confirm"
  | "question"
  | "progress"
  | "result"
  | "confirmUndo";

export type RestoreErrand =
  | {
      readonly ticket: number;
      readonly route: "POST /api/backups/look";
      readonly body: {
        readonly place: string | null;
        readonly backup: string;
        readonly password: string | null;
      };
    }
  | {
      readonly ticket: number;
      readonly route: "POST /api/plans";
      readonly body: {
        readonly place: string | null;
        readonly backup: string;
        readonly choice: WizardChoice;
        readonly password: string | null;
        readonly arrival: {
          readonly replaces: boolean;
          readonly as: string | null;
          readonly title: string | null;
        } | null;
      };
    }
  | {
      readonly ticket: number;
      readonly route: "GET /api/plans/:plan" | "DELETE /api/plans/:plan";
      readonly params: { readonly plan: string };
    }
  | {
      readonly ticket: number;
      readonly route: "POST /api/restores";
      readonly body: {
        readonly plan: string;
        readonly isConfirmed: true;
        readonly atNextStart: boolean;
        readonly password: string | null;
      };
    }
  | {
      readonly ticket: number;
      readonly route: "POST /api/undo";
      readonly body: { readonly password: string | null };
    }
  | RunErrand;

export interface RestoreState {
  readonly facts: RestoreFacts;
  readonly step: RestoreStep;
  readonly filters: RestoreFilters;
  readonly source: RestoreSource | null;
  /** Of the file, as typed; "": none. */
  readonly filePassword: string;
  readonly inside: Inside | null;
  readonly what: RestoreWhat;
  readonly arrival: Arrival;
  /** `null` until it is known. */
  readonly plan: ShownPlan | null;
  /** Asked again before anything is replaced. */
  readonly password: string;
  readonly refusal: Refusal | null;
  /** What `running` is for: the plan, the restore, the way back. */
  readonly deed: "plan" | "restore" | "undo" | null;
  readonly running: Running | null;
  /** How the restore ended, and the undo after it. */
  readonly end: RunNews | null;
  readonly undoEnd: RunNews | null;
  /** The errand whose answer is waited for; answers to others are too late. */
  readonly awaited: number | null;
  readonly errands: readonly RestoreErrand[];
  readonly ticket: number;
}

export type RestoreEvent =
  | { readonly kind: "facts"; readonly facts: RestoreFacts }
  | { readonly kind: "filter"; readonly change: Partial<RestoreFilters> }
  | { readonly kind: "choose"; readonly source: RestoreSource }
  | { readonly kind: "filePassword"; readonly password: string }
  | { readonly kind: "looked"; readonly ticket: number; readonly detail: SeenBackup }
  | { readonly kind: "what"; readonly what: RestoreKind }
  | { readonly kind: "tenant"; readonly tenant: string; readonly isTicked: boolean }
  | { readonly kind: "item"; readonly item: string; readonly isTicked: boolean }
  | { readonly kind: "path"; readonly path: string; readonly isTicked: boolean }
  /** Only some of an item's files are wanted: they are looked at. `null`: another item is to be chosen. */
  | { readonly kind: "open"; readonly item: string | null }
  | { readonly kind: "arrival"; readonly change: Partial<Arrival> }
  | { readonly kind: "planned"; readonly ticket: number; readonly plan: ShownPlan }
  /** The plan is made anew: the application was closed, or room was made. */
  | { readonly kind: "again" }
  | { readonly kind: "password"; readonly password: string }
  | { readonly kind: "go" }
  | { readonly kind: "back" }
  /** The person's yes to what this plan names. */
  | { readonly kind: "confirm"; readonly plan: string }
  | { readonly kind: "undo" }
  | { readonly kind: "confirmUndo" }
  | { readonly kind: "sent"; readonly ticket: number }
  | { readonly kind: "refused"; readonly ticket: number; readonly refusal: Refusal }
  | RunEvent;

export const RESTORE_BLOCKERS = [
  "needsAdministrator",
  "sourceMissing",
  "looking",
  "unreadable",
  "foreign",
  "filePasswordMissing",
  "tenantsMissing",
  "itemsMissing",
  "pathsMissing",
  "arrivalUndecided",
  "arrivalNameMissing",
  "arrivalNameUnsafe",
  "arrivalNameTaken",
  "planning",
  "roomShort",
  "appOpen",
  "passwordMissing",
] as const;
export type RestoreBlocker = (typeof RESTORE_BLOCKERS)[number];

export const RESTORE_WARNINGS = ["incomplete", "endsUndo", "nothingChanges"] as const;
export type RestoreWarning = (typeof RESTORE_WARNINGS)[number];

export function beginRestore(facts: RestoreFacts): RestoreState {
  return {
    facts,
    step: "from",
    filters: NO_FILTERS,
    source: null,
    filePassword: "",
    inside: null,
    what: { kind: "everything", tenants: [], items: [], paths: [], opened: null },
    arrival: { way: "in", as: "", title: "" },
    plan: null,
    password: "",
    refusal: null,
    deed: null,
    running: null,
    end: null,
    undoEnd: null,
    awaited: null,
    errands: [],
    ticket: 1,
  };
}

/** As `beginRestore`, at a run that works already. */
export function resumeRestore(
  facts: RestoreFacts,
  run: string,
  deed: "restore" | "undo",
): RestoreState {
  return { ...beginRestore(facts), step: "progress", deed, running: underWay(run) };
}

/**
 * The backups that the filters let through, as the list has them. `hasText` says whether a backup, as the face writes it,
 * has the text that is looked for; it is not asked without one.
 */
export function shownBackups(
  { facts, filters }: RestoreState,
  hasText: (backup: ListedBackup, text: string) => boolean,
): readonly ListedBackup[] {
  const { place, tenant, scope, showsIncomplete, showsSafety } = filters;
  const text = filters.text.trim();
  const fromMs = filters.fromAt === null ? -Infinity : Date.parse(filters.fromAt);
  const beforeMs = filters.beforeAt === null ? Infinity : Date.parse(filters.beforeAt);
  return facts.backups.filter((backup) => {
    if (!showsSafety && backup.reason === "safety") return false;
    if (!showsIncomplete && !backup.isComplete) return false;
    if (place !== null && backup.place !== place) return false;
    if (scope !== null && backup.scope !== scope) return false;
    // A list that was not read yet may hold it.
    if (tenant !== null && backup.tenants?.some(({ id }) => id === tenant) === false) return false;
    const atMs = Date.parse(backup.takenAt);
    if (atMs < fromMs || atMs >= beforeMs) return false;
    return text === "" || hasText(backup, text);
  });
}

/** What the backup holds, as a person can tick it. */
export function insideItems({ inside }: RestoreState): readonly ListedItem[] {
  return inside?.kind === "seen" ? inside.detail.parts : [];
}

export function insideTenants({ inside }: RestoreState): readonly ListedTenant[] {
  return inside?.kind === "seen" ? (inside.detail.tenants ?? []) : [];
}

/** One tenant was brought along: it comes in as a whole, and it is asked how. */
export function arrives({ inside }: RestoreState): boolean {
  return inside?.kind === "seen" && inside.detail.scope === "tenant";
}

/** Whether the application has the tenant that comes in already. */
export function isArrivalKnown(state: RestoreState): boolean {
  const [tenant] = insideTenants(state);
  return state.facts.tenants.some(({ id }) => id === tenant?.id);
}

export function restoreKinds(state: RestoreState): readonly RestoreKind[] {
  if (arrives(state)) return ["everything"];
  const hasTenants = insideTenants(state).length > 0;
  return RESTORE_KINDS.filter((kind) => kind !== "tenants" || hasTenants);
}

export function restoreItems(state: RestoreState): readonly ListedItem[] {
  const items = insideItems(state);
  const { kind, tenants, items: chosen, paths } = state.what;
  switch (kind) {
    case "everything":
      return items;
    case "tenants":
      return items.filter(({ tenant }) => tenant !== null && tenants.includes(tenant));
    case "items":
      return items.filter(({ id }) => chosen.includes(id));
    case "paths":
      return items.filter(({ id }) => paths.some((path) => path.startsWith(`${id}/`)));
  }
}

/** `null` for single files, whose sizes the wizard does not know. */
export function restoreSum(state: RestoreState): Sum | null {
  return state.what.kind === "paths" ? null : sumOf(restoreItems(state));
}

export function restoreChoice({ what }: RestoreState): WizardChoice {
  const nothing = { tenants: [], parts: [], paths: [] };
  switch (what.kind) {
    case "everything":
      return nothing;
    case "tenants":
      return { ...nothing, tenants: what.tenants };
    case "items":
      return { ...nothing, parts: what.items };
    case "paths":
      return { ...nothing, paths: what.paths };
  }
}

/** Why the step cannot be left forwards; empty: it can. */
export function restoreBlockers(state: RestoreState): readonly RestoreBlocker[] {
  const { facts, step, source } = state;
  switch (step) {
    case "from":
      if (!facts.isAdministrator) return ["needsAdministrator"];
      return source === null ? ["sourceMissing"] : [];
    case "inside":
      return insideBlockers(state);
    case "items":
      return [
        ...insideBlockers(state),
        ...(arrives(state) ? arrivalBlockers(state) : whatBlockers(state)),
      ];
    case "preview":
      return planBlockers(state);
    case "confirm":
      return [...planBlockers(state), ...passwordBlockers(state)];
    case "confirmUndo":
      return passwordBlockers(state);
    case "question":
    case "progress":
    case "result":
      return [];
  }
}

function insideBlockers({ inside, filePassword }: RestoreState): readonly RestoreBlocker[] {
  if (inside === null || inside.kind === "waiting") return ["looking"];
  if (inside.kind === "bad") return ["unreadable"];
  if (inside.kind === "locked") return filePassword === "" ? ["filePasswordMissing"] : [];
  return inside.detail.isOwnApp ? [] : ["foreign"];
}

function whatBlockers({ what }: RestoreState): readonly RestoreBlocker[] {
  switch (what.kind) {
    case "everything":
      return [];
    case "tenants":
      return what.tenants.length === 0 ? ["tenantsMissing"] : [];
    case "items":
      return what.items.length === 0 ? ["itemsMissing"] : [];
    case "paths":
      return what.paths.length === 0 ? ["pathsMissing"] : [];
  }
}

function arrivalBlockers(state: RestoreState): readonly RestoreBlocker[] {
  const { arrival, facts } = state;
  if (arrival.way === "in") return isArrivalKnown(state) ? ["arrivalUndecided"] : [];
  if (arrival.way === "replace") return [];
  const as = arrival.as.trim();
  if (as === "") return ["arrivalNameMissing"];
  if (unsafeName(as) !== null) return ["arrivalNameUnsafe"];
  return facts.tenants.some(({ id }) => id === as) ? ["arrivalNameTaken"] : [];
}

function planBlockers({ plan, facts }: RestoreState): readonly RestoreBlocker[] {
  if (plan === null) return ["planning"];
  const blockers: RestoreBlocker[] = [];
  if (plan.rooms.some(({ neededBytes, freeBytes }) => neededBytes > freeBytes))
    blockers.push("roomShort");
  const isHeld = plan.parts.some(({ holders }) => holders.length > 0);
  if (isHeld && !plan.stopsApp && !facts.atNextStart) blockers.push("appOpen");
  return blockers;
}

function passwordBlockers({ facts, password }: RestoreState): readonly RestoreBlocker[] {
  return facts.asksPassword && password === "" ? ["passwordMissing"] : [];
}

export function restoreWarnings({ inside, plan, step }: RestoreState): readonly RestoreWarning[] {
  const warnings: RestoreWarning[] = [];
  if (inside?.kind === "seen" && !inside.detail.isComplete) warnings.push("incomplete");
  if (plan === null || (step !== "preview" && step !== "confirm")) return warnings;
  if (plan.endsUndo !== null) warnings.push("endsUndo");
  if (plan.parts.length > 0 && plan.parts.every(({ verdict }) => verdict === "same"))
    warnings.push("nothingChanges");
  return warnings;
}

export function canGoBackFrom(state: RestoreState): boolean {
  switch (state.step) {
    case "inside":
    case "items":
    case "preview":
    case "confirm":
    case "confirmUndo":
      return true;
    case "result":
      // What did not come about can be tried anew; there is nothing to go back to after a page was loaded anew.
      return state.source !== null && state.end !== null && !isGood(state.end);
    case "from":
    case "question":
    case "progress":
      return false;
  }
}

/** The restore can be taken back now. */
export function canUndo({ step, end, undoEnd }: RestoreState): boolean {
  const isDone = undoEnd?.outcome === "done" || undoEnd?.outcome === "incomplete";
  return step === "result" && !isDone && end?.result?.["canUndo"] === true;
}

/** It is prepared, and done when the application starts next. */
export function waitsForStart({ end }: RestoreState): boolean {
  return end?.result?.["state"] === "ready";
}

function isGood({ outcome }: RunNews): boolean {
  return outcome === "done" || outcome === "incomplete";
}

export function nextRestore(state: RestoreState, event: RestoreEvent): RestoreState {
  const { step } = state;
  switch (event.kind) {
    case "facts":
      return { ...state, facts: event.facts };
    case "filter":
      return step === "from" ? { ...state, filters: { ...state.filters, ...event.change } } : state;
    case "choose":
      return step === "from" ? choose(state, event.source) : state;
    case "filePassword":
      // Also the key that opens what is sealed inside a file that is not locked itself.
      return step === "inside" || step === "items"
        ? { ...state, filePassword: event.password }
        : state;
    case "looked":
      if (step !== "inside" || event.ticket !== state.awaited) return state;
      return looked(state, event.detail);
    case "what":
      if (step !== "items" || !restoreKinds(state).includes(event.what)) return state;
      return withWhat(state, { kind: event.what });
    case "tenant":
      if (step !== "items" || !insideTenants(state).some(({ id }) => id === event.tenant))
        return state;
      return withWhat(state, {
        tenants: ticked(state.what.tenants, event.tenant, event.isTicked),
      });
    case "item":
      if (step !== "items" || !insideItems(state).some(({ id }) => id === event.item)) return state;
      return withWhat(state, { items: ticked(state.what.items, event.item, event.isTicked) });
    case "path":
      if (step !== "items" || !insideItems(state).some(({ id }) => event.path.startsWith(`${id}/`)))
        return state;
      return withWhat(state, { paths: ticked(state.what.paths, event.path, event.isTicked) });
    case "open": {
      const { item } = event;
      const isThere = item === null || insideItems(state).some(({ id }) => id === item);
      if (step !== "items" || arrives(state) || !isThere) return state;
      return withWhat(state, { kind: "paths", opened: item });
    }
    case "arrival":
      if (step !== "items" || !arrives(state)) return state;
      return { ...state, arrival: { ...state.arrival, ...event.change }, refusal: null };
    case "planned":
      if (step !== "preview" || event.ticket !== state.awaited) return state;
      return { ...state, plan: event.plan, awaited: null, deed: null, running: null };
    case "again":
      return step === "preview" || step === "confirm" ? preview(discard(state)) : state;
    case "password":
      return step === "confirm" || step === "confirmUndo"
        ? { ...state, password: event.password, refusal: null }
        : state;
    case "go":
      return restoreBlockers(state).length === 0 ? go(state) : state;
    case "back":
      return canGoBackFrom(state) ? back(state) : state;
    case "confirm":
      return confirm(state, event.plan);
    case "undo":
      return canUndo(state)
        ? { ...state, step: "confirmUndo", password: "", refusal: null }
        : state;
    case "confirmUndo":
      return confirmUndo(state);
    case "sent":
      return { ...state, errands: without(state.errands, event.ticket) };
    case "refused":
      return refused(state, event.ticket, event.refusal);
    case "started":
    case "news":
    case "answer":
    case "stop":
      return followed(state, event);
  }
}

function withWhat(state: RestoreState, change: Partial<RestoreWhat>): RestoreState {
  return { ...state, what: { ...state.what, ...change }, refusal: null };
}

type Unasked<Errand> = Errand extends unknown ? Omit<Errand, "ticket"> : never;

/** Gives the face an errand; with `isAwaited` only its answer counts from now on. */
function ask(
  state: RestoreState,
  errand: Unasked<RestoreErrand>,
  isAwaited: boolean,
): RestoreState {
  const { ticket } = state;
  const asking = { ...errand, ticket } as RestoreErrand;
  return {
    ...state,
    errands: [...state.errands, asking],
    awaited: isAwaited ? ticket : state.awaited,
    ticket: ticket + 1,
  };
}

/** Another backup has other contents: what was ticked in the one before means nothing in it. */
function choose(state: RestoreState, source: RestoreSource): RestoreState {
  const { source: old } = state;
  if (old !== null && old.place === source.place && old.backup === source.backup) return state;
  const { what, arrival } = beginRestore(state.facts);
  return { ...state, source, what, arrival, inside: null, filePassword: "", refusal: null };
}

function look(state: RestoreState): RestoreState {
  const { source, filePassword } = state;
  if (source === null) return state;
  const { place, backup } = source;
  const password = filePassword === "" ? null : filePassword;
  const errand = { route: "POST /api/backups/look", body: { place, backup, password } } as const;
  return ask({ ...state, step: "inside", inside: { kind: "waiting" } }, errand, true);
}

function looked(state: RestoreState, detail: SeenBackup): RestoreState {
  const seen: RestoreState = { ...state, inside: { kind: "seen", detail }, awaited: null };
  return restoreKinds(seen).includes(seen.what.kind)
    ? seen
    : withWhat(seen, { kind: "everything" });
}

function preview(state: RestoreState): RestoreState {
  const { source, filePassword, arrival } = state;
  if (source === null) return state;
  const { place, backup } = source;
  const wish = {
    replaces: arrival.way === "replace",
    as: arrival.way === "beside" ? arrival.as.trim() : null,
    title: arrival.title.trim() === "" || arrival.way === "replace" ? null : arrival.title.trim(),
  };
  const body = {
    place,
    backup,
    choice: arrives(state) ? { tenants: [], parts: [], paths: [] } : restoreChoice(state),
    password: filePassword === "" ? null : filePassword,
    arrival: arrives(state) ? wish : null,
  };
  const clean: RestoreState = {
    ...state,
    step: "preview",
    plan: null,
    refusal: null,
    deed: "plan",
  };
  const { ticket } = clean;
  return ask({ ...clean, running: asked(ticket) }, { route: "POST /api/plans", body }, true);
}

/** Gives up a plan that is not wanted any more: it holds on to what it looked at. */
function discard(state: RestoreState): RestoreState {
  const given = { ...state, plan: null, awaited: null };
  if (state.plan !== null) {
    const { plan: id } = state.plan;
    return ask(given, { route: "DELETE /api/plans/:plan", params: { plan: id } }, false);
  }
  const { running } = state;
  if (state.deed !== "plan" || running === null) return given;
  const stopped = { ...given, deed: null, running: null } as const;
  const made = planOf(running.news);
  if (made !== null)
    return ask(stopped, { route: "DELETE /api/plans/:plan", params: { plan: made } }, false);
  return running.run === null ? stopped : stopRun(stopped, running.run);
}

function stopRun(state: RestoreState, run: string): RestoreState {
  return ask(state, { route: "POST /api/runs/:run/stop", params: { run } }, false);
}

function planOf(news: RunNews | null): string | null {
  const plan = news?.result?.["plan"];
  return news !== null && isGood(news) && typeof plan === "string" ? plan : null;
}

function go(state: RestoreState): RestoreState {
  switch (state.step) {
    case "from":
      return state.inside?.kind === "seen" ? { ...state, step: "inside" } : look(state);
    case "inside":
      return state.inside?.kind === "locked" ? look(state) : { ...state, step: "items" };
    case "items":
      return preview(state);
    case "preview":
      return { ...state, step: "confirm", password: "", refusal: null };
    case "confirm":
    case "confirmUndo":
    case "question":
    case "progress":
    case "result":
      return state;
  }
}

function back(state: RestoreState): RestoreState {
  const calm = { ...state, refusal: null };
  switch (state.step) {
    case "inside":
      return { ...calm, step: "from", awaited: null, inside: kept(state.inside) };
    case "items":
      return { ...calm, step: "inside" };
    case "preview":
      return { ...discard(calm), step: "items" };
    case "confirm":
      return { ...calm, step: "preview", password: "" };
    case "confirmUndo":
      return { ...calm, step: "result", password: "" };
    case "result":
      return { ...calm, step: "items", plan: null, deed: null, end: null, undoEnd: null };
    case "from":
    case "question":
    case "progress":
      return state;
  }
}

/** What was seen need not be looked at again; all else may have become better. */
function kept(inside: Inside | null): Inside | null {
  return inside?.kind === "seen" ? inside : null;
}

function confirm(state: RestoreState, plan: string): RestoreState {
  if (state.step !== "confirm" || restoreBlockers(state).length > 0) return state;
  if (state.plan?.plan !== plan) return state;
  const { facts, password, ticket } = state;
  const body = {
    plan,
    isConfirmed: true,
    atNextStart: facts.atNextStart,
    password: facts.asksPassword ? password : null,
  } as const;
  const begun: RestoreState = {
    ...state,
    step: "progress",
    deed: "restore",
    running: asked(ticket),
    password: "",
    refusal: null,
  };
  return ask(begun, { route: "POST /api/restores", body }, true);
}

function confirmUndo(state: RestoreState): RestoreState {
  if (state.step !== "confirmUndo" || restoreBlockers(state).length > 0) return state;
  const { facts, password, ticket } = state;
  const body = { password: facts.asksPassword ? password : null };
  const begun: RestoreState = {
    ...state,
    step: "progress",
    deed: "undo",
    running: asked(ticket),
    password: "",
    refusal: null,
  };
  return ask(begun, { route: "POST /api/undo", body }, true);
}

function refused(state: RestoreState, ticket: number, refusal: Refusal): RestoreState {
  if (ticket !== state.awaited) {
    const { running } = state;
    // An answer or a stop that did not arrive can be given anew.
    if (running?.run == null || ticket <= running.ticket || ticket >= state.ticket) return state;
    return { ...state, running: { ...running, answered: null, isStopping: false } };
  }
  const calm = { ...state, awaited: null, running: null, deed: null, refusal } as const;
  if (state.step === "inside") return { ...calm, refusal: null, inside: insideOf(refusal) };
  if (state.step === "preview") return { ...calm, step: "items", plan: null };
  if (state.step === "progress" && state.deed === "restore")
    // The plan holds no longer: a new one is made of the same choice.
    return refusal.code.startsWith("PLAN_")
      ? { ...calm, step: "items", plan: null }
      : { ...calm, step: "confirm" };
  if (state.step === "progress") return { ...calm, step: "confirmUndo" };
  return state;
}

function insideOf(refusal: Refusal): Inside {
  if (refusal.code === "PARCEL_PASSWORD_NEEDED") return { kind: "locked", isWrong: false };
  if (refusal.code === "PARCEL_PASSWORD_WRONG") return { kind: "locked", isWrong: true };
  return { kind: "bad", refusal };
}

function followed(state: RestoreState, event: RunEvent): RestoreState {
  // A preview that nobody waits for any more has begun late; nothing else is left alone before it has a name.
  if (event.kind === "started" && event.ticket !== state.running?.ticket)
    return stopRun(state, event.run);
  if (state.running === null) return state;
  const { running, errand } = follow(state.running, event, state.ticket);
  if (running === state.running) return state;
  const { news } = running;
  if (news !== null && news.outcome !== null) return ended({ ...state, running }, news);
  const isAsking = questionOf(running) !== null;
  const isWorking = state.step === "progress" || state.step === "question";
  return {
    ...state,
    step: isWorking ? (isAsking ? "question" : "progress") : state.step,
    running,
    errands: errand === null ? state.errands : [...state.errands, errand],
    ticket: errand === null ? state.ticket : state.ticket + 1,
  };
}

function ended(state: RestoreState, news: RunNews): RestoreState {
  switch (state.deed) {
    case "plan": {
      const id = planOf(news);
      if (id !== null)
        return ask(state, { route: "GET /api/plans/:plan", params: { plan: id } }, true);
      const refusal = news.problem ?? NOTHING_SAID;
      return { ...state, step: "items", deed: null, running: null, awaited: null, refusal };
    }
    case "restore":
      return { ...state, step: "result", deed: null, running: null, awaited: null, end: news };
    case "undo":
      return { ...state, step: "result", deed: null, running: null, awaited: null, undoEnd: news };
    case null:
      return state;
  }
}

const NO_FACTS: Facts = {};
/** A preview that was stopped. */
const NOTHING_SAID: Refusal = { code: "CANCELLED", facts: NO_FACTS };
