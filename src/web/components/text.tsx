/** Headings, and text that is not the language's own. */

import { useEffect, useRef } from "react";
import type { ReactNode } from "react";
import { visible } from "../../language/language.ts";

/** The one heading of a screen or step. It takes the focus when it comes, so that a screen reader begins here. */
export function Title({
  children,
  under,
}: {
  readonly children: string;
  readonly under?: ReactNode;
}): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  useEffect(() => {
    document.title = children;
  }, [children]);
  return (
    <header className="title">
      <h1 ref={heading} tabIndex={-1}>
        {children}
      </h1>
      {under === undefined ? null : <p className="under">{under}</p>}
    </header>
  );
}

/** A path, an id, a file's name: always from left to right, whatever is around it. */
export function Foreign({ children }: { readonly children: string }): ReactNode {
  return (
    <bdi dir="ltr" className="foreign">
      {visible(children)}
    </bdi>
  );
}

/** A name that people gave, in whatever script. */
export function Name({ children }: { readonly children: string }): ReactNode {
  return <bdi>{visible(children)}</bdi>;
}
