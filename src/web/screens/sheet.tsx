/** The emergency sheet: the key on paper, and the proof that somebody has the paper. */

import { Button, Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { ReactNode } from "react";
import type { SheetView } from "../../http/contract.ts";
import { call } from "../api.ts";
import { EscrowCard } from "../components/escrow-card.tsx";
import { Icon } from "../components/icons.tsx";
import { KeyScan } from "../components/key-scan.tsx";
import { SheetFile } from "../components/sheet-file.tsx";
import { Foreign, Name, Title } from "../components/text.tsx";
import { Note, Trouble } from "../components/trouble.tsx";
import { Waiting } from "../components/waiting.tsx";
import { go } from "../navigate.ts";
import { useHome } from "../session.tsx";
import { useWords } from "../words.tsx";

export function Sheet({ place }: { readonly place: string | null }): ReactNode {
  const words = useWords();
  const { home } = useHome();
  const [isShown, setShown] = useState(false);
  // Also after it was confirmed: what was asked is answered here.
  const asked = useRef<string | null>(null);
  if (home?.sheet.isDue === true) asked.current = home.sheet.confirmedAt;
  const { data, error } = useQuery({
    queryKey: ["sheet", place],
    queryFn: () => call("GET /api/sheet", { query: place === null ? {} : { place } }),
  });
  if (error !== null)
    return (
      <section className="card">
        <Title>{words.text("sheet.title")}</Title>
        <Trouble error={error} />
        <div className="actions">
          <Button onClick={() => go()}>{words.text("nav.home")}</Button>
        </div>
      </section>
    );
  if (data === undefined) return <Waiting />;
  // Whoever is asked whether he still has the paper is not shown what stands on it.
  if (asked.current !== null && !isShown)
    return (
      <>
        <Title under={words.text("sheet.dueWhy", { confirmedAt: asked.current })}>
          {words.text("sheet.due")}
        </Title>
        <Confirmation place={place} />
        {home?.sheet.isDue === true ? (
          <div className="actions">
            <Button variant="subtle" onClick={() => setShown(true)}>
              {words.text("sheet.lost")}
            </Button>
          </div>
        ) : null}
      </>
    );
  return (
    <>
      <Paper sheet={data} />
      <Confirmation place={place} />
      <EscrowCard />
    </>
  );
}

function Paper({ sheet }: { readonly sheet: SheetView }): ReactNode {
  const words = useWords();
  const { home } = useHome();
  const { place, folder, vault, madeAt, groups, parcelKey, qr, commands } = sheet;
  return (
    <>
      <section className="card sheet">
        <Title under={words.text("sheet.why")}>{words.text("sheet.title")}</Title>
        <div className="actions no-print">
          <Button
            size="lg"
            leftSection={<Icon name="printer" />}
            onClick={() => {
              window.print();
            }}
          >
            {words.text("sheet.print")}
          </Button>
        </div>
        <SheetFile place={place} />
        <div className="sheet-body">
          <ol className="groups" aria-label={words.text("sheet.key")} dir="ltr">
            {groups.map((group, index) => (
              // eslint-disable-next-line react/no-array-index-key -- two groups may be the same
              <li key={index}>
                <span className="group-number">{words.number(index + 1)}</span>
                <code>{group}</code>
              </li>
            ))}
          </ol>
          {qr === null ? null : (
            <img
              className="qr"
              alt={words.text("sheet.qr")}
              src={`data:image/svg+xml,${encodeURIComponent(qr)}`}
              width={180}
              height={180}
            />
          )}
        </div>
        <dl className="facts">
          <dt>{words.text("sheet.app")}</dt>
          <dd>
            <Name>{home?.app?.name ?? ""}</Name>
          </dd>
          <dt>{words.text("sheet.place")}</dt>
          <dd>
            <Name>{words.placeName(place)}</Name> · <Foreign>{folder}</Foreign>
          </dd>
          <dt>{words.text("sheet.made")}</dt>
          <dd>{words.dates.full(madeAt)}</dd>
          <dt>{words.text("sheet.number")}</dt>
          <dd>
            <Foreign>{vault.slice(0, 16)}</Foreign>
          </dd>
          {parcelKey === null ? null : (
            <>
              <dt>{words.text("sheet.parcelKey")}</dt>
              <dd>
                <Foreign>{parcelKey}</Foreign>
              </dd>
            </>
          )}
        </dl>
        <p>{words.text("sheet.keep")}</p>
      </section>
      <details className="card sheet technician">
        <summary>
          <h2>{words.text("sheet.technician")}</h2>
        </summary>
        <p>{words.text("sheet.technicianWhat")}</p>
        <ul className="plain">
          {commands.map(({ what, command }) => (
            <li key={what}>
              <p>{words.text(`command.${what}`)}</p>
              <pre dir="ltr">{command}</pre>
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

function Confirmation({ place }: { readonly place: string | null }): ReactNode {
  const words = useWords();
  const client = useQueryClient();
  const { home } = useHome();
  const [typed, setTyped] = useState("");
  const confirm = useMutation({
    mutationFn: (key: string) =>
      call("POST /api/sheet/confirmations", { body: { place, typed: key } }),
    onSuccess: ({ isRight }) => {
      if (isRight) void client.invalidateQueries({ queryKey: ["home"] });
    },
  });
  const isHeld = home?.sheet.isConfirmed === true && !home.sheet.isDue;
  const isConfirmed = isHeld || confirm.data?.isRight === true;
  const wrong = confirm.data?.isRight === false ? confirm.data : null;
  return (
    <section className="card no-print">
      <h2>{words.text("sheet.confirmTitle")}</h2>
      {isConfirmed ? (
        <>
          <Note tone="good">{words.text("sheet.confirmed")}</Note>
          <div className="actions">
            <Button size="md" onClick={() => go()}>
              {words.text("button.finish")}
            </Button>
          </div>
        </>
      ) : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            confirm.mutate(typed);
          }}
        >
          <p>{words.text("sheet.confirmWhy")}</p>
          <Textarea
            dir="ltr"
            rows={2}
            label={words.text("sheet.type")}
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <KeyScan
            onKey={(key) => {
              setTyped(key);
              confirm.mutate(key);
            }}
          />
          {wrong === null ? null : (
            <Note tone="bad">
              {wrong.wrongGroup === null
                ? words.text("sheet.wrong")
                : words.text("sheet.wrongGroup", { groupCount: wrong.wrongGroup + 1 })}
            </Note>
          )}
          <Trouble error={confirm.error} />
          <div className="actions">
            <Button
              type="submit"
              size="md"
              disabled={typed.trim() === ""}
              loading={confirm.isPending}
            >
              {words.text("sheet.confirm")}
            </Button>
            <Button variant="subtle" onClick={() => go()}>
              {words.text("sheet.later")}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}
