/** The files inside a backup, folder by folder: to tick some, or to fetch one. */

import { Checkbox, Loader } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";
import { call, contentAddress, ticketAddress } from "../api.ts";
import { useWords } from "../words.tsx";
import { Icon } from "./icons.tsx";
import { Foreign, Name } from "./text.tsx";
import { Trouble } from "./trouble.tsx";

export interface Located {
  readonly place: string | null;
  readonly backup: string;
  /** Of an encrypted file. */
  readonly password: string | null;
}

export function Browser({
  source,
  part,
  title,
  onLeave,
  ticked,
  onTick,
}: {
  readonly source: Located;
  readonly part: string;
  /** What the part is called, and where one goes from its root; without it nowhere. */
  readonly title?: string;
  readonly onLeave?: () => void;
  /** `<part id>/<path>`; without it nothing can be ticked, and files can be fetched. */
  readonly ticked?: readonly string[];
  readonly onTick?: (path: string, isTicked: boolean) => void;
}): ReactNode {
  const words = useWords();
  const [folder, setFolder] = useState("");
  const { data, error } = useQuery({
    queryKey: ["entries", source, part, folder],
    queryFn: () => call("POST /api/backups/entries", { body: { ...source, part, folder } }),
    staleTime: Infinity,
  });
  // A link can hold no password: what opens the file goes before, and the browser fetches it by a ticket.
  const fetchLocked = useMutation({
    mutationFn: (path: string) =>
      call("POST /api/backups/tickets", {
        body: { ...source, part, path, password: source.password ?? "" },
      }),
    onSuccess: ({ ticket }) => location.assign(ticketAddress(ticket)),
  });
  const up = folder.includes("/") ? folder.slice(0, folder.lastIndexOf("/")) : "";
  const isInTicked = (path: string): boolean =>
    ticked?.some((each) => `${part}/${path}`.startsWith(`${each}/`)) ?? false;
  const isTicked = (path: string): boolean =>
    (ticked?.includes(`${part}/${path}`) ?? false) || isInTicked(path);
  return (
    <div className="browser">
      {folder === "" && onLeave === undefined ? null : (
        <button
          type="button"
          className="folder"
          aria-label={words.text("browser.up", { path: folder === "" ? (title ?? "") : folder })}
          onClick={() => (folder === "" ? onLeave?.() : setFolder(up))}
        >
          <Icon name="back" size={18} />
          <span className="grow">
            {folder === "" ? <Name>{title ?? ""}</Name> : <Foreign>{folder}</Foreign>}
          </span>
        </button>
      )}
      <Trouble error={error ?? fetchLocked.error} />
      {data === undefined && error === null ? (
        <Loader size="sm" aria-label={words.text("wait")} />
      ) : null}
      <ul className="folders">
        {data?.entries.map(({ kind, name, path, sizeBytes, modifiedAt }) => (
          <li key={path} className="entry">
            {onTick === undefined ? null : (
              <Checkbox
                aria-label={words.foreign(name)}
                checked={isTicked(path)}
                disabled={isInTicked(path)}
                onChange={(event) => onTick(`${part}/${path}`, event.currentTarget.checked)}
              />
            )}
            {kind === "directory" ? (
              <button type="button" className="folder" onClick={() => setFolder(path)}>
                <Icon name="folder" />
                <span className="grow">
                  <Foreign>{name}</Foreign>
                </span>
                <Icon name="next" size={16} />
              </button>
            ) : (
              <span className="folder">
                <Icon name="file" />
                <span className="grow">
                  <Foreign>{name}</Foreign>
                </span>
                <span className="dim side">
                  {sizeBytes === null ? "" : `${words.bytes(sizeBytes)} · `}
                  {words.dates.stamp(modifiedAt)}
                </span>
                {onTick === undefined && kind === "file" && source.password !== null ? (
                  <button
                    type="button"
                    className="quiet-icon"
                    aria-label={words.text("browser.fetch", { path: name })}
                    onClick={() => fetchLocked.mutate(path)}
                  >
                    <Icon name="save" size={18} />
                  </button>
                ) : null}
                {onTick === undefined && kind === "file" && source.password === null ? (
                  <a
                    className="quiet-icon"
                    href={contentAddress(source.place, source.backup, part, path)}
                    download={name}
                    aria-label={words.text("browser.fetch", { path: name })}
                  >
                    <Icon name="save" size={18} />
                  </a>
                ) : null}
              </span>
            )}
          </li>
        ))}
        {data?.entries.length === 0 ? <li className="dim">{words.text("folders.empty")}</li> : null}
      </ul>
      {data?.isCut === true ? <p className="dim">{words.text("browser.cut")}</p> : null}
    </div>
  );
}
