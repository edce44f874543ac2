/** What this is, and how it is tried without fear. */

import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useExample } from "../components/example.tsx";
import { Foreign, Title } from "../components/text.tsx";
import { Trouble } from "../components/trouble.tsx";
import { go } from "../navigate.ts";
import { useHome, useMay, useSession } from "../session.tsx";
import { useWords } from "../words.tsx";

export function About(): ReactNode {
  const words = useWords();
  const { home } = useHome();
  const { version, user, role } = useSession();
  const app = home?.app ?? null;
  const mayTry = useMay("administrator");
  const example = useExample();
  return (
    <section className="card">
      <Title>{words.text("about.title")}</Title>
      <p>{words.text("about.what")}</p>
      <dl className="facts">
        <dt>Fivefold</dt>
        <dd>
          <Foreign>{version}</Foreign>
        </dd>
        {app === null ? null : (
          <>
            <dt>
              <bdi>{app.name}</bdi>
            </dt>
            <dd>
              {app.version === null ? "" : <Foreign>{app.version}</Foreign>}{" "}
              <Foreign>{app.folder}</Foreign>
            </dd>
          </>
        )}
        <dt>{words.text("about.you")}</dt>
        <dd>
          <bdi>{user}</bdi> · {words.text(`role.${role}`)}
        </dd>
      </dl>
      {home?.example === null && mayTry ? (
        <>
          <h2>{words.text("doors.try")}</h2>
          <p>{words.text("doors.tryWhat")}</p>
          <Trouble error={example.error} />
          <div className="actions">
            <Button
              size="md"
              variant="default"
              loading={example.isBusy}
              onClick={() => example.open()}
            >
              {words.text("example.open")}
            </Button>
          </div>
        </>
      ) : null}
      <h2>{words.text("about.formats")}</h2>
      <p>{words.text("about.formatsWhat")}</p>
      <p>
        <a href="/api-docs" rel="noreferrer">
          {words.text("about.api")}
        </a>
      </p>
      <div className="actions">
        <Button size="md" variant="default" onClick={() => go()}>
          {words.text("button.goBack")}
        </Button>
      </div>
    </section>
  );
}
