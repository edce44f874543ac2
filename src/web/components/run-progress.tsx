/** A run while it works: what it does, how far it is, how long it will take, and a way to stop it. */

import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";
import type { RunView } from "../../http/contract.ts";
import { call } from "../api.ts";
import { hasHost } from "../host.ts";
import { useMay } from "../session.tsx";
import { useWords } from "../words.tsx";
import type { Words } from "../words.tsx";
import { HostClosing } from "./host-closing.tsx";
import { Trouble } from "./trouble.tsx";

export function RunProgress({ run }: { readonly run: RunView }): ReactNode {
  const words = useWords();
  const mayStop = useMay("operator");
  const stop = useMutation({
    mutationFn: () => call("POST /api/runs/:run/stop", { params: { run: run.run } }),
  });
  const ratio = ratioOf(run);
  const stage = stageOf(run, words);
  const tenth = ratio === null ? null : Math.floor(ratio * 10) / 10;
  return (
    <div className="progress">
      <div
        className={ratio === null ? "track endless" : "track"}
        role="progressbar"
        aria-label={stage}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(ratio === null ? {} : { "aria-valuenow": Math.round(ratio * 100) })}
      >
        <div className="bar-done" style={{ inlineSize: `${(ratio ?? 0.3) * 100}%` }} />
      </div>
      <div className="progress-words">
        <strong>{stage}</strong>
        <span className="numbers">{numbersOf(run, words)}</span>
      </div>
      <p className="visually-hidden" role="status">
        {tenth === null ? stage : `${stage} ${words.percent(tenth)}`}
      </p>
      {run.question === null ? null : <Question run={run} question={run.question} />}
      <Trouble error={stop.error} />
      {mayStop && run.question === null ? (
        <div className="actions">
          <Button
            variant="default"
            onClick={() => stop.mutate()}
            disabled={stop.isPending || stop.isSuccess}
          >
            {words.text(stop.isSuccess ? "run.stopping" : "button.stop")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function ratioOf({ progress }: RunView): number | null {
  const { doneBytes, totalBytes, doneCount, totalCount } = progress;
  if (totalBytes !== null && totalBytes > 0) return Math.min(1, doneBytes / totalBytes);
  if (totalCount !== null && totalCount > 0) return Math.min(1, doneCount / totalCount);
  return null;
}

/** The stage in people's words; what a part is called is known to the list only. */
export function stageOf({ progress, verb }: RunView, words: Words): string {
  const key = `stage.${progress.stage ?? ""}`;
  if (words.has(key)) return words.text(key);
  const doing = `doing.${verb}`;
  return words.has(doing) ? words.text(doing) : words.text("wait");
}

function numbersOf({ progress }: RunView, words: Words): string {
  const { doneBytes, totalBytes, bytesPerSecond, secondsLeft } = progress;
  const pieces: string[] = [];
  if (totalBytes !== null) pieces.push(words.text("progress.of", { doneBytes, totalBytes }));
  else if (doneBytes > 0) pieces.push(words.bytes(doneBytes));
  if (bytesPerSecond !== null && bytesPerSecond > 0)
    pieces.push(words.text("progress.rate", { rateBytes: bytesPerSecond }));
  if (secondsLeft !== null)
    pieces.push(words.text("progress.left", { leftMs: secondsLeft * 1000 }));
  return pieces.join(" · ");
}

/** Something that the person does outside before the run goes on: to sync a phone, to close the app. */
function Question({
  run,
  question,
}: {
  readonly run: RunView;
  readonly question: NonNullable<RunView["question"]>;
}): ReactNode {
  const words = useWords();
  const [given, setGiven] = useState<string | null>(null);
  const answer = useMutation({
    mutationFn: (said: "done" | "skipped") =>
      call("POST /api/runs/:run/answers", {
        params: { run: run.run },
        body: { question: question.id, answer: said },
      }),
    onMutate: () => setGiven(question.id),
    onError: () => setGiven(null),
  });
  const isGiven = given === question.id;
  return (
    <div className="question" role="alertdialog" aria-labelledby={`question-${question.id}`}>
      <p id={`question-${question.id}`} className="strong">
        {words.of(question.text)}
      </p>
      <Trouble error={answer.error} />
      {question.isClose && hasHost() && !isGiven ? (
        <HostClosing
          key={question.id}
          run={run.run}
          isAtOnce
          onClosing={() => answer.mutate("done")}
          onSilence={() => undefined}
        />
      ) : null}
      <div className="actions">
        <Button size="md" autoFocus disabled={isGiven} onClick={() => answer.mutate("done")}>
          {words.text("button.done")}
        </Button>
        <Button
          size="md"
          variant="default"
          disabled={isGiven}
          onClick={() => answer.mutate("skipped")}
        >
          {words.text("button.skip")}
        </Button>
      </div>
    </div>
  );
}
