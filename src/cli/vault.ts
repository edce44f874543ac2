/** `fivefold vault …`: reads any restic repository, whoever made it; restic's own paths stay. */

import { Command } from "@commander-js/extra-typings";
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { AnyVault } from "../fivefold.ts";
import { FivefoldError, systemCode } from "../model/error.ts";
import { shortId } from "./backup.ts";
import { countsOf, hintLines } from "./check.ts";
import type { Desk, Ending, Frame } from "./frame.ts";
import { DONE } from "./frame.ts";

export function vaultCommand(frame: Frame) {
  return new Command("vault")
    .description(frame.help("help.vault"))
    .addCommand(snapshotsCommand(frame))
    .addCommand(lsCommand(frame))
    .addCommand(checkCommand(frame))
    .addCommand(restoreCommand(frame))
    .addCommand(dumpCommand(frame));
}

function begun(name: string, description: string, frame: Frame) {
  return new Command(name)
    .description(description)
    .requiredOption("--repo <folder>", frame.help("option.repo"))
    .option("--password-file <file>", frame.help("option.passwordFile"));
}

interface RepoOptions {
  readonly repo: string;
  readonly passwordFile?: string | undefined;
}

async function inVault(
  name: string,
  frame: Frame,
  { repo, passwordFile }: RepoOptions,
  work: (vault: AnyVault, desk: Desk) => Promise<Ending>,
): Promise<void> {
  await frame.run(`vault ${name}`, async (desk) => {
    const { openAnyVault } = await import("../fivefold.ts");
    const passwords = desk.passwords({ passwordFile });
    await using vault = await openAnyVault(repo, passwords, desk.surroundings, desk.watch);
    return await work(vault, desk);
  });
}

function snapshotsCommand(frame: Frame) {
  return begun("snapshots", frame.help("help.vaultSnapshots"), frame).action(async (options) => {
    await inVault("snapshots", frame, options, async (vault, desk) => {
      const snapshots = await vault.list(desk.watch);
      const language = await desk.language();
      const { output } = desk;
      const columns = [
        { title: language.text("column.id") },
        { title: language.text("column.takenAt") },
        { title: language.text("column.host") },
        { title: language.text("column.tags"), wraps: true },
        { title: language.text("column.paths"), wraps: true },
      ];
      const rows = snapshots.map((snapshot) => [
        language.foreign(shortId(snapshot.id)),
        language.moment(snapshot.takenAt),
        language.foreign(snapshot.host),
        language.foreign(snapshot.tags.join(",")),
        language.foreign(snapshot.paths.join(" ")),
      ]);
      if (rows.length === 0) output.say(language.text("vault.none", { place: vault.place }));
      else output.table(columns, rows);
      return { ...DONE, more: { snapshots } };
    });
  });
}

function lsCommand(frame: Frame) {
  return begun("ls", frame.help("help.vaultLs"), frame)
    .argument("<snapshot>", frame.help("argument.snapshot"))
    .argument("[path]", frame.help("argument.path"))
    .action(async (word, inside, options) => {
      await inVault("ls", frame, options, async (vault, desk) => {
        const snapshot = await vault.find(word, desk.watch);
        const { output } = desk;
        const { visible } = await import("../language/language.ts");
        const entries: unknown[] = [];
        const names = (inside ?? "").split("/").filter((name) => name !== "");
        const above = names.map((name) => `/${name}`).join("");
        for await (const batch of vault.ls(snapshot.id, inside ?? "", desk.watch))
          for (const entry of batch) {
            if (entry.path === "") continue;
            const modifiedAt = new Date(Number(entry.modifiedNs / 1_000_000n)).toISOString();
            const sizeBytes = entry.kind === "file" ? entry.sizeBytes : null;
            const path = `${above}/${entry.path}`;
            if (output.isJson)
              entries.push({
                kind: entry.kind,
                path: visible(path),
                mode: entry.mode,
                sizeBytes,
                modifiedAt,
                ...(entry.kind === "link" && { target: visible(entry.target) }),
              });
            else {
              const letter = { file: "-", directory: "d", link: "l" }[entry.kind];
              const size = String(sizeBytes ?? "").padStart(12);
              const to = entry.kind === "link" ? ` -> ${visible(entry.target)}` : "";
              output.line(
                `${letter}${modeText(entry.mode)} ${size} ${modifiedAt} ${visible(path)}${to}`,
              );
            }
          }
        return { ...DONE, snapshot: snapshot.id, more: { entries } };
      });
    });
}

function modeText(mode: number): string {
  return Array.from("rwxrwxrwx", (letter, at) => ((mode >> (8 - at)) & 1 ? letter : "-")).join("");
}

function checkCommand(frame: Frame) {
  return begun("check", frame.help("help.vaultCheck"), frame)
    .option("--read-data", frame.help("option.readData"))
    .action(async (options) => {
      await inVault("check", frame, options, async (vault, desk) => {
        const result = await vault.check(options.readData ?? false, desk.watch);
        const { findings } = result;
        const language = await desk.language();
        const isClean = findings.length === 0;
        desk.output.say(
          language.text(isClean ? "check.clean" : "check.bad", { place: vault.place }),
        );
        for (const line of hintLines(result, language)) desk.output.say(line);
        const outcome = isClean ? "done" : "incomplete";
        return { outcome, findings, more: countsOf(result) };
      });
    });
}

function restoreCommand(frame: Frame) {
  return begun("restore", frame.help("help.vaultRestore"), frame)
    .argument("<snapshot>", frame.help("argument.snapshot"))
    .requiredOption("--target <folder>", frame.help("option.target"))
    .action(async (word, options) => {
      await inVault("restore", frame, options, async (vault, desk) => {
        const snapshot = await vault.find(word, desk.watch);
        const { entryCount, findings } = await vault.restore(
          snapshot.id,
          options.target,
          desk.watch,
        );
        const language = await desk.language();
        desk.output.say(language.text("vault.restored", { entryCount, path: options.target }));
        const outcome = findings.length === 0 ? "done" : "incomplete";
        return { outcome, snapshot: snapshot.id, findings, more: { entryCount } };
      });
    });
}

function dumpCommand(frame: Frame) {
  return begun("dump", frame.help("help.vaultDump"), frame)
    .argument("<snapshot>", frame.help("argument.snapshot"))
    .argument("<path>", frame.help("argument.path"))
    .option("--target <file>", frame.help("option.targetFile"))
    .action(async (word, inside, options) => {
      await inVault("dump", frame, options, async (vault, desk) => {
        const { output } = desk;
        if (output.isJson && options.target === undefined)
          throw new FivefoldError("USAGE_WRONG", { what: "dumpNeedsTarget" });
        const snapshot = await vault.find(word, desk.watch);
        const bytes = vault.dump(snapshot.id, inside, desk.watch);
        if (options.target === undefined)
          for await (const piece of bytes) await output.bytes(piece);
        else await writeNew(options.target, bytes);
        return { ...DONE, snapshot: snapshot.id };
      });
    });
}

/** @throws TARGET_NOT_EMPTY when the file is there */
async function writeNew(file: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    await pipeline(Readable.from(bytes), createWriteStream(file, { flags: "wx", mode: 0o600 }));
  } catch (thrown) {
    if (systemCode(thrown) !== "EEXIST") throw thrown;
    throw new FivefoldError("TARGET_NOT_EMPTY", { path: file }, { cause: thrown });
  }
}
