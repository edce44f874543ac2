/**
 * Builds src/vault/kernel.wasm and src/parcel/stretch.wasm from AssemblyScript: `npm run kernel`.
 *
 * The Rabin and counter parts are written out in files beside this one; the Poly1305 part is written by this program, because four blocks of
 * five limbs unrolled are 80 products that nobody should type, and so are SHA-1's 80 rounds. `kernel.test.ts` and
 * `zip-stretch.test.ts` build again and compare the bytes.
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

/** A word of the message while its schedule is written: the name of a variable, or a number that is known. */
type Word = string | number;

const ROTATED = (word: string, by: number): string =>
  `v128.or(i32x4.shl(${word}, ${by}), i32x4.shr_u(${word}, ${32 - by}))`;

const rotateNumber = (word: number, by: number): number =>
  ((word << by) | (word >>> (32 - by))) >>> 0;

const splat = (word: number): string => `i32x4.splat(${word | 0})`;

/** The functions and constants of SHA-1's four times twenty rounds. */
const ROUNDS = [
  { mix: "v128.bitselect(c, d, b)", constant: 0x5a827999 },
  { mix: "v128.xor(v128.xor(b, c), d)", constant: 0x6ed9eba1 },
  { mix: "v128.bitselect(d, b, v128.xor(b, c))", constant: 0x8f1bbcdc },
  { mix: "v128.xor(v128.xor(b, c), d)", constant: 0xca62c1d6 },
] as const;

/**
 * SHA-1's compression of 20 bytes that follow a block already taken in, in four lanes: of the 16 words of the message only the first
 * five are not known, and what is known is reckoned here. Reads and leaves the words in m0 to m4.
 */
function compression(state: string): string {
  const words: Word[] = ["m0", "m1", "m2", "m3", "m4", 0x8000_0000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 672];
  const lines = ["a", "b", "c", "d", "e"].map((name, at) => `  ${name} = ${state}${at};`);
  for (let round = 0; round < 80; round++) {
    const { mix, constant } = ROUNDS[Math.floor(round / 20)] ?? ROUNDS[0];
    if (round >= 16) {
      const parts = [3, 8, 14, 16].map((back) => words[round - back] ?? 0);
      const known =
        parts.reduce<number>((sum, each) => (typeof each === "number" ? sum ^ each : sum), 0) >>> 0;
      const names = parts.filter((each) => typeof each === "string");
      if (names.length === 0) words[round] = rotateNumber(known, 1);
      else {
        const terms = known === 0 ? names : [...names, splat(known)];
        lines.push(`  t = ${terms.reduce((sum, each) => `v128.xor(${sum}, ${each})`)};`);
        lines.push(`  w${round % 16} = ${ROTATED("t", 1)};`);
        words[round] = `w${round % 16}`;
      }
    }
    const word = words[round] ?? 0;
    const added =
      typeof word === "number" ? splat(constant + word) : `i32x4.add(${word}, ${splat(constant)})`;
    lines.push(`  t = i32x4.add(i32x4.add(${mix}, i32x4.add(e, ${added})), ${ROTATED("a", 5)});`);
    lines.push(`  e = d; d = c; c = ${ROTATED("b", 30)}; b = a; a = t;`);
  }
  lines.push(
    ...["a", "b", "c", "d", "e"].map((name, at) => `  m${at} = i32x4.add(${name}, ${state}${at});`),
  );
  return lines.join("\n");
}

const FIVE = [0, 1, 2, 3, 4] as const;

const STRETCH = `
/**
 * PBKDF2 with HMAC-SHA1 for keys of up to 80 bytes: its four blocks do not depend on each other, so each has a lane.
 */

/**
 * Reads at 0 the state behind the inner pad, at 20 that behind the outer one, at 40 the salt's 16 bytes as four numbers;
 * writes the blocks' words to 64: the first word of each of the four, then the second, and so on.
 */
export function stretch(rounds: i32): void {
${FIVE.map((at) => `  const i${at} = v128.load_splat<u32>(${at * 4});`).join("\n")}
${FIVE.map((at) => `  const o${at} = v128.load_splat<u32>(${20 + at * 4});`).join("\n")}
${[0, 1, 2, 3].map((at) => `  let m${at} = v128.load_splat<u32>(${40 + at * 4});`).join("\n")}
  let m4 = i32x4(1, 2, 3, 4);
${FIVE.map((at) => `  let s${at} = i32x4.splat(0);`).join("\n")}
  let a = m0, b = m0, c = m0, d = m0, e = m0, t = m0;
${Array.from({ length: 16 }, (_, at) => `  let w${at} = m0;`).join("\n")}
  for (let round = 0; round < rounds; round++) {
${compression("i")}
${compression("o")}
${FIVE.map((at) => `  s${at} = v128.xor(s${at}, m${at});`).join("\n")}
  }
${FIVE.map((at) => `  v128.store(${64 + at * 16}, s${at});`).join("\n")}
}
`;

/** Compiles the vault's kernel and gives its bytes. */
export async function buildKernel(): Promise<Uint8Array> {
  const written = ["rabin.as.ts", "counter.as.ts"].map((name) =>
    readFileSync(new URL(name, import.meta.url), "utf8"),
  );
  return await build([...written, POLY1305].join("\n"), ["--importMemory"]);
}

/** Compiles the parcels' stretching of passwords and gives its bytes. */
export async function buildStretch(): Promise<Uint8Array> {
  return await build(STRETCH, ["--enable", "simd", "--initialMemory", "1"]);
}

async function build(source: string, more: readonly string[]): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), "fivefold-kernel-"));
  try {
    writeFileSync(join(folder, "kernel.ts"), source);
    const options = ["--runtime", "stub", ...more, "--noAssert", "--optimizeLevel", "3"];
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
  for (const [path, bytes] of [
    ["../src/vault/kernel.wasm", await buildKernel()],
    ["../src/parcel/stretch.wasm", await buildStretch()],
  ] as const) {
    const target = new URL(path, import.meta.url);
    writeFileSync(target, bytes);
    process.stdout.write(`${fileURLToPath(target)}: ${bytes.length} bytes\n`);
  }
}
