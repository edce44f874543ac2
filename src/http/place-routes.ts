/** Places, the folders of this computer from which one is chosen, and files that are sent to it. */

import { lookInto, makeFolder } from "../fivefold.ts";
import type { FolderSight } from "../fivefold.ts";
import { FivefoldError, asFivefoldError } from "../model/error.ts";
import { ZIP_EXTENSION } from "../model/parcel.ts";
import type { Answer, PlaceView } from "./contract.ts";
import type { ListedPlace } from "./listing.ts";
import type { Office, Responders } from "./office.ts";

type Names =
  | "GET /api/places"
  | "POST /api/places"
  | "DELETE /api/places/:name"
  | "GET /api/folders"
  | "POST /api/folders"
  | "POST /api/uploads"
  | "GET /api/uploads/:id"
  | "POST /api/uploads/:id/done"
  | "DELETE /api/uploads/:id";

export function placeRoutes(office: Office): Responders<Names> {
  const { app, listing, audit, uploads } = office;
  return {
    "GET /api/places": async () => ({ places: (await listing.places()).map(placeView) }),
    "POST /api/places": async ({ body, session }) => {
      const { name } = await app.look(
        async (fivefold) => await fivefold.addPlace(body.name, body.folder),
      );
      app.renew();
      office.changed();
      await audit.note(session.user, "addPlace", { place: name, folder: body.folder });
      const added = (await listing.places()).find(({ sight }) => sight.name === name);
      if (added === undefined)
        throw new FivefoldError("PLACE_UNKNOWN", { place: name, places: [] });
      return placeView(added);
    },
    "DELETE /api/places/:name": async ({ params, query, session }) => {
      await app.look(
        async (fivefold) => await fivefold.removePlace(params.name, query.sure === "yes"),
      );
      app.renew();
      office.changed();
      await audit.note(session.user, "removePlace", { place: params.name });
      return {};
    },
    "GET /api/folders": async ({ query }) => {
      const { extension, live } = await surroundingsOf(office);
      return folderView(await lookInto(query.path ?? null, extension), live);
    },
    "POST /api/folders": async ({ body, session }) => {
      const { extension, live } = await surroundingsOf(office);
      const made = await makeFolder(body.parent, body.name, extension);
      await audit.note(session.user, "makeFolder", { folder: made.path });
      return folderView(made, live);
    },
    "POST /api/uploads": async ({ body, session }) => {
      const { id, offset } = await uploads.announce(body.name, body.sizeBytes);
      await audit.note(session.user, "upload", { file: body.name, sizeBytes: body.sizeBytes });
      return { id, offset };
    },
    "GET /api/uploads/:id": async ({ params }) => {
      const { id, offset, sizeBytes } = await uploads.find(params.id);
      return { id, offset, sizeBytes };
    },
    "POST /api/uploads/:id/done": async ({ params, body }) => ({
      id: params.id,
      path: await uploads.finish(params.id, body.sha256),
    }),
    "DELETE /api/uploads/:id": async ({ params }) => {
      await uploads.remove(params.id);
      return {};
    },
  };
}

/** How the app calls its backup files, and where its data lies; whoever has no app chooses folders all the same. */
async function surroundingsOf({ app }: Office): Promise<{
  readonly extension: string;
  readonly live: ReadonlySet<string>;
}> {
  try {
    return await app.look(async (fivefold) => ({
      extension: fivefold.parcelExtension,
      live: await fivefold.liveDrives(),
    }));
  } catch (thrown) {
    if (asFivefoldError(thrown).code === "INTERNAL") throw thrown;
    return { extension: ZIP_EXTENSION, live: new Set() };
  }
}

function folderView(sight: FolderSight, live: ReadonlySet<string>): Answer<"GET /api/folders"> {
  const { path, parent, isWritable, isVault } = sight;
  return {
    path,
    parent,
    isWritable,
    isVault,
    folders: sight.folders.map(({ name, path: at, label, freeBytes, drives }) => ({
      name,
      path: at,
      label,
      freeBytes,
      isSameDevice: drives === null ? null : drives.some((each) => live.has(each)),
    })),
    files: sight.files.map((each) => ({ ...each })),
  };
}

function placeView({ sight, snapshots, trouble }: ListedPlace): PlaceView {
  const { name, folder, isDefault, kind, freeBytes, isSameDevice } = sight;
  return {
    name,
    folder,
    isDefault,
    kind,
    freeBytes,
    isSameDevice,
    backupCount: trouble === null ? snapshots.length : null,
    lastBackupAt: snapshots[0]?.takenAt ?? null,
  };
}
