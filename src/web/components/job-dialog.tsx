/** A job to be made or changed: what, how it is kept, where, when, and how much of it stays. */

import { Button, Checkbox, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";
import type { Body, JobView, PlaceView } from "../../http/contract.ts";
import { firstWeekdayOf } from "../../language/calendar.ts";
import { latinDigits } from "../../language/fold.ts";
import { WEEKDAYS } from "../../model/job.ts";
import type { JobDraft, WrongField } from "../../wizard/job-form.ts";
import {
  COUNT_NAMES,
  JOB_FORMS,
  draftOf,
  hasKeepRule,
  newDraft,
  wishOf,
} from "../../wizard/job-form.ts";
import { call } from "../api.ts";
import { newName } from "../place-name.ts";
import { useHome } from "../session.tsx";
import { useWords } from "../words.tsx";
import type { Words } from "../words.tsx";
import { Ticks } from "./choice.tsx";
import { Dialog } from "./dialog.tsx";
import { FolderChooser } from "./folder-chooser.tsx";
import { Icon } from "./icons.tsx";
import { Trouble } from "./trouble.tsx";

interface FormProps {
  readonly draft: JobDraft;
  readonly wrong: ReadonlySet<WrongField>;
  readonly change: (change: Partial<JobDraft>) => void;
}

export function JobDialog({
  job,
  jobs,
  places,
  onClose,
}: {
  /** `null`: a new one. */
  readonly job: JobView | null;
  readonly jobs: readonly JobView[];
  readonly places: readonly PlaceView[];
  readonly onClose: () => void;
}): ReactNode {
  const words = useWords();
  const client = useQueryClient();
  const weekdays = WEEKDAYS.map((day) => words.text(`weekday.${day}`).replaceAll("\u200C", ""));
  const [draft, setDraft] = useState(() =>
    job === null ? newDraft(weekdays) : draftOf(job, weekdays),
  );
  const [isTried, setTried] = useState(false);
  const { wish, wrong } = wishOf(withLatinDigits(draft));
  const save = useMutation({
    mutationFn: async () => {
      const body = bodyOf(wish);
      if (job === null) await call("POST /api/jobs", { body: { kind: "own", ...body } });
      else await call("PATCH /api/jobs/:name", { params: { name: job.name }, body });
    },
    onSuccess: async () => {
      onClose();
      for (const key of ["jobs", "home", "audit"])
        await client.invalidateQueries({ queryKey: [key] });
    },
  });
  const [isChoosing, setChoosing] = useState(false);
  const add = useMutation({
    mutationFn: (folder: string) =>
      call("POST /api/places", { body: { name: newName(folder, places), folder } }),
    onSuccess: async ({ name }) => {
      await client.invalidateQueries({ queryKey: ["places"] });
      props.change({ place: name });
    },
  });
  const props: FormProps = {
    draft,
    wrong: isTried ? wrong : new Set<WrongField>(),
    change: (change) => setDraft((before) => ({ ...before, ...change })),
  };
  const title =
    job === null ? words.text("job.new") : words.text("job.changeTitle", { name: job.name });
  return (
    <Dialog isWide title={title} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (wrong.size === 0) save.mutate();
        }}
      >
        {job === null ? (
          <TextInput
            label={words.text("job.name")}
            value={draft.name}
            error={props.wrong.has("name") ? words.text("job.nameWrong") : null}
            onChange={(event) => props.change({ name: event.currentTarget.value })}
          />
        ) : null}
        <What {...props} />
        <When {...props} others={jobs.filter(({ name }) => name !== job?.name)} />
        <Into {...props} places={places} onAdd={() => setChoosing(true)} />
        <Trouble error={add.error} />
        <Keep {...props} job={job} keep={wish.keep} />
        <Further {...props} usualHours={job?.alarmHours ?? null} />
        {isTried && wrong.size > 0 ? (
          <p className="bad-text" role="alert">
            {words.text("job.mistakes")}
          </p>
        ) : null}
        <Trouble error={save.error} />
        <div className="actions end">
          <Button variant="default" onClick={onClose}>
            {words.text("button.goBack")}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {words.text("button.save")}
          </Button>
        </div>
      </form>
      {isChoosing ? (
        <FolderChooser
          purpose="place"
          onClose={() => setChoosing(false)}
          onFolder={(folder) => {
            setChoosing(false);
            add.mutate(folder);
          }}
        />
      ) : null}
    </Dialog>
  );
}

/** Every field that takes digits takes those of every keyboard. */
function withLatinDigits(draft: JobDraft): JobDraft {
  const { at, minutes, cron, alarmHours, limit, counts } = draft;
  const { last, hourly, daily, weekly, monthly, yearly } = counts;
  return {
    ...draft,
    at: latinDigits(at),
    minutes: latinDigits(minutes),
    cron: latinDigits(cron),
    alarmHours: latinDigits(alarmHours),
    limit: latinDigits(limit),
    counts: {
      last: latinDigits(last),
      hourly: latinDigits(hourly),
      daily: latinDigits(daily),
      weekly: latinDigits(weekly),
      monthly: latinDigits(monthly),
      yearly: latinDigits(yearly),
    },
  };
}

type OwnBody = Omit<Extract<Body<"POST /api/jobs">, { kind: "own" }>, "kind">;

function bodyOf(wish: ReturnType<typeof wishOf>["wish"]): OwnBody {
  const { what, into, when } = wish;
  return {
    name: wish.name,
    what: { tenants: [...what.tenants], parts: [...what.parts], paths: [] },
    into: { ...into, weekdays: into.weekdays === null ? null : [...into.weekdays] },
    copies: [...wish.copies],
    when: when.kind === "clock" ? { ...when, days: [...when.days] } : when,
    keep: keepOf(wish.keep),
    onlyWhenChanged: wish.onlyWhenChanged,
    alarmAfterHours: wish.alarmAfterHours,
    bytesPerSecond: wish.bytesPerSecond,
  };
}

type KeepBody = NonNullable<JobView["keep"]>;

/** The server reads spans as they stand, and says what is wrong with them. */
function keepOf(keep: ReturnType<typeof wishOf>["wish"]["keep"]): KeepBody | null {
  return keep;
}

/** Numbers as they are typed, shown in the language's digits as long as nobody has touched them. */
export function shownDigits(text: string, words: Words): string {
  return words.code === "fa"
    ? text.replaceAll(/\d/g, (d) => words.dates.dayNumber(Number(d)))
    : text;
}

function Select<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly title: string }[];
  readonly onChange: (value: Value) => void;
}): ReactNode {
  return (
    <label className="field">
      <span className="strong">{label}</span>
      <select
        className="select"
        value={value}
        onChange={(event) => {
          const chosen = options.find((each) => each.value === event.currentTarget.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((each) => (
          <option key={each.value} value={each.value}>
            {each.title}
          </option>
        ))}
      </select>
    </label>
  );
}

function What({ draft, wrong, change }: FormProps): ReactNode {
  const words = useWords();
  const { home } = useHome();
  const { data } = useQuery({ queryKey: ["items"], queryFn: () => call("GET /api/items") });
  const word = words.tenantWord(home?.app ?? null, "other");
  const toggled = (all: readonly string[], id: string, isTicked: boolean): readonly string[] =>
    isTicked ? [...all, id] : all.filter((each) => each !== id);
  const size = (sizeBytes: number | null): string =>
    sizeBytes === null ? "" : words.bytes(sizeBytes);
  return (
    <>
      <Select
        label={words.text("job.what")}
        value={draft.isEverything ? "all" : "some"}
        options={[
          { value: "all", title: words.text("what.everything") },
          { value: "some", title: words.text("job.some") },
        ]}
        onChange={(value) => change({ isEverything: value === "all" })}
      />
      {draft.isEverything || data === undefined ? null : (
        <>
          {data.tenants.length === 0 ? null : (
            <Ticks
              label={words.text("backup.which", { word: { said: word } })}
              all={data.tenants.map(({ id, title, sizeBytes }) => ({
                id,
                title,
                side: size(sizeBytes),
                isTicked: draft.tenants.includes(id),
              }))}
              onTick={(id, isTicked) => change({ tenants: toggled(draft.tenants, id, isTicked) })}
            />
          )}
          <Ticks
            label={words.text("backup.whichItems")}
            all={data.items
              .filter(({ tenant }) => tenant === null)
              .map((item) => ({
                id: item.id,
                title: words.titleOf(item),
                side: size(item.sizeBytes),
                isTicked: draft.parts.includes(item.id),
              }))}
            onTick={(id, isTicked) => change({ parts: toggled(draft.parts, id, isTicked) })}
          />
          {wrong.has("what") ? <p className="bad-text">{words.text("job.whatWrong")}</p> : null}
        </>
      )}
    </>
  );
}

function When({
  draft,
  wrong,
  change,
  others,
}: FormProps & { readonly others: readonly JobView[] }): ReactNode {
  const words = useWords();
  const kinds = [
    "clock",
    "every",
    ...(others.length > 0 || draft.when === "after" ? (["after"] as const) : []),
    "cron",
    ...(draft.when === "drive" ? (["drive"] as const) : []),
  ] as const;
  return (
    <>
      <Select
        label={words.text("job.when")}
        value={draft.when}
        options={kinds.map((value) => ({ value, title: words.text(`whenKind.${value}`) }))}
        onChange={(when) =>
          change({
            when,
            ...(when === "after" && draft.after === "" && { after: others[0]?.name ?? "" }),
          })
        }
      />
      {draft.when === "clock" ? (
        <>
          <TextInput
            className="short"
            label={words.text("job.at")}
            inputMode="numeric"
            dir="ltr"
            value={shownDigits(draft.at, words)}
            error={
              wrong.has("at")
                ? words.text("job.atWrong", { example: { said: words.dates.clock("22:30") } })
                : null
            }
            onChange={(event) => change({ at: event.currentTarget.value })}
          />
          <Days draft={draft} wrong={wrong} change={change} />
        </>
      ) : null}
      {draft.when === "every" ? (
        <>
          <TextInput
            className="short"
            label={words.text("job.minutes")}
            inputMode="numeric"
            value={shownDigits(draft.minutes, words)}
            error={wrong.has("minutes") ? words.text("job.minutesWrong", { leastCount: 1 }) : null}
            onChange={(event) => change({ minutes: event.currentTarget.value })}
          />
          <Checkbox
            label={words.text("job.inUse")}
            checked={draft.whileInUse}
            onChange={(event) => change({ whileInUse: event.currentTarget.checked })}
          />
        </>
      ) : null}
      {draft.when === "cron" ? (
        <TextInput
          label={words.text("job.cron")}
          description={words.text("job.cronWhat")}
          dir="ltr"
          value={draft.cron}
          error={wrong.has("cron") ? words.text("job.cronWrong") : null}
          onChange={(event) => change({ cron: event.currentTarget.value })}
        />
      ) : null}
      {draft.when === "after" ? (
        <Select
          label={words.text("job.after")}
          value={draft.after}
          options={others.map(({ name }) => ({ value: name, title: name }))}
          onChange={(after) => change({ after })}
        />
      ) : null}
    </>
  );
}

/** The days of the week, from its first day in the language's country on; none ticked are all. */
function Days({ draft, change }: FormProps): ReactNode {
  const words = useWords();
  const first = firstWeekdayOf(words.code) - 1;
  const week = [...WEEKDAYS.slice(first), ...WEEKDAYS.slice(0, first)];
  return (
    <fieldset className="week">
      <legend>{words.text("job.days")}</legend>
      {week.map((day) => (
        <Checkbox
          key={day}
          label={words.text(`weekday.${day}`)}
          checked={draft.days.length === 0 || draft.days.includes(day)}
          onChange={(event) => {
            const chosen = draft.days.length === 0 ? WEEKDAYS : draft.days;
            const days = event.currentTarget.checked
              ? WEEKDAYS.filter((each) => each === day || chosen.includes(each))
              : chosen.filter((each) => each !== day);
            change({ days: days.length === WEEKDAYS.length ? [] : days });
          }}
        />
      ))}
    </fieldset>
  );
}

function Into({
  draft,
  wrong,
  change,
  places,
  onAdd,
}: FormProps & {
  readonly places: readonly PlaceView[];
  /** A disk or folder that is not on the list. */
  readonly onAdd: () => void;
}): ReactNode {
  const words = useWords();
  const named = places.filter(({ name, folder }) => name !== folder);
  const usual = "";
  const known = named.map(({ name }) => name);
  const given = draft.place !== null && !known.includes(draft.place) ? [draft.place] : [];
  const copies = [...new Set([...known, ...draft.copies])].filter((name) => name !== draft.place);
  return (
    <>
      <Select
        label={words.text("job.form")}
        value={draft.form}
        options={JOB_FORMS.map((value) => ({ value, title: words.text(`formText.${value}`) }))}
        onChange={(form) => change({ form })}
      />
      {draft.form === "chosen" ? (
        <TextInput
          label={words.text("where.name")}
          value={draft.fileName}
          error={wrong.has("fileName") ? words.text("job.fileNameWrong") : null}
          onChange={(event) => change({ fileName: event.currentTarget.value })}
        />
      ) : null}
      {draft.form === "weekday" ? (
        <fieldset className="week">
          <legend>{words.text("job.weekdays")}</legend>
          {WEEKDAYS.map((day, at) => (
            <TextInput
              key={day}
              size="sm"
              label={words.text(`weekday.${day}`)}
              value={draft.weekdays[at] ?? ""}
              error={wrong.has("weekdays") && (draft.weekdays[at] ?? "").trim() === ""}
              onChange={(event) =>
                change({ weekdays: draft.weekdays.with(at, event.currentTarget.value) })
              }
            />
          ))}
        </fieldset>
      ) : null}
      <Select
        label={words.text("job.place")}
        value={draft.place ?? usual}
        options={[
          { value: usual, title: words.text("place.usual") },
          ...[...known, ...given].map((name) => ({ value: name, title: words.placeName(name) })),
        ]}
        onChange={(place) => change({ place: place === usual ? null : place })}
      />
      <div className="actions">
        <Button
          variant="subtle"
          size="compact-md"
          leftSection={<Icon name="plus" size={16} />}
          onClick={onAdd}
        >
          {words.text("where.addPlace")}
        </Button>
      </div>
      {copies.length === 0 ? null : (
        <fieldset className="week">
          <legend>{words.text("job.copies")}</legend>
          {copies.map((name) => (
            <Checkbox
              key={name}
              label={words.placeName(name)}
              checked={draft.copies.includes(name)}
              onChange={(event) =>
                change({
                  copies: event.currentTarget.checked
                    ? [...draft.copies, name]
                    : draft.copies.filter((each) => each !== name),
                })
              }
            />
          ))}
        </fieldset>
      )}
    </>
  );
}

function Keep({
  draft,
  wrong,
  change,
  job,
  keep,
}: FormProps & {
  readonly job: JobView | null;
  readonly keep: ReturnType<typeof wishOf>["wish"]["keep"];
}): ReactNode {
  const words = useWords();
  if (!hasKeepRule(draft.form)) return null;
  return (
    <>
      <Select
        label={words.text("job.keep")}
        value={draft.keepsAll ? "all" : "rule"}
        options={[
          { value: "rule", title: words.text("job.keepRule") },
          { value: "all", title: words.text("job.keepAll") },
        ]}
        onChange={(value) => change({ keepsAll: value === "all" })}
      />
      {draft.keepsAll ? null : (
        <fieldset className="week">
          <legend>{words.text("job.keepWhat")}</legend>
          {COUNT_NAMES.map((name) => (
            <TextInput
              key={name}
              size="sm"
              inputMode="numeric"
              label={words.text(`count.${name}`)}
              value={shownDigits(draft.counts[name], words)}
              error={wrong.has(name) ? words.text("job.countWrong") : null}
              onChange={(event) =>
                change({ counts: { ...draft.counts, [name]: event.currentTarget.value } })
              }
            />
          ))}
        </fieldset>
      )}
      {job === null || keep === null ? null : <Preview name={job.name} keep={keep} />}
    </>
  );
}

const FEW = 6;

/** What would go now by the rule as it is typed. */
function Preview({
  name,
  keep,
}: {
  readonly name: string;
  readonly keep: NonNullable<ReturnType<typeof wishOf>["wish"]["keep"]>;
}): ReactNode {
  const words = useWords();
  const look = useMutation({
    mutationFn: () =>
      call("POST /api/jobs/:name/preview", {
        params: { name },
        body: { keep: keepOf(keep) ?? {} },
      }),
  });
  const going = look.data?.go ?? [];
  return (
    <div className="stack">
      <div className="actions">
        <Button
          variant="default"
          size="compact-md"
          loading={look.isPending}
          onClick={() => look.mutate()}
        >
          {words.text("job.preview")}
        </Button>
      </div>
      <Trouble error={look.error} />
      {look.data === undefined ? null : (
        <div role="status">
          <p>
            {words.text("job.previewSum", {
              goCount: going.length,
              stayCount: look.data.stayCount,
            })}
          </p>
          {going.length === 0 ? null : (
            <ul className="plain dim">
              {going.slice(0, FEW).map(({ id, takenAt }) => (
                <li key={id}>{words.dates.stamp(takenAt)}</li>
              ))}
              {going.length > FEW ? (
                <li>{words.text("more.names", { moreCount: going.length - FEW })}</li>
              ) : null}
            </ul>
          )}
        </div>
      )}
    </div>
  );
}

function Further({
  draft,
  wrong,
  change,
  usualHours,
}: FormProps & { readonly usualHours: number | null }): ReactNode {
  const words = useWords();
  return (
    <>
      <Checkbox
        label={words.text("job.onlyWhenChanged")}
        checked={draft.onlyWhenChanged}
        onChange={(event) => change({ onlyWhenChanged: event.currentTarget.checked })}
      />
      <TextInput
        className="short"
        label={words.text("job.alarmHours")}
        description={words.text("job.alarmHoursWhat")}
        inputMode="numeric"
        placeholder={usualHours === null ? "" : words.dates.dayNumber(usualHours)}
        value={shownDigits(draft.alarmHours, words)}
        error={wrong.has("alarmHours") ? words.text("job.minutesWrong", { leastCount: 1 }) : null}
        onChange={(event) => change({ alarmHours: event.currentTarget.value })}
      />
      <TextInput
        className="short"
        label={words.text("job.limit")}
        description={words.text("job.limitWhat")}
        inputMode="decimal"
        value={shownDigits(draft.limit, words)}
        error={wrong.has("limit") ? words.text("job.limitWrong") : null}
        onChange={(event) => change({ limit: event.currentTarget.value })}
      />
    </>
  );
}
