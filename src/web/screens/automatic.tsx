/** What is backed up by itself: the three usual jobs as switches, all jobs as a list, and who is told of trouble. */

import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";
import type { JobView, PlaceView } from "../../http/contract.ts";
import { USUAL_JOBS } from "../../model/job.ts";
import type { UsualJob } from "../../model/job.ts";
import { call } from "../api.ts";
import { Dialog } from "../components/dialog.tsx";
import { Icon } from "../components/icons.tsx";
import { JobDialog } from "../components/job-dialog.tsx";
import { SheetCard } from "../components/sheet-card.tsx";
import { Switch } from "../components/switch.tsx";
import { Name, Title } from "../components/text.tsx";
import { Findings, Problem, Trouble } from "../components/trouble.tsx";
import { Waiting } from "../components/waiting.tsx";
import { addressOf, go } from "../navigate.ts";
import { useHome, useMay } from "../session.tsx";
import { useWords } from "../words.tsx";
import type { Words } from "../words.tsx";

export function Automatic(): ReactNode {
  const words = useWords();
  const { home } = useHome();
  const isAdministrator = useMay("administrator");
  const { data, error } = useQuery({ queryKey: ["jobs"], queryFn: () => call("GET /api/jobs") });
  const { data: placed } = useQuery({
    queryKey: ["places"],
    queryFn: () => call("GET /api/places"),
  });
  if (error !== null) return <Trouble error={error} />;
  if (data === undefined) return <Waiting />;
  const places = placed?.places ?? [];
  const { jobs } = data;
  const needsSheet = home !== null && home.sheet.isThere && !home.sheet.isConfirmed;
  return (
    <>
      <Title under={words.text("auto.under")}>{words.text("auto.title")}</Title>
      {needsSheet && isAdministrator ? <SheetCard /> : null}
      <Usual jobs={jobs} isAdministrator={isAdministrator} />
      <Jobs jobs={jobs} places={places} isAdministrator={isAdministrator} />
      {isAdministrator ? <Told /> : null}
    </>
  );
}

/** Everything that a change of a job changes. */
function useRenewed(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    for (const key of ["jobs", "home", "places", "audit"])
      await client.invalidateQueries({ queryKey: [key] });
  };
}

function Usual({
  jobs,
  isAdministrator,
}: {
  readonly jobs: readonly JobView[];
  readonly isAdministrator: boolean;
}): ReactNode {
  const words = useWords();
  return (
    <section className="card">
      <h2>{words.text("usual.title")}</h2>
      <div className="switches">
        {USUAL_JOBS.map((kind) => (
          <UsualSwitch
            key={kind}
            kind={kind}
            job={
              jobs.find((each) => each.usual === kind && each.isEnabled) ??
              jobs.find((each) => each.usual === kind) ??
              null
            }
            isAdministrator={isAdministrator}
          />
        ))}
      </div>
    </section>
  );
}

const USUAL_TIMES = { nightly: "01:00", weekdays: "20:00", working: "" } as const;

function UsualSwitch({
  kind,
  job,
  isAdministrator,
}: {
  readonly kind: UsualJob;
  readonly job: JobView | null;
  readonly isAdministrator: boolean;
}): ReactNode {
  const words = useWords();
  const renewed = useRenewed();
  const turn = useMutation({
    mutationFn: (isOn: boolean) =>
      job === null
        ? call("POST /api/jobs", { body: { kind, name: words.text(`usualName.${kind}`) } })
        : call("PATCH /api/jobs/:name", {
            params: { name: job.name },
            body: { isEnabled: isOn },
          }),
    onSettled: renewed,
  });
  const isOn = turn.isPending ? turn.variables : job?.isEnabled === true;
  const when = job?.when;
  const place = job === null ? words.text("place.own") : words.placeName(job.place);
  const time = when?.kind === "clock" ? when.at : USUAL_TIMES[kind];
  return (
    <div>
      <Switch
        label={words.text(`usual.${kind}`)}
        isOn={isOn}
        isDisabled={!isAdministrator || turn.isPending}
        onChange={(next) => turn.mutate(next)}
      >
        {words.text(`usualWhat.${kind}`, {
          place,
          time: { said: words.dates.clock(time) },
          minuteCount: when?.kind === "every" ? when.minutes : 5,
        })}
      </Switch>
      <Trouble error={turn.error} />
    </div>
  );
}

function Jobs({
  jobs,
  places,
  isAdministrator,
}: {
  readonly jobs: readonly JobView[];
  readonly places: readonly PlaceView[];
  readonly isAdministrator: boolean;
}): ReactNode {
  const words = useWords();
  const [shown, setShown] = useState<JobView | "new" | null>(null);
  return (
    <section className="card">
      <h2>{words.text("jobs.title")}</h2>
      {jobs.length === 0 ? <p className="dim">{words.text("jobs.none")}</p> : null}
      <ul className="rows">
        {jobs.map((job) => (
          <JobRow
            key={job.name}
            job={job}
            isAdministrator={isAdministrator}
            onChange={() => setShown(job)}
          />
        ))}
      </ul>
      {isAdministrator ? (
        <div className="actions">
          <Button
            variant="default"
            leftSection={<Icon name="plus" size={18} />}
            onClick={() => setShown("new")}
          >
            {words.text("jobs.add")}
          </Button>
        </div>
      ) : null}
      {shown === null ? null : (
        <JobDialog
          job={shown === "new" ? null : shown}
          jobs={jobs}
          places={places}
          onClose={() => setShown(null)}
        />
      )}
    </section>
  );
}

/** "every day at 01:00", "every 5 minutes while the program is open". */
export function whenText(when: JobView["when"], words: Words): string {
  switch (when.kind) {
    case "clock": {
      const time = { said: words.dates.clock(when.at) };
      if (when.days.length === 0) return words.text("when.daily", { time });
      const names = when.days.map((day) => words.text(`weekday.${day}`));
      return words.text("when.days", { time, days: { said: words.series(names) } });
    }
    case "every":
      return words.text(when.whileInUse ? "when.inUse" : "when.every", {
        minuteCount: when.minutes,
      });
    case "cron":
      return words.text("when.cron", { expression: when.expression });
    case "after":
      return words.text("when.after", { name: when.job });
    case "drive":
      return words.text("when.drive", { place: words.placeName(when.place) });
    default:
      return when satisfies never;
  }
}

function nextText({ isEnabled, nextAt }: JobView, words: Words): string {
  if (!isEnabled) return words.text("jobs.rests");
  if (nextAt === null) return words.text("jobs.waits");
  return words.isPast(nextAt) ? words.text("jobs.soon") : words.text("jobs.next", { nextAt });
}

const SIGNS = { done: "good", unchanged: "good", incomplete: "warn", failed: "bad" } as const;

function JobRow({
  job,
  isAdministrator,
  onChange,
}: {
  readonly job: JobView;
  readonly isAdministrator: boolean;
  readonly onChange: () => void;
}): ReactNode {
  const words = useWords();
  const mayRun = useMay("operator");
  const renewed = useRenewed();
  const [isRemoving, setRemoving] = useState(false);
  const { name, last, failure, owedCount, isEnabled, keepingStopped } = job;
  const run = useMutation({
    mutationFn: () => call("POST /api/jobs/:name/run", { params: { name } }),
    onSuccess: (started) => go("run", started.run),
  });
  const turn = useMutation({
    mutationFn: () =>
      call("PATCH /api/jobs/:name", { params: { name }, body: { isEnabled: !isEnabled } }),
    onSettled: renewed,
  });
  const accept = useMutation({
    mutationFn: () => call("POST /api/jobs/:name/accept", { params: { name }, body: {} }),
    onSettled: renewed,
  });
  const sign = !isEnabled || last === null ? "still" : job.isLate ? "bad" : SIGNS[last.outcome];
  const what = [...job.what.tenants, ...job.what.parts];
  const copies = job.copies.map((each) => words.placeName(each));
  return (
    <li className="job">
      <div className="row still">
        <span className={`sign ${sign}`}>
          <Icon
            name={sign === "good" ? "check" : sign === "still" ? "calendar" : "warning"}
            size={18}
          />
        </span>
        <span className="row-main">
          <span className="strong">
            <Name>{name}</Name>
            {isEnabled ? null : <span className="badge">{words.text("jobs.paused")}</span>}
            {job.isLate ? <span className="badge warn">{words.text("jobs.late")}</span> : null}
          </span>
          <span>
            {whenText(job.when, words)}
            {" · "}
            {what.length === 0 ? words.text("jobs.everything") : words.list(what)}
            {" · "}
            {words.text(
              `form.${job.into.kind === "vault" ? "history" : (job.into.naming ?? "moment")}`,
            )}
            {" · "}
            <Name>{words.placeName(job.place)}</Name>
            {copies.length === 0 ? null : ` · ${words.text("jobs.copies", { places: copies })}`}
          </span>
          <span className="dim">
            {nextText(job, words)}
            {" · "}
            {last === null
              ? words.text("last.none")
              : words.text(`last.${last.outcome}`, { endedAt: last.at })}
            {owedCount > 0 ? ` · ${words.text("jobs.owed", { copyCount: owedCount })}` : null}
          </span>
        </span>
      </div>
      {failure?.problem ? <Problem problem={failure.problem} /> : null}
      {keepingStopped === null ? null : (
        <div className="note warn">
          <Icon name="warning" />
          <div>
            <Findings findings={[keepingStopped]} />
            {isAdministrator ? (
              <Button
                size="compact-md"
                variant="default"
                loading={accept.isPending}
                onClick={() => accept.mutate()}
              >
                {words.text("jobs.accept")}
              </Button>
            ) : null}
          </div>
        </div>
      )}
      <Trouble error={run.error ?? turn.error ?? accept.error} />
      <div className="actions small">
        {mayRun ? (
          <Button
            variant="default"
            size="compact-md"
            loading={run.isPending}
            aria-label={words.text("jobs.runNamed", { name })}
            onClick={() => run.mutate()}
          >
            {words.text("jobs.run")}
          </Button>
        ) : null}
        {isAdministrator ? (
          <>
            <Button
              variant="subtle"
              size="compact-md"
              loading={turn.isPending}
              aria-label={words.text(isEnabled ? "jobs.pauseNamed" : "jobs.resumeNamed", { name })}
              onClick={() => turn.mutate()}
            >
              {words.text(isEnabled ? "jobs.pause" : "jobs.resume")}
            </Button>
            <Button
              variant="subtle"
              size="compact-md"
              aria-label={words.text("jobs.changeNamed", { name })}
              onClick={onChange}
            >
              {words.text("jobs.change")}
            </Button>
            <Button
              variant="subtle"
              size="compact-md"
              aria-label={words.text("jobs.removeNamed", { name })}
              onClick={() => setRemoving(true)}
            >
              {words.text("jobs.remove")}
            </Button>
          </>
        ) : null}
      </div>
      {isRemoving ? <RemoveDialog name={name} onClose={() => setRemoving(false)} /> : null}
    </li>
  );
}

function RemoveDialog({
  name,
  onClose,
}: {
  readonly name: string;
  readonly onClose: () => void;
}): ReactNode {
  const words = useWords();
  const renewed = useRenewed();
  const remove = useMutation({
    mutationFn: () => call("DELETE /api/jobs/:name", { params: { name } }),
    onSuccess: async () => {
      onClose();
      await renewed();
    },
  });
  return (
    <Dialog title={words.text("jobs.removeTitle", { name })} onClose={onClose}>
      <p>{words.text("jobs.removeWhat")}</p>
      <Trouble error={remove.error} />
      <div className="actions end">
        <Button variant="default" onClick={onClose}>
          {words.text("button.goBack")}
        </Button>
        <Button loading={remove.isPending} onClick={() => remove.mutate()}>
          {words.text("jobs.removeIt")}
        </Button>
      </div>
    </Dialog>
  );
}

/** Who is told, in one line. */
function Told(): ReactNode {
  const words = useWords();
  const { data, error } = useQuery({
    queryKey: ["alarms"],
    queryFn: () => call("GET /api/alarms"),
  });
  if (data === undefined) return <Trouble error={error} />;
  const mails = data.mail?.to.map(({ address }) => address) ?? [];
  const ways = [
    ...(mails.length === 0 ? [] : [words.list(mails)]),
    ...(data.webHook === null ? [] : [words.text("alarms.webHook")]),
    ...(data.pings.length === 0 ? [] : [words.text("alarms.ping")]),
  ];
  return (
    <section className="card">
      <h2>{words.text("alarms.title")}</h2>
      <div className="setting">
        <span className="grow">
          {ways.length === 0 ? words.text("alarms.nobody") : words.series(ways)}
        </span>
        <a className="button-like" href={`#${addressOf(["alarms"])}`}>
          {words.text("jobs.change")}
        </a>
      </div>
    </section>
  );
}
