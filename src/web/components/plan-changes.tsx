/** What a restore would change, in words: the companies first, then what belongs to all. */

import type { ReactNode } from "react";
import type { DifferenceView, HomeView, PlanView } from "../../http/contract.ts";
import { useWords } from "../words.tsx";
import type { Words } from "../words.tsx";
import { Icon } from "./icons.tsx";
import { Foreign, Name } from "./text.tsx";
import { Findings } from "./trouble.tsx";

type PlannedView = PlanView["parts"][number];

const SHOWN_PATHS = 5;
const SHOWN_TABLES = 6;

export function PlanChanges({
  plan,
  app,
}: {
  readonly plan: PlanView;
  readonly app: HomeView["app"];
}): ReactNode {
  const words = useWords();
  const changing = plan.parts.filter(({ verdict }) => verdict !== "same");
  const groups = [...Map.groupBy(changing, ({ tenant }) => tenant)];
  const same = plan.parts.filter(({ verdict }) => verdict === "same");
  const [tightest] = plan.rooms
    .filter(({ neededBytes }) => neededBytes > 0)
    .toSorted((a, b) => a.freeBytes - a.neededBytes - (b.freeBytes - b.neededBytes));
  return (
    <div className="changes">
      {groups.map(([tenant, parts]) => (
        <section key={tenant ?? ""} className="change">
          <h2>
            <Icon name={tenant === null ? "gear" : "building"} />
            {tenant === null ? (
              words.text("preview.ofAll")
            ) : (
              <Name>{plan.tenants.find(({ id }) => id === tenant)?.title ?? tenant}</Name>
            )}
          </h2>
          {parts.map((part) => (
            <Change key={part.id} part={part} />
          ))}
        </section>
      ))}
      {same.length > 0 && changing.length > 0 ? (
        <p className="dim">{words.text("preview.sameCount", { sameCount: same.length })}</p>
      ) : null}
      {plan.enrols.length > 0 ? (
        <p>
          {words.text("preview.enrols", { one: { said: words.tenantWord(app, "one") } })}{" "}
          {plan.enrols.map(({ id, title }) => (
            <Name key={id}>{title}</Name>
          ))}
        </p>
      ) : null}
      {tightest === undefined ? null : (
        <p className="dim">
          {words.text("preview.room", {
            neededBytes: tightest.neededBytes,
            freeBytes: tightest.freeBytes,
          })}
        </p>
      )}
      {plan.version.needsMigration ? <p>{words.text("preview.migrates", plan.version)}</p> : null}
    </div>
  );
}

function Change({ part }: { readonly part: PlannedView }): ReactNode {
  const words = useWords();
  const { difference } = part;
  return (
    <div className="change-item">
      <h3>
        {words.titleOf(part)}
        {part.only === null ? null : (
          <span className="dim">
            {" "}
            {part.only.map((path) => (
              <Foreign key={path}>{path}</Foreign>
            ))}
          </span>
        )}
      </h3>
      {difference === null ? <p>{words.text("preview.unknown")}</p> : null}
      {difference?.kind === "files" ? <FileChanges difference={difference} /> : null}
      {difference?.kind === "database" ? <DatabaseChanges difference={difference} /> : null}
      {difference === null ? null : <Findings findings={difference.findings} />}
    </div>
  );
}

const KINDS = ["added", "changed", "removed"] as const;
const MARKS = { added: "+", changed: "~", removed: "−" } as const;

/** `are`: what a restore would do with them, or what has become of them. */
export function FileChanges({
  difference,
  are = "files",
}: {
  readonly difference: Pick<
    Extract<DifferenceView, { kind: "files" }>,
    "added" | "changed" | "removed"
  >;
  readonly are?: "files" | "changed";
}): ReactNode {
  const words = useWords();
  return KINDS.filter((kind) => difference[kind].fileCount > 0).map((kind) => {
    const { fileCount, sizeBytes, paths } = difference[kind];
    const moreCount = fileCount - Math.min(SHOWN_PATHS, paths.length);
    return (
      <details key={kind} className={`files ${kind}`}>
        <summary>
          <span className="mark" aria-hidden="true">
            {MARKS[kind]}
          </span>
          {words.text(are === "files" ? `files.${kind}` : `changed.${kind}`, {
            fileCount,
            sizeBytes,
          })}
        </summary>
        <ul className="plain">
          {paths.slice(0, SHOWN_PATHS).map((path) => (
            <li key={path}>
              <Foreign>{path}</Foreign>
            </li>
          ))}
          {moreCount > 0 ? (
            <li className="dim">{words.text("more.files", { moreCount })}</li>
          ) : null}
        </ul>
      </details>
    );
  });
}

type Newest = NonNullable<Extract<DifferenceView, { kind: "database" }>["newest"]>;

function DatabaseChanges({
  difference,
}: {
  readonly difference: Extract<DifferenceView, { kind: "database" }>;
}): ReactNode {
  const words = useWords();
  const { newest, tables } = difference;
  const isOther = tables.some(({ rowsThen, rowsNow }) => rowsThen !== rowsNow);
  const title = newest === null ? "" : words.of(newest.title) || words.text("preview.records");
  return (
    <>
      {newest !== null && newest.onlyNow.recordCount > 0 ? (
        <p className="strong loses">
          {words.text("preview.newest", { title, ...countOf(newest.onlyNow, words) })}
        </p>
      ) : null}
      {newest !== null && newest.onlyThen.recordCount > 0 ? (
        <p className="strong gains">
          {words.text("preview.returning", { title, ...countOf(newest.onlyThen, words) })}
        </p>
      ) : null}
      {!isOther && difference.findings.length === 0 && newest?.onlyNow.recordCount !== 0 ? (
        <p className="dim">{words.text("preview.maybe")}</p>
      ) : null}
      <TableChanges
        tables={tables}
        now={words.text("column.now")}
        before={words.text("column.then")}
      />
    </>
  );
}

/** The tables whose rows differ most. */
export function TableChanges({
  tables,
  now,
  before,
}: {
  readonly tables: Extract<DifferenceView, { kind: "database" }>["tables"];
  /** What the columns are called. */
  readonly now: string;
  readonly before: string;
}): ReactNode {
  const words = useWords();
  const other = tables.filter(({ rowsThen, rowsNow }) => rowsThen !== rowsNow);
  const distance = (each: (typeof tables)[number]): number =>
    Math.abs((each.rowsNow ?? 0) - (each.rowsThen ?? 0));
  const most = other.toSorted((a, b) => distance(b) - distance(a)).slice(0, SHOWN_TABLES);
  if (most.length === 0) return null;
  return (
    <details className="files">
      <summary>{words.text("preview.tables", { tableCount: other.length })}</summary>
      <table className="table small">
        <thead>
          <tr>
            <th scope="col">{words.text("column.table")}</th>
            <th scope="col" className="number">
              {now}
            </th>
            <th scope="col" className="number">
              {before}
            </th>
          </tr>
        </thead>
        <tbody>
          {most.map(({ name, rowsNow, rowsThen }) => (
            <tr key={name}>
              <td>
                <Foreign>{name}</Foreign>
              </td>
              <td className="number">{rowsNow === null ? "–" : words.number(rowsNow)}</td>
              <td className="number">{rowsThen === null ? "–" : words.number(rowsThen)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function countOf(
  { recordCount, runs, lastRuns }: Newest["onlyNow"],
  words: Words,
): { readonly recordCount: number; readonly records: { readonly said: string } } {
  const said = ({ first, last }: (typeof runs)[number]): string =>
    first === last ? words.foreign(first) : words.text("preview.range", { first, last });
  const pieces = [...runs.map(said), ...(lastRuns.length > 0 ? ["…", ...lastRuns.map(said)] : [])];
  return { recordCount, records: { said: words.series(pieces) } };
}
