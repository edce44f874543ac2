/** The backup wizard: what, where and under which name, progress, result. */

import { Button, Checkbox, Loader, PasswordInput, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { ReactNode } from "react";
import type { PlaceView } from "../../http/contract.ts";
import {
  ENCRYPTIONS,
  backupBlockers,
  backupKinds,
  backupSum,
  backupWarnings,
  beginBackup,
  canGoBack,
  nextBackup,
  resumeBackup,
  takesPlaces,
} from "../../wizard/backup-wizard.ts";
import type {
  BackupEvent,
  BackupFacts,
  BackupKind,
  BackupState,
} from "../../wizard/backup-wizard.ts";
import { sumOf } from "../../wizard/chosen.ts";
import { call } from "../api.ts";
import { Cards, Ticks } from "../components/choice.tsx";
import { FolderChooser } from "../components/folder-chooser.tsx";
import { Icon } from "../components/icons.tsx";
import { Result } from "../components/result.tsx";
import { Steps, Ways } from "../components/steps.tsx";
import { Foreign, Name, Title } from "../components/text.tsx";
import { Note, Refused, Trouble } from "../components/trouble.tsx";
import { Waiting } from "../components/waiting.tsx";
import { useRun } from "../live.ts";
import { noteRun } from "../navigate.ts";
import { useHome, useMay } from "../session.tsx";
import { useWizard } from "../use-wizard.ts";
import { newName } from "../place-name.ts";
import { useWords } from "../words.tsx";
import { Working } from "./run.tsx";

export function BackupScreen({ query }: { readonly query: URLSearchParams }): ReactNode {
  const items = useQuery({ queryKey: ["items"], queryFn: () => call("GET /api/items") });
  const places = useQuery({ queryKey: ["places"], queryFn: () => call("GET /api/places") });
  const isAdministrator = useMay("administrator");
  const facts = useMemo((): BackupFacts | null => {
    if (items.data === undefined || places.data === undefined) return null;
    return {
      tenants: items.data.tenants,
      items: items.data.items,
      loginPart: items.data.loginPart,
      places: places.data.places,
      isAdministrator,
      canDownload: true,
    };
  }, [items.data, places.data, isAdministrator]);
  if (facts === null) {
    // Once it is known, a question that fails later takes nothing away that was chosen.
    const error = items.error ?? places.error;
    return error === null ? <Waiting /> : <Trouble error={error} />;
  }
  return (
    <Wizard
      facts={facts}
      places={places.data?.places ?? []}
      run={query.get("run")}
      wantsNewPlace={query.get("place") === "new"}
    />
  );
}

function Wizard({
  facts,
  places,
  run,
  wantsNewPlace,
}: {
  readonly facts: BackupFacts;
  readonly places: readonly PlaceView[];
  readonly run: string | null;
  readonly wantsNewPlace: boolean;
}): ReactNode {
  const words = useWords();
  const [state, send] = useWizard<BackupState, BackupEvent>(() => {
    if (run !== null) return resumeBackup(facts, run, { kind: "download" });
    const begun = beginBackup(facts);
    return wantsNewPlace ? nextBackup(begun, { kind: "go" }) : begun;
  }, nextBackup);
  useEffect(() => send({ kind: "facts", facts }), [facts, send]);
  const running = state.running?.run ?? null;
  useEffect(() => {
    // A page that is loaded anew finds its run again.
    if (running !== null && running !== run) noteRun("backup", running);
  }, [running, run]);

  const names = [
    words.text("backup.stepWhat"),
    words.text("backup.stepWhere"),
    words.text("backup.stepRun"),
  ];
  switch (state.step) {
    case "what":
      return (
        <>
          <Steps names={names} current={0} />
          <What key="what" state={state} send={send} />
        </>
      );
    case "where":
      return (
        <>
          <Steps names={names} current={1} />
          <Where
            key="where"
            state={state}
            send={send}
            places={places}
            wantsNewPlace={wantsNewPlace}
          />
        </>
      );
    case "question":
    case "progress":
      return (
        <>
          <Steps names={names} current={2} />
          <Progress key="progress" run={running} state={state} />
        </>
      );
    case "result":
      return <Ends key="result" state={state} send={send} />;
  }
}

interface StepProps {
  readonly state: BackupState;
  readonly send: (event: BackupEvent) => void;
}

function What({ state, send }: StepProps): ReactNode {
  const words = useWords();
  const { home } = useHome();
  const app = home?.app ?? null;
  const { facts, what } = state;
  const word = { said: words.tenantWord(app, "other") };
  const one = { said: words.tenantWord(app, "one") };
  const sizeOf = (tenant: string): string => {
    const { sizeBytes, isAtLeast } = sumOf(facts.items.filter((each) => each.tenant === tenant));
    return isAtLeast ? "–" : words.bytes(sizeBytes);
  };
  const tenants = (isSingle: boolean): ReactNode => (
    <Ticks
      label={words.text(isSingle ? "backup.whichOne" : "backup.which", { word, one })}
      isSingle={isSingle}
      all={facts.tenants.map(({ id, title }) => ({
        id,
        title,
        side: sizeOf(id),
        isTicked: isSingle ? what.tenant === id : what.tenants.includes(id),
      }))}
      onTick={(tenant, isTicked) =>
        send(isSingle ? { kind: "takeAlong", tenant } : { kind: "tenant", tenant, isTicked })
      }
    />
  );
  const more: Readonly<Record<BackupKind, ReactNode>> = {
    everything: undefined,
    tenants: tenants(false),
    export: tenants(true),
    items: (
      <Ticks
        label={words.text("backup.whichItems")}
        all={facts.items.map((item) => ({
          id: item.id,
          title: words.itemTitle(item, facts.tenants),
          side: item.sizeBytes === null ? "–" : words.bytes(item.sizeBytes),
          isTicked: what.items.includes(item.id),
        }))}
        onTick={(item, isTicked) => send({ kind: "item", item, isTicked })}
      />
    ),
  };
  const sum = backupSum(state);
  const [blocker] = backupBlockers(state);
  return (
    <section className="card">
      <Title>{words.text("backup.what")}</Title>
      <Cards
        label={words.text("backup.what")}
        value={what.kind}
        options={backupKinds(state).map(({ kind, blocker: why }) => ({
          value: kind,
          title: words.text(`what.${kind}`, { word, one }),
          text: words.text(why === null ? `whatText.${kind}` : `blocker.${why}`, { word, one }),
          isDisabled: why !== null,
          more: more[kind],
        }))}
        onChange={(kind) => send({ kind: "what", what: kind })}
      />
      {sum.itemCount > 0 && sum.sizeBytes > 0 ? (
        <p className="sum">{words.text("backup.sum", { ...sum })}</p>
      ) : null}
      <Ways
        next={words.text("button.next")}
        isBlocked={blocker !== undefined}
        why={blocker === undefined ? undefined : words.text(`blocker.${blocker}`, { word, one })}
        onNext={() => send({ kind: "go" })}
        onBack={() => history.back()}
      />
    </section>
  );
}

function Where({
  state,
  send,
  places,
  wantsNewPlace,
}: StepProps & {
  readonly places: readonly PlaceView[];
  readonly wantsNewPlace: boolean;
}): ReactNode {
  const words = useWords();
  const client = useQueryClient();
  const [isChoosing, setChoosing] = useState<"place" | "file" | null>(
    wantsNewPlace ? "place" : null,
  );
  const [failure, setFailure] = useState<unknown>(null);
  const [wanted, setWanted] = useState<string | null>(null);
  const { where, facts } = state;
  const [blocker] = backupBlockers(state);
  const warnings = backupWarnings(state);
  const isFile = where.isFile || where.isDownload;

  // A new place can be ticked as soon as the wizard knows it.
  const isKnown = facts.places.some(({ name }) => name === wanted);
  useEffect(() => {
    if (wanted === null || !isKnown) return;
    send({ kind: "place", place: wanted, isTicked: true });
    setWanted(null);
  }, [wanted, isKnown, send]);

  /** A folder that is chosen becomes a place of the settings, so that it is there the next time. */
  const addPlace = async (folder: string): Promise<void> => {
    setChoosing(null);
    try {
      const known = places.find((each) => each.folder === folder);
      const place =
        known ??
        (await call("POST /api/places", { body: { name: newName(folder, places), folder } }));
      await client.invalidateQueries({ queryKey: ["places"] });
      setWanted(place.name);
    } catch (thrown) {
      setFailure(thrown);
    }
  };

  return (
    <section className="card">
      <Title>{words.text("backup.where")}</Title>
      <Refused refusal={state.refusal} />
      <Trouble error={failure} />
      {takesPlaces(state) ? (
        <fieldset className="ticks places">
          <legend>{words.text("where.places")}</legend>
          {places.map((place) => (
            <div key={place.name} className="tick">
              <Checkbox
                size="md"
                checked={where.places.includes(place.name)}
                disabled={place.kind === "away"}
                onChange={(event) =>
                  send({
                    kind: "place",
                    place: place.name,
                    isTicked: event.currentTarget.checked,
                  })
                }
                label={placeTitle(place, words)}
                description={<PlaceFacts place={place} />}
              />
            </div>
          ))}
          {facts.isAdministrator ? (
            <Button
              variant="subtle"
              leftSection={<Icon name="plus" size={18} />}
              onClick={() => setChoosing("place")}
            >
              {words.text("where.addPlace")}
            </Button>
          ) : null}
        </fieldset>
      ) : null}
      <fieldset className="ticks places">
        <legend>{words.text("where.file")}</legend>
        <div className="tick">
          <Checkbox
            size="md"
            checked={where.isDownload}
            onChange={(event) =>
              send({ kind: "where", change: { isDownload: event.currentTarget.checked } })
            }
            label={words.text("where.download")}
            description={words.text("where.downloadWhat")}
          />
        </div>
        {facts.isAdministrator ? (
          <div className="tick">
            <Checkbox
              size="md"
              checked={where.isFile}
              onChange={(event) => {
                const isTicked = event.currentTarget.checked;
                send({ kind: "where", change: { isFile: isTicked } });
                if (isTicked && where.folder === null) setChoosing("file");
              }}
              label={words.text("where.folder")}
              description={
                where.folder === null ? (
                  words.text("where.folderWhat")
                ) : (
                  <Foreign>{where.folder}</Foreign>
                )
              }
            />
            {where.isFile ? (
              <Button variant="subtle" size="compact-md" onClick={() => setChoosing("file")}>
                {words.text("button.choose")}
              </Button>
            ) : null}
          </div>
        ) : null}
        {isFile ? <FileWishes state={state} send={send} /> : null}
      </fieldset>
      {warnings.map(({ warning, place }) => (
        <Note key={warning + String(place)} tone={warning === "unlocked" ? "info" : "warn"}>
          {words.text(`warning.${warning}`, {
            place: place === null ? null : words.placeName(place),
          })}
        </Note>
      ))}
      <Ways
        next={words.text("backup.start")}
        isBlocked={blocker !== undefined}
        why={blocker === undefined ? undefined : words.text(`blocker.${blocker}`)}
        onNext={() => send({ kind: "go" })}
        onBack={canGoBack(state) ? () => send({ kind: "back" }) : null}
      />
      {isChoosing === null ? null : (
        <FolderChooser
          purpose="backup"
          onClose={() => setChoosing(null)}
          onFolder={(folder) => {
            if (isChoosing === "place") void addPlace(folder);
            else {
              setChoosing(null);
              send({ kind: "where", change: { folder, isFile: true } });
            }
          }}
        />
      )}
    </section>
  );
}

type Speaker = ReturnType<typeof useWords>;

export function placeTitle(place: PlaceView, words: Speaker): ReactNode {
  return (
    <>
      <Name>{words.placeName(place.name)}</Name>
      {place.isDefault ? <span className="badge">{words.text("place.usual")}</span> : null}
    </>
  );
}

export function PlaceFacts({ place }: { readonly place: PlaceView }): ReactNode {
  const words = useWords();
  if (place.kind === "away") return <span className="bad-text">{words.text("place.away")}</span>;
  return (
    <>
      <Foreign>{place.folder}</Foreign>
      {place.freeBytes === null
        ? null
        : ` · ${words.text("place.free", { freeBytes: place.freeBytes })}`}
      {place.isSameDevice ? ` · ${words.text("place.sameDevice")}` : null}
    </>
  );
}

function FileWishes({ state, send }: StepProps): ReactNode {
  const words = useWords();
  const { where } = state;
  const change = (each: Partial<Omit<BackupState["where"], "places">>): void =>
    send({ kind: "where", change: each });
  return (
    <div className="stack wishes">
      <TextInput
        label={words.text("where.name")}
        description={words.text("where.nameWhat")}
        value={where.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Cards
        label={words.text("where.lock")}
        value={where.encryption}
        options={ENCRYPTIONS.map((each) => ({
          value: each,
          title: words.text(`lock.${each}`),
          text: words.text(`lockText.${each}`),
          more:
            each === "own" ? (
              <div className="stack">
                <PasswordInput
                  label={words.text("signIn.password")}
                  autoComplete="new-password"
                  value={where.password}
                  onChange={(event) => change({ password: event.currentTarget.value })}
                  visibilityToggleButtonProps={{ "aria-label": words.text("signIn.show") }}
                />
                <PasswordInput
                  label={words.text("where.again")}
                  autoComplete="new-password"
                  value={where.again}
                  onChange={(event) => change({ again: event.currentTarget.value })}
                  visibilityToggleButtonProps={{ "aria-label": words.text("signIn.show") }}
                />
              </div>
            ) : undefined,
        }))}
        onChange={(encryption) => change({ encryption })}
      />
    </div>
  );
}

function Progress({
  run: id,
  state,
}: {
  readonly run: string | null;
  readonly state: BackupState;
}): ReactNode {
  const words = useWords();
  const { run } = useRun(id);
  const targetCount = state.targets.length;
  return (
    <>
      {run === null || run.endedAt !== null ? (
        <section className="card hero busy">
          <Title>{words.text("doing.backup")}</Title>
          <Loader aria-label={words.text("wait")} />
        </section>
      ) : (
        <Working run={run} />
      )}
      {targetCount > 1 ? (
        <p className="dim" role="status">
          {words.text("backup.nth", { nthCount: state.ends.length + 1, targetCount })}
        </p>
      ) : null}
    </>
  );
}

function Ends({ state, send }: StepProps): ReactNode {
  const words = useWords();
  return (
    <>
      {state.ends.map(({ news, refusal }, index) =>
        news === null ? (
          <Refused key={`refused ${String(index)}`} refusal={refusal} />
        ) : (
          <End
            key={news.run}
            id={news.run}
            isLast={index === state.ends.length - 1}
            actions={
              canGoBack(state) ? (
                <Button size="lg" variant="default" onClick={() => send({ kind: "back" })}>
                  {words.text("button.again")}
                </Button>
              ) : null
            }
          />
        ),
      )}
    </>
  );
}

function End({
  id,
  isLast,
  actions,
}: {
  readonly id: string;
  readonly isLast: boolean;
  readonly actions: ReactNode;
}): ReactNode {
  const { run } = useRun(id);
  return run === null ? null : <Result run={run} isLast={isLast} actions={actions} />;
}
