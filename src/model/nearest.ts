/** What was probably meant: the nearest of the known words. */

/** Gives the word that differs in the fewest letters, `null` when none is near enough to be meant. */
export function nearest(word: string, known: readonly string[]): string | null {
  const limit = word.length <= 3 ? 1 : word.length <= 7 ? 2 : 3;
  let best: string | null = null;
  let fewest = limit + 1;
  for (const each of known) {
    const count = differences(word.toLowerCase(), each.toLowerCase());
    if (count < fewest) {
      best = each;
      fewest = count;
    }
  }
  return best;
}

/** Counts letters changed, added, left out, or swapped with the next one (optimal string alignment). */
export function differences(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return Math.max(a.length, b.length);
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      let count = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (isSame ? 0 : 1),
      );
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (row > 1 && column > 1 && isSwapped) count = Math.min(count, (older[column - 2] ?? 0) + 1);
      current.push(count);
    }
    older = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}
