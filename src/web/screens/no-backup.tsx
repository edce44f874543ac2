/** For somebody who has lost data and has no backup: what helps now. */

import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { Title } from "../components/text.tsx";
import { go } from "../navigate.ts";
import { useHome } from "../session.tsx";
import { useWords } from "../words.tsx";

const STEPS = ["stop", "look", "ask", "centre"] as const;

export function NoBackup(): ReactNode {
  const words = useWords();
  const { home } = useHome();
  const support = home?.app?.support ?? null;
  return (
    <section className="card">
      <Title under={words.text("noBackup.under")}>{words.text("noBackup.title")}</Title>
      <ol className="advice">
        {STEPS.map((step) => (
          <li key={step}>
            <p className="strong">{words.text(`noBackup.${step}`)}</p>
            <p>{words.text(`noBackup.${step}Why`)}</p>
          </li>
        ))}
      </ol>
      {support === null ? null : <p>{words.text("support.line", { support })}</p>}
      <div className="actions">
        <Button size="md" variant="default" onClick={() => go()}>
          {words.text("button.goBack")}
        </Button>
      </div>
    </section>
  );
}
