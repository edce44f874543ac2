/**
 * The backup wizard: what, where and under which name, questions, progress, result.
 *
 * A pure state machine over plain data. `next` answers every event in every state; what cannot be meant in a state changes
 * nothing. Going back keeps every answer. With several targets the app is read once: what comes after the first good backup
 * in a place is a copy of it, so that all have the same moment and nobody is asked twice.
 */

import { unsafeName } from "../model/part.ts";
import type { ListedItem, ListedTenant, Sum, WizardChoice } from "./chosen.ts";
import { stillThere, sumOf, ticked } from "./chosen.ts";
import type { Refusal, RunErrand, RunEvent, RunNews, Running } from "./running.ts";
import { asked, follow, questionOf, underWay, without } from "./running.ts";

export interface BackupPlace {
  readonly name: string;
  readonly folder: string;
  readonly isDefault: boolean;
  readonly kind: "vault" | "shelf" | "empty" | "away";
  readonly freeBytes: number | null;
  readonly isSameDevice: boolean;
}

export interface BackupFacts {
  readonly tenants: readonly ListedTenant[];
  readonly items: readonly ListedItem[];
  /** The item that comes along with chosen tenants. */
  readonly loginPart: string | null;
  readonly places: readonly BackupPlace[];
  /** Folders of the computer, and giving a tenant away, are for administrators. */
  readonly isAdministrator: boolean;
  /** A face without a browser has nowhere to send a download. */
  readonly canDownload: boolean;
}

export const BACKUP_KINDS = ["everything", "tenants", "export", "items"] as const;
export type BackupKind = (typeof BACKUP_KINDS)[number];

export interface BackupWhat {
  readonly kind: BackupKind;
  readonly tenants: readonly string[];
  /** The one to take along. */
  readonly tenant: string | null;
  readonly items: readonly string[];
}

export const ENCRYPTIONS = ["none", "made", "own"] as const;

export interface BackupWhere {
  readonly places: readonly string[];
  readonly isFile: boolean;
  /** Where the file goes. */
  readonly folder: string | null;
  readonly isDownload: boolean;
  /** Of the file, without its ending; "": the moment. */
  readonly name: string;
  /** "made": a password is made and shown once. */
  readonly encryption: (typeof ENCRYPTIONS)[number];
  readonly password: string;
  readonly again: string;
  readonly hidesNames: boolean;
}

/** One place or file that the backup goes to. */
export type Target =
  | { readonly kind: "place"; readonly place: string }
  | { readonly kind: "file"; readonly folder: string }
  | { readonly kind: "download" };

export interface BackupEnd {
  readonly target: Target;
  /** `null`: it was refused before it began. */
  readonly news: RunNews | null;
  readonly refusal: Refusal | null;
}

export type BackupStep = "what" | "where" | "question" | "progress" | "result";

export interface FileWish {
  readonly name: string | null;
  readonly isEncrypted: boolean;
  readonly password: string | null;
  readonly hidesNames: boolean;
  readonly isExport: boolean;
}

export type BackupErrand =
  | {
      readonly ticket: number;
      readonly route: "POST /api/backups";
      readonly body: {
        readonly choice: WizardChoice;
        readonly to: string | null;
        readonly file: FileWish | null;
      };
    }
  | {
      readonly ticket: number;
      readonly route: "POST /api/backups/copy";
      readonly body: {
        readonly place: string | null;
        readonly backup: string;
        readonly to: string | null;
        readonly file: FileWish | null;
      };
    }
  | RunErrand;

export interface BackupState {
  readonly facts: BackupFacts;
  readonly step: BackupStep;
  readonly what: BackupWhat;
  readonly where: BackupWhere;
  /** What the last attempt to begin was refused for. */
  readonly refusal: Refusal | null;
  /** Where it goes; the first ones are done already. */
  readonly targets: readonly Target[];
  readonly ends: readonly BackupEnd[];
  readonly running: Running | null;
  readonly errands: readonly BackupErrand[];
  /** Of the next errand. */
  readonly ticket: number;
}

export type BackupEvent =
  | { readonly kind: "facts"; readonly facts: BackupFacts }
  | { readonly kind: "what"; readonly what: BackupKind }
  | { readonly kind: "tenant"; readonly tenant: string; readonly isTicked: boolean }
  | { readonly kind: "allTenants"; readonly isTicked: boolean }
  | { readonly kind: "takeAlong"; readonly tenant: string }
  | { readonly kind: "item"; readonly item: string; readonly isTicked: boolean }
  | { readonly kind: "place"; readonly place: string; readonly isTicked: boolean }
  | { readonly kind: "where"; readonly change: Partial<Omit<BackupWhere, "places">> }
  | { readonly kind: "go" }
  | { readonly kind: "back" }
  | { readonly kind: "sent"; readonly ticket: number }
  | { readonly kind: "refused"; readonly ticket: number; readonly refusal: Refusal }
  | RunEvent;

/** Why a person cannot go on: each has a sentence in every language. */
export const BACKUP_BLOCKERS = [
  "tenantsMissing",
  "tenantMissing",
  "itemsMissing",
  "needsAdministrator",
  "targetMissing",
  "placeAway",
  "folderMissing",
  "nameUnsafe",
  "passwordMissing",
  "passwordsDiffer",
] as const;
export type BackupBlocker = (typeof BACKUP_BLOCKERS)[number];

/** What is worth knowing and stops nobody. */
export const BACKUP_WARNINGS = ["sameDevice", "unlocked", "roomShort"] as const;

export interface BackupWarning {
  readonly warning: (typeof BACKUP_WARNINGS)[number];
  /** `null`: the file. */
  readonly place: string | null;
}

const START: BackupWhere = {
  places: [],
  isFile: false,
  folder: null,
  isDownload: false,
  name: "",
  encryption: "none",
  password: "",
  again: "",
  hidesNames: false,
};

/** Everything into the usual place: who only goes on has made a good backup. */
export function beginBackup(facts: BackupFacts): BackupState {
  const usual = facts.places.find(({ isDefault }) => isDefault);
  return {
    facts,
    step: "what",
    what: { kind: "everything", tenants: [], tenant: null, items: [] },
    where: { ...START, places: usual === undefined ? [] : [usual.name] },
    refusal: null,
    targets: [],
    ends: [],
    running: null,
    errands: [],
    ticket: 1,
  };
}

/** As `beginBackup`, at a run that works already: the page was loaded anew, or opened a second time. */
export function resumeBackup(facts: BackupFacts, run: string, target: Target): BackupState {
  const begun = beginBackup(facts);
  return { ...begun, step: "progress", targets: [target], running: underWay(run) };
}

/** Which ways there are to say what is backed up, and why one is not open. */
export function backupKinds({ facts }: BackupState): readonly {
  readonly kind: BackupKind;
  readonly blocker: BackupBlocker | null;
}[] {
  const hasTenants = facts.tenants.length > 0;
  return BACKUP_KINDS.filter((kind) => hasTenants || (kind !== "tenants" && kind !== "export")).map(
    (kind) => ({
      kind,
      blocker: kind === "export" && !facts.isAdministrator ? "needsAdministrator" : null,
    }),
  );
}

/** The items that go into the backup. */
export function backupItems({ facts, what }: BackupState): readonly ListedItem[] {
  const { items, loginPart } = facts;
  switch (what.kind) {
    case "everything":
      return items;
    case "tenants": {
      const tenants = new Set(what.tenants);
      if (tenants.size === 0) return [];
      return items.filter(
        ({ id, tenant }) => id === loginPart || (tenant !== null && tenants.has(tenant)),
      );
    }
    case "export":
      return items.filter(
        ({ id, kind, tenant }) =>
          tenant !== null && tenant === what.tenant && id !== loginPart && kind !== "credentials",
      );
    case "items": {
      const ids = new Set(what.items);
      return items.filter(({ id }) => ids.has(id));
    }
  }
}

export function backupSum(state: BackupState): Sum {
  return sumOf(backupItems(state));
}

/** A tenant to take along is one file: it goes into no place. */
export function takesPlaces({ what }: BackupState): boolean {
  return what.kind !== "export";
}

export function backupTargets(state: BackupState): readonly Target[] {
  const { where, facts } = state;
  const places = takesPlaces(state)
    ? where.places.map((place): Target => ({ kind: "place", place }))
    : [];
  const file: readonly Target[] =
    where.isFile && where.folder !== null ? [{ kind: "file", folder: where.folder }] : [];
  const download: readonly Target[] =
    where.isDownload && facts.canDownload ? [{ kind: "download" }] : [];
  return [...places, ...file, ...download];
}

/** Why the step cannot be left forwards; empty: it can. */
export function backupBlockers(state: BackupState): readonly BackupBlocker[] {
  switch (state.step) {
    case "what":
      return whatBlockers(state);
    case "where":
      return [...whatBlockers(state), ...whereBlockers(state)];
    case "question":
    case "progress":
    case "result":
      return [];
  }
}

function whatBlockers({ facts, what }: BackupState): readonly BackupBlocker[] {
  switch (what.kind) {
    case "everything":
      return [];
    case "tenants":
      return what.tenants.length === 0 ? ["tenantsMissing"] : [];
    case "export":
      if (!facts.isAdministrator) return ["needsAdministrator"];
      return what.tenant === null ? ["tenantMissing"] : [];
    case "items":
      return what.items.length === 0 ? ["itemsMissing"] : [];
  }
}

function whereBlockers(state: BackupState): readonly BackupBlocker[] {
  const { facts, where } = state;
  const blockers: BackupBlocker[] = [];
  const isFile = where.isFile;
  const isDownload = where.isDownload && facts.canDownload;
  const places = takesPlaces(state) ? where.places : [];
  if (places.length === 0 && !isFile && !isDownload) blockers.push("targetMissing");
  const isAway = (name: string): boolean =>
    facts.places.find((each) => each.name === name)?.kind === "away";
  if (places.some(isAway)) blockers.push("placeAway");
  if (isFile && where.folder === null) blockers.push("folderMissing");
  if (isFile && !facts.isAdministrator) blockers.push("needsAdministrator");
  if (isFile || isDownload) blockers.push(...fileBlockers(where));
  return blockers;
}

function fileBlockers({ name, encryption, password, again }: BackupWhere): BackupBlocker[] {
  const blockers: BackupBlocker[] = [];
  if (name.trim() !== "" && unsafeName(name.trim()) !== null) blockers.push("nameUnsafe");
  if (encryption !== "own") return blockers;
  if (password === "") blockers.push("passwordMissing");
  else if (password !== again) blockers.push("passwordsDiffer");
  return blockers;
}

export function backupWarnings(state: BackupState): readonly BackupWarning[] {
  const { facts, where } = state;
  const { sizeBytes } = backupSum(state);
  const warnings: BackupWarning[] = [];
  for (const target of backupTargets(state)) {
    if (target.kind !== "place") continue;
    const place = facts.places.find(({ name }) => name === target.place);
    if (place === undefined) continue;
    if (place.isSameDevice) warnings.push({ warning: "sameDevice", place: place.name });
    // A place that holds backups needs room for what is new only.
    const isNew = place.kind === "empty" || place.kind === "shelf";
    if (isNew && place.freeBytes !== null && place.freeBytes < sizeBytes)
      warnings.push({ warning: "roomShort", place: place.name });
  }
  const isFile = backupTargets(state).some(({ kind }) => kind !== "place");
  if (isFile && where.encryption === "none") warnings.push({ warning: "unlocked", place: null });
  return warnings;
}

export function canGoBack({ step, ends }: BackupState): boolean {
  if (step === "where") return true;
  // What failed can be tried anew, with other answers.
  return step === "result" && !ends.some(isGood);
}

/** How it came out over all targets: the worst that happened. */
export function backupOutcome({
  ends,
}: BackupState): "done" | "incomplete" | "failed" | "cancelled" {
  if (ends.some(({ news }) => news?.outcome === "cancelled")) return "cancelled";
  if (!ends.every(isGood)) return ends.some(isGood) ? "incomplete" : "failed";
  return ends.some(({ news }) => news?.outcome === "incomplete") ? "incomplete" : "done";
}

function isGood({ news }: BackupEnd): boolean {
  return news?.outcome === "done" || news?.outcome === "incomplete";
}

export function nextBackup(state: BackupState, event: BackupEvent): BackupState {
  const { step, what, where } = state;
  switch (event.kind) {
    case "facts":
      return withFacts(state, event.facts);
    case "what": {
      const isOpen = backupKinds(state).some(
        ({ kind, blocker }) => kind === event.what && blocker === null,
      );
      return step === "what" && isOpen ? withWhat(state, { kind: event.what }) : state;
    }
    case "tenant": {
      const { tenants } = state.facts;
      if (step !== "what" || !tenants.some(({ id }) => id === event.tenant)) return state;
      return withWhat(state, { tenants: ticked(what.tenants, event.tenant, event.isTicked) });
    }
    case "allTenants": {
      if (step !== "what") return state;
      const all = event.isTicked ? state.facts.tenants.map(({ id }) => id) : [];
      return withWhat(state, { tenants: all });
    }
    case "takeAlong": {
      const { tenants } = state.facts;
      if (step !== "what" || !tenants.some(({ id }) => id === event.tenant)) return state;
      return withWhat(state, { tenant: event.tenant });
    }
    case "item": {
      const { items } = state.facts;
      if (step !== "what" || !items.some(({ id }) => id === event.item)) return state;
      return withWhat(state, { items: ticked(what.items, event.item, event.isTicked) });
    }
    case "place": {
      const { places } = state.facts;
      if (step !== "where" || !places.some(({ name }) => name === event.place)) return state;
      const names = ticked(where.places, event.place, event.isTicked);
      return { ...state, where: { ...where, places: names }, refusal: null };
    }
    case "where":
      if (step !== "where") return state;
      return { ...state, where: { ...where, ...event.change }, refusal: null };
    case "go":
      return go(state);
    case "back":
      return canGoBack(state) ? back(state) : state;
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

function withWhat(state: BackupState, change: Partial<BackupWhat>): BackupState {
  return { ...state, what: { ...state.what, ...change } };
}

/** What is there no more is not ticked any longer; once it has begun nothing changes. */
function withFacts(state: BackupState, facts: BackupFacts): BackupState {
  if (state.step !== "what" && state.step !== "where") return { ...state, facts };
  const { what, where } = state;
  const tenants = stillThere(what.tenants, facts.tenants);
  const items = stillThere(what.items, facts.items);
  const names = new Set(facts.places.map(({ name }) => name));
  const isThere = facts.tenants.some(({ id }) => id === what.tenant);
  const hadNone = state.facts.places.length === 0;
  const usual = facts.places.find(({ isDefault }) => isDefault);
  const kept = where.places.filter((name) => names.has(name));
  const places = hadNone && usual !== undefined ? [usual.name] : kept;
  return {
    ...state,
    facts,
    what: { ...what, tenants, items, tenant: isThere ? what.tenant : null },
    where: { ...where, places },
  };
}

function go(state: BackupState): BackupState {
  if (backupBlockers(state).length > 0) return state;
  if (state.step === "what") return { ...state, step: "where" };
  if (state.step !== "where") return state;
  return begin({ ...state, targets: backupTargets(state), ends: [], refusal: null });
}

function back(state: BackupState): BackupState {
  if (state.step === "where") return { ...state, step: "what", refusal: null };
  return { ...state, step: "where", targets: [], ends: [], running: null };
}

/** Asks for the run of the next target; after the last one there is a result. */
function begin(state: BackupState): BackupState {
  const target = state.targets[state.ends.length];
  if (target === undefined) return { ...state, step: "result", running: null };
  const { ticket } = state;
  return {
    ...state,
    step: "progress",
    running: asked(ticket),
    errands: [...state.errands, { ...errandFor(state, target), ticket }],
    ticket: ticket + 1,
  };
}

function errandFor(
  state: BackupState,
  target: Target,
):
  | Omit<Extract<BackupErrand, { route: "POST /api/backups" }>, "ticket">
  | Omit<Extract<BackupErrand, { route: "POST /api/backups/copy" }>, "ticket"> {
  const to = target.kind === "place" ? target.place : target.kind === "file" ? target.folder : null;
  const file = target.kind === "place" ? null : fileWish(state);
  const source = state.ends.find((end) => end.target.kind === "place" && isGood(end));
  const backup = source?.news?.snapshot ?? null;
  if (source?.target.kind !== "place" || backup === null)
    return { route: "POST /api/backups", body: { choice: backupChoice(state), to, file } };
  return {
    route: "POST /api/backups/copy",
    body: { place: source.target.place, backup, to, file },
  };
}

export function backupChoice({ what }: BackupState): WizardChoice {
  const nothing = { tenants: [], parts: [], paths: [] };
  switch (what.kind) {
    case "everything":
      return nothing;
    case "tenants":
      return { ...nothing, tenants: what.tenants };
    case "export":
      return { ...nothing, tenants: what.tenant === null ? [] : [what.tenant] };
    case "items":
      return { ...nothing, parts: what.items };
  }
}

function fileWish({ what, where }: BackupState): FileWish {
  const { encryption, password, hidesNames } = where;
  const isEncrypted = encryption !== "none";
  const name = where.name.trim();
  return {
    name: name === "" ? null : name,
    isEncrypted,
    password: encryption === "own" ? password : null,
    hidesNames: isEncrypted && hidesNames,
    isExport: what.kind === "export",
  };
}

/** A first refusal leads back to the answers; what comes after something good is done is only told. */
function refused(state: BackupState, ticket: number, refusal: Refusal): BackupState {
  const { running, targets, ends } = state;
  if (running === null) return state;
  if (running.run !== null) {
    // An answer or a stop that did not arrive can be given anew.
    const isOfRun = ticket > running.ticket && ticket < state.ticket;
    return isOfRun
      ? { ...state, running: { ...running, answered: null, isStopping: false } }
      : state;
  }
  if (ticket !== running.ticket) return state;
  if (ends.length === 0) return { ...state, step: "where", running: null, targets: [], refusal };
  const target = targets[ends.length];
  if (target === undefined) return state;
  return begin({ ...state, ends: [...ends, { target, news: null, refusal }] });
}

function followed(state: BackupState, event: RunEvent): BackupState {
  if (state.running === null) return state;
  const { running, errand } = follow(state.running, event, state.ticket);
  if (running === state.running) return state;
  const { news } = running;
  const target = state.targets[state.ends.length];
  if (news !== null && news.outcome !== null && target !== undefined) {
    const ended = { ...state, ends: [...state.ends, { target, news, refusal: null }] };
    // Who stops means all of it.
    return news.outcome === "cancelled"
      ? { ...ended, step: "result", running: null }
      : begin(ended);
  }
  return {
    ...state,
    step: questionOf(running) === null ? "progress" : "question",
    running,
    errands: errand === null ? state.errands : [...state.errands, errand],
    ticket: errand === null ? state.ticket : state.ticket + 1,
  };
}
