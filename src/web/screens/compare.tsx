/** What became otherwise from one backup to another, item by item. */

import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ChangesView } from "../../http/contract.ts";
import { call } from "../api.ts";
import { Icon } from "../components/icons.tsx";
import { FileChanges, TableChanges } from "../components/plan-changes.tsx";
import { Name, Title } from "../components/text.tsx";
import { Trouble } from "../components/trouble.tsx";
import { Waiting } from "../components/waiting.tsx";
import { go } from "../navigate.ts";
import { useWords } from "../words.tsx";

/** Of the earlier and of the later one. */
type Two = readonly [string, string];

export function Compare({
  places: [placeBefore, placeAfter],
  ids: [before, after],
}: {
  readonly places: Two;
  readonly ids: Two;
}): ReactNode {
  const words = useWords();
  const { data, error } = useQuery({
    queryKey: ["changes", placeBefore, before, placeAfter, after],
    queryFn: () =>
      call("POST /api/backups/changes", {
        body: {
          before: { place: placeBefore, backup: before },
          after: { place: placeAfter, backup: after },
        },
      }),
    staleTime: Infinity,
    retry: false,
  });
  if (error !== null)
    return (
      <section className="card">
        <Title>{words.text("compare.title")}</Title>
        <Trouble error={error} />
        <Back />
      </section>
    );
  if (data === undefined) return <Waiting />;
  return <Changes changes={data} />;
}

function Changes({ changes }: { readonly changes: ChangesView }): ReactNode {
  const words = useWords();
  const { parts, tenants } = changes;
  const others = parts.filter(({ verdict }) => verdict !== "same");
  const sameCount = parts.length - others.length;
  // What belongs to all comes first.
  const groups = [...Map.groupBy(others, ({ tenant }) => tenant)].toSorted(
    ([a], [b]) => Number(a !== null) - Number(b !== null),
  );
  return (
    <section className="card">
      <Title
        under={words.text("compare.under", {
          takenAt: changes.before.takenAt,
          untilAt: changes.after.takenAt,
        })}
      >
        {words.text(others.length === 0 ? "compare.same" : "compare.title")}
      </Title>
      <div className="changes">
        {groups.map(([tenant, each]) => (
          <section key={tenant ?? ""} className="change">
            <h2>
              <Icon name={tenant === null ? "gear" : "building"} />
              {tenant === null ? (
                words.text("preview.ofAll")
              ) : (
                <Name>{tenants.find(({ id }) => id === tenant)?.title ?? tenant}</Name>
              )}
            </h2>
            {each.map((part) => (
              <Change key={part.id} part={part} />
            ))}
          </section>
        ))}
        {sameCount > 0 && others.length > 0 ? (
          <p className="dim">{words.text("compare.sameCount", { sameCount })}</p>
        ) : null}
      </div>
      <Back />
    </section>
  );
}

function Change({ part }: { readonly part: ChangesView["parts"][number] }): ReactNode {
  const words = useWords();
  const { isIn, verdict, files, tables, sizeBefore, sizeAfter } = part;
  return (
    <div className="change-item">
      <h3>{words.titleOf(part)}</h3>
      {isIn === "after" ? <p>{words.text("compare.new", { sizeBytes: sizeAfter ?? 0 })}</p> : null}
      {isIn === "before" ? (
        <p>{words.text("compare.gone", { sizeBytes: sizeBefore ?? 0 })}</p>
      ) : null}
      {files === null ? null : <FileChanges difference={files} are="changed" />}
      {tables === null ? null : (
        <TableChanges
          tables={tables}
          now={words.text("column.after")}
          before={words.text("column.before")}
        />
      )}
      {tables !== null && verdict === "unknown" ? (
        <p className="dim">{words.text("compare.maybe")}</p>
      ) : null}
    </div>
  );
}

function Back(): ReactNode {
  const words = useWords();
  return (
    <div className="actions">
      <Button size="md" variant="default" onClick={() => go("backups")}>
        {words.text("home.allBackups")}
      </Button>
    </div>
  );
}
