/**
 * PBKDF2 with HMAC-SHA1, 1,000 rounds and 66 bytes, as AE-2 asks for every single entry: four blocks in four lanes.
 *
 * For a zip of many small files this is what costs most, and the lanes take about half of the time that Node's own needs.
 * The kernel does the rounds; the two pads of the password are reckoned here, once. It is proved against Node's on the
 * machine that it runs on, and where it is not right, Node's is used.
 */

import { createHash, pbkdf2Sync } from "node:crypto";
import { readFileSync } from "node:fs";

const ROUNDS = 1000;
export const STRETCHED_BYTES = 66;
const SALT_WORDS = 4;
const BLOCK_BYTES = 64;
const LANES = 4;
const STATE_WORDS = 5;
/** Where the kernel's memory has what, in words. */
const OUTER = 5;
const SALT = 10;
const RESULT = 16;

/** Gives the 66 bytes for a salt of 16. */
export type Stretch = (salt: Uint8Array) => Buffer;

/** What is used of the global; TypeScript knows it only together with a browser's other globals. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  stretch(rounds: number): void;
}

/** For one thread and one password. */
export function openStretch(password: Uint8Array): Stretch {
  const byNode: Stretch = (salt) => pbkdf2Sync(password, salt, ROUNDS, STRETCHED_BYTES, "sha1");
  try {
    const stretch = byKernel(password);
    const salt = Buffer.from("fivefold's proof");
    return stretch(salt).equals(byNode(salt)) ? stretch : byNode;
  } catch {
    return byNode; // an engine without SIMD
  }
}

function byKernel(password: Uint8Array): Stretch {
  const code = readFileSync(new URL("stretch.wasm", import.meta.url));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), {});
  const kernel = exports as Exports;
  const words = new Uint32Array(kernel.memory.buffer);
  const key = Buffer.alloc(BLOCK_BYTES);
  const isLong = password.length > BLOCK_BYTES;
  key.set(isLong ? createHash("sha1").update(password).digest() : password);
  const [inner, outer] = [padState(key, 0x36), padState(key, 0x5c)];
  return (salt) => {
    words.set(inner, 0);
    words.set(outer, OUTER);
    const view = new DataView(salt.buffer, salt.byteOffset, salt.length);
    for (let word = 0; word < SALT_WORDS; word++) words[SALT + word] = view.getUint32(word * 4);
    kernel.stretch(ROUNDS);
    const bytes = Buffer.alloc(LANES * STATE_WORDS * 4);
    for (let lane = 0; lane < LANES; lane++) {
      for (let word = 0; word < STATE_WORDS; word++) {
        const value = words[RESULT + word * LANES + lane] ?? 0;
        bytes.writeUInt32BE(value, (lane * STATE_WORDS + word) * 4);
      }
    }
    return bytes.subarray(0, STRETCHED_BYTES);
  };
}

const rotated = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

const START: readonly [number, number, number, number, number] = [
  0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0,
];

/** SHA-1's state behind one block: the key with a pad over it. @see FIPS 180-4, section 6.1 */
function padState(key: Uint8Array, pad: number): Uint32Array {
  const block = new DataView(Uint8Array.from(key, (byte) => byte ^ pad).buffer);
  const words = new Int32Array(80);
  for (let at = 0; at < 16; at++) words[at] = block.getInt32(at * 4);
  const word = (at: number): number => words[at] ?? 0;
  for (let at = 16; at < 80; at++) {
    words[at] = rotated(word(at - 3) ^ word(at - 8) ^ word(at - 14) ^ word(at - 16), 1);
  }
  let [a, b, c, d, e] = START;
  for (let at = 0; at < 80; at++) {
    const { mix, constant } = roundOf(at, b, c, d);
    const sum: number = (rotated(a, 5) + mix + e + constant + word(at)) | 0;
    [a, b, c, d, e] = [sum, a, rotated(b, 30), c, d];
  }
  return Uint32Array.of(a + START[0], b + START[1], c + START[2], d + START[3], e + START[4]);
}

function roundOf(at: number, b: number, c: number, d: number): { mix: number; constant: number } {
  if (at < 20) return { mix: (b & c) | (~b & d), constant: 0x5a827999 };
  if (at < 40) return { mix: b ^ c ^ d, constant: 0x6ed9eba1 };
  if (at < 60) return { mix: (b & c) | (b & d) | (c & d), constant: 0x8f1bbcdc };
  return { mix: b ^ c ^ d, constant: 0xca62c1d6 };
}
