/** Screens that nobody sees first: they come behind the first page, in one piece. */

import type { ReactNode } from "react";
import type { LaterName } from "./later.tsx";
import { About } from "./screens/about.tsx";
import { Alarms } from "./screens/alarms.tsx";
import { Automatic } from "./screens/automatic.tsx";
import { BackupScreen } from "./screens/backup.tsx";
import { BackupDetail } from "./screens/backup-detail.tsx";
import { Compare } from "./screens/compare.tsx";
import { Recover } from "./screens/recover.tsx";
import { Report } from "./screens/report.tsx";
import { RestoreScreen } from "./screens/restore.tsx";
import { Settings } from "./screens/settings.tsx";
import { Sheet } from "./screens/sheet.tsx";

export function LaterScreen({
  name,
  rest,
  query,
}: {
  readonly name: LaterName;
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
}): ReactNode {
  const [one = "", two = "", three = "", four = ""] = rest;
  switch (name) {
    case "backup":
      return <BackupScreen query={query} />;
    case "restore":
      return <RestoreScreen query={query} />;
    case "recover":
      return <Recover />;
    case "backups":
      return <BackupDetail place={one} id={two} />;
    case "compare":
      return <Compare places={[one, three]} ids={[two, four]} />;
    case "run":
      return <Report id={one} />;
    case "sheet":
      return <Sheet place={one === "" ? null : one} />;
    case "automatic":
      return <Automatic />;
    case "alarms":
      return <Alarms />;
    case "settings":
      return <Settings />;
    case "about":
      return <About />;
    default:
      return name satisfies never;
  }
}
