/**
 * What the server tells by itself: runs as they go on, and that the home page has to be read anew.
 *
 * The browser opens a lost connection again by itself; what happened meanwhile is read when it is back.
 */

import type { QueryClient } from "@tanstack/react-query";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { HomeView, RunView } from "../http/contract.ts";
import { SignedOut, call } from "./api.ts";
import { tellHost } from "./host.ts";

/** After so long without a connection it is tried again. */
const AGAIN_MS = 2000;

/** Keeps what screens know in step with the server; true while there is a connection. */
export function useLive(isSignedIn: boolean): boolean {
  const client = useQueryClient();
  const [isConnected, setConnected] = useState(true);
  useEffect(() => {
    if (!isSignedIn) return undefined;
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wasLost = false;
    const open = (): void => {
      source = new EventSource("/api/events");
      source.addEventListener("open", () => {
        setConnected(true);
        if (wasLost) void client.invalidateQueries();
        wasLost = false;
      });
      source.addEventListener("run", (event) => {
        takeRun(client, JSON.parse(String(event.data)) as RunView);
      });
      source.addEventListener("changed", () => {
        for (const key of ["home", "jobs"]) void client.invalidateQueries({ queryKey: [key] });
      });
      source.addEventListener("error", () => {
        wasLost = true;
        setConnected(false);
        if (source?.readyState !== EventSource.CLOSED) return;
        // The server refused, or went away for good: is there still a session?
        timer = setTimeout(() => {
          call("GET /api/session").then(open, (error: unknown) => {
            if (error instanceof SignedOut)
              void client.invalidateQueries({ queryKey: ["session"] });
            else open();
          });
        }, AGAIN_MS);
      });
    };
    open();
    return () => {
      clearTimeout(timer);
      source?.close();
    };
  }, [client, isSignedIn]);
  return isConnected;
}

function takeRun(client: QueryClient, run: RunView): void {
  const before = client.getQueryData<RunView>(["run", run.run]);
  if (before?.endedAt !== null && before?.endedAt !== undefined) return;
  client.setQueryData(["run", run.run], run);
  tellHost(before, run);
  if (run.endedAt === null) {
    client.setQueryData<HomeView>(["home"], (home) =>
      home === undefined ? home : { ...home, running: run },
    );
    return;
  }
  for (const key of ["home", "items", "jobs", "runs", "backups", "places", "sheet"])
    void client.invalidateQueries({ queryKey: [key] });
}

/** A run as it is now. */
export function useRun(run: string | null): {
  readonly run: RunView | null;
  readonly error: unknown;
} {
  const { data, error } = useQuery({
    queryKey: ["run", run],
    enabled: run !== null,
    queryFn: () => call("GET /api/runs/:run", { params: { run: run ?? "" } }),
    // A run goes on without being asked; this is for a stream that a proxy holds back.
    refetchInterval: (query) => (query.state.data?.endedAt === null ? 3000 : false),
  });
  return { run: data ?? null, error };
}
