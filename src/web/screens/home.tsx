/** One calm sentence: is the data safe, and what is to be done. */

import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ConcernView, HomeView, ItemsView } from "../../http/contract.ts";
import { call } from "../api.ts";
import { Chart, measured } from "../components/chart.tsx";
import { Icon } from "../components/icons.tsx";
import { RunList } from "../components/run-list.tsx";
import { RunProgress, stageOf } from "../components/run-progress.tsx";
import { Foreign, Name, Title } from "../components/text.tsx";
import { Note, Problem, Trouble } from "../components/trouble.tsx";
import { UndoCard } from "../components/undo-card.tsx";
import { Waiting } from "../components/waiting.tsx";
import { addressOf, go } from "../navigate.ts";
import { useHome, useMay } from "../session.tsx";
import { useWords } from "../words.tsx";
import { Doors } from "./doors.tsx";

export function Home({ isEmbedded }: { readonly isEmbedded: boolean }): ReactNode {
  const words = useWords();
  const { home } = useHome();
  if (home === null) return <Waiting />;
  const isNew =
    home.app === null || (home.lastBackup === null && home.running === null && home.undo === null);
  if (home.seat !== null) return <Seat seat={home.seat} />;
  if (isNew) return <Doors home={home} />;
  return (
    <>
      <Status home={home} />
      {home.undo === null ? null : <UndoCard undo={home.undo} />}
      {home.waiting === null ? null : (
        <Note tone="info">
          {words.text("home.waiting", {
            takenAt: home.waiting.takenAt,
            name: home.app?.name ?? "",
          })}
        </Note>
      )}
      <Tenants home={home} />
      {isEmbedded ? null : <Latest />}
    </>
  );
}

function Seat({ seat }: { readonly seat: NonNullable<HomeView["seat"]> }): ReactNode {
  const words = useWords();
  return (
    <section className="card">
      <Title under={words.text("seat.what")}>
        {words.text("seat.title", { title: seat.title })}
      </Title>
      {seat.link === null ? null : (
        <p>
          <a href={seat.link} rel="noreferrer">
            <Foreign>{seat.link}</Foreign>
          </a>
        </p>
      )}
    </section>
  );
}

function Status({ home }: { readonly home: HomeView }): ReactNode {
  const words = useWords();
  const mayBackUp = useMay("operator");
  const mayRestore = useMay("administrator");
  const start = useMutation({
    mutationFn: () =>
      call("POST /api/backups", {
        body: { choice: { tenants: [], parts: [], paths: [] }, to: null, file: null },
      }),
    onSuccess: ({ run }) => {
      if (!home.sheet.isConfirmed && mayRestore) go("run", run);
    },
  });
  const { running, level, concerns, lastBackup } = home;
  const icon = level === "green" ? "check" : "warning";
  return (
    <section className={`card hero ${running === null ? level : "busy"}`}>
      <div className="hero-top">
        <span className="hero-sign">
          <Icon name={running === null ? icon : "save"} size={40} />
        </span>
        <Title under={<LastBackup home={home} />}>
          {running === null ? headline(home, words) : stageTitle(running, words)}
        </Title>
      </div>
      {running === null ? null : (
        <>
          <RunProgress run={running} />
        </>
      )}
      {home.trouble === null ? null : <Problem problem={home.trouble} />}
      <Trouble error={start.error} />
      {running === null ? (
        <div className="actions">
          {mayBackUp ? (
            <Button
              size="lg"
              loading={start.isPending}
              leftSection={<Icon name="save" />}
              onClick={() => start.mutate()}
            >
              {words.text("home.backUp")}
            </Button>
          ) : null}
          {mayRestore && lastBackup !== null ? (
            <Button
              size="lg"
              variant="default"
              leftSection={<Icon name="restore" />}
              onClick={() => go("restore")}
            >
              {words.text("home.restore")}
            </Button>
          ) : null}
          {mayBackUp ? (
            <Button size="lg" variant="subtle" onClick={() => go("backup")}>
              {words.text("home.change")}
            </Button>
          ) : null}
        </div>
      ) : null}
      {running === null && home.elsewhere !== null ? (
        <p className="next" role="status">
          <Icon name="info" size={18} />
          <span>{words.text("home.elsewhere", { startedAt: home.elsewhere.startedAt })}</span>
        </p>
      ) : null}
      {running === null ? <Next home={home} /> : null}
      {running === null && home.sheet.isDue && mayRestore ? (
        <p className="dim next">
          <Icon name="key" size={18} />
          <a href={`#${addressOf(["sheet"])}`}>
            {words.text("home.sheetDue", { confirmedAt: home.sheet.confirmedAt })}
          </a>
        </p>
      ) : null}
      {running === null && concerns.length > 0 ? (
        <ul className="concerns">
          {concerns.map((concern) => (
            <Concern key={concern.what + JSON.stringify(concern.facts)} concern={concern} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

type Speaker = ReturnType<typeof useWords>;

function stageTitle(run: NonNullable<HomeView["running"]>, words: Speaker): string {
  const key = `doing.${run.verb}`;
  return words.has(key) ? words.text(key) : stageOf(run, words);
}

function headline({ level, concerns, app }: HomeView, words: Speaker): string {
  if (level === "green") return words.text("home.green");
  const [first] = concerns;
  if (first === undefined) return words.text("home.amber");
  return words.text(`headline.${first.what}`, {
    ...first.facts,
    name: app?.name ?? "",
    place: words.placeName(String(first.facts["place"] ?? "")),
  });
}

function LastBackup({ home }: { readonly home: HomeView }): ReactNode {
  const words = useWords();
  const { lastBackup, deviceCount } = home;
  if (lastBackup === null) return words.text("home.noBackup");
  const { takenAt, checkedAt, isComplete } = lastBackup;
  const pieces = [
    words.text("home.last", { takenAt }),
    ...(checkedAt === null ? [] : [words.text("home.checked")]),
    ...(isComplete ? [words.text("home.devices", { deviceCount })] : [words.text("home.lacking")]),
  ];
  return pieces.join(" · ");
}

/** When the next backup comes by itself; a link, because that is where it is changed. */
function Next({ home }: { readonly home: HomeView }): ReactNode {
  const words = useWords();
  const { next } = home;
  const text =
    next === null
      ? words.text("home.noNext")
      : words.isPast(next.at)
        ? words.text("home.nextSoon")
        : words.text("home.next", { nextAt: next.at });
  return (
    <p className="dim next">
      <Icon name="calendar" size={18} />
      <a href={`#${addressOf(["automatic"])}`}>{text}</a>
    </p>
  );
}

/** What is to be done about a concern: one button, where a button helps. */
const REMEDIES: Partial<
  Readonly<
    Record<
      ConcernView["what"],
      { readonly to: string; readonly role: "administrator" | "operator" }
    >
  >
> = {
  sameDevice: { to: "backup?place=new", role: "administrator" },
  sheetUnconfirmed: { to: "sheet", role: "administrator" },
  incomplete: { to: "backups", role: "operator" },
  lastFailed: { to: "backup", role: "operator" },
  placeAway: { to: "settings", role: "administrator" },
  appUnreadable: { to: "restore", role: "administrator" },
  tenantMissing: { to: "restore", role: "administrator" },
  jobLate: { to: "automatic", role: "operator" },
  keepingStopped: { to: "automatic", role: "administrator" },
  placeUnseen: { to: "settings", role: "administrator" },
  spaceShort: { to: "automatic", role: "administrator" },
  alarmUnsent: { to: "alarms", role: "administrator" },
};

function Concern({ concern }: { readonly concern: ConcernView }): ReactNode {
  const words = useWords();
  const isAdministrator = useMay("administrator");
  const isOperator = useMay("operator");
  const remedy = REMEDIES[concern.what];
  const may = remedy?.role === "administrator" ? isAdministrator : isOperator;
  const button = `remedy.${concern.what}`;
  return (
    <li className={concern.level}>
      <span className="dot" aria-hidden="true" />
      <span className="grow">
        {words.text(`concern.${concern.what}`, {
          ...concern.facts,
          place: words.placeName(String(concern.facts["place"] ?? "")),
        })}
      </span>
      {concern.what === "unchecked" ? <CheckNow /> : null}
      {remedy !== undefined && may && words.has(button) ? (
        <a className="button-like" href={`#/${remedy.to}`}>
          {words.text(button)}
        </a>
      ) : null}
    </li>
  );
}

function CheckNow(): ReactNode {
  const words = useWords();
  const check = useMutation({
    mutationFn: () => call("POST /api/backups/check", { body: { place: null, readData: true } }),
    onSuccess: ({ run }) => go("run", run),
  });
  if (!useMay("operator")) return null;
  return (
    <button
      type="button"
      className="button-like"
      disabled={check.isPending}
      onClick={() => check.mutate()}
    >
      {words.text("remedy.unchecked")}
    </button>
  );
}

type TenantRow = ItemsView["tenants"][number];

/** Those that were never backed up on top, then the ones that waited longest. */
export function mostNeedyFirst(tenants: readonly TenantRow[]): readonly TenantRow[] {
  return tenants.toSorted((a, b) => (a.lastBackupAt ?? "").localeCompare(b.lastBackupAt ?? ""));
}

const FEW = 12;

function Tenants({ home }: { readonly home: HomeView }): ReactNode {
  const words = useWords();
  const { data, error } = useQuery({ queryKey: ["items"], queryFn: () => call("GET /api/items") });
  if (data === undefined) return <Trouble error={error} />;
  if (data.tenants.length === 0) return null;
  const rows = mostNeedyFirst(data.tenants);
  return (
    <section className="card">
      <h2 className="cap">
        {words.text("home.tenants", { word: { said: words.tenantWord(home.app, "other") } })}
      </h2>
      <div className={rows.length > FEW ? "scroll" : ""} tabIndex={rows.length > FEW ? 0 : -1}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col" className="cap">
                {words.tenantWord(home.app, "one")}
              </th>
              <th scope="col">{words.text("column.lastBackup")}</th>
              <th scope="col" className="number">
                {words.text("column.size")}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, title, sizeBytes, lastBackupAt }) => (
              <tr key={id}>
                <td>
                  <span className="strong">
                    <Name>{title}</Name>
                  </span>
                </td>
                <td className={lastBackupAt === null ? "bad-text" : ""}>
                  {lastBackupAt === null ? words.text("never") : words.moment(lastBackupAt)}
                </td>
                <td className="number">{sizeBytes === null ? "–" : words.bytes(sizeBytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Latest(): ReactNode {
  const words = useWords();
  const { data, error } = useQuery({
    queryKey: ["runs"],
    queryFn: () => call("GET /api/runs", { query: { limit: 50 } }),
  });
  if (data === undefined) return <Trouble error={error} />;
  const runs = data.runs.filter(({ endedAt, verb }) => endedAt !== null && verb !== "preview");
  if (runs.length === 0) return null;
  return (
    <section className="card">
      <h2>{words.text("home.latest")}</h2>
      <Chart all={measured(runs)} />
      <RunList runs={runs.slice(0, 6)} />
      <p>
        <a href={`#${addressOf(["backups"])}`}>{words.text("home.allBackups")}</a>
      </p>
    </section>
  );
}
