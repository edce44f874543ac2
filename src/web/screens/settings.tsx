/** What the people choose: language, undo, places, who may, and who did what. */

import { Button, Loader, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";
import type { Answer, Role } from "../../http/contract.ts";
import { latinDigits } from "../../language/fold.ts";
import { FivefoldError } from "../../model/error.ts";
import { call } from "../api.ts";
import { Dialog } from "../components/dialog.tsx";
import { FolderChooser } from "../components/folder-chooser.tsx";
import { Icon } from "../components/icons.tsx";
import { LanguageChoice } from "../components/language-choice.tsx";
import { Foreign, Name, Title } from "../components/text.tsx";
import { Trouble } from "../components/trouble.tsx";
import { newName } from "../place-name.ts";
import { useMay, useSession } from "../session.tsx";
import { useSpeech, useWords } from "../words.tsx";
import { PlaceFacts, placeTitle } from "./backup.tsx";

export function Settings(): ReactNode {
  const words = useWords();
  const isAdministrator = useMay("administrator");
  const { isSingleSeat } = useSession();
  return (
    <>
      <Title>{words.text("settings.title")}</Title>
      <General isAdministrator={isAdministrator} />
      <Places isAdministrator={isAdministrator} />
      {isAdministrator ? <Accounts isSingleSeat={isSingleSeat} /> : null}
      {isAdministrator ? <Audit /> : null}
      {isSingleSeat ? null : <SignOut />}
    </>
  );
}

function General({ isAdministrator }: { readonly isAdministrator: boolean }): ReactNode {
  const { words } = useSpeech();
  const client = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ["settings"],
    queryFn: () => call("GET /api/settings"),
  });
  const [days, setDays] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: (undoDays: number) =>
      call("PATCH /api/settings", { body: { undoDays, language: words.code } }),
    onSuccess: async () => {
      setDays(null);
      await client.invalidateQueries({ queryKey: ["settings"] });
    },
  });
  if (error !== null) return <Trouble error={error} />;
  if (data === undefined) return <Loader aria-label={words.text("wait")} />;
  const shown = days ?? words.dates.dayNumber(data.undoDays);
  const typed = Number(latinDigits(shown.trim()));
  const isDays = shown.trim() !== "" && Number.isInteger(typed) && typed >= 0 && typed <= 3650;
  return (
    <section className="card">
      <h2>{words.text("settings.general")}</h2>
      <div className="setting">
        <span className="grow">
          <span className="strong">{words.text("language.label")}</span>
          <span className="dim block">{words.text("settings.languageWhat")}</span>
        </span>
        <LanguageChoice />
      </div>
      {isAdministrator ? (
        <form
          className="setting"
          onSubmit={(event) => {
            event.preventDefault();
            if (isDays) save.mutate(typed);
          }}
        >
          <TextInput
            className="grow"
            inputMode="numeric"
            label={words.text("settings.undoDays")}
            description={words.text("settings.undoDaysWhat")}
            value={shown}
            error={isDays ? null : words.text("settings.daysWrong")}
            onChange={(event) => setDays(event.currentTarget.value)}
          />
          <Button
            type="submit"
            variant="default"
            disabled={!isDays || (days === null && data.language === words.code)}
            loading={save.isPending}
          >
            {words.text("button.save")}
          </Button>
        </form>
      ) : null}
      <Trouble error={save.error} />
      <dl className="facts">
        <dt>{words.text("settings.home")}</dt>
        <dd>
          <Foreign>{data.homeFolder}</Foreign>
        </dd>
        {data.descriptionFile === null ? null : (
          <>
            <dt>{words.text("settings.description")}</dt>
            <dd>
              <Foreign>{data.descriptionFile}</Foreign>
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

function Places({ isAdministrator }: { readonly isAdministrator: boolean }): ReactNode {
  const words = useWords();
  const client = useQueryClient();
  const [isChoosing, setChoosing] = useState(false);
  const { data, error } = useQuery({
    queryKey: ["places"],
    queryFn: () => call("GET /api/places"),
  });
  const again = async (): Promise<void> => {
    await client.invalidateQueries({ queryKey: ["places"] });
    await client.invalidateQueries({ queryKey: ["jobs"] });
    await client.invalidateQueries({ queryKey: ["home"] });
  };
  const add = useMutation({
    mutationFn: (folder: string) =>
      call("POST /api/places", { body: { name: newName(folder, data?.places ?? []), folder } }),
    onSuccess: again,
  });
  const remove = useMutation({
    mutationFn: (name: string) => call("DELETE /api/places/:name", { params: { name } }),
    onSuccess: again,
  });
  const used =
    remove.error instanceof FivefoldError && remove.error.code === "PLACE_USED"
      ? remove.error.facts
      : null;
  return (
    <section className="card">
      <h2>{words.text("settings.places")}</h2>
      <p className="dim">{words.text("settings.placesWhat")}</p>
      <Trouble error={error ?? add.error ?? (used === null ? remove.error : null)} />
      <ul className="rows">
        {data?.places.map((place) => (
          <li key={place.name} className="row still">
            <Icon name="disk" />
            <span className="row-main">
              <span className="strong">{placeTitle(place, words)}</span>
              <span className="dim">
                <PlaceFacts place={place} />
              </span>
            </span>
            {isAdministrator && place.name !== place.folder ? (
              <Button
                variant="subtle"
                size="compact-md"
                aria-label={words.text("button.remove", { path: place.name })}
                onClick={() => remove.mutate(place.name)}
              >
                {words.text("settings.takeOff")}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {isAdministrator ? (
        <div className="actions">
          <Button
            variant="default"
            leftSection={<Icon name="plus" size={18} />}
            onClick={() => setChoosing(true)}
          >
            {words.text("where.addPlace")}
          </Button>
        </div>
      ) : null}
      {used === null ? null : (
        <UsedDialog
          place={String(used["place"])}
          jobs={Array.isArray(used["jobs"]) ? used["jobs"].map(String) : []}
          onDone={again}
          onClose={() => remove.reset()}
        />
      )}
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
    </section>
  );
}

/** Asks once more, because something by itself needs the place. */
function UsedDialog({
  place,
  jobs,
  onDone,
  onClose,
}: {
  readonly place: string;
  readonly jobs: readonly string[];
  readonly onDone: () => Promise<void>;
  readonly onClose: () => void;
}): ReactNode {
  const words = useWords();
  const remove = useMutation({
    mutationFn: () =>
      call("DELETE /api/places/:name", { params: { name: place }, query: { sure: "yes" } }),
    onSuccess: async () => {
      onClose();
      await onDone();
    },
  });
  return (
    <Dialog title={words.text("places.usedTitle", { place })} onClose={onClose}>
      <p>{words.text("places.used", { jobs })}</p>
      <p>{words.text("places.usedWhat")}</p>
      <Trouble error={remove.error} />
      <div className="actions end">
        <Button variant="default" onClick={onClose}>
          {words.text("button.goBack")}
        </Button>
        <Button loading={remove.isPending} onClick={() => remove.mutate()}>
          {words.text("settings.takeOff")}
        </Button>
      </div>
    </Dialog>
  );
}

const ROLES: readonly Role[] = ["administrator", "operator", "viewer"];

function Accounts({ isSingleSeat }: { readonly isSingleSeat: boolean }): ReactNode {
  const words = useWords();
  const [isAdding, setAdding] = useState(false);
  const { data, error } = useQuery({
    queryKey: ["accounts"],
    queryFn: () => call("GET /api/accounts"),
  });
  const [removed, setRemoved] = useState<string | null>(null);
  const accounts = data?.accounts ?? [];
  return (
    <section className="card">
      <h2>{words.text("accounts.title")}</h2>
      <p className="dim">{words.text(isSingleSeat ? "accounts.single" : "accounts.what")}</p>
      <Trouble error={error} />
      <ul className="rows">
        {accounts.map(({ name, role, lastSeenAt }) => (
          <li key={name} className="row still">
            <Icon name="person" />
            <span className="row-main">
              <span className="strong">
                <Name>{name}</Name>
              </span>
              <span className="dim">
                {words.text(`role.${role}`)}
                {lastSeenAt === null ? "" : ` · ${words.dates.stamp(lastSeenAt)}`}
              </span>
            </span>
            <Button
              variant="subtle"
              size="compact-md"
              aria-label={words.text("button.remove", { path: name })}
              onClick={() => setRemoved(name)}
            >
              {words.text("accounts.remove")}
            </Button>
          </li>
        ))}
      </ul>
      <div className="actions">
        <Button
          variant="default"
          leftSection={<Icon name="plus" size={18} />}
          onClick={() => setAdding(true)}
        >
          {words.text("accounts.add")}
        </Button>
      </div>
      {isAdding ? (
        <AccountDialog isFirst={accounts.length === 0} onClose={() => setAdding(false)} />
      ) : null}
      {removed === null ? null : <RemoveAccount name={removed} onClose={() => setRemoved(null)} />}
    </section>
  );
}

function RemoveAccount({
  name,
  onClose,
}: {
  readonly name: string;
  readonly onClose: () => void;
}): ReactNode {
  const words = useWords();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call("DELETE /api/accounts/:name", { params: { name } }),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: ["accounts"] });
    },
  });
  return (
    <Dialog title={words.text("accounts.removeTitle", { name })} onClose={onClose}>
      <p>{words.text("accounts.removeWhat", { name })}</p>
      <Trouble error={remove.error} />
      <div className="actions end">
        <Button variant="default" onClick={onClose}>
          {words.text("button.goBack")}
        </Button>
        <Button loading={remove.isPending} onClick={() => remove.mutate()}>
          {words.text("accounts.remove")}
        </Button>
      </div>
    </Dialog>
  );
}

function AccountDialog({
  isFirst,
  onClose,
}: {
  readonly isFirst: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const words = useWords();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>(isFirst ? "administrator" : "operator");
  const [password, setPassword] = useState("");
  const add = useMutation({
    mutationFn: () => call("POST /api/accounts", { body: { name, role, password } }),
    onSuccess: async () => {
      await client.invalidateQueries();
      onClose();
    },
  });
  return (
    <Dialog title={words.text("accounts.add")} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        {isFirst ? <p>{words.text("accounts.first")}</p> : null}
        <TextInput
          label={words.text("signIn.name")}
          value={name}
          autoComplete="off"
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label={words.text("signIn.password")}
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": words.text("signIn.show") }}
        />
        <label className="stack">
          <span className="strong">{words.text("accounts.role")}</span>
          <select
            className="select"
            value={role}
            disabled={isFirst}
            onChange={(event) => {
              const chosen = ROLES.find((each) => each === event.currentTarget.value);
              if (chosen !== undefined) setRole(chosen);
            }}
          >
            {ROLES.map((each) => (
              <option key={each} value={each}>
                {words.text(`role.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <Trouble error={add.error} />
        <div className="actions end">
          <Button variant="default" onClick={onClose}>
            {words.text("button.goBack")}
          </Button>
          <Button
            type="submit"
            loading={add.isPending}
            disabled={name.trim() === "" || password === ""}
          >
            {words.text("button.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Audit(): ReactNode {
  const words = useWords();
  const { data, error } = useQuery({
    queryKey: ["audit"],
    queryFn: () => call("GET /api/audit", { query: { limit: 100 } }),
  });
  return (
    <section className="card">
      <h2>{words.text("audit.title")}</h2>
      <Trouble error={error} />
      <div className="scroll" tabIndex={0} role="region" aria-label={words.text("audit.title")}>
        <ul className="rows small">
          {data?.lines.map(({ at, user, action, facts }) => (
            <li key={`${at} ${action}`} className="row still">
              <span className="dim">{words.dates.stamp(at)}</span>
              <span className="row-main">
                <Name>{user}</Name>
              </span>
              <span className="side">
                <ActionName action={action} />
                <ActionFacts facts={facts} />
              </span>
            </li>
          ))}
        </ul>
      </div>
      {data?.lines.length === 0 ? <p className="dim">{words.text("audit.none")}</p> : null}
    </section>
  );
}

type AuditFacts = Answer<"GET /api/audit">["lines"][number]["facts"];

function SignOut(): ReactNode {
  const words = useWords();
  const client = useQueryClient();
  const out = useMutation({
    mutationFn: () => call("DELETE /api/session"),
    onSuccess: async () => {
      // Nothing of what was shown stays with the next one.
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
      await client.resetQueries({ queryKey: ["session"] });
    },
  });
  return (
    <div className="actions">
      <Button variant="default" loading={out.isPending} onClick={() => out.mutate()}>
        {words.text("signIn.out")}
      </Button>
    </div>
  );
}

/** To what it was done. */
function ActionFacts({ facts }: { readonly facts: AuditFacts }): ReactNode {
  const names = ["job", "place"].flatMap((key) => {
    const name = facts[key];
    return typeof name === "string" && name !== "" ? [name] : [];
  });
  if (names.length === 0) return null;
  return (
    <>
      {": "}
      {names.map((name) => (
        <Name key={name}>{name}</Name>
      ))}
    </>
  );
}

/** As it stands in the list where it comes from a newer program. */
function ActionName({ action }: { readonly action: string }): ReactNode {
  const words = useWords();
  const key = `action.${action}`;
  return words.has(key) ? <span>{words.text(key)}</span> : <Foreign>{action}</Foreign>;
}
