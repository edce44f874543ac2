/** The restore wizard: from where, which items, what will change, one yes, progress, result. */

import { Button, Loader, PasswordInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { ReactNode } from "react";
import type {
  Answer,
  BackupDetailView,
  BackupView,
  HomeView,
  PlanView,
} from "../../http/contract.ts";
import {
  arrives,
  beginRestore,
  canGoBackFrom,
  insideTenants,
  isArrivalKnown,
  nextRestore,
  restoreBlockers,
  restoreKinds,
  restoreSum,
  restoreWarnings,
  resumeRestore,
  shownBackups,
} from "../../wizard/restore-wizard.ts";
import type {
  RestoreEvent,
  RestoreFacts,
  RestoreKind,
  RestoreSource,
  RestoreState,
} from "../../wizard/restore-wizard.ts";
import { call } from "../api.ts";
import { AwayBackups } from "../components/away-backups.tsx";
import { BackupList, Filters, isFound } from "../components/backup-list.tsx";
import { Browser } from "../components/browser.tsx";
import type { Located } from "../components/browser.tsx";
import { Cards, Openable, Ticks } from "../components/choice.tsx";
import { FileDrop } from "../components/file-drop.tsx";
import { FolderChooser } from "../components/folder-chooser.tsx";
import { Icon } from "../components/icons.tsx";
import type { IconName } from "../components/icons.tsx";
import { PlanChanges } from "../components/plan-changes.tsx";
import { Result } from "../components/result.tsx";
import { RunProgress } from "../components/run-progress.tsx";
import { Steps, Ways } from "../components/steps.tsx";
import { Foreign, Name, Title } from "../components/text.tsx";
import { Note, Problem, Refused, Trouble } from "../components/trouble.tsx";
import { Waiting } from "../components/waiting.tsx";
import { hasHost, tell } from "../host.ts";
import { useRun } from "../live.ts";
import { go, noteRun } from "../navigate.ts";
import { useHome, useMay, useSession } from "../session.tsx";
import { useWizard } from "../use-wizard.ts";
import { useWords } from "../words.tsx";
import { Working } from "./run.tsx";

export function RestoreScreen({ query }: { readonly query: URLSearchParams }): ReactNode {
  const isAdministrator = useMay("administrator");
  const { isSingleSeat } = useSession();
  const [folder, setFolder] = useState<string | null>(null);
  const items = useQuery({ queryKey: ["items"], queryFn: () => call("GET /api/items") });
  const backups = useQuery({
    queryKey: ["backups", folder],
    queryFn: () => call("GET /api/backups", { query: folder === null ? {} : { place: folder } }),
  });
  const facts = useMemo((): RestoreFacts | null => {
    if (backups.data === undefined || (items.data === undefined && items.error === null))
      return null;
    return {
      backups: backups.data.backups,
      // An application that cannot be read is just what a restore is for.
      tenants: items.data?.tenants ?? [],
      isAdministrator,
      asksPassword: !isSingleSeat,
      // A program that shows this page has its data open: it is swapped while the program is closed.
      atNextStart: hasHost(),
    };
  }, [items.data, items.error, backups.data, isAdministrator, isSingleSeat]);
  if (facts === null)
    return backups.error === null ? <Waiting /> : <Trouble error={backups.error} />;
  return (
    <Wizard
      facts={facts}
      all={backups.data?.backups ?? []}
      troubles={backups.data?.troubles ?? []}
      away={backups.data?.away ?? []}
      first={firstSource(query)}
      run={query.get("run")}
      folder={folder}
      onFolder={setFolder}
    />
  );
}

/** What the address names: a backup of the list, or a file. */
function firstSource(query: URLSearchParams): RestoreSource | null {
  const file = query.get("file");
  if (file !== null) return { place: null, backup: file, name: file.split(/[\\/]/).at(-1) ?? file };
  const backup = query.get("backup");
  return backup === null ? null : { place: query.get("place"), backup, name: null };
}

type Send = (event: RestoreEvent) => void;

interface WizardProps {
  readonly facts: RestoreFacts;
  readonly all: readonly BackupView[];
  readonly away: Answer<"GET /api/backups">["away"];
  readonly troubles: readonly { readonly place: string; readonly problem: HomeView["trouble"] }[];
  readonly first: RestoreSource | null;
  readonly run: string | null;
  readonly folder: string | null;
  readonly onFolder: (folder: string | null) => void;
}

function Wizard(props: WizardProps): ReactNode {
  const { facts, first, run } = props;
  const words = useWords();
  const { home } = useHome();
  const app = home?.app ?? null;
  const [state, send] = useWizard<RestoreState, RestoreEvent>(() => {
    if (run !== null) return resumeRestore(facts, run, "restore");
    const begun = beginRestore(facts);
    if (first === null) return begun;
    return nextRestore(nextRestore(begun, { kind: "choose", source: first }), { kind: "go" });
  }, nextRestore);
  useEffect(() => send({ kind: "facts", facts }), [facts, send]);
  const running = state.deed === "restore" ? (state.running?.run ?? null) : null;
  useEffect(() => {
    if (running !== null && running !== run) noteRun("restore", running);
  }, [running, run]);
  // What can be taken is shown at once together with what is inside; only what is wrong stands alone.
  const canTake = state.step === "inside" && restoreBlockers(state).length === 0;
  const isSeen = state.inside?.kind === "seen";
  useEffect(() => {
    if (canTake && isSeen) send({ kind: "go" });
  }, [canTake, isSeen, send]);
  useEffect(() => {
    if (state.step === "confirm") tell({ event: "confirm-needed", what: "restore" });
  }, [state.step]);

  const names = [
    words.text("restore.stepFrom"),
    words.text("restore.stepWhat"),
    words.text("restore.stepLook"),
    words.text("restore.stepRun"),
  ];
  const steps = (current: number): ReactNode => <Steps names={names} current={current} />;
  const toList = (): void => {
    if (state.step === "items") send({ kind: "back" });
    send({ kind: "back" });
  };
  switch (state.step) {
    case "from":
      return (
        <>
          {steps(0)}
          <From key="from" {...props} state={state} send={send} app={app} />
        </>
      );
    case "inside":
      return (
        <>
          {steps(1)}
          <Inside key="inside" state={state} send={send} onBack={toList} />
        </>
      );
    case "items":
      return (
        <>
          {steps(1)}
          <Items key="items" state={state} send={send} app={app} onBack={toList} />
        </>
      );
    case "preview":
      return (
        <>
          {steps(2)}
          <Preview key="preview" state={state} send={send} app={app} />
        </>
      );
    case "confirm":
      return (
        <>
          {steps(2)}
          <Confirm key="confirm" state={state} send={send} app={app} />
        </>
      );
    case "question":
    case "progress":
      return (
        <>
          {steps(3)}
          <Progress key="progress" id={state.running?.run ?? null} />
        </>
      );
    case "result":
    case "confirmUndo":
      return <End key="result" state={state} send={send} />;
  }
}

interface StepProps {
  readonly state: RestoreState;
  readonly send: Send;
  readonly app: HomeView["app"];
}

function From({
  state,
  send,
  app,
  all,
  troubles,
  away,
  folder,
  onFolder,
}: StepProps & WizardProps): ReactNode {
  const words = useWords();
  const [isChoosing, setChoosing] = useState(false);
  const take = (source: RestoreSource): void => {
    setChoosing(false);
    send({ kind: "choose", source });
    send({ kind: "go" });
  };
  const byId = new Map(all.map((each) => [`${each.place} ${each.id}`, each]));
  const shown = shownBackups(state, (backup, text) => {
    const found = byId.get(`${backup.place} ${backup.id}`);
    return found !== undefined && isFound(found, text, words);
  }).flatMap(({ place, id }) => byId.get(`${place} ${id}`) ?? []);
  const newest =
    all.find(
      ({ scope, isComplete, reason }) => scope === "full" && isComplete && reason !== "safety",
    ) ?? null;
  const isBlocked = restoreBlockers(state).includes("needsAdministrator");
  return (
    <section className="card">
      <Title
        under={folder === null ? words.text("restore.fromUnder") : <Foreign>{folder}</Foreign>}
      >
        {words.text("restore.from")}
      </Title>
      {isBlocked ? <Note tone="warn">{words.text("blocker.needsAdministrator")}</Note> : null}
      {troubles.map(({ place, problem }) => (
        <Problem key={place} problem={problem} />
      ))}
      {all.length > 3 ? (
        <Filters
          all={all}
          filters={state.filters}
          app={app}
          onChange={(change) => send({ kind: "filter", change })}
        />
      ) : null}
      {all.length === 0 ? (
        <p>{words.text("restore.noBackups")}</p>
      ) : (
        <BackupList
          backups={shown}
          app={app}
          newest={newest}
          onOpen={({ place, id, name }) => take({ place, backup: id, name })}
        />
      )}
      <AwayBackups away={away} app={app} />
      <FileDrop
        onFile={(path, name) => take({ place: null, backup: path, name })}
        onBrowse={() => setChoosing(true)}
      />
      {folder === null ? null : (
        <div className="actions">
          <Button variant="subtle" onClick={() => onFolder(null)}>
            {words.text("restore.usualPlaces")}
          </Button>
        </div>
      )}
      <Ways next={null} isBlocked={false} onNext={() => undefined} onBack={() => go()} />
      {isChoosing ? (
        <FolderChooser
          purpose="restore"
          onClose={() => setChoosing(false)}
          onFolder={(path) => {
            setChoosing(false);
            onFolder(path);
          }}
          onFile={(path, name) => take({ place: null, backup: path, name })}
        />
      ) : null}
    </section>
  );
}

function Inside({
  state,
  send,
  onBack,
}: {
  readonly state: RestoreState;
  readonly send: Send;
  readonly onBack: () => void;
}): ReactNode {
  const words = useWords();
  const { inside, source } = state;
  const [blocker] = restoreBlockers(state);
  const name = source?.name ?? null;
  if (
    inside === null ||
    inside.kind === "waiting" ||
    (inside.kind === "seen" && blocker === undefined)
  )
    return (
      <section className="card">
        <Title>{words.text("restore.looking")}</Title>
        <Loader aria-label={words.text("wait")} />
        <Ways next={null} isBlocked={false} onNext={() => undefined} onBack={onBack} />
      </section>
    );
  if (inside.kind === "locked")
    return (
      <section className="card">
        <Title under={name === null ? undefined : <Foreign>{name}</Foreign>}>
          {words.text("restore.locked")}
        </Title>
        {inside.isWrong ? <Note tone="bad">{words.text("restore.wrongPassword")}</Note> : null}
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            send({ kind: "go" });
          }}
        >
          <PasswordInput
            label={words.text("restore.filePassword")}
            value={state.filePassword}
            onChange={(event) =>
              send({ kind: "filePassword", password: event.currentTarget.value })
            }
            visibilityToggleButtonProps={{ "aria-label": words.text("signIn.show") }}
          />
          <Ways
            next={words.text("button.next")}
            isBlocked={blocker !== undefined}
            onNext={() => send({ kind: "go" })}
            onBack={onBack}
          />
        </form>
      </section>
    );
  return (
    <section className="card hero red">
      <div className="hero-top">
        <span className="hero-sign">
          <Icon name="cross" size={40} />
        </span>
        <Title under={words.text("restore.untouched")}>
          {words.text(inside.kind === "seen" ? "restore.foreign" : "restore.bad")}
        </Title>
      </div>
      {inside.kind === "bad" ? <Refused refusal={inside.refusal} /> : null}
      {inside.kind === "seen" ? (
        <p>
          {words.text("restore.foreignApp", {
            app: inside.detail.app.name,
            version: inside.detail.app.version,
          })}
        </p>
      ) : null}
      <Ways next={words.text("restore.other")} isBlocked={false} onNext={onBack} onBack={null} />
    </section>
  );
}

function Items({
  state,
  send,
  app,
  onBack,
}: StepProps & { readonly onBack: () => void }): ReactNode {
  const words = useWords();
  const { inside, what, source, filePassword } = state;
  if (inside?.kind !== "seen" || source === null) return null;
  // The server's whole answer is what the wizard was given.
  const detail = inside.detail as BackupDetailView;
  const word = { said: words.tenantWord(app, "other") };
  const one = { said: words.tenantWord(app, "one") };
  const tenants = insideTenants(state);
  const sizeOf = (tenant: string): number =>
    detail.parts
      .filter((each) => each.tenant === tenant)
      .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const located = { place: source.place, backup: source.backup, password: filePassword || null };
  const more: Readonly<Record<RestoreKind, ReactNode>> = {
    everything: undefined,
    tenants: (
      <Ticks
        label={words.text("backup.which", { word, one })}
        all={tenants.map(({ id, title }) => ({
          id,
          title,
          side: words.bytes(sizeOf(id)),
          isTicked: what.tenants.includes(id),
        }))}
        onTick={(tenant, isTicked) => send({ kind: "tenant", tenant, isTicked })}
      />
    ),
    items: (
      <Ticks
        label={words.text("backup.whichItems")}
        all={inOrder(detail).map((part) => ({
          id: part.id,
          title: words.itemTitle(part, tenants),
          side: words.bytes(part.sizeBytes),
          isTicked: what.items.includes(part.id),
          ...(hasFiles(part) && {
            more: {
              label: words.text("restore.someOfIt"),
              onClick: () => send({ kind: "open", item: part.id }),
            },
          }),
        }))}
        onTick={(item, isTicked) => send({ kind: "item", item, isTicked })}
      />
    ),
    paths: (
      <PathTicks
        detail={detail}
        located={located}
        opened={what.opened}
        onOpen={(item) => send({ kind: "open", item })}
        ticked={what.paths}
        onTick={(path, isTicked) => send({ kind: "path", path, isTicked })}
      />
    ),
  };
  const sum = restoreSum(state);
  const [blocker] = restoreBlockers(state);
  const kinds = restoreKinds(state);
  return (
    <section className="card">
      <Title under={<InsideFacts detail={detail} name={source.name} />}>
        {words.text("restore.what")}
      </Title>
      <Refused refusal={state.refusal} />
      {state.refusal?.code === "PARCEL_KEY_OTHER" ? (
        <PasswordInput
          label={words.text("restore.otherKey")}
          description={words.text("restore.otherKeyWhat")}
          autoComplete="off"
          value={filePassword}
          onChange={(event) => send({ kind: "filePassword", password: event.currentTarget.value })}
          visibilityToggleButtonProps={{ "aria-label": words.text("signIn.show") }}
        />
      ) : null}
      {restoreWarnings(state).includes("incomplete") ? (
        <Note tone="warn">{words.text("warning.incomplete")}</Note>
      ) : null}
      {arrives(state) ? (
        <ArrivalChoice state={state} send={send} app={app} />
      ) : (
        <Cards
          label={words.text("restore.what")}
          value={what.kind}
          options={kinds.map((kind) => ({
            value: kind,
            title: words.text(`restoreWhat.${kind}`, { word, one }),
            text: words.text(`restoreText.${kind}`, { word, one }),
            more: more[kind],
          }))}
          onChange={(kind) => send({ kind: "what", what: kind })}
        />
      )}
      {sum !== null && sum.itemCount > 0 ? (
        <p className="sum">{words.text("backup.sum", { ...sum })}</p>
      ) : null}
      <Ways
        next={words.text("restore.look")}
        isBlocked={blocker !== undefined}
        why={blocker === undefined ? undefined : words.text(`blocker.${blocker}`, { word, one })}
        onNext={() => send({ kind: "go" })}
        onBack={onBack}
      />
    </section>
  );
}

function InsideFacts({
  detail,
  name,
}: {
  readonly detail: BackupDetailView;
  readonly name: string | null;
}): ReactNode {
  const words = useWords();
  const { app, takenAt, host, tenants } = detail;
  return (
    <>
      {name === null ? null : (
        <>
          <Foreign>{name}</Foreign>
          {" · "}
        </>
      )}
      {words.text("inside.facts", {
        takenAt,
        app: app.name,
        version: app.version,
        host,
        hasHost: host === "" ? "no" : "yes",
      })}
      {tenants === null || tenants.length === 0
        ? ""
        : ` · ${words.text("inside.tenants", { tenantCount: tenants.length })}`}
    </>
  );
}

type DetailPart = BackupDetailView["parts"][number];

/** Databases come back as a whole. */
function hasFiles({ kind, tables }: DetailPart): boolean {
  return kind !== "database" && tables === null;
}

/** What belongs to all comes first: layouts and templates are what people bring back singly. */
function inOrder({ parts }: BackupDetailView): readonly DetailPart[] {
  return parts.toSorted((a, b) => Number(a.tenant !== null) - Number(b.tenant !== null));
}

/** The items as if they were folders, and what is in the one that is opened. */
function PathTicks({
  detail,
  located,
  opened,
  onOpen,
  ticked,
  onTick,
}: {
  readonly detail: BackupDetailView;
  readonly located: Located;
  readonly opened: string | null;
  readonly onOpen: (item: string | null) => void;
  readonly ticked: readonly string[];
  readonly onTick: (path: string, isTicked: boolean) => void;
}): ReactNode {
  const words = useWords();
  const titleOf = (part: DetailPart): string => words.itemTitle(part, detail.tenants ?? []);
  const parts = inOrder(detail).filter(hasFiles);
  const part = parts.find(({ id }) => id === opened) ?? null;
  const chosen = ticked.flatMap((each) => {
    const owner = parts.find(({ id }) => each.startsWith(`${id}/`));
    return owner === undefined ? [] : [{ each, owner, path: each.slice(owner.id.length + 1) }];
  });
  return (
    <div className="stack">
      {part === null ? (
        <Openable
          label={words.text("restore.inItem")}
          all={parts.map((each) => ({
            id: each.id,
            title: titleOf(each),
            side: words.bytes(each.sizeBytes),
          }))}
          onOpen={onOpen}
        />
      ) : (
        <Browser
          key={part.id}
          source={located}
          part={part.id}
          title={titleOf(part)}
          onLeave={() => onOpen(null)}
          ticked={ticked}
          onTick={onTick}
        />
      )}
      {chosen.length === 0 ? null : (
        <ul className="plain">
          {chosen.map(({ each, owner, path }) => (
            <li key={each}>
              <Name>{titleOf(owner)}</Name>: <Foreign>{path}</Foreign>{" "}
              <button
                type="button"
                className="quiet-icon"
                aria-label={words.text("button.remove", { path })}
                onClick={() => onTick(each, false)}
              >
                <Icon name="cross" size={14} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** One tenant that was brought along in a file: in, in the place of the one here, or beside it. */
function ArrivalChoice({ state, send, app }: StepProps): ReactNode {
  const words = useWords();
  const { arrival } = state;
  const [tenant] = insideTenants(state);
  const one = { said: words.tenantWord(app, "one") };
  const isKnown = isArrivalKnown(state);
  const facts = { title: tenant?.title ?? "", one };
  return (
    <Cards
      label={words.text("restore.what")}
      value={arrival.way}
      options={(["in", "replace", "beside"] as const)
        .filter((way) => (isKnown ? way !== "in" : way !== "replace"))
        .map((way) => ({
          value: way,
          title: words.text(`arrival.${way}`, facts),
          text: words.text(`arrivalText.${way}`, facts),
          more:
            way === "beside" ? (
              <div className="stack">
                <TextInput
                  label={words.text("arrival.as")}
                  value={arrival.as}
                  onChange={(event) =>
                    send({ kind: "arrival", change: { as: event.currentTarget.value } })
                  }
                />
                <TextInput
                  label={words.text("arrival.title")}
                  value={arrival.title}
                  onChange={(event) =>
                    send({ kind: "arrival", change: { title: event.currentTarget.value } })
                  }
                />
              </div>
            ) : undefined,
        }))}
      onChange={(way) => send({ kind: "arrival", change: { way } })}
    />
  );
}

function Preview({ state, send, app }: StepProps): ReactNode {
  const words = useWords();
  const { run } = useRun(state.running?.run ?? null);
  const [blocker] = restoreBlockers(state);
  if (state.plan === null)
    return (
      <section className="card">
        <Title under={words.text("restore.planningWhat")}>{words.text("restore.planning")}</Title>
        {run === null || run.endedAt !== null ? (
          <Loader aria-label={words.text("wait")} />
        ) : (
          <RunProgress run={run} />
        )}
        <Ways
          next={null}
          isBlocked={false}
          onNext={() => undefined}
          onBack={() => send({ kind: "back" })}
        />
      </section>
    );
  const plan = state.plan as PlanView;
  const warnings = restoreWarnings(state);
  return (
    <section className="card">
      <Title under={words.text("preview.under", { takenAt: plan.backup.takenAt })}>
        {words.text(warnings.includes("nothingChanges") ? "preview.same" : "preview.title")}
      </Title>
      <PlanChanges plan={plan} app={app} />
      {warnings
        .filter((each) => each !== "nothingChanges")
        .map((each) => (
          <Note key={each} tone="warn">
            {words.text(`warning.${each}`, {
              takenAt: plan.endsUndo?.takenAt ?? null,
            })}
          </Note>
        ))}
      {blocker === undefined ? null : (
        <Note tone="bad">
          <p>{words.text(`blocker.${blocker}`, holdersOf(plan))}</p>
          <Button variant="default" onClick={() => send({ kind: "again" })}>
            {words.text("restore.lookAgain")}
          </Button>
        </Note>
      )}
      <Ways
        next={words.text("button.next")}
        isBlocked={blocker !== undefined}
        onNext={() => send({ kind: "go" })}
        onBack={() => send({ kind: "back" })}
      />
    </section>
  );
}

function holdersOf(plan: PlanView): Readonly<Record<string, string | number | readonly string[]>> {
  const short = plan.rooms.find(({ neededBytes, freeBytes }) => neededBytes > freeBytes);
  return {
    holders: [...new Set(plan.parts.flatMap(({ holders }) => holders.map(({ name }) => name)))],
    neededBytes: short?.neededBytes ?? 0,
    freeBytes: short?.freeBytes ?? 0,
    folder: short?.folder ?? "",
  };
}

function Confirm({ state, send, app }: StepProps): ReactNode {
  const words = useWords();
  const { facts, password } = state;
  const plan = state.plan as PlanView;
  const [blocker] = restoreBlockers(state);
  const { takenAt } = plan.backup;
  const names = replacedNames(plan, words);
  return (
    <section className="card">
      <Title>
        {plan.replacesNothing
          ? words.text("confirm.titleNew", { takenAt })
          : words.text("confirm.title", { takenAt })}
      </Title>
      <p>{words.text("confirm.replaced")}</p>
      <ul className="big-list">
        {names.map(({ key, icon, name, only }) => (
          <li key={key}>
            <Icon name={icon} />
            <span className="strong">
              <Name>{name}</Name>
              {only.map((path, index) => (
                <span key={path}>
                  {index === 0 ? ": " : words.text("comma")}
                  <Foreign>{path}</Foreign>
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
      {plan.untouchedTenants.length > 0 ? (
        <p className="dim">
          {words.text("confirm.untouched")}{" "}
          {plan.untouchedTenants.map(({ id, title }, index) => (
            <span key={id}>
              {index > 0 ? words.text("comma") : ""}
              <Name>{title}</Name>
            </span>
          ))}
        </p>
      ) : null}
      <Note tone="good">{words.text("confirm.undo", { dayCount: plan.undoDays })}</Note>
      {plan.stopsApp ? (
        <Note tone="info">
          {words.text(plan.startsApp ? "confirm.stopsStarts" : "confirm.stops", {
            app: app?.name ?? "",
          })}
        </Note>
      ) : null}
      <Refused refusal={state.refusal} />
      {facts.asksPassword ? (
        <PasswordInput
          label={words.text("confirm.password")}
          autoComplete="current-password"
          value={password}
          onChange={(event) => send({ kind: "password", password: event.currentTarget.value })}
          visibilityToggleButtonProps={{ "aria-label": words.text("signIn.show") }}
        />
      ) : null}
      <Ways
        next={words.text("confirm.button")}
        isGrave
        isBlocked={blocker !== undefined}
        why={blocker === undefined ? undefined : words.text(`blocker.${blocker}`)}
        onNext={() => send({ kind: "confirm", plan: plan.plan })}
        onBack={() => send({ kind: "back" })}
      />
    </section>
  );
}

interface Replaced {
  readonly key: string;
  readonly icon: IconName;
  readonly name: string;
  /** Files and folders in it; empty: all of it. */
  readonly only: readonly string[];
}

/** Whole tenants by their names, everything else by the titles of its items, single files by their own. */
function replacedNames(plan: PlanView, words: ReturnType<typeof useWords>): readonly Replaced[] {
  const names = plan.parts.map((part): Replaced => {
    const { id, only } = part;
    const tenant =
      part.tenant === null
        ? null
        : (plan.tenants.find((each) => each.id === part.tenant)?.title ?? part.tenant);
    if (only !== null) {
      return { key: id, icon: "file", name: words.itemTitle(part, plan.tenants), only };
    }
    if (tenant === null) return { key: id, icon: "gear", name: words.titleOf(part), only: [] };
    return { key: `tenant ${part.tenant}`, icon: "building", name: tenant, only: [] };
  });
  return [...new Map(names.map((each) => [each.key, each])).values()];
}

function Progress({ id }: { readonly id: string | null }): ReactNode {
  const words = useWords();
  const { run } = useRun(id);
  if (run === null || run.endedAt !== null)
    return (
      <section className="card hero busy">
        <Title>{words.text("doing.restore")}</Title>
        <Loader aria-label={words.text("wait")} />
      </section>
    );
  return <Working run={run} />;
}

function End({ state, send }: { readonly state: RestoreState; readonly send: Send }): ReactNode {
  const words = useWords();
  const { run } = useRun(state.end?.run ?? null);
  if (run === null) return null;
  return (
    <Result
      run={run}
      isFresh
      actions={
        canGoBackFrom(state) ? (
          <Button size="lg" variant="default" onClick={() => send({ kind: "back" })}>
            {words.text("button.again")}
          </Button>
        ) : null
      }
    />
  );
}
