/** May somebody else keep a key? Asked in plain words where the own key is shown; the answer can be changed there, too. */

import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";
import type { EscrowView } from "../../http/contract.ts";
import { call } from "../api.ts";
import { useWords } from "../words.tsx";
import { Dialog } from "./dialog.tsx";
import { Icon } from "./icons.tsx";
import { Name } from "./text.tsx";
import { Note, Problem, Trouble } from "./trouble.tsx";

export function EscrowCard(): ReactNode {
  const words = useWords();
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const [isWithdrawing, setWithdrawing] = useState(false);
  const { data } = useQuery({ queryKey: ["escrow"], queryFn: () => call("GET /api/escrow") });
  const give = useMutation({
    mutationFn: (answer: "allowed" | "refused") => call("POST /api/escrow", { body: { answer } }),
    onSuccess: (state) => {
      client.setQueryData(["escrow"], state);
      if (state.isRenewed)
        for (const key of ["sheet", "home"]) void client.invalidateQueries({ queryKey: [key] });
      setAsking(false);
      setWithdrawing(false);
    },
  });
  // Where nobody is named there is nothing to decide.
  if (data === undefined || data.standing === "none" || data.name === null) return null;
  const { standing, name, answeredAt, answeredBy } = data;
  const answered = { name, answeredAt, holder: answeredBy };
  const withdraw = (
    <Button variant="subtle" onClick={() => setWithdrawing(true)}>
      {words.text("escrow.withdraw")}
    </Button>
  );
  const isLeft = data.places.length > 0;
  const isRenewed = give.data?.isRenewed === true;
  const isQuestion = standing === "open" || standing === "changed" || isAsking;
  return (
    <section className="card no-print">
      {isQuestion ? (
        <>
          <h2>{words.text("escrow.ask", { name })}</h2>
          {standing === "changed" ? (
            <Note tone="info">{words.text("escrow.changed", { name })}</Note>
          ) : null}
          <p>{words.text("escrow.why", { name })}</p>
          <p>{words.text("escrow.what", { name })}</p>
          {/* Neither answer is pushed: both look alike. */}
          <div className="actions">
            <Button
              size="md"
              variant="default"
              loading={give.isPending && give.variables === "allowed"}
              onClick={() => give.mutate("allowed")}
            >
              {words.text("escrow.yes")}
            </Button>
            <Button
              size="md"
              variant="default"
              loading={give.isPending && give.variables === "refused"}
              onClick={() => give.mutate("refused")}
            >
              {words.text("escrow.no")}
            </Button>
          </div>
        </>
      ) : null}
      {standing === "allowed" ? (
        <>
          <h2>{words.text("escrow.allowedTitle", { name })}</h2>
          <p>{words.text("escrow.allowed", answered)}</p>
          <Places places={data.places} />
          {data.sealed === null ? null : <p>{words.text("escrow.saveWhat", { name })}</p>}
          <div className="actions">
            {data.sealed === null ? null : <Save name={name} sealed={data.sealed} />}
            {withdraw}
          </div>
        </>
      ) : null}
      {standing === "refused" && !isAsking ? (
        <>
          <h2>{words.text(isLeft ? "escrow.endedTitle" : "escrow.refusedTitle", { name })}</h2>
          <p>{words.text(isLeft ? "escrow.stillThere" : "escrow.refused", answered)}</p>
          <Places places={data.places} />
          <div className="actions">
            {isLeft ? withdraw : null}
            <Button variant="subtle" onClick={() => setAsking(true)}>
              {words.text("escrow.again")}
            </Button>
          </div>
        </>
      ) : null}
      {standing === "ended" ? (
        <>
          <h2>{words.text("escrow.endedTitle", { name })}</h2>
          <p>{words.text("escrow.ended")}</p>
          <Places places={data.places} />
          <div className="actions">{withdraw}</div>
        </>
      ) : null}
      {isRenewed ? <Note tone="warn">{words.text("escrow.renewed")}</Note> : null}
      {isWithdrawing ? null : <Trouble error={give.error} />}
      {isWithdrawing ? (
        <Dialog
          title={words.text("escrow.withdrawTitle", { name })}
          onClose={() => setWithdrawing(false)}
        >
          <p>{words.text("escrow.withdrawWhat", { name })}</p>
          <Trouble error={give.error} />
          <div className="actions end">
            <Button variant="default" onClick={() => setWithdrawing(false)}>
              {words.text("button.goBack")}
            </Button>
            <Button color="red" loading={give.isPending} onClick={() => give.mutate("refused")}>
              {words.text("escrow.withdrawNow")}
            </Button>
          </div>
        </Dialog>
      ) : null}
    </section>
  );
}

function Places({ places }: { readonly places: EscrowView["places"] }): ReactNode {
  const words = useWords();
  if (places.length === 0) return null;
  return (
    <ul className="plain">
      {places.map(({ place, state, problem }) => (
        <li key={place}>
          <p>
            <Name>{words.placeName(place)}</Name> · {words.text(`escrow.${state}`)}
          </p>
          <Problem problem={problem} />
        </li>
      ))}
    </ul>
  );
}

/** The file is small and sealed: it comes with the answer, and is saved from there. */
function Save({
  name,
  sealed,
}: {
  readonly name: string;
  readonly sealed: NonNullable<EscrowView["sealed"]>;
}): ReactNode {
  const words = useWords();
  return (
    <a
      className="button-like"
      href={`data:application/octet-stream,${encodeURIComponent(sealed.text)}`}
      download={sealed.name}
    >
      <Icon name="save" size={18} />
      {words.text("escrow.save", { name })}
    </a>
  );
}
