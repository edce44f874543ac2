/** `fivefold register-files`: a double click on a backup file with the app's own extension opens the restore of it. */

import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { Command } from "@commander-js/extra-typings";
import { ZIP_EXTENSION } from "../model/parcel.ts";
import type { FileType } from "./file-type.ts";
import { linuxFiles, windowsRegistry } from "./file-type.ts";
import type { Desk, Frame } from "./frame.ts";
import { DONE } from "./frame.ts";
import { programWords } from "./reach.ts";

const run = promisify(execFile);

export function registerFilesCommand(frame: Frame) {
  return new Command("register-files")
    .description(frame.help("help.registerFiles"))
    .option("--remove", frame.help("option.removeFiles"))
    .option("--print", frame.help("option.printFiles"))
    .action(async ({ remove = false, print = false }) => {
      await frame.run("register-files", async (desk) => {
        const fivefold = await desk.fivefold();
        const language = await desk.language();
        const { output } = desk;
        const { parcelExtension: extension, appId, brand, appName } = fivefold;
        const values = { extension };
        if (extension === ZIP_EXTENSION || process.platform === "darwin") {
          const isZip = extension === ZIP_EXTENSION;
          output.say(language.text(isZip ? "register.none" : "register.unsupported"));
          return { outcome: "failed" };
        }
        const title = language.vendors(brand.title) || appName;
        const command = [...programWords(), "--app", fivefold.descriptionFile, "open"];
        const type: FileType = { appId, title, extension, command };
        const isWindows = process.platform === "win32";
        const files = isWindows ? [] : linuxFiles(type);
        const registry = isWindows ? windowsRegistry(type, remove) : null;
        const more = { extension, files, registry };
        if (print) {
          for (const { path: name, text } of files) output.line(`# ${name}\n${text}`);
          if (registry !== null) output.line(registry);
          return { ...DONE, more };
        }
        if (registry !== null) await importRegistry(registry);
        else await lay(files, remove, desk);
        output.say(language.text(remove ? "register.removed" : "register.done", values));
        return { ...DONE, more };
      });
    });
}

async function lay(
  files: ReturnType<typeof linuxFiles>,
  isRemoved: boolean,
  { surroundings: { environment } }: Desk,
): Promise<void> {
  const usual = path.join(environment["HOME"] ?? "", ".local/share");
  const folder = environment["XDG_DATA_HOME"] || usual;
  for (const { path: name, text } of files) {
    const file = path.join(folder, name);
    if (isRemoved) await rm(file, { force: true });
    else {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }
  const env = { ...environment };
  // A desktop without these reads the folders itself.
  const updates = [
    ["update-mime-database", path.join(folder, "mime")],
    ["update-desktop-database", path.join(folder, "applications")],
  ] as const;
  for (const [tool, argument] of updates)
    await Promise.allSettled([run(tool, [argument], { env })]);
}

async function importRegistry(text: string): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "fivefold-"));
  try {
    const file = path.join(folder, "files.reg");
    await writeFile(file, `\ufeff${text}`, "utf16le");
    await run("reg.exe", ["import", file]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
