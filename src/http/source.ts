/** Which backup is meant by a place and a name, and with which password a locked one is opened. */

import path from "node:path";
import type { Passwords } from "../fivefold.ts";
import { NO_PASSWORDS } from "../fivefold.ts";
import { Secret } from "../model/secret.ts";
import { requireRole } from "./guard.ts";
import type { Office } from "./office.ts";
import type { Session } from "./session.ts";

/** As the library takes it: a place and an id in it, or `null` and a file. */
export interface Meant {
  readonly at: string | null;
  readonly word: string;
}

const UPLOAD = "upload:";

/**
 * A file, and a folder that is no place of ours, are for administrators: to look at them tells what lies on this computer.
 *
 * @throws ROLE_NEEDED, UPLOAD_UNKNOWN
 */
export async function meant(
  { place, backup }: { readonly place: string | null; readonly backup: string },
  session: Session,
  office: Office,
): Promise<Meant> {
  for (const each of [place, backup])
    if (each?.startsWith(UPLOAD) === true) {
      requireRole(session, "administrator");
      return { at: null, word: await office.uploads.fileOf(each.slice(UPLOAD.length)) };
    }
  if (place === null) {
    requireRole(session, "administrator");
    return { at: null, word: path.resolve(backup) };
  }
  await requireKnownPlace(place, session, office);
  return { at: place, word: backup };
}

/**
 * What looks like a folder and is no place of the settings is for administrators, to read as to write.
 *
 * @throws ROLE_NEEDED
 */
export async function requireKnownPlace(
  place: string | null,
  session: Session,
  { app }: Office,
): Promise<void> {
  const isFolder = place !== null && (/[\\/]/.test(place) || place === "." || place === "..");
  if (!isFolder || session.role === "administrator") return;
  const sights = await app.look(async (fivefold) => await fivefold.placeSights());
  if (!sights.some(({ folder, name }) => folder === place || name === place))
    requireRole(session, "administrator");
}

/** Asks for nothing: what is to be tried was sent along. */
export function passwordsOf(password: string | null): Passwords {
  if (password === null || password === "") return NO_PASSWORDS;
  return { ...NO_PASSWORDS, ask: async () => await Promise.resolve(new Secret(password)) };
}
