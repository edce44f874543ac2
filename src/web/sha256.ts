/**
 * SHA-256 of what comes in pieces, FIPS 180-4. The browser's own `crypto.subtle` wants everything at once, and gives
 * nothing at all outside HTTPS and this computer.
 */

const BLOCK_BYTES = 64;

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const K = new Int32Array(64);
/** Likewise of the square roots of the first 8. */
const START = new Int32Array(8);

const primes: number[] = [];
for (let candidate = 2; primes.length < 64; candidate++)
  if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
for (const [index, prime] of primes.entries()) {
  const root = Math.cbrt(prime);
  K[index] = Math.floor((root - Math.floor(root)) * 2 ** 32) | 0;
  if (index < 8) {
    const square = Math.sqrt(prime);
    START[index] = Math.floor((square - Math.floor(square)) * 2 ** 32) | 0;
  }
}

export class Sha256 {
  // Signed, so that engines keep all of it in whole numbers.
  readonly #state = Int32Array.from(START);
  readonly #words = new Int32Array(64);
  readonly #rest = new Uint8Array(BLOCK_BYTES);
  #restBytes = 0;
  #allBytes = 0;

  update(bytes: Uint8Array): void {
    this.#allBytes += bytes.length;
    let at = 0;
    if (this.#restBytes > 0) {
      at = Math.min(BLOCK_BYTES - this.#restBytes, bytes.length);
      this.#rest.set(bytes.subarray(0, at), this.#restBytes);
      this.#restBytes += at;
      if (this.#restBytes < BLOCK_BYTES) return;
      this.#block(new DataView(this.#rest.buffer), 0);
      this.#restBytes = 0;
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (; at + BLOCK_BYTES <= bytes.length; at += BLOCK_BYTES) this.#block(view, at);
    this.#rest.set(bytes.subarray(at), 0);
    this.#restBytes = bytes.length - at;
  }

  /** 64 hex digits; nothing may be added afterwards. */
  hex(): string {
    const bits = this.#allBytes * 8;
    const padBytes = ((BLOCK_BYTES + 55 - (this.#allBytes % BLOCK_BYTES)) % BLOCK_BYTES) + 1;
    const end = new Uint8Array(padBytes + 8);
    end[0] = 0x80;
    const view = new DataView(end.buffer);
    view.setUint32(padBytes, Math.floor(bits / 2 ** 32));
    view.setUint32(padBytes + 4, bits % 2 ** 32);
    this.update(end);
    return [...this.#state].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  }

  #block(view: DataView, offset: number): void {
    const words = this.#words;
    const state = this.#state;
    for (let i = 0; i < 16; i++) words[i] = view.getInt32(offset + i * 4);
    for (let i = 16; i < 64; i++) {
      const x = element(words, i - 15);
      const y = element(words, i - 2);
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      words[i] = (((element(words, i - 16) + s0) | 0) + ((element(words, i - 7) + s1) | 0)) | 0;
    }
    let a = element(state, 0);
    let b = element(state, 1);
    let c = element(state, 2);
    let d = element(state, 3);
    let e = element(state, 4);
    let f = element(state, 5);
    let g = element(state, 6);
    let h = element(state, 7);
    for (let i = 0; i < 64; i++) {
      const S1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const choice = (e & f) ^ (~e & g);
      const t1 = (((((h + S1) | 0) + choice) | 0) + ((element(K, i) + element(words, i)) | 0)) | 0;
      const S0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (S0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    state[0] = element(state, 0) + a;
    state[1] = element(state, 1) + b;
    state[2] = element(state, 2) + c;
    state[3] = element(state, 3) + d;
    state[4] = element(state, 4) + e;
    state[5] = element(state, 5) + f;
    state[6] = element(state, 6) + g;
    state[7] = element(state, 7) + h;
  }
}

/** An element that is there; what to do without one would cost a third of the time. */
function element(array: Int32Array, index: number): number {
  return array[index] as number;
}
