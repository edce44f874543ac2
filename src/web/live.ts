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
/** The server says every 15 seconds that it is there; a line that is silent for so long is dead, whatever it looks like. */
const SILENT_MS = 40_000;
const LOOK_MS = 5000;
/** What a run changes. */
const KEPT = ["home", "items", "jobs", "runs", "backups", "places", "sheet", "escrow"] as const;

/** Keeps what screens know in step with the server; true while there is a connection. */
export function useLive(isSignedIn: boolean): boolean {
  const client = useQueryClient();
  const [isConnected, setConnected] = useState(true);
  useEffect(() => {
    if (!isSignedIn) return undefined;
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wasLost = false;
    let heardMs = performance.now();
    const open = (): void => {
      source = new EventSource("/api/events");
      heardMs = performance.now();
      const heard = (): void => {
        heardMs = performance.now();
      };
      source.addEventListener("open", () => {
        heard();
        setConnected(true);
        if (wasLost) void client.invalidateQueries();
        wasLost = false;
      });
      source.addEventListener("here", heard);
      source.addEventListener("run", (event) => {
        heard();
        takeRun(client, JSON.parse(String(event.data)) as RunView);
      });
      source.addEventListener("changed", () => {
        heard();
        for (const key of KEPT) void client.invalidateQueries({ queryKey: [key] });
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
    const openAgain = (): void => {
      clearTimeout(timer);
      source?.close();
      wasLost = true;
      open();
    };
    open();
    // What the browser calls offline may reach this computer's own server: only asking tells.
    addEventListener("offline", openAgain);
    addEventListener("online", openAgain);
    const look = setInterval(() => {
      if (performance.now() - heardMs > SILENT_MS) openAgain();
    }, LOOK_MS);
    return () => {
      clearTimeout(timer);
      clearInterval(look);
      removeEventListener("offline", openAgain);
      removeEventListener("online", openAgain);
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
  for (const key of KEPT) void client.invalidateQueries({ queryKey: [key] });
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
    refetchInterval: ({ state: { data: known, error: failure } }) =>
      known?.endedAt === null && !(failure instanceof SignedOut) ? 3000 : false,
  });
  return { run: data ?? null, error };
}
