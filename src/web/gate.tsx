/** Between the page and whoever opens it: signs in, or says how one gets in. */

import { Loader } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { ReactNode } from "react";
import type { SessionView } from "../http/contract.ts";
import { SignedOut, call, keepCsrf } from "./api.ts";
import { Frame } from "./frame.tsx";
import { hasHost, tell, tellSizes } from "./host.ts";
import { useLive } from "./live.ts";
import { embeddedOf } from "./navigate.ts";
import { SignIn } from "./screens/sign-in.tsx";
import { SessionContext } from "./session.tsx";
import { Trouble } from "./components/trouble.tsx";
import { useSpeech } from "./words.tsx";

/** One request for a secret, however often React begins anew: it works once. */
let redeemed: Promise<SessionView> | null = null;

async function sessionOf(secret: string | null): Promise<SessionView> {
  if (secret !== null && redeemed === null)
    redeemed = call("POST /api/session", { body: { secret } });
  const first = redeemed;
  if (first !== null) {
    redeemed = null;
    const session = await first;
    keepCsrf(session.csrf);
    return session;
  }
  const session = await call("GET /api/session");
  keepCsrf(session.csrf);
  return session;
}

export function Gate({
  secret,
  hasChosenLanguage,
}: {
  readonly secret: string | null;
  readonly hasChosenLanguage: boolean;
}): ReactNode {
  const client = useQueryClient();
  const { words, setLanguage } = useSpeech();
  const [unused, setUnused] = useState(secret);
  const { data, error, isPending } = useQuery({
    queryKey: ["session"],
    queryFn: () => {
      setUnused(null);
      return sessionOf(unused);
    },
    retry: false,
    staleTime: Infinity,
  });
  const [wasSignedIn, setWasSignedIn] = useState(false);
  const session = error === null ? (data ?? null) : null;
  const isConnected = useLive(session !== null);
  const embedded = useMemo(() => embeddedOf(location.pathname), []);

  useEffect(() => {
    if (session === null) return;
    setWasSignedIn(true);
    if (session.language !== null && !hasChosenLanguage && session.language !== words.code)
      setLanguage(session.language);
    // Only the first time that somebody is signed in.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a language that is chosen later stays
  }, [session === null]);

  const version = session?.version ?? null;
  useEffect(() => {
    if (version === null || !hasHost()) return undefined;
    tell({ event: "ready", version });
    const stop = tellSizes();
    const leave = (): void => tell({ event: "closed" });
    addEventListener("pagehide", leave);
    return () => {
      stop();
      removeEventListener("pagehide", leave);
    };
  }, [version]);

  // A request anywhere that finds nobody signed in leads here.
  useEffect(
    () =>
      client.getQueryCache().subscribe(({ query }) => {
        if (query.queryKey[0] !== "session" && query.state.error instanceof SignedOut)
          void client.invalidateQueries({ queryKey: ["session"] });
      }),
    [client],
  );

  if (isPending)
    return (
      <main className="waiting">
        <Loader aria-label={words.text("wait")} />
      </main>
    );
  if (session === null)
    return (
      <SignIn
        error={error}
        hasEnded={wasSignedIn}
        onSignedIn={(next) => {
          keepCsrf(next.csrf);
          client.setQueryData(["session"], next);
          void client.invalidateQueries();
        }}
      />
    );
  return (
    <SessionContext value={session}>
      {error === null ? null : <Trouble error={error} />}
      <Frame embedded={embedded} isConnected={isConnected} />
    </SessionContext>
  );
}
