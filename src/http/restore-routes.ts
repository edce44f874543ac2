/** Restores: planned, looked at, done, taken back. */

import type { PartDifference, PlannedRestore, RecordList } from "../fivefold.ts";
import { newRun, systemClock, verdictOf } from "../fivefold.ts";
import type { PlanView } from "./contract.ts";
import type { Responders, Office } from "./office.ts";
import { reportOptions, started } from "./backup-routes.ts";
import { disposeOf } from "./plans.ts";
import { findingView } from "./runs.ts";
import type { Session } from "./session.ts";
import { requireOwn } from "./some-tenants.ts";
import { meant, passwordsOf } from "./source.ts";

type Names =
  | "POST /api/plans"
  | "GET /api/plans/:plan"
  | "DELETE /api/plans/:plan"
  | "POST /api/restores"
  | "POST /api/undo"
  | "POST /api/undo/close";

/** So long a preview looks what would change; what was not looked at by then is "unknown". */
const COMPARE_MS = 60_000;

export function restoreRoutes(office: Office): Responders<Names> {
  const { app, plans, audit } = office;
  const confirm = async (session: Session, password: string | null): Promise<void> =>
    await office.confirm(session, password);
  return {
    "POST /api/plans": async ({ body, session }) => {
      const { choice, arrival } = body;
      requireOwn(session, choice);
      const { at, word } = await meant(body, session, office);
      const order = { verb: "preview", writes: false } as const;
      const run = await started(office, session, order, async (watch, questions) => {
        watch.started(newRun(systemClock));
        const fivefold = await app.take({
          ...(await reportOptions(office)),
          questions,
          passwords: passwordsOf(body.password),
        });
        try {
          const comparing = { kind: "quick", limitMs: COMPARE_MS } as const;
          const planned = await fivefold.planRestore(at, word, choice, watch, comparing, arrival);
          const plan = await plans.keep(fivefold, planned, arrival !== null);
          return { record: null, place: planned.place, result: { plan } };
        } catch (thrown) {
          await fivefold[Symbol.asyncDispose]();
          throw thrown;
        }
      });
      return { run: run.run };
    },
    "GET /api/plans/:plan": ({ params }) => {
      const { plan, planned } = plans.find(params.plan);
      return planOf(plan, planned);
    },
    "DELETE /api/plans/:plan": async ({ params }) => {
      await plans.drop(params.plan);
      return {};
    },
    "POST /api/restores": async ({ body, session }) => {
      await confirm(session, body.password);
      const held = plans.take(body.plan);
      const { fivefold, planned } = held;
      const wish = { waits: body.atNextStart };
      let run: Awaited<ReturnType<typeof started>>;
      try {
        const order = { verb: "restore", writes: true } as const;
        run = await started(office, session, order, async (watch) => {
          try {
            const { record, value } = await fivefold.restore(planned, watch, wish);
            const { state, isStarted, parts, enrolled, undo } = value;
            return {
              record,
              place: planned.place,
              result: {
                state,
                isStarted,
                parts: parts.map(({ id, kind, tenant, title }) => ({ id, kind, tenant, title })),
                enrolled,
                canUndo: undo !== null,
              },
            };
          } finally {
            await disposeOf(held);
          }
        });
      } catch (thrown) {
        // Another run works: the plan is as good as before.
        plans.giveBack(held);
        throw thrown;
      }
      await audit.note(session.user, "restore", {
        run: run.run,
        place: planned.place,
        backup: planned.plan.snapshot.id,
        parts: planned.plan.parts.map(({ part }) => part.id),
      });
      return { run: run.run };
    },
    "POST /api/undo": async ({ body, session }) => {
      await confirm(session, body.password);
      const order = { verb: "undo", writes: true } as const;
      const run = await started(office, session, order, async (watch, questions) => {
        await using fivefold = await app.take({ ...(await reportOptions(office)), questions });
        const { record, value } = await fivefold.undo(watch);
        return { record, result: { isStarted: value.isStarted, safety: value.safety } };
      });
      await audit.note(session.user, "undo", { run: run.run });
      return { run: run.run };
    },
    "POST /api/undo/close": async ({ session }) => {
      const order = { verb: "close", writes: true } as const;
      const run = await started(office, session, order, async (watch, questions) => {
        await using fivefold = await app.take({ ...(await reportOptions(office)), questions });
        const { record, value } = await fivefold.close(false, watch);
        const freedBytes = value.freed.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
        return { record, result: { freedBytes, isTurnedBack: value.isTurnedBack } };
      });
      await audit.note(session.user, "close", { run: run.run });
      return { run: run.run };
    },
  };
}

function planOf(plan: string, planned: PlannedRestore): PlanView {
  const { place, plan: inner, enrolment, undoDays, replacesNothing, app, safetyRoom } = planned;
  const { snapshot, scope, fitness, endsUndo } = inner;
  const named = (tenants: PlannedRestore["plan"]["tenants"]) =>
    tenants.map(({ id, title }) => ({ id, title }));
  const rooms = inner.rooms.map(({ folder, neededBytes, freeBytes }) => ({
    folder,
    neededBytes,
    freeBytes,
  }));
  // Where the state before is kept takes room as well.
  if (safetyRoom !== null && !replacesNothing) {
    const { folder, neededBytes, freeBytes } = safetyRoom;
    rooms.push({ folder, neededBytes, freeBytes });
  }
  return {
    plan,
    place,
    backup: { id: snapshot.id, takenAt: snapshot.takenAt, isComplete: snapshot.isComplete },
    scope,
    version: {
      backup: fitness.backup,
      app: fitness.app,
      needsMigration: fitness.needsMigration,
    },
    parts: inner.parts.map(({ part, source, record, only, holders, difference }) => ({
      id: part.id,
      kind: part.kind,
      tenant: part.tenant,
      title: { ...part.title },
      target: source.kind === "files" ? source.root : source.path,
      sizeBytes: record.sizeBytes,
      only: only?.map((each) => each.path) ?? null,
      holders: holders.map(({ pid, name }) => ({ pid, name })),
      verdict: difference === null ? "unknown" : verdictOf(difference),
      difference: difference === null ? null : differenceOf(difference),
    })),
    rooms,
    tenants: named(inner.tenants),
    untouchedTenants: named(inner.untouchedTenants),
    unregisteredTenants: named(inner.unregisteredTenants),
    enrols: named(enrolment.login?.enrols.tenants ?? []),
    notIncluded: inner.notIncluded.map((each) => ({ ...each })),
    endsUndo:
      endsUndo === null
        ? null
        : { takenAt: endsUndo.takenAt, doneAt: new Date(endsUndo.doneAtMs).toISOString() },
    undoDays,
    replacesNothing,
    stopsApp: app.hooks.stop !== null,
    startsApp: app.hooks.start !== null,
  };
}

function differenceOf(
  difference: PartDifference,
): NonNullable<PlanView["parts"][number]["difference"]> {
  const findings = difference.findings.map(findingView);
  if (difference.kind === "files") {
    const changes = ({ fileCount, sizeBytes, paths }: typeof difference.added) => ({
      fileCount,
      sizeBytes,
      paths: [...paths],
    });
    return {
      kind: "files",
      added: changes(difference.added),
      changed: changes(difference.changed),
      removed: changes(difference.removed),
      findings,
    };
  }
  const { newest, tables } = difference;
  return {
    kind: "database",
    tables: tables.map(({ name, rowsThen, rowsNow }) => ({ name, rowsThen, rowsNow })),
    newest:
      newest === null
        ? null
        : {
            title: { ...newest.title },
            onlyNow: recordsOf(newest.onlyNow),
            onlyThen: recordsOf(newest.onlyThen),
          },
    findings,
  };
}

function recordsOf({ recordCount, runs, lastRuns }: RecordList) {
  const plainRuns = (list: RecordList["runs"]) => list.map(({ first, last }) => ({ first, last }));
  return { recordCount, runs: plainRuns(runs), lastRuns: plainRuns(lastRuns) };
}
