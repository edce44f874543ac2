/**
 * The backups of all places, read once and again when a place has changed. Manifests that were read are remembered for a
 * while: a backup never changes.
 */

import type {
  Fivefold,
  KnownBackups,
  KnownTenants,
  Manifest,
  PlaceSight,
  Snapshot,
} from "../fivefold.ts";
import { FivefoldError, asFivefoldError } from "../model/error.ts";
import type { OpenApp } from "./open-app.ts";
import { lookingOn } from "./open-app.ts";

/** A place with its backups, newest first; `trouble`: they could not be listed. */
export interface ListedPlace {
  readonly sight: PlaceSight;
  /** This app's and those of nobody known. */
  readonly snapshots: readonly Snapshot[];
  readonly tenants: KnownTenants;
  readonly trouble: FivefoldError | null;
  /** What it held when it was seen last; of a place that is away, where somebody remembers. */
  readonly remembered: KnownBackups | null;
}

interface Remembered {
  readonly stamp: string;
  readonly snapshots: readonly Snapshot[];
  readonly tenants: KnownTenants;
}

const MOST_MANIFESTS = 50;

export class Listing {
  readonly #app: OpenApp;
  readonly #signal: AbortSignal;
  readonly #remembered = new Map<string, Remembered>();
  readonly #manifests = new Map<string, { snapshot: Snapshot; manifest: Manifest }>();
  #under: Promise<readonly ListedPlace[]> | null = null;

  constructor(app: OpenApp, signal: AbortSignal) {
    this.#app = app;
    this.#signal = signal;
  }

  /** All places; of those who ask together one looks. @throws as `openFivefold` */
  async places(): Promise<readonly ListedPlace[]> {
    this.#under ??= this.#look().finally(() => {
      this.#under = null;
    });
    return await this.#under;
  }

  /** The backups in a folder that is no place of ours, newest first: on a stick that somebody brought. */
  async folder(folder: string): Promise<ListedPlace> {
    const sight = {
      name: folder,
      folder,
      isDefault: false,
      kind: "vault",
      freeBytes: null,
      device: null,
      isSameDevice: true,
      stamp: folder,
    } as const;
    return await this.#app.look(async (fivefold) => await this.#place(sight, fivefold, false));
  }

  /** What one backup holds, also of a file; `place`: `null` for files. @throws as `Fivefold.show` */
  async show(
    place: string | null,
    backup: string,
  ): Promise<{ readonly snapshot: Snapshot; readonly manifest: Manifest }> {
    // A file may be replaced under its name; a vault's ids are hashes.
    const isFixed = /^[0-9a-f]{64}$/.test(backup);
    const key = `${place ?? ""}\n${backup}`;
    const known = isFixed ? this.#manifests.get(key) : undefined;
    if (known !== undefined) return known;
    const shown = await this.#app.look(
      async (fivefold) => await fivefold.show(place, backup, lookingOn(this.#signal)),
    );
    if (!isFixed) return shown;
    this.#manifests.set(key, shown);
    const [oldest] = this.#manifests.keys();
    if (this.#manifests.size > MOST_MANIFESTS && oldest !== undefined)
      this.#manifests.delete(oldest);
    return shown;
  }

  /** Titles of tenants as a backup has them; of one that cannot be opened, their ids. */
  async titles(
    place: string,
    backup: string,
    ids: readonly string[],
  ): Promise<readonly { readonly id: string; readonly title: string }[]> {
    const named = (tenants: readonly { readonly id: string; readonly title: string }[]) =>
      ids.map((id) => ({ id, title: tenants.find((each) => each.id === id)?.title ?? id }));
    try {
      return named((await this.show(place, backup)).manifest.tenants);
    } catch (thrown) {
      if (this.#signal.aborted || asFivefoldError(thrown).code === "INTERNAL") throw thrown;
      return named([]);
    }
  }

  async #look(): Promise<readonly ListedPlace[]> {
    return await this.#app.look(async (fivefold) => {
      const listed: ListedPlace[] = [];
      for (const sight of await fivefold.placeSights())
        listed.push(await this.#place(sight, fivefold));
      return listed;
    });
  }

  async #recalled(place: string, fivefold: Fivefold): Promise<KnownBackups | null> {
    const known = await fivefold.knownBackups(place);
    if (known === null) return null;
    const own = known.snapshots.filter(({ appId }) => appId === fivefold.appId);
    return own.length === 0 ? null : { ...known, snapshots: own };
  }

  async #place(sight: PlaceSight, fivefold: Fivefold, isRemembered = true): Promise<ListedPlace> {
    const none = { sight, snapshots: [], tenants: new Map(), trouble: null, remembered: null };
    const { kind, stamp, name, folder } = sight;
    if (kind === "away")
      return {
        ...none,
        trouble: new FivefoldError("PLACE_MISSING", { place: name, reason: "ENOENT" }),
        remembered: await this.#recalled(name, fivefold),
      };
    if (kind === "empty" || stamp === null) return none;
    const known = this.#remembered.get(folder);
    if (known?.stamp === stamp) return { ...none, ...known };
    try {
      const watch = lookingOn(this.#signal);
      const all = await fivefold.list(name, watch);
      const own = all.filter(({ appId }) => appId === fivefold.appId);
      const tenants = await fivefold.tenantsIn(name, own, watch);
      const snapshots = own.toReversed();
      if (isRemembered) this.#remembered.set(folder, { stamp, snapshots, tenants });
      return { ...none, snapshots, tenants };
    } catch (thrown) {
      if (this.#signal.aborted) throw thrown;
      return { ...none, trouble: asFivefoldError(thrown) };
    }
  }
}
