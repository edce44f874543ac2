/**
 * A parcel of which nobody knows who made it: none of its links may lead out of its part.
 *
 * Nothing is ever written through a link while a parcel is restored. But whoever opens the restored files later, the app
 * for one, follows a link to wherever a stranger let it lead. Fivefold keeps such links where the app has them, so that
 * they are no sign of a forgery: whoever knows the file may allow them.
 */

import { leadsOut } from "../model/entry.ts";
import type { Entries } from "../model/entry.ts";
import { FivefoldError } from "../model/error.ts";
import type { PartId } from "../model/part.ts";
import type { IsWanted } from "../model/path.ts";
import type { Finding } from "../model/run.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { SnapshotReader } from "../model/store.ts";
import type { LinkOut, ParcelReader } from "./parcel-reader.ts";

export class StrangerReader implements SnapshotReader {
  readonly #parcel: ParcelReader;
  /** For messages. */
  readonly #file: string;

  constructor(parcel: ParcelReader, file: string) {
    this.#parcel = parcel;
    this.#file = file;
  }

  get snapshot(): Snapshot {
    return this.#parcel.snapshot;
  }

  get manifest(): ParcelReader["manifest"] {
    return this.#parcel.manifest;
  }

  /** As the parcel's own. */
  hasKeys(): Promise<boolean> {
    return this.#parcel.hasKeys();
  }

  /** Looks at the links that `read` would give, before any content. @throws PARCEL_LINK_OUT, and what `read` throws */
  async requireLinksInside(part: PartId, isWanted?: IsWanted): Promise<void> {
    const link = await this.#parcel.linkOut(part, isWanted);
    if (link !== null) throw this.#refusal(part, link);
  }

  /** @throws PARCEL_LINK_OUT instead of the batch that has the link, and what the parcel throws */
  async *read(part: PartId, isWanted?: IsWanted): Entries {
    for await (const batch of this.#parcel.read(part, isWanted)) {
      for (const entry of batch)
        if (entry.kind === "link" && leadsOut(entry)) throw this.#refusal(part, entry);
      yield batch;
    }
  }

  /** A parcel is whole whatever its links lead to. */
  check(part: PartId): Promise<readonly Finding[]> {
    return this.#parcel.check(part);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parcel[Symbol.asyncDispose]();
  }

  #refusal(part: PartId, { path, target }: LinkOut): FivefoldError {
    const entry = `${part}/${path}`;
    return new FivefoldError("PARCEL_LINK_OUT", { path: this.#file, entry, target });
  }
}
