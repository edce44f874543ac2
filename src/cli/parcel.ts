/** What commands that write a parcel have in common: options, the wish that they make, what is said of the file. */

import path from "node:path";
import type { Command } from "@commander-js/extra-typings";
import type { Fivefold, PackedValue, ParcelForm, ParcelNaming, ParcelWish } from "../fivefold.ts";
import { FivefoldError, calendarOf } from "../fivefold.ts";
import type { Language } from "../language/language.ts";
import type { Desk, Frame } from "./frame.ts";
import type { Output } from "./print.ts";

const COMPRESSIONS = ["deflate", "zstd", "none"] as const;

export interface ParcelOptions {
  readonly encrypt?: boolean | undefined;
  readonly hideNames?: boolean | undefined;
  readonly compress?: string | undefined;
  readonly smaller?: boolean | undefined;
}

/** What the options below add. */
export interface ParsedOptions {
  encrypt?: true | undefined;
  hideNames?: true | undefined;
  compress?: string | undefined;
  smaller?: true | undefined;
  parcelPasswordFile?: string | undefined;
}

/** How a parcel is locked and packed. */
export function withParcel<Arguments extends unknown[], Options extends Record<string, unknown>>(
  command: Command<Arguments, Options>,
  frame: Frame,
): Command<Arguments, Options & ParsedOptions> {
  const whole = command
    .option("--encrypt", frame.help("option.encrypt"))
    .option("--hide-names", frame.help("option.hideNames"))
    .option("--compress <method>", frame.help("option.compress"))
    .option("--smaller", frame.help("option.smaller"))
    .option("--parcel-password-file <file>", frame.help("option.parcelPasswordFile"));
  // the type that is inferred is too long for a declaration; this one says the same
  return whole as unknown as Command<Arguments, Options & ParsedOptions>;
}

/** @throws USAGE_WRONG */
export async function wishOf(
  options: ParcelOptions,
  naming: ParcelNaming,
  leavesCredentialsOut: boolean,
  fivefold: Fivefold,
  desk: Desk,
): Promise<ParcelWish> {
  const compression = COMPRESSIONS.find((each) => each === (options.compress ?? "deflate"));
  if (compression === undefined) {
    const facts = { what: "valueWrong", value: options.compress ?? "", option: "--compress" };
    throw new FivefoldError("USAGE_WRONG", facts);
  }
  const language = await desk.language();
  const { parcelReadme } = await import("../language/parcel-readme.ts");
  const encoder = new TextEncoder();
  const level = compression === "zstd" ? 3 : options.smaller === true ? 6 : 1;
  return {
    naming,
    form: formOf(options),
    compression,
    level,
    leavesCredentialsOut,
    calendar: fivefold.settings.names.calendar ?? calendarOf(language.code),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    readme: (facts) => encoder.encode(parcelReadme(facts)),
  };
}

function formOf({ encrypt, hideNames }: ParcelOptions): ParcelForm {
  if (hideNames === true) return "hidden";
  return encrypt === true ? "encrypted" : "plain";
}

/** Says where the parcel is, what it replaced, who can open it and what is not in it; a new password is shown once. */
export async function sayParcel(
  value: PackedValue,
  appName: string,
  language: Language,
  output: Output,
): Promise<void> {
  const { parcelSentences, parcelKeyLine } = await import("../language/parcel-result.ts");
  const { secret, folder, name, sizeBytes, replacedAt, kept, form, credentials } = value;
  const sentences = parcelSentences(language, {
    path: path.join(folder, name),
    sizeBytes,
    replacedAt,
    keptComplete: kept === null ? null : path.join(folder, kept),
    form,
    password: secret?.origin ?? null,
    credentials,
  });
  for (const sentence of sentences) output.say(sentence);
  if (secret === null || !secret.isNew) return;
  output.line("");
  if (secret.origin === "made") output.line(language.foreign(secret.secret.reveal()));
  else {
    output.line(language.text("sheet.title", { name: appName }));
    output.line(parcelKeyLine(language, secret.secret));
    if (secret.keptIn !== null) output.say(language.text("init.keyKept", { path: secret.keptIn }));
  }
}

/** A made password is in the JSON, because its reader is whoever has to keep it. */
export function parcelJson(value: PackedValue): Readonly<Record<string, unknown>> {
  const { folder, name, sizeBytes, replacedAt, kept, form, credentials, secret, snapshot } = value;
  return {
    path: path.join(folder, name),
    sizeBytes,
    replacedAt,
    kept,
    form,
    credentials,
    takenAt: snapshot.takenAt,
    parts: value.parts,
    password:
      secret === null
        ? null
        : {
            origin: secret.origin,
            secret: secret.isNew ? secret.secret.reveal() : null,
            keptIn: secret.keptIn,
          },
  };
}
