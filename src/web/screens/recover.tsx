/** A new or broken computer: everything comes back from a place and the key, or from one file. */

import { Button, TextInput, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";
import type { BackupView } from "../../http/contract.ts";
import { call } from "../api.ts";
import { BackupList } from "../components/backup-list.tsx";
import { FileDrop } from "../components/file-drop.tsx";
import { FolderChooser } from "../components/folder-chooser.tsx";
import { Icon } from "../components/icons.tsx";
import { KeyScan } from "../components/key-scan.tsx";
import { Steps, Ways } from "../components/steps.tsx";
import { Foreign, Name, Title } from "../components/text.tsx";
import { Note, Trouble } from "../components/trouble.tsx";
import { go } from "../navigate.ts";
import { useWords } from "../words.tsx";

export function Recover(): ReactNode {
  const words = useWords();
  const [from, setFrom] = useState<string | null>(null);
  const [key, setKey] = useState("");
  const [app, setApp] = useState<string | null>(null);
  const [backup, setBackup] = useState<BackupView | null>(null);
  const [into, setInto] = useState("");
  const [isChoosing, setChoosing] = useState<"from" | "into" | null>(null);
  const look = useMutation({
    mutationFn: (where: string) =>
      call("POST /api/recovery", { body: { from: where, key: key.trim() || null } }),
    onSuccess: ({ apps, backups }) => {
      setApp(apps[0] ?? null);
      if (backups.length === 1) setBackup(backups[0] ?? null);
    },
  });
  const recover = useMutation({
    mutationFn: (chosen: BackupView) =>
      call("POST /api/recovery/run", {
        body: {
          from: from ?? "",
          key: key.trim() || null,
          app,
          backup: chosen.id,
          into,
          isConfirmed: true,
        },
      }),
    onSuccess: ({ run }) => go("run", run),
  });
  const names = [
    words.text("restore.stepFrom"),
    words.text("recover.stepWhich"),
    words.text("recover.stepInto"),
  ];
  const take = (where: string): void => {
    setChoosing(null);
    setFrom(where);
    look.mutate(where);
  };
  if (look.data === undefined)
    return (
      <>
        <Steps names={names} current={0} />
        <section className="card">
          <Title under={words.text("recover.under")}>{words.text("recover.title")}</Title>
          <Textarea
            dir="ltr"
            rows={2}
            label={words.text("recover.key")}
            description={words.text("recover.keyWhat")}
            autoComplete="off"
            spellCheck={false}
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
          <KeyScan onKey={setKey} />
          <div className="actions">
            <Button
              size="lg"
              leftSection={<Icon name="disk" />}
              loading={look.isPending}
              onClick={() => setChoosing("from")}
            >
              {words.text("recover.place")}
            </Button>
          </div>
          {from === null ? null : (
            <p>
              <Foreign>{from}</Foreign>
            </p>
          )}
          <Trouble error={look.error} />
          {look.error !== null && from !== null ? (
            <div className="actions">
              <Button variant="default" onClick={() => look.mutate(from)}>
                {words.text("button.again")}
              </Button>
            </div>
          ) : null}
          <FileDrop onFile={(path) => take(path)} onBrowse={() => setChoosing("from")} />
          <Ways next={null} isBlocked={false} onNext={() => undefined} onBack={() => go()} />
        </section>
        {isChoosing === null ? null : (
          <FolderChooser
            purpose="restore"
            onClose={() => setChoosing(null)}
            onFolder={take}
            onFile={take}
          />
        )}
      </>
    );
  const { apps, backups } = look.data;
  if (backup === null)
    return (
      <>
        <Steps names={names} current={1} />
        <section className="card">
          <Title under={<Foreign>{from ?? ""}</Foreign>}>{words.text("restore.from")}</Title>
          {apps.length > 1 ? (
            <select
              className="select"
              aria-label={words.text("recover.app")}
              value={app ?? ""}
              onChange={(event) => setApp(event.currentTarget.value)}
            >
              {apps.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          ) : null}
          <BackupList
            backups={backups}
            app={null}
            newest={backups.find(({ scope, isComplete }) => scope === "full" && isComplete) ?? null}
            onOpen={setBackup}
          />
          <Ways
            next={null}
            isBlocked={false}
            onNext={() => undefined}
            onBack={() => look.reset()}
          />
        </section>
      </>
    );
  return (
    <>
      <Steps names={names} current={2} />
      <section className="card">
        <Title under={words.text("detail.title", { takenAt: backup.takenAt })}>
          {words.text("recover.into")}
        </Title>
        <div className="with-button">
          <TextInput
            dir="ltr"
            label={words.text("recover.folder")}
            value={into}
            onChange={(event) => setInto(event.currentTarget.value)}
          />
          <Button variant="default" onClick={() => setChoosing("into")}>
            {words.text("button.choose")}
          </Button>
        </div>
        <Note tone="info">
          {words.text("recover.what")} {app === null ? null : <Name>{app}</Name>}
        </Note>
        <Trouble error={recover.error} />
        <Ways
          next={words.text("recover.button")}
          isBlocked={into.trim() === ""}
          isBusy={recover.isPending}
          why={words.text("blocker.folderMissing")}
          onNext={() => recover.mutate(backup)}
          onBack={() => {
            if (backups.length === 1) look.reset();
            setBackup(null);
          }}
        />
      </section>
      {isChoosing === null ? null : (
        <FolderChooser
          purpose="place"
          onClose={() => setChoosing(null)}
          onFolder={(folder) => {
            setChoosing(null);
            setInto(folder);
          }}
        />
      )}
    </>
  );
}
