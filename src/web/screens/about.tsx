/** What this is, and how it is tried without fear. */

import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { Foreign, Title } from "../components/text.tsx";
import { go } from "../navigate.ts";
import { useHome, useSession } from "../session.tsx";
import { useWords } from "../words.tsx";

export function About(): ReactNode {
  const words = useWords();
  const { home } = useHome();
  const { version, user, role } = useSession();
  const app = home?.app ?? null;
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

/** How one tries it with the example, which is another application in a folder of its own. */
export function TryIt(): ReactNode {
  const words = useWords();
  return (
    <section className="card">
      <Title>{words.text("try.title")}</Title>
      <p>{words.text("try.what")}</p>
      <pre dir="ltr">npm start</pre>
      <p className="dim">{words.text("try.safe")}</p>
      <div className="actions">
        <Button size="md" variant="default" onClick={() => go()}>
          {words.text("button.goBack")}
        </Button>
      </div>
    </section>
  );
}
