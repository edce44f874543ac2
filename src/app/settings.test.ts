/**
 * Goal: settings survive whatever people and crashes do to them, and mistakes are told with their place. Method: real
 * files in a real home, mistakes by hand, and the help page's own example.
 */

import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";
import test from "node:test";
import * as fc from "fast-check";
import { refusal } from "../../test/fixtures/refusal.ts";
import { mistakesOf } from "../model/app.ts";
import { FivefoldError } from "../model/error.ts";
import type { AlarmSettings } from "../model/alarm.ts";
import { NO_ALARMS } from "../model/alarm.ts";
import type { Job, JobWhen } from "../model/job.ts";
import { WEEKDAYS, nightlyJob, weekdaysJob, workingJob } from "../model/job.ts";
import type { ParcelNaming } from "../model/parcel.ts";
import type { PlaceSetting, Settings } from "../model/settings.ts";
import { CALENDARS } from "../model/parcel.ts";
import { LEAST_SPEED, MOST_SPEED } from "../model/speed.ts";
import { DEFAULT_SETTINGS, LANGUAGES, PRIORITIES, ROLES } from "../model/settings.ts";
import type { Home } from "./home.ts";
import { openHome } from "./home.ts";
import { descriptionJsonSchema, JSON_SCHEMA_PATH } from "./schema.ts";
import {
  changeSettings,
  parseSettings,
  placeNamed,
  readSettings,
  settingsOfSnapshot,
  settingsText,
  withPlace,
  withoutPlace,
} from "./settings.ts";

const ROOT = path.join(import.meta.dirname, "../..");
const HELP = await readFile(path.join(ROOT, "docs/help/settings.md"), "utf8");
const EXAMPLE = /```yaml\n([^`]+)```/.exec(HELP)?.[1] ?? "";

const SINCE = "2026-11-28T08:00:00.000Z";
const WEEK = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"] as const;

/** As docs/help/settings.md has them, and the golden file of version 1. */
const EXAMPLE_JOBS: readonly Job[] = [
  { ...nightlyJob("every night", SINCE), copies: ["nas"] },
  {
    ...weekdaysJob("weekdays", SINCE, WEEK),
    into: { kind: "parcel", place: "nas", naming: { kind: "weekday", names: WEEK } },
    when: {
      kind: "clock",
      at: "20:00",
      days: ["monday", "friday"],
      timeZone: "Europe/Berlin",
    },
    isEnabled: false,
  },
  { ...workingJob("while I work", SINCE), what: { tenants: ["acme"], parts: [] } },
  {
    ...nightlyJob("away", SINCE),
    since: null,
    when: { kind: "after", job: "every night" },
    keep: { last: "unlimited", within: { years: 1, months: 6, days: 0, hours: 12 } },
    alarmAfterHours: 200,
  },
];

/** Objects as the program makes them. */
function record<Fields extends object>(fields: {
  readonly [Key in keyof Fields]: fc.Arbitrary<Fields[Key]>;
}): fc.Arbitrary<Fields> {
  return fc.record(fields, { noNullPrototype: true }) as fc.Arbitrary<Fields>;
}

const EXAMPLE_ALARMS: AlarmSettings = {
  language: "de",
  mail: {
    host: "mail.example.org",
    port: 587,
    security: "starttls",
    user: "backup",
    from: "backup@example.org",
    to: [
      { address: "anna@example.org", language: null },
      { address: "Reza <reza@example.org>", language: "fa" },
    ],
  },
  webHook: "https://example.org/hook",
  pings: [{ address: "https://example.org/ping/1", job: null }],
  weekly: true,
  awayDays: 4,
  uncheckedDays: 35,
};

const ALARMS: fc.Arbitrary<AlarmSettings> = fc.constantFrom(
  NO_ALARMS,
  EXAMPLE_ALARMS,
  { ...EXAMPLE_ALARMS, language: null, mail: null, weekly: false },
  {
    ...NO_ALARMS,
    pings: [
      { address: "http://localhost/x", job: null },
      { address: "http://localhost/y", job: "every night" },
    ],
    awayDays: 10,
    uncheckedDays: 60,
  },
);

const WHEN: fc.Arbitrary<JobWhen> = fc.oneof(
  record({
    kind: fc.constant("clock" as const),
    at: fc.constantFrom("00:00", "09:05", "23:59"),
    days: fc.uniqueArray(fc.constantFrom(...WEEKDAYS)),
    timeZone: fc.constantFrom(null, "Asia/Tehran", "UTC"),
  }),
  record({
    kind: fc.constant("every" as const),
    minutes: fc.integer({ min: 1, max: 43_200 }),
    whileInUse: fc.boolean(),
  }),
  record({
    kind: fc.constant("cron" as const),
    expression: fc.constantFrom("0 3 * * *", "*/5 8-18 * * MON-FRI"),
    timeZone: fc.constant(null),
  }),
);

const JOB: fc.Arbitrary<Job> = record({
  name: fc.stringMatching(/^[a-z]{1,8}$/),
  what: record({
    tenants: fc.array(fc.stringMatching(/^[a-z*]{1,4}$/)),
    parts: fc.array(fc.stringMatching(/^[a-z/]{1,4}$/)),
  }),
  into: fc.oneof(
    record({ kind: fc.constant("vault" as const), place: fc.constantFrom(null, "usb") }),
    record({
      kind: fc.constant("parcel" as const),
      place: fc.constantFrom(null, "usb"),
      naming: fc.constantFrom<ParcelNaming>(
        { kind: "moment" },
        { kind: "daily" },
        { kind: "chosen", name: "x" },
        { kind: "weekday", names: WEEK },
      ),
    }),
  ),
  copies: fc.array(fc.constantFrom("nas", "/mnt/other")),
  when: WHEN,
  keep: fc.option(
    fc.record(
      {
        last: fc.oneof(fc.nat(99), fc.constant("unlimited" as const)),
        monthly: fc.nat(99),
        within: record({
          years: fc.constant(0),
          months: fc.nat(9),
          days: fc.integer({ min: 1, max: 9 }),
          hours: fc.nat(30),
        }),
      },
      { requiredKeys: ["monthly"], noNullPrototype: true },
    ),
  ),
  onlyWhenChanged: fc.boolean(),
  isEnabled: fc.boolean(),
  alarmAfterHours: fc.option(fc.integer({ min: 1, max: 87_600 })),
  bytesPerSecond: fc.option(fc.integer({ min: LEAST_SPEED, max: MOST_SPEED })),
  since: fc.constantFrom(null, SINCE),
});

async function newHome(t: TestContext): Promise<Home> {
  const folder = await mkdtemp(path.join(tmpdir(), "fivefold-settings-"));
  t.after(async () => await rm(folder, { recursive: true, force: true }));
  return await openHome(folder, "kontor");
}

const usb: PlaceSetting = { name: "usb", config: { kind: "folder", path: "/media/usb" } };
const nas: PlaceSetting = { name: "nas", config: { kind: "folder", path: "/mnt/nas: #1" } };

test("settings: without a file the default ones are in force", async (t) => {
  const home = await newHome(t);
  const read = await readSettings(home);
  assert.deepEqual([read.settings, read.mistake], [DEFAULT_SETTINGS, null]);
  assert.deepEqual(parseSettings(Buffer.from(read.text), "x", []), DEFAULT_SETTINGS);
});

test("settings: the help page's example is understood", () => {
  assert.deepEqual(parseSettings(Buffer.from(EXAMPLE), "x", []), {
    version: 1,
    places: [
      { name: "usb", config: { kind: "folder", path: "/media/usb/backups" } },
      { name: "nas", config: { kind: "folder", path: "/mnt/nas" } },
    ],
    undoDays: 7,
    language: "de",
    names: { calendar: "gregorian" },
    priority: "low",
    threads: null,
    jobs: EXAMPLE_JOBS,
    alarms: EXAMPLE_ALARMS,
    pins: [],
    accounts: [],
    embedding: { origins: [] },
    escrow: null,
  });
});

test("settings: what is changed is read again, and nothing else lies in the home", async (t) => {
  const home = await newHome(t);
  await changeSettings(home, (settings) => withPlace(withPlace(settings, usb), nas));
  const moved: PlaceSetting = { name: "USB", config: { kind: "folder", path: "/media/other" } };
  await changeSettings(home, (settings) => ({
    ...withPlace(settings, moved),
    undoDays: 30,
    language: "fa",
  }));
  const { settings } = await readSettings(home);
  const names = { calendar: null };
  assert.deepEqual(settings, {
    version: 1,
    places: [moved, nas],
    undoDays: 30,
    language: "fa",
    names,
    priority: "low",
    threads: null,
    jobs: [],
    alarms: NO_ALARMS,
    pins: [],
    accounts: [],
    embedding: { origins: [] },
    escrow: null,
  });
  await changeSettings(home, (each) => withoutPlace(each, "usb"));
  assert.deepEqual((await readSettings(home)).settings.places, [nas]);
  const files = (await readdir(home.folder)).filter((name) => name.includes("settings"));
  assert.deepEqual(files.toSorted(), ["settings.good.yaml", "settings.yaml"]);
});

/** Made with `age-keygen`; nobody needs the other half. */
const RECIPIENT = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
const ANSWERED = { answeredAt: "2026-11-28T14:00:00.000Z", answeredBy: "Anna" };

test("settings: an answer about somebody else's key is for this computer, and its public key is one", async (t) => {
  const home = await newHome(t);
  const escrow = { answer: "allowed", name: "Kontor", recipient: RECIPIENT, ...ANSWERED } as const;
  const text = settingsText({ ...DEFAULT_SETTINGS, undoDays: 3, escrow });
  assert.deepEqual(parseSettings(Buffer.from(text), "x", []).escrow, escrow);
  const { settings, text: brought } = settingsOfSnapshot(text, home);
  assert.deepEqual(settings, { ...DEFAULT_SETTINGS, undoDays: 3 });
  assert.deepEqual(parseSettings(Buffer.from(brought), "x", []), settings);
  const slip = text.replace("mcac8p", "mcac8q");
  assert.throws(
    () => parseSettings(Buffer.from(slip), "x", []),
    (thrown) => thrown instanceof FivefoldError && thrown.facts["what"] === "recipientWrong",
  );
});

test("settings: whatever they are, they come back as they were written", () => {
  const name = fc.stringMatching(/^[a-z]{1,8}$/);
  const place = fc
    .tuple(name, fc.string({ unit: "grapheme" }))
    .map(([each, text]): PlaceSetting => ({
      name: each,
      config: { kind: "folder", path: `/${text.replaceAll(/\p{Cc}/gu, "")}` },
    }));
  fc.assert(
    fc.property(
      fc.uniqueArray(place, { selector: (each) => each.name }),
      fc.nat(3650),
      fc.option(fc.constantFrom(...LANGUAGES)),
      fc.option(fc.constantFrom(...CALENDARS)),
      fc.constantFrom(...PRIORITIES),
      fc.option(fc.integer({ min: 1, max: 64 })),
      fc.uniqueArray(JOB, { selector: (each) => each.name }),
      ALARMS,
      (places, undoDays, language, calendar, priority, threads, jobs, alarms) => {
        const names = { calendar };
        const version = 1 as const;
        const pins = places.map((each) => ({
          place: each.name,
          backup: "2026.zip",
          note: each.name,
        }));
        const accounts = places.map((each, at) => ({
          name: each.name,
          role: ROLES[at % ROLES.length] ?? "viewer",
        }));
        const embedding = { origins: places.map((_, at) => `https://app${at}.example`) };
        const escrow =
          threads === null
            ? null
            : {
                answer: "allowed" as const,
                name: "Müller & Söhne",
                recipient: RECIPIENT,
                ...ANSWERED,
              };
        const rest = { priority, threads, jobs, alarms, pins, accounts, embedding, escrow };
        const settings = { version, places, undoDays, language, names, ...rest };
        assert.deepEqual(parseSettings(Buffer.from(settingsText(settings)), "x", []), settings);
      },
    ),
  );
});

test("settings: what a face changes leaves comments, order and quotes of the rest as people wrote them", async (t) => {
  const home = await newHome(t);
  const file = `# Ours. Ask Anna before you change it.
version: 1
undoDays: "14" # two weeks
priority: low # as without it

places:
  - name: cellar # behind the door
    kind: folder
    path: '/srv/cellar'
  # the stick in the drawer
  - { name: stick, kind: folder, path: /media/stick }
# who may
accounts:
  - { name: Anna, role: administrator } # the boss
`;
  await writeFile(home.settings, file);
  await changeSettings(home, (settings) => ({
    ...settings,
    undoDays: 7,
    language: "de",
    places: [
      ...settings.places.filter(({ name }) => name !== "stick"),
      { name: "nas", config: { kind: "folder", path: "/nas" } },
    ],
  }));
  const text = await readFile(home.settings, "utf8");
  assert.equal(
    text,
    `# Ours. Ask Anna before you change it.
version: 1
undoDays: "7" # two weeks
language: de
priority: low # as without it

places:
  - name: cellar # behind the door
    kind: folder
    path: '/srv/cellar'
  - name: nas
    kind: folder
    path: /nas
# who may
accounts:
  - { name: Anna, role: administrator } # the boss
`,
  );
  const kept = async (change: (settings: Settings) => Settings): Promise<string> => {
    await changeSettings(home, change);
    return await readFile(home.settings, "utf8");
  };
  assert.equal(await kept((settings) => settings), text);
  const without = await kept((settings) => ({ ...settings, language: null }));
  assert.equal(without, text.replace("language: de\n", ""));
  assert.deepEqual((await readSettings(home)).settings.accounts.length, 1);
});

test("settings: after a mistake by hand the last good ones stay in force, and the mistake is told and kept", async (t) => {
  const home = await newHome(t);
  await changeSettings(home, (settings) => withPlace(settings, usb));
  const good = await readFile(home.settings, "utf8");
  await writeFile(home.settings, good.replace("undoDays", "undodays"));
  const read = await readSettings(home);
  assert.deepEqual(read.settings.places, [usb]);
  assert.equal(read.text, good);
  const { code, facts } = read.mistake ?? {};
  assert.deepEqual(
    [
      code,
      facts?.["path"],
      facts?.["what"],
      facts?.["line"],
      facts?.["column"],
      facts?.["suggestion"],
    ],
    ["SETTINGS_WRONG", home.settings, "keyUnknown", 6, 1, "undoDays"],
  );
  const refused = await refusal(changeSettings(home, (settings) => ({ ...settings, undoDays: 1 })));
  assert.equal(refused.code, "SETTINGS_WRONG");
  assert.match(await readFile(home.settings, "utf8"), /undodays/);
  await writeFile(home.settings, good.replace("undoDays: 7", "undoDays: 9"));
  assert.equal((await readSettings(home)).settings.undoDays, 9);
  await writeFile(home.settings, "{");
  assert.equal((await readSettings(home)).settings.undoDays, 9);
  await rm(home.goodSettings);
  assert.equal((await refusal(readSettings(home))).code, "SETTINGS_WRONG");
});

for (const [text, what, line, column] of [
  ["version: 1\nundoDays: soon\n", "numberWrong", 2, 11],
  ["version: 1\nundoDays: 99999\n", "numberWrong", 2, 11],
  ["version: 1\nlanguage: klingon\n", "choiceWrong", 2, 11],
  ["version: 1\nnames: { calendar: perzian }\n", "choiceWrong", 2, 20],
  ["version: 1\nnames: { calender: persian }\n", "keyUnknown", 2, 10],
  ["version: 1\nnames: persian\n", "typeWrong", 2, 8],
  ["undoDays: 7\n", "keyMissing", 1, 1],
  ["version: 1\nalarms: { webHook: ftp://x }\n", "numberWrong", 2, 20],
  ["version: 1\nalarms:\n  mail: { host: h, from: a@b, to: [nobody] }\n", "numberWrong", 3, 35],
  ["version: 1\nalarms:\n  mail: { host: h, from: a@b, to: [] }\n", "listEmpty", 3, 35],
  ["version: 1\npriority: lo\n", "choiceWrong", 2, 11],
  ["version: 1\nthreads: 0\n", "numberWrong", 2, 10],
  ["version: 1\njobs:\n  - { name: a }\n", "keyMissing", 3, 5],
  ["version: 1\njobs:\n  - { name: 'a,b', when: { cron: 0 3 * * * } }\n", "numberWrong", 3, 13],
  ["version: 1\njobs:\n  - { name: a, when: { drive: usb } }\n", "keyLater", 3, 31],
  ["version: 1\njobs:\n  - { name: a, limit: fast, when: { at: 05:00 } }\n", "numberWrong", 3, 23],
  ["version: 1\njobs:\n  - { name: a, when: { at: 25:00 } }\n", "numberWrong", 3, 28],
  ["version: 1\njobs:\n  - { name: a, when: { at: 05:00, cron: x } }\n", "keysExclusive", 3, 22],
  [
    "version: 1\njobs:\n  - { name: a, when: { everyMinutes: 5, days: [monday] } }\n",
    "keyNeedsOther",
    3,
    47,
  ],
  [
    "version: 1\njobs:\n  - { name: a, when: { at: 05:00, days: [mondy] } }\n",
    "choiceWrong",
    3,
    42,
  ],
  ["version: 1\njobs:\n  - { name: a, when: { cron: 0 99 * * * } }\n", "numberWrong", 3, 30],
  ["version: 1\njobs:\n  - { name: a, when: { after: b } }\n", "choiceWrong", 3, 31],
  ["version: 1\njobs:\n  - { name: a, when: { after: a } }\n", "choiceWrong", 3, 31],
  [
    "version: 1\njobs:\n  - { name: a, when: { at: 05:00 }, keep: { within: 3x } }\n",
    "numberWrong",
    3,
    53,
  ],
  [
    "version: 1\njobs:\n  - { name: a, when: { at: 05:00 }, into: { kind: parcel, naming: weekday } }\n",
    "keyMissing",
    3,
    43,
  ],
  ["version: one\n", "numberWrong", 1, 10],
  ["version: 1\npassword: hunter2\n", "keyUnknown", 2, 1],
  ["version: 1\nplaces: [{ name: a, kind: folder, path: /a, password: x }]\n", "keyUnknown", 2, 45],
  ["version: 1\nplaces: [{ name: a, kind: folder, path: a }]\n", "pathWrong", 2, 41],
  ["version: 1\nplaces: [{ name: a/b, kind: folder, path: /a }]\n", "idUnsafe", 2, 18],
  ["version: 1\nplaces: [{ name: .., kind: folder, path: /a }]\n", "idUnsafe", 2, 18],
  [
    "version: 1\nplaces: [{ name: a, kind: folder, path: /a }, { name: A, kind: folder, path: /b }]\n",
    "idTwice",
    2,
    55,
  ],
  ["version: 1\nplaces: [{ name: a, kind: floder, path: /a }]\n", "choiceWrong", 2, 27],
] as const)
  test(`settings: ${JSON.stringify(text)} is ${what} at ${line}:${column}`, () => {
    try {
      parseSettings(Buffer.from(text), "settings.yaml", []);
    } catch (cause) {
      assert.ok(cause instanceof FivefoldError && cause.code === "SETTINGS_WRONG");
      const [first] = mistakesOf(cause);
      assert.deepEqual([first?.["what"], first?.["line"], first?.["column"]], [what, line, column]);
      return;
    }
    assert.fail("it was accepted");
  });

test("settings: those of a newer Fivefold are refused, older ones are migrated step by step", async (t) => {
  const home = await newHome(t);
  await changeSettings(home, (settings) => settings);
  await writeFile(home.settings, "version: 2\nsomething: new\n");
  const error = await refusal(readSettings(home));
  assert.deepEqual(
    [error.code, error.facts],
    ["SETTINGS_NEWER", { path: home.settings, version: 2, reads: 1 }],
  );
  const migrations = [
    (old: Readonly<Record<string, unknown>>) => ({ ...old, steps: "one" }),
    ({ undo, steps, ...old }: Readonly<Record<string, unknown>>) => ({
      ...old,
      undoDays: `${String(undo)}${steps === "one" ? "0" : ""}`,
    }),
  ];
  const migrated = parseSettings(Buffer.from("version: 1\nundo: 3\n"), "x", migrations);
  assert.equal(migrated.undoDays, 30);
});

test("settings: a good copy that cannot be written keeps nobody from good settings", async (t) => {
  const home = await newHome(t);
  await writeFile(home.settings, EXAMPLE);
  await mkdir(home.goodSettings);
  assert.equal((await readSettings(home)).settings.language, "de");
});

test("placeNamed: an unknown place is told with those that there are", () => {
  const settings = withPlace(withPlace(DEFAULT_SETTINGS, usb), nas);
  assert.deepEqual(placeNamed(settings, "USB"), usb);
  assert.throws(
    () => placeNamed(settings, "nsa"),
    (error) => {
      assert.ok(error instanceof FivefoldError && error.code === "PLACE_UNKNOWN");
      assert.deepEqual(error.facts, { place: "nsa", places: ["usb", "nas"], suggestion: "nas" });
      return true;
    },
  );
});

test("settings: the golden file of each version is understood for ever", async () => {
  const file = path.join(ROOT, "test/fixtures/golden/settings-1.yaml");
  const { jobs, alarms, places, undoDays } = parseSettings(await readFile(file), file, []);
  assert.deepEqual(jobs, EXAMPLE_JOBS);
  const { mail } = EXAMPLE_ALARMS;
  assert.ok(mail !== null);
  // The first version knew addresses without a language of their own.
  const to = mail.to.filter(({ language }) => language === null);
  assert.deepEqual(alarms, { ...EXAMPLE_ALARMS, mail: { ...mail, to } });
  assert.deepEqual([places.length, undoDays], [2, 7]);
});

test("schema: the committed JSON Schema is the one that the program reads by", async () => {
  const committed = await readFile(path.join(ROOT, JSON_SCHEMA_PATH), "utf8");
  assert.ok(committed === descriptionJsonSchema(), "run: node src/app/schema.ts --write");
});
