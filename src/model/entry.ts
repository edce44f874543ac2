/**
 * The one thing that flows: entries, an async stream of file-like things.
 *
 * A stream of a part starts with the part's root (path ""), goes depth first, parents before children, siblings in the
 * order of their UTF-8 bytes. A part whose root is a single file or database yields the root directory "" first, too.
 */

/** Bytes in pieces; a Readable, a ReadableStream and a FileHandle's stream all are one. */
export type Bytes = AsyncIterable<Uint8Array>;

/** Bytes that can be opened again, so that a retry never has to ask the caller. */
export interface Content {
  /** `null`: not known before the end, a dump still being made. */
  readonly sizeBytes: number | null;
  /** Never called for content that is known to be unchanged. */
  bytes(): Bytes;
}

/** Content that can write itself into a file, so that a worker thread may decode and write in one go. */
export interface WritableContent extends Content {
  /**
   * Creates the file at `path` (it must not exist; links are not followed), writes everything and gives it the
   * permissions `mode`, 0 to 0o777, and no other metadata; `false`: the file system does not take them. Runs of zero bytes
   * may become holes. Many calls may be under way at once.
   *
   * @throws SNAPSHOT_DAMAGED when a byte is not what was stored; the file may then exist in part.
   */
  writeTo(path: string | Buffer, mode: number): Promise<boolean>;
}

/** Tells whether the content brings its own way into a file. */
export function isWritable(content: Content): content is WritableContent {
  return "writeTo" in content;
}

export interface Owner {
  readonly uid: number;
  readonly gid: number;
  /** "" when the number has no name on this machine. */
  readonly user: string;
  readonly group: string;
}

/** One extended attribute, with its namespace in the name: "user.comment". */
export interface Attribute {
  readonly name: string;
  readonly value: Uint8Array;
}

/** Where on this machine an entry was seen: what decides "unchanged" and ties hard links together. */
export interface Origin {
  readonly device: bigint;
  readonly inode: bigint;
  readonly links: number;
  readonly changedNs: bigint;
}

interface Common {
  /**
   * Relative to the part's root, "/" between names; "" is the root itself. Bytes that are not UTF-8 are kept as the lone
   * surrogates U+DC80 to U+DCFF (byte 0x80 to 0xFF); names are never normalised.
   */
  readonly path: string;
  readonly modifiedNs: bigint;
  /** Permission bits with setuid, setgid and sticky: 0 to 0o7777. */
  readonly mode: number;
  readonly owner: Owner | null;
  readonly origin: Origin | null;
  /** Extended attributes as the system lists them, which is restic's order; a call, because reading them costs and is rarely needed. */
  attributes(): readonly Attribute[];
}

export interface FileEntry extends Common, Content {
  readonly kind: "file";
  /** A file on this machine that holds the content now: a worker thread may read it there. */
  readonly localPath: string | Buffer | null;
  /**
   * What decides "unchanged" instead of size, times and origin. `null`: those decide. Otherwise the content is the same
   * when the part's record in the parent snapshot has the same version (contracts.md section 4).
   */
  readonly version: string | null;
}

export interface DirectoryEntry extends Common {
  readonly kind: "directory";
}

export interface LinkEntry extends Common {
  readonly kind: "link";
  /** As the link has it; bytes that are not UTF-8 as in `path`. */
  readonly target: string;
}

/**
 * Whether a link leads out of the part that it lies in, on this system or another. It is judged by its words: one that goes up
 * again behind a name counts too, since that name may be a link that leads elsewhere.
 */
export function leadsOut({ path, target }: Pick<LinkEntry, "path" | "target">): boolean {
  if (/^(?:[/\\]|[a-z]:)/i.test(target)) return true;
  let depth = path.split("/").length - 1;
  let isBelow = false;
  for (const name of target.split(/[/\\]/)) {
    if (name === "" || name === ".") continue;
    if (name !== "..") isBelow = true;
    else if (isBelow || --depth < 0) return true;
  }
  return false;
}

export type Entry = FileEntry | DirectoryEntry | LinkEntry;

/** Batches of 1 to 1024 entries; a batch may cross directories. Contents may still be read while later batches are given. */
export type Entries = AsyncIterable<readonly Entry[]>;

const FIRST_ESCAPE = 0xdc80;
const LAST_ESCAPE = 0xdcff;
// both are without state between calls, and making one costs more than a name
const ENCODER = new TextEncoder();
const STRICT_DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const NO_BYTES = new Uint8Array(0);

/** Turns a name or path into the bytes that the file system knows; the inverse of `textOfBytes`. */
export function bytesOfText(text: string): Uint8Array {
  if (text === "") return NO_BYTES;
  if (text.isWellFormed()) return ENCODER.encode(text);
  const pieces: number[] = [];
  for (let at = 0; at < text.length;) {
    const point = text.codePointAt(at) ?? 0;
    at += point > 0xffff ? 2 : 1;
    if (point >= FIRST_ESCAPE && point <= LAST_ESCAPE) pieces.push(point - 0xdc00);
    else pieces.push(...ENCODER.encode(String.fromCodePoint(point)));
  }
  return Uint8Array.from(pieces);
}

/** Turns a file system's bytes into text that keeps every byte: what is not UTF-8 becomes U+DC80 to U+DCFF. */
export function textOfBytes(bytes: Uint8Array): string {
  try {
    return STRICT_DECODER.decode(bytes);
  } catch {
    return decodeWithEscapes(bytes);
  }
}

function decodeWithEscapes(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    let piece: string | null = null;
    if (at + length <= bytes.length) {
      try {
        piece = STRICT_DECODER.decode(bytes.subarray(at, at + length));
      } catch {
        piece = null; // not one character: the byte is kept as an escape below
      }
    }
    text += piece ?? String.fromCharCode(0xdc00 + first);
    at += piece === null ? 1 : length;
  }
  return text;
}

/** Orders two names (no "/") by their file system bytes, as restic and every store here order siblings. */
export function compareNames(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left === right) continue;
    // Code units order like bytes but where a surrogate meets a unit above it, or an escaped byte meets anything.
    if (left < 0xd800 && right < 0xd800) return left - right;
    return compareBytes(bytesOfText(a), bytesOfText(b));
  }
  return a.length - b.length;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
