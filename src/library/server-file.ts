/**
 * Where the server of an app listens: one file in the home, its owner's alone, there as long as the server lives. Who can
 * read it may ask the server as this computer's user.
 */

import { readFile, rm } from "node:fs/promises";
import { z } from "zod";
import type { Home } from "../app/home.ts";
import { ownMark, stateOfMark } from "../app/process-mark.ts";
import { inTurn } from "../app/turn.ts";
import { writeWhole } from "../app/whole-file.ts";
import { FivefoldError, systemCode } from "../model/error.ts";

const SERVER = z.object({
  url: z.string(),
  pid: z.number(),
  mark: z.string(),
  key: z.string(),
  cert: z.string().nullable(),
});

/** How a living server is reached. */
export interface ServerFacts {
  /** Without a slash at its end. */
  readonly url: string;
  readonly pid: number;
  readonly key: string;
  /** The certificate that it shows, PEM; `null` without TLS. */
  readonly cert: string | null;
}

/** The server that lives for this home; `null`: none does. */
export async function findServer(home: Home): Promise<ServerFacts | null> {
  const read = await readServer(home);
  if (read === null || (await stateOfMark(read.mark)) !== "alive") return null;
  const { url, pid, key, cert } = read;
  return { url, pid, key, cert };
}

/**
 * Says where this process listens; disposing takes it back.
 *
 * @throws SERVER_RUNNING when another one does; HOME_UNWRITABLE, HOME_BUSY
 */
export async function announceServer(
  home: Home,
  appName: string,
  facts: ServerFacts,
): Promise<AsyncDisposable> {
  const text = `${JSON.stringify({ ...facts, mark: await ownMark() })}\n`;
  try {
    // Of two that begin together after a dead one, neither takes the other's file for that one's.
    await inTurn(home, async () => {
      const other = await findServer(home);
      if (other !== null) {
        const { url, pid } = other;
        throw new FivefoldError("SERVER_RUNNING", { name: appName, url, pid });
      }
      await writeWhole(home.server, text, 0o600);
    });
  } catch (thrown) {
    const reason = systemCode(thrown);
    if (thrown instanceof FivefoldError || reason === null) throw thrown;
    throw new FivefoldError("HOME_UNWRITABLE", { path: home.folder, reason }, { cause: thrown });
  }
  return {
    async [Symbol.asyncDispose]() {
      const now = await readServer(home);
      if (now?.key === facts.key) await rm(home.server, { force: true });
    },
  };
}

async function readServer(home: Home): Promise<z.output<typeof SERVER> | null> {
  try {
    const read = SERVER.safeParse(JSON.parse(await readFile(home.server, "utf8")));
    return read.success ? read.data : null;
  } catch (thrown) {
    if (systemCode(thrown) === null && !(thrown instanceof SyntaxError)) throw thrown;
    return null;
  }
}
