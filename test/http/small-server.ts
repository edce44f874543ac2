/** A real server on a small app, on a real port, and people who ask it as a page does. */

import http from "node:http";
import path from "node:path";
import type { z } from "zod";
import type { Answer, RouteName, RunView, SessionView } from "../../src/http/contract.ts";
import { BackupResult } from "../../src/http/contract.ts";
import type { RunningServer, ServerOptions } from "../../src/http/server.ts";
import { startServer } from "../../src/http/server.ts";
import { TemporaryFolder } from "../fixtures/command.ts";
import { makeSmallApp } from "../fixtures/small-app.ts";

/** Mistakes of ours that the server noticed; a test ends well only without any. */
export class SmallServer implements AsyncDisposable {
  readonly folder: TemporaryFolder;
  readonly server: RunningServer;
  readonly mistakes: readonly Error[];

  private constructor(folder: TemporaryFolder, server: RunningServer, mistakes: readonly Error[]) {
    this.folder = folder;
    this.server = server;
    this.mistakes = mistakes;
  }

  /** `prepare`: changes the app before it is served; `null`: none is described. */
  static async start(
    prepare: ((app: string) => void | Promise<void>) | null = () => undefined,
    more: Partial<ServerOptions> = {},
  ): Promise<SmallServer> {
    const folder = new TemporaryFolder();
    const app = folder.at("app");
    if (prepare !== null) {
      makeSmallApp(app);
      await prepare(app);
    }
    const mistakes: Error[] = [];
    const server = await startServer({
      app: {
        environment: { HOME: folder.path },
        currentFolder: folder.path,
        description: prepare === null ? null : path.join(app, "fivefold.yaml"),
        home: folder.at("home"),
        keyCost: { N: 2, r: 1, p: 1 },
        threads: 1,
      },
      host: "127.0.0.1",
      port: 0,
      tls: null,
      language: "en",
      tellMistake: (error) => mistakes.push(error),
      ...more,
    });
    return new SmallServer(folder, server, mistakes);
  }

  get app(): string {
    return this.folder.at("app");
  }

  get home(): string {
    return this.folder.at("home");
  }

  /** This computer's user, signed in as by `fivefold open`. */
  async owner(): Promise<Visitor> {
    const visitor = this.visitor();
    const secret = new URLSearchParams(new URL(this.server.link()).hash.slice(1)).get("secret");
    await visitor.signIn({ secret: secret ?? "" });
    return visitor;
  }

  visitor(): Visitor {
    return new Visitor(this.server.url);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    await this.folder[Symbol.asyncDispose]();
    const [first] = this.mistakes;
    if (first !== undefined) throw first;
  }
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows what it asked for
  json<Value = Readonly<Record<string, unknown>>>(): Value;
}

/** The file that a run made. */
export function fileOf({ result }: RunView): z.output<typeof MadeFile> {
  return MadeFile.parse(result?.["file"]);
}

const MadeFile = BackupResult.shape.file.unwrap();

/** Somebody with a browser: cookies, and the header that goes along with changes. */
export class Visitor {
  readonly url: string;
  cookie = "";
  csrf = "";

  constructor(url: string) {
    this.url = url;
  }

  async signIn(body: unknown): Promise<Reply> {
    const reply = await this.ask("POST", "/api/session", body);
    if (reply.status === 200) this.csrf = reply.json<SessionView>().csrf;
    return reply;
  }

  async ask(
    method: string,
    address: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply> {
    const isBytes = body instanceof Uint8Array;
    const response = await fetch(this.url + address, {
      method,
      headers: {
        ...this.headers(),
        ...(body !== undefined && {
          "content-type": isBytes ? "application/octet-stream" : "application/json",
        }),
        ...headers,
      },
      ...(body !== undefined && { body: isBytes ? Buffer.from(body) : JSON.stringify(body) }),
    });
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.cookie = cookie.split(";", 1)[0] ?? "";
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as above
      json: <Value>() => JSON.parse(text) as Value,
    };
  }

  headers(): Record<string, string> {
    return {
      ...(this.cookie !== "" && { cookie: this.cookie }),
      ...(this.csrf !== "" && { "x-fivefold-csrf": this.csrf }),
    };
  }

  /** Asks and expects an answer; a problem is an error. `address`: the route's, filled in. */
  async call<Name extends RouteName>(
    name: Name,
    body?: unknown,
    address?: string,
  ): Promise<Answer<Name>> {
    const [method = "", pattern = ""] = name.split(" ");
    const reply = await this.ask(method, address ?? pattern, body);
    if (reply.status >= 300) throw new Error(`${name}: ${reply.status} ${reply.text}`);
    return reply.json<Answer<Name>>();
  }

  /** Starts something and waits for its end, told by events. */
  async run(
    name: Extract<RouteName, `POST ${string}`>,
    body: unknown = {},
    address?: string,
  ): Promise<RunView> {
    const { run } = (await this.call(name, body, address)) as { readonly run: string };
    return await this.ended(run);
  }

  async ended(run: string): Promise<RunView> {
    let last: RunView | null = null;
    for await (const each of this.events(`/api/runs/${run}/events`))
      if (each.event === "run") last = each.data as RunView;
    if (last?.endedAt === null || last === null) throw new Error("the stream ended before the run");
    return last;
  }

  /** Server-sent events until the stream ends, or nobody asks for more. */
  async *events(
    address: string,
  ): AsyncIterable<{ readonly event: string; readonly data: unknown }> {
    const response = await fetch(this.url + address, { headers: this.headers() });
    if (response.status !== 200 || response.body === null)
      throw new Error(`${address}: ${response.status} ${await response.text()}`);
    let text = "";
    for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
      text += piece;
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const lines = text.slice(0, end).split("\n");
        text = text.slice(end + 2);
        const fieldOf = (name: string): string | undefined =>
          lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
        const data = fieldOf("data");
        if (data !== undefined)
          yield { event: fieldOf("event") ?? "", data: JSON.parse(data) as unknown };
      }
    }
  }
}

/** A request whose headers are exactly these, `Host` and `Origin` too, as no browser's script may send them. */
export async function rawRequest(
  url: string,
  method: string,
  address: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
  const { hostname, port } = new URL(url);
  const request = http.request(
    { hostname, port, method, path: address, headers, setHost: false },
    (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (piece: string) => (text += piece));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    },
  );
  request.on("error", reject);
  request.end();
  return await promise;
}
