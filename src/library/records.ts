/** Records of runs stay few. */

import { dropRuns, readRuns } from "../app/home.ts";
import { recordsToDrop } from "../model/record-keep.ts";
import type { Installation } from "./installation.ts";

/** Takes away what nobody needs any more; gives how many records that were. */
export async function thinRecords({ home, catalog, clock }: Installation): Promise<number> {
  const { records } = await readRuns(home, Infinity, catalog);
  const dropped = recordsToDrop(records, clock.nowMs());
  await dropRuns(home, dropped, catalog);
  return dropped.length;
}
