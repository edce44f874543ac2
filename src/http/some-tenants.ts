/**
 * Whoever is let in for some tenants only: what is open to him, and what of an answer is his.
 *
 * A host program vouches for such a person. What tells of others, or changes what belongs to all, is closed.
 */

import { FivefoldError } from "../model/error.ts";
import type {
  BackupDetailView,
  BackupView,
  ChangesView,
  ItemsView,
  RouteName,
  RunView,
  StreamName,
} from "./contract.ts";
import type { Session } from "./session.ts";

const OPEN: ReadonlySet<RouteName | StreamName> = new Set([
  "POST /api/session",
  "GET /api/session",
  "DELETE /api/session",
  "GET /api/home",
  "GET /api/items",
  "GET /api/runs",
  "GET /api/runs/:run",
  "POST /api/runs/:run/stop",
  "POST /api/runs/:run/answers",
  "POST /api/backups",
  "GET /api/backups",
  "POST /api/backups/look",
  "POST /api/backups/entries",
  "POST /api/backups/tickets",
  "POST /api/backups/changes",
  "POST /api/plans",
  "GET /api/plans/:plan",
  "DELETE /api/plans/:plan",
  "POST /api/restores",
  "GET /api/places",
  "GET /api/settings",
  "GET /api/events",
  "GET /api/runs/:run/events",
  "GET /api/downloads/:id",
  "GET /api/contents",
]);

function refused({ user }: Session): FivefoldError {
  return new FivefoldError("ROLE_NEEDED", { name: user, role: "administrator" });
}

/** @throws ROLE_NEEDED for a route that is closed to whoever may have some tenants only */
export function requireOpen(session: Session, name: RouteName | StreamName): void {
  if (session.tenants.length > 0 && !OPEN.has(name)) throw refused(session);
}

/** A part of a tenant is named by it: "tenants/acme/database". */
function isOwnPart({ tenants }: Session, part: string): boolean {
  return tenants.some((tenant) => part.startsWith(`tenants/${tenant}/`));
}

/** @throws ROLE_NEEDED when somebody who may have some tenants only asks for others, for all, or for what is no tenant's */
export function requireOwn(
  session: Session,
  choice: {
    readonly tenants: readonly string[];
    readonly parts: readonly string[];
    readonly paths: readonly string[];
  },
): void {
  if (session.tenants.length === 0) return;
  const { tenants, parts, paths } = choice;
  const isOwn =
    tenants.length > 0 &&
    tenants.every((each) => session.tenants.includes(each)) &&
    [...parts, ...paths].every((each) => isOwnPart(session, each));
  if (!isOwn) throw refused(session);
}

/** @throws ROLE_NEEDED */
export function requireOwnPart(session: Session, part: string): void {
  if (session.tenants.length > 0 && !isOwnPart(session, part)) throw refused(session);
}

export function ownItems({ tenants }: Session, items: ItemsView): ItemsView {
  if (tenants.length === 0) return items;
  const isOwn = (tenant: string | null): boolean => tenant !== null && tenants.includes(tenant);
  return {
    ...items,
    tenants: items.tenants.filter(({ id }) => tenants.includes(id)),
    items: items.items.filter(({ tenant }) => isOwn(tenant)),
    loginPart: null,
    notIncluded: [],
    findings: items.findings.filter(
      ({ part }) => part !== null && tenants.some((each) => part.startsWith(`tenants/${each}/`)),
    ),
  };
}

/** What of a backup is his; one of which it is not known whose it holds may hold his. */
export function ownBackup({ tenants }: Session, backup: BackupView): BackupView | null {
  if (tenants.length === 0) return backup;
  if (backup.scope === "parts") return null;
  const own = backup.tenants?.filter(({ id }) => tenants.includes(id)) ?? null;
  return own !== null && own.length === 0 ? null : { ...backup, tenants: own };
}

export function ownDetail(session: Session, detail: BackupDetailView): BackupDetailView {
  const { tenants } = session;
  if (tenants.length === 0) return detail;
  return {
    ...detail,
    tenants: detail.tenants?.filter(({ id }) => tenants.includes(id)) ?? null,
    parts: detail.parts.filter(({ tenant }) => tenant !== null && tenants.includes(tenant)),
    notIncluded: [],
    findings: [],
  };
}

export function ownChanges({ tenants }: Session, changes: ChangesView): ChangesView {
  if (tenants.length === 0) return changes;
  return {
    ...changes,
    tenants: changes.tenants.filter(({ id }) => tenants.includes(id)),
    parts: changes.parts.filter(({ tenant }) => tenant !== null && tenants.includes(tenant)),
  };
}

export function maySeeRun({ tenants, user }: Session, run: RunView): boolean {
  return tenants.length === 0 || run.user === user;
}
