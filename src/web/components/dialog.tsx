/** A question in front of everything else: the browser's own dialogue, which keeps the focus inside and closes by Escape. */

import { useEffect, useId, useRef } from "react";
import type { ReactNode } from "react";
import { useWords } from "../words.tsx";
import { Icon } from "./icons.tsx";

export function Dialog({
  title,
  isWide = false,
  onClose,
  children,
}: {
  readonly title: string;
  readonly isWide?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const words = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={isWide ? "dialog wide" : "dialog"}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="dialog-head">
        <h2 id={id}>{title}</h2>
        <button
          type="button"
          className="quiet-icon"
          aria-label={words.text("button.close")}
          onClick={onClose}
        >
          <Icon name="cross" />
        </button>
      </div>
      {children}
    </dialog>
  );
}
