/** One thing that is on or off. */

import { useId } from "react";
import type { ReactNode } from "react";

export function Switch({
  label,
  isOn,
  isDisabled = false,
  onChange,
  children,
}: {
  readonly label: string;
  readonly isOn: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (isOn: boolean) => void;
  /** What it does, beside it. */
  readonly children?: ReactNode;
}): ReactNode {
  const id = useId();
  return (
    <div className="switch-row">
      <span className="grow">
        <label className="strong" htmlFor={id}>
          {label}
        </label>
        {children === undefined ? null : (
          <span className="dim block" id={`${id}-what`}>
            {children}
          </span>
        )}
      </span>
      <input
        id={id}
        type="checkbox"
        role="switch"
        className="switch"
        checked={isOn}
        disabled={isDisabled}
        aria-describedby={children === undefined ? undefined : `${id}-what`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </div>
  );
}
