/** How safe the data is, what there is to back up, and what the people chose. */

import type { Responders, Office } from "./office.ts";
import type { HomeView, ItemsView, RunView } from "./contract.ts";
import type {
  AlarmState,
  App,
  Brand,
  Fivefold,
  Manifest,
  Settings,
  Snapshot,
} from "../fivefold.ts";
import type { Language } from "../language/language.ts";
import { FivefoldError, asFivefoldError } from "../model/error.ts";
import { isSheetDue, safetyOf } from "../model/home-state.ts";
import type { ListedPlace } from "./listing.ts";
import { lookingOn } from "./open-app.ts";
import { LOGO_ADDRESS } from "./pages.ts";
import { plain, problemOf } from "./problem.ts";
import { allRuns } from "./run-routes.ts";
import { findingView } from "./runs.ts";
import { maySeeRun, ownItems } from "./some-tenants.ts";

type Names =
  | "GET /api/home"
  | "GET /api/items"
  | "GET /api/settings"
  | "PATCH /api/settings"
  | "POST /api/example";

export function homeRoutes(office: Office): Responders<Names> {
  const { app, audit } = office;
  return {
    "GET /api/home": async ({ language, session }) => {
      const home = await homeOf(office, language);
      const isOwn = home.running === null || maySeeRun(session, home.running);
      return isOwn ? home : { ...home, running: null };
    },
    "GET /api/items": async ({ session }) => ownItems(session, await itemsOf(office)),
    "GET /api/settings": async () => await app.look((fivefold) => settingsOf(fivefold)),
    "PATCH /api/settings": async ({ body, session }) => {
      const view = await app.look(async (fivefold) => {
        await fivefold.changeSettings((settings) => changed(settings, body));
        return await settingsOf(fivefold);
      });
      app.renew();
      office.changed();
      await audit.note(session.user, "settings", { names: Object.keys(body) });
      return view;
    },
    "POST /api/example": async ({ session }) => {
      const { example } = office;
      if (example === null) throw new FivefoldError("ROUTE_UNKNOWN", { path: "/api/example" });
      const way = await example.open();
      await audit.note(session.user, "tryExample", {});
      return way;
    },
  };
}

function changed(
  settings: Settings,
  wish: {
    readonly language?: Settings["language"] | undefined;
    readonly undoDays?: number | undefined;
    readonly calendar?: Settings["names"]["calendar"] | undefined;
  },
): Settings {
  const { language, undoDays, calendar } = wish;
  return {
    ...settings,
    ...(language !== undefined && { language }),
    ...(undoDays !== undefined && { undoDays }),
    ...(calendar !== undefined && { names: { ...settings.names, calendar } }),
  };
}

async function settingsOf(fivefold: Fivefold) {
  const { language, undoDays, names } = fivefold.settings;
  return await Promise.resolve({
    language,
    undoDays,
    calendar: names.calendar,
    homeFolder: fivefold.home,
    descriptionFile: fivefold.descriptionFile,
  });
}

/** Backups of everything that people or a schedule made. */
function isOfAll({ scope, reason }: Snapshot): boolean {
  return scope === "full" && (reason === "manual" || reason === "scheduled");
}

async function homeOf(office: Office, language: Language): Promise<HomeView> {
  const { app, runs, signal } = office;
  const running = runs.working.at(-1) ?? null;
  let first: {
    readonly fivefold: Pick<
      Fivefold,
      "appId" | "appName" | "folder" | "tenantWord" | "settingsMistake" | "brand" | "ownPlaces"
    >;
    readonly version: string | null;
    readonly trouble: FivefoldError | null;
    readonly missingTenants: readonly string[];
  };
  try {
    first = await app.look(async (fivefold) => {
      const read = await readApp(fivefold, signal);
      return {
        fivefold,
        version: read.app?.version ?? null,
        trouble: read.trouble,
        missingTenants: read.app === null ? [] : missingIn(read.app),
      };
    });
  } catch (thrown) {
    return gone(office, asFivefoldError(thrown), running, language);
  }
  const { fivefold, version, trouble, missingTenants } = first;
  const places = await office.listing.places();
  const sheet = await sheetStateOf(office, places);
  const recent = await allRuns(office, 200, language);
  const { undo, waiting, hasUnfinished } = await wayBackOf(office);
  const itself = await byItself(office);
  const all = places.flatMap(({ sight, snapshots }) =>
    snapshots.filter(isOfAll).map((snapshot) => ({ place: sight.name, snapshot })),
  );
  const newest = all.toSorted(
    (a, b) => Date.parse(b.snapshot.takenAt) - Date.parse(a.snapshot.takenAt),
  )[0];
  const checked = recent.find(({ verb, outcome }) => verb === "check" && outcome === "done");
  const lastTried = recent.find(({ verb, endedAt }) => verb === "backup" && endedAt !== null);
  const lastChecks = [checked === undefined ? 0 : Date.parse(checked.endedAt ?? "")];
  const checkedAtMs = Math.max(itself.checkedMs ?? 0, ...lastChecks) || null;
  const takenAtMs = newest === undefined ? null : Date.parse(newest.snapshot.takenAt);
  const safety = safetyOf({
    nowMs: office.nowMs(),
    appTrouble: trouble?.code ?? null,
    missingTenants,
    last:
      newest === undefined || takenAtMs === null
        ? null
        : { takenAtMs, isComplete: newest.snapshot.isComplete },
    failedCode: lastTried?.outcome === "failed" ? (lastTried.problem?.code ?? "INTERNAL") : null,
    places: places.map(({ sight, snapshots }) => {
      const complete = snapshots.find((each) => isOfAll(each) && each.isComplete);
      return {
        name: sight.name,
        isDefault: sight.isDefault,
        isAway: sight.kind === "away",
        device: sight.device,
        isSameDevice: sight.isSameDevice,
        completeAtMs: complete === undefined ? null : Date.parse(complete.takenAt),
      };
    }),
    checkedAtMs,
    sheet,
    areSettingsWrong: fivefold.settingsMistake !== null,
    hasUnfinished,
    troubles: itself.troubles,
    stoppedJobs: itself.stoppedJobs,
    unsent: itself.unsent,
  });
  return {
    app: {
      id: fivefold.appId,
      name: fivefold.appName,
      version,
      folder: fivefold.folder,
      tenantWord: { ...fivefold.tenantWord },
      brand: brandView(fivefold.brand),
      support: language.supportLine(fivefold.brand.support),
    },
    seat: await seatOf(office),
    level: safety.level,
    concerns: safety.concerns.map(({ level, what, facts }) => ({
      level,
      what,
      facts: plain(facts),
    })),
    lastBackup:
      newest === undefined || takenAtMs === null
        ? null
        : {
            id: newest.snapshot.id,
            place: newest.place,
            takenAt: newest.snapshot.takenAt,
            isComplete: newest.snapshot.isComplete,
            checkedAt:
              checkedAtMs !== null && checkedAtMs >= takenAtMs
                ? new Date(checkedAtMs).toISOString()
                : null,
          },
    deviceCount: safety.deviceCount,
    undo,
    waiting,
    running,
    elsewhere: await elsewhereOf(office),
    sheet,
    next: itself.next,
    trouble: trouble === null ? null : problemOf(trouble, language),
    example: exampleOf(office),
    ownPlaces: [...fivefold.ownPlaces],
  };
}

async function elsewhereOf({ elsewhere }: Office): Promise<HomeView["elsewhere"]> {
  const other = await elsewhere.run();
  return other === null ? null : { run: other.run, startedAt: other.startedAt };
}

function brandView({ title, logo, colour, support }: Brand): NonNullable<HomeView["app"]>["brand"] {
  return {
    title: { ...title },
    logo: logo === null ? null : LOGO_ADDRESS,
    colour,
    support: { ...support },
  };
}

/** There is no app, or its description cannot be read any more: first steps, or the way back. */
function gone(
  office: Office,
  trouble: FivefoldError,
  running: RunView | null,
  language: Language,
): HomeView {
  const { known } = office.app;
  return {
    app:
      known === null
        ? null
        : {
            id: known.id,
            name: known.name,
            version: null,
            folder: known.folder,
            tenantWord: {},
            brand: brandView(known.brand),
            support: language.supportLine(known.brand.support),
          },
    seat: null,
    level: "red",
    concerns:
      known === null
        ? [{ level: "red", what: "never", facts: {} }]
        : [{ level: "red", what: "appUnreadable", facts: { code: trouble.code } }],
    lastBackup: null,
    deviceCount: 0,
    undo: null,
    waiting: null,
    running,
    elsewhere: null,
    sheet: NO_SHEET,
    ownPlaces: [...(known?.ownPlaces ?? [])],
    next: null,
    // That no app is described is no trouble: it is where everybody begins.
    trouble:
      known === null && trouble.code === "DESCRIPTION_MISSING"
        ? null
        : problemOf(trouble, language),
    example: exampleOf(office),
  };
}

function exampleOf({ backPort }: Office): HomeView["example"] {
  return backPort === null ? null : { port: backPort };
}

async function seatOf({ app, signal }: Office): Promise<HomeView["seat"]> {
  try {
    const { seat, where } = await app.look(
      async (fivefold) => await fivefold.seat(lookingOn(signal)),
    );
    if (seat !== "workstation") return null;
    return {
      title: where ?? "",
      link: where !== null && /^https?:\/\//.test(where) ? where : null,
    };
  } catch (thrown) {
    // Whoever starts something is told; to look needs no seat.
    if (asFivefoldError(thrown).code === "INTERNAL") throw thrown;
    return null;
  }
}

const NO_SHEET = { isThere: false, isConfirmed: false, confirmedAt: null, isDue: false } as const;

async function sheetStateOf(
  { app, nowMs }: Office,
  places: readonly ListedPlace[],
): Promise<HomeView["sheet"]> {
  const vaults = places.filter(({ sight }) => sight.kind === "vault");
  if (vaults.length === 0) return NO_SHEET;
  return await app.look(async (fivefold) => {
    const [first] = vaults;
    const confirmedAt =
      first === undefined ? null : await fivefold.sheetConfirmedAt(first.sight.name);
    const confirmedAtMs = confirmedAt === null ? null : Date.parse(confirmedAt);
    const isDue = isSheetDue(confirmedAtMs, nowMs());
    return { isThere: true, isConfirmed: confirmedAt !== null, confirmedAt, isDue };
  });
}

async function wayBackOf({
  app,
  signal,
}: Office): Promise<Pick<HomeView, "undo" | "waiting"> & { readonly hasUnfinished: boolean }> {
  try {
    return await app.look(async (fivefold) => {
      const undo = await fivefold.undoable(lookingOn(signal));
      const waiting = await fivefold.waiting();
      return {
        undo:
          undo === null
            ? null
            : {
                run: undo.run,
                takenAt: undo.takenAt,
                doneAt: undo.doneAt,
                untilAt: undo.untilAt,
                sizeBytes: undo.rooms.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
              },
        waiting: waiting === null ? null : { run: waiting.run, takenAt: waiting.takenAt },
        hasUnfinished: await fivefold.hasUnfinishedRestore(),
      };
    });
  } catch (thrown) {
    // A journal that cannot be read is told by whatever needs it.
    if (asFivefoldError(thrown).code === "INTERNAL") throw thrown;
    return { undo: null, waiting: null, hasUnfinished: false };
  }
}

/** What jobs did and will do, and what people are to be told of. */
async function byItself({ app, remembered, signal }: Office): Promise<
  AlarmState & {
    readonly next: HomeView["next"];
    readonly stoppedJobs: readonly string[];
    readonly checkedMs: number | null;
  }
> {
  try {
    return await app.look(async (fivefold) => {
      const jobs = await fivefold.jobs(remembered);
      const [next] = jobs
        .flatMap(({ job, nextMs }) => (nextMs === null ? [] : [{ job, nextMs }]))
        .toSorted((one, other) => one.nextMs - other.nextMs);
      const checks = jobs.flatMap(({ memory: { check } }) => check.atMs ?? []);
      const { troubles, unsent } = await fivefold.alarmState(lookingOn(signal));
      return {
        troubles,
        unsent,
        next:
          next === undefined
            ? null
            : { at: new Date(Math.max(next.nextMs, 0)).toISOString(), job: next.job.name },
        stoppedJobs: jobs.flatMap(({ job, memory }) =>
          memory.stopped !== null && job.keep !== null && job.isEnabled ? [job.name] : [],
        ),
        checkedMs: checks.length === 0 ? null : Math.max(...checks),
      };
    });
  } catch (thrown) {
    // Settings that cannot be read are told by whatever needs them.
    if (asFivefoldError(thrown).code === "INTERNAL") throw thrown;
    return { troubles: [], unsent: null, next: null, stoppedJobs: [], checkedMs: null };
  }
}

/** The app as it is now; what keeps it from being read is no error of whoever looks. */
async function readApp(
  fivefold: Fivefold,
  signal: AbortSignal,
): Promise<{ readonly app: App | null; readonly trouble: FivefoldError | null }> {
  try {
    return { app: await fivefold.app(lookingOn(signal)), trouble: null };
  } catch (thrown) {
    const error = asFivefoldError(thrown);
    if (error.code === "CANCELLED") throw thrown;
    return { app: null, trouble: error };
  }
}

/** Titles of the tenants of whom discovery found something amiss. */
function missingIn({ findings, tenants }: App): readonly string[] {
  const amiss = new Set(findings.map(({ part }) => part ?? ""));
  return tenants
    .filter(({ id }) => [...amiss].some((part) => part.startsWith(`tenants/${id}/`)))
    .map(({ title }) => title);
}

/** Backups that are opened, at most, to learn what is in them. */
const MOST_OPENED = 12;

interface Seen {
  readonly sizeBytes: number;
  readonly takenAt: string;
}

/** Every item with the newest backup that it is in; of an app that cannot be read, what the newest backup had. */
async function itemsOf(office: Office): Promise<ItemsView> {
  const { app, listing, signal } = office;
  const live = await app.look(async (fivefold) => await readApp(fivefold, signal));
  const wanted =
    live.app === null ? null : new Set<string>(live.app.parts.map(({ part }) => part.id));
  const seen = new Map<string, Seen>();
  let newest: Manifest | null = null;
  const places = await listing.places();
  const all = places
    .filter(({ sight }) => sight.kind === "vault")
    .flatMap(({ sight, snapshots }) =>
      snapshots
        .filter(({ reason }) => reason !== "safety")
        .map((snapshot) => ({ place: sight.name, snapshot })),
    )
    .toSorted((a, b) => Date.parse(b.snapshot.takenAt) - Date.parse(a.snapshot.takenAt));
  for (const { place, snapshot } of all.slice(0, MOST_OPENED)) {
    if (wanted !== null && [...wanted].every((id) => seen.has(id))) break;
    try {
      const { manifest } = await listing.show(place, snapshot.id);
      newest ??= manifest;
      for (const { id, sizeBytes } of manifest.parts)
        if (!seen.has(id)) seen.set(id, { sizeBytes, takenAt: snapshot.takenAt });
    } catch (thrown) {
      // One that cannot be opened is told by whoever opens it; here it says nothing.
      const { code } = asFivefoldError(thrown);
      if (code === "CANCELLED" || code === "INTERNAL") throw thrown;
    }
  }
  const parts = live.app?.parts.map(({ part }) => part) ?? newest?.parts ?? [];
  const items = parts.map(({ id, kind, tenant, title }) => ({
    id,
    kind,
    tenant,
    title: { ...title },
    sizeBytes: seen.get(id)?.sizeBytes ?? null,
    lastBackupAt: seen.get(id)?.takenAt ?? null,
  }));
  const trouble = live.trouble;
  return {
    tenants: (live.app?.tenants ?? newest?.tenants ?? []).map(({ id, title }) => {
      const own = items.filter(({ tenant }) => tenant === id);
      const saved = own.filter(({ lastBackupAt }) => lastBackupAt !== null);
      // Its oldest item says how old its last whole backup is.
      const oldest = saved.map(({ lastBackupAt }) => lastBackupAt ?? "").toSorted()[0] ?? null;
      return {
        id,
        title,
        sizeBytes:
          saved.length === 0
            ? null
            : saved.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0),
        lastBackupAt: saved.length === own.length ? oldest : null,
      };
    }),
    items,
    loginPart: live.app?.loginPart ?? null,
    notIncluded: (live.app?.notIncluded ?? []).map((each) => ({ ...each })),
    findings: [
      ...(live.app?.findings ?? []),
      ...(trouble === null
        ? []
        : [{ code: trouble.code, part: null, path: null, facts: trouble.facts }]),
    ].map(findingView),
  };
}
