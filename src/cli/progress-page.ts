/**
 * A page of its own for one piece of work, while the application that people know is closed: how far it is, and how it ended.
 *
 * It lies on loopback under an address that nobody can guess, has no script and asks for itself once a second, so that any
 * browser shows it. It lives no longer than the work, but for a moment in which the end is fetched.
 */

import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Brand, Progress } from "../fivefold.ts";
import type { Language } from "../language/language.ts";
import { newTally } from "./progress.ts";

export interface ProgressPage extends AsyncDisposable {
  readonly url: string;
  hear(progress: Progress): void;
  /** What is waited for, instead of a stage. */
  say(sentence: string): void;
  /** How it ended, in sentences; the page is not drawn anew after it. */
  end(sentences: readonly string[]): void;
}

/** So long the end waits for whoever looks on. */
const LAST_LOOK_MS = 3000;

export async function openProgressPage(
  appName: string,
  brand: Brand,
  language: Language,
): Promise<ProgressPage> {
  const way = `/${randomBytes(18).toString("base64url")}`;
  const title = language.vendors(brand.title) || appName;
  const tally = newTally();
  const seen = Promise.withResolvers<void>();
  let now = "";
  let ended: readonly string[] | null = null;
  let isWatched = false;
  let host = "";
  const server = createServer((request, response) => {
    // Another site's page that was led here by its name is not shown anything.
    if (request.url !== way || request.headers.host !== host) {
      response.writeHead(404).end();
      return;
    }
    isWatched = true;
    const isOver = ended !== null;
    send(response, documentOf());
    if (isOver) response.on("finish", () => seen.resolve());
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject).listen(0, "127.0.0.1", resolve);
  await promise;
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}${way}`,
    hear(progress) {
      tally.hear(progress);
      if (progress.kind === "stage") now = language.text(`stage.${progress.stage}`);
    },
    say(sentence) {
      now = sentence;
    },
    end(sentences) {
      ended = sentences;
    },
    async [Symbol.asyncDispose]() {
      const { signal } = new AbortController();
      if (isWatched && ended !== null)
        await Promise.race([seen.promise, sleep(LAST_LOOK_MS, undefined, { signal, ref: false })]);
      server.closeAllConnections();
      server.close();
    },
  };

  function documentOf(): string {
    const { sizeBytes: doneBytes, totalSizeBytes: totalBytes } = tally.counts();
    const isKnown = totalBytes !== null && totalBytes > 0;
    const amount =
      doneBytes === 0 && !isKnown
        ? ""
        : isKnown
          ? language.text("progress.ofTotal", { doneBytes, totalBytes })
          : language.bytes(doneBytes);
    const bar = isKnown
      ? `<progress max="${totalBytes}" value="${Math.min(doneBytes, totalBytes)}"></progress>`
      : "<progress></progress>";
    const body =
      ended === null
        ? `<p role="status">${escaped(now)}</p>${bar}<p>${escaped(amount)}</p>`
        : ended.map((each) => `<p role="status">${escaped(each)}</p>`).join("");
    const refresh = ended === null ? '<meta http-equiv="refresh" content="1">' : "";
    return `<!doctype html>
<html lang="${language.locale}" dir="${language.direction}">
<meta charset="utf-8">${refresh}
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>
body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1rem; color-scheme: light dark }
h1 { font-size: 1.4rem; font-weight: 600 }
progress { width: 100%; accent-color: ${brand.colour ?? "#1a5fb4"} }
</style>
<h1>${escaped(title)}</h1>
${body}
</html>
`;
  }
}

function send(response: ServerResponse, text: string): void {
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy":
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
  });
  response.end(text);
}

function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot" };
  return text.replaceAll(/[&<>"]/g, (sign) => `&${names[sign] ?? ""};`);
}
