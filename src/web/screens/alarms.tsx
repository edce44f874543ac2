/** Who is told when backups need attention, how, and what their mail server says to it. */

import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";
import type { AlarmsView, Body } from "../../http/contract.ts";
import { LANGUAGES } from "../../language/choose.ts";
import type { LanguageCode } from "../../language/choose.ts";
import { latinDigits } from "../../language/fold.ts";
import { LONGEST_ALARM_DAYS, MAIL_SECURITIES } from "../../model/alarm.ts";
import { call } from "../api.ts";
import { Icon } from "../components/icons.tsx";
import { shownDigits } from "../components/job-dialog.tsx";
import { LANGUAGE_NAMES } from "../components/language-choice.tsx";
import { Switch } from "../components/switch.tsx";
import { Foreign, Title } from "../components/text.tsx";
import { Note, Trouble } from "../components/trouble.tsx";
import { Waiting } from "../components/waiting.tsx";
import { addressOf } from "../navigate.ts";
import { useWords } from "../words.tsx";

export function Alarms(): ReactNode {
  const words = useWords();
  const { data, error } = useQuery({
    queryKey: ["alarms"],
    queryFn: () => call("GET /api/alarms"),
  });
  if (error !== null) return <Trouble error={error} />;
  if (data === undefined) return <Waiting />;
  return (
    <>
      <Title under={words.text("alarms.under")}>{words.text("alarms.title")}</Title>
      <p>
        <a href={`#${addressOf(["automatic"])}`}>{words.text("nav.automatic")}</a>
      </p>
      <AlarmForm known={data} />
    </>
  );
}

interface Recipient {
  readonly address: string;
  readonly language: LanguageCode | null;
}

/** Everything as it is typed. */
interface Draft {
  readonly host: string;
  readonly port: string;
  readonly security: (typeof MAIL_SECURITIES)[number];
  readonly user: string;
  readonly password: string;
  readonly from: string;
  readonly to: readonly Recipient[];
  readonly webHook: string;
  readonly secret: string;
  readonly pings: readonly { readonly address: string; readonly job: string }[];
  readonly language: LanguageCode | null;
  readonly weekly: boolean;
  readonly awayDays: string;
  readonly uncheckedDays: string;
}

const PORTS = { tls: "465", starttls: "587", none: "25" } as const;

function draftOf({ mail, webHook, pings, ...rest }: AlarmsView): Draft {
  return {
    host: mail?.host ?? "",
    port: mail === null ? "" : String(mail.port),
    security: mail?.security ?? "starttls",
    user: mail?.user ?? "",
    password: "",
    from: mail?.from ?? "",
    to: mail?.to ?? [{ address: "", language: null }],
    webHook: webHook ?? "",
    secret: "",
    pings: pings.map(({ address, job }) => ({ address, job: job ?? "" })),
    language: rest.language,
    weekly: rest.weekly,
    awayDays: String(rest.awayDays),
    uncheckedDays: String(rest.uncheckedDays),
  };
}

type Mail = NonNullable<AlarmsView["mail"]>;

function mailOf(draft: Draft): Mail | null {
  const host = draft.host.trim();
  if (host === "") return null;
  const to = draft.to
    .map(({ address, language }) => ({ address: address.trim(), language }))
    .filter(({ address }) => address !== "");
  return {
    host,
    port: Number(latinDigits(draft.port.trim() || PORTS[draft.security])),
    security: draft.security,
    user: draft.user.trim() || null,
    from: draft.from.trim() || (to[0]?.address ?? ""),
    to,
  };
}

const ADDRESS = /^[^@\s<>]+@[^@\s<>]+$|^[^<>]*<[^@\s<>]+@[^@\s<>]+>$/;

type Wrong = "mail" | "port" | "webHook" | "ping" | "days";

function wrongIn(draft: Draft): ReadonlySet<Wrong> {
  const wrong = new Set<Wrong>();
  const mail = mailOf(draft);
  if (mail !== null) {
    const all = [mail.from, ...mail.to.map(({ address }) => address)];
    if (mail.to.length === 0 || !all.every((each) => ADDRESS.test(each))) wrong.add("mail");
    if (!Number.isInteger(mail.port) || mail.port < 1 || mail.port > 65_535) wrong.add("port");
  }
  if (draft.webHook.trim() !== "" && !isWeb(draft.webHook)) wrong.add("webHook");
  if (!draft.pings.every(({ address }) => address.trim() === "" || isWeb(address)))
    wrong.add("ping");
  for (const text of [draft.awayDays, draft.uncheckedDays]) {
    const days = Number(latinDigits(text.trim()));
    if (!Number.isInteger(days) || days < 1 || days > LONGEST_ALARM_DAYS) wrong.add("days");
  }
  return wrong;
}

function isWeb(text: string): boolean {
  return /^https?:$/.test(URL.parse(text.trim())?.protocol ?? "");
}

function AlarmForm({ known }: { readonly known: AlarmsView }): ReactNode {
  const words = useWords();
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(known));
  const [isTried, setTried] = useState(false);
  const wrong = wrongIn(draft);
  const change = (more: Partial<Draft>): void => {
    save.reset();
    setDraft((before) => ({ ...before, ...more }));
  };
  const save = useMutation({
    mutationFn: () => call("PUT /api/alarms", { body: bodyOf(draft) }),
    onSuccess: async () => {
      setDraft((before) => ({ ...before, password: "", secret: "" }));
      for (const key of ["alarms", "home", "audit"])
        await client.invalidateQueries({ queryKey: [key] });
    },
  });
  const props = { draft, change, known, wrong: isTried ? wrong : new Set<Wrong>() };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (wrong.size === 0) save.mutate();
      }}
    >
      <MailCard {...props} />
      <WebHookCard {...props} />
      <PingCard {...props} />
      <LimitsCard {...props} />
      {isTried && wrong.size > 0 ? (
        <p className="bad-text" role="alert">
          {words.text("job.mistakes")}
        </p>
      ) : null}
      <Trouble error={save.error} />
      <div className="actions end">
        {save.isSuccess ? <span role="status">{words.text("alarms.saved")}</span> : null}
        <Button type="submit" loading={save.isPending}>
          {words.text("button.save")}
        </Button>
      </div>
    </form>
  );
}

function bodyOf(draft: Draft): Body<"PUT /api/alarms"> {
  const { password, secret, language, weekly } = draft;
  const days = (text: string): number => Number(latinDigits(text.trim()));
  return {
    alarms: {
      mail: mailOf(draft),
      webHook: draft.webHook.trim() || null,
      pings: draft.pings
        .map(({ address, job }) => ({ address: address.trim(), job: job.trim() || null }))
        .filter(({ address }) => address !== ""),
      language,
      weekly,
      awayDays: days(draft.awayDays),
      uncheckedDays: days(draft.uncheckedDays),
    },
    ...(password !== "" && { password }),
    ...(secret !== "" && { secret }),
  };
}

interface CardProps {
  readonly draft: Draft;
  readonly known: AlarmsView;
  readonly wrong: ReadonlySet<Wrong>;
  readonly change: (more: Partial<Draft>) => void;
}

/** Sends a message on trial and says word for word what was answered. */
function Trial({
  isReady,
  body,
}: {
  readonly isReady: boolean;
  readonly body: () => Body<"POST /api/alarms/test">;
}): ReactNode {
  const words = useWords();
  const send = useMutation({ mutationFn: () => call("POST /api/alarms/test", { body: body() }) });
  return (
    <>
      <div className="actions">
        <Button
          variant="default"
          disabled={!isReady}
          loading={send.isPending}
          onClick={() => send.mutate()}
        >
          {words.text("alarms.try")}
        </Button>
      </div>
      <Trouble error={send.error} />
      {send.data === undefined ? null : (
        <div role="status">
          <Note tone={send.data.isSent ? "good" : "bad"}>
            <p className="strong">
              {words.text(send.data.isSent ? "alarms.sent" : "alarms.unsent")}
            </p>
            {send.data.answer === "" ? null : (
              <p>
                <Foreign>{send.data.answer}</Foreign>
              </p>
            )}
          </Note>
        </div>
      )}
    </>
  );
}

function LanguageSelect({
  label,
  value,
  none,
  onChange,
}: {
  readonly label: string;
  readonly value: LanguageCode | null;
  /** What stands for none of its own. */
  readonly none: string;
  readonly onChange: (code: LanguageCode | null) => void;
}): ReactNode {
  return (
    <select
      className="select"
      aria-label={label}
      value={value ?? ""}
      onChange={(event) =>
        onChange(LANGUAGES.find((each) => each === event.currentTarget.value) ?? null)
      }
    >
      <option value="">{none}</option>
      {LANGUAGES.map((code) => (
        <option key={code} value={code} lang={code}>
          {LANGUAGE_NAMES[code]}
        </option>
      ))}
    </select>
  );
}

function MailCard({ draft, known, wrong, change }: CardProps): ReactNode {
  const words = useWords();
  const mail = mailOf(draft);
  return (
    <section className="card">
      <h2>{words.text("alarms.mail")}</h2>
      <p className="dim">{words.text("alarms.mailWhat")}</p>
      <fieldset className="stack">
        <legend className="strong">{words.text("alarms.to")}</legend>
        {draft.to.map((each, at) => (
          // eslint-disable-next-line react/no-array-index-key -- a field that is typed in keeps its place
          <div className="with-button" key={at}>
            <TextInput
              type="text"
              inputMode="email"
              dir="ltr"
              aria-label={words.text("alarms.address")}
              value={each.address}
              onChange={(event) =>
                change({ to: draft.to.with(at, { ...each, address: event.currentTarget.value }) })
              }
            />
            <LanguageSelect
              label={words.text("language.label")}
              value={each.language}
              none={words.text("alarms.commonLanguage")}
              onChange={(language) => change({ to: draft.to.with(at, { ...each, language }) })}
            />
            {draft.to.length > 1 ? (
              <Button
                variant="subtle"
                size="compact-md"
                aria-label={words.text("button.remove", { path: each.address })}
                onClick={() => change({ to: draft.to.toSpliced(at, 1) })}
              >
                {words.text("accounts.remove")}
              </Button>
            ) : null}
          </div>
        ))}
        <div className="actions">
          <Button
            variant="subtle"
            size="compact-md"
            leftSection={<Icon name="plus" size={16} />}
            onClick={() => change({ to: [...draft.to, { address: "", language: null }] })}
          >
            {words.text("alarms.addAddress")}
          </Button>
        </div>
      </fieldset>
      {wrong.has("mail") ? (
        <p className="bad-text">
          {words.text("alarms.addressWrong", { example: "anna@example.org" })}
        </p>
      ) : null}
      <div className="fields">
        <TextInput
          dir="ltr"
          label={words.text("alarms.host")}
          placeholder="smtp.example.org"
          value={draft.host}
          onChange={(event) => change({ host: event.currentTarget.value })}
        />
        <label className="field">
          <span className="strong">{words.text("alarms.security")}</span>
          <select
            className="select"
            value={draft.security}
            onChange={(event) => {
              const security = MAIL_SECURITIES.find((each) => each === event.currentTarget.value);
              if (security !== undefined) change({ security });
            }}
          >
            {MAIL_SECURITIES.map((each) => (
              <option key={each} value={each}>
                {words.text(`security.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <TextInput
          inputMode="numeric"
          label={words.text("alarms.port")}
          placeholder={shownDigits(PORTS[draft.security], words)}
          value={shownDigits(draft.port, words)}
          error={
            wrong.has("port")
              ? words.text("alarms.portWrong", { leastCount: 1, mostCount: 65_535 })
              : null
          }
          onChange={(event) => change({ port: event.currentTarget.value })}
        />
        <TextInput
          dir="ltr"
          label={words.text("alarms.user")}
          autoComplete="off"
          value={draft.user}
          onChange={(event) => change({ user: event.currentTarget.value })}
        />
        <PasswordInput
          label={words.text("signIn.password")}
          description={known.hasPassword ? words.text("alarms.kept") : null}
          autoComplete="new-password"
          value={draft.password}
          onChange={(event) => change({ password: event.currentTarget.value })}
          visibilityToggleButtonProps={{ "aria-label": words.text("signIn.show") }}
        />
        <TextInput
          dir="ltr"
          label={words.text("alarms.from")}
          placeholder={draft.to[0]?.address ?? ""}
          value={draft.from}
          onChange={(event) => change({ from: event.currentTarget.value })}
        />
      </div>
      <Trial
        isReady={mail !== null && !wrongIn(draft).has("mail") && !wrongIn(draft).has("port")}
        body={() => ({
          way: "mail",
          mail: mail ?? { host: "-", port: 25, security: "none", user: null, from: "", to: [] },
          password: draft.password === "" ? null : draft.password,
        })}
      />
    </section>
  );
}

function WebHookCard({ draft, known, wrong, change }: CardProps): ReactNode {
  const words = useWords();
  return (
    <section className="card">
      <h2>{words.text("alarms.webHook")}</h2>
      <p className="dim">{words.text("alarms.webHookWhat")}</p>
      <div className="fields">
        <TextInput
          dir="ltr"
          label={words.text("alarms.webAddress")}
          placeholder="https://example.org/hook"
          value={draft.webHook}
          error={
            wrong.has("webHook") ? words.text("alarms.webWrong", { example: "https://" }) : null
          }
          onChange={(event) => change({ webHook: event.currentTarget.value })}
        />
        <PasswordInput
          label={words.text("alarms.secret")}
          description={known.hasSecret ? words.text("alarms.kept") : null}
          autoComplete="new-password"
          value={draft.secret}
          onChange={(event) => change({ secret: event.currentTarget.value })}
          visibilityToggleButtonProps={{ "aria-label": words.text("signIn.show") }}
        />
      </div>
      <Trial
        isReady={isWeb(draft.webHook)}
        body={() => ({
          way: "webHook",
          address: draft.webHook.trim(),
          secret: draft.secret === "" ? null : draft.secret,
        })}
      />
    </section>
  );
}

function PingCard({ draft, wrong, change }: CardProps): ReactNode {
  const words = useWords();
  const { data } = useQuery({ queryKey: ["jobs"], queryFn: () => call("GET /api/jobs") });
  const jobs = data?.jobs.map(({ name }) => name) ?? [];
  return (
    <section className="card">
      <h2>{words.text("alarms.ping")}</h2>
      <p className="dim">{words.text("alarms.pingWhat")}</p>
      {draft.pings.map((each, at) => (
        // eslint-disable-next-line react/no-array-index-key -- a field that is typed in keeps its place
        <div key={at} className="stack">
          <div className="with-button">
            <TextInput
              dir="ltr"
              aria-label={words.text("alarms.webAddress")}
              placeholder="https://example.org/ping/1"
              value={each.address}
              onChange={(event) =>
                change({
                  pings: draft.pings.with(at, { ...each, address: event.currentTarget.value }),
                })
              }
            />
            <select
              className="select"
              aria-label={words.text("alarms.ofJob")}
              value={each.job}
              onChange={(event) =>
                change({ pings: draft.pings.with(at, { ...each, job: event.currentTarget.value }) })
              }
            >
              <option value="">{words.text("alarms.allJobs")}</option>
              {[...new Set([...jobs, each.job])]
                .filter((name) => name !== "")
                .map((name) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
            </select>
            <Button
              variant="subtle"
              size="compact-md"
              aria-label={words.text("button.remove", { path: each.address })}
              onClick={() => change({ pings: draft.pings.toSpliced(at, 1) })}
            >
              {words.text("accounts.remove")}
            </Button>
          </div>
          <Trial
            isReady={isWeb(each.address)}
            body={() => ({ way: "ping", address: each.address.trim() })}
          />
        </div>
      ))}
      {wrong.has("ping") ? (
        <p className="bad-text">{words.text("alarms.webWrong", { example: "https://" })}</p>
      ) : null}
      <div className="actions">
        <Button
          variant="subtle"
          size="compact-md"
          leftSection={<Icon name="plus" size={16} />}
          onClick={() => change({ pings: [...draft.pings, { address: "", job: "" }] })}
        >
          {words.text("alarms.addAddress")}
        </Button>
      </div>
    </section>
  );
}

function LimitsCard({ draft, wrong, change }: CardProps): ReactNode {
  const words = useWords();
  const error = wrong.has("days")
    ? words.text("alarms.daysWrong", { leastCount: 1, mostCount: LONGEST_ALARM_DAYS })
    : null;
  return (
    <section className="card">
      <h2>{words.text("alarms.limits")}</h2>
      <p className="dim">{words.text("alarms.limitsWhat")}</p>
      <div className="fields">
        <TextInput
          inputMode="numeric"
          label={words.text("alarms.awayDays")}
          value={shownDigits(draft.awayDays, words)}
          error={error}
          onChange={(event) => change({ awayDays: event.currentTarget.value })}
        />
        <TextInput
          inputMode="numeric"
          label={words.text("alarms.uncheckedDays")}
          value={shownDigits(draft.uncheckedDays, words)}
          error={error}
          onChange={(event) => change({ uncheckedDays: event.currentTarget.value })}
        />
        <label className="field">
          <span className="strong">{words.text("alarms.language")}</span>
          <LanguageSelect
            label={words.text("alarms.language")}
            value={draft.language}
            none={words.text("alarms.settingsLanguage")}
            onChange={(language) => change({ language })}
          />
        </label>
      </div>
      <Switch
        label={words.text("alarms.weekly")}
        isOn={draft.weekly}
        onChange={(weekly) => change({ weekly })}
      >
        {words.text("alarms.weeklyWhat")}
      </Switch>
    </section>
  );
}
