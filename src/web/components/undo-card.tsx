/** The way back after a restore, as long as there is one. */

import { Button, PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { ReactNode } from "react";
import type { UndoView } from "../../http/contract.ts";
import { call } from "../api.ts";
import { tell } from "../host.ts";
import { go } from "../navigate.ts";
import { useMay, useSession } from "../session.tsx";
import { useWords } from "../words.tsx";
import { Dialog } from "./dialog.tsx";
import { Icon } from "./icons.tsx";
import { Trouble } from "./trouble.tsx";

export function UndoCard({ undo }: { readonly undo: UndoView }): ReactNode {
  const words = useWords();
  const isAdministrator = useMay("administrator");
  const [asked, setAsked] = useState<"undo" | "close" | null>(null);
  const { takenAt, doneAt, untilAt, sizeBytes } = undo;
  return (
    <section className="card undo" aria-label={words.text("undo.title")}>
      <Icon name="restore" size={28} />
      <div className="grow">
        <h2>{words.text("undo.title")}</h2>
        <p>{words.text("undo.until", { takenAt, doneAt, untilAt })}</p>
      </div>
      {isAdministrator ? (
        <div className="actions">
          <Button variant="default" onClick={() => setAsked("undo")}>
            {words.text("button.undo")}
          </Button>
          <Button variant="subtle" onClick={() => setAsked("close")}>
            {words.text("button.keep")}
          </Button>
        </div>
      ) : null}
      {asked === "undo" ? <UndoQuestion onClose={() => setAsked(null)} /> : null}
      {asked === "close" ? (
        <CloseQuestion sizeBytes={sizeBytes} onClose={() => setAsked(null)} />
      ) : null}
    </section>
  );
}

/** Asks before a restore is undone: what was done since goes back too, into a backup of its own. */
export function UndoQuestion({ onClose }: { readonly onClose: () => void }): ReactNode {
  const words = useWords();
  const { isSingleSeat } = useSession();
  const [password, setPassword] = useState("");
  useEffect(() => tell({ event: "confirm-needed", what: "undo" }), []);
  const undo = useMutation({
    mutationFn: () =>
      call("POST /api/undo", { body: { password: isSingleSeat ? null : password } }),
    onSuccess: ({ run }) => {
      onClose();
      go("run", run);
    },
  });
  return (
    <Dialog title={words.text("undo.question")} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          undo.mutate();
        }}
      >
        <p>{words.text("undo.what")}</p>
        {isSingleSeat ? null : (
          <PasswordInput
            label={words.text("confirm.password")}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ "aria-label": words.text("signIn.show") }}
          />
        )}
        <Trouble error={undo.error} />
        <div className="actions end">
          <Button variant="default" onClick={onClose}>
            {words.text("button.goBack")}
          </Button>
          <Button type="submit" loading={undo.isPending}>
            {words.text("button.undo")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function CloseQuestion({
  sizeBytes,
  onClose,
}: {
  readonly sizeBytes: number;
  readonly onClose: () => void;
}): ReactNode {
  const words = useWords();
  const close = useMutation({
    mutationFn: () => call("POST /api/undo/close", { body: {} }),
    onSuccess: onClose,
  });
  return (
    <Dialog title={words.text("close.question")} onClose={onClose}>
      <p>{words.text("close.what", { sizeBytes })}</p>
      <Trouble error={close.error} />
      <div className="actions end">
        <Button variant="default" onClick={onClose}>
          {words.text("button.goBack")}
        </Button>
        <Button loading={close.isPending} onClick={() => close.mutate()}>
          {words.text("button.keep")}
        </Button>
      </div>
    </Dialog>
  );
}
