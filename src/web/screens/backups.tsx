/** All backups: a timeline to look at. */

import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";
import { NO_FILTERS, beginRestore, shownBackups } from "../../wizard/restore-wizard.ts";
import type { BackupView } from "../../http/contract.ts";
import { call } from "../api.ts";
import { AwayBackups } from "../components/away-backups.tsx";
import { BackupList, Filters, isFound } from "../components/backup-list.tsx";
import { Icon } from "../components/icons.tsx";
import { Title } from "../components/text.tsx";
import { Problem, Trouble } from "../components/trouble.tsx";
import { Waiting } from "../components/waiting.tsx";
import { go } from "../navigate.ts";
import { useHome, useMay } from "../session.tsx";
import { useWords } from "../words.tsx";

/** The last two that were clicked; a second click takes one out. */
function tickedOf(compared: readonly BackupView[], backup: BackupView): readonly BackupView[] {
  if (compared.includes(backup)) return compared.filter((each) => each !== backup);
  return [...compared.slice(-1), backup];
}

function goCompare(compared: readonly BackupView[]): void {
  const [before, after] = compared.toSorted(
    (a, b) => Date.parse(a.takenAt) - Date.parse(b.takenAt),
  );
  if (before === undefined || after === undefined) return;
  go("compare", before.place, before.id, after.place, after.id);
}

export function Backups(): ReactNode {
  const words = useWords();
  const { home } = useHome();
  const mayCheck = useMay("operator");
  const [filters, setFilters] = useState({ ...NO_FILTERS, showsSafety: true });
  const { data, error } = useQuery({
    queryKey: ["backups", null],
    queryFn: () => call("GET /api/backups", { query: {} }),
  });
  /** `null`: nobody wants to compare. */
  const [compared, setCompared] = useState<readonly BackupView[] | null>(null);
  const check = useMutation({
    mutationFn: () => call("POST /api/backups/check", { body: { place: null, readData: true } }),
    onSuccess: ({ run }) => go("run", run),
  });
  if (data === undefined) return error === null ? <Waiting /> : <Trouble error={error} />;
  const { backups, away, troubles } = data;
  const byId = new Map(backups.map((each) => [`${each.place} ${each.id}`, each]));
  const facts = {
    backups,
    tenants: [],
    isAdministrator: true,
    asksPassword: false,
    atNextStart: false,
  };
  const shown = shownBackups({ ...beginRestore(facts), filters }, (backup, text) => {
    const found = byId.get(`${backup.place} ${backup.id}`);
    return found !== undefined && isFound(found, text, words);
  }).flatMap(({ place, id }) => byId.get(`${place} ${id}`) ?? []);
  return (
    <section className="card">
      <div className="title-line">
        <Title under={words.text("backups.count", { backupCount: backups.length })}>
          {words.text("backups.title")}
        </Title>
        {backups.length > 1 ? (
          <Button
            variant={compared === null ? "default" : "light"}
            aria-pressed={compared !== null}
            leftSection={<Icon name="compare" size={18} />}
            onClick={() => setCompared(compared === null ? [] : null)}
          >
            {words.text("compare.two")}
          </Button>
        ) : null}
        {mayCheck && backups.length > 0 ? (
          <Button
            variant="default"
            leftSection={<Icon name="shield" size={18} />}
            loading={check.isPending}
            onClick={() => check.mutate()}
          >
            {words.text("backups.check")}
          </Button>
        ) : null}
      </div>
      <Trouble error={check.error} />
      {troubles.map(({ place, problem }) => (
        <Problem key={place} problem={problem} />
      ))}
      {backups.length > 3 ? (
        <Filters
          all={backups}
          filters={filters}
          app={home?.app ?? null}
          onChange={(change) => setFilters({ ...filters, ...change })}
        />
      ) : null}
      {backups.length === 0 ? (
        <p>{words.text("restore.noBackups")}</p>
      ) : (
        <BackupList
          backups={shown}
          app={home?.app ?? null}
          newest={null}
          {...(compared !== null && { ticked: compared })}
          onOpen={(backup) => {
            if (compared === null) go("backups", backup.place, backup.id);
            else setCompared(tickedOf(compared, backup));
          }}
        />
      )}
      <AwayBackups away={away} app={home?.app ?? null} />
      {compared === null ? null : (
        <div className="actions sticky" role="status">
          <p className="grow">{words.text("compare.chosen", { chosenCount: compared.length })}</p>
          <Button disabled={compared.length !== 2} onClick={() => goCompare(compared)}>
            {words.text("compare.button")}
          </Button>
        </div>
      )}
    </section>
  );
}
