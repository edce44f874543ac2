/** Whether a text has what somebody typed, however it is typed. */

export function hasText(text: string, typed: string): boolean {
  return folded(text).includes(folded(typed));
}

function folded(text: string): string {
  return text.normalize("NFKD").toLowerCase();
}
