/**
 * Rabin fingerprints over a window of 64 bytes, restic's chunk borders.
 *
 * Compiled by AssemblyScript into src/vault/kernel.wasm (see build.ts). A border lies after a byte where the lowest 20
 * bits of the fingerprint are zero. Since a fingerprint depends on the last 64 bytes only, four segments are rolled
 * side by side: the four chains of dependent loads overlap, which is three times as fast as one.
 */

const OUT: usize = 1024; // 256 x u64: what a byte leaving the window contributes
const MOD: usize = 3072; // 256 x u64: the reduction of the byte that was shifted out at the top
const WINDOW: usize = 64;
const SEGMENT: usize = 4096;
const BORDER: u64 = (1 << 20) - 1;

function degree(x: u64): i32 {
  return 63 - <i32>clz(x);
}

function modulo(x: u64, p: u64): u64 {
  const d = degree(p);
  while (x != 0 && degree(x) >= d) x ^= p << (degree(x) - d);
  return x;
}

/** Fills the tables for a polynomial of degree 53. */
export function prepare(polynomial: u64): void {
  const d = degree(polynomial);
  for (let byte: u64 = 0; byte < 256; byte++) {
    let out: u64 = modulo(byte, polynomial);
    // 63 zero bytes move it to the front of the window, one more is the step that drops it
    for (let i: usize = 0; i < WINDOW; i++) out = modulo(out << 8, polynomial);
    store<u64>(OUT + (<usize>byte << 3), out);
    store<u64>(MOD + (<usize>byte << 3), modulo(byte << d, polynomial) | (byte << d));
  }
}

// @ts-ignore: decorator
@inline
function roll(digest: u64, at: usize): u64 {
  return (
    ((digest << 8) | <u64>load<u8>(at)) ^
    load<u64>(MOD + (<usize>(digest >> 45) << 3)) ^
    load<u64>(OUT + (<usize>load<u8>(at - WINDOW) << 3))
  );
}

/** The fingerprint of the 64 bytes from `at`. */
function fill(at: usize): u64 {
  let digest: u64 = 0;
  for (let i: usize = 0; i < WINDOW; i++) {
    digest = ((digest << 8) | <u64>load<u8>(at + i)) ^ load<u64>(MOD + (<usize>(digest >> 45) << 3));
  }
  return digest;
}

function rest(digest: u64, at: usize, end: usize): usize {
  for (; at < end; at++) {
    digest = roll(digest, at);
    if ((digest & BORDER) == 0) return at + 1;
  }
  return 0;
}

/**
 * Finds the first border in a chunk that begins at `start`, looking at lengths `from` to `to` (both inclusive, from >= 64).
 * Returns the chunk's length, or -1 when there is no border.
 */
export function border(start: usize, from: usize, to: usize): i32 {
  if (from > to) return -1;
  const end = start + to;
  let at = start + from;
  let d0 = fill(at - WINDOW);
  if ((d0 & BORDER) == 0) return <i32>from;
  while (at + 4 * SEGMENT <= end) {
    let d1 = fill(at + SEGMENT - WINDOW);
    let d2 = fill(at + 2 * SEGMENT - WINDOW);
    let d3 = fill(at + 3 * SEGMENT - WINDOW);
    const stop = at + SEGMENT;
    let hit: usize = 0;
    let q = at;
    while (q < stop) {
      d0 = roll(d0, q);
      if ((d0 & BORDER) == 0) return <i32>(q + 1 - start);
      d1 = roll(d1, q + SEGMENT);
      d2 = roll(d2, q + 2 * SEGMENT);
      d3 = roll(d3, q + 3 * SEGMENT);
      q++;
      if ((d1 & BORDER) == 0) { hit = q + SEGMENT; break; }
      if ((d2 & BORDER) == 0) { hit = q + 2 * SEGMENT; break; }
      if ((d3 & BORDER) == 0) { hit = q + 3 * SEGMENT; break; }
    }
    if (hit) {
      // an earlier segment may still hold an earlier border behind its current position
      let earlier = rest(d0, q, stop);
      if (earlier) return <i32>(earlier - start);
      if (hit > q + SEGMENT) {
        earlier = rest(d1, q + SEGMENT, stop + SEGMENT);
        if (earlier) return <i32>(earlier - start);
      }
      if (hit > q + 2 * SEGMENT) {
        earlier = rest(d2, q + 2 * SEGMENT, stop + 2 * SEGMENT);
        if (earlier) return <i32>(earlier - start);
      }
      return <i32>(hit - start);
    }
    d0 = d3;
    at += 4 * SEGMENT;
  }
  const last = rest(d0, at, end);
  return last ? <i32>(last - start) : -1;
}
