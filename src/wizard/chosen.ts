/** What a person ticks of an app or of a backup: everything, tenants, items. Ticks stay when another way is looked at. */

import type { PartKind } from "../model/part.ts";

export interface ListedTenant {
  readonly id: string;
  readonly title: string;
}

export interface ListedItem {
  readonly id: string;
  readonly kind: PartKind;
  readonly tenant: string | null;
  /** By language. */
  readonly title: Readonly<Record<string, string>>;
  /** `null`: not known yet. */
  readonly sizeBytes: number | null;
}

/** As the routes and the library take it; all empty: everything. */
export interface WizardChoice {
  readonly tenants: readonly string[];
  readonly parts: readonly string[];
  readonly paths: readonly string[];
}

export interface Sum {
  readonly itemCount: number;
  readonly sizeBytes: number;
  /** Some sizes are not known: it is more. */
  readonly isAtLeast: boolean;
}

export function sumOf(items: readonly ListedItem[]): Sum {
  let sizeBytes = 0;
  for (const item of items) sizeBytes += item.sizeBytes ?? 0;
  return {
    itemCount: items.length,
    sizeBytes,
    isAtLeast: items.some((item) => item.sizeBytes === null),
  };
}

/** The list with or without one more, each once, in the order of the ticks. */
export function ticked(list: readonly string[], id: string, isTicked: boolean): readonly string[] {
  const others = list.filter((each) => each !== id);
  if (!isTicked) return others.length === list.length ? list : others;
  return others.length === list.length ? [...list, id] : list;
}

/** Without what is there no more. */
export function stillThere(
  list: readonly string[],
  there: readonly { readonly id: string }[],
): readonly string[] {
  const ids = new Set(there.map(({ id }) => id));
  return list.every((id) => ids.has(id)) ? list : list.filter((id) => ids.has(id));
}
