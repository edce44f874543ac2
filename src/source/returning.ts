/**
 * The steps of coming back that folders and databases share: find the area of a run, and swap, unswap or clear it.
 */

import { FivefoldError } from "../model/error.ts";
import type { Part } from "../model/part.ts";
import type { RunContext } from "../model/run.ts";
import { areaFolder, asideCandidates, chooseSite } from "./area.ts";
import type { Site, Target } from "./area.ts";
import type { FindKept } from "./aside.ts";
import { Aside, findAside } from "./aside.ts";
import type { Disk } from "./disk.ts";

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
    return chooseSite(this.#target(), this.#description);
  }

  /** Opens an empty area for a new stage; what an earlier stage of this run left is removed. */
  async begin(part: Part, site: Site, context: RunContext): Promise<Aside> {
    await this.#find(part, context)?.clear();
    const aside = new Aside(areaFolder(site.aside, context.run, part.id), this.#disk, context);
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

  async unswap(part: Part, context: RunContext): Promise<void> {
    await this.#find(part, context)?.unswap(this.#kept);
  }

  async clear(part: Part, context: RunContext): Promise<void> {
    await this.#find(part, context)?.clear();
  }

  #find(part: Part, context: RunContext): Aside | null {
    const candidates = asideCandidates(this.#target(), this.#description);
    return findAside(candidates, part.id, this.#disk, context);
  }
}
