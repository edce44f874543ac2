/** A reminder to print the emergency sheet: without it nobody opens the backups on another computer. */

import type { ReactNode } from "react";
import { addressOf } from "../navigate.ts";
import { useWords } from "../words.tsx";
import { Icon } from "./icons.tsx";

export function SheetCard(): ReactNode {
  const words = useWords();
  return (
    <section className="card undo" aria-label={words.text("sheet.title")}>
      <Icon name="key" size={28} />
      <div className="grow">
        <h2>{words.text("sheet.cardTitle")}</h2>
        <p>{words.text("sheet.cardWhy")}</p>
      </div>
      <a className="button-like" href={`#${addressOf(["sheet"])}`}>
        {words.text("sheet.open")}
      </a>
    </section>
  );
}
