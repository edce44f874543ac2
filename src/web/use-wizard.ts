/**
 * Gives a wizard of `src/wizard` its hands: does the errands that it lays out, and tells it what came of them.
 *
 * The wizards decide; nothing is decided here.
 */

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useReducer, useRef } from "react";
import type {
  Answer,
  Body,
  Params,
  PlanView,
  BackupDetailView,
  RouteName,
} from "../http/contract.ts";
import { asFivefoldError } from "../model/error.ts";
import type { Running, Refusal, RunNews } from "../wizard/running.ts";
import { SignedOut, Unreachable, call } from "./api.ts";
import { useRun } from "./live.ts";

interface Errand {
  readonly ticket: number;
  readonly route: RouteName;
  readonly params?: unknown;
  readonly body?: unknown;
}

interface Machine {
  readonly errands: readonly Errand[];
  readonly running: Running | null;
}

/** What every wizard understands of how its errands went. */
type Told =
  | { readonly kind: "sent"; readonly ticket: number }
  | { readonly kind: "refused"; readonly ticket: number; readonly refusal: Refusal }
  | { readonly kind: "started"; readonly ticket: number; readonly run: string }
  | { readonly kind: "looked"; readonly ticket: number; readonly detail: BackupDetailView }
  | { readonly kind: "planned"; readonly ticket: number; readonly plan: PlanView }
  | { readonly kind: "news"; readonly news: RunNews };

/** What the wizard calls this; `useSaid` knows it, too. */
const NOT_REACHED = "UNREACHABLE";

export function useWizard<State extends Machine, Event>(
  begin: () => State,
  next: (state: State, event: Event) => State,
): readonly [State, (event: Event) => void] {
  const client = useQueryClient();
  const [state, dispatch] = useReducer(next, undefined, begin);
  const { run } = useRun(state.running?.run ?? null);
  const taken = useRef(new Set<number>());
  const [errand] = state.errands;

  useEffect(() => {
    // The wizard whose errand it is understands what is told of it; the compiler cannot know.
    const tell = (told: Told): void => dispatch(told as Event);
    if (errand === undefined || taken.current.has(errand.ticket)) return;
    taken.current.add(errand.ticket);
    const { ticket, route, params, body } = errand;
    tell({ kind: "sent", ticket });
    const given = {
      ...(params === undefined ? {} : { params: params as Params<RouteName> }),
      ...(body === undefined ? {} : { body: body as Body<RouteName> }),
    };
    (call as (name: RouteName, given: unknown) => Promise<unknown>)(route, given).then(
      (answer) => {
        if (route === "POST /api/backups/look")
          tell({ kind: "looked", ticket, detail: answer as BackupDetailView });
        else if (route === "GET /api/plans/:plan")
          tell({ kind: "planned", ticket, plan: answer as PlanView });
        else if (isStart(route))
          tell({ kind: "started", ticket, run: (answer as Answer<"POST /api/backups">).run });
        else if (route.startsWith("POST /api/runs/")) {
          const news = answer as Answer<"GET /api/runs/:run">;
          client.setQueryData(["run", news.run], news);
        }
      },
      (thrown: unknown) => tell({ kind: "refused", ticket, refusal: refusalOf(thrown) }),
    );
  }, [client, errand]);

  useEffect(() => {
    if (run !== null) dispatch({ kind: "news", news: run } as Event);
  }, [run]);

  return [state, dispatch];
}

function isStart(route: RouteName): boolean {
  return [
    "POST /api/backups",
    "POST /api/backups/copy",
    "POST /api/plans",
    "POST /api/restores",
    "POST /api/undo",
  ].includes(route);
}

function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof Unreachable) return { code: NOT_REACHED, facts: {} };
  if (thrown instanceof SignedOut) return { code: "SESSION_NEEDED", facts: {} };
  const { code, facts } = asFivefoldError(thrown);
  return { code, facts };
}
