/** What lets a monitor read the metrics and nothing else: a token that the home keeps, for whoever configures the monitor. */

import { randomBytes } from "node:crypto";
import path from "node:path";
import { METRICS_KEY, dropKey, keepKey, keptText } from "../app/secret-store.ts";
import { Secret } from "../model/secret.ts";
import type { Installation } from "./installation.ts";

/** `null`: nobody asked for one yet. */
export async function metricsToken({ home }: Installation): Promise<string | null> {
  return await keptText(home, METRICS_KEY);
}

/** The token and the file that it stands in; made when there is none, or when another one is wanted. */
export async function makeMetricsToken(
  installation: Installation,
  isRenewed: boolean,
): Promise<{ readonly token: string; readonly file: string }> {
  const { home } = installation;
  if (isRenewed) await dropKey(home, METRICS_KEY);
  const known = await metricsToken(installation);
  const token = known ?? randomBytes(32).toString("base64url");
  if (known === null) await keepKey(home, METRICS_KEY, new Secret(token), true);
  return { token, file: path.join(home.keys, METRICS_KEY) };
}
