/** Where one is in a wizard, and the two buttons at its end. */

import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../words.tsx";

export function Steps({
  names,
  current,
}: {
  readonly names: readonly string[];
  readonly current: number;
}): ReactNode {
  return (
    <ol className="steps">
      {names.map((name, index) => (
        <li
          key={name}
          className={index < current ? "past" : index === current ? "now" : ""}
          aria-current={index === current ? "step" : undefined}
        >
          <span>{name}</span>
        </li>
      ))}
    </ol>
  );
}

export function Ways({
  next,
  isBlocked,
  isBusy = false,
  isGrave = false,
  onNext,
  onBack,
  why,
}: {
  /** What the one important button says. */
  readonly next: string | null;
  readonly isBlocked: boolean;
  readonly isBusy?: boolean;
  /** It replaces data. */
  readonly isGrave?: boolean;
  readonly onNext: () => void;
  onBack: (() => void) | null;
  /** What is missing, when it cannot go on. */
  readonly why?: string | undefined;
}): ReactNode {
  const words = useWords();
  return (
    <div className="ways">
      {onBack === null ? null : (
        <Button size="md" variant="default" onClick={onBack}>
          {words.text("button.goBack")}
        </Button>
      )}
      <span className="grow why" role="status">
        {isBlocked ? why : ""}
      </span>
      {next === null ? null : (
        <Button
          size="md"
          disabled={isBlocked}
          loading={isBusy}
          {...(isGrave ? { color: "red" } : {})}
          onClick={onNext}
        >
          {next}
        </Button>
      )}
    </div>
  );
}
