/**
 * Builds src/vault/kernel.wasm from AssemblyScript: `npm run kernel`.
 *
 * The Rabin and counter parts are written out in files beside this one; the Poly1305 part is written by this program, because four blocks of
 * five limbs unrolled are 80 products that nobody should type. `kernel.test.ts` builds again and compares the bytes.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { main as compile } from "assemblyscript/asc";

const LIMBS = [0, 1, 2, 3, 4] as const;
/** Blocks taken between two carries: four keep every sum below 2^64. */
const BLOCKS = 4;

/** d = sum over limbs of `limb` times r^(power + 1), as a product modulo 2^130 - 5 before carrying. */
function products(limb: string, power: number, isFirst: boolean): string {
  return LIMBS.map((j) => {
    const terms = LIMBS.map(
      (i) => `${limb}${i} * ${j >= i ? `r${power}_${j - i}` : `s${power}_${j - i + 5}`}`,
    );
    return `    d${j} ${isFirst ? "=" : "+="} ${terms.join(" + ")};`;
  }).join("\n");
}

function limbsOf(offset: number, isAdded: boolean, top: string): string {
  const plus = (i: number): string => (isAdded ? `h${i} + ` : "");
  return `    lo = load<u64>(p, ${offset}); hi = load<u64>(p, ${offset + 8});
    a0 = ${plus(0)}(lo & M26); a1 = ${plus(1)}((lo >> 26) & M26);
    a2 = ${plus(2)}(((lo >> 52) | (hi << 12)) & M26); a3 = ${plus(3)}((hi >> 14) & M26);
    a4 = ${plus(4)}((hi >> 40) | ${top});`;
}

const CARRY = `    c = d0 >> 26; h0 = d0 & M26; d1 += c; c = d1 >> 26; h1 = d1 & M26; d2 += c; c = d2 >> 26;
    h2 = d2 & M26; d3 += c; c = d3 >> 26; h3 = d3 & M26; d4 += c; c = d4 >> 26; h4 = d4 & M26;
    h0 += c * 5; c = h0 >> 26; h0 &= M26; h1 += c;`;

const powerOf = (n: number): string =>
  [
    ...LIMBS.map((k) => `  const r${n}_${k} = load<u64>(POWERS, ${n * 72 + k * 8});`),
    ...[1, 2, 3, 4].map((k) => `  const s${n}_${k} = load<u64>(POWERS, ${n * 72 + 32 + k * 8});`),
  ].join("\n");

const POLY1305 = `
/**
 * Poly1305 in limbs of 26 bits, four blocks between two carries.
 */
const POWERS: usize = 5120; // r^1 to r^4: five limbs and four times five of them
const BLOCK: usize = 0; // the last, padded block
const M26: u64 = 0x3ffffff;

function keep(n: usize, a: u64, b: u64, c: u64, d: u64, e: u64): void {
  const q = POWERS + n * 72;
  store<u64>(q, a); store<u64>(q, b, 8); store<u64>(q, c, 16); store<u64>(q, d, 24); store<u64>(q, e, 32);
  store<u64>(q, b * 5, 40); store<u64>(q, c * 5, 48); store<u64>(q, d * 5, 56); store<u64>(q, e * 5, 64);
}

function powers(key: usize): void {
  const lo = load<u64>(key) & 0x0ffffffc0fffffff, hi = load<u64>(key, 8) & 0x0ffffffc0ffffffc;
  const r0_0 = lo & M26, r0_1 = (lo >> 26) & M26, r0_2 = ((lo >> 52) | (hi << 12)) & M26;
  const r0_3 = (hi >> 14) & M26, r0_4 = hi >> 40;
  const s0_1 = r0_1 * 5, s0_2 = r0_2 * 5, s0_3 = r0_3 * 5, s0_4 = r0_4 * 5;
  let h0 = r0_0, h1 = r0_1, h2 = r0_2, h3 = r0_3, h4 = r0_4;
  let c: u64 = 0, d0: u64 = 0, d1: u64 = 0, d2: u64 = 0, d3: u64 = 0, d4: u64 = 0;
  keep(0, h0, h1, h2, h3, h4);
  for (let n: usize = 1; n < ${BLOCKS}; n++) {
${products("h", 0, true)}
${CARRY}
    keep(n, h0, h1, h2, h3, h4);
  }
}

/** Reduces fully, without a branch on secret values, adds s and stores the 16 bytes. */
function finish(h0: u64, h1: u64, h2: u64, h3: u64, h4: u64, key: usize, out: usize): void {
  let c = h1 >> 26; h1 &= M26; h2 += c; c = h2 >> 26; h2 &= M26; h3 += c; c = h3 >> 26; h3 &= M26;
  h4 += c; c = h4 >> 26; h4 &= M26; h0 += c * 5; c = h0 >> 26; h0 &= M26; h1 += c;
  let g0 = h0 + 5; c = g0 >> 26; g0 &= M26;
  let g1 = h1 + c; c = g1 >> 26; g1 &= M26;
  let g2 = h2 + c; c = g2 >> 26; g2 &= M26;
  let g3 = h3 + c; c = g3 >> 26; g3 &= M26;
  const g4 = h4 + c - (1 << 26);
  const low: u64 = 0 - (g4 >> 63); // all ones when h < 2^130 - 5
  h0 = (h0 & low) | (g0 & ~low); h1 = (h1 & low) | (g1 & ~low); h2 = (h2 & low) | (g2 & ~low);
  h3 = (h3 & low) | (g3 & ~low); h4 = (h4 & low) | (g4 & ~low);
  const lo = h0 | (h1 << 26) | (h2 << 52), hi = (h2 >> 12) | (h3 << 14) | (h4 << 40);
  const s = load<u64>(key, 16), sum = lo + s;
  const carried: u64 = <u64>(sum < s);
  store<u64>(out, sum);
  store<u64>(out, hi + load<u64>(key, 24) + carried, 8);
}

/** Poly1305 of \`length\` bytes at \`p\` under the 32 bytes r, s at \`key\`; 16 bytes to \`out\`. */
export function poly1305(p: usize, length: usize, key: usize, out: usize): void {
  powers(key);
${Array.from({ length: BLOCKS }, (_, n) => powerOf(n)).join("\n")}
  let h0: u64 = 0, h1: u64 = 0, h2: u64 = 0, h3: u64 = 0, h4: u64 = 0, c: u64 = 0, lo: u64 = 0, hi: u64 = 0;
  let d0: u64 = 0, d1: u64 = 0, d2: u64 = 0, d3: u64 = 0, d4: u64 = 0;
  let a0: u64 = 0, a1: u64 = 0, a2: u64 = 0, a3: u64 = 0, a4: u64 = 0;
  let left = length;
  while (left >= ${16 * BLOCKS}) {
${Array.from({ length: BLOCKS }, (_, block) => [limbsOf(block * 16, block === 0, "(<u64>1 << 24)"), products("a", BLOCKS - 1 - block, block === 0)].join("\n")).join("\n")}
${CARRY}
    p += ${16 * BLOCKS}; left -= ${16 * BLOCKS};
  }
  while (left > 0) {
    let top: u64 = 1 << 24, n: usize = 16;
    const q = p;
    if (left < 16) {
      n = left;
      store<u64>(BLOCK, 0); store<u64>(BLOCK, 0, 8); memory.copy(BLOCK, p, n); store<u8>(BLOCK + n, 1);
      top = 0; p = BLOCK;
    }
${limbsOf(0, true, "top")}
${products("a", 0, true)}
${CARRY}
    p = q + n; left -= n;
  }
  finish(h0, h1, h2, h3, h4, key, out);
}
`;

/** Compiles the kernel and gives its bytes. */
export async function buildKernel(): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), "fivefold-kernel-"));
  try {
    const written = ["rabin.as.ts", "counter.as.ts"].map((name) =>
      readFileSync(new URL(name, import.meta.url), "utf8"),
    );
    writeFileSync(join(folder, "kernel.ts"), [...written, POLY1305].join("\n"));
    const options = ["--runtime", "stub", "--importMemory", "--noAssert", "--optimizeLevel", "3"];
    const { error } = await compile([
      "kernel.ts",
      "--outFile",
      "kernel.wasm",
      "--baseDir",
      folder,
      ...options,
    ]);
    if (error) throw new Error(`the kernel does not compile: ${error.message}`, { cause: error });
    return readFileSync(join(folder, "kernel.wasm"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const target = new URL("../src/vault/kernel.wasm", import.meta.url);
  const bytes = await buildKernel();
  writeFileSync(target, bytes);
  process.stdout.write(`${fileURLToPath(target)}: ${bytes.length} bytes\n`);
}
