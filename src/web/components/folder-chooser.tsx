/** Folders of the computer on which the server runs: drives first, then folders; for restores also the backup files in them. */

import { Button, Loader, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { ReactNode } from "react";
import type { FolderView } from "../../http/contract.ts";
import { call } from "../api.ts";
import { hasHost, listen, tell } from "../host.ts";
import { useWords } from "../words.tsx";
import { Dialog } from "./dialog.tsx";
import { Icon } from "./icons.tsx";
import { Foreign, Name } from "./text.tsx";
import { Trouble } from "./trouble.tsx";

const KEPT = "fivefold.folders";
const MOST_RECENT = 4;

/** Where people chose something before, the latest first. */
function recentFolders(): readonly string[] {
  const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
  return Array.isArray(kept) ? kept.filter((each) => typeof each === "string") : [];
}

function remember(folder: string): void {
  const all = [folder, ...recentFolders().filter((each) => each !== folder)];
  localStorage.setItem(KEPT, JSON.stringify(all.slice(0, MOST_RECENT)));
}

export function FolderChooser({
  purpose,
  advice,
  onFolder,
  onFile,
  onClose,
}: {
  readonly purpose: "backup" | "restore" | "place";
  /** Said above the folders. */
  readonly advice?: string;
  readonly onFolder: (path: string) => void;
  /** Given where a backup file may be chosen instead. */
  readonly onFile?: (path: string, name: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const words = useWords();
  const [path, setPath] = useState<string | null>(null);
  const [isNaming, setNaming] = useState(false);
  const { data, error } = useQuery({
    queryKey: ["folder", path],
    queryFn: () => call("GET /api/folders", { query: path === null ? {} : { path } }),
    staleTime: 0,
  });

  // A host may show the system's own dialogue instead, and says what was chosen there.
  useEffect(() => {
    if (!hasHost()) return undefined;
    tell({ event: "choose-folder", purpose });
    return listen((heard) => {
      if (heard.answer === "folder" && heard.path !== null) onFolder(heard.path);
    });
  }, [purpose, onFolder]);

  const open = (next: string | null): void => {
    setPath(next);
    setNaming(false);
  };
  const choose = (folder: string): void => {
    remember(folder);
    onFolder(folder);
  };
  const isRestore = purpose === "restore";
  return (
    <Dialog
      isWide
      title={words.text(isRestore ? "folders.titleRestore" : "folders.title")}
      onClose={onClose}
    >
      {advice === undefined ? null : <p>{advice}</p>}
      <div className="folder-path">
        {path === null ? (
          <span className="dim">{words.text("folders.drives")}</span>
        ) : (
          <>
            <Button
              variant="default"
              size="compact-md"
              leftSection={<Icon name="back" size={16} />}
              onClick={() => open(data?.parent ?? null)}
            >
              {words.text("folders.up")}
            </Button>
            <Foreign>{path}</Foreign>
          </>
        )}
      </div>
      <Trouble error={error} />
      {error === null ? null : (
        <Button variant="default" onClick={() => open(null)}>
          {words.text("folders.drives")}
        </Button>
      )}
      {data === undefined && error === null ? <Loader aria-label={words.text("wait")} /> : null}
      {data === undefined ? null : (
        <ul className="folders">
          {path === null && recentFolders().length > 0
            ? recentFolders().map((folder) => (
                <li key={`recent ${folder}`}>
                  <button type="button" className="folder" onClick={() => open(folder)}>
                    <Icon name="restore" />
                    <span className="grow">
                      <Foreign>{folder}</Foreign>
                    </span>
                    <span className="dim">{words.text("folders.recent")}</span>
                  </button>
                </li>
              ))
            : null}
          {data.folders.map((folder) => (
            <FolderRow key={folder.path} folder={folder} onOpen={() => open(folder.path)} />
          ))}
          {onFile === undefined
            ? null
            : data.files.map((file) => (
                <li key={file.path}>
                  <button
                    type="button"
                    className="folder file"
                    onClick={() => onFile(file.path, file.name)}
                  >
                    <Icon name="file" />
                    <span className="grow">
                      <Foreign>{file.name}</Foreign>
                    </span>
                    <span className="dim">{words.bytes(file.sizeBytes)}</span>
                  </button>
                </li>
              ))}
          {data.folders.length === 0 && data.files.length === 0 ? (
            <li className="dim">{words.text("folders.empty")}</li>
          ) : null}
        </ul>
      )}
      {isNaming && path !== null ? <NewFolder parent={path} onMade={(made) => open(made)} /> : null}
      <div className="actions end">
        {path !== null && data?.isWritable === true && !isNaming && !isRestore ? (
          <Button
            variant="subtle"
            leftSection={<Icon name="plus" size={18} />}
            onClick={() => setNaming(true)}
          >
            {words.text("folders.new")}
          </Button>
        ) : null}
        <span className="grow" />
        <Button variant="default" onClick={onClose}>
          {words.text("button.goBack")}
        </Button>
        {path === null || data === undefined ? null : isRestore ? (
          data.isVault ? (
            <Button onClick={() => choose(path)}>{words.text("folders.useBackups")}</Button>
          ) : null
        ) : (
          <Button disabled={!data.isWritable} onClick={() => choose(path)}>
            {words.text("folders.use")}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function FolderRow({
  folder,
  onOpen,
}: {
  readonly folder: FolderView["folders"][number];
  readonly onOpen: () => void;
}): ReactNode {
  const words = useWords();
  const { name, label, freeBytes, isSameDevice } = folder;
  return (
    <li>
      <button type="button" className="folder" onClick={onOpen}>
        <Icon name={freeBytes === null ? "folder" : "disk"} />
        <span className="grow">
          {label === null ? <Foreign>{name}</Foreign> : <Name>{label}</Name>}
          {label === null ? null : (
            <span className="dim">
              {" "}
              <Foreign>{name}</Foreign>
            </span>
          )}
        </span>
        <span className="dim side">
          {freeBytes === null ? "" : words.text("place.free", { freeBytes })}
          {isSameDevice === true ? (
            <span className="badge warn">{words.text("place.sameDevice")}</span>
          ) : null}
        </span>
        <Icon name="next" size={16} />
      </button>
    </li>
  );
}

function NewFolder({
  parent,
  onMade,
}: {
  readonly parent: string;
  readonly onMade: (path: string) => void;
}): ReactNode {
  const words = useWords();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const make = useMutation({
    mutationFn: () => call("POST /api/folders", { body: { parent, name } }),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: ["folder"] });
      if (made.path !== null) onMade(made.path);
    },
  });
  return (
    <form
      className="new-folder"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <TextInput
        label={words.text("folders.name")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <Button type="submit" disabled={name.trim() === ""} loading={make.isPending}>
        {words.text("folders.make")}
      </Button>
      <Trouble error={make.error} />
    </form>
  );
}
