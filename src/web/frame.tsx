/** What stands around every screen, and which screen it is. */

import { useEffect } from "react";
import type { ReactNode } from "react";
import { ExampleBanner } from "./components/example.tsx";
import { Icon } from "./components/icons.tsx";
import type { IconName } from "./components/icons.tsx";
import { LanguageChoice } from "./components/language-choice.tsx";
import { Name } from "./components/text.tsx";
import { Note, Trouble } from "./components/trouble.tsx";
import { Later, loadLater } from "./later.tsx";
import type { Embedded } from "./navigate.ts";
import { addressOf, useRoute } from "./navigate.ts";
import { Backups } from "./screens/backups.tsx";
import { NoBackup } from "./screens/no-backup.tsx";
import { Home } from "./screens/home.tsx";
import { ResultScreen, RunScreen } from "./screens/run.tsx";
import { useHome, useMay } from "./session.tsx";
import { KnowingPlaces, useWords } from "./words.tsx";

const START: Readonly<Record<Embedded, string>> = {
  home: "",
  backup: "backup",
  restore: "restore",
  result: "result",
};

export function Frame({
  embedded,
  isConnected,
}: {
  readonly embedded: Embedded | null;
  readonly isConnected: boolean;
}): ReactNode {
  const words = useWords();
  const { path, query } = useRoute();
  const { home, error } = useHome();
  const colour = home?.app?.brand.colour ?? null;
  useEffect(() => {
    if (colour !== null) document.documentElement.style.setProperty("--brand-given", colour);
  }, [colour]);
  useEffect(loadLater, []);
  const [first = embedded === null ? "" : START[embedded], ...rest] = path;
  return (
    <div className={embedded === null ? "frame" : "frame embedded"}>
      {embedded === null ? <Bar current={first} /> : null}
      <ExampleBanner home={home} />
      <main>
        {isConnected ? null : (
          <div role="status">
            <Note tone="warn">{words.text("lost.again")}</Note>
          </div>
        )}
        <Trouble error={home === null ? error : null} />
        <KnowingPlaces ownPlaces={home?.ownPlaces ?? []}>
          <Screen
            key={[first, ...rest].join("/")}
            name={first}
            rest={rest}
            query={query}
            isEmbedded={embedded !== null}
          />
        </KnowingPlaces>
      </main>
      {embedded === null ? <Foot /> : null}
    </div>
  );
}

function Screen({
  name,
  rest,
  query,
  isEmbedded,
}: {
  readonly name: string;
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
  readonly isEmbedded: boolean;
}): ReactNode {
  const [one = "", two = ""] = rest;
  switch (name) {
    case "no-backup":
      return <NoBackup />;
    case "backups":
      return two === "" ? <Backups /> : <Later name={name} rest={rest} query={query} />;
    case "run":
      return two === "report" ? (
        <Later name={name} rest={rest} query={query} />
      ) : (
        <RunScreen id={one} />
      );
    case "result":
      return <ResultScreen />;
    case "backup":
    case "restore":
    case "recover":
    case "compare":
    case "sheet":
    case "automatic":
    case "alarms":
    case "settings":
    case "about":
      return <Later name={name} rest={rest} query={query} />;
    default:
      return <Home isEmbedded={isEmbedded} />;
  }
}

function Bar({ current }: { readonly current: string }): ReactNode {
  const words = useWords();
  const { home } = useHome();
  const isAdministrator = useMay("administrator");
  const app = home?.app ?? null;
  const title = words.of(app?.brand.title) || (app?.name ?? words.text("app.backup"));
  return (
    <header className="bar">
      <a className="skip" href="#main" onClick={skip}>
        {words.text("skip")}
      </a>
      <a className="brand" href={`#${addressOf([])}`}>
        {app?.brand.logo ? (
          <img src={app.brand.logo} alt="" height={28} />
        ) : (
          <Icon name="shield" size={26} />
        )}
        <Name>{title}</Name>
      </a>
      <nav aria-label={words.text("nav.label")}>
        <Link to="" icon="check" isCurrent={current === ""} label={words.text("nav.home")} />
        <Link
          to="backups"
          icon="restore"
          isCurrent={current === "backups"}
          label={words.text("nav.backups")}
        />
        <Link
          to="automatic"
          icon="calendar"
          isCurrent={current === "automatic" || current === "alarms"}
          label={words.text("nav.automatic")}
        />
        {isAdministrator ? (
          <Link
            to="sheet"
            icon="key"
            isCurrent={current === "sheet"}
            label={words.text("nav.sheet")}
          />
        ) : null}
        <Link
          to="settings"
          icon="gear"
          isCurrent={current === "settings"}
          label={words.text("nav.settings")}
        />
      </nav>
      <LanguageChoice />
    </header>
  );
}

function skip(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.querySelector<HTMLElement>("main h1")?.focus();
}

function Link({
  to,
  icon,
  label,
  isCurrent,
}: {
  readonly to: string;
  readonly icon: IconName;
  readonly label: string;
  readonly isCurrent: boolean;
}): ReactNode {
  return (
    <a href={`#${addressOf(to === "" ? [] : [to])}`} aria-current={isCurrent ? "page" : undefined}>
      <Icon name={icon} size={18} />
      <span>{label}</span>
    </a>
  );
}

function Foot(): ReactNode {
  const words = useWords();
  const { home } = useHome();
  const support = home?.app?.support ?? null;
  return (
    <footer className="foot">
      {support === null ? null : <span>{words.text("support.line", { support })}</span>}
      <a href={`#${addressOf(["about"])}`}>{words.text("nav.about")}</a>
    </footer>
  );
}
