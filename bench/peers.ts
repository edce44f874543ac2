/**
 * Fetches the newest restic that Debian has into `.peers/`, without installing it: what we are measured against.
 *
 * The package comes from Debian's unstable suite over the mirror that this machine already uses, and apt checks its
 * signature; lists and caches of the system stay as they are.
 */

import { existsSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Command, ROOT, capture } from "../scripts/run.ts";

const PEERS = join(ROOT, ".peers");
const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** Gives the path of the newest restic, fetched when it is not there yet. */
export async function newestRestic(): Promise<string> {
  const program = join(PEERS, "usr/bin/restic");
  if (!existsSync(program)) await fetchPackage("restic");
  return program;
}

async function fetchPackage(name: string): Promise<void> {
  const state = mkdtempSync(join(tmpdir(), "fivefold-peers-"));
  try {
    mkdirSync(join(state, "lists/partial"), { recursive: true });
    mkdirSync(join(state, "cache/archives/partial"), { recursive: true });
    const list = join(state, "sid.sources");
    const source = ["Types: deb", `URIs: ${await mirror()}`, "Suites: sid", "Components: main"];
    writeFileSync(list, [...source, `Signed-By: ${KEYRING}`, ""].join("\n"));
    const settings = [
      `Dir::State::Lists=${state}/lists`,
      `Dir::Cache=${state}/cache`,
      `Dir::Etc::SourceList=${list}`,
      "Dir::Etc::SourceParts=/nonexistent",
      "APT::Sandbox::User=root",
      "Acquire::Retries=3",
    ].flatMap((setting) => ["-o", setting]);
    await run({ program: "apt-get", args: [...settings, "-qq", "update"] });
    await run({ program: "apt-get", args: [...settings, "-qq", "download", name], folder: state });
    for (const file of globSync("*.deb", { cwd: state }))
      await run({ program: "dpkg-deb", args: ["-x", join(state, file), PEERS] });
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

/** The first Debian mirror among this machine's sources that is not the one for security updates. */
async function mirror(): Promise<string> {
  const args = ["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"];
  const uris = (await run({ program: "apt-get", args })).split("\n");
  const found = uris.find((uri) => /\/debian\/?$/.test(uri));
  if (found === undefined) throw new Error("No Debian mirror is among this machine's sources.");
  return found;
}

async function run(command: Command): Promise<string> {
  const { status, output } = await capture(command);
  if (status === 0) return output;
  throw new Error(`${command.program} ended with ${status}:\n${output}`);
}

if (import.meta.main) process.stdout.write(`${await newestRestic()}\n`);
