/**
 * Reads a QR code from a picture. What reads it is loaded when the first picture comes: most people never scan.
 */

/** Larger pictures are made smaller: more pixels tell nothing more of a code that fills them. */
const LARGEST_SIDE = 1600;
/** Grain and waves of a screen vanish in a smaller picture. */
const SMALLER_SIDE = 700;

/** A photo that the browser cannot show. */
export class NoPhoto extends Error {
  override readonly name = "NoPhoto";
}

/** Something that can be drawn, and its size in pixels. */
interface Picture {
  readonly source: CanvasImageSource;
  readonly width: number;
  readonly height: number;
}

/** The text of the code in a photo; `null` without one. @throws NoPhoto */
export async function codeInPhoto(file: Blob): Promise<string | null> {
  const source = await createImageBitmap(file).catch((cause: unknown) => {
    throw new NoPhoto(file.type, { cause });
  });
  try {
    const { width, height } = source;
    const picture = { source, width, height };
    return (await read(picture, LARGEST_SIDE)) ?? (await read(picture, SMALLER_SIDE));
  } finally {
    source.close();
  }
}

/** The text of the code that the camera sees now; `null` without one. */
export async function codeInVideo(video: HTMLVideoElement): Promise<string | null> {
  const { videoWidth: width, videoHeight: height } = video;
  if (width === 0 || height === 0) return null;
  return await read({ source: video, width, height }, SMALLER_SIDE);
}

async function read({ source, width, height }: Picture, side: number): Promise<string | null> {
  const scale = Math.min(1, side / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) return null;
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const { default: loaded } = await import("jsqr");
  // The types speak of a module with a default; what is loaded is the function itself.
  const readCode = loaded as unknown as typeof loaded.default;
  return readCode(data, canvas.width, canvas.height)?.data ?? null;
}
