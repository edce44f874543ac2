/** Loads the screens that nobody sees first, as soon as the first one stands: no click waits for the line later. */

import { useEffect, useState } from "react";
import type { ReactNode } from "react";
import { Waiting } from "./components/waiting.tsx";
import type { LaterScreen } from "./later-screen.tsx";

export type LaterName =
  | "backup"
  | "restore"
  | "recover"
  | "backups"
  | "compare"
  | "run"
  | "sheet"
  | "automatic"
  | "alarms"
  | "settings"
  | "about";

type Loaded = typeof LaterScreen;

/** Loaded once for the whole page. */
let loading: Promise<Loaded> | null = null;
let loaded: Loaded | null = null;

async function load(): Promise<Loaded> {
  loading ??= import("./later-screen.tsx").then((module) => (loaded = module.LaterScreen));
  return await loading;
}

/** To be called when the first screen is shown. */
export function loadLater(): void {
  // Without the server this is tried again by whoever goes there.
  load().catch(() => (loading = null));
}

export function Later({
  name,
  rest,
  query,
}: {
  readonly name: LaterName;
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
}): ReactNode {
  const [Shown, setShown] = useState<Loaded | null>(() => loaded);
  useEffect(() => {
    if (Shown !== null) return;
    load().then(
      (screen) => setShown(() => screen),
      // A browser that could not load a file once may not ask for it again: the page begins anew, at the same address.
      () => location.reload(),
    );
  }, [Shown]);
  return Shown === null ? <Waiting /> : <Shown name={name} rest={rest} query={query} />;
}
