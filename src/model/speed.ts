/** How fast a run may read and write at most, as people write it: "20 MB/s". */

/** Slower, and a backup would not come to its end. */
export const LEAST_SPEED = 100_000;
export const MOST_SPEED = 100_000_000_000;

const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
};

const SPEED = /^(\d{1,12})(?:[.,](\d{1,3}))?\s*(b|kb|mb|gb|kib|mib|gib)(?:\/s)?$/i;

/** Bytes per second; `null`: it is no speed, or one below `LEAST_SPEED` or above `MOST_SPEED`. */
export function readSpeed(text: string): number | null {
  const [, whole = "", part = "0", unit = ""] = SPEED.exec(text.trim()) ?? [];
  const bytes = Math.round(Number(`${whole}.${part}`) * (UNITS[unit.toLowerCase()] ?? 0));
  return whole !== "" && bytes >= LEAST_SPEED && bytes <= MOST_SPEED ? bytes : null;
}

/** In the largest unit in which it is exact; `readSpeed` reads it back. */
export function speedText(bytesPerSecond: number): string {
  for (const unit of ["GB", "MB", "kB"]) {
    const count = bytesPerSecond / (UNITS[unit.toLowerCase()] ?? 1);
    if (count >= 1 && Math.round(count * 1000) / 1000 === count) return `${count} ${unit}/s`;
  }
  return `${bytesPerSecond} B/s`;
}
