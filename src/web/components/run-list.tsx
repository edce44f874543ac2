/** The latest runs, a line each. */

import type { ReactNode } from "react";
import type { RunView } from "../../http/contract.ts";
import { addressOf } from "../navigate.ts";
import { useWords } from "../words.tsx";
import { Icon } from "./icons.tsx";
import type { IconName } from "./icons.tsx";

type Outcome = NonNullable<RunView["outcome"]>;

const SIGNS: Readonly<Record<Outcome, { readonly icon: IconName; readonly tone: string }>> = {
  done: { icon: "check", tone: "good" },
  incomplete: { icon: "warning", tone: "warn" },
  turnedBack: { icon: "restore", tone: "warn" },
  failed: { icon: "cross", tone: "bad" },
  cancelled: { icon: "cross", tone: "still" },
};

export function OutcomeSign({ outcome }: { readonly outcome: Outcome | null }): ReactNode {
  if (outcome === null) return <span className="sign still">…</span>;
  const { icon, tone } = SIGNS[outcome];
  return (
    <span className={`sign ${tone}`}>
      <Icon name={icon} size={16} />
    </span>
  );
}

export function RunList({ runs }: { readonly runs: readonly RunView[] }): ReactNode {
  const words = useWords();
  return (
    <ul className="rows">
      {runs.map(({ run, verb, outcome, startedAt, user, job, result }) => {
        const verbKey = `verb.${verb}`;
        const sizeBytes = result?.["sizeBytes"];
        const details = [
          words.text(`outcome.${outcome ?? "running"}`),
          ...(typeof sizeBytes === "number" ? [words.bytes(sizeBytes)] : []),
          ...(job === null ? [] : [words.foreign(job, "people")]),
          ...(user === "" ? [] : [words.foreign(user)]),
        ];
        return (
          <li key={run}>
            <a className="row" href={`#${addressOf(["run", run])}`}>
              <OutcomeSign outcome={outcome} />
              <span className="row-main">
                <span className="strong">{words.has(verbKey) ? words.text(verbKey) : verb}</span>
                <span className="dim">{details.join(" · ")}</span>
              </span>
              <span className="row-end dim">{words.moment(startedAt)}</span>
              <Icon name="next" size={16} />
            </a>
          </li>
        );
      })}
    </ul>
  );
}
