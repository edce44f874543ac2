/** The emergency sheet: what is printed, and whether somebody holds it. */

import { qrSvg } from "./qr.ts";
import type { LanguageCode } from "../language/choose.ts";
import type { Office, Responders } from "./office.ts";
import { lookingOn } from "./open-app.ts";
import { paperOf } from "./sheet-paper.ts";
import type { SheetPaper } from "./sheet-paper.ts";

type Names = "GET /api/sheet" | "POST /api/sheet/files" | "POST /api/sheet/confirmations";

export function sheetRoutes(office: Office): Responders<Names> {
  const { app, audit, signal } = office;
  return {
    "GET /api/sheet": async ({ query, session }) => {
      const { app: _, commands, groups, ...paper } = await paperAsked(office, query.place ?? null);
      await audit.note(session.user, "sheet", { place: paper.place });
      return {
        ...paper,
        groups: [...groups],
        qr: await qrSvg(paper.key),
        commands: [...commands],
      };
    },
    "POST /api/sheet/files": async ({ body, session, language }) => {
      const { pdf, name, place } = await pdfAsked(
        office,
        body.place,
        body.language ?? language.code,
      );
      const saved = await app.look(
        async (fivefold) => await fivefold.saveSheet(body.folder, name, pdf),
      );
      await audit.note(session.user, "sheetSaved", { place, file: saved.path });
      return saved;
    },
    "POST /api/sheet/confirmations": async ({ body, session }) => {
      const { isRight, wrongGroup } = await app.look(
        async (fivefold) => await fivefold.confirmSheet(body.place, body.typed, lookingOn(signal)),
      );
      await audit.note(session.user, isRight ? "sheetConfirmed" : "sheetMistyped", {
        place: body.place,
      });
      if (isRight) office.changed();
      return { isRight, wrongGroup };
    },
  };
}

/** The sheet as a file, and how it is called without its ending. */
export async function pdfAsked(
  office: Office,
  place: string | null,
  code: LanguageCode,
): Promise<{ readonly pdf: Buffer; readonly name: string; readonly place: string }> {
  const paper = await paperAsked(office, place);
  const { sheetFileName, sheetPdf } = await import("./sheet-pdf.ts");
  return {
    pdf: await sheetPdf(paper, code),
    name: await sheetFileName(paper.app, code),
    place: paper.place,
  };
}

async function paperAsked({ app, signal }: Office, place: string | null): Promise<SheetPaper> {
  return await app.look(async (fivefold) =>
    paperOf(await fivefold.sheet(place, lookingOn(signal)), await fivefold.parcelKey(), fivefold),
  );
}
