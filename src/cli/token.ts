/** `fivefold token`: signs the user of a host program in, for some minutes, under a name that the audit list shows. */

import { Command } from "@commander-js/extra-typings";
import { languageOf } from "../language/choose.ts";
import { FivefoldError } from "../model/error.ts";
import type { Desk, Ending, Frame } from "./frame.ts";
import { DONE } from "./frame.ts";
import { askServer, reachServer } from "./reach.ts";

const ROLES = ["viewer", "operator", "administrator"] as const;
const MOST_MINUTES = 1440;

export function tokenCommand(frame: Frame) {
  return new Command("token")
    .description(frame.help("help.token"))
    .option("--user <name>", frame.help("option.user"))
    .option("--role <role>", frame.help("option.role"))
    .option("--minutes <number>", frame.help("option.minutes"), "10")
    .option("--tenants <ids>", frame.help("option.tenants"))
    .option("--metrics", frame.help("option.metrics"))
    .option("--renew", frame.help("option.renew"))
    .action(async ({ user, role, minutes, tenants, metrics = false, renew = false }) => {
      await frame.run("token", async (desk) => {
        if (metrics) return await metricsToken(renew, desk);
        if (user === undefined) throw missing("--user");
        if (role === undefined) throw missing("--role");
        if (!ROLES.some((each) => each === role)) throw wrong(role, "--role");
        const life = /^\d{1,4}$/.test(minutes) ? Number(minutes) : 0;
        if (life < 1 || life > MOST_MINUTES) throw wrong(minutes, "--minutes");
        const fivefold = await desk.fivefold();
        const server = await reachServer(fivefold, desk);
        const { token, expiresAt } = await askServer(server, "POST", "/api/tokens", {
          user,
          role,
          minutes: life,
          language: languageOf(desk.globals.language ?? ""),
          tenants: tenants?.split(",").filter((each) => each !== "") ?? [],
        });
        const language = await desk.language();
        desk.output.say(language.text("token.made", { untilAt: String(expiresAt) }));
        desk.output.line(String(token));
        return { ...DONE, more: { token, expiresAt, url: server.url } };
      });
    });
}

/** For a monitor, that reads the metrics and nothing else, as long as it is not renewed. */
async function metricsToken(isRenewed: boolean, desk: Desk): Promise<Ending> {
  const fivefold = await desk.fivefold();
  const { token, file } = await fivefold.makeMetricsToken(isRenewed);
  const language = await desk.language();
  desk.output.say(language.text("token.metrics", { path: file }));
  desk.output.line(token);
  return { ...DONE, more: { token, file } };
}

function missing(value: string): FivefoldError {
  return new FivefoldError("USAGE_WRONG", { what: "argumentMissing", value });
}

function wrong(value: string, option: string): FivefoldError {
  return new FivefoldError("USAGE_WRONG", { what: "valueWrong", value, option });
}
