/** What the people choose; one file in the home, written whole. Secrets are named here and live elsewhere. */

import type { AlarmSettings } from "./alarm.ts";
import { NO_ALARMS } from "./alarm.ts";
import type { EscrowAnswer } from "./escrow.ts";
import type { Job } from "./job.ts";
import type { Calendar } from "./parcel.ts";
import type { PlaceConfig } from "./place.ts";

/** The languages that every face speaks. */
export const LANGUAGES = ["en", "fa", "pt", "de", "fr"] as const;

/** How much of the computer work that nobody waits for may take. */
export const PRIORITIES = ["low", "normal"] as const;

export interface PlaceSetting {
  readonly name: string;
  readonly config: PlaceConfig;
}

/** What somebody may do: each may do what the ones before it may. */
export const ROLES = ["viewer", "operator", "administrator"] as const;

/** Somebody who may sign in; passwords lie elsewhere. */
export interface AccountSetting {
  readonly name: string;
  readonly role: (typeof ROLES)[number];
}

/** A backup that is kept for ever. */
export interface Pin {
  /** As the place is named: in the settings, or by its folder. */
  readonly place: string;
  /** The backup's whole id, or its file's name. */
  readonly backup: string;
  /** Why; may be empty. */
  readonly note: string;
}

export interface Settings {
  readonly version: 1;
  /** The default place comes first; without any, the home's own vault is the default. */
  readonly places: readonly PlaceSetting[];
  /** How long a restore can be undone, in days. */
  readonly undoDays: number;
  /** `null`: the system's. */
  readonly language: (typeof LANGUAGES)[number] | null;
  readonly names: {
    /** Of the dates in parcels' names; `null`: that of the language (`calendarOf`). */
    readonly calendar: Calendar | null;
  };
  /** Of runs by themselves: "low" lets the app and its people go first. */
  readonly priority: (typeof PRIORITIES)[number];
  /** Of runs by themselves: threads at most, 1 to 64; `null`: as many as usual. */
  readonly threads: number | null;
  readonly jobs: readonly Job[];
  readonly alarms: AlarmSettings;
  readonly pins: readonly Pin[];
  /** Without any, the one person at this computer needs none. */
  readonly accounts: readonly AccountSetting[];
  /** Web pages that may show ours inside themselves: "https://app.example.com". */
  readonly embedding: { readonly origins: readonly string[] };
  /** What was said to whom the description names; `null`: nothing yet. */
  readonly escrow: EscrowAnswer | null;
}

export const DEFAULT_SETTINGS: Settings = {
  version: 1,
  places: [],
  undoDays: 7,
  language: null,
  names: { calendar: null },
  priority: "low",
  threads: null,
  jobs: [],
  alarms: NO_ALARMS,
  pins: [],
  accounts: [],
  embedding: { origins: [] },
  escrow: null,
};
