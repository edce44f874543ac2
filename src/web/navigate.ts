/**
 * Which screen is shown: the part of the address behind "#", so that the server need not know the screens.
 *
 * "#/backups/usual/1a2b?part=x" has the path ["backups", "usual", "1a2b"] and the query part=x.
 */

import { useMemo, useSyncExternalStore } from "react";

export interface Route {
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

export function go(...path: readonly string[]): void {
  location.hash = addressOf(path);
}

/** Notes the run in the address without another screen: a page that is loaded anew finds it again. */
export function noteRun(screen: string, run: string): void {
  history.replaceState(
    null,
    "",
    `#${addressOf([screen])}?${new URLSearchParams({ run }).toString()}`,
  );
}

export function addressOf(path: readonly string[]): string {
  return `/${path.map(encodeURIComponent).join("/")}`;
}

function subscribe(changed: () => void): () => void {
  addEventListener("hashchange", changed);
  return () => removeEventListener("hashchange", changed);
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return useMemo(() => routeOf(hash), [hash]);
}

export function routeOf(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?", 2);
  return {
    path: path.split("/").filter(Boolean).map(decodeURIComponent),
    query: new URLSearchParams(query),
  };
}

/** What the address of a page inside another program says: "/embed/backup"; `null`: a page of its own. */
export const EMBEDDED = ["home", "backup", "restore", "result"] as const;
export type Embedded = (typeof EMBEDDED)[number];

export function embeddedOf(pathname: string): Embedded | null {
  const name = /^\/embed\/(\w+)\/?$/.exec(pathname)?.[1];
  return EMBEDDED.find((each) => each === name) ?? null;
}

/** Takes the one-time secret out of the address, so that nobody finds it in the history or over a shoulder. */
export function takeSecret(): string | null {
  const fragment = new URLSearchParams(location.hash.replace(/^#/, ""));
  const secret = fragment.get("secret");
  if (secret === null) return null;
  const to = fragment.get("to");
  history.replaceState(null, "", location.pathname + location.search + (to ? `#${to}` : ""));
  return secret;
}
