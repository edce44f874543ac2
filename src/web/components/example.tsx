/** The example data that everything can be tried with: the way there, and what is said there all the time. */

import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { HomeView } from "../../http/contract.ts";
import { call } from "../api.ts";
import { hasHost } from "../host.ts";
import { useWords } from "../words.tsx";
import { Icon } from "./icons.tsx";
import { Foreign } from "./text.tsx";

/** Another of our servers on the host that this page came from. */
function serverAt(port: number): string {
  return `${location.protocol}//${location.hostname}:${port}/`;
}

/** Makes the example, where it is not made yet, and goes there. */
export function useExample(): {
  readonly open: () => void;
  readonly isBusy: boolean;
  readonly error: unknown;
} {
  const words = useWords();
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: () => call("POST /api/example", { body: {} }),
    onSuccess: ({ port, secret }) => {
      const address = `${serverAt(port)}?language=${words.code}#secret=${secret}`;
      // A window inside another program shows that program's data, and goes on doing so.
      if (hasHost()) window.open(address, "_blank", "noopener");
      else location.assign(address);
    },
  });
  const hasLeft = isSuccess && !hasHost();
  return { open: () => mutate(), isBusy: isPending || hasLeft, error };
}

/** Above every screen of the example. */
export function ExampleBanner({ home }: { readonly home: HomeView | null }): ReactNode {
  const words = useWords();
  const example = home?.example ?? null;
  if (example === null) return null;
  const folder = home?.app?.folder ?? "";
  return (
    <aside className="example" aria-label={words.text("example.title")}>
      <Icon name="spark" size={22} />
      <p className="grow">
        <span className="strong">{words.text("example.title")}</span> {words.text("example.what")}{" "}
        {folder === "" ? null : (
          <span className="wide">
            {words.text("example.where")} <Foreign>{folder}</Foreign>
          </span>
        )}
      </p>
      <a className="button-like" href={serverAt(example.port)}>
        {words.text("example.back")}
      </a>
    </aside>
  );
}
