/** `fivefold service install|uninstall|start|stop|status`: the server as a service of this computer. */

import { execFile } from "node:child_process";
import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { Command } from "@commander-js/extra-typings";
import type { Fivefold, ServerFacts } from "../fivefold.ts";
import { FivefoldError, asFivefoldError, systemCode } from "../model/error.ts";
import type { Desk, Frame } from "./frame.ts";
import { DONE } from "./frame.ts";
import { collect } from "./options.ts";
import { askServer, programWords, reachServer, runOf } from "./reach.ts";
import { portIn } from "./serve.ts";
import { unitName, unitText } from "./service-unit.ts";

const execute = promisify(execFile);

export function serviceCommand(frame: Frame) {
  return new Command("service")
    .description(frame.help("help.service"))
    .addCommand(installCommand(frame))
    .addCommand(uninstallCommand(frame))
    .addCommand(startCommand(frame))
    .addCommand(stopCommand(frame))
    .addCommand(statusCommand(frame));
}

function installCommand(frame: Frame) {
  return new Command("install")
    .description(frame.help("help.serviceInstall"))
    .option("--system", frame.help("option.system"))
    .option("--user <name>", frame.help("option.systemUser"))
    .option("--print", frame.help("option.printUnit"))
    .option("--port <number>", frame.help("option.port"))
    .option("--host <address>", frame.help("option.host"))
    .option("--tls-cert <file>", frame.help("option.tlsCert"))
    .option("--tls-key <file>", frame.help("option.tlsKey"))
    .option("--log <what>", frame.help("option.log"), collect)
    .action(async (options) => {
      await frame.run("service install", async (desk) => {
        if (options.port !== undefined) portIn(options.port);
        const fivefold = await desk.fivefold();
        const { output } = desk;
        const language = await desk.language();
        const user = options.system === true ? (options.user ?? null) : null;
        if ((options.system === true) !== (options.user !== undefined))
          throw new FivefoldError("USAGE_WRONG", {
            what: "argumentMissing",
            value: options.system === true ? "--user" : "--system",
          });
        const command = commandOf(fivefold, options, desk);
        const text = unitText({
          appId: fivefold.appId,
          appName: fivefold.appName,
          command,
          folder: fivefold.folder,
          ...(await fivefold.writtenFolders()),
          user,
        });
        const unit = unitOf(fivefold, user !== null, desk);
        const more = { unit: unit.file, text };
        if (options.print === true) {
          output.line(text);
          return { ...DONE, more };
        }
        if (process.platform !== "linux" || !(await hasSystemd())) {
          output.say(language.text("service.none"));
          output.line(command.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(" "));
          return { outcome: "failed", more };
        }
        await lay(unit.file, text);
        const control = controlOf(user !== null);
        await control("daemon-reload");
        await control("enable", unit.name);
        await control("restart", unit.name);
        output.say(language.text("service.installed", { path: unit.file }));
        if (user === null) output.say(language.text("service.linger"));
        return { ...DONE, more };
      });
    });
}

function uninstallCommand(frame: Frame) {
  return new Command("uninstall")
    .description(frame.help("help.serviceUninstall"))
    .option("--system", frame.help("option.system"))
    .action(async (options) => {
      await frame.run("service uninstall", async (desk) => {
        const fivefold = await desk.fivefold();
        const language = await desk.language();
        const unit = unitOf(fivefold, options.system === true, desk);
        if (!(await isThere(unit.file))) {
          desk.output.say(language.text("service.absent"));
          return DONE;
        }
        const control = controlOf(options.system === true);
        await control("disable", "--now", unit.name);
        await rm(unit.file, { force: true });
        await control("daemon-reload");
        desk.output.say(language.text("service.uninstalled"));
        return { ...DONE, more: { unit: unit.file } };
      });
    });
}

function startCommand(frame: Frame) {
  return new Command("start").description(frame.help("help.serviceStart")).action(async () => {
    await frame.run("service start", async (desk) => {
      const fivefold = await desk.fivefold();
      const running = await fivefold.findServer();
      const unit = running === null ? await installedUnit(fivefold, desk) : null;
      if (unit !== null) await controlOf(unit.isSystem)("start", unit.name);
      // Without a unit it is started as `open` starts it.
      const server =
        unit === null ? await reachServer(fivefold, desk) : await begun(fivefold, desk);
      const language = await desk.language();
      desk.output.say(language.text("service.running", { url: server.url, pid: server.pid }));
      return { ...DONE, more: { url: server.url, pid: server.pid } };
    });
  });
}

function stopCommand(frame: Frame) {
  return new Command("stop")
    .description(frame.help("help.serviceStop"))
    .option("--wait", frame.help("option.waitRun"))
    .action(async (options) => {
      await frame.run("service stop", async (desk) => {
        const fivefold = await desk.fivefold();
        const language = await desk.language();
        const server = await fivefold.findServer();
        if (server === null) {
          desk.output.say(language.text("service.stopped"));
          return DONE;
        }
        if (options.wait === true) await runsEnded(server, desk);
        await stopped(server, fivefold, desk);
        desk.output.say(language.text("service.stopped"));
        return { ...DONE, more: { pid: server.pid } };
      });
    });
}

function statusCommand(frame: Frame) {
  return new Command("status").description(frame.help("help.serviceStatus")).action(async () => {
    await frame.run("service status", async (desk) => {
      const fivefold = await desk.fivefold();
      const language = await desk.language();
      const server = await fivefold.findServer();
      const unit = await installedUnit(fivefold, desk);
      const { output } = desk;
      if (server === null) output.say(language.text("service.stopped"));
      else output.say(language.text("service.running", { url: server.url, pid: server.pid }));
      output.say(
        unit === null
          ? language.text("service.absent")
          : language.text("service.isInstalled", { path: unit.file }),
      );
      return {
        outcome: server === null ? "failed" : "done",
        more: { url: server?.url ?? null, pid: server?.pid ?? null, unit: unit?.file ?? null },
      };
    });
  });
}

interface ServeOptions {
  readonly port?: string | undefined;
  readonly host?: string | undefined;
  readonly tlsCert?: string | undefined;
  readonly tlsKey?: string | undefined;
  readonly log?: readonly string[] | undefined;
}

function commandOf(
  { descriptionFile, home }: Fivefold,
  { port, host, tlsCert, tlsKey, log = [] }: ServeOptions,
  { surroundings }: Desk,
): readonly string[] {
  const absolute = (file: string): string => path.resolve(surroundings.currentFolder, file);
  return [
    ...programWords(),
    "--app",
    descriptionFile,
    "--home",
    home,
    "serve",
    "--no-link",
    ...(port === undefined ? [] : ["--port", port]),
    ...(host === undefined ? [] : ["--host", host]),
    ...(tlsCert === undefined ? [] : ["--tls-cert", absolute(tlsCert)]),
    ...(tlsKey === undefined ? [] : ["--tls-key", absolute(tlsKey)]),
    ...log.flatMap((word) => ["--log", /[/\\.]/.test(word) ? absolute(word) : word]),
  ];
}

interface Unit {
  readonly name: string;
  readonly file: string;
  readonly isSystem: boolean;
}

function unitOf({ appId }: Fivefold, isSystem: boolean, { surroundings }: Desk): Unit {
  const { environment } = surroundings;
  const usual = path.join(environment["HOME"] ?? "", ".config");
  const own = path.join(environment["XDG_CONFIG_HOME"] || usual, "systemd/user");
  const name = unitName(appId);
  return { name, file: path.join(isSystem ? "/etc/systemd/system" : own, name), isSystem };
}

async function installedUnit(fivefold: Fivefold, desk: Desk): Promise<Unit | null> {
  for (const isSystem of [false, true]) {
    const unit = unitOf(fivefold, isSystem, desk);
    if (await isThere(unit.file)) return unit;
  }
  return null;
}

async function isThere(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return false;
  }
}

/** It runs, and not only its commands are there. */
async function hasSystemd(): Promise<boolean> {
  return await isThere("/run/systemd/system");
}

/** @throws SERVICE_REFUSED */
async function lay(file: string, text: string): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text, { mode: 0o644 });
  } catch (cause) {
    const message = systemCode(cause);
    if (message === null) throw cause;
    throw new FivefoldError("SERVICE_REFUSED", { path: file, message }, { cause });
  }
}

/** @throws SERVICE_REFUSED */
function controlOf(isSystem: boolean): (...words: readonly string[]) => Promise<void> {
  return async (...words) => {
    const all = [...(isSystem ? [] : ["--user"]), ...words];
    try {
      await execute("systemctl", all);
    } catch (cause) {
      const said = cause instanceof Error && "stderr" in cause ? String(cause.stderr).trim() : "";
      // The first line says why; the others where more may be read.
      const message = said.split("\n", 1)[0] || asFivefoldError(cause).code;
      throw new FivefoldError("SERVICE_REFUSED", { path: `systemctl ${all.join(" ")}`, message });
    }
  };
}

const LOOK_MS = 100;
/** So long a service may take to begin; above what it may take to end. */
const LIMIT_MS = 45_000;

/** @throws SERVER_MISSING */
async function begun(fivefold: Fivefold, { watch }: Desk): Promise<ServerFacts> {
  const until = performance.now() + LIMIT_MS;
  while (performance.now() < until) {
    const found = await fivefold.findServer();
    if (found !== null) return found;
    await sleep(LOOK_MS, undefined, { signal: watch.signal });
  }
  throw new FivefoldError("SERVER_MISSING", { path: fivefold.serverLog });
}

/** Lets what works now come to its end. */
async function runsEnded(server: ServerFacts, { watch }: Desk): Promise<void> {
  const { runs } = await askServer(server, "GET", "/api/runs?limit=50");
  const all = runs as readonly { readonly run: string; readonly endedAt: string | null }[];
  for (const { run, endedAt } of all) {
    if (endedAt !== null) continue;
    for await (const { outcome } of runOf(server, run, watch.signal)) if (outcome !== null) break;
  }
}

/** Asks the server to end, and waits until it has. @throws SERVER_RUNNING when it does not */
async function stopped(server: ServerFacts, fivefold: Fivefold, { watch }: Desk): Promise<void> {
  const { pid, url } = server;
  const running = new FivefoldError("SERVER_RUNNING", { name: fivefold.appName, url, pid });
  try {
    process.kill(pid, "SIGTERM");
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === null) throw thrown;
    if (code === "EPERM") throw running;
  }
  const until = performance.now() + LIMIT_MS;
  while (performance.now() < until) {
    if (!isAlive(pid)) return;
    await sleep(LOOK_MS, undefined, { signal: watch.signal });
  }
  throw running;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === null) throw thrown;
    return code === "EPERM";
  }
}
