/**
 * What is remembered of runs and snapshots, so that lists come quickly and those of a place that is away come at all.
 *
 * Never truth: whatever it holds can be read again from `runs/` and the stores, and it may be empty at any moment.
 */

/** "run": a record, by the run's name. "snapshot": one of a store, by its id. "place": when a place was seen last. */
export type CatalogKind = "run" | "snapshot" | "place";

export interface Catalog extends Disposable {
  /** Texts by name; `owner`: the store or place that they belong to, "" where there is one only. */
  read(kind: CatalogKind, owner: string): ReadonlyMap<string, string>;
  /** Of these names those that are known. */
  find(kind: CatalogKind, owner: string, names: readonly string[]): ReadonlyMap<string, string>;
  write(kind: CatalogKind, owner: string, texts: ReadonlyMap<string, string>): void;
  forget(kind: CatalogKind, owner: string, names: readonly string[]): void;
  /** Forgets all. */
  clear(): void;
}
