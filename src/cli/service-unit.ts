/**
 * The unit of systemd under which an app's server runs. Pure functions: what would be written can be shown and tested.
 *
 * A restore puts folders in place by renaming them, which no border between writable folders may part: so the app's data
 * is writable as one folder, and where there is no such folder the whole system but its programs is. Rights of files come
 * back as they were, set-user-id included, and memory is made executable by the engine that runs us: what forbids these is
 * left out. A user's own manager hides other users' files from a unit that is fenced in by name spaces: backups would
 * record wrong owners.
 *
 * @see systemd.exec(5), systemd.service(5), systemd.syntax(7)
 */

import path from "node:path";

export interface UnitFacts {
  readonly appId: string;
  readonly appName: string;
  /** The program and its words. */
  readonly command: readonly string[];
  /** The app's folder. */
  readonly folder: string;
  /** Where the app's data is renamed. */
  readonly dataFolders: readonly string[];
  /** The home and the places. */
  readonly ownFolders: readonly string[];
  /** `null`: a unit of the user's own manager. */
  readonly user: string | null;
}

/** Above the ten seconds that a run may take to end. */
const STOP_SECONDS = 30;

export function unitName(appId: string): string {
  return `fivefold-${appId.toLowerCase().replaceAll(/[^a-z0-9_.-]/g, "-")}.service`;
}

export function unitText(facts: UnitFacts): string {
  const { appName, command, folder, user } = facts;
  const lines = [
    "# Written by `fivefold service install`, which overwrites it.",
    "[Unit]",
    `Description=${oneLine(`Backups of ${appName}`)}`,
    "After=network-online.target",
    ...(user === null ? [] : ["Wants=network-online.target"]),
    "StartLimitIntervalSec=300",
    "StartLimitBurst=10",
    "",
    "[Service]",
    "Type=exec",
    `ExecStart=${command.map(execWord).join(" ")}`,
    `WorkingDirectory=${pathValue(folder)}`,
    ...(user === null ? [] : [`User=${user}`]),
    "Restart=on-failure",
    "RestartSec=10",
    "# What a restore has started again (the app) goes on when we end.",
    "KillMode=process",
    `TimeoutStopSec=${STOP_SECONDS}`,
    "# Whoever works on this computer comes first.",
    "Nice=5",
    "CPUWeight=50",
    "IOWeight=50",
    "IOSchedulingClass=best-effort",
    "IOSchedulingPriority=7",
    "NoNewPrivileges=yes",
    "LockPersonality=yes",
    "RestrictRealtime=yes",
    "SystemCallArchitectures=native",
    "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK",
    ...(user === null ? [] : fenced(facts)),
    "",
    "[Install]",
    `WantedBy=${user === null ? "default.target" : "multi-user.target"}`,
  ];
  return `${lines.join("\n")}\n`;
}

function fenced({ dataFolders, ownFolders, user }: UnitFacts): readonly string[] {
  const top = commonFolder(dataFolders);
  const isSystems = top === "/" || /^\/(usr|etc|boot|efi|dev|proc|sys)(\/|$)/.test(top);
  const writable = [...new Set([top, ...ownFolders])].toSorted();
  return [
    ...(isSystems
      ? ["ProtectSystem=full"]
      : [
          "ProtectSystem=strict",
          "# A place in another folder needs `fivefold service install` once more; drives that are plugged in do not.",
          `ReadWritePaths=${writable.map(pathWord).join(" ")}`,
          "ReadWritePaths=-/media -/mnt -/run/media -/tmp -/var/tmp",
        ]),
    "ProtectKernelTunables=yes",
    "ProtectKernelModules=yes",
    "ProtectKernelLogs=yes",
    "ProtectControlGroups=yes",
    "ProtectClock=yes",
    "ProtectHostname=yes",
    "RestrictNamespaces=yes",
    ...(user === "root" ? [] : ["CapabilityBoundingSet="]),
  ];
}

/** The deepest folder that holds all of them. */
export function commonFolder(folders: readonly string[]): string {
  const [first = [], ...rest] = folders.map((each) => path.posix.normalize(each).split("/"));
  let count = first.length;
  for (const names of rest) {
    let same = 0;
    while (same < count && names[same] === first[same]) same++;
    count = same;
  }
  return first.slice(0, count).join("/") || "/";
}

/** A word of a command line: nothing in it is expanded. */
function execWord(word: string): string {
  const safe = oneLine(word).replaceAll("%", "%%").replaceAll("$", "$$$$");
  return /^[\w@%+=:,./-]+$/.test(safe) ? safe : quoted(safe);
}

/** A folder among several. */
function pathWord(folder: string): string {
  const safe = oneLine(folder).replaceAll("%", "%%");
  return /^[\w@%+=:,./-]+$/.test(safe) ? safe : quoted(safe);
}

/** The one value of a line, which is taken as it stands but for its specifiers. */
function pathValue(folder: string): string {
  return oneLine(folder).replaceAll("%", "%%");
}

function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', String.raw`\"`)}"`;
}

/** A line break would begin a setting of its own. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}]+/gu, " ");
}
