/** Asks the program around this page to close its data, hears its answer, and asks again when a person wants that. */

import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import type { ReactNode } from "react";
import { listen, tell } from "../host.ts";
import { useWords } from "../words.tsx";
import { Note } from "./trouble.tsx";

/** So long a host has to answer; one that says nothing may not know how. */
const SILENCE_MS = 2000;
/** What a host closes when it says that it is closing. */
const CLOSING_MS = 500;

export function HostClosing({
  run,
  isAtOnce,
  onClosing,
  onSilence,
}: {
  readonly run: string;
  /** Asked as soon as this is shown, else when somebody wants it. */
  readonly isAtOnce: boolean;
  /** The host closes; called once it had a moment for that. */
  readonly onClosing: () => void;
  readonly onSilence: () => void;
}): ReactNode {
  const words = useWords();
  const [notNow, setNotNow] = useState<string | null>(null);
  /** Counts the questions; 0: none yet. */
  const [asked, setAsked] = useState(isAtOnce ? 1 : 0);
  useEffect(() => {
    if (asked === 0) return undefined;
    let timer = setTimeout(onSilence, SILENCE_MS);
    const stop = listen((heard) => {
      clearTimeout(timer);
      if (heard.answer === "not-now") setNotNow(heard.sentence);
      if (heard.answer !== "closing") return;
      setNotNow(null);
      timer = setTimeout(onClosing, CLOSING_MS);
    });
    tell({ event: "close-please", run });
    return () => {
      clearTimeout(timer);
      stop();
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- asked once for each question, whatever is drawn anew
  }, [asked, run]);
  if (notNow === null && asked > 0) return null;
  return (
    <div className="stack">
      {notNow === null ? null : <Note tone="warn">{notNow}</Note>}
      <div className="actions">
        <Button variant="default" onClick={() => setAsked(asked + 1)}>
          {words.text("host.askAgain")}
        </Button>
      </div>
    </div>
  );
}
