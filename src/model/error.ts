/**
 * The one error, and the one table of what can go wrong.
 *
 * The table gives exit status (restic's numbers where restic has one), HTTP status and whether trying again helps:
 * "never", "later" (the same call may go through) or "changed" (after the person changed something). The sentences and
 * the advice stand in `language/`, in five languages; `docs/errors.md` is generated from both.
 */

export type Fact = string | number | boolean | null | readonly string[];
/** What the sentence needs: names, paths, sizes. JSON, never secret. */
export type Facts = Readonly<Record<string, Fact>>;

interface Row {
  readonly exit: number;
  readonly http: number;
  readonly retry: "never" | "later" | "changed";
}

const row = (exit: number, http: number, retry: Row["retry"]): Row => ({ exit, http, retry });

export const ERRORS = {
  // the program and its arguments
  INTERNAL: row(1, 500, "never"),
  CANCELLED: row(130, 499, "changed"),
  USAGE_WRONG: row(2, 400, "changed"),
  PASSWORD_NEEDED: row(2, 401, "changed"),
  PASSWORD_UNREADABLE: row(2, 400, "changed"),
  CONFIRMATION_NEEDED: row(2, 400, "changed"),
  NODE_TOO_OLD: row(1, 500, "changed"),
  // description, home, settings
  DESCRIPTION_MISSING: row(2, 404, "changed"),
  DESCRIPTION_WRONG: row(2, 422, "changed"),
  DESCRIPTION_DOUBTFUL: row(3, 422, "changed"),
  CREDENTIALS_UNDECLARED: row(2, 422, "changed"),
  TENANTS_UNREADABLE: row(1, 500, "changed"),
  TENANT_UNSAFE: row(2, 422, "changed"),
  TENANT_UNKNOWN: row(2, 404, "changed"),
  TENANT_EXISTS: row(1, 409, "changed"),
  TENANT_CHANGED: row(1, 409, "changed"),
  TENANT_AWAY: row(1, 409, "changed"),
  TENANT_UNREGISTRABLE: row(1, 422, "changed"),
  TENANT_UNREGISTERED: row(3, 422, "changed"),
  PART_UNKNOWN: row(2, 404, "changed"),
  PATH_IN_DATABASE: row(2, 422, "changed"),
  PATH_BLOCKED: row(1, 409, "changed"),
  CHOICE_EMPTY: row(2, 422, "changed"),
  SETTINGS_WRONG: row(2, 422, "changed"),
  SETTINGS_NEWER: row(2, 422, "changed"),
  HOME_FOREIGN: row(2, 409, "changed"),
  HOME_UNWRITABLE: row(1, 500, "changed"),
  HOME_BUSY: row(1, 409, "later"),
  SEAT_IS_WORKSTATION: row(1, 409, "changed"),
  SEAT_UNREADABLE: row(1, 500, "changed"),
  APP_AMBIGUOUS: row(2, 409, "changed"),
  APP_UNKNOWN: row(2, 404, "changed"),
  APP_BUSY: row(1, 409, "later"),
  APP_LOCKED: row(1, 409, "later"),
  HOOK_FAILED: row(1, 500, "changed"),
  HOOK_SKIPPED: row(3, 409, "changed"),
  // sources
  SOURCE_MISSING: row(1, 500, "changed"),
  SOURCE_DAMAGED: row(1, 500, "changed"),
  SOURCE_ENCRYPTED: row(1, 500, "changed"),
  SOURCE_UNREADABLE: row(1, 500, "changed"),
  SOURCE_BUSY: row(1, 409, "later"),
  ENTRY_UNREADABLE: row(3, 500, "changed"),
  ENTRY_VANISHED: row(3, 500, "later"),
  ENTRY_CHANGED: row(3, 500, "later"),
  ENTRY_UNSUPPORTED: row(3, 500, "never"),
  ENTRY_UNRESTORABLE: row(3, 500, "changed"),
  METADATA_UNRESTORABLE: row(3, 500, "changed"),
  ATTRIBUTES_UNREADABLE: row(3, 500, "changed"),
  ASIDE_IMPOSSIBLE: row(1, 500, "changed"),
  SPACE_SHORT: row(1, 507, "changed"),
  DISK_FAILING: row(1, 500, "never"),
  // places
  PLACE_UNKNOWN: row(2, 404, "changed"),
  PLACE_USED: row(1, 409, "changed"),
  PLACE_MISSING: row(1, 404, "changed"),
  PLACE_FULL: row(1, 507, "changed"),
  PLACE_READ_ONLY: row(1, 403, "changed"),
  PLACE_UNREACHABLE: row(1, 503, "later"),
  PLACE_FOREIGN: row(1, 409, "changed"),
  OBJECT_EXISTS: row(1, 409, "changed"),
  OBJECT_MISSING: row(1, 500, "never"),
  OBJECT_SHORT: row(1, 500, "never"),
  OBJECT_UNREADABLE: row(1, 500, "changed"),
  // jobs
  JOB_UNKNOWN: row(2, 404, "changed"),
  JOB_EXISTS: row(2, 409, "changed"),
  JOB_FOLLOWED: row(1, 409, "changed"),
  ALARM_UNSENT: row(1, 502, "later"),
  KEEPING_STOPPED: row(3, 409, "changed"),
  // stores
  BACKUPS_MISSING: row(10, 404, "changed"),
  VAULT_MISSING: row(10, 404, "changed"),
  VAULT_LOCKED: row(11, 409, "later"),
  VAULT_LOCK_LOST: row(1, 409, "later"),
  VAULT_DAMAGED: row(1, 500, "never"),
  CONFIG_MISSING: row(1, 500, "changed"),
  VAULT_NEWER: row(1, 422, "changed"),
  VAULT_EXISTS: row(1, 409, "changed"),
  KEY_WRONG: row(12, 401, "changed"),
  KEY_MISSING: row(12, 404, "changed"),
  KEY_UNKEPT: row(12, 404, "changed"),
  KEY_LAST: row(1, 409, "never"),
  KEY_EXPOSED: row(1, 409, "changed"),
  KEY_KEPT: row(1, 409, "never"),
  ESCROW_MISSING: row(1, 404, "changed"),
  ESCROW_UNPLACED: row(3, 500, "changed"),
  ESCROW_UNREADABLE: row(12, 422, "changed"),
  SNAPSHOT_MISSING: row(1, 404, "changed"),
  SNAPSHOT_PINNED: row(1, 409, "changed"),
  SNAPSHOT_AMBIGUOUS: row(2, 409, "changed"),
  PATH_UNKNOWN: row(1, 404, "changed"),
  SNAPSHOT_DAMAGED: row(1, 500, "never"),
  SNAPSHOT_FOREIGN: row(1, 422, "changed"),
  SNAPSHOT_UNDESCRIBED: row(1, 422, "changed"),
  SNAPSHOT_INCOMPLETE: row(1, 409, "changed"),
  LAYOUT_NEWER: row(1, 422, "changed"),
  APP_FOREIGN: row(1, 422, "changed"),
  VERSION_UNFIT: row(1, 422, "changed"),
  APP_UPDATED: row(1, 409, "changed"),
  VERSION_UNKNOWN: row(3, 422, "never"),
  PARCEL_CHANGED: row(1, 422, "never"),
  PARCEL_CUT_OFF: row(1, 422, "changed"),
  PARCEL_DAMAGED: row(1, 500, "never"),
  PARCEL_EXISTS: row(1, 409, "changed"),
  PARCEL_FOREIGN: row(1, 422, "changed"),
  PARCEL_HOSTILE: row(1, 422, "never"),
  PARCEL_LINK_OUT: row(1, 422, "changed"),
  PARCEL_KEY_OTHER: row(12, 401, "changed"),
  PARCEL_MISSING: row(1, 404, "changed"),
  PARCEL_PASSWORD_NEEDED: row(2, 401, "changed"),
  PARCEL_NAME_WRONG: row(1, 422, "changed"),
  PARCEL_NOT_ZIP: row(1, 422, "changed"),
  PARCEL_PASSWORD_WRONG: row(12, 401, "changed"),
  PASSWORD_WEAK: row(1, 422, "changed"),
  BLOB_DAMAGED: row(1, 500, "never"),
  BLOB_MISSING: row(1, 500, "never"),
  PACK_DAMAGED: row(1, 500, "never"),
  PACK_MISSING: row(1, 500, "never"),
  PACK_UNUSED: row(0, 200, "never"),
  INDEX_DAMAGED: row(1, 500, "never"),
  TREE_DAMAGED: row(1, 500, "never"),
  // restore
  PART_UNCOMPARED: row(3, 500, "later"),
  TARGET_NOT_EMPTY: row(2, 409, "changed"),
  TARGET_FOREIGN: row(2, 409, "changed"),
  TARGET_UNWRITABLE: row(1, 500, "changed"),
  RESTORE_OPEN: row(1, 409, "changed"),
  PLAN_OUTDATED: row(1, 409, "changed"),
  RESTORE_TURNED_BACK: row(4, 500, "changed"),
  RESTORE_STUCK: row(1, 500, "changed"),
  ASIDE_LOST: row(1, 500, "changed"),
  UNDO_MISSING: row(1, 404, "never"),
  JOURNAL_DAMAGED: row(1, 500, "never"),
  JOURNAL_NEWER: row(2, 422, "changed"),
  STAGED_DAMAGED: row(1, 500, "never"),
  ROWS_DIFFER: row(1, 500, "never"),
  SAFETY_DEGRADED: row(3, 500, "never"),
  // the server
  SESSION_NEEDED: row(1, 401, "changed"),
  SIGN_IN_WRONG: row(12, 401, "changed"),
  SIGN_IN_LATER: row(1, 429, "later"),
  ROLE_NEEDED: row(1, 403, "changed"),
  REQUEST_FOREIGN: row(1, 403, "never"),
  REQUEST_WRONG: row(2, 400, "changed"),
  ROUTE_UNKNOWN: row(1, 404, "never"),
  RUN_UNKNOWN: row(1, 404, "never"),
  PLAN_UNKNOWN: row(1, 404, "changed"),
  UPLOAD_UNKNOWN: row(1, 404, "changed"),
  UPLOAD_DIFFERENT: row(1, 422, "changed"),
  SERVER_RUNNING: row(1, 409, "changed"),
  SERVER_MISSING: row(1, 503, "changed"),
  SERVICE_REFUSED: row(1, 503, "changed"),
  LOG_UNWRITABLE: row(1, 503, "changed"),
  ADDRESS_TAKEN: row(1, 409, "changed"),
  TLS_NEEDED: row(2, 400, "changed"),
  ACCOUNT_UNKNOWN: row(2, 404, "changed"),
  ACCOUNT_EXISTS: row(1, 409, "changed"),
  ACCOUNT_LAST: row(1, 409, "changed"),
} as const satisfies Readonly<Record<string, Row>>;

export type ErrorCode = keyof typeof ERRORS;

export class FivefoldError extends Error {
  override readonly name = "FivefoldError";
  readonly code: ErrorCode;
  readonly facts: Facts;

  constructor(code: ErrorCode, facts: Facts = {}, options?: { readonly cause?: unknown }) {
    super(`${code} ${JSON.stringify(facts)}`, options);
    this.code = code;
    this.facts = facts;
  }

  /** 3 is for runs that went on in spite of it; an error that is thrown has ended its run. */
  get exit(): number {
    const { exit } = ERRORS[this.code];
    return exit === 3 ? 1 : exit;
  }

  get http(): number {
    return ERRORS[this.code].http;
  }

  get retry(): Row["retry"] {
    return ERRORS[this.code].retry;
  }
}

/** Gives any thrown value as our error: ours as it is, an abort as CANCELLED, everything else as INTERNAL. */
export function asFivefoldError(thrown: unknown): FivefoldError {
  if (thrown instanceof FivefoldError) return thrown;
  if (thrown instanceof Error && thrown.name === "AbortError")
    return new FivefoldError("CANCELLED", {}, { cause: thrown });
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new FivefoldError("INTERNAL", { message }, { cause: thrown });
}

/** The system's error code of a thrown value ("ENOENT"), `null` when it has none. */
export function systemCode(thrown: unknown): string | null {
  if (typeof thrown !== "object" || thrown === null || !("code" in thrown)) return null;
  return typeof thrown.code === "string" ? thrown.code : null;
}
