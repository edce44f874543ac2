/** Names of users and groups for their numbers, and back, read once: /etc/passwd and /etc/group, then `getent`. */

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Owner } from "../model/entry.ts";

type Database = "passwd" | "group";

export class OwnerNames {
  readonly #owners = new Map<number, Map<number, Owner>>();
  readonly #names: Record<Database, Map<number, string>> = {
    passwd: readDatabase("passwd"),
    group: readDatabase("group"),
  };
  readonly #numbers: Record<Database, Map<string, number>> = {
    passwd: new Map(),
    group: new Map(),
  };

  /** The owner of an entry; the same object for the same numbers. */
  of(uid: number, gid: number): Owner {
    let groups = this.#owners.get(uid);
    if (groups === undefined) this.#owners.set(uid, (groups = new Map<number, Owner>()));
    let owner = groups.get(gid);
    if (owner === undefined) {
      owner = { uid, gid, user: this.#name("passwd", uid), group: this.#name("group", gid) };
      groups.set(gid, owner);
    }
    return owner;
  }

  /** The numbers that an owner has on this machine: by name where the name is known, else as they were. */
  numbersOf(owner: Owner): { readonly uid: number; readonly gid: number } {
    return {
      uid: this.#number("passwd", owner.user, owner.uid),
      gid: this.#number("group", owner.group, owner.gid),
    };
  }

  #name(database: Database, id: number): string {
    const names = this.#names[database];
    let name = names.get(id);
    if (name === undefined) names.set(id, (name = ask(database, String(id))?.name ?? ""));
    return name;
  }

  #number(database: Database, name: string, otherwise: number): number {
    if (name === "" || this.#names[database].get(otherwise) === name) return otherwise;
    const numbers = this.#numbers[database];
    let id = numbers.get(name);
    if (id === undefined) {
      for (const [known, its] of this.#names[database]) if (its === name) id ??= known;
      numbers.set(name, (id ??= ask(database, name)?.id ?? otherwise));
    }
    return id;
  }
}

interface Line {
  readonly name: string;
  readonly id: number;
}

function readDatabase(database: Database): Map<number, string> {
  const names = new Map<number, string>();
  let text: string;
  try {
    text = readFileSync(`/etc/${database}`, "utf8");
  } catch {
    return names; // a system without: every number stays nameless
  }
  for (const line of text.split("\n")) {
    const parsed = parse(line);
    if (parsed !== null && !names.has(parsed.id)) names.set(parsed.id, parsed.name);
  }
  return names;
}

/** Directory services (LDAP, systemd) are only reached through the system's own resolver. */
function ask(database: Database, key: string): Line | null {
  if (process.platform !== "linux") return null;
  try {
    const stdio: ["ignore", "pipe", "ignore"] = ["ignore", "pipe", "ignore"];
    const text = execFileSync("getent", [database, "--", key], {
      encoding: "utf8",
      stdio,
      timeout: 5000,
      // Nothing of our own environment, which may hold passwords.
      env: { PATH: "/usr/bin:/bin:/usr/sbin:/sbin:/run/current-system/sw/bin", LC_ALL: "C" },
    });
    return parse(text.split("\n")[0] ?? "");
  } catch {
    return null; // unknown there, too, or no getent
  }
}

function parse(line: string): Line | null {
  const [name = "", , id = ""] = line.split(":");
  return name !== "" && /^\d+$/.test(id) ? { name, id: Number(id) } : null;
}
