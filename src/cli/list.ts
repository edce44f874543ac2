/** `fivefold list`: the backups in a place, oldest first. */

import { Command } from "@commander-js/extra-typings";
import type { Finding, Fivefold, KnownTenants, Snapshot, Watch } from "../fivefold.ts";
import { asFivefoldError } from "../fivefold.ts";
import type { Language } from "../language/language.ts";
import { openUndoLines } from "../language/run-report.ts";
import { awayJson, sayAway } from "./away.ts";
import { shortId } from "./backup.ts";
import type { Frame } from "./frame.ts";
import { withKey } from "./options.ts";
import type { Output } from "./print.ts";

export function listCommand(frame: Frame) {
  const command = new Command("list")
    .description(frame.help("help.list"))
    .option("--from <place>", frame.help("option.from"));
  return withKey(command, frame).action(async (options) => {
    await frame.run("list", async (desk) => {
      const fivefold = await desk.fivefold(options);
      desk.whenCancelled("dryRun");
      const from = options.from ?? null;
      const findings: Finding[] = [];
      const report: typeof desk.watch.report = (progress) => {
        if (progress.kind === "finding") findings.push(progress.finding);
        desk.watch.report(progress);
      };
      const { all, seenMs } = await listed(fivefold, from, { ...desk.watch, report }, findings);
      const snapshots = all.filter((snapshot) => snapshot.appId === fivefold.appId);
      const isHere = seenMs === null;
      const tenants: KnownTenants = isHere
        ? await fivefold.tenantsIn(from, snapshots, desk.watch)
        : new Map();
      const language = await desk.language();
      const { output } = desk;
      if (!isHere)
        output.say(language.text("list.seen", { place: fivefold.placeName(from), seenAt: seenMs }));
      if (snapshots.length === 0)
        output.say(language.text("list.none", { place: fivefold.placeName(from) }));
      else sayList(snapshots, tenants, language, output);
      const earlier = from === null ? await fivefold.earlierBackups() : null;
      if (earlier !== null) output.say(language.text("place.earlier", { place: earlier }));
      const away = await fivefold.absences();
      sayAway(away, language, output);
      const undo = await fivefold.undoable(desk.watch);
      if (undo !== null) for (const line of openUndoLines(language, undo)) output.say(line);
      const waiting = await fivefold.waiting();
      if (waiting !== null)
        output.say(
          language.text("restore.waits", { name: fivefold.appName, takenAt: waiting.takenAt }),
        );
      const more = snapshots.map((each) => ({ ...each, tenants: tenants.get(each.id) ?? null }));
      const open = { undo, waiting: waiting?.run ?? null, away: awayJson(away) };
      const seenAt = isHere ? null : new Date(seenMs).toISOString();
      const outcome = isHere ? "done" : "incomplete";
      return { outcome, findings, more: { snapshots: more, seenAt, earlier, ...open } };
    });
  });
}

/** Of a place that is away what is remembered, and when it was seen; without that, the error stands. */
async function listed(
  fivefold: Fivefold,
  from: string | null,
  watch: Watch,
  findings: Finding[],
): Promise<{ readonly all: readonly Snapshot[]; readonly seenMs: number | null }> {
  try {
    return { all: await fivefold.list(from, watch), seenMs: null };
  } catch (thrown) {
    const { code, facts } = asFivefoldError(thrown);
    const known = code === "PLACE_MISSING" ? await fivefold.knownBackups(from) : null;
    if (known === null) throw thrown;
    findings.push({ code, part: null, path: null, facts });
    return { all: known.snapshots, seenMs: known.seenMs };
  }
}

/** Prints snapshots; `tenants` says which companies those of chosen companies hold. */
export function sayList(
  snapshots: readonly Snapshot[],
  tenants: KnownTenants,
  language: Language,
  output: Output,
  indent = "",
): void {
  const rows = snapshots.map((snapshot) => ({
    snapshot,
    holds: holdsOf(snapshot, tenants, language),
    reason: language.text(`reason.${snapshot.reason}`),
  }));
  // Those that look alike are told apart by their seconds.
  const faces = rows.map(({ snapshot, holds, reason }) =>
    JSON.stringify([language.moment(snapshot.takenAt), holds, reason]),
  );
  const hasSeconds = new Set(faces).size < faces.length;
  output.table(
    [
      { title: language.text("column.id") },
      { title: language.text("column.takenAt") },
      { title: language.text("column.scope"), wraps: true },
      { title: language.text("column.reason"), wraps: true },
      { title: language.text("column.size"), side: "end" },
    ],
    rows.map(({ snapshot, holds, reason }) => [
      language.foreign(shortId(snapshot.id)),
      language.moment(snapshot.takenAt, hasSeconds),
      holds,
      reason,
      snapshot.sizeBytes === null ? "" : language.bytes(snapshot.sizeBytes),
    ]),
    indent,
  );
}

/** What a snapshot holds, and that it is incomplete when it is. */
function holdsOf(snapshot: Snapshot, tenants: KnownTenants, language: Language): string {
  const holds = contentOf(snapshot, tenants, language);
  return snapshot.isComplete ? holds : `${holds} (${stateOf(snapshot, language)})`;
}

/** Companies by their names when they were chosen: both of two, of more the first and how many else. */
export function contentOf(
  { id, scope }: Snapshot,
  tenants: KnownTenants,
  language: Language,
): string {
  const titles = (tenants.get(id) ?? []).map(({ title }) => title);
  if (titles.length === 0) return language.text(`scope.${scope}`);
  const named = titles.slice(0, titles.length > 2 ? 1 : 2);
  const moreCount = titles.length - named.length;
  return language.text("list.holds", { tenants: named, moreCount });
}

export function stateOf(
  { isComplete }: { readonly isComplete: boolean },
  language: Language,
): string {
  return language.text(isComplete ? "state.complete" : "state.incomplete");
}
