/** Backups by day, with a search, a calendar and filters; the same list to look at and to restore from. */

import { Button, Checkbox, TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import type { ReactNode } from "react";
import type { BackupView, HomeView } from "../../http/contract.ts";
import type { RestoreFilters } from "../../wizard/restore-wizard.ts";
import { addDays, dateOf, startOf } from "../../language/calendar.ts";
import { keyHasWords, searchKey } from "../../language/fold.ts";
import { useWords } from "../words.tsx";
import type { Words } from "../words.tsx";
import { Calendar } from "./calendar.tsx";
import { Icon } from "./icons.tsx";
import { Foreign, Name } from "./text.tsx";

const PAGE = 60;

/** What was made of a backup to search in, by the language that it is in. */
const keys = new WeakMap<BackupView, { readonly words: Words; readonly key: string }>();

/** What a list shows of a backup, as one text to search in; made once, because lists are long. */
function keyOf(backup: BackupView, words: Words): string {
  const known = keys.get(backup);
  if (known?.words === words) return known.key;
  const { takenAt, place, name, host, tenants, pin, scope } = backup;
  const texts = [
    words.moment(takenAt),
    words.dates.day(takenAt),
    words.dates.stamp(takenAt),
    place,
    name ?? "",
    host,
    pin ?? "",
    words.text(`scope.${scope}`),
    ...(tenants ?? []).map(({ title }) => title),
  ];
  const key = searchKey(texts.join("\n"));
  keys.set(backup, { words, key });
  return key;
}

export function isFound(backup: BackupView, typed: string, words: Words): boolean {
  return keyHasWords(keyOf(backup, words), typed);
}

function dayOf(takenAt: string): string {
  return dateOf(Date.parse(takenAt));
}

export function Filters({
  all,
  filters,
  app,
  onChange,
}: {
  readonly all: readonly BackupView[];
  readonly filters: RestoreFilters;
  readonly app: HomeView["app"];
  readonly onChange: (change: Partial<RestoreFilters>) => void;
}): ReactNode {
  const words = useWords();
  const [isOpen, setOpen] = useState(false);
  const { days, places, tenants } = useMemo(() => offered(all), [all]);
  const chosen = filters.fromAt === null ? null : dayOf(filters.fromAt);
  return (
    <div className="filters">
      <TextInput
        type="search"
        className="grow"
        aria-label={words.text("search.backups")}
        placeholder={words.text("search.backups")}
        leftSection={<Icon name="search" size={18} />}
        value={filters.text}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
      />
      <Button
        variant={isOpen ? "light" : "default"}
        aria-expanded={isOpen}
        leftSection={<Icon name="calendar" size={18} />}
        onClick={() => setOpen(!isOpen)}
      >
        {words.text("filters.day")}
      </Button>
      {places.length > 1 ? (
        <Choice
          label={words.text("filters.place")}
          all={places.map((place) => [place, words.placeName(place)])}
          value={filters.place}
          onChange={(place) => onChange({ place })}
        />
      ) : null}
      {tenants.size > 1 ? (
        <Choice
          label={words.tenantWord(app, "one")}
          all={[...tenants]}
          value={filters.tenant}
          onChange={(tenant) => onChange({ tenant })}
        />
      ) : null}
      {all.some(({ reason }) => reason === "safety") ? (
        <Checkbox
          checked={filters.showsSafety}
          onChange={(event) => onChange({ showsSafety: event.currentTarget.checked })}
          label={words.text("filters.safety")}
        />
      ) : null}
      {isOpen ? (
        <Calendar
          days={days}
          chosen={chosen}
          onChoose={(day) => {
            if (day === null) return onChange({ fromAt: null, beforeAt: null });
            return onChange({ fromAt: startOf(day), beforeAt: startOf(addDays(day, 1)) });
          }}
        />
      ) : null}
    </div>
  );
}

/** What there is to choose from. */
function offered(all: readonly BackupView[]) {
  const days = new Map<string, number>();
  for (const { takenAt } of all) {
    const day = dayOf(takenAt);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  const places = [...new Set(all.map(({ place }) => place))];
  const tenants = new Map(
    all.flatMap((each) => (each.tenants ?? []).map(({ id, title }) => [id, title] as const)),
  );
  return { days, places, tenants };
}

function Choice({
  label,
  all,
  value,
  onChange,
}: {
  readonly label: string;
  readonly all: readonly (readonly [string, string])[];
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}): ReactNode {
  const words = useWords();
  return (
    <select
      className="select"
      aria-label={label}
      value={value ?? ""}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    >
      <option value="">
        {label}
        {words.text("colon")}
        {words.text("filters.all")}
      </option>
      {all.map(([id, title]) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </select>
  );
}

export function BackupList({
  backups,
  app,
  newest,
  onOpen,
  ticked,
}: {
  readonly backups: readonly BackupView[];
  readonly app: HomeView["app"];
  /** The one that most people want. */
  readonly newest: BackupView | null;
  /** `null`: nothing can be done with them. */
  readonly onOpen: ((backup: BackupView) => void) | null;
  /** Some are chosen: a click ticks one. */
  readonly ticked?: readonly BackupView[];
}): ReactNode {
  const words = useWords();
  const [most, setMost] = useState(PAGE);
  const byDay = Map.groupBy(backups.slice(0, most), ({ takenAt }) => dayOf(takenAt));
  const moreCount = backups.length - most;
  if (backups.length === 0) return <p className="dim">{words.text("search.nothing")}</p>;
  return (
    <div className="timeline">
      {[...byDay].map(([day, each]) => (
        <section key={day}>
          <h2 className="day-title">{words.dates.day(startOf(day))}</h2>
          <ul className="rows">
            {each.map((backup) => (
              <li key={`${backup.place} ${backup.id}`}>
                <BackupRow
                  backup={backup}
                  app={app}
                  isNewest={backup === newest}
                  isTicked={ticked?.includes(backup)}
                  onOpen={onOpen === null ? null : () => onOpen(backup)}
                />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {moreCount > 0 ? (
        <Button variant="default" onClick={() => setMost(most + PAGE * 4)}>
          {words.text("more.backups", { moreCount })}
        </Button>
      ) : null}
    </div>
  );
}

const FEW = 3;

function BackupRow({
  backup,
  app,
  isNewest,
  isTicked,
  onOpen,
}: {
  readonly backup: BackupView;
  readonly app: HomeView["app"];
  readonly isNewest: boolean;
  /** Left out where nothing is ticked. */
  readonly isTicked: boolean | undefined;
  readonly onOpen: (() => void) | null;
}): ReactNode {
  const words = useWords();
  const { takenAt, scope, reason, isComplete, sizeBytes, place, name, pin, tenants } = backup;
  const time = words.dates.time(takenAt);
  const word = { said: words.tenantWord(app, "other") };
  const one = { said: words.tenantWord(app, "one") };
  const isChosen = scope !== "full" && tenants !== null && tenants.length > 0;
  const content = (
    <>
      {isTicked === undefined ? null : (
        <span className={isTicked ? "tick-box ticked" : "tick-box"} aria-hidden="true">
          {isTicked ? <Icon name="check" size={14} /> : null}
        </span>
      )}
      <span className="time">{time}</span>
      <span className="row-main">
        <span className="strong">
          {words.text(reason === "safety" ? "scope.safety" : `scope.${scope}`, { word, one })}
          {isNewest ? <span className="badge good">{words.text("badge.newest")}</span> : null}
          {isComplete ? null : <span className="badge warn">{words.text("badge.incomplete")}</span>}
          {pin === null ? null : (
            <span className="badge">
              <Icon name="pin" size={13} />
              {pin === "" ? words.text("badge.pinned") : <bdi>{pin}</bdi>}
            </span>
          )}
        </span>
        <span className="dim">
          {isChosen
            ? tenants.slice(0, FEW).map(({ id, title }, index) => (
                <span key={id}>
                  {index > 0 ? words.text("comma") : ""}
                  <Name>{title}</Name>
                </span>
              ))
            : null}
          {isChosen && tenants.length > FEW
            ? ` ${words.text("more.names", { moreCount: tenants.length - FEW })}`
            : null}
          {isChosen ? " · " : ""}
          {name === null ? <Name>{words.placeName(place)}</Name> : <Foreign>{name}</Foreign>}
        </span>
      </span>
      <span className="row-end dim">{sizeBytes === null ? "" : words.bytes(sizeBytes)}</span>
      {isTicked === undefined && onOpen !== null ? <Icon name="next" size={16} /> : null}
    </>
  );
  if (onOpen === null) return <div className="row">{content}</div>;
  return (
    <button
      type="button"
      className={isNewest || isTicked === true ? "row newest" : "row"}
      {...(isTicked !== undefined && { role: "checkbox", "aria-checked": isTicked })}
      onClick={onOpen}
    >
      {content}
    </button>
  );
}
