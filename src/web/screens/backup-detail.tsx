/** One backup: what is inside, down to single files, and what can be done with it. */

import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";
import type { BackupDetailView } from "../../http/contract.ts";
import { FivefoldError } from "../../model/error.ts";
import { call } from "../api.ts";
import { Browser } from "../components/browser.tsx";
import type { Located } from "../components/browser.tsx";
import { Dialog } from "../components/dialog.tsx";
import { Icon } from "../components/icons.tsx";
import { NotIncluded } from "../components/result.tsx";
import { Foreign, Name, Title } from "../components/text.tsx";
import { Findings, Note, Trouble } from "../components/trouble.tsx";
import { Waiting } from "../components/waiting.tsx";
import { go } from "../navigate.ts";
import { useHome, useMay } from "../session.tsx";
import { useWords } from "../words.tsx";

export function BackupDetail({
  place,
  id,
}: {
  readonly place: string;
  readonly id: string;
}): ReactNode {
  const words = useWords();
  // Of a locked file, as long as this screen is open.
  const [password, setPassword] = useState<string | null>(null);
  const { data, error } = useQuery({
    queryKey: ["backups", "detail", place, id, password],
    queryFn: () => call("POST /api/backups/look", { body: { place, backup: id, password } }),
    retry: false,
    gcTime: 0,
  });
  if (error instanceof FivefoldError && LOCKED.has(error.code))
    return <Locked name={id} isWrong={password !== null} onPassword={setPassword} />;
  if (error !== null)
    return (
      <section className="card">
        <Title>{words.text("restore.bad")}</Title>
        <Trouble error={error} />
      </section>
    );
  if (data === undefined) return <Waiting />;
  return <Detail detail={data} place={place} password={password} />;
}

const LOCKED: ReadonlySet<string> = new Set(["PARCEL_PASSWORD_NEEDED", "PARCEL_PASSWORD_WRONG"]);

/** A locked file opens with its password, or is left alone. */
function Locked({
  name,
  isWrong,
  onPassword,
}: {
  readonly name: string;
  readonly isWrong: boolean;
  readonly onPassword: (password: string) => void;
}): ReactNode {
  const words = useWords();
  const [typed, setTyped] = useState("");
  return (
    <section className="card">
      <Title under={<Foreign>{name}</Foreign>}>{words.text("restore.locked")}</Title>
      {isWrong ? <Note tone="bad">{words.text("restore.wrongPassword")}</Note> : null}
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          onPassword(typed);
        }}
      >
        <PasswordInput
          label={words.text("restore.filePassword")}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": words.text("signIn.show") }}
        />
        <div className="actions">
          <Button type="submit" disabled={typed === ""}>
            {words.text("detail.open")}
          </Button>
          <Button variant="default" onClick={() => go("backups")}>
            {words.text("button.goBack")}
          </Button>
        </div>
      </form>
    </section>
  );
}

function Detail({
  detail,
  place,
  password,
}: {
  readonly detail: BackupDetailView;
  readonly place: string;
  readonly password: string | null;
}): ReactNode {
  const words = useWords();
  const { home } = useHome();
  const app = home?.app ?? null;
  const { scope, reason, takenAt, host, sizeBytes, isComplete, parts, tenants } = detail;
  const word = { said: words.tenantWord(app, "other") };
  const one = { said: words.tenantWord(app, "one") };
  const groups = [...Map.groupBy(parts, ({ tenant }) => tenant)];
  return (
    <>
      <section className="card">
        <Title
          under={
            <>
              {words.text(reason === "safety" ? "scope.safety" : `scope.${scope}`, { word, one })}
              {" · "}
              <Name>{words.placeName(place)}</Name>
              {sizeBytes === null ? "" : ` · ${words.bytes(sizeBytes)}`}
            </>
          }
        >
          {words.text("detail.title", { takenAt })}
        </Title>
        <p className="dim">
          {words.text("inside.facts", {
            takenAt,
            app: detail.app.name,
            version: detail.app.version,
            host,
          })}
          {detail.name === null ? null : (
            <>
              {" · "}
              <Foreign>{detail.name}</Foreign>
            </>
          )}
        </p>
        {isComplete ? null : <Note tone="warn">{words.text("warning.incomplete")}</Note>}
        <Findings findings={detail.findings} />
        <Deeds detail={detail} place={place} password={password} />
      </section>
      <section className="card">
        <h2>{words.text("detail.inside")}</h2>
        {groups.map(([tenant, each]) => (
          <details key={tenant ?? ""} className="group" open={groups.length === 1}>
            <summary>
              <Icon name={tenant === null ? "gear" : "building"} />
              <span className="grow strong">
                {tenant === null ? (
                  words.text("preview.ofAll")
                ) : (
                  <Name>{tenants?.find(({ id }) => id === tenant)?.title ?? tenant}</Name>
                )}
              </span>
              <span className="dim number">
                {words.bytes(each.reduce((sum, part) => sum + part.sizeBytes, 0))}
              </span>
            </summary>
            {each.map((part) => (
              <Part key={part.id} part={part} source={{ place, backup: detail.id, password }} />
            ))}
          </details>
        ))}
        <dl className="facts">
          <dt>{words.text("facts.notIn")}</dt>
          <dd>
            <NotIncluded all={detail.notIncluded} />
          </dd>
        </dl>
      </section>
    </>
  );
}

function Part({
  part,
  source,
}: {
  readonly part: BackupDetailView["parts"][number];
  readonly source: Located;
}): ReactNode {
  const words = useWords();
  const mayLook = useMay("administrator");
  const [isOpen, setOpen] = useState(false);
  const rowCount = part.tables?.reduce((sum, { rows }) => sum + rows, 0) ?? null;
  return (
    <div className="part">
      <div className="part-line">
        <Icon name={part.tables === null ? "folder" : "database"} />
        <span className="grow">{words.titleOf(part)}</span>
        <span className="dim">
          {rowCount === null
            ? words.text("detail.files", { entryCount: part.entryCount })
            : words.text("detail.rows", { rowCount })}
          {" · "}
          {words.bytes(part.sizeBytes)}
        </span>
        {mayLook ? (
          <Button
            variant="subtle"
            size="compact-md"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {words.text(isOpen ? "detail.hide" : "detail.show")}
          </Button>
        ) : null}
      </div>
      {isOpen ? <Browser source={source} part={part.id} /> : null}
    </div>
  );
}

type Asked = "copy" | "pin" | "delete";

function Deeds({
  detail,
  place,
  password,
}: {
  readonly detail: BackupDetailView;
  readonly place: string;
  readonly password: string | null;
}): ReactNode {
  const words = useWords();
  const mayRestore = useMay("administrator");
  const mayWork = useMay("operator");
  const [asked, setAsked] = useState<Asked | null>(null);
  const makeFile = useMutation({
    mutationFn: () =>
      call("POST /api/backups/copy", {
        body: {
          place,
          backup: detail.id,
          to: null,
          file: { name: null, isEncrypted: false, password: null },
          password,
        },
      }),
    onSuccess: ({ run }) => go("run", run),
  });
  const close = (): void => setAsked(null);
  return (
    <>
      <Trouble error={makeFile.error} />
      <div className="actions">
        {mayRestore ? (
          <Button
            size="md"
            leftSection={<Icon name="restore" size={18} />}
            onClick={() => {
              location.hash = `/restore?${new URLSearchParams({ place, backup: detail.id }).toString()}`;
            }}
          >
            {words.text("detail.restore")}
          </Button>
        ) : null}
        {mayWork ? (
          <>
            <Button
              variant="default"
              leftSection={<Icon name="copy" size={18} />}
              onClick={() => setAsked("copy")}
            >
              {words.text("detail.copy")}
            </Button>
            <Button
              variant="default"
              leftSection={<Icon name="file" size={18} />}
              loading={makeFile.isPending}
              onClick={() => makeFile.mutate()}
            >
              {words.text("detail.file")}
            </Button>
            <Button
              variant="default"
              leftSection={<Icon name="pin" size={18} />}
              onClick={() => setAsked("pin")}
            >
              {words.text(detail.pin === null ? "detail.pin" : "detail.unpin")}
            </Button>
          </>
        ) : null}
        {mayRestore ? (
          <Button
            variant="subtle"
            color="red"
            leftSection={<Icon name="trash" size={18} />}
            onClick={() => setAsked("delete")}
          >
            {words.text("detail.delete")}
          </Button>
        ) : null}
      </div>
      {asked === "copy" ? (
        <CopyDialog detail={detail} place={place} password={password} onClose={close} />
      ) : null}
      {asked === "pin" ? <PinDialog detail={detail} place={place} onClose={close} /> : null}
      {asked === "delete" ? <DeleteDialog detail={detail} place={place} onClose={close} /> : null}
    </>
  );
}

interface DialogProps {
  readonly detail: BackupDetailView;
  readonly place: string;
  readonly onClose: () => void;
}

function CopyDialog({
  detail,
  place,
  password,
  onClose,
}: DialogProps & { readonly password: string | null }): ReactNode {
  const words = useWords();
  const { data, error } = useQuery({
    queryKey: ["places"],
    queryFn: () => call("GET /api/places"),
  });
  const others = data?.places.filter(({ name, kind }) => name !== place && kind !== "away") ?? [];
  const copy = useMutation({
    mutationFn: (to: string) =>
      call("POST /api/backups/copy", {
        body: { place, backup: detail.id, to, file: null, password },
      }),
    onSuccess: ({ run }) => go("run", run),
  });
  return (
    <Dialog title={words.text("copy.title")} onClose={onClose}>
      <Trouble error={error ?? copy.error} />
      <ul className="folders">
        {others.map(({ name, folder }) => (
          <li key={name}>
            <button
              type="button"
              className="folder"
              disabled={copy.isPending}
              onClick={() => copy.mutate(name)}
            >
              <Icon name="disk" />
              <span className="grow">
                <Name>{words.placeName(name)}</Name>{" "}
                <span className="dim">
                  <Foreign>{folder}</Foreign>
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {data !== undefined && others.length === 0 ? (
        <>
          <p>{words.text("copy.none")}</p>
          <div className="actions end">
            <Button onClick={() => go("settings")}>{words.text("copy.settings")}</Button>
          </div>
        </>
      ) : null}
    </Dialog>
  );
}

function PinDialog({ detail, place, onClose }: DialogProps): ReactNode {
  const words = useWords();
  const client = useQueryClient();
  const [note, setNote] = useState(detail.pin ?? "");
  const pin = useMutation({
    mutationFn: (kept: string | null) =>
      call("POST /api/backups/pin", { body: { place, backup: detail.id, note: kept } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["backups"] });
      onClose();
    },
  });
  return (
    <Dialog title={words.text("pin.title")} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          pin.mutate(note);
        }}
      >
        <p>{words.text("pin.what")}</p>
        <TextInput
          label={words.text("pin.note")}
          value={note}
          maxLength={500}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Trouble error={pin.error} />
        <div className="actions end">
          {detail.pin === null ? null : (
            <Button variant="default" onClick={() => pin.mutate(null)}>
              {words.text("pin.off")}
            </Button>
          )}
          <Button type="submit" loading={pin.isPending}>
            {words.text("pin.on")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function DeleteDialog({ detail, place, onClose }: DialogProps): ReactNode {
  const words = useWords();
  const forget = useMutation({
    mutationFn: () => call("POST /api/backups/forget", { body: { place, backups: [detail.id] } }),
    onSuccess: ({ run }) => go("run", run),
  });
  return (
    <Dialog title={words.text("delete.title")} onClose={onClose}>
      <p>
        {words.text("delete.what", {
          takenAt: detail.takenAt,
          place: words.placeName(place),
        })}
      </p>
      <Trouble error={forget.error} />
      <div className="actions end">
        <Button variant="default" onClick={onClose}>
          {words.text("button.goBack")}
        </Button>
        <Button color="red" loading={forget.isPending} onClick={() => forget.mutate()}>
          {words.text("delete.button")}
        </Button>
      </div>
    </Dialog>
  );
}
