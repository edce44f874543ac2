/**
 * The shape of fivefold.yaml: one schema that reads the file and that editors get as JSON Schema.
 *
 * `node src/app/schema.ts --write` writes `docs/schema/fivefold.schema.json` anew; a test holds the two together.
 */

import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { PART_KINDS } from "../model/part.ts";

const text = z.string().min(1);

/** Scalars are read as text; editors are told that it is a boolean. */
const yesOrNo = z.enum(["true", "false"]).meta({ title: "yes or no" });

const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/);

const title = z
  .union([text, z.record(language, text)])
  .describe("What people read: one text, or one per language. Without it, the word for the kind.");

const id = text.describe("One name: legal as a file name on Windows, macOS and Linux.");

const command = z
  .array(text)
  .min(1)
  .describe("The program and its arguments; run without a shell, in the folder of fivefold.yaml.");

const seconds = z
  .string()
  .regex(/^[1-9]\d{0,5}$/)
  .meta({ type: "integer", minimum: 1, maximum: 999_999 })
  .describe("The time limit; what still runs then is ended, with all that it started.");

const hook = z.union([command, z.strictObject({ command, seconds: seconds.optional() })]);

const when = z
  .enum(["always", "manual", "scheduled"])
  .describe("Which backups it belongs to: those that people start, those on schedule, or all.");

const afterBackup = z.strictObject({
  command,
  seconds: seconds.optional(),
  when: when.optional(),
});

const beforeBackup = z
  .strictObject({
    command: command.optional(),
    seconds: seconds.optional(),
    required: yesOrNo
      .optional()
      .describe("When it fails no backup is made; otherwise its failure is only named."),
    when: when.optional(),
    ask: z
      .union([text, z.record(language, text)])
      .optional()
      .describe("Instead of a command: a question that people answer with Done or Skip."),
  })
  .meta({ oneOf: [{ required: ["command"] }, { required: ["ask"] }] });

/** A list of texts is a command; the list of hooks comes before it, so that a mistake in one of them is named there. */
const oneOrMore = <Shape extends z.ZodType>(shape: Shape) =>
  z.union([shape, z.array(z.union([shape, command])).min(1), command]);

const hooks = z
  .strictObject({
    "before-backup": oneOrMore(beforeBackup)
      .optional()
      .describe("Before the app is looked at for a backup: one or several."),
    "after-backup": oneOrMore(afterBackup)
      .optional()
      .describe("After a backup, whatever became of it: one or several."),
    stop: hook.optional().describe("Stops the app before a restore replaces data; twice is once."),
    migrate: hook
      .optional()
      .describe("Brings data of another version to this one, once it is in place."),
    start: hook.optional().describe("Starts the app after a restore; twice is once."),
    probe: hook
      .optional()
      .describe("Ends well when the app works on what was restored; tried again until its limit."),
  })
  .describe("The vendor's own commands around a backup and a restore.");

const part = z
  .strictObject({
    id,
    kind: z.enum(PART_KINDS).describe("What the part is to people; decides its word and symbol."),
    title: title.optional(),
    sqlite: text.optional().describe("A SQLite database file, relative to this file."),
    files: z
      .union([
        text,
        z.strictObject({
          root: text.describe("A folder, relative to this file."),
          exclude: z
            .array(text)
            .optional()
            .describe(
              'Globs relative to the root; "**" crosses folders. Excluded files survive a restore.',
            ),
        }),
      ])
      .optional()
      .describe("A folder with everything in it, relative to this file."),
    newest: z
      .strictObject({
        query: text.describe(
          "One SELECT, in order; its first column is what people know a record by: its number.",
        ),
        title: title.optional().describe("What the records are called: invoices."),
      })
      .optional()
      .describe("Lets a preview name the records that a restore would take away."),
    optional: yesOrNo
      .optional()
      .describe(
        "It may be absent without that being a finding, as a folder that is made at its first use.",
      ),
  })
  .meta({ oneOf: [{ required: ["sqlite"] }, { required: ["files"] }] });

const tenantsFrom = z
  .strictObject({
    sqlite: text
      .optional()
      .describe("The database that knows the tenants: its part is the login part."),
    query: text
      .optional()
      .describe(
        "One SELECT with the columns id, title (if there is one) and offline (if there is one).",
      ),
    list: z
      .array(
        z.union([
          text,
          z.strictObject({ id, title: text.optional(), offline: yesOrNo.optional() }),
        ]),
      )
      .min(1)
      .optional()
      .describe("The tenants by name."),
    folders: text.optional().describe("Every folder in this folder is a tenant."),
    files: text.optional().describe('Every file that matches is a tenant: "db/{id}.sqlite".'),
  })
  .meta({
    oneOf: [
      { required: ["sqlite", "query"] },
      { required: ["list"] },
      { required: ["folders"] },
      { required: ["files"] },
    ],
  });

const brand = z
  .strictObject({
    title: title
      .optional()
      .describe(
        "What stands over the page: one text, or one per language. Without it, the app's name.",
      ),
    logo: z
      .string()
      .regex(/\.(?:svg|png|jpe?g|webp)$/i)
      .optional()
      .describe("A picture, relative to this file: SVG, PNG, JPEG or WebP."),
    colour: z
      .string()
      .regex(/^#[0-9a-fA-F]{6}$/)
      .optional()
      .describe('The colour of buttons and links: "#1a5fb4".'),
    support: z
      .strictObject({
        name: text.optional().describe("Who helps: a person, a company, a department."),
        phone: text.optional(),
        mail: z
          .string()
          .regex(/^[^\s@<>"]+@[^\s@<>"]+$/)
          .optional(),
      })
      .optional()
      .describe("Whom people ask: every message of an error ends with it."),
  })
  .describe("Under whose name the page and the messages appear.");

const escrow = z
  .strictObject({
    name: text.describe("Who could open the backups, as people know it: a company."),
    recipient: text.describe(
      "The public key of the open format age (X25519), as `age-keygen` prints it: age1…",
    ),
  })
  .describe(
    "Who may be given a key to the backups, when the people say yes: they are asked in plain words.",
  );

export const DESCRIPTION_SCHEMA = z
  .strictObject({
    app: z.strictObject({
      id: text.describe("Short and for ever: letters, digits, dot, dash, underscore."),
      name: text.optional().describe("What people call the app; without it, the id."),
      version: z
        .union([
          text,
          z
            .strictObject({
              file: text.optional().describe("Its first line is the version."),
              command: command.optional(),
            })
            .meta({ oneOf: [{ required: ["file"] }, { required: ["command"] }] }),
        ])
        .optional()
        .describe(
          "The app's version: a text, the first line of a file, or the first line that a command prints.",
        ),
      restores: text
        .optional()
        .describe('The versions whose backups this one can take: ">=12 <13". Without it, all.'),
    }),
    brand: brand.optional(),
    escrow: escrow.optional(),
    hooks: hooks.optional(),
    parts: z
      .array(part)
      .min(1)
      .describe("What people can tick: databases, files, settings, credentials."),
    tenants: z
      .strictObject({
        from: tenantsFrom,
        parts: z.array(part).min(1).describe('The parts of each tenant; "{id}" stands for its id.'),
        register: text
          .optional()
          .describe(
            "One SQL statement that enters a tenant in the login database, with the parameters :id and :title.",
          ),
        word: z
          .record(language, z.strictObject({ one: text, other: text }))
          .optional()
          .describe("The app's own word for a tenant, by language."),
      })
      .optional(),
    credentials: z
      .enum(["none"])
      .optional()
      .describe("`none`: the app keeps no credentials that a new computer would need."),
    seat: z
      .strictObject({
        command: command
          .optional()
          .describe(
            'Prints "server", "single" or "workstation"; what follows the word says where backups run.',
          ),
        file: text
          .optional()
          .describe("A file of the app that tells it; a missing file reads as empty."),
        matches: z
          .union([
            text,
            z.strictObject({
              server: text.optional(),
              single: text.optional(),
              workstation: text.optional(),
            }),
          ])
          .optional()
          .describe(
            "A regular expression whose first group is the word, or one per word; the next group says where backups run.",
          ),
      })
      .meta({ oneOf: [{ required: ["command"] }, { required: ["file", "matches"] }] })
      .optional()
      .describe(
        "Says whether this computer is the server, the only seat (single) or a workstation.",
      ),
    parcel: z
      .strictObject({
        extension: text
          .optional()
          .describe(
            'What names of parcels end with: ".kontor-backup". Small letters, digits and -; without it, ".zip".',
          ),
      })
      .optional()
      .describe("How the app's parcels look: zip files, whatever they are called."),
  })
  .meta({
    title: "fivefold.yaml",
    description: "What an app consists of, for its backup and restore.",
  });

export type DescriptionShape = z.output<typeof DESCRIPTION_SCHEMA>;
export type PartShape = DescriptionShape["parts"][number];
export type BrandShape = NonNullable<DescriptionShape["brand"]>;
export type EscrowShape = NonNullable<DescriptionShape["escrow"]>;
export type HooksShape = NonNullable<DescriptionShape["hooks"]>;

/** The schema for editors, as text. */
export function descriptionJsonSchema(): string {
  const schema = z.toJSONSchema(DESCRIPTION_SCHEMA, {
    io: "input",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema !== yesOrNo) return;
      delete jsonSchema.enum;
      jsonSchema.type = "boolean";
    },
  });
  return `${JSON.stringify(schema, null, 2)}\n`;
}

export const JSON_SCHEMA_PATH = "docs/schema/fivefold.schema.json";

if (import.meta.main && process.argv.includes("--write")) {
  const file = path.join(import.meta.dirname, "../..", JSON_SCHEMA_PATH);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, descriptionJsonSchema());
}
