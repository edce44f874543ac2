/** What a folder is called when it becomes a place. */

import type { PlaceView } from "../http/contract.ts";

/** The last name of the folder, with a number when a place is called so already. */
export function newName(folder: string, places: readonly PlaceView[]): string {
  const last = folder.split(/[\\/]/).findLast((each) => each !== "") ?? "place";
  const plain = last.replaceAll(/[^\p{L}\p{N}_-]+/gu, "-").replaceAll(/^-+|-+$/g, "") || "place";
  const names = new Set(places.map(({ name }) => name));
  let name = plain;
  for (let number = 2; names.has(name); number++) name = `${plain}-${number}`;
  return name;
}
