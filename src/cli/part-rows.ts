/** Parts in a table: those of the whole app first, then each company's under its name. */

import path from "node:path";
import type { Language } from "../language/language.ts";
import type { TenantWord } from "../model/app.ts";
import type { TenantId } from "../model/part.ts";
import type { TenantRecord } from "../model/snapshot.ts";
import type { SourceConfig } from "../model/source.ts";
import type { Row } from "./table.ts";

export interface PartCells {
  readonly tenant: TenantId | null;
  readonly cells: readonly string[];
}

/** `word` is the app's own for a tenant. */
export function partRows(
  parts: readonly PartCells[],
  tenants: readonly TenantRecord[],
  word: TenantWord,
  language: Language,
): readonly Row[] {
  const said = { said: word[language.code]?.one ?? language.text("column.tenant") };
  const groups = Map.groupBy(parts, ({ tenant }) => tenant);
  const ofAll = (groups.get(null) ?? []).map(({ cells }): Row => cells);
  groups.delete(null);
  const ofEach = [...groups].map(([id, group]): readonly Row[] => {
    const tenantTitle = tenants.find((each) => each.id === id)?.title ?? id;
    const heading = language.text("parts.of", { word: said, tenantTitle });
    return [heading, ...group.map(({ cells }) => cells)];
  });
  return [...ofAll, ...ofEach.flat()];
}

/** Where a part's data lies, as seen from the app's folder. */
export function shownPath(source: SourceConfig, folder: string): string {
  return isInside(source, folder)
    ? path.relative(folder, wholePath(source)) || "."
    : wholePath(source);
}

export function isInside(source: SourceConfig, folder: string): boolean {
  const inside = path.relative(folder, wholePath(source));
  return inside !== ".." && !inside.startsWith(`..${path.sep}`) && !path.isAbsolute(inside);
}

function wholePath(source: SourceConfig): string {
  return source.kind === "files" ? source.root : source.path;
}
