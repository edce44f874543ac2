/**
 * Makes Kontor, the invoicing app of `src/example`, in any size.
 *
 * usage: node examples/invoicing/generate.ts FOLDER [SIZE] [SEED]      SIZE as in 60MB or 2GB
 */

import path from "node:path";
import { makeKontor } from "../../src/example/kontor.ts";

const UNITS = { "": 1, KB: 1e3, MB: 1e6, GB: 1e9 } as const;

/** Reads "60MB", "2 GB" or a number of bytes. */
export function sizeOfText(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(|[KMG]B)$/i.exec(text);
  if (!match) throw new Error(`"${text}" is no size; write it as in 60MB or 2GB`);
  return Number(match[1]) * UNITS[(match[2] ?? "").toUpperCase() as keyof typeof UNITS];
}

if (import.meta.main) {
  const [folder, size = "60MB", seed = "1"] = process.argv.slice(2);
  if (folder === undefined) {
    process.stderr.write("usage: node examples/invoicing/generate.ts FOLDER [SIZE] [SEED]\n");
    process.exitCode = 2;
  } else {
    const kontor = makeKontor(path.resolve(folder), sizeOfText(size), Number(seed));
    process.stdout.write(`${kontor.folder}: ${kontor.tenants.length} tenants\n`);
  }
}
