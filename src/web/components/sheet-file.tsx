/** The emergency sheet as a PDF: written into a folder of the computer on which the server runs, or downloaded. */

import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import type { ReactNode } from "react";
import { call, sheetPdfAddress } from "../api.ts";
import { useWords } from "../words.tsx";
import { FolderChooser } from "./folder-chooser.tsx";
import { Icon } from "./icons.tsx";
import { Note, Trouble } from "./trouble.tsx";

export function SheetFile({ place }: { readonly place: string }): ReactNode {
  const words = useWords();
  const [isChoosing, setChoosing] = useState(false);
  const { code: language } = words;
  const { mutate, ...save } = useMutation({
    mutationFn: (folder: string) =>
      call("POST /api/sheet/files", { body: { place, folder, language } }),
  });
  const take = useCallback(
    (folder: string): void => {
      setChoosing(false);
      mutate(folder);
    },
    [mutate],
  );
  return (
    <>
      <div className="actions no-print">
        <Button
          variant="default"
          leftSection={<Icon name="disk" size={18} />}
          loading={save.isPending}
          onClick={() => setChoosing(true)}
        >
          {words.text("sheet.save")}
        </Button>
        <Button
          component="a"
          variant="default"
          leftSection={<Icon name="save" size={18} />}
          href={sheetPdfAddress(place, language)}
          download
        >
          {words.text("sheet.download")}
        </Button>
      </div>
      <div className="no-print" role="status">
        {save.data === undefined ? null : save.data.isSameDevice ? (
          <Note tone="warn">{words.text("sheet.savedSame", { path: save.data.path })}</Note>
        ) : (
          <Note tone="good">{words.text("sheet.saved", { path: save.data.path })}</Note>
        )}
        <Trouble error={save.error} />
      </div>
      {isChoosing ? (
        <FolderChooser
          purpose="place"
          advice={words.text("sheet.saveWhy")}
          onClose={() => setChoosing(false)}
          onFolder={take}
        />
      ) : null}
    </>
  );
}
