/** The app of the simulations as far as it is the same in all of them: no hooks, no rule of versions, nothing found. */

import type { App } from "../../src/model/app.ts";
import { NO_HOOKS } from "../../src/model/hook.ts";
import type { PartId } from "../../src/model/part.ts";

export const KONTOR: Omit<App, "folder" | "description" | "parts" | "tenants"> = {
  id: "kontor",
  name: "Kontor",
  version: "1",
  tenantWord: {},
  parcelExtension: ".zip",
  restores: null,
  hooks: NO_HOOKS,
  loginPart: "login" as PartId,
  findings: [],
  notIncluded: [],
};
