/** The first screen: three doors, also when the application or everything is gone. */

import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { HomeView } from "../../http/contract.ts";
import { call } from "../api.ts";
import { useExample } from "../components/example.tsx";
import { Icon } from "../components/icons.tsx";
import type { IconName } from "../components/icons.tsx";
import { Title } from "../components/text.tsx";
import { Problem, Trouble } from "../components/trouble.tsx";
import { addressOf, go } from "../navigate.ts";
import { useMay } from "../session.tsx";
import { useWords } from "../words.tsx";

export function Doors({ home }: { readonly home: HomeView }): ReactNode {
  const words = useWords();
  const mayBackUp = useMay("operator");
  const mayRestore = useMay("administrator");
  const { app } = home;
  const example = useExample();
  const start = useMutation({
    mutationFn: () =>
      call("POST /api/backups", {
        body: { choice: { tenants: [], parts: [], paths: [] }, to: null, file: null },
      }),
    onSuccess: ({ run }) => go("run", run),
  });
  return (
    <>
      <Title under={words.text(app === null ? "doors.underNoApp" : "doors.under")}>
        {app === null
          ? words.text("doors.titleNoApp")
          : words.text("doors.title", { app: app.name })}
      </Title>
      {home.trouble === null ? null : <Problem problem={home.trouble} />}
      <Trouble error={start.error} />
      <Trouble error={example.error} />
      <div className="doors">
        {app !== null && mayBackUp ? (
          <Door
            isFirst
            icon="save"
            title={words.text("doors.setUp")}
            text={words.text("doors.setUpWhat")}
            isBusy={start.isPending}
            onOpen={() => start.mutate()}
          />
        ) : null}
        {mayRestore ? (
          <Door
            isFirst={app === null}
            icon="restore"
            title={words.text("doors.bring")}
            text={words.text("doors.bringWhat")}
            onOpen={() => go(app === null ? "recover" : "restore")}
          />
        ) : null}
        {home.example === null && mayRestore ? (
          <Door
            icon="spark"
            title={words.text("doors.try")}
            text={words.text("doors.tryWhat")}
            isBusy={example.isBusy}
            onOpen={() => example.open()}
          />
        ) : null}
      </div>
      <p className="small-door">
        <a href={`#${addressOf(["no-backup"])}`}>{words.text("doors.none")}</a>
      </p>
    </>
  );
}

function Door({
  icon,
  title,
  text,
  isFirst = false,
  isBusy = false,
  onOpen,
}: {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  readonly isFirst?: boolean;
  readonly isBusy?: boolean;
  readonly onOpen: () => void;
}): ReactNode {
  const words = useWords();
  return (
    <button
      type="button"
      className={isFirst ? "door first" : "door"}
      disabled={isBusy}
      onClick={onOpen}
    >
      <span className="door-sign">
        <Icon name={icon} size={32} />
      </span>
      <span className="door-title">{title}</span>
      <span className="door-text">{isBusy ? words.text("wait") : text}</span>
    </button>
  );
}
