/** A month to pick a day from; days with backups stand out, others cannot be picked. */

import { useState } from "react";
import type { ReactNode } from "react";
import { monthOf, noonOf, weekdays } from "../days.ts";
import { useWords } from "../words.tsx";
import { Icon } from "./icons.tsx";

export function Calendar({
  days,
  chosen,
  onChoose,
}: {
  /** The days that can be picked, with how many backups each has. */
  readonly days: ReadonlyMap<string, number>;
  readonly chosen: string | null;
  onChoose(day: string | null): void;
}): ReactNode {
  const words = useWords();
  const newest = [...days.keys()].toSorted().at(-1) ?? "2026-11-22";
  const [shown, setShown] = useState(chosen ?? newest);
  const month = monthOf(shown, words.locale);
  const long = new Intl.DateTimeFormat(words.locale, { dateStyle: "full" });
  return (
    <div className="calendar">
      <div className="calendar-head">
        <button
          type="button"
          className="quiet-icon"
          aria-label={words.text("calendar.before")}
          onClick={() => setShown(month.before)}
        >
          <Icon name="back" />
        </button>
        <strong aria-live="polite">{month.title}</strong>
        <button
          type="button"
          className="quiet-icon"
          aria-label={words.text("calendar.after")}
          onClick={() => setShown(month.after)}
        >
          <Icon name="next" />
        </button>
      </div>
      <table>
        <thead>
          <tr>
            {weekdays(words.locale).map((name, index) => (
              // eslint-disable-next-line react/no-array-index-key -- two days may have the same letter
              <th key={index} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {month.weeks.map((week) => (
            <tr key={week.find((each) => each !== null)?.day ?? ""}>
              {week.map((each, index) => {
                const count = each === null ? 0 : (days.get(each.day) ?? 0);
                return (
                  // eslint-disable-next-line react/no-array-index-key -- seven cells, always in their places
                  <td key={index}>
                    {each === null ? null : count === 0 ? (
                      <span className="day">{each.number}</span>
                    ) : (
                      <button
                        type="button"
                        className={each.day === chosen ? "day has chosen" : "day has"}
                        aria-pressed={each.day === chosen}
                        aria-label={words.text("calendar.day", {
                          day: { said: long.format(noonOf(each.day)) },
                          backupCount: count,
                        })}
                        onClick={() => onChoose(each.day === chosen ? null : each.day)}
                      >
                        {each.number}
                      </button>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
