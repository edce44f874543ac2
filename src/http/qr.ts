/** A QR code as a picture that can be printed at any size. */

import QRCode from "qrcode";

/** What still can be photographed from paper. */
const LONGEST = 300;
const LEVEL = { errorCorrectionLevel: "M" } as const;

/** An SVG, `null` when the text is too long for a code that a phone reads. */
export async function qrSvg(text: string): Promise<string | null> {
  if (text.length > LONGEST) return null;
  return await QRCode.toString(text, { ...LEVEL, type: "svg", margin: 4 });
}

/** A dark stretch of a row of the code, in its smallest squares; from 0. */
export interface DarkStretch {
  readonly row: number;
  readonly column: number;
  readonly length: number;
}

/** The same code to be drawn; `null` as above. */
export function qrStretches(
  text: string,
): { readonly count: number; readonly dark: readonly DarkStretch[] } | null {
  if (text.length > LONGEST) return null;
  const { modules } = QRCode.create(text, LEVEL);
  const dark: DarkStretch[] = [];
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      let length = 0;
      while (column + length < modules.size && modules.get(row, column + length) === 1) length++;
      if (length > 0) dark.push({ row, column, length });
      column += length;
    }
  }
  return { count: modules.size, dark };
}
