/**
 * What the page and other programs can ask of the server: one table of routes that validates, answers and documents.
 *
 * Everything is JSON but for contents of files and the stream of events. Moments are ISO 8601. A refusal is a problem
 * (RFC 9457) with the code and the facts of the error table, so that a page says it in its own language. Every change
 * carries the header `x-fivefold-csrf`. Long work is a run: its route answers at once, it lives on the server, and
 * whoever watches may go away and come back.
 */

import { z } from "zod";
import { USUAL_JOBS, WEEKDAYS } from "../model/job.ts";
import { ESCROW_ANSWERS } from "../model/escrow.ts";
import { MAIL_SECURITIES } from "../model/alarm.ts";
import { ROLES as ACCOUNT_ROLES, LANGUAGES } from "../model/settings.ts";
import { REASONS, SCOPES } from "../model/snapshot.ts";
import { PART_KINDS } from "../model/part.ts";
import { LEFT_OUT, LEFT_OUT_REASONS } from "../model/run.ts";
import { LEAST_SPEED, MOST_SPEED } from "../model/speed.ts";

/** What somebody may do: each role may do what the ones before it may. */
export const ROLES = ACCOUNT_ROLES;
export type Role = (typeof ROLES)[number];

const Fact = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
export const Facts = z.record(z.string(), Fact);

/** RFC 9457; `cause` is what turned a restore back. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  facts: Facts,
  cause: z.object({ code: z.string(), facts: Facts }).nullable(),
});

const ByLanguage = z.record(z.string(), z.string());

export const Finding = z.object({
  code: z.string(),
  part: z.string().nullable(),
  path: z.string().nullable(),
  facts: Facts,
});

export const NotIncluded = z.object({
  what: z.enum(LEFT_OUT),
  name: z.string(),
  reason: z.enum(LEFT_OUT_REASONS),
  part: z.string().nullable(),
});

/** Ids or patterns; both empty: everything. Paths are `<part id>/<path>`, for restores only. */
export const Choice = z.object({
  tenants: z.array(z.string()).default([]),
  parts: z.array(z.string()).default([]),
  paths: z.array(z.string()).default([]),
});

const Tenant = z.object({ id: z.string(), title: z.string() });

const PartFields = {
  id: z.string(),
  kind: z.enum(PART_KINDS),
  tenant: z.string().nullable(),
  title: ByLanguage,
};

/** A part as the newest backups know it: `sizeBytes` and `lastBackupAt` are `null` when it is in none. */
export const Item = z.object({
  ...PartFields,
  sizeBytes: z.number().nullable(),
  lastBackupAt: z.string().nullable(),
});

export const Brand = z.object({
  /** Empty: the app's name. */
  title: ByLanguage,
  /** An address on this server, `null` without one. */
  logo: z.string().nullable(),
  /** As CSS has it: "#1a5fb4". */
  colour: z.string().nullable(),
  support: z.object({
    name: z.string().nullable(),
    phone: z.string().nullable(),
    mail: z.string().nullable(),
  }),
});

export const Session = z.object({
  user: z.string(),
  role: z.enum(ROLES),
  /** One person at this computer, without accounts. */
  isSingleSeat: z.boolean(),
  /** To be sent back with every change. */
  csrf: z.string(),
  language: z.enum(LANGUAGES).nullable(),
  expiresAt: z.string(),
  version: z.string(),
});

const Stage = z.string();

/** The last that is known of a run; a stream of events begins with one and then has one a change. */
export const Run = z.object({
  run: z.string(),
  verb: z.enum([
    "backup",
    "copy",
    "export",
    "restore",
    "preview",
    "undo",
    "close",
    "settle",
    "check",
    "forget",
    "prune",
    "recover",
  ]),
  user: z.string(),
  /** The job that it belongs to. */
  job: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  /** `null`: it works. "cancelled": a person stopped it. */
  outcome: z.enum(["done", "incomplete", "turnedBack", "failed", "cancelled"]).nullable(),
  problem: Problem.nullable(),
  progress: z.object({
    stage: Stage.nullable(),
    part: z.string().nullable(),
    /** Sums over the current stage; totals are `null` while unknown. */
    doneBytes: z.number(),
    totalBytes: z.number().nullable(),
    doneCount: z.number(),
    totalCount: z.number().nullable(),
    bytesPerSecond: z.number().nullable(),
    secondsLeft: z.number().nullable(),
  }),
  /** A question that waits for the person, by language: a hook's, or `isClose`: that the app be closed. */
  question: z.object({ id: z.string(), text: ByLanguage, isClose: z.boolean() }).nullable(),
  findings: z.array(Finding),
  notIncluded: z.array(NotIncluded),
  snapshot: z.string().nullable(),
  place: z.string().nullable(),
  /** What the verb gave: see the schemas named `…Result`. */
  result: z.record(z.string(), z.unknown()).nullable(),
  /** A report for people lies on the server. */
  hasReport: z.boolean(),
});

export const BackupResult = z.object({
  takenAt: z.string(),
  sizeBytes: z.number(),
  partCount: z.number(),
  tenants: z.array(Tenant),
  /** A vault was made: its emergency sheet is to be shown. */
  madeVault: z.boolean(),
  /** The file's id for `GET /api/downloads/:id` and its name, when it is one file. */
  file: z
    .object({ id: z.string(), name: z.string(), path: z.string(), sizeBytes: z.number() })
    .nullable(),
  /** Shown once: the password that locks the file. */
  password: z.string().nullable(),
});

export const RestoreResult = z.object({
  state: z.enum(["done", "ready"]),
  /** We started the app; else people have to. */
  isStarted: z.boolean(),
  parts: z.array(z.object(PartFields)),
  enrolled: z.array(Tenant),
  canUndo: z.boolean(),
});

export const PreviewResult = z.object({ plan: z.string() });

const KeepCount = z.union([z.number().int().min(0), z.literal("unlimited")]);

/** When a job is due, as model/job.ts. */
const JobWhen = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("clock"),
    at: z.string(),
    days: z.array(z.enum(WEEKDAYS)),
    timeZone: z.string().nullable(),
  }),
  z.object({
    kind: z.literal("every"),
    minutes: z.number().int().min(1),
    whileInUse: z.boolean(),
  }),
  z.object({ kind: z.literal("cron"), expression: z.string(), timeZone: z.string().nullable() }),
  z.object({ kind: z.literal("after"), job: z.string() }),
  z.object({ kind: z.literal("drive"), place: z.string() }),
]);

/** "1y6m7d12h". */
const KeepSpan = z.string().regex(/^\d+[ymdh](?:\d+[ymdh]){0,3}$/);

/** What stays; of files and histories alike. */
const JobKeep = z.object({
  last: KeepCount.optional(),
  hourly: KeepCount.optional(),
  daily: KeepCount.optional(),
  weekly: KeepCount.optional(),
  monthly: KeepCount.optional(),
  yearly: KeepCount.optional(),
  within: KeepSpan.optional(),
  withinHourly: KeepSpan.optional(),
  withinDaily: KeepSpan.optional(),
  withinWeekly: KeepSpan.optional(),
  withinMonthly: KeepSpan.optional(),
  withinYearly: KeepSpan.optional(),
});

/** Where a job's backups go: a history, or files with a rule for their names. */
const JobInto = z.object({
  kind: z.enum(["vault", "parcel"]),
  /** A place's name or a folder; `null`: the usual place. */
  place: z.string().nullable().default(null),
  /** Of files only. */
  naming: z.enum(["moment", "chosen", "weekday", "daily"]).nullable().default(null),
  /** The file's, where it is chosen. */
  name: z.string().nullable().default(null),
  /** From Monday on; `null` for a new job: as in the caller's language. They stay as they are from then on. */
  weekdays: z.array(z.string()).length(7).nullable().default(null),
});

const Speed = z.number().int().min(LEAST_SPEED).max(MOST_SPEED);

/** A job and how it stands. */
export const JobSeen = z.object({
  name: z.string(),
  what: Choice,
  /** Which of the three usual jobs it is; `null`: one that people made themselves. */
  usual: z.enum(USUAL_JOBS).nullable(),
  into: JobInto,
  copies: z.array(z.string()),
  when: JobWhen,
  keep: JobKeep.nullable(),
  onlyWhenChanged: z.boolean(),
  isEnabled: z.boolean(),
  alarmAfterHours: z.number().nullable(),
  /** Its runs read and write so much at most; `null`: as fast as they can. */
  bytesPerSecond: z.number().nullable(),
  /** Where its backups go, as people know it. */
  place: z.string(),
  /** `null`: it rests, or waits for something that nobody can foresee; before now: at once. */
  nextAt: z.string().nullable(),
  timeZone: z.string(),
  /** The last whole backup, or that nothing had changed since one. */
  lastGoodAt: z.string().nullable(),
  /** How the last run ended, and when; `null`: there was none. */
  last: z
    .object({ at: z.string(), outcome: z.enum(["done", "unchanged", "incomplete", "failed"]) })
    .nullable(),
  /** After how many hours without a good backup people are told. */
  alarmHours: z.number(),
  /** Without one for longer than its time limit. */
  isLate: z.boolean(),
  /** Why its old backups stay though its rule would let them go; `null`: they go. */
  keepingStopped: Finding.nullable(),
  failure: z.object({ at: z.string(), count: z.number(), problem: Problem.nullable() }).nullable(),
  /** Copies that are still to be made. */
  owedCount: z.number(),
});

export const Undo = z.object({
  run: z.string(),
  takenAt: z.string(),
  doneAt: z.string(),
  untilAt: z.string(),
  sizeBytes: z.number(),
});

/** Why the home page is not green; the worst first. */
export const Concern = z.object({
  level: z.enum(["red", "amber"]),
  what: z.enum([
    "never",
    "old",
    "lastFailed",
    "incomplete",
    "sameDevice",
    "sheetUnconfirmed",
    "unchecked",
    "appUnreadable",
    "tenantMissing",
    "placeAway",
    "settingsWrong",
    "unfinishedRestore",
    "jobLate",
    "keepingStopped",
    "placeUnseen",
    "spaceShort",
    "undoEnding",
    "alarmUnsent",
  ]),
  facts: Facts,
});

export const Home = z.object({
  app: z
    .object({
      id: z.string(),
      name: z.string(),
      version: z.string().nullable(),
      folder: z.string(),
      tenantWord: z.record(z.string(), z.object({ one: z.string(), other: z.string() })),
      brand: Brand,
      support: z.string().nullable(),
    })
    .nullable(),
  /** Where backups of this workstation run, when not here. */
  seat: z.object({ title: z.string(), link: z.string().nullable() }).nullable(),
  level: z.enum(["red", "amber", "green"]),
  concerns: z.array(Concern),
  lastBackup: z
    .object({
      id: z.string(),
      place: z.string(),
      takenAt: z.string(),
      isComplete: z.boolean(),
      checkedAt: z.string().nullable(),
    })
    .nullable(),
  /** Devices, not folders, that hold a complete backup; one that cannot be told apart counts as the same. */
  deviceCount: z.number().int(),
  undo: Undo.nullable(),
  /** A restore that is prepared and waits for the app's launcher. */
  waiting: z.object({ run: z.string(), takenAt: z.string() }).nullable(),
  running: Run.nullable(),
  /** A run of another program works on the app: backups that are begun now begin when it has ended. */
  elsewhere: z.object({ run: z.string(), startedAt: z.string() }).nullable(),
  sheet: z.object({
    isThere: z.boolean(),
    isConfirmed: z.boolean(),
    confirmedAt: z.string().nullable(),
    /** That was more than a year ago: it is asked back. */
    isDue: z.boolean(),
  }),
  /** Fivefold's own folders for backups, where a place has no name but its path. */
  ownPlaces: z.array(z.string()),
  /** The next backup by itself; `null`: none is to come. */
  next: z.object({ at: z.string(), job: z.string() }).nullable(),
  /** The application cannot be read now: why. */
  trouble: Problem.nullable(),
  /** This is example data; `port`: of the server on this host from which somebody came. */
  example: z.object({ port: z.number().int() }).nullable(),
});

export const Items = z.object({
  tenants: z.array(
    Tenant.extend({ sizeBytes: z.number().nullable(), lastBackupAt: z.string().nullable() }),
  ),
  items: z.array(Item),
  /** The item that comes along with chosen tenants. */
  loginPart: z.string().nullable(),
  notIncluded: z.array(NotIncluded),
  findings: z.array(Finding),
});

export const Backup = z.object({
  id: z.string(),
  /** The name of the place, or of the file's upload ("upload:<id>"). */
  place: z.string(),
  kind: z.enum(["vault", "shelf"]),
  /** A file's name, for parcels. */
  name: z.string().nullable(),
  takenAt: z.string(),
  scope: z.enum(SCOPES),
  reason: z.enum(REASONS),
  isComplete: z.boolean(),
  host: z.string(),
  sizeBytes: z.number().nullable(),
  tenants: z.array(Tenant).nullable(),
  /** `null`: not pinned; else the note, which may be empty. */
  pin: z.string().nullable(),
});

export const BackupDetail = Backup.extend({
  app: z.object({ id: z.string(), name: z.string(), version: z.string() }),
  isOwnApp: z.boolean(),
  program: z.string(),
  parts: z.array(
    z.object({
      ...PartFields,
      entryCount: z.number(),
      sizeBytes: z.number(),
      tables: z.array(z.object({ name: z.string(), rows: z.number() })).nullable(),
    }),
  ),
  notIncluded: z.array(NotIncluded),
  findings: z.array(Finding),
});

export const Entry = z.object({
  kind: z.enum(["file", "directory", "link"]),
  name: z.string(),
  /** Inside the part, as `Choice.paths` take it behind `<part id>/`. */
  path: z.string(),
  sizeBytes: z.number().nullable(),
  modifiedAt: z.string(),
});

const FileChanges = z.object({
  fileCount: z.number(),
  sizeBytes: z.number(),
  paths: z.array(z.string()),
});
const RecordList = z.object({
  recordCount: z.number(),
  runs: z.array(z.object({ first: z.string(), last: z.string() })),
  lastRuns: z.array(z.object({ first: z.string(), last: z.string() })),
});

/** As model/difference.ts. */
export const Difference = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("files"),
    added: FileChanges,
    changed: FileChanges,
    removed: FileChanges,
    findings: z.array(Finding),
  }),
  z.object({
    kind: z.literal("database"),
    tables: z.array(
      z.object({
        name: z.string(),
        rowsThen: z.number().nullable(),
        rowsNow: z.number().nullable(),
      }),
    ),
    newest: z.object({ title: ByLanguage, onlyNow: RecordList, onlyThen: RecordList }).nullable(),
    findings: z.array(Finding),
  }),
]);

/** What became otherwise from one backup to another; `null` where there is nothing to compare. */
export const Changes = z.object({
  before: z.object({ id: z.string(), takenAt: z.string() }),
  after: z.object({ id: z.string(), takenAt: z.string() }),
  tenants: z.array(Tenant),
  parts: z.array(
    z.object({
      ...PartFields,
      isIn: z.enum(["both", "before", "after"]),
      verdict: z.enum(["same", "different", "unknown"]),
      sizeBefore: z.number().nullable(),
      sizeAfter: z.number().nullable(),
      files: z
        .object({ added: FileChanges, changed: FileChanges, removed: FileChanges })
        .nullable(),
      tables: z
        .array(
          z.object({
            name: z.string(),
            rowsThen: z.number().nullable(),
            rowsNow: z.number().nullable(),
          }),
        )
        .nullable(),
    }),
  ),
});

/** What a restore would do; it is kept for an hour, and done by its id. */
export const Plan = z.object({
  plan: z.string(),
  place: z.string(),
  backup: z.object({ id: z.string(), takenAt: z.string(), isComplete: z.boolean() }),
  scope: z.enum(SCOPES),
  version: z.object({ backup: z.string(), app: z.string(), needsMigration: z.boolean() }),
  parts: z.array(
    z.object({
      ...PartFields,
      /** Where it goes. */
      target: z.string(),
      sizeBytes: z.number(),
      only: z.array(z.string()).nullable(),
      holders: z.array(z.object({ pid: z.number().nullable(), name: z.string() })),
      verdict: z.enum(["same", "different", "unknown"]),
      difference: Difference.nullable(),
    }),
  ),
  rooms: z.array(z.object({ folder: z.string(), neededBytes: z.number(), freeBytes: z.number() })),
  tenants: z.array(Tenant),
  untouchedTenants: z.array(Tenant),
  unregisteredTenants: z.array(Tenant),
  enrols: z.array(Tenant),
  notIncluded: z.array(NotIncluded),
  endsUndo: z.object({ takenAt: z.string(), doneAt: z.string() }).nullable(),
  undoDays: z.number(),
  replacesNothing: z.boolean(),
  /** The description stops and starts the app by itself. */
  stopsApp: z.boolean(),
  startsApp: z.boolean(),
});

export const Place = z.object({
  name: z.string(),
  folder: z.string(),
  isDefault: z.boolean(),
  kind: z.enum(["vault", "shelf", "empty", "away"]),
  freeBytes: z.number().nullable(),
  /** On a device that also holds data of the app. */
  isSameDevice: z.boolean(),
  backupCount: z.number().nullable(),
  lastBackupAt: z.string().nullable(),
});

export const Folder = z.object({
  /** Absolute, `null` for the list of drives. */
  path: z.string().nullable(),
  parent: z.string().nullable(),
  isWritable: z.boolean(),
  folders: z.array(
    z.object({
      name: z.string(),
      path: z.string(),
      /** Of drives: */
      label: z.string().nullable(),
      freeBytes: z.number().nullable(),
      isSameDevice: z.boolean().nullable(),
    }),
  ),
  /** Backup files in it, newest first. */
  files: z.array(z.object({ name: z.string(), path: z.string(), sizeBytes: z.number() })),
  /** Whether a vault is in it. */
  isVault: z.boolean(),
});

export const Sheet = z.object({
  place: z.string(),
  folder: z.string(),
  vault: z.string(),
  madeAt: z.string(),
  /** As typed with its check digits, in groups. */
  groups: z.array(z.string()),
  /** The key word for word, for the QR code and for restic. */
  key: z.string(),
  /** Of what is locked inside backup files; `null` when none was needed yet. */
  parcelKey: z.string().nullable(),
  /** An SVG, `null` when the key is too long for one. */
  qr: z.string().nullable(),
  /** What a technician types, a command a line, with the place and without the key. */
  commands: z.array(z.object({ what: z.enum(["list", "restore", "unpack"]), command: z.string() })),
});

/** A key of its own for whom the description names. */
export const Escrow = z.object({
  /** "none": nobody is named. "open", "changed": to be asked. "ended": nobody is named any more. */
  standing: z.enum(["none", "open", "changed", "ended", "allowed", "refused"]),
  /** Who holds the key, or would; `null`: nobody is named. */
  name: z.string().nullable(),
  answeredAt: z.string().nullable(),
  answeredBy: z.string().nullable(),
  places: z.array(
    z.object({
      place: z.string(),
      /** "waits" and "left": the next backup into it brings the key, or takes it away. */
      state: z.enum(["laid", "waits", "left"]),
      /** What was in the way. */
      problem: Problem.nullable(),
    }),
  ),
  /** An armoured age file with the key, to be given to whom it is for. */
  sealed: z.object({ name: z.string(), text: z.string() }).nullable(),
  /** This computer opened backups with the very key that was taken back: they have a new one, and a new sheet. */
  isRenewed: z.boolean(),
});

export const Account = z.object({
  name: z.string(),
  role: z.enum(ROLES),
  lastSeenAt: z.string().nullable(),
});

/** What the list of who did what names. */
export const ACTIONS = [
  "signIn",
  "signInRefused",
  "signOut",
  "backup",
  "file",
  "export",
  "restore",
  "undo",
  "close",
  "stop",
  "check",
  "copy",
  "forget",
  "pin",
  "unpin",
  "look",
  "download",
  "upload",
  "lookForBackups",
  "recover",
  "tryExample",
  "sheet",
  "sheetSaved",
  "sheetConfirmed",
  "sheetMistyped",
  "escrowAllowed",
  "escrowRefused",
  "addPlace",
  "removePlace",
  "makeFolder",
  "settings",
  "addAccount",
  "removeAccount",
  "token",
  "addJob",
  "changeJob",
  "removeJob",
  "runJob",
  "acceptApp",
  "alarms",
  "tryAlarm",
] as const;
export type Action = (typeof ACTIONS)[number];

export const AuditLine = z.object({
  at: z.string(),
  user: z.string(),
  /** One of `ACTIONS`, or of a newer program. */
  action: z.string(),
  facts: Facts,
});

export const SettingsView = z.object({
  language: z.enum(LANGUAGES).nullable(),
  undoDays: z.number().int(),
  calendar: z.enum(["gregorian", "persian"]).nullable(),
  homeFolder: z.string(),
  descriptionFile: z.string().nullable(),
});

const AlarmLanguage = z.enum(LANGUAGES).nullable();

const Mail = z.object({
  host: z.string().min(1),
  port: z.number().int().min(1).max(65_535),
  security: z.enum(MAIL_SECURITIES),
  user: z.string().nullable(),
  from: z.string(),
  /** In the language of all messages where it is `null`. */
  to: z.array(z.object({ address: z.string(), language: AlarmLanguage })).min(1),
});

/** Who is told of trouble, and how; as model/alarm.ts. */
const Alarms = z.object({
  language: AlarmLanguage,
  mail: Mail.nullable(),
  webHook: z.string().nullable(),
  /** Of one job's runs, or of all. */
  pings: z.array(z.object({ address: z.string(), job: z.string().nullable() })),
  weekly: z.boolean(),
  awayDays: z.number().int().min(1),
  uncheckedDays: z.number().int().min(1),
});

const AlarmsSeen = Alarms.extend({ hasPassword: z.boolean(), hasSecret: z.boolean() });

/** How one backup file is made. */
export const FileWish = z.object({
  /** Without its ending; `null`: the moment. */
  name: z.string().nullable(),
  isEncrypted: z.boolean(),
  /** `null`: one is made and shown once. */
  password: z.string().nullable(),
  hidesNames: z.boolean().default(false),
  /** One tenant to take along: no login part, nothing of others. */
  isExport: z.boolean().default(false),
});

const Started = z.object({ run: z.string() });
const Id = z.object({ id: z.string() });
const None = z.object({});
/** Which backup: a place's name, a folder, or "upload:<id>" and a snapshot's id; a file: its path and `null`. */
const Source = z.object({ place: z.string().nullable(), backup: z.string() });

const PlaceOrUsual = z.string().nullable();

/** A run that the command line gives to the server: as its own words have it, folders absolute. */
export const HandedOrder = z.discriminatedUnion("verb", [
  z.object({
    verb: z.literal("backup"),
    choice: Choice,
    to: PlaceOrUsual,
    bytesPerSecond: Speed.nullable(),
  }),
  z.object({ verb: z.literal("run"), job: z.string() }),
  z.object({ verb: z.literal("check"), from: PlaceOrUsual, readData: z.boolean() }),
  z.object({ verb: z.literal("forget"), from: PlaceOrUsual, backups: z.array(z.string()) }),
  z.object({ verb: z.literal("prune"), from: PlaceOrUsual }),
  z.object({
    verb: z.literal("copy"),
    from: PlaceOrUsual,
    word: z.string(),
    choice: Choice,
    to: z.string(),
  }),
]);

interface Shape {
  /** Who may; "anybody" needs no session. */
  readonly role: Role | "anybody";
  readonly summary: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly answer: z.ZodType;
  /** 200 when it is left out. */
  readonly status?: 200 | 201 | 202;
}

/** Every route that speaks JSON, by "METHOD /path". The server adds the contents: see `STREAMS`. */
export const ROUTES = {
  "POST /api/session": {
    role: "anybody",
    summary:
      "Signs in with the one-time secret of `fivefold open`, a host's token, or name and password.",
    body: z.union([
      z.object({ secret: z.string() }),
      z.object({ name: z.string(), password: z.string() }),
    ]),
    answer: Session,
  },
  "GET /api/session": { role: "viewer", summary: "Who is signed in.", answer: Session },
  "DELETE /api/session": { role: "viewer", summary: "Signs out.", answer: None },
  "GET /api/home": {
    role: "viewer",
    summary: "How safe the data is, in one answer.",
    answer: Home,
  },
  "GET /api/items": {
    role: "viewer",
    summary: "All tenants and items with their last backups.",
    answer: Items,
  },
  "GET /api/runs": {
    role: "viewer",
    summary: "The latest runs, newest first.",
    query: z.object({ limit: z.coerce.number().int().min(1).max(500).default(50) }),
    answer: z.object({ runs: z.array(Run) }),
  },
  "GET /api/runs/:run": {
    role: "viewer",
    summary: "One run as it is now.",
    params: z.object({ run: z.string() }),
    answer: Run,
  },
  "GET /api/runs/:run/report": {
    role: "viewer",
    summary: "What is printed of a run that has ended, in the language of the settings.",
    params: z.object({ run: z.string() }),
    answer: z.object({ text: z.string() }),
  },
  "POST /api/runs/:run/stop": {
    role: "operator",
    summary: "Stops a run; it ends cleanly, a restore as if it had not been.",
    params: z.object({ run: z.string() }),
    answer: Run,
    status: 202,
  },
  "POST /api/runs/:run/answers": {
    role: "operator",
    summary: "Answers a question that a run waits for: done, or skipped.",
    params: z.object({ run: z.string() }),
    body: z.object({ question: z.string(), answer: z.enum(["done", "skipped"]) }),
    answer: Run,
  },
  "POST /api/backups": {
    role: "operator",
    summary: "Makes a backup: into a place, or as one file.",
    body: z.object({
      choice: Choice,
      /** A place's name or a folder; `null`: the usual place. With `file`: a folder; `null`: for a download. */
      to: z.string().nullable(),
      file: FileWish.nullable(),
    }),
    answer: Started,
    status: 202,
  },
  "GET /api/backups": {
    role: "viewer",
    summary: "All backups of all places, newest first; places that do not answer are named.",
    query: z.object({ place: z.string().optional() }),
    answer: z.object({
      backups: z.array(Backup),
      /** Places that are not connected, with what they held when they were seen last: nothing can be done with it now. */
      away: z.array(z.object({ place: z.string(), seenAt: z.string(), backups: z.array(Backup) })),
      troubles: z.array(z.object({ place: z.string(), problem: Problem })),
    }),
  },
  "POST /api/backups/look": {
    role: "viewer",
    summary:
      "What is inside one backup, also of a file; a wrong, foreign or damaged one is a problem that says so.",
    body: Source.extend({ password: z.string().nullable().default(null) }),
    answer: BackupDetail,
  },
  "POST /api/backups/entries": {
    role: "viewer",
    summary: "The files and folders of one folder of a part.",
    body: Source.extend({
      part: z.string(),
      folder: z.string().default(""),
      password: z.string().nullable().default(null),
    }),
    answer: z.object({ entries: z.array(Entry), isCut: z.boolean() }),
  },
  "POST /api/backups/tickets": {
    role: "administrator",
    summary:
      "A ticket for one file of a locked backup, good for a minute and for one `GET /api/contents`: a password is in no address.",
    body: Source.extend({ part: z.string(), path: z.string(), password: z.string() }),
    answer: z.object({ ticket: z.string() }),
    status: 201,
  },
  "POST /api/backups/changes": {
    role: "viewer",
    summary: "What became otherwise from one backup to another; no contents are read for it.",
    body: z.object({ before: Source, after: Source }),
    answer: Changes,
  },
  "POST /api/backups/check": {
    role: "operator",
    summary: "Checks a place; with `readData` every byte.",
    body: z.object({ place: z.string().nullable(), readData: z.boolean() }),
    answer: Started,
    status: 202,
  },
  "POST /api/backups/copy": {
    role: "operator",
    summary: "Copies a backup to another place, or makes one file of it.",
    body: Source.extend({
      /** As for a new backup. */
      to: z.string().nullable(),
      file: FileWish.nullable().default(null),
      /** Of a locked one that is copied. */
      password: z.string().nullable().default(null),
    }),
    answer: Started,
    status: 202,
  },
  "POST /api/backups/pin": {
    role: "operator",
    summary: "Keeps a backup for ever, with a note; `null` lets it go.",
    body: Source.extend({ note: z.string().max(500).nullable() }),
    answer: None,
  },
  "POST /api/backups/forget": {
    role: "administrator",
    summary: "Deletes backups; what that frees is in the run's result.",
    body: z.object({ place: z.string().nullable(), backups: z.array(z.string()).min(1) }),
    answer: Started,
    status: 202,
  },
  "POST /api/plans": {
    role: "administrator",
    summary:
      "Looks what a restore would change, as a run whose result names the plan; nothing is touched.",
    body: Source.extend({
      choice: Choice,
      password: z.string().nullable().default(null),
      /** A tenant that was brought along in one file. */
      arrival: z
        .object({ replaces: z.boolean(), as: z.string().nullable(), title: z.string().nullable() })
        .nullable()
        .default(null),
    }),
    answer: Started,
    status: 202,
  },
  "GET /api/plans/:plan": {
    role: "administrator",
    summary: "A plan.",
    params: z.object({ plan: z.string() }),
    answer: Plan,
  },
  "DELETE /api/plans/:plan": {
    role: "administrator",
    summary: "Gives a plan up.",
    params: z.object({ plan: z.string() }),
    answer: None,
  },
  "POST /api/restores": {
    role: "administrator",
    summary: "Does what a plan says.",
    body: z.object({
      plan: z.string(),
      /** Whoever asks has said yes to what the plan names. */
      isConfirmed: z.literal(true),
      atNextStart: z.boolean().default(false),
      /** Accounts only: asked for again. */
      password: z.string().nullable().default(null),
    }),
    answer: Started,
    status: 202,
  },
  "POST /api/undo": {
    role: "administrator",
    summary: "Goes back to before the last restore.",
    body: z.object({ password: z.string().nullable().default(null) }),
    answer: Started,
    status: 202,
  },
  "POST /api/undo/close": {
    role: "administrator",
    summary: "Gives up the undo and frees its room.",
    body: None,
    answer: Started,
    status: 202,
  },
  "GET /api/places": {
    role: "viewer",
    summary: "Where backups lie; the usual place first.",
    answer: z.object({ places: z.array(Place) }),
  },
  "POST /api/places": {
    role: "administrator",
    summary: "Adds a place.",
    body: z.object({ name: z.string(), folder: z.string() }),
    answer: Place,
    status: 201,
  },
  "DELETE /api/places/:name": {
    role: "administrator",
    summary:
      "Takes a place off the list; its backups stay. One that jobs use only with `sure`: those that write there rest then.",
    params: z.object({ name: z.string() }),
    query: z.object({ sure: z.literal("yes").optional() }),
    answer: None,
  },
  "GET /api/jobs": {
    role: "viewer",
    summary: "What is backed up by itself, and how that stands.",
    answer: z.object({ jobs: z.array(JobSeen) }),
  },
  "POST /api/jobs": {
    role: "administrator",
    summary:
      "Adds one of the three usual jobs, or one's own; days of the week are called as in the caller's language.",
    body: z.discriminatedUnion("kind", [
      z.object({
        kind: z.enum(USUAL_JOBS),
        /** `null`: as its kind is called; a taken one gets a number. */
        name: z.string().min(1).max(100).nullable().default(null),
        place: z.string().nullable().default(null),
        /** "22:30" */
        at: z.string().nullable().default(null),
        copies: z.array(z.string()).default([]),
        what: Choice.default({ tenants: [], parts: [], paths: [] }),
      }),
      z.object({
        kind: z.literal("own"),
        name: z.string().min(1).max(100),
        what: Choice.default({ tenants: [], parts: [], paths: [] }),
        into: JobInto,
        copies: z.array(z.string()).default([]),
        when: JobWhen,
        keep: JobKeep.nullable().default(null),
        onlyWhenChanged: z.boolean().default(false),
        alarmAfterHours: z.number().int().min(1).nullable().default(null),
        bytesPerSecond: Speed.nullable().default(null),
      }),
    ]),
    answer: JobSeen,
    status: 201,
  },
  "PATCH /api/jobs/:name": {
    role: "administrator",
    summary: "Changes a job, lets it rest or go on.",
    params: z.object({ name: z.string() }),
    body: z.object({
      isEnabled: z.boolean().optional(),
      what: Choice.optional(),
      into: JobInto.optional(),
      when: JobWhen.optional(),
      copies: z.array(z.string()).optional(),
      keep: JobKeep.nullable().optional(),
      onlyWhenChanged: z.boolean().optional(),
      alarmAfterHours: z.number().int().min(1).nullable().optional(),
      bytesPerSecond: Speed.nullable().optional(),
    }),
    answer: JobSeen,
  },
  "POST /api/jobs/:name/preview": {
    role: "administrator",
    summary: "Which of a job's backups a keep rule would let go; nothing is touched.",
    params: z.object({ name: z.string() }),
    body: z.object({ keep: JobKeep }),
    answer: z.object({
      stayCount: z.number(),
      go: z.array(z.object({ id: z.string(), takenAt: z.string() })),
    }),
  },
  "POST /api/jobs/:name/accept": {
    role: "administrator",
    summary:
      "The app is as it should be, though it shrank or lost something: the job's old backups go again as its rule says.",
    params: z.object({ name: z.string() }),
    body: None,
    answer: JobSeen,
  },
  "DELETE /api/jobs/:name": {
    role: "administrator",
    summary: "Removes a job; its backups stay.",
    params: z.object({ name: z.string() }),
    answer: None,
  },
  "POST /api/jobs/:name/run": {
    role: "operator",
    summary: "Runs a job now.",
    params: z.object({ name: z.string() }),
    answer: Started,
    status: 202,
  },
  "POST /api/handed": {
    role: "administrator",
    summary:
      "Takes a run over from the command line, so that one program works on the app; `null`: only the caller can do it.",
    body: z.object({
      order: HandedOrder,
      /** The caller's: another one's answers would not be understood. */
      version: z.string(),
      /** The caller has somebody who can answer questions. */
      canAsk: z.boolean(),
    }),
    answer: z.object({ run: z.string().nullable() }),
    status: 202,
  },
  "GET /api/alarms": {
    role: "administrator",
    summary: "Who is told of trouble, and how.",
    answer: AlarmsSeen,
  },
  "PUT /api/alarms": {
    role: "administrator",
    summary: "Changes who is told of trouble, and how; a secret that is left out stays as it is.",
    body: z.object({
      alarms: Alarms,
      password: z.string().nullable().optional(),
      secret: z.string().nullable().optional(),
    }),
    answer: AlarmsSeen,
  },
  "POST /api/alarms/test": {
    role: "administrator",
    summary: "Sends a message on trial, and says what the other side answered.",
    body: z.discriminatedUnion("way", [
      /** Without a password: the kept one. */
      z.object({ way: z.literal("mail"), mail: Mail, password: z.string().nullable() }),
      z.object({ way: z.literal("webHook"), address: z.string(), secret: z.string().nullable() }),
      z.object({ way: z.literal("ping"), address: z.string() }),
    ]),
    answer: z.object({ isSent: z.boolean(), answer: z.string() }),
  },
  "GET /api/folders": {
    role: "administrator",
    summary: "Folders of this computer; without a path its drives.",
    query: z.object({ path: z.string().optional() }),
    answer: Folder,
  },
  "POST /api/folders": {
    role: "administrator",
    summary: "Makes a new folder.",
    body: z.object({ parent: z.string(), name: z.string() }),
    answer: Folder,
    status: 201,
  },
  "POST /api/uploads": {
    role: "administrator",
    summary: "Announces a backup file that is to be sent in pieces.",
    body: z.object({ name: z.string(), sizeBytes: z.number().int().min(0) }),
    answer: z.object({ id: z.string(), offset: z.number() }),
    status: 201,
  },
  "GET /api/uploads/:id": {
    role: "administrator",
    summary: "How much of an upload has arrived.",
    params: Id,
    answer: z.object({ id: z.string(), offset: z.number(), sizeBytes: z.number() }),
  },
  "POST /api/uploads/:id/done": {
    role: "administrator",
    summary: "Ends an upload: compares the SHA-256 of what arrived.",
    params: Id,
    body: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    answer: z.object({ id: z.string(), path: z.string() }),
  },
  "DELETE /api/uploads/:id": {
    role: "administrator",
    summary: "Removes an upload.",
    params: Id,
    answer: None,
  },
  "GET /api/sheet": {
    role: "administrator",
    summary: "The emergency sheet of a place.",
    query: z.object({ place: z.string().optional() }),
    answer: Sheet,
  },
  "POST /api/sheet/files": {
    role: "administrator",
    summary: "Writes the emergency sheet as a PDF into a folder; nothing there is replaced.",
    body: z.object({
      place: z.string().nullable(),
      folder: z.string(),
      /** `null`: the caller's. */
      language: z.enum(LANGUAGES).nullable(),
    }),
    answer: z.object({
      path: z.string(),
      /** It lies on a disk that holds the app's data, and is lost with it. */
      isSameDevice: z.boolean(),
    }),
  },
  "POST /api/sheet/confirmations": {
    role: "administrator",
    summary: "Whether what was typed or scanned is the key; a right one is remembered.",
    body: z.object({ place: z.string().nullable(), typed: z.string() }),
    answer: z.object({
      isRight: z.boolean(),
      /** Which group is mistyped, from 0, when the check digits say so. */
      wrongGroup: z.number().nullable(),
    }),
  },
  "GET /api/escrow": {
    role: "administrator",
    summary: "Who may hold a key of its own, and what was answered.",
    answer: Escrow,
  },
  "POST /api/escrow": {
    role: "administrator",
    summary: "Allows that key, or refuses it and takes it back.",
    body: z.object({ answer: z.enum(ESCROW_ANSWERS) }),
    answer: Escrow,
  },
  "GET /api/settings": { role: "viewer", summary: "The settings.", answer: SettingsView },
  "PATCH /api/settings": {
    role: "administrator",
    summary: "Changes settings.",
    body: z.object({
      language: z.enum(LANGUAGES).nullable().optional(),
      undoDays: z.number().int().min(0).max(3650).optional(),
      calendar: z.enum(["gregorian", "persian"]).nullable().optional(),
    }),
    answer: SettingsView,
  },
  "GET /api/accounts": {
    role: "administrator",
    summary: "Who may sign in; empty on a single seat.",
    answer: z.object({ accounts: z.array(Account) }),
  },
  "POST /api/accounts": {
    role: "administrator",
    summary: "Adds a person; the first one has to be an administrator.",
    body: z.object({ name: z.string().min(1).max(100), role: z.enum(ROLES), password: z.string() }),
    answer: Account,
    status: 201,
  },
  "DELETE /api/accounts/:name": {
    role: "administrator",
    summary: "Removes a person; never the last administrator while others are left.",
    params: z.object({ name: z.string() }),
    answer: None,
  },
  "POST /api/tokens": {
    role: "administrator",
    summary: "A token that signs a host program's user in for some minutes.",
    body: z.object({
      user: z.string().min(1).max(200),
      role: z.enum(ROLES),
      minutes: z.number().int().min(1).max(1440),
      language: z.enum(LANGUAGES).nullable().default(null),
      tenants: z.array(z.string()).default([]),
    }),
    answer: z.object({ token: z.string(), expiresAt: z.string() }),
    status: 201,
  },
  "POST /api/secrets": {
    role: "administrator",
    summary:
      "A secret that signs this computer's user in once; for whoever can read the server's key.",
    answer: z.object({ secret: z.string() }),
    status: 201,
  },
  "GET /api/audit": {
    role: "administrator",
    summary: "Who did what, newest first.",
    query: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(200) }),
    answer: z.object({ lines: z.array(AuditLine) }),
  },
  "POST /api/example": {
    role: "administrator",
    summary:
      "Serves an invented app beside this one; gives the port on this host, and a secret that signs in once.",
    body: None,
    answer: z.object({ port: z.number().int(), secret: z.string() }),
    status: 201,
  },
  "POST /api/recovery": {
    role: "administrator",
    summary: "A new or broken computer: which apps and backups a place or a file holds.",
    body: z.object({ from: z.string(), key: z.string().nullable() }),
    answer: z.object({
      apps: z.array(z.string()),
      backups: z.array(Backup),
    }),
  },
  "POST /api/recovery/run": {
    role: "administrator",
    summary: "Brings everything of a backup into a folder: description, settings, data.",
    body: z.object({
      from: z.string(),
      key: z.string().nullable(),
      app: z.string().nullable(),
      backup: z.string(),
      into: z.string(),
      isConfirmed: z.literal(true),
    }),
    answer: Started,
    status: 202,
  },
} as const satisfies Readonly<Record<string, Shape>>;

export type RouteName = keyof typeof ROUTES;

/** What is no JSON: events and contents. */
export const STREAMS = {
  "GET /metrics": {
    role: "viewer",
    summary:
      "Metrics for Prometheus; for viewers, and for a monitor with the token of `fivefold token --metrics`.",
  },
  "GET /api/events": {
    role: "viewer",
    summary:
      "Server-sent events `run` (a Run), a change of any run, `changed` when the home page has to be read anew, and `here` every 15 seconds.",
  },
  "GET /api/runs/:run/events": {
    role: "viewer",
    summary:
      "Server-sent events `run` (a Run) of one run, and `given` behind the last of one that a command handed over; the stream ends with the run.",
  },
  "PUT /api/uploads/:id": {
    role: "administrator",
    summary: "A piece of an upload from byte `?offset=` on, as application/octet-stream.",
  },
  "GET /api/downloads/:id": {
    role: "operator",
    summary: "A backup file that a run made, with ranges.",
  },
  "GET /api/sheet/pdf": {
    role: "administrator",
    summary: "The emergency sheet as a PDF: `?place=&language=`.",
  },
  "GET /api/contents": {
    role: "administrator",
    summary:
      "One file of a backup: `?place=&backup=&part=&path=`; of a locked one `?ticket=`, see `POST /api/backups/tickets`.",
  },
} as const satisfies Readonly<Record<string, { readonly role: Role; readonly summary: string }>>;

export type StreamName = keyof typeof STREAMS;

type Field<Name extends RouteName, Key extends string> = (typeof ROUTES)[Name] extends {
  readonly [Each in Key]: infer Schema extends z.ZodType;
}
  ? Schema
  : never;

/** What a caller gives with a route; `never` where it takes nothing. */
export type Params<Name extends RouteName> = z.input<Field<Name, "params">>;
export type Query<Name extends RouteName> = z.input<Field<Name, "query">>;
export type Body<Name extends RouteName> = z.input<Field<Name, "body">>;
export type Answer<Name extends RouteName> = z.output<(typeof ROUTES)[Name]["answer"]>;

export type ProblemView = z.output<typeof Problem>;
export type RunView = z.output<typeof Run>;
export type PlanView = z.output<typeof Plan>;
export type HomeView = z.output<typeof Home>;
export type ItemsView = z.output<typeof Items>;
export type BackupView = z.output<typeof Backup>;
export type BackupDetailView = z.output<typeof BackupDetail>;
export type JobView = z.output<typeof JobSeen>;
export type AlarmsView = z.output<typeof AlarmsSeen>;
export type PlaceView = z.output<typeof Place>;
export type SheetView = z.output<typeof Sheet>;
export type EscrowView = z.output<typeof Escrow>;
export type SessionView = z.output<typeof Session>;
export type FindingView = z.output<typeof Finding>;
export type NotIncludedView = z.output<typeof NotIncluded>;
export type ConcernView = z.output<typeof Concern>;
export type UndoView = z.output<typeof Undo>;
export type EntryView = z.output<typeof Entry>;
export type FolderView = z.output<typeof Folder>;
export type BackupResultView = z.output<typeof BackupResult>;
export type RestoreResultView = z.output<typeof RestoreResult>;
export type DifferenceView = z.output<typeof Difference>;
export type ChangesView = z.output<typeof Changes>;
export type TenantView = z.output<typeof Tenant>;
export type ItemView = z.output<typeof Item>;
