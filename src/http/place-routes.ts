/** Places, and the folders of this computer from which one is chosen. */

import { FivefoldError } from "../model/error.ts";
import type { PlaceView } from "./contract.ts";
import type { ListedPlace } from "./listing.ts";
import type { Responders, Office } from "./office.ts";

type Names = "GET /api/places" | "POST /api/places" | "DELETE /api/places/:name";

export function placeRoutes(office: Office): Responders<Names> {
  const { app, listing, audit } = office;
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
    "DELETE /api/places/:name": async ({ params, session }) => {
      await app.look(async (fivefold) => await fivefold.removePlace(params.name));
      app.renew();
      office.changed();
      await audit.note(session.user, "removePlace", { place: params.name });
      return {};
    },
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
