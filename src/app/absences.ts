/** The home's memory of tenants that are away: one small file, written whole. */

import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Absence } from "../model/absence.ts";
import { FivefoldError, systemCode } from "../model/error.ts";
import type { PartId, TenantId } from "../model/part.ts";
import type { RunId } from "../model/run.ts";
import type { Home } from "./home.ts";
import { writeWhole } from "./whole-file.ts";

const ABSENCES = z.object({
  absences: z.array(
    z.object({
      tenant: z.string().transform((id) => id as TenantId),
      title: z.string(),
      awayAt: z.string(),
      note: z.string().nullable(),
      takenAt: z.string(),
      parcel: z.string(),
      parts: z.array(
        z.object({
          id: z.string().transform((id) => id as PartId),
          contentSha256: z.string(),
          tables: z.array(z.object({ name: z.string(), rows: z.number() })).nullable(),
        }),
      ),
      returnedBy: z
        .string()
        .transform((run) => run as RunId)
        .nullable(),
    }),
  ),
});

/**
 * Oldest first. A file that cannot be understood any more reads as empty: a tenant that comes back is then refused like
 * any other whose id is taken, and nothing is replaced unasked.
 */
export async function readAbsences(home: Home): Promise<readonly Absence[]> {
  try {
    return ABSENCES.parse(JSON.parse(await readFile(home.away, "utf8"))).absences;
  } catch (thrown) {
    if (systemCode(thrown) !== null && systemCode(thrown) !== "ENOENT") throw thrown;
    return [];
  }
}

/** On disk on return. @throws HOME_UNWRITABLE */
export async function writeAbsences(home: Home, absences: readonly Absence[]): Promise<void> {
  try {
    await writeWhole(home.away, `${JSON.stringify({ v: 1, absences })}\n`, 0o600);
  } catch (cause) {
    const reason = systemCode(cause);
    if (reason === null) throw cause;
    throw new FivefoldError("HOME_UNWRITABLE", { path: home.away, reason }, { cause });
  }
}
