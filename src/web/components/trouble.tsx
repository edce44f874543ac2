/** What went wrong and what to do, in plain words. */

import { useMemo } from "react";
import type { ReactNode } from "react";
import type { FindingView, ProblemView } from "../../http/contract.ts";
import { FivefoldError } from "../../model/error.ts";
import type { Refusal } from "../../wizard/running.ts";
import { SignedOut, Unreachable, isCode } from "../api.ts";
import { useFindings, useSaid, useSaidProblem, useWords } from "../words.tsx";
import { useSupport } from "../session.tsx";
import { Icon } from "./icons.tsx";

/** Says an error that a call threw; nothing when there is none. */
export function Trouble({ error }: { readonly error: unknown }): ReactNode {
  return <Said said={useSaid(error)} />;
}

export function Problem({ problem }: { readonly problem: ProblemView | null }): ReactNode {
  return <Said said={useSaidProblem(problem)} />;
}

function Said({
  said,
}: {
  readonly said: { readonly sentence: string; readonly advice: string } | null;
}): ReactNode {
  const words = useWords();
  const support = useSupport();
  if (said === null) return null;
  return (
    <div className="note bad" role="alert">
      <Icon name="warning" />
      <div>
        <p className="strong">{said.sentence}</p>
        {said.advice === "" ? null : <p>{said.advice}</p>}
        {support === null ? null : <p>{words.text("support.line", { support })}</p>}
      </div>
    </div>
  );
}

/** A remark that stands out a little. */
export function Note({
  tone,
  children,
}: {
  readonly tone: "info" | "good" | "warn" | "bad";
  readonly children: ReactNode;
}): ReactNode {
  const icon = { info: "info", good: "check", warn: "warning", bad: "warning" } as const;
  return (
    <div className={`note ${tone}`}>
      <Icon name={icon[tone]} />
      <div>{children}</div>
    </div>
  );
}

const SHOWN = 5;

export function Findings({ findings }: { readonly findings: readonly FindingView[] }): ReactNode {
  const words = useWords();
  const said = useFindings(findings);
  if (said.length === 0) return null;
  const moreCount = said.length - SHOWN;
  return (
    <ul className="findings">
      {said.slice(0, SHOWN).map(({ sentence, advice }, index) => (
        // eslint-disable-next-line react/no-array-index-key -- the list never changes its order
        <li key={index}>
          <p className="strong">{sentence}</p>
          {advice === "" ? null : <p>{advice}</p>}
        </li>
      ))}
      {moreCount > 0 ? <li>{words.text("more.findings", { moreCount })}</li> : null}
    </ul>
  );
}

/** Says what a wizard's errand was refused for. */
export function Refused({ refusal }: { readonly refusal: Refusal | null }): ReactNode {
  const error = useMemo(() => {
    if (refusal === null) return null;
    if (refusal.code === "SESSION_NEEDED") return new SignedOut();
    if (!isCode(refusal.code)) return new Unreachable(refusal.code);
    return new FivefoldError(refusal.code, refusal.facts);
  }, [refusal]);
  return <Trouble error={error} />;
}
