/**
 * The talk with the program that shows this page inside itself: an iframe's parent, WebView2, or WebKit.
 *
 * What is said both ways stands in `docs/schema/embed-events.schema.json`.
 */

import type { RunView } from "../http/contract.ts";

export type HostEvent =
  | { readonly event: "ready"; readonly version: string }
  | { readonly event: "size"; readonly heightPx: number }
  | { readonly event: "started"; readonly run: string; readonly verb: string }
  | {
      readonly event: "progress";
      readonly run: string;
      readonly stage: string | null;
      readonly doneBytes: number;
      readonly totalBytes: number | null;
    }
  | {
      readonly event: "finished";
      readonly run: string;
      readonly verb: string;
      readonly outcome: string;
      readonly code: string | null;
    }
  | { readonly event: "close-please"; readonly run: string }
  | { readonly event: "confirm-needed"; readonly what: "restore" | "undo" }
  | { readonly event: "choose-folder"; readonly purpose: "backup" | "restore" | "place" }
  | { readonly event: "restart-needed"; readonly run: string }
  | { readonly event: "closed" };

/** What a host says: whether it will close, and which folder a person chose in its own dialogue. */
export type HostAnswer =
  | { readonly answer: "closing" }
  | { readonly answer: "not-now"; readonly sentence: string }
  | { readonly answer: "folder"; readonly path: string | null };

interface WebView {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
}

interface HostWindow {
  readonly chrome?: { readonly webview?: WebView };
  readonly webkit?: {
    readonly messageHandlers?: { readonly fivefold?: { postMessage(message: unknown): void } };
  };
}

const SIGN = "fivefold";

/** Says it to whoever is there; a page in a browser of its own says it to nobody. */
export function tell(event: HostEvent): void {
  const message = { source: SIGN, v: 1, ...event };
  const host = globalThis as unknown as HostWindow;
  host.chrome?.webview?.postMessage(message);
  host.webkit?.messageHandlers?.fivefold?.postMessage(message);
  // The parent is one of the allowed origins, else this page would not be shown in it; nothing here is secret.
  if (window.parent !== window) window.parent.postMessage(message, "*");
}

export function hasHost(): boolean {
  const host = globalThis as unknown as HostWindow;
  return (
    window.parent !== window ||
    host.chrome?.webview !== undefined ||
    host.webkit?.messageHandlers?.fivefold !== undefined
  );
}

/** What a run's going on means to the host. */
export function tellHost(before: RunView | undefined, run: RunView): void {
  const { run: id, verb, outcome, problem, progress } = run;
  if (before === undefined && run.endedAt === null) tell({ event: "started", run: id, verb });
  if (outcome === null) {
    const { stage, doneBytes, totalBytes } = progress;
    tell({ event: "progress", run: id, stage, doneBytes, totalBytes });
    if (stage === "stop" && before?.progress.stage !== "stop")
      tell({ event: "close-please", run: id });
    return;
  }
  tell({ event: "finished", run: id, verb, outcome, code: problem?.code ?? null });
}

/** Calls with each answer of the host until the returned function is called. */
export function listen(heard: (answer: HostAnswer) => void): () => void {
  const take = (event: MessageEvent): void => {
    if (event.source !== null && event.source !== window.parent) return;
    const message = event.data as { source?: unknown; answer?: unknown } | null;
    if (typeof message === "object" && message?.source === SIGN && isAnswer(message))
      heard(message);
  };
  const host = globalThis as unknown as HostWindow;
  addEventListener("message", take);
  host.chrome?.webview?.addEventListener("message", take);
  return () => removeEventListener("message", take);
}

function isAnswer(message: { readonly answer?: unknown }): message is HostAnswer {
  return ["closing", "not-now", "folder"].includes(String(message.answer));
}

/** Tells the host how high the page is, whenever that changes. */
export function tellSizes(): () => void {
  const observer = new ResizeObserver(() => {
    tell({ event: "size", heightPx: Math.ceil(document.documentElement.scrollHeight) });
  });
  observer.observe(document.body);
  return () => observer.disconnect();
}
