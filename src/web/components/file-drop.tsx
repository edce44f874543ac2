/** A place to drop a backup file, or to choose one: it is sent to the server, and goes on after a lost connection. */

import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { ReactNode } from "react";
import { upload } from "../upload.ts";
import { useWords } from "../words.tsx";
import { Icon } from "./icons.tsx";
import { Foreign } from "./text.tsx";
import { Trouble } from "./trouble.tsx";

interface Sending {
  readonly file: File;
  readonly doneBytes: number;
}

export function FileDrop({
  onFile,
  onBrowse,
}: {
  /** The file has arrived whole: its path on the server, and its name. */
  readonly onFile: (path: string, name: string) => void;
  /** To look in the folders of the server instead. */
  readonly onBrowse: () => void;
}): ReactNode {
  const words = useWords();
  const input = useRef<HTMLInputElement>(null);
  const abort = useRef<AbortController | null>(null);
  const [sending, setSending] = useState<Sending | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isOver, setOver] = useState(false);
  useEffect(() => () => abort.current?.abort(), []);

  const send = async (file: File): Promise<void> => {
    const controller = new AbortController();
    abort.current = controller;
    setFailure(null);
    setSending({ file, doneBytes: 0 });
    try {
      const { path } = await upload(file, controller.signal, (doneBytes) =>
        setSending({ file, doneBytes }),
      );
      onFile(path, file.name);
    } catch (thrown) {
      if (!controller.signal.aborted) setFailure(thrown);
    } finally {
      setSending(null);
    }
  };

  if (sending !== null) {
    const { file, doneBytes } = sending;
    return (
      <div className="drop">
        <p>
          {words.text("drop.sending")} <Foreign>{file.name}</Foreign>
        </p>
        <div
          className="track"
          role="progressbar"
          aria-label={words.text("drop.sending")}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round((doneBytes / Math.max(1, file.size)) * 100)}
        >
          <div
            className="bar-done"
            style={{ inlineSize: `${(doneBytes / Math.max(1, file.size)) * 100}%` }}
          />
        </div>
        <p className="dim">{words.text("progress.of", { doneBytes, totalBytes: file.size })}</p>
        <Button variant="default" onClick={() => abort.current?.abort()}>
          {words.text("button.stop")}
        </Button>
      </div>
    );
  }
  return (
    <div
      className={isOver ? "drop over" : "drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const [file] = event.dataTransfer.files;
        if (file !== undefined) void send(file);
      }}
    >
      <Icon name="file" size={28} />
      <p>{words.text("drop.here")}</p>
      <div className="actions">
        <Button variant="default" onClick={() => input.current?.click()}>
          {words.text("drop.choose")}
        </Button>
        <Button variant="subtle" onClick={onBrowse}>
          {words.text("drop.browse")}
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={words.text("drop.choose")}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file !== undefined) void send(file);
        }}
      />
      <Trouble error={failure} />
    </div>
  );
}
