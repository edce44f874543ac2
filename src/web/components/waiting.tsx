/** What stands there while something is asked of the server. */

import { Loader } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../words.tsx";

export function Waiting(): ReactNode {
  const words = useWords();
  return (
    <div className="waiting">
      <Loader aria-label={words.text("wait")} />
    </div>
  );
}
