/**
 * What AES in counter mode needs besides AES: blocks that count, and exclusive or. With both here, one call of the block
 * cipher serves many small pieces.
 */

/** Writes `count` blocks of 16 bytes to `out`: the big-endian number at `nonce`, then one more each. */
export function countBlocks(nonce: usize, out: usize, count: i32): void {
  let high = bswap<u64>(load<u64>(nonce));
  let low = bswap<u64>(load<u64>(nonce, 8));
  for (let block = 0; block < count; block++) {
    store<u64>(out, bswap<u64>(high));
    store<u64>(out, bswap<u64>(low), 8);
    out += 16;
    low++;
    if (low == 0) high++;
  }
}

/** Combines `length` bytes at `at` with as many at `stream`, in place. */
export function combine(at: usize, stream: usize, length: usize): void {
  let left = length;
  while (left >= 8) {
    store<u64>(at, load<u64>(at) ^ load<u64>(stream));
    at += 8;
    stream += 8;
    left -= 8;
  }
  while (left > 0) {
    store<u8>(at, load<u8>(at) ^ load<u8>(stream));
    at++;
    stream++;
    left--;
  }
}
