/** How one gets in: from the program, or with a name and a password. */

import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";
import type { SessionView } from "../../http/contract.ts";
import { SignedOut, Unreachable, call } from "../api.ts";
import { Icon } from "../components/icons.tsx";
import { LanguageChoice } from "../components/language-choice.tsx";
import { Title } from "../components/text.tsx";
import { Note, Trouble } from "../components/trouble.tsx";
import { useWords } from "../words.tsx";

export function SignIn({
  error,
  hasEnded,
  onSignedIn,
}: {
  readonly error: unknown;
  readonly hasEnded: boolean;
  readonly onSignedIn: (session: SessionView) => void;
}): ReactNode {
  const words = useWords();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useMutation({
    mutationFn: () => call("POST /api/session", { body: { name, password } }),
    onSuccess: onSignedIn,
  });
  const isLost = error instanceof Unreachable;
  return (
    <div className="frame">
      <header className="bar">
        <span className="brand">
          <Icon name="shield" size={26} />
          {words.text("app.backup")}
        </span>
        <LanguageChoice />
      </header>
      <main className="narrow">
        <section className="card">
          <Title>{words.text(hasEnded ? "signIn.ended" : "signIn.title")}</Title>
          {error === null || error instanceof SignedOut ? null : <Trouble error={error} />}
          {isLost ? (
            <Button size="md" onClick={() => location.reload()}>
              {words.text("button.again")}
            </Button>
          ) : (
            <>
              <p>{words.text(hasEnded ? "signIn.endedHow" : "signIn.how")}</p>
              <form
                className="stack"
                onSubmit={(event) => {
                  event.preventDefault();
                  signIn.mutate();
                }}
              >
                <h2>{words.text("signIn.account")}</h2>
                <TextInput
                  label={words.text("signIn.name")}
                  autoComplete="username"
                  value={name}
                  onChange={(event) => setName(event.currentTarget.value)}
                  required
                  withAsterisk={false}
                />
                <PasswordInput
                  label={words.text("signIn.password")}
                  autoComplete="current-password"
                  value={password}
                  onChange={(event) => setPassword(event.currentTarget.value)}
                  visibilityToggleButtonProps={{ "aria-label": words.text("signIn.show") }}
                  required
                  withAsterisk={false}
                />
                <Trouble error={signIn.error} />
                <div className="actions">
                  <Button type="submit" size="md" loading={signIn.isPending}>
                    {words.text("signIn.button")}
                  </Button>
                </div>
              </form>
            </>
          )}
        </section>
        <Note tone="info">{words.text("signIn.safe")}</Note>
      </main>
    </div>
  );
}
