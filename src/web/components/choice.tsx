/** Large radio cards, and lists of things to tick: with a search when there are many. */

import { Checkbox, Radio, TextInput } from "@mantine/core";
import { useId, useState } from "react";
import type { ReactNode } from "react";
import { hasWords } from "../../language/fold.ts";
import { useWords } from "../words.tsx";
import { Icon } from "./icons.tsx";

export interface Option<Value extends string> {
  readonly value: Value;
  readonly title: string;
  readonly text?: string;
  readonly isDisabled?: boolean;
  /** Shown under it while it is chosen. */
  readonly more?: ReactNode;
}

export function Cards<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly Option<Value>[];
  readonly onChange: (value: Value) => void;
}): ReactNode {
  const name = useId();
  return (
    <fieldset className="cards">
      <legend className="visually-hidden">{label}</legend>
      {options.map((option) => {
        const isChosen = option.value === value;
        return (
          <div key={option.value} className={isChosen ? "choice chosen" : "choice"}>
            <Radio
              name={name}
              size="md"
              value={option.value}
              checked={isChosen}
              disabled={option.isDisabled ?? false}
              onChange={() => onChange(option.value)}
              label={option.title}
              description={option.text}
              classNames={{ body: "choice-body", labelWrapper: "choice-label" }}
            />
            {isChosen && option.more !== undefined ? (
              <div className="choice-more">{option.more}</div>
            ) : null}
          </div>
        );
      })}
    </fieldset>
  );
}

export interface Tickable {
  readonly id: string;
  readonly title: string;
  readonly side: string;
  readonly isTicked: boolean;
  /** Something else that can be done with it. */
  readonly more?: { readonly label: string; readonly onClick: () => void };
}

/** From so many on people search instead of reading. */
const MANY = 10;

export function Ticks({
  label,
  all,
  isSingle = false,
  onTick,
}: {
  readonly label: string;
  readonly all: readonly Tickable[];
  /** Only one of them. */
  readonly isSingle?: boolean;
  readonly onTick: (id: string, isTicked: boolean) => void;
}): ReactNode {
  const words = useWords();
  const name = useId();
  const { shown, search } = useFound(all);
  return (
    <fieldset className="ticks">
      <legend>{label}</legend>
      {search}
      <div className={shown.length > MANY ? "scroll" : ""}>
        {shown.map(({ id, title, side, isTicked, more }) => (
          <div key={id} className="tick">
            {isSingle ? (
              <Radio
                name={name}
                checked={isTicked}
                onChange={() => onTick(id, true)}
                label={<bdi>{title}</bdi>}
              />
            ) : (
              <Checkbox
                checked={isTicked}
                onChange={(event) => onTick(id, event.currentTarget.checked)}
                label={<bdi>{title}</bdi>}
              />
            )}
            {more === undefined ? null : (
              <button
                type="button"
                className="link"
                aria-label={`${title}: ${more.label}`}
                onClick={more.onClick}
              >
                {more.label}
              </button>
            )}
            <span className="dim number">{side}</span>
          </div>
        ))}
        {shown.length === 0 ? <p className="dim">{words.text("search.nothing")}</p> : null}
      </div>
    </fieldset>
  );
}

/** Things to open, one at a time, as folders are. */
export function Openable({
  label,
  all,
  onOpen,
}: {
  readonly label: string;
  readonly all: readonly Pick<Tickable, "id" | "title" | "side">[];
  readonly onOpen: (id: string) => void;
}): ReactNode {
  const words = useWords();
  const { shown, search } = useFound(all);
  return (
    <div className="browser">
      {search}
      <ul className="folders" aria-label={label}>
        {shown.map(({ id, title, side }) => (
          <li key={id} className="entry">
            <button type="button" className="folder" onClick={() => onOpen(id)}>
              <Icon name="folder" />
              <span className="grow">
                <bdi>{title}</bdi>
              </span>
              <span className="dim side">{side}</span>
              <Icon name="next" size={16} />
            </button>
          </li>
        ))}
        {shown.length === 0 ? <li className="dim">{words.text("search.nothing")}</li> : null}
      </ul>
    </div>
  );
}

/** The ones whose titles have the words that are looked for, and the field for these where there are many. */
function useFound<Item extends { readonly title: string }>(
  all: readonly Item[],
): { readonly shown: readonly Item[]; readonly search: ReactNode } {
  const words = useWords();
  const [text, setText] = useState("");
  const search =
    all.length > MANY ? (
      <TextInput
        type="search"
        aria-label={words.text("search.label")}
        placeholder={words.text("search.label")}
        leftSection={<Icon name="search" size={16} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    ) : null;
  return { shown: text === "" ? all : all.filter(({ title }) => hasWords(title, text)), search };
}
