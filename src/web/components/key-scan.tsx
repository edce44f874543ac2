/** The key from the code on the emergency sheet: by the camera, or from a photo of it. Nothing of the picture is sent. */

import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { ReactNode } from "react";
import type { PageKey } from "../../language/page-en.ts";
import { NoPhoto, codeInPhoto, codeInVideo } from "../qr-reader.ts";
import { useWords } from "../words.tsx";
import { Dialog } from "./dialog.tsx";
import { Icon } from "./icons.tsx";
import { Note } from "./trouble.tsx";

/** Between two looks at what the camera sees: a hand is slower. */
const PAUSE_MS = 150;

/** What phones read most is addresses of all kinds ("https:", "WIFI:"); a key never looks so. */
const ADDRESS = /^[a-z][a-z0-9+.-]*:/i;

export function KeyScan({ onKey }: { readonly onKey: (key: string) => void }): ReactNode {
  const words = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [trouble, setTrouble] = useState<PageKey | null>(null);
  const take = (text: string): boolean => {
    const isKey = text.trim() !== "" && !ADDRESS.test(text);
    setTrouble(isKey ? null : "scan.other");
    if (isKey) onKey(text.trim());
    return isKey;
  };
  const look = async (photo: File): Promise<void> => {
    setTrouble(null);
    try {
      const text = await codeInPhoto(photo);
      if (text === null) setTrouble("scan.noCode");
      else take(text);
    } catch (thrown) {
      if (!(thrown instanceof NoPhoto)) throw thrown;
      setTrouble("scan.noPhoto");
    }
  };
  return (
    <div className="stack">
      <div className="actions">
        <Button
          variant="default"
          leftSection={<Icon name="camera" size={18} />}
          onClick={() => {
            setTrouble(null);
            setOpen(true);
          }}
        >
          {words.text("scan.camera")}
        </Button>
        <Button
          variant="default"
          leftSection={<Icon name="file" size={18} />}
          onClick={() => input.current?.click()}
        >
          {words.text("scan.photo")}
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        accept="image/*"
        capture="environment"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={words.text("scan.photo")}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // The same photo may be chosen once more.
          event.currentTarget.value = "";
          if (file !== undefined) void look(file);
        }}
      />
      <div role="status">
        {trouble === null || isOpen ? null : <Note tone="warn">{words.text(trouble)}</Note>}
      </div>
      {isOpen ? (
        <Camera
          onText={(text) => {
            if (take(text)) setOpen(false);
          }}
          isOther={trouble === "scan.other"}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </div>
  );
}

/** Looks through the camera as long as it is shown. */
function Camera({
  onText,
  isOther,
  onClose,
}: {
  readonly onText: (text: string) => void;
  /** What was seen last is a code, and no key. */
  readonly isOther: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const words = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const told = useRef(onText);
  const [trouble, setTrouble] = useState<PageKey | null>(null);
  useEffect(() => {
    told.current = onText;
  });
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    watch(video, signal, (text) => told.current(text)).catch((thrown: unknown) => {
      if (!signal.aborted) setTrouble(troubleOf(thrown));
    });
    return () => ending.abort();
  }, []);
  return (
    <Dialog title={words.text("scan.title")} onClose={onClose}>
      {trouble === null ? (
        <>
          <p>{words.text("scan.what")}</p>
          <video
            ref={video}
            className="camera"
            muted
            playsInline
            aria-label={words.text("scan.title")}
          />
        </>
      ) : null}
      <div role="status">
        {trouble !== null ? <Note tone="warn">{words.text(trouble)}</Note> : null}
        {trouble === null && isOther ? <Note tone="warn">{words.text("scan.other")}</Note> : null}
      </div>
      <div className="actions end">
        <Button variant="default" onClick={onClose}>
          {words.text("button.goBack")}
        </Button>
      </div>
    </Dialog>
  );
}

/** Tells every code that is seen, until `signal`; then the camera is off. */
async function watch(
  video: { readonly current: HTMLVideoElement | null },
  signal: AbortSignal,
  tell: (text: string) => void,
): Promise<void> {
  // Without TLS, elsewhere than on the computer itself, browsers have no such thing.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) throw new DOMException("no secure page", "NotFoundError");
  const stream = await devices.getUserMedia({
    video: { facingMode: "environment", width: { ideal: 1280 } },
  });
  const stop = (): void => {
    for (const track of stream.getTracks()) track.stop();
  };
  const shown = video.current;
  // Whoever closed the dialogue while the browser asked is not filmed.
  if (signal.aborted || shown === null) return stop();
  signal.addEventListener("abort", stop);
  shown.srcObject = stream;
  await shown.play();
  while (!signal.aborted) {
    const text = await codeInVideo(shown);
    if (signal.aborted) return;
    if (text !== null) tell(text);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

function troubleOf(thrown: unknown): PageKey {
  const name = thrown instanceof Error ? thrown.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "scan.refused";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "scan.noCamera";
  return "scan.busy";
}
