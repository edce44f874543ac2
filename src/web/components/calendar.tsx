/** A month to pick a day from; days with backups stand out, others cannot be picked. */

import { useState } from "react";
import type { ReactNode } from "react";
import { addMonths, firstWeekdayOf, monthOf, monthPage, startOf } from "../../language/calendar.ts";
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
  readonly onChoose: (day: string | null) => void;
}): ReactNode {
  const words = useWords();
  const { dates } = words;
  const newest = [...days.keys()].toSorted().at(-1) ?? "2026-11-22";
  const [month, setMonth] = useState(() => monthOf(dates.calendar, chosen ?? newest));
  return (
    <div className="calendar">
      <div className="calendar-head">
        <button
          type="button"
          className="quiet-icon"
          aria-label={words.text("calendar.before")}
          onClick={() => setMonth(addMonths(month, -1))}
        >
          <Icon name="back" />
        </button>
        <strong aria-live="polite">{dates.monthTitle(month)}</strong>
        <button
          type="button"
          className="quiet-icon"
          aria-label={words.text("calendar.after")}
          onClick={() => setMonth(addMonths(month, 1))}
        >
          <Icon name="next" />
        </button>
      </div>
      <table>
        <thead>
          <tr>
            {dates.weekdays().map(({ letters, name }) => (
              <th key={name} scope="col" abbr={name}>
                {letters}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {monthPage(month, firstWeekdayOf(words.code)).map((week) => (
            <tr key={week[0]?.date}>
              {week.map(({ date, day, isInMonth }) => {
                const count = isInMonth ? (days.get(date) ?? 0) : 0;
                const number = dates.dayNumber(day);
                return (
                  <td key={date}>
                    {count > 0 ? (
                      <button
                        type="button"
                        className={date === chosen ? "day has chosen" : "day has"}
                        aria-pressed={date === chosen}
                        aria-label={words.text("calendar.day", {
                          day: { said: dates.day(startOf(date)) },
                          backupCount: count,
                        })}
                        onClick={() => onChoose(date === chosen ? null : date)}
                      >
                        {number}
                      </button>
                    ) : (
                      <span className="day">{isInMonth ? number : ""}</span>
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
