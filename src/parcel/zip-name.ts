/**
 * Names inside a parcel: safe on every system, unique among siblings wherever they are unpacked.
 *
 * A name that is not safe is replaced, and the true one travels in the entry's own field. What is legal here is
 * what `unsafeZipName` lets pass; so a stranger's name is judged by the rules that ours are made by.
 */

import { idKey } from "../model/part.ts";

/** What is wrong with a name in a stranger's zip. */
export type NameFault =
  | "parent"
  | "absolute"
  | "drive"
  | "unc"
  | "backslash"
  | "device"
  | "trailing"
  | "control"
  | "character"
  | "empty";

/** Windows takes these for devices with any extension, and with spaces before it. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:\.|$)/i;
const DEVICE_STEM = /^[^ .]*/;
const FORBIDDEN = /[\\:*?"<>|]/;
const FORBIDDEN_ALL = /[\\:*?"<>|]|\p{Cc}/gu;
const CONTROL = /\p{Cc}/u;
const LONE_ALL = /\p{Surrogate}/gu;

/** Whether a true name can be one at all: one component of a path. */
export function isComponent(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[/\0]/.test(name);
}

/** Says why one component of a name is refused, `null` when it is safe everywhere. */
function faultOf(component: string): NameFault | null {
  if (component === "") return "empty";
  if (component === "." || component === "..") return "parent";
  if (CONTROL.test(component) || !component.isWellFormed()) return "control";
  if (component.includes("\\")) return "backslash";
  if (/^[a-z]:/i.test(component)) return "drive";
  if (FORBIDDEN.test(component)) return "character";
  if (/[. ]$/.test(component)) return "trailing";
  return DEVICE.test(component) ? "device" : null;
}

/** Says why a whole name in a zip ("a/b.txt", "a/" for a directory) is refused, `null` when it is safe everywhere. */
export function unsafeZipName(name: string): NameFault | null {
  if (/^(?:\\\\|\/\/)/.test(name)) return "unc";
  if (name.startsWith("/")) return "absolute";
  const path = name.endsWith("/") ? name.slice(0, -1) : name;
  for (const component of path.split("/")) {
    const fault = faultOf(component);
    if (fault !== null) return fault;
  }
  return null;
}

/** The safe name nearest to a true one; equal to it when that is safe. */
export function safeName(name: string): string {
  if (faultOf(name) === null) return name;
  let safe = name.replaceAll(LONE_ALL, "_").replaceAll(FORBIDDEN_ALL, "_");
  if (/[. ]$/.test(safe)) safe = `${safe.slice(0, -1)}_`;
  return DEVICE.test(safe) ? safe.replace(DEVICE_STEM, (stem) => `${stem}_`) : safe;
}

/** Gives the entries of one directory their names, in the order in which they come. */
export class Siblings {
  readonly #taken = new Set<string>();
  /** The next number to try for a name that was taken before. */
  readonly #numbers = new Map<string, number>();

  /** The name in the zip for a true name. */
  add(trueName: string): string {
    const safe = safeName(trueName);
    const key = idKey(safe);
    if (!this.#taken.has(key)) {
      this.#taken.add(key);
      return safe;
    }
    const dot = safe.lastIndexOf(".");
    const cut = dot > 0 ? dot : safe.length;
    for (let number = this.#numbers.get(key) ?? 2; ; number++) {
      const numbered = `${safe.slice(0, cut)} ~${number}${safe.slice(cut)}`;
      const numberedKey = idKey(numbered);
      if (this.#taken.has(numberedKey)) continue;
      this.#taken.add(numberedKey);
      this.#numbers.set(key, number + 1);
      return numbered;
    }
  }
}
