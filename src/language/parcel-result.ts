/** What a person is told of a parcel that was written: where it is, what it replaced, who can open it, what is not in it. */

import type { Secret } from "../model/secret.ts";
import type { Language } from "./language.ts";

export interface WrittenParcel {
  readonly path: string;
  readonly sizeBytes: number;
  /** When the parcel was made whose place this one took, ISO 8601; `null` when it took nobody's. */
  readonly replacedAt: string | null;
  /** The complete parcel that was kept, because this one is incomplete. */
  readonly keptComplete: string | null;
  readonly form: "plain" | "encrypted" | "hidden";
  /**
   * Where its password came from: "made" is shown once, beside these sentences; "installation" is the installation's own
   * parcel key. `null`: it has none.
   */
  readonly password: "made" | "given" | "installation" | null;
  /** As in `ParcelReadmeFacts`; "none": the app has none. */
  readonly credentials: "inner" | "included" | "leftOut" | "none";
}

/** One sentence a line, the most important first. */
export function parcelSentences(language: Language, parcel: WrittenParcel): readonly string[] {
  const { path, sizeBytes, replacedAt, keptComplete, form, password, credentials } = parcel;
  const lines = [language.text("parcel.written", { path, sizeBytes })];
  if (replacedAt !== null) lines.push(language.text("parcel.replaced", { replacedAt }));
  if (keptComplete !== null) lines.push(language.text("parcel.beside", { path: keptComplete }));
  if (password === "made")
    lines.push(language.text("parcel.passwordMade"), language.text("parcel.passwordTyped"));
  if (password === "given") lines.push(language.text("parcel.passwordGiven"));
  if (password === "installation" && form !== "plain")
    lines.push(language.text("parcel.passwordOfInstallation"));
  if (form === "encrypted") lines.push(language.text("parcel.namesShown"));
  if (credentials === "inner") lines.push(language.text("parcel.credentialsInner"));
  if (credentials === "leftOut") lines.push(language.text("parcel.credentialsLeftOut"));
  if (credentials === "included") lines.push(language.text("parcel.credentialsIncluded"));
  return lines;
}

/** The line of the emergency sheet with the installation's parcel key, under the name that README.txt gives it. */
export function parcelKeyLine(language: Language, key: Secret): string {
  return language.text("sheet.parcelKey", { key: key.reveal() });
}
