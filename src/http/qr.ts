/** A QR code as a picture that can be printed at any size. */

import QRCode from "qrcode";

/** What still can be photographed from paper. */
const LONGEST = 300;

/** An SVG, `null` when the text is too long for a code that a phone reads. */
export async function qrSvg(text: string): Promise<string | null> {
  if (text.length > LONGEST) return null;
  return await QRCode.toString(text, { type: "svg", errorCorrectionLevel: "M", margin: 4 });
}
