/** One run: how far it is, and how it ended. While the first backup runs, the emergency sheet is at hand. */

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { ReactNode } from "react";
import type { RunView } from "../../http/contract.ts";
import { call } from "../api.ts";
import { Icon } from "../components/icons.tsx";
import { Result } from "../components/result.tsx";
import { RunProgress, stageOf } from "../components/run-progress.tsx";
import { SheetCard } from "../components/sheet-card.tsx";
import { Title } from "../components/text.tsx";
import { Trouble } from "../components/trouble.tsx";
import { Waiting } from "../components/waiting.tsx";
import { useRun } from "../live.ts";
import { useHome, useMay } from "../session.tsx";
import { useWords } from "../words.tsx";

export function RunScreen({ id }: { readonly id: string }): ReactNode {
  const { run, error } = useRun(id);
  const wasWorking = useRef(false);
  useEffect(() => {
    if (run?.endedAt === null) wasWorking.current = true;
  }, [run]);
  // A question that fails later, as without a connection, takes away nothing that is known.
  if (run === null) return error === null ? <Waiting /> : <Trouble error={error} />;
  return (
    <>
      {run.endedAt === null ? (
        <Working key="working" run={run} />
      ) : (
        <Result key="end" run={run} isFresh={wasWorking.current} />
      )}
      <FirstSheet run={run} />
    </>
  );
}

export function Working({ run }: { readonly run: RunView }): ReactNode {
  const words = useWords();
  const key = `doing.${run.verb}`;
  return (
    <section className="card hero busy">
      <div className="hero-top">
        <span className="hero-sign">
          <Icon
            name={run.verb === "restore" || run.verb === "undo" ? "restore" : "save"}
            size={40}
          />
        </span>
        <Title under={words.text("run.mayLeave")}>
          {words.has(key) ? words.text(key) : stageOf(run, words)}
        </Title>
      </div>
      <RunProgress run={run} />
    </section>
  );
}

/** Until somebody has confirmed that the sheet is printed, it stands under every backup. */
function FirstSheet({ run }: { readonly run: RunView }): ReactNode {
  const isAdministrator = useMay("administrator");
  const { home } = useHome();
  if (run.verb !== "backup" || !isAdministrator) return null;
  if (home === null || !home.sheet.isThere || home.sheet.isConfirmed) return null;
  return <SheetCard />;
}

/** For a host at its next start: how the last restore came out. */
export function ResultScreen(): ReactNode {
  const words = useWords();
  const { data, error } = useQuery({
    queryKey: ["runs"],
    queryFn: () => call("GET /api/runs", { query: { limit: 50 } }),
  });
  const last = data?.runs.find(({ verb }) =>
    ["restore", "undo", "settle", "backup"].includes(verb),
  );
  if (data === undefined) return error === null ? <Waiting /> : <Trouble error={error} />;
  if (last === undefined) return <Title>{words.text("result.none")}</Title>;
  return <RunScreen id={last.run} />;
}
