/** Who is signed in, and what the home page says: asked once, known to all screens. */

import { useQuery } from "@tanstack/react-query";
import { createContext, use } from "react";
import type { HomeView, Role, SessionView } from "../http/contract.ts";
import { call } from "./api.ts";

export const SessionContext = createContext<SessionView | null>(null);

const ORDER: readonly Role[] = ["viewer", "operator", "administrator"];

export function useSession(): SessionView {
  const session = use(SessionContext);
  if (session === null) throw new Error("nobody is signed in on this screen");
  return session;
}

/** Whether the one who is signed in may do what this role may. */
export function useMay(role: Role): boolean {
  const { role: own } = useSession();
  return ORDER.indexOf(own) >= ORDER.indexOf(role);
}

export function useHome(): { readonly home: HomeView | null; readonly error: unknown } {
  const isSignedIn = use(SessionContext) !== null;
  const { data, error } = useQuery({
    queryKey: ["home"],
    enabled: isSignedIn,
    queryFn: () => call("GET /api/home"),
  });
  return { home: data ?? null, error };
}

/** Whom the vendor lets people ask; `null` when he names nobody. */
export function useSupport(): string | null {
  return useHome().home?.app?.support ?? null;
}
