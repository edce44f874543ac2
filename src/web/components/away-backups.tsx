/** What places that are not connected held when they were seen last: to look at; nothing can be done with it now. */

import type { ReactNode } from "react";
import type { Answer, HomeView } from "../../http/contract.ts";
import { useWords } from "../words.tsx";
import { BackupList } from "./backup-list.tsx";

export function AwayBackups({
  away,
  app,
}: {
  readonly away: Answer<"GET /api/backups">["away"];
  readonly app: HomeView["app"];
}): ReactNode {
  const words = useWords();
  return away.map(({ place, seenAt, backups }) => {
    const facts = { place: words.placeName(place), seenAt, backupCount: backups.length };
    return (
      <details key={place} className="files away">
        <summary>
          <span>{words.text("away.held", facts)}</span>
        </summary>
        <p>{words.text("away.connect")}</p>
        <BackupList backups={backups} app={app} newest={null} onOpen={null} />
      </details>
    );
  });
}
