/** Runs: those that work, those that ended here, and those that the home's records tell of. */

import type { Responders, Office } from "./office.ts";
import type { RunView } from "./contract.ts";
import type { RunRecord } from "../fivefold.ts";
import { FivefoldError } from "../model/error.ts";
import type { Language } from "../language/language.ts";
import { problemOf } from "./problem.ts";
import { runOfRecord } from "./runs.ts";
import type { Session } from "./session.ts";
import { maySeeRun } from "./some-tenants.ts";

type Names =
  | "GET /api/runs"
  | "GET /api/runs/:run"
  | "GET /api/runs/:run/report"
  | "POST /api/runs/:run/stop"
  | "POST /api/runs/:run/answers";

const MOST_RECORDS = 500;

export function runRoutes(office: Office): Responders<Names> {
  const { app, runs, audit } = office;
  const requireSeen = (run: string, session: Session): void => {
    const found = runs.find(run);
    if (found === null || !maySeeRun(session, found))
      throw new FivefoldError("RUN_UNKNOWN", { run });
  };
  return {
    "GET /api/runs": async ({ query, language, session }) => ({
      runs: (await allRuns(office, query.limit, language)).filter((each) =>
        maySeeRun(session, each),
      ),
    }),
    "GET /api/runs/:run": async ({ params, language, session }) => {
      const run = await requireRun(office, params.run, language);
      if (!maySeeRun(session, run)) throw new FivefoldError("RUN_UNKNOWN", { run: params.run });
      return run;
    },
    "GET /api/runs/:run/report": async ({ params }) => {
      const text = await app.look(async (fivefold) => await fivefold.report(params.run));
      if (text === null) throw new FivefoldError("RUN_UNKNOWN", { run: params.run });
      return { text };
    },
    "POST /api/runs/:run/stop": async ({ params, session }) => {
      requireSeen(params.run, session);
      const run = runs.stop(params.run);
      await audit.note(session.user, "stop", { run: params.run });
      return run;
    },
    "POST /api/runs/:run/answers": ({ params, body, session }) => {
      requireSeen(params.run, session);
      return runs.answer(params.run, body.question, body.answer === "done");
    },
  };
}

/** Newest first: what is remembered here says more than its record. */
export async function allRuns(
  office: Office,
  limit: number,
  language: Language,
): Promise<readonly RunView[]> {
  const live = office.runs.list();
  const names = office.runs.names();
  const records = (
    await recordedRuns(office, Math.min(MOST_RECORDS, limit + names.size), language)
  ).filter(({ run }) => !names.has(run));
  return [...live, ...records]
    .toSorted((a, b) => b.startedAt.localeCompare(a.startedAt))
    .slice(0, limit);
}

async function recordedRuns(
  { app, audit }: Office,
  limit: number,
  language: Language,
): Promise<readonly RunView[]> {
  if (app.known === null) return [];
  const users = await audit.users();
  const all = await app.look(async (fivefold) => await fivefold.runRecords(limit));
  return all.map((each) => recordedRun(each, users, language));
}

function recordedRun(
  { record, hasReport }: { readonly record: RunRecord; readonly hasReport: boolean },
  users: ReadonlyMap<string, string>,
  language: Language,
): RunView {
  const { code, run } = record;
  // The record keeps which error it was; its facts stand in the report.
  const problem = code === null ? null : problemOf(new FivefoldError(code), language);
  return runOfRecord(record, users.get(run) ?? "", problem, hasReport);
}

/** @throws RUN_UNKNOWN */
async function requireRun(office: Office, run: string, language: Language): Promise<RunView> {
  const live = office.runs.find(run);
  if (live !== null) return live;
  const { app, audit } = office;
  if (app.known === null) throw new FivefoldError("RUN_UNKNOWN", { run });
  const found = await app.look(async (fivefold) => await fivefold.runRecord(run));
  if (found === null) throw new FivefoldError("RUN_UNKNOWN", { run });
  return recordedRun(found, await audit.users(), language);
}
