/**
 * The parcels of an app: which file or folder is meant, with which passwords one is read, how a new one is made.
 *
 * The installation has one key for what it locks itself, kept like a vault's and shown once; credentials in a plain
 * parcel are under it. A password is generated where a whole parcel is locked and none was given.
 */

import { randomInt, scryptSync } from "node:crypto";
import { statSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import type { Home } from "../app/home.ts";
import { FivefoldError, asFivefoldError, systemCode } from "../model/error.ts";
import type { ParcelForm } from "../model/layout.ts";
import type { Calendar, ParcelNaming } from "../model/parcel.ts";
import type { PartId } from "../model/part.ts";
import type { IsWanted } from "../model/path.ts";
import type { RunContext } from "../model/run.ts";
import { Secret } from "../model/secret.ts";
import type { AppIdentity, SnapshotId } from "../model/snapshot.ts";
import type { SnapshotReader } from "../model/store.ts";
import type { ReadmeFacts } from "../parcel/parcel-writer.ts";
import type { Shelf } from "../parcel/shelf.ts";
import type { Passwords, Surroundings } from "./given.ts";
import { namesIn } from "./given.ts";

/** How the people want a parcel. */
export interface ParcelWish {
  readonly naming: ParcelNaming;
  readonly form: ParcelForm;
  readonly compression: "deflate" | "zstd" | "none";
  /** 1 automatic, 6 on request. */
  readonly level: number;
  /** For whoever it is given away to: no credentials, and that is said. */
  readonly leavesCredentialsOut: boolean;
  /** The explanation inside, in the words of whoever knows languages. */
  readonly readme: (facts: ReadmeFacts) => Uint8Array;
  readonly calendar: Calendar;
  readonly timeZone: string;
}

/** Under what a parcel was locked, for whoever has to be told. */
export interface ParcelSecret {
  /** "made": to be shown once. "installation": the installation's own key; `isNew`: to be shown once, too. */
  readonly origin: "made" | "given" | "installation";
  readonly secret: Secret;
  readonly isNew: boolean;
  /** The file that keeps a copy, `null` when none does. */
  readonly keptIn: string | null;
}

/** A parcel's file on this machine. */
export interface ParcelFile {
  readonly folder: string;
  readonly name: string;
}

/** What the library was opened with. */
export interface ParcelsOptions extends Surroundings {
  readonly passwords: Passwords;
  /** Links that lead out of their part are taken from parcels as they are; else such a parcel is refused. */
  readonly allowsLinksOut?: boolean;
}

export class Parcels {
  readonly #options: ParcelsOptions;
  readonly #home: Home | null;

  /** `home`: `null` for somebody who only reads, and has none. */
  constructor(options: ParcelsOptions, home: Home | null) {
    this.#options = options;
    this.#home = home;
  }

  /** The file that a word names, `null` when it names none. @throws PARCEL_MISSING when it can name nothing else */
  fileOf(word: string, extension: string): ParcelFile | null {
    const whole = path.resolve(this.#options.currentFolder, word);
    const folded = word.toLowerCase();
    const hasEnding = [".zip", extension.toLowerCase()].some((each) => folded.endsWith(each));
    const isPath = hasEnding || /[/\\]/.test(word);
    // ids and "latest" have no dot: a file that happens to be called so is none that was meant
    if (!isPath && !word.includes(".")) return null;
    try {
      if (statSync(whole).isFile())
        return { folder: path.dirname(whole), name: path.basename(whole) };
    } catch (thrown) {
      if (systemCode(thrown) === null) throw thrown;
    }
    // an id has no separator and no ending: whoever wrote one meant a file
    if (isPath) throw new FivefoldError("PARCEL_MISSING", { path: whole });
    return null;
  }

  /** Whether a folder holds parcels and no vault. */
  async isShelf(folder: string, extension: string): Promise<boolean> {
    const endings = [".zip", extension.toLowerCase()];
    const names = await namesIn(folder);
    if (names.includes("config") && names.includes("keys")) return false;
    return names.some((name) => endings.some((each) => name.toLowerCase().endsWith(each)));
  }

  /** A folder of parcels, for reading. `app`: whose they must be; `null`: anybody's. Without passwords, those that were given. */
  async shelf(
    folder: string,
    app: Pick<AppIdentity, "id" | "name"> | null,
    passwords: readonly Secret[] | null = null,
  ): Promise<Shelf> {
    const tried = passwords ?? (await this.#secretsToTry());
    return await this.#shelf(folder, app, tried, null, this.#home?.scratch ?? tmpdir());
  }

  /**
   * Opens one parcel, and asks for its password, or for the key of credentials that another installation locked, where
   * somebody can be asked. Where its contents are to be read it is a stranger's, unless links that lead out were allowed.
   */
  async open(
    file: ParcelFile,
    app: Pick<AppIdentity, "id" | "name"> | null,
    context: RunContext,
    readsContents: boolean,
  ): Promise<SnapshotReader> {
    const reader = await this.#openAsking(file, app, context, readsContents);
    if (!readsContents || this.#options.allowsLinksOut === true) return reader;
    const { ParcelReader } = await import("../parcel/parcel-reader.ts");
    if (!(reader instanceof ParcelReader)) return reader;
    const { StrangerReader } = await import("../parcel/stranger.ts");
    return new StrangerReader(reader, path.join(file.folder, file.name));
  }

  /**
   * Looks at the links of what is to come back, so that it is refused before a person is asked. What comes from elsewhere
   * than a parcel passes.
   *
   * @throws PARCEL_LINK_OUT
   */
  async requireLinksInside(
    reader: SnapshotReader,
    wanted: ReadonlyMap<PartId, IsWanted | undefined>,
  ): Promise<void> {
    const { StrangerReader } = await import("../parcel/stranger.ts");
    if (!(reader instanceof StrangerReader)) return;
    for (const [part, isWanted] of wanted) {
      try {
        await reader.requireLinksInside(part, isWanted);
      } catch (thrown) {
        // what is locked may be left out by whoever asks; read, it says the same again
        if (asFivefoldError(thrown).code !== "PARCEL_KEY_OTHER") throw thrown;
      }
    }
  }

  async #openAsking(
    { folder, name }: ParcelFile,
    app: Pick<AppIdentity, "id" | "name"> | null,
    context: RunContext,
    readsContents: boolean,
  ): Promise<SnapshotReader> {
    const id = name as SnapshotId;
    const { ask } = this.#options.passwords;
    const mayAsk = ask !== null && (await this.#given()) === null;
    const again = async (): Promise<SnapshotReader | null> => {
      const typed = mayAsk ? await ask(name) : null;
      if (typed === null) return null;
      const { readPassword } = await import("../app/parcel-password.ts");
      const { secrets } = readPassword(typed.reveal());
      return await (await this.shelf(folder, app, secrets)).open(id, context);
    };
    let reader: SnapshotReader;
    try {
      reader = await (await this.shelf(folder, app)).open(id, context);
    } catch (thrown) {
      const { code } = asFivefoldError(thrown);
      const isLocked = code === "PARCEL_PASSWORD_NEEDED" || code === "PARCEL_PASSWORD_WRONG";
      const opened = isLocked ? await again() : null;
      if (opened === null) throw thrown;
      return opened;
    }
    const { ParcelReader } = await import("../parcel/parcel-reader.ts");
    if (!mayAsk || !readsContents || !(reader instanceof ParcelReader)) return reader;
    if (await reader.hasKeys()) return reader;
    // whoever has no sheet at hand presses Enter, and may still restore everything else
    const opened = await again();
    if (opened === null) return reader;
    await reader[Symbol.asyncDispose]();
    return opened;
  }

  /** A folder into which a parcel is written as wished, and what it will be locked with. */
  async making(
    folder: string,
    app: AppIdentity & { readonly parcelExtension: string },
    wish: ParcelWish,
    hasCredentials: boolean,
    scratch: string,
  ): Promise<{
    readonly shelf: Shelf;
    readonly secret: ParcelSecret | null;
    readonly credentials: ReadmeFacts["credentials"];
  }> {
    const isLocked = wish.form !== "plain";
    const seals = hasCredentials && !isLocked;
    const secret = isLocked
      ? await this.#passwordFor(app)
      : seals
        ? await this.#installationKey()
        : null;
    const credentials = !hasCredentials ? "leftOut" : isLocked ? "included" : "inner";
    const given = await this.#secretsToTry();
    // what was written is read again
    const passwords = isLocked && secret !== null ? [...given, secret.secret] : given;
    const shelf = await this.#shelf(
      folder,
      app,
      passwords,
      {
        ...wish,
        extension: app.parcelExtension,
        password: isLocked ? (secret?.secret ?? null) : null,
        key: seals ? (secret?.secret ?? null) : null,
        fingerprint: secret === null ? null : fingerprintOf(secret.secret),
        credentials,
        threads: this.#threads(),
      },
      scratch,
    );
    return { shelf, secret, credentials };
  }

  async #shelf(
    folder: string,
    app: Pick<AppIdentity, "id" | "name"> | null,
    passwords: readonly Secret[],
    making: ConstructorParameters<typeof Shelf>[0]["making"],
    scratch: string,
  ): Promise<Shelf> {
    const [{ Shelf: Opened }, { openPlace }] = await Promise.all([
      import("../parcel/shelf.ts"),
      import("../place/open.ts"),
    ]);
    const place = openPlace({ kind: "folder", path: folder });
    const own = await this.kept();
    const keys = own === null ? passwords : [own, ...passwords];
    const threads = this.#threads();
    return new Opened({ place, scratch, app, passwords, keys, threads, making });
  }

  #threads(): number {
    return this.#options.threads ?? Math.min(4, Math.max(1, availableParallelism()));
  }

  /** What was given for this call. */
  async #given(): Promise<Secret | null> {
    const { givenParcelPassword } = await import("../app/secret-store.ts");
    const { environment, passwords } = this.#options;
    return await givenParcelPassword({ passwordFile: passwords.parcelFile, environment });
  }

  async #secretsToTry(): Promise<readonly Secret[]> {
    const given = await this.#given();
    if (given === null) return [];
    const { readPassword } = await import("../app/parcel-password.ts");
    return readPassword(given.reveal()).secrets;
  }

  async #passwordFor(app: AppIdentity): Promise<ParcelSecret> {
    const given = await this.#given();
    const passwords = await import("../app/parcel-password.ts");
    if (given !== null) {
      const secret = passwords.ownPassword(given.reveal(), [app.id, app.name]);
      return { origin: "given", secret, isNew: false, keptIn: null };
    }
    const secret = passwords.makeParcelPassword("digits", (limit) => randomInt(limit));
    return { origin: "made", secret, isNew: true, keptIn: null };
  }

  /** The installation's own key, `null` when none was made yet. */
  async kept(): Promise<Secret | null> {
    if (this.#home === null) return null;
    const { PARCEL_KEY, keptKey } = await import("../app/secret-store.ts");
    return (await keptKey(this.#home, PARCEL_KEY))?.secret ?? null;
  }

  async #installationKey(): Promise<ParcelSecret> {
    const { PARCEL_KEY, keepKey } = await import("../app/secret-store.ts");
    if (this.#home === null) throw new FivefoldError("INTERNAL", { message: "no home" });
    const keptIn = path.join(this.#home.keys, PARCEL_KEY);
    const kept = await this.kept();
    if (kept !== null) return { origin: "installation", secret: kept, isNew: false, keptIn };
    const { makeParcelPassword } = await import("../app/parcel-password.ts");
    const secret = makeParcelPassword("digits", (limit) => randomInt(limit));
    await keepKey(this.#home, PARCEL_KEY, secret, false);
    return { origin: "installation", secret, isNew: true, keptIn };
  }
}

/**
 * Names a password without telling more of it than the zip itself does: trying one against this costs far more than
 * trying it against the zip.
 */
function fingerprintOf(secret: Secret): string {
  return scryptSync(secret.reveal(), "fivefold parcel", 16, { N: 1 << 14 }).toString("hex");
}
