/**
 * The few calls of the system's C library that Node lacks: extended attributes, nanosecond times, syncfs, lock owners.
 *
 * Only Linux; elsewhere, and where koffi cannot be loaded, `loadLibc` gives `null` and the callers do without and say so.
 */

import { createRequire } from "node:module";
import { constants } from "node:os";
import type { Attribute } from "../model/entry.ts";
import { bytesOfText, textOfBytes } from "../model/entry.ts";

/** What the walk needs of an entry; Node's `BigIntStats` is one, too. */
export interface Stat {
  readonly mode: bigint | number;
  readonly uid: bigint | number;
  readonly gid: bigint | number;
  readonly nlink: bigint | number;
  readonly size: bigint | number;
  readonly dev: bigint;
  readonly ino: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
}

export interface Libc {
  /** Extended attributes in the order the system lists them; of a link, the link's own. */
  attributes(path: string | Buffer): readonly Attribute[];
  /** As `lstat` of a name in an open folder, sooner; holds until the next call. `null` when it is not there. */
  statAt(folder: number, name: string): Statx | null;
  setAttribute(path: string | Buffer, attribute: Attribute): void;
  /** Sets both times of the entry itself, never of what a link points to. */
  setTimes(path: string | Buffer, accessedNs: bigint, modifiedNs: bigint): void;
  /** Puts everything written to the file system of an open file on disk. */
  syncFileSystem(descriptor: number): Promise<void>;
  /** The process that holds a record lock on the bytes from `start`, 0 when another machine does, `null`: nobody. */
  lockOwner(descriptor: number, start: number, length: number): number | null;
}

interface Library {
  func(prototype: string): Call;
}
interface Koffi {
  load(name: string): Library;
  errno(): number;
}
type Argument = string | number | bigint | Uint8Array | null;
interface Call {
  (...args: Argument[]): number;
  async(...args: [...Argument[], (error: Error | null, result: number) => void]): void;
}

const NAMES = ["libc.so.6", "libc.musl-x86_64.so.1", "libc.musl-aarch64.so.1"];
const AT_FDCWD = -100;
const AT_SYMLINK_NOFOLLOW = 0x100;
/** Everything that `lstat` tells. */
const STATX_BASIC = 0x7ff;
const F_GETLK = 5;
const F_WRLCK = 1;
const F_UNLCK = 2;
/** Linux allows neither a longer list nor a longer value. */
const LIMIT_BYTES = 65536;
/** No attributes there, or none at all on this file system. */
const NOTHING = new Set<number>([constants.errno.ENOTSUP, constants.errno.EOPNOTSUPP]);

/** Loads the library at the first call; like an imported module it is the same for the whole process. */
export function loadLibc(): Libc | null {
  return (loading.libc ??= { found: load() }).found;
}

const loading: { libc: { readonly found: Libc | null } | null } = { libc: null };

function load(): Libc | null {
  if (process.platform !== "linux") return null;
  try {
    return bind(createRequire(import.meta.url)("koffi") as Koffi);
  } catch {
    return null; // no koffi for this system: the program works without
  }
}

function bind(koffi: Koffi): Libc | null {
  const library = open(koffi);
  if (library === null) return null;
  const list = library.func("long llistxattr(const char *path, void *list, size_t size)");
  const get = library.func(
    "long lgetxattr(const char *path, const char *name, void *value, size_t size)",
  );
  const set = library.func(
    "int lsetxattr(const char *path, const char *name, const void *value, size_t size, int flags)",
  );
  const times = library.func(
    "int utimensat(int folder, const char *path, const void *times, int flags)",
  );
  const stat = library.func(
    "int statx(int folder, const char *name, int flags, unsigned int mask, void *result)",
  );
  const sync = library.func("int syncfs(int descriptor)");
  const control = library.func("int fcntl(int descriptor, int command, void *lock)");
  const names = Buffer.alloc(LIMIT_BYTES);
  const value = Buffer.alloc(LIMIT_BYTES);
  const result = new Statx();
  const pair = Buffer.alloc(32);
  const lock = Buffer.alloc(32);
  const failed = (call: string): never => fail(koffi.errno(), call);

  function valueOf(path: string | Buffer, name: string): Attribute | null {
    const length = get(argument(path), argument(name), value, LIMIT_BYTES);
    if (length >= 0) return { name, value: Uint8Array.from(value.subarray(0, length)) };
    if (koffi.errno() === constants.errno.ENODATA) return null; // removed since it was listed
    return failed("lgetxattr");
  }

  return {
    attributes(path) {
      const length = list(argument(path), names, LIMIT_BYTES);
      if (length === 0) return [];
      if (length < 0) return NOTHING.has(koffi.errno()) ? [] : failed("llistxattr");
      const found: Attribute[] = [];
      for (const name of splitNames(names.subarray(0, length))) {
        const attribute = valueOf(path, name);
        if (attribute !== null) found.push(attribute);
      }
      return found;
    },
    statAt(folder, name) {
      if (stat(folder, name, AT_SYMLINK_NOFOLLOW, STATX_BASIC, result.bytes) === 0) return result;
      return koffi.errno() === constants.errno.ENOENT ? null : failed("statx");
    },
    setAttribute(path, attribute) {
      const { name, value: bytes } = attribute;
      // An empty array has no address to pass.
      const given = bytes.length === 0 ? Buffer.alloc(1) : bytes;
      if (set(argument(path), argument(name), given, bytes.length, 0) !== 0) failed("lsetxattr");
    },
    setTimes(path, accessedNs, modifiedNs) {
      writeTime(pair, 0, accessedNs);
      writeTime(pair, 16, modifiedNs);
      if (times(AT_FDCWD, argument(path), pair, AT_SYMLINK_NOFOLLOW) !== 0) failed("utimensat");
    },
    syncFileSystem(descriptor) {
      return new Promise((resolve, reject) => {
        sync.async(descriptor, (error, status) => {
          if (error !== null) reject(error);
          else if (status !== 0) reject(systemError(constants.errno.EIO, "syncfs"));
          else resolve();
        });
      });
    },
    lockOwner(descriptor, start, length) {
      lock.fill(0);
      lock.writeInt16LE(F_WRLCK, 0);
      lock.writeBigInt64LE(BigInt(start), 8);
      lock.writeBigInt64LE(BigInt(length), 16);
      if (control(descriptor, F_GETLK, lock) !== 0) failed("fcntl");
      if (lock.readInt16LE(0) === F_UNLCK) return null;
      return Math.max(0, lock.readInt32LE(24));
    },
  };
}

/** A `struct statx`; what nobody asks for is not made into numbers. */
export class Statx implements Stat {
  readonly bytes = Buffer.alloc(256);
  readonly #view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);

  get nlink(): number {
    return this.#view.getUint32(16, true);
  }

  get uid(): number {
    return this.#view.getUint32(20, true);
  }

  get gid(): number {
    return this.#view.getUint32(24, true);
  }

  get mode(): number {
    return this.#view.getUint16(28, true);
  }

  get ino(): bigint {
    return this.#view.getBigUint64(32, true);
  }

  get size(): number {
    return this.#view.getUint32(40, true) + this.#view.getUint32(44, true) * WORD;
  }

  get ctimeNs(): bigint {
    return this.#view.getBigInt64(96, true) * NANO + BigInt(this.#view.getUint32(104, true));
  }

  get mtimeNs(): bigint {
    return this.#view.getBigInt64(112, true) * NANO + BigInt(this.#view.getUint32(120, true));
  }

  get dev(): bigint {
    return deviceNumber(this.#view.getUint32(136, true), this.#view.getUint32(140, true));
  }

  /** The later of both times in whole seconds since 1970. */
  get newestSeconds(): number {
    return Math.max(this.#seconds(96), this.#seconds(112));
  }

  /** Puts inode, size, both times and the device behind one another; gives how many bytes that are. */
  copyTraits(target: Buffer, at: number): number {
    this.bytes.copy(target, at, 32, 48);
    this.bytes.copy(target, at + 16, 96, 108);
    this.bytes.copy(target, at + 28, 112, 124);
    this.bytes.copy(target, at + 40, 136, 144);
    return 48;
  }

  #seconds(at: number): number {
    return this.#view.getUint32(at, true) + this.#view.getInt32(at + 4, true) * WORD;
  }
}

const WORD = 2 ** 32;

/** As the C library's `makedev` puts the two halves of a device's number together. */
function deviceNumber(major: number, minor: number): bigint {
  if (major < 0x1000 && minor < 0x100) return BigInt((major << 8) | minor);
  const [high, low] = [BigInt(major), BigInt(minor)];
  return (
    ((high & 0xfffff000n) << 32n) |
    ((high & 0xfffn) << 8n) |
    ((low & 0xffffff00n) << 12n) |
    (low & 0xffn)
  );
}

function open(koffi: Koffi): Library | null {
  for (const name of NAMES) {
    try {
      return koffi.load(name);
    } catch {
      continue; // the next name; none of them: `null`
    }
  }
  return null;
}

/** A path as a C string; text that is well-formed goes as it is. */
function argument(path: string | Buffer): string | Buffer {
  if (typeof path === "string" && path.isWellFormed()) return path;
  const bytes = typeof path === "string" ? bytesOfText(path) : path;
  return Buffer.concat([bytes, Buffer.alloc(1)]);
}

function splitNames(list: Buffer): string[] {
  const names: string[] = [];
  for (let at = 0; at < list.length;) {
    const end = list.indexOf(0, at);
    const stop = end < 0 ? list.length : end;
    names.push(textOfBytes(list.subarray(at, stop)));
    at = stop + 1;
  }
  return names;
}

const NANO = 1_000_000_000n;

/** Writes a `struct timespec`; before 1970 the seconds are negative and the nanoseconds still count upwards. */
function writeTime(target: Buffer, at: number, timeNs: bigint): void {
  const rest = ((timeNs % NANO) + NANO) % NANO;
  target.writeBigInt64LE((timeNs - rest) / NANO, at);
  target.writeBigInt64LE(rest, at + 8);
}

function fail(errno: number, call: string): never {
  throw systemError(errno, call);
}

function systemError(errno: number, call: string): Error {
  const known = Object.entries(constants.errno).find(([, number]) => number === errno);
  const code = known?.[0] ?? `errno ${errno}`;
  return Object.assign(new Error(`${code}: ${call}`), { code, syscall: call });
}
