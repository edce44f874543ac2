/** How a run ended, in one large sentence; then what is in it, what is not, and how it was checked. */

import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";
import type { BackupResultView, NotIncludedView, RunView } from "../../http/contract.ts";
import { call, downloadAddress } from "../api.ts";
import { hasHost, tell } from "../host.ts";
import { addressOf, go } from "../navigate.ts";
import { newName } from "../place-name.ts";
import { useHome, useMay } from "../session.tsx";
import { useWords } from "../words.tsx";
import type { Words } from "../words.tsx";
import { HostClosing } from "./host-closing.tsx";
import { Icon } from "./icons.tsx";
import type { IconName } from "./icons.tsx";
import { Foreign, Name, Title } from "./text.tsx";
import { Findings, Note, Problem, Trouble } from "./trouble.tsx";
import { UndoQuestion } from "./undo-card.tsx";

type Outcome = NonNullable<RunView["outcome"]>;

const SIGNS: Readonly<Record<Outcome, { readonly icon: IconName; readonly level: string }>> = {
  done: { icon: "check", level: "green" },
  incomplete: { icon: "warning", level: "amber" },
  turnedBack: { icon: "restore", level: "amber" },
  failed: { icon: "cross", level: "red" },
  cancelled: { icon: "cross", level: "still" },
};

export function Result({
  run,
  isFresh = false,
  actions,
  isLast = true,
}: {
  readonly run: RunView;
  /** It has just ended before the person's eyes. */
  readonly isFresh?: boolean;
  /** What a wizard offers besides; *Finish* is always there. */
  readonly actions?: ReactNode;
  /** Of several results that stand one under another the last one leads on. */
  readonly isLast?: boolean;
}): ReactNode {
  const words = useWords();
  const { home } = useHome();
  const isAdministrator = useMay("administrator");
  const [isAsked, setAsked] = useState(false);
  const outcome = run.outcome ?? "failed";
  const { icon, level } = SIGNS[outcome];
  const app = home?.app?.name ?? "";
  const backup = isGood(run) ? backupOf(run) : null;
  const canUndo = run.verb === "restore" && run.result?.["canUndo"] === true && isAdministrator;
  // All is prepared beside the data; what is left happens while the program around this page is closed.
  const isReady = run.result?.["state"] === "ready" && home?.waiting?.run === run.run;
  const restart = (): void => tell({ event: "restart-needed", run: run.run });
  const isStarted = run.result?.["isStarted"] !== false;
  return (
    <section className={`card hero ${level}`}>
      <div className="hero-top">
        <span className="hero-sign">
          <Icon name={icon} size={40} />
        </span>
        <Title under={underOf(run, words)}>{headlineOf(run, words, app)}</Title>
      </div>
      <Problem problem={run.problem} />
      {isReady && hasHost() ? (
        <HostClosing
          run={run.run}
          isAtOnce={isFresh}
          onClosing={restart}
          // One that does not answer is told all the same, as it always was.
          onSilence={restart}
        />
      ) : null}
      {backup === null ? null : <BackupFile backup={backup} place={run.place} />}
      {run.verb === "restore" && outcome === "done" && !isStarted ? (
        <Note tone="info">{words.text("result.startAgain", { app })}</Note>
      ) : null}
      {run.verb === "recover" && isGood(run) && isAdministrator ? (
        <OfferedPlace folder={run.result?.["offeredPlace"]} />
      ) : null}
      <Facts run={run} backup={backup} />
      <Findings findings={run.findings} />
      <div className="actions">
        {isLast ? (
          <Button size="lg" onClick={() => go()}>
            {words.text("button.finish")}
          </Button>
        ) : null}
        {canUndo ? (
          <Button size="lg" variant="default" onClick={() => setAsked(true)}>
            {words.text("button.undo")}
          </Button>
        ) : null}
        {isLast ? actions : null}
        {run.hasReport ? (
          <a className="button-like" href={`#${addressOf(["run", run.run, "report"])}`}>
            <Icon name="printer" size={18} />
            {words.text("button.report")}
          </a>
        ) : null}
      </div>
      {isAsked ? <UndoQuestion onClose={() => setAsked(false)} /> : null}
    </section>
  );
}

function isGood({ outcome }: RunView): boolean {
  return outcome === "done" || outcome === "incomplete";
}

function backupOf({ result }: RunView): BackupResultView | null {
  return result !== null && typeof result["takenAt"] === "string" && "file" in result
    ? (result as unknown as BackupResultView)
    : null;
}

function headlineOf(run: RunView, words: Words, app: string): string {
  const outcome = run.outcome ?? "failed";
  const state = run.result?.["state"] === "ready" ? "Ready" : "";
  // Everything is in it; only what people were to do before is not confirmed.
  const isOnlySkipped =
    outcome === "incomplete" && run.findings.every(({ code }) => code === "HOOK_SKIPPED");
  const how = isOnlySkipped ? "skipped" : outcome;
  const key = `result.${run.verb}.${how}${state}`;
  if (words.has(key)) return words.text(key, { app });
  return words.text(`result.any.${outcome}`);
}

function underOf(run: RunView, words: Words): ReactNode {
  const { startedAt, endedAt, place } = run;
  const pieces = [
    words.moment(startedAt),
    ...(endedAt === null
      ? []
      : [words.text("result.took", { tookMs: Date.parse(endedAt) - Date.parse(startedAt) })]),
    ...(place === null ? [] : [words.foreign(words.placeName(place))]),
  ];
  return pieces.join(" · ");
}

/** The one file of a backup: fetched or found, with the password that is shown this once. */
function BackupFile({
  backup,
  place,
}: {
  readonly backup: BackupResultView;
  /** `null`: it is only there to be fetched. */
  readonly place: string | null;
}): ReactNode {
  const words = useWords();
  const { file, password } = backup;
  if (file === null) return null;
  return (
    <div className="made-file">
      <Icon name="file" size={28} />
      <div className="grow">
        <p className="strong">
          <Foreign>{file.name}</Foreign>
        </p>
        <p className="dim">
          {words.bytes(file.sizeBytes)}
          {place === null ? null : (
            <>
              {" · "}
              <Foreign>{file.path}</Foreign>
            </>
          )}
        </p>
      </div>
      <a className="button-like primary" href={downloadAddress(file.id)} download={file.name}>
        <Icon name="save" size={18} />
        {words.text("button.download")}
      </a>
      {password === null ? null : (
        <div className="once">
          <p>{words.text("result.password")}</p>
          <p className="secret">
            <Foreign>{password}</Foreign>
          </p>
        </div>
      )}
    </div>
  );
}

/** Where the backups came from can be where the next ones go. */
function OfferedPlace({ folder }: { readonly folder: unknown }): ReactNode {
  const words = useWords();
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: ["places"], queryFn: () => call("GET /api/places") });
  const add = useMutation({
    mutationFn: (given: string) =>
      call("POST /api/places", {
        body: { name: newName(given, data?.places ?? []), folder: given },
      }),
    onSuccess: async () => {
      for (const key of ["places", "home", "backups"])
        await client.invalidateQueries({ queryKey: [key] });
    },
  });
  if (typeof folder !== "string" || data === undefined) return null;
  const isPlace = data.places.some((each) => each.folder === folder);
  return (
    <Note tone={isPlace ? "good" : "info"}>
      <p>
        {words.text(isPlace ? "offered.is" : "offered.what")} <Foreign>{folder}</Foreign>
      </p>
      <Trouble error={add.error} />
      {isPlace ? null : (
        <Button variant="default" loading={add.isPending} onClick={() => add.mutate(folder)}>
          {words.text("offered.button")}
        </Button>
      )}
    </Note>
  );
}

function Facts({
  run,
  backup,
}: {
  readonly run: RunView;
  readonly backup: BackupResultView | null;
}): ReactNode {
  const words = useWords();
  const { home } = useHome();
  const { data } = useQuery({ queryKey: ["items"], queryFn: () => call("GET /api/items") });
  if (!isGood(run)) return null;
  // A file that is locked does not tell its titles.
  const titles = new Map((data?.tenants ?? []).map(({ id, title }) => [id, title]));
  const tenants = backup?.tenants ?? [];
  return (
    <dl className="facts">
      {backup === null ? null : (
        <>
          <dt>{words.text("facts.in")}</dt>
          <dd>
            {words.text("facts.items", {
              itemCount: backup.partCount,
              sizeBytes: backup.sizeBytes,
            })}
            {tenants.length === 0 ? null : (
              <>
                {" · "}
                <span className="cap">{words.tenantWord(home?.app ?? null, "other")}</span>
                {words.text("colon")}
                {tenants.slice(0, MOST_NAMED).map(({ id, title }, index) => (
                  <span key={id}>
                    {index > 0 ? words.text("comma") : ""}
                    <Name>{titles.get(id) ?? title}</Name>
                  </span>
                ))}
                {tenants.length > MOST_NAMED
                  ? ` ${words.text("more.names", { moreCount: tenants.length - MOST_NAMED })}`
                  : ""}
              </>
            )}
          </dd>
        </>
      )}
      <dt>{words.text("facts.notIn")}</dt>
      <dd>
        <NotIncluded all={run.notIncluded} />
      </dd>
      {run.verb === "backup" || run.verb === "restore" ? (
        <>
          <dt>{words.text("facts.checked")}</dt>
          <dd>{words.text(run.verb === "backup" ? "checked.backup" : "checked.restore")}</dd>
        </>
      ) : null}
    </dl>
  );
}

const MOST_NAMED = 8;

export function NotIncluded({ all }: { readonly all: readonly NotIncludedView[] }): ReactNode {
  const words = useWords();
  const { data } = useQuery({ queryKey: ["items"], queryFn: () => call("GET /api/items") });
  if (all.length === 0) return words.text("facts.nothingLeftOut");
  const titles = new Map<string, string>([
    ...(data?.tenants ?? []).map(({ id, title }) => [`tenant ${id}`, title] as const),
    ...(data?.items ?? []).map((item) => [`part ${item.id}`, words.titleOf(item)] as const),
  ]);
  const byReason = Map.groupBy(all, ({ reason }) => reason);
  return (
    <ul className="plain">
      {[...byReason].map(([reason, each]) => (
        <li key={reason}>
          {words.text(`leftOut.${reason}`)}{" "}
          {each.slice(0, MOST_NAMED).map(({ what, name }, index) => {
            const title = titles.get(`${what} ${name}`);
            return (
              <span key={name}>
                {index > 0 ? words.text("comma") : ""}
                {title === undefined ? <Foreign>{name}</Foreign> : <Name>{title}</Name>}
              </span>
            );
          })}
          {each.length > MOST_NAMED
            ? ` ${words.text("more.names", { moreCount: each.length - MOST_NAMED })}`
            : ""}
        </li>
      ))}
    </ul>
  );
}
