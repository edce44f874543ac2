/** Between the page and whoever opens it: signs in, or says how one gets in. */

import { Loader } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { ReactNode } from "react";
import type { SessionView } from "../http/contract.ts";
import { SignedOut, call, keepSession, personOf, whenSignedOut } from "./api.ts";
import { Frame } from "./frame.tsx";
import { hasHost, tell, tellSizes } from "./host.ts";
import { useLive } from "./live.ts";
import { embeddedOf } from "./navigate.ts";
import { SignIn } from "./screens/sign-in.tsx";
import { SessionContext } from "./session.tsx";
import { useSpeech } from "./words.tsx";

/** One request for a secret, however often React begins anew: it works once. */
let redeemed: Promise<SessionView> | null = null;

async function sessionOf(secret: string | null): Promise<SessionView> {
  if (secret !== null && redeemed === null)
    redeemed = call("POST /api/session", { body: { secret } });
  const first = redeemed;
  if (first !== null) {
    redeemed = null;
    const session = await first.catch(async (refusal: unknown) => {
      // Whoever loads the page again in a frame comes with the link that let him in.
      const still = await call("GET /api/session").catch(() => null);
      if (still === null) throw refusal;
      return still;
    });
    keepSession(session);
    return session;
  }
  const session = await call("GET /api/session");
  keepSession(session);
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
  // A server that does not answer for a while has ended nothing.
  const session = error instanceof SignedOut ? null : (data ?? null);
  const isConnected = useLive(session !== null);
  const embedded = useMemo(() => embeddedOf(location.pathname), []);

  useEffect(() => {
    if (session === null) return;
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
      whenSignedOut(() => {
        if (client.getQueryState(["session"])?.error instanceof SignedOut) return;
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
  return (
    <>
      {session === null ? (
        <SignIn
          error={error}
          hasEnded={data !== undefined}
          onSignedIn={(next) => {
            keepSession(next);
            // What somebody else was shown is none of this person's business.
            if (data !== undefined && personOf(data) !== personOf(next))
              client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
            client.setQueryData(["session"], next);
            void client.invalidateQueries();
          }}
        />
      ) : null}
      {data === undefined ? null : (
        // Whoever signs in again goes on where he was: what he had chosen and typed is kept meanwhile.
        <div key={personOf(data)} hidden={session === null}>
          <SessionContext value={data}>
            <Frame embedded={embedded} isConnected={isConnected} />
          </SessionContext>
        </div>
      )}
    </>
  );
}
