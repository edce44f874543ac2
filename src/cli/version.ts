/** `fivefold version`. */

import { Command } from "@commander-js/extra-typings";
import type { Frame } from "./frame.ts";
import { DONE } from "./frame.ts";

export function versionCommand(frame: Frame) {
  return new Command("version").description(frame.help("help.version")).action(async () => {
    await frame.run("version", async (desk) => {
      const { PROGRAM, VERSION } = await import("../fivefold.ts");
      desk.output.line(`${PROGRAM} ${VERSION}`);
      return { ...DONE, more: { version: VERSION } };
    });
  });
}
