/** How large the backups were and how long they took, one bar a backup; the same numbers stand in a table for readers. */

import type { ReactNode } from "react";
import type { RunView } from "../../http/contract.ts";
import { useWords } from "../words.tsx";

export interface Measured {
  readonly at: string;
  readonly sizeBytes: number;
  readonly ms: number;
}

const MOST = 30;
const WIDTH = 640;
const HEIGHT = 120;

/** The backups among the runs that ended well, the oldest first. */
export function measured(runs: readonly RunView[]): readonly Measured[] {
  return runs
    .flatMap(({ verb, startedAt, endedAt, result }) => {
      const sizeBytes = result?.["sizeBytes"];
      if (verb !== "backup" || endedAt === null || typeof sizeBytes !== "number") return [];
      return [{ at: startedAt, sizeBytes, ms: Date.parse(endedAt) - Date.parse(startedAt) }];
    })
    .slice(0, MOST)
    .toReversed();
}

export function Chart({ all }: { readonly all: readonly Measured[] }): ReactNode {
  const words = useWords();
  if (all.length < 2) return null;
  const largest = Math.max(...all.map(({ sizeBytes }) => sizeBytes), 1);
  const longest = Math.max(...all.map(({ ms }) => ms), 1);
  const step = WIDTH / all.length;
  const mid = (index: number): number => (index + 0.5) * step;
  const line = all
    .map(({ ms }, index) => `${mid(index)},${HEIGHT - (ms / longest) * (HEIGHT - 10)}`)
    .join(" ");
  return (
    <figure className="chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" preserveAspectRatio="none">
        {all.map(({ at, sizeBytes }, index) => {
          const height = Math.max(2, (sizeBytes / largest) * (HEIGHT - 10));
          return (
            <rect
              key={at}
              x={mid(index) - Math.min(14, step * 0.32)}
              y={HEIGHT - height}
              width={Math.min(28, step * 0.64)}
              height={height}
              rx={3}
            />
          );
        })}
        <polyline points={line} />
      </svg>
      <figcaption>
        <span className="legend size">{words.text("chart.size", { largestBytes: largest })}</span>
        <span className="legend time">{words.text("chart.time", { longestMs: longest })}</span>
      </figcaption>
      <table className="visually-hidden">
        <caption>{words.text("chart.title")}</caption>
        <thead>
          <tr>
            <th scope="col">{words.text("column.when")}</th>
            <th scope="col">{words.text("column.size")}</th>
            <th scope="col">{words.text("column.time")}</th>
          </tr>
        </thead>
        <tbody>
          {all.map(({ at, sizeBytes, ms }) => (
            <tr key={at}>
              <td>{words.dates.stamp(at)}</td>
              <td>{words.bytes(sizeBytes)}</td>
              <td>{words.duration(ms)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
