/**
 * The steps of coming back that folders and databases share: find the area of a run, and swap, unswap or clear it.
 */

import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { FivefoldError } from "../model/error.ts";
import type { Part } from "../model/part.ts";
import type { RunContext } from "../model/run.ts";
import type { PutAside, TakenRoom } from "../model/source.ts";
import {
  areaFolder,
  asideCandidates,
  chooseSite,
  deviceOf,
  distrust,
  isOneDevice,
  requireTrusted,
} from "./area.ts";
import type { Site, Target } from "./area.ts";
import type { FindKept } from "./aside.ts";
import { bytesOnDisk } from "./aside-room.ts";
import { Aside } from "./aside.ts";
import type { Disk } from "./disk.ts";
import { systemPath } from "./walk.ts";

export class Returning {
  readonly #target: () => Target;
  readonly #description: string;
  readonly #disk: Disk;
  readonly #kept: FindKept;

  /** `target` is asked anew at every step: links on the way to the part may be resolved only then. */
  constructor(target: () => Target, description: string, disk: Disk, kept: FindKept) {
    this.#target = target;
    this.#description = description;
    this.#disk = disk;
    this.#kept = kept;
  }

  /** @throws ASIDE_IMPOSSIBLE */
  site(): Site {
    const site = chooseSite(this.#target(), this.#description);
    requireTrusted(site.aside, this.#description);
    return site;
  }

  /** Opens an empty area for a new stage; what an earlier stage of this run left is removed. */
  async begin(part: Part, site: Site, context: RunContext): Promise<Aside> {
    for (const other of this.#candidates(context)) await this.#open(other, part, context).discard();
    const aside = this.#open(site.aside, part, context);
    requireTrusted(site.aside, this.#description);
    await aside.begin();
    return aside;
  }

  /** @throws STAGED_DAMAGED when nothing whole is staged. */
  staged(part: Part, context: RunContext): Aside {
    const aside = this.#find(part, context);
    if (aside === null || aside.staged() === null) {
      throw new FivefoldError("STAGED_DAMAGED", { part: part.id });
    }
    return aside;
  }

  async swap(part: Part, context: RunContext): Promise<void> {
    await this.staged(part, context).swap(this.#kept);
  }

  /**
   * @throws ASIDE_LOST when the area, its stage or the old state was removed, or its disk is not there; ASIDE_IMPOSSIBLE
   *   when the part lies on another volume now
   */
  async unswap(part: Part, context: RunContext): Promise<void> {
    const aside = this.#wayBack(part, context);
    if (typeof aside === "string") {
      throw new FivefoldError("ASIDE_LOST", { part: part.id, path: aside });
    }
    await aside.unswap(this.#kept);
  }

  /** @throws ASIDE_IMPOSSIBLE as `unswap` */
  putAside(part: Part, context: RunContext): PutAside {
    const aside = this.#wayBack(part, context);
    return typeof aside === "string"
      ? { path: aside, isLost: true }
      : { path: aside.folder, isLost: false };
  }

  /** `null`: nothing of the run lies aside. */
  async taken(part: Part, context: RunContext): Promise<TakenRoom | null> {
    const aside = this.#find(part, context);
    if (aside === null) return null;
    const { folder } = aside;
    return {
      device: String(deviceOf(folder)),
      folder: dirname(dirname(folder)),
      sizeBytes: await bytesOnDisk(folder),
    };
  }

  /** The area with all that a way back needs, else where it should be. */
  #wayBack(part: Part, context: RunContext): Aside | string {
    const aside = this.#find(part, context);
    if (aside === null || aside.isLost) return this.#placeOf(aside, part, context);
    const { replaced } = aside;
    if (replaced !== null && !isOneDevice(replaced, aside.folder)) {
      throw new FivefoldError("ASIDE_IMPOSSIBLE", { path: replaced, what: "moved" });
    }
    return aside;
  }

  async clear(part: Part, context: RunContext): Promise<void> {
    // All of them: a death while clearing may have left but the empty folders around an area.
    for (const aside of this.#candidates(context)) await this.#open(aside, part, context).clear();
  }

  /** One that is not there was most likely where a stage would be made today. */
  #placeOf(aside: Aside | null, part: Part, context: RunContext): string {
    if (aside !== null) return aside.folder;
    let [place = ""] = asideCandidates(this.#target(), this.#description);
    try {
      place = this.site().aside;
    } catch (thrown) {
      if (!(thrown instanceof FivefoldError)) throw thrown;
    }
    return areaFolder(place, context.run, part.id);
  }

  /** The first area that exists; which one it is follows from where the stage was made. */
  #find(part: Part, context: RunContext): Aside | null {
    const areas = this.#candidates(context).map((aside) => this.#open(aside, part, context));
    return areas.find((area) => area.exists) ?? null;
  }

  /** Without those that are not to be trusted and hold nothing of this run. @throws ASIDE_IMPOSSIBLE */
  #candidates({ run }: RunContext): string[] {
    return asideCandidates(this.#target(), this.#description).filter((aside) => {
      if (distrust(aside, this.#description) === null) return true;
      if (statSync(systemPath(join(aside, run)), { throwIfNoEntry: false }) === undefined) {
        return false;
      }
      requireTrusted(aside, this.#description);
      return true;
    });
  }

  #open(aside: string, part: Part, context: RunContext): Aside {
    return new Aside(areaFolder(aside, context.run, part.id), this.#disk, context);
  }
}
