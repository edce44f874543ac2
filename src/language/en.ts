/**
 * Every text that people read, in English; the other languages have the same keys.
 *
 * Messages are ICU messages. A placeholder named `…Bytes`, `…Ms`, `…At` or `…Count` is given as a number and written the
 * language's way. `{hasX, select, yes {…} other {…}}` asks whether the fact `x` is known. What stands in `backticks` is
 * typed or read as it is (a command, an option, a file's name). The apostrophe is ’, because ' is ICU's quote.
 */

import type { ErrorCode } from "../model/error.ts";

export const en = {
  // what went wrong, where, and what to do
  "error.INTERNAL": "Fivefold made a mistake: {message}",
  "advice.INTERNAL":
    "Nothing more was done. Please report this sentence to the people who gave you Fivefold.",
  "error.CANCELLED": "The work was stopped before its end.",
  "advice.CANCELLED":
    "What was finished until then is kept. Give the command again; it goes on from there.",
  "cancelled.restore": "The app is as it was before.",
  "cancelled.recover": "Nothing was recovered; give the command again.",
  "cancelled.undo": "The app is as it was before; the restore can still be undone.",
  "cancelled.target":
    "The folder holds only a part of the backup. Remove it, and give the command again.",
  "error.USAGE_WRONG": "{problem}",
  "advice.USAGE_WRONG": "`fivefold help` shows what can be said and how.",
  "error.PASSWORD_NEEDED": "The backups in {place} are locked, and no key was given.",
  "advice.PASSWORD_NEEDED":
    "Give a file that holds the key with `--password-file`, or set `FIVEFOLD_PASSWORD_FILE` or `FIVEFOLD_PASSWORD`.",
  "error.CONFIRMATION_NEEDED":
    "This is done only when somebody says yes, and there was nobody to ask whether it is wanted.",
  "advice.CONFIRMATION_NEEDED": "Give the command again with `--yes` if it is.",
  "error.NODE_TOO_OLD": "Fivefold needs Node {needed} or newer; this is Node {version}.",
  "advice.NODE_TOO_OLD": "Install a newer Node from nodejs.org and try again.",
  "error.DESCRIPTION_MISSING": "The app’s description was not found: {path}",
  "advice.DESCRIPTION_MISSING":
    "Start the command in the app’s folder, or name the file with `--app`.",
  "error.DESCRIPTION_WRONG":
    "The app’s description has a mistake in {path}{hasLine, select, yes {, line {line, number}, column {column, number}} other {}}: {problem}",
  "advice.DESCRIPTION_WRONG":
    "The app’s vendor writes this file. Correct it, or ask the vendor for a new one.",
  "error.CREDENTIALS_UNDECLARED":
    "The app’s description in {path} does not say where the app keeps its passwords and keys.",
  "advice.CREDENTIALS_UNDECLARED":
    "Add an item of kind `credentials`, or write `credentials: none` if the app has none.",
  "error.TENANTS_UNREADABLE":
    "The list of companies could not be read from {path}{hasMessage, select, yes {: {message}} other {}}{hasLine, select, yes { (description, line {line, number}, column {column, number})} other {}}",
  "advice.TENANTS_UNREADABLE":
    "Without it nobody can say which companies belong to the backup. Make sure the login database is there and can be read, and that the query in the description is right.",
  "error.TENANT_UNSAFE": "{tenant} cannot be used as the id of a company: {problem}",
  "advice.TENANT_UNSAFE":
    "An id becomes a folder’s name on every system. Give this company an id of letters, digits, - and _.",
  "error.TENANT_UNKNOWN":
    "{where, select, backup {The backup holds no company with the id} away {No company is away with the id} other {There is no company with the id}} {tenant}.",
  "advice.TENANT_UNKNOWN":
    "`fivefold parts` lists the companies of the app, `fivefold show` those of a backup.",
  "error.TENANT_EXISTS":
    "{where, select, data {Data of a company with the id {tenant} lies here already.} other {There is a company with the id {tenant} here already.}}",
  "advice.TENANT_EXISTS":
    "Nothing was changed. `--replace` puts the one from the file in its place, and `fivefold undo` goes back; `--as` with another id brings it in beside it.",
  "error.TENANT_CHANGED":
    "{name} went away on {awayAt} and was changed here since: {parts}.{hasHere, select, yes { Rows when it went away: {left}. Here now: {here}. In the file of {takenAt}: {there}.} other { The file is of {takenAt}.}}",
  "advice.TENANT_CHANGED":
    "Nothing was changed. Decide which of the two is to stay: `--replace` puts the one from the file in the place of the one here, which `fivefold undo` brings back; `--as` with another id keeps both.",
  "error.TENANT_AWAY":
    "The company {tenant} is away already, since {awayAt}{hasNote, select, yes {: {note}} other {.}}",
  "advice.TENANT_AWAY":
    "Bring it home with `fivefold import` and the file that comes back. If it never left or does not come back, `fivefold away end` ends that.",
  "error.TENANT_UNREGISTRABLE":
    "The company {tenant} could not be entered in the app’s list of companies: {problem}",
  "advice.TENANT_UNREGISTRABLE":
    "Nothing was changed. The statement is `tenants.register` in the app’s description, which the vendor writes. If an old row is in the way, remove it in the app.",
  "register.sqlite": "the database says: {message}",
  "register.notListed":
    "the statement of the description ran, and the company is still not on the list.",
  "register.removes":
    "the statement of the description would take away what belongs to others: {message}.",
  "error.TENANT_UNREGISTERED":
    "The data of {name} is back, but the app does not know the company: {tenant} is not on its list.",
  "advice.TENANT_UNREGISTERED":
    "Add the company in the app, with the id {tenant}. The vendor can let Fivefold do it with `tenants.register` in the description.",
  "error.PART_UNKNOWN":
    "{where, select, backup {The backup holds no item with the id} other {There is no item with the id}} {part}.",
  "advice.PART_UNKNOWN":
    "`fivefold parts` lists the items of the app, `fivefold show` those of a backup.",
  "error.PATH_UNKNOWN":
    "There is no {hasWanted, select, yes {file } other {}}{path} in backup {snapshot}{hasPart, select, yes { ({part})} other {}}.{hasNear, select, yes { Was this meant: {near}?} other {}}",
  "advice.PATH_UNKNOWN":
    "`fivefold show` with `--part` lists the files of a backup; `fivefold vault ls` lists what is in any repository.",
  "error.PATH_IN_DATABASE": "{part} is a database, which comes back only as a whole.",
  "advice.PATH_IN_DATABASE":
    "Leave `--path` out. With `--target` the database is written into a folder of its own, where you can take from it what you need.",
  "error.PATH_BLOCKED": "This cannot come back alone: {problem}",
  "advice.PATH_BLOCKED":
    "Nothing was changed. With `--target` it is written into a folder of its own.",
  "blocked.way": "{path} is no folder but lies where one must be; a link is not followed.",
  "blocked.excluded": "the app’s description excludes {path}.",
  "blocked.inner": "{path} belongs to another item.",
  "error.SETTINGS_WRONG":
    "The settings have a mistake in {path}{hasLine, select, yes {, line {line, number}, column {column, number}} other {}}: {problem}",
  "advice.SETTINGS_WRONG":
    "Correct the file. Until then the last settings without a mistake stay in force.",
  "error.SETTINGS_NEWER": "The settings in {path} were written by a newer Fivefold.",
  "advice.SETTINGS_NEWER": "Install the newest Fivefold on this computer.",
  "error.HOME_FOREIGN":
    "The folder {path} cannot be used for this app: {hasOther, select, yes {it belongs to {other}} other {it holds {found}}}.",
  "advice.HOME_FOREIGN": "Choose another folder for this app with `--home`.",
  "error.HOME_UNWRITABLE": "Fivefold’s own folder {path} cannot be written.",
  "advice.HOME_UNWRITABLE":
    "Give the user who makes the backups the right to write there, or choose another folder with `--home`.{hasUndoBytes, select, yes { Or give up the undo of the last restore: `fivefold close` frees {undoBytes}.} other {}}",
  "error.HOME_BUSY": "Another program has been changing what is kept in {path} for too long.",
  "advice.HOME_BUSY":
    "Nothing was changed. Try again; when it stays so, look which program of Fivefold hangs, and end it.",
  "error.SEAT_IS_WORKSTATION":
    "This computer is a workstation of {app}; backups are made on the server.",
  "advice.SEAT_IS_WORKSTATION": "Start Fivefold on the computer that holds the app’s data.",
  "error.APP_BUSY":
    "{hasHolder, select, yes {{part} is in use by {holder}} other {{part} is being changed again and again}} and cannot be replaced now.",
  "error.APP_AMBIGUOUS": "There are backups of several apps: {apps}.",
  "advice.APP_AMBIGUOUS": "Nothing was written. Name one of them with `--app-id`.",
  "error.APP_UNKNOWN": "There are no backups of {app}, but of: {apps}.",
  "advice.APP_UNKNOWN": "Nothing was written. Name one of these with `--app-id`.",
  "advice.APP_BUSY": "Close the app and try again.",
  "error.APP_LOCKED":
    "Another backup or restore of {app} is running{hasPid, select, yes { (process {pid})} other {}}.",
  "advice.APP_LOCKED": "Wait until it is finished and try again.",
  "error.HOOK_FAILED": "The app’s own command for {hook} did not succeed: {problem}",
  "advice.HOOK_FAILED":
    "{step, select, start {Look whether the app runs, and start it if it does not.} stop {Close the app and try again.} other {Remove the cause and try again.}} What the command printed stands in the record of the run; the app’s description names it under `hooks`.",
  "hook.missing": "{program} is not there or may not be run.",
  "hook.timeLimit": "it had not finished after {limitMs} and was ended.",
  "hook.failed": "{hasMessage, select, yes {{message}} other {it ended with an error.}}",
  "error.HOOK_SKIPPED":
    "{hasQuestion, select, yes {Nobody said yes before the backup to: {question}} other {A question before the backup was not answered with yes.}}",
  "advice.HOOK_SKIPPED":
    "The backup holds all that was in the app. If that was to be done first, do it and back up again.",
  "error.SOURCE_MISSING": "The data of {part} is not there: {path}",
  "advice.SOURCE_MISSING":
    "If the data was moved, the app’s description has to say where it is now. If it was lost, restore it.",
  "error.SOURCE_DAMAGED": "The database of {part} is damaged: {path}",
  "advice.SOURCE_DAMAGED":
    "Keep your older backups, and restore {part} from the newest one that is complete.",
  "error.SOURCE_ENCRYPTED": "{path} of {part} is encrypted or is no SQLite database.",
  "advice.SOURCE_ENCRYPTED":
    "Ask the app’s vendor how this database is to be saved. It is not in the backup.",
  "error.SOURCE_UNREADABLE":
    "The data of {part} could not be read{hasPath, select, yes {: {path}} other {.}}",
  "advice.SOURCE_UNREADABLE": "Give the user who makes the backups the right to read it.",
  "error.SOURCE_BUSY": "The database of {part} was in use for too long: {path}",
  "advice.SOURCE_BUSY": "Try again when the app has less to do.",
  "error.ENTRY_UNREADABLE": "{path}{hasPart, select, yes { in {part}} other {}} could not be read.",
  "advice.ENTRY_UNREADABLE":
    "Give the user who makes the backups the right to read it, and back up again.",
  "error.ENTRY_VANISHED":
    "{path}{hasPart, select, yes { in {part}} other {}} was removed while it was being read.",
  "advice.ENTRY_VANISHED":
    "Back up again; if the app removes such files all the time, exclude them.",
  "error.ENTRY_CHANGED":
    "{path}{hasPart, select, yes { in {part}} other {}} was changed while it was being read.",
  "advice.ENTRY_CHANGED": "Back up again at a time when the app is not writing to it.",
  "error.ENTRY_UNSUPPORTED":
    "{path}{hasPart, select, yes { in {part}} other {}} is no file, folder or link, and was left out.",
  "advice.ENTRY_UNSUPPORTED":
    "Sockets, pipes and devices hold no data. Exclude it in the app’s description.",
  "error.ENTRY_UNRESTORABLE":
    "{path}{hasPart, select, yes { in {part}} other {}} could not be written.",
  "advice.ENTRY_UNRESTORABLE":
    "This computer does not accept the name or the kind. It is still in the backup.",
  "error.METADATA_UNRESTORABLE":
    "The content of {path}{hasPart, select, yes { in {part}} other {}} is back, but not its owner, rights, time or attributes.",
  "advice.METADATA_UNRESTORABLE": "Restore as the administrator if the app needs them.",
  "error.ATTRIBUTES_UNREADABLE":
    "The extended attributes of {path}{hasPart, select, yes { in {part}} other {}} could not be read.",
  "advice.ATTRIBUTES_UNREADABLE":
    "The content is in the backup. Give the user who makes the backups the right to read the attributes.",
  "error.ASIDE_IMPOSSIBLE":
    "{hasProblem, select, yes {Nothing is prepared beside the app’s data: {problem}} other {There is no place beside {path} where {part} can be prepared.}}",
  "advice.ASIDE_IMPOSSIBLE":
    "{hasProblem, select, yes {Nothing was changed. Find out who made it. If it is not needed, move it away, without deleting it, and give the command again.} other {A folder on the same drive that can be written is needed. Restore into another folder with `--target`.}}",
  "aside.link": "{path} is a link, and what it leads to may be anybody’s.",
  "aside.notFolder": "{path} is no folder.",
  "aside.owner":
    "{path} belongs neither to the administrator nor to the owner of the app’s folder.",
  "aside.notFile": "{path} is no file.",
  "aside.damaged": "{path}, which keeps two runs from working at once, is damaged.",
  "aside.closed": "{path} may not be opened by this user.",
  "aside.moved": "{path} lies on another drive now.",
  "error.DISK_FAILING":
    "The disk with {path} is failing: the system could not read from it or write to it.",
  "advice.DISK_FAILING":
    "Stop using this disk: every minute can cost data, and nothing more is written to the app’s data on it.{hasHome, select, yes { Fivefold’s own folder lies on it, too: {home}} other {}} `fivefold backup --to` with a folder on another disk saves what can still be read; `fivefold recover --from` with your backups brings the app to another disk. What no backup holds, a data recovery centre may still get from the disk.",
  "error.SPACE_SHORT":
    "Too little room{hasNeededBytes, select, yes {: needs {neededBytes}, {freeBytes} free on {path}} other { in {path}}}.",
  "advice.SPACE_SHORT":
    "Make room there and try again.{hasUndoBytes, select, yes { Or give up the undo of the last restore: `fivefold close` frees {undoBytes}.} other {}}",
  "error.JOB_UNKNOWN":
    "There is no job named {job}.{hasJobs, select, yes { Known jobs: {jobs}} other {}}",
  "advice.JOB_UNKNOWN": "`fivefold job list` shows the jobs; `fivefold job add` adds one.",
  "error.JOB_FOLLOWED": "The job {job} cannot be removed: {jobs} runs after it.",
  "advice.JOB_FOLLOWED": "Let the other one run at a time of its own first, or remove it first.",
  "error.JOB_EXISTS": "There is a job named {job} already.",
  "advice.JOB_EXISTS":
    "Take another name with `--name`, or remove the other one with `fivefold job remove`.",
  "error.ALARM_UNSENT": "A message about the backups could not be sent by {way}: {answer}",
  "advice.ALARM_UNSENT": "Look at `alarms` in the settings; it is tried again by itself.",
  "error.KEEPING_STOPPED":
    "The job {job} made its backup and left all older ones where they are: {problem}",
  "advice.KEEPING_STOPPED":
    "Look into the app. If it is as it should be, say so with `fivefold job accept`; old backups go again after that.",
  "error.PLACE_USED": "The place {place} is used by these jobs: {jobs}",
  "advice.PLACE_USED":
    "With `--yes` it is taken off the list all the same: jobs that write there rest then, others make no copy there any more. Better give them another place first.",
  "error.PLACE_UNKNOWN":
    "There is no place named {place}.{hasPlaces, select, yes { Known places: {places}} other {}}",
  "advice.PLACE_UNKNOWN":
    "Write a folder with a slash, like `./{place}`, or add the place with `fivefold place add`.",
  "error.PLACE_MISSING": "The place {place} is not there.",
  "advice.PLACE_MISSING": "If it is a drive, connect it and try again.",
  "error.PLACE_FULL": "The place {place} is full.",
  "advice.PLACE_FULL":
    "Make room there: `fivefold forget` and `fivefold prune` remove old backups. All backups until now are kept.{hasUndoBytes, select, yes { Or give up the undo of the last restore: `fivefold close` frees {undoBytes}.} other {}}",
  "error.PLACE_READ_ONLY": "Nothing can be written to {place}.",
  "advice.PLACE_READ_ONLY":
    "Remove the write protection, or give the user who makes the backups the right to write there.",
  "error.PLACE_UNREACHABLE": "The place {place} does not answer.",
  "advice.PLACE_UNREACHABLE": "Look at the drive or the network, and try again.",
  "error.PLACE_FOREIGN": "{place} holds other files and no backups.",
  "advice.PLACE_FOREIGN": "Choose an empty folder, or one that already holds backups.",
  "error.OBJECT_EXISTS": "{key} is in {place} already.",
  "advice.OBJECT_EXISTS": "Nothing was replaced. Try again with another name.",
  "error.OBJECT_MISSING": "A file of the backups is missing in {place}: {key}",
  "advice.OBJECT_MISSING": "`fivefold check` tells which backups are affected.",
  "error.OBJECT_SHORT": "A file of the backups in {place} is shorter than it should be: {key}",
  "advice.OBJECT_SHORT":
    "The drive may be failing. `fivefold check --read-data` tells which backups are affected.",
  "error.VAULT_MISSING": "There are no backups in {place}.",
  "advice.VAULT_MISSING":
    "Look whether the place is right. `fivefold init` prepares a new one.{hasEarlier, select, yes { Backups from before lie in {earlier}: name that folder with `--from`.} other {}}",
  "error.BACKUPS_MISSING":
    "There are no backups in {place}.{hasFound, select, yes { But there are some in {found}.} other {}}",
  "advice.BACKUPS_MISSING":
    "Nothing was written. Name the folder that holds `config` and `keys`, or the backups’ files. Without any backup, do not use the old disk any more; the page `no-backup` in the help says what can still be done.",
  "error.VAULT_LOCKED":
    "The backups in {place} are in use by another program{hasHost, select, yes { on {host}} other {}}.",
  "advice.VAULT_LOCKED":
    "Wait until it is finished. If that computer is no longer running, `restic unlock` removes its lock.",
  "error.VAULT_DAMAGED":
    "The backups in {place} are damaged{hasPath, select, yes {: {path}} other {}}.",
  "advice.VAULT_DAMAGED":
    "`fivefold check` tells what can still be read. Take a second place into use.",
  "error.CONFIG_MISSING":
    "In {place} lie files of backups, but the file `config` is missing, and without it nobody can open them.",
  "advice.CONFIG_MISSING":
    "Nothing was changed. Get the file back from a copy of this folder or from the bin. For new backups choose another folder.",
  "error.VAULT_NEWER": "The backups in {place} have a form that this Fivefold does not know.",
  "advice.VAULT_NEWER": "Install the newest Fivefold.",
  "error.VAULT_EXISTS": "There are backups in {place} already.",
  "advice.VAULT_EXISTS": "`fivefold backup` adds to them; nothing has to be prepared.",
  "error.KEY_WRONG":
    "This key does not open the backups in {place}.{hasGroups, select, yes { Mistyped groups: {groups}.} other {}}",
  "advice.KEY_WRONG":
    "Look at the emergency sheet and compare every group of digits; a mistyped group is named.",
  "error.KEY_MISSING":
    "There is no such key{hasPlace, select, yes { in {place}} other {}}{hasKey, select, yes {: {key}} other {}}.",
  "advice.KEY_MISSING": "`fivefold key list` shows the keys.",
  "error.KEY_UNKEPT": "No copy of the key of the backups in {place} is kept on this computer.",
  "advice.KEY_UNKEPT":
    "It is on the emergency sheet. With that key, `fivefold key add` makes another one.",
  "error.KEY_LAST":
    "This is the only key, or the one in use; without it nobody could read the backups.",
  "advice.KEY_LAST": "Add another key first with `fivefold key add`, and use that one.",
  "error.ESCROW_MISSING":
    "The description of {app} names nobody who could keep a key to the backups.",
  "advice.ESCROW_MISSING":
    "Nothing is wrong: only you open your backups. A vendor names himself under `escrow` in the description.",
  "error.ESCROW_UNPLACED": "The key for {name} could not be laid beside the backups in {place}.",
  "advice.ESCROW_UNPLACED":
    "The backup itself is good. The next one tries again; `fivefold key escrow status` tells where the key is.",
  "error.ESCROW_UNREADABLE": "{path} cannot be used: {problem}",
  "advice.ESCROW_UNREADABLE":
    "Nothing was changed. Name the file that ends with `.age` and, with `--identity`, the one that `age-keygen` wrote.",
  "sealed.notAge": "it is no file of the format `age`, or it is damaged.",
  "sealed.otherKey": "it was sealed for another key than this one.",
  "sealed.identityWrong": "there is no secret key in it (`AGE-SECRET-KEY-…`).",
  "sealed.notOurs": "it holds no key to backups.",
  "sealed.unreadable": "it cannot be read.",
  "error.SNAPSHOT_MISSING":
    "{hasSnapshot, select, yes {There is no backup {snapshot}.} other {No backup was named.}}",
  "advice.SNAPSHOT_MISSING": "`fivefold list` shows the backups that there are.",
  "error.SNAPSHOT_AMBIGUOUS": "Several backups begin with {snapshot}.",
  "advice.SNAPSHOT_AMBIGUOUS": "Give more of the digits that `fivefold list` shows.",
  "error.SNAPSHOT_DAMAGED":
    "The backup is damaged{hasPath, select, yes {: {path} is not what was stored} other {}}.",
  "advice.SNAPSHOT_DAMAGED":
    "Nothing was replaced. Use another backup; `fivefold check --read-data` tells which are whole.",
  "error.SNAPSHOT_FOREIGN":
    "The backup{hasSnapshot, select, yes { {snapshot}} other {}} was not made by Fivefold for this app.",
  "advice.SNAPSHOT_FOREIGN":
    "`fivefold vault restore` writes its files into a folder of your choice.",
  "error.SNAPSHOT_UNDESCRIBED":
    "The backup {snapshot} holds no description of the app that this Fivefold understands.",
  "advice.SNAPSHOT_UNDESCRIBED":
    "Nothing was written. Use another backup, or install the newest Fivefold. `fivefold vault restore`, or any zip program with a backup’s file, gets the data out without a description.",
  "error.SNAPSHOT_INCOMPLETE":
    "The backup {snapshot} is incomplete: something could not be read when it was made.",
  "advice.SNAPSHOT_INCOMPLETE":
    "`fivefold show` tells what it holds. Name its items with `--part`, or use an older backup.",
  "error.LAYOUT_NEWER":
    "This backup was made by a newer Fivefold (form {layout, number}; this one reads {reads, number}).",
  "advice.LAYOUT_NEWER": "Install the newest Fivefold on this computer.",
  "error.VERSION_UNFIT":
    "This backup was made by {app}{hasBackup, select, yes { {backup}} other {}}. The version here{hasVersion, select, yes {, {version},} other {}} takes only backups of {restores}.",
  "advice.VERSION_UNFIT":
    "Nothing was touched. {age, select, newer {Install {app} {backup} or a newer version here, and restore again.} older {Install {app} {backup} here, restore, and let {app} update itself from there; or use a newer backup.} other {Install a version of {app} that takes this backup, or use another backup.}}",
  "error.APP_UPDATED":
    "{app} was {hasPrepared, select, yes {{prepared}} other {of another version}} when the restore was prepared, and is {hasVersion, select, yes {{version}} other {of another version}} now: what is prepared may not fit it.",
  "advice.APP_UPDATED": "Give the restore again: it is compared with the version of now.",
  "error.VERSION_UNKNOWN":
    "Nobody can tell whether this backup fits the app here: {hasBackup, select, yes {its version is {backup}, which is not numbers with dots} other {it does not say which version made it}}.",
  "advice.VERSION_UNKNOWN":
    "It is brought back all the same. Look whether the app works on it; `fivefold undo` goes back.",
  "error.APP_FOREIGN": "{path} holds a backup of another app: {app}. This one is {expected}.",
  "advice.APP_FOREIGN":
    "Nothing was written. Use a backup of {expected}, or open this one on the computer of {app}.",
  "error.PARCEL_CHANGED":
    "{path} was packed anew by another program{hasEntry, select, yes { (seen at {entry})} other {}}, and nobody can prove any more that all in it is as it was.",
  "advice.PARCEL_CHANGED":
    "Nothing was written. Use the file as Fivefold made it. If there is none, any zip program unpacks this one, and `sha256sum -c SHA256SUMS` compares what comes out.",
  "error.PARCEL_CUT_OFF":
    "{path} is cut off: only {sizeBytes} of it are here, and the end is missing.",
  "advice.PARCEL_CUT_OFF":
    "Nothing was written. Copying was interrupted, or a drive was full or taken out too early. Copy the file again from where it was made, or use another backup.",
  "error.PARCEL_DAMAGED":
    "{path} is damaged{hasEntry, select, yes { at {entry}} other {}}{hasProblem, select, yes {: {problem}} other {.}}",
  "advice.PARCEL_DAMAGED":
    "Nothing was written. Copy the file again from where it was made; if that one is damaged too, use another backup. The drive may be failing.",
  "error.PARCEL_EXISTS": "{path} is not replaced: {problem}",
  "advice.PARCEL_EXISTS":
    "Nothing was written, and the file is as it was. Choose another name or folder, or move that file away.",
  "error.PARCEL_FOREIGN": "{path} is a zip file, but no backup made by Fivefold.",
  "advice.PARCEL_FOREIGN":
    "Nothing was written. Look whether this is the file you meant; any zip program opens it.",
  "error.PARCEL_HOSTILE":
    "{path} is not opened, because it could do harm{hasEntry, select, yes { (seen at {entry})} other {}}: {problem}",
  "advice.PARCEL_HOSTILE":
    "Nothing was written. Fivefold never makes such a file. Do not open it with another program, and ask whoever gave it to you where it comes from.",
  "error.PARCEL_LINK_OUT":
    "{path} is not taken: a link in it leads out of the backup ({entry}, to {target}).",
  "advice.PARCEL_LINK_OUT":
    "Nothing was written. Some apps have such links, and with one a stranger can lead an app astray. If you know who made the file and what the link is for, add `--allow-links-out`; other files of it can be restored with `--path`.",
  "error.PARCEL_KEY_OTHER":
    "What {path} holds is locked with the key of another installation{hasFingerprint, select, yes { ({fingerprint})} other {}}.",
  "advice.PARCEL_KEY_OTHER":
    "Nothing is lost. The key stands on the emergency sheet of the computer that made the backup; name a file with it with `--parcel-password-file`.",
  "error.PARCEL_MISSING": "There is no file {path}.",
  "advice.PARCEL_MISSING":
    "Look at its name and folder; a backup in a place is named by its id, without a path.",
  "error.PARCEL_PASSWORD_NEEDED": "{path} is locked with a password, and none was given.",
  "advice.PARCEL_PASSWORD_NEEDED":
    "Nothing was written. Give a file that holds the password with `--parcel-password-file`.",
  "error.PARCEL_NAME_WRONG":
    "{name} is not possible as the name of a backup’s file: {problem}{hasSuggestion, select, yes { Possible: {suggestion}} other {}}",
  "advice.PARCEL_NAME_WRONG":
    "Nothing was written. Letters, digits, spaces, - and _ can be used in names on every computer.",
  "error.PARCEL_NOT_ZIP": "{path} is no backup: it is no zip file at all.",
  "advice.PARCEL_NOT_ZIP":
    "Nothing was written. Look whether this is the file you meant, and whether it was copied whole.",
  "error.PARCEL_PASSWORD_WRONG":
    "This password does not open {path}.{hasGroups, select, yes { Mistyped groups: {groups}.} other {}}{hasWords, select, yes { Mistyped words: {words}.} other {}}",
  "advice.PARCEL_PASSWORD_WRONG":
    "Nothing was written, and the file is not damaged. Look at capital letters and at the keyboard’s language, and compare group by group or word by word.",
  "error.PASSWORD_WEAK": "This password is not possible: {problem}",
  "advice.PASSWORD_WEAK":
    "Whoever has the file can try millions of passwords a second. Give none, and Fivefold makes a strong one; or take six words that have nothing to do with each other.",
  "hostile.name.parent": "a name in it leads out of the folder into which it is unpacked.",
  "hostile.name.absolute": "a name in it names a place on this computer.",
  "hostile.name.drive": "a name in it names a drive of this computer.",
  "hostile.name.unc": "a name in it names another computer on the network.",
  "hostile.name.backslash": "a name in it contains a backslash, which Windows takes for a folder.",
  "hostile.name.device": "a name in it means a device of Windows.",
  "hostile.name.trailing":
    "a name in it ends with a dot or a space, so that Windows makes another one of it.",
  "hostile.name.control": "a name in it contains characters that cannot be seen.",
  "hostile.name.twice": "two files in it have the same name.",
  "hostile.name.case": "two names in it are the same on some computers.",
  "hostile.link.through": "a file in it would be written through a link.",
  "hostile.overlap": "files in it share the same bytes.",
  "hostile.header.disagrees": "it says two different things about the same file.",
  "hostile.size.false": "a size that it states is false.",
  "hostile.bomb": "unpacked it would be far larger than it says or than there is room for.",
  "hostile.entries.many": "it holds more files than it says or than anybody needs.",
  "hostile.prepended": "something stands before the beginning of the zip file.",
  "hostile.comment": "text was added to it.",
  "hostile.zipcrypto": "it is locked in the old way of zip files, which protects nothing.",
  "damage.content": "the content is not what was stored.",
  "damage.seal": "the seal over the locked content does not fit.",
  "damage.header": "what it says about the file is not what was written.",
  "damage.directory": "the table of contents is not what was written.",
  "damage.manifest": "the description of the backup is not what was written.",
  "damage.metadata": "names, rights, times or links are not what was stored.",
  "damage.missing": "a file that belongs to it is missing.",
  "exists.foreign": "it is not a backup made by Fivefold.",
  "exists.app": "it is a backup of another app.",
  "exists.complete": "it is complete, and the new one is not.",
  "exists.taken": "there is a backup of this name already.",
  "unsafe.beginning": "it begins with a dot or a space.",
  "unsafe.automatic": "Fivefold gives such names to the backups that it replaces every day.",
  "unsafe.incomplete": "Fivefold marks incomplete backups so.",
  "unsafe.reserved": "Fivefold uses this name inside backups.",
  "unsafe.weekdayTwice": "two days of the week have it.",
  "weak.short": "it is too short.",
  "weak.long": "it has more than 99 characters, and other zip programs do not take it.",
  "weak.letters":
    "it has letters or signs that other programs write in another way, and they could not open the file. Possible are a to z, A to Z, digits, spaces and signs like - and !",
  "weak.common": "it is among those that are tried first.",
  "weak.name": "it is made of names that stand in the file or that everybody here knows.",
  "weak.date": "it is made of dates.",
  "weak.keyboard": "its keys lie next to each other.",
  "weak.repeat": "it repeats itself or counts on.",
  "weak.guessable": "it can be guessed too soon.",
  "weekday.monday": "Monday",
  "weekday.tuesday": "Tuesday",
  "weekday.wednesday": "Wednesday",
  "weekday.thursday": "Thursday",
  "weekday.friday": "Friday",
  "weekday.saturday": "Saturday",
  "weekday.sunday": "Sunday",
  "leftReason.credentials": "never in a file to give away, unless asked for",
  "error.BLOB_DAMAGED": "A piece of the backups is damaged{hasId, select, yes {: {id}} other {}}.",
  "advice.BLOB_DAMAGED":
    "Back up again: data that is still in the app is stored anew. Then check once more.",
  "error.BLOB_MISSING": "A piece of the backups is missing{hasId, select, yes {: {id}} other {}}.",
  "advice.BLOB_MISSING":
    "Back up again: data that is still in the app is stored anew. Then check once more.",
  "error.PACK_DAMAGED": "A file of the backups is damaged{hasId, select, yes {: {id}} other {}}.",
  "advice.PACK_DAMAGED":
    "The drive may be failing. Copy the backups to another place with `fivefold copy`.",
  "error.PACK_MISSING": "A file of the backups is missing{hasId, select, yes {: {id}} other {}}.",
  "advice.PACK_MISSING":
    "Look whether somebody removed files from the place. Back up again and check once more.",
  "error.PACK_UNUSED":
    "A file in the place belongs to no backup{hasId, select, yes {: {id}} other {}}.",
  "advice.PACK_UNUSED":
    "This is no harm: a backup was interrupted. `fivefold prune` gives the room back.",
  "error.INDEX_DAMAGED":
    "A table of contents of the backups is damaged{hasId, select, yes {: {id}} other {}}.",
  "advice.INDEX_DAMAGED": "`restic repair index` writes it anew from the backups themselves.",
  "error.TREE_DAMAGED":
    "A folder inside a backup is damaged{hasId, select, yes {: {id}} other {}}.",
  "advice.TREE_DAMAGED":
    "Back up again: folders that are still in the app are stored anew. Other backups are not affected unless named.",
  "error.TARGET_NOT_EMPTY": "The folder {path} is not empty.",
  "advice.TARGET_NOT_EMPTY": "Name an empty or a new folder; nothing in it is ever overwritten.",
  "error.TARGET_FOREIGN":
    "The folder {path} belongs to another app: {app}. The backup is of {expected}.",
  "advice.TARGET_FOREIGN": "Nothing was written. Choose another folder with `--into`.",
  "error.TARGET_UNWRITABLE": "Nothing can be written into {path}.",
  "advice.TARGET_UNWRITABLE":
    "Nothing was written. Choose another folder with `--into`, or take the right to write there.",
  "error.RESTORE_OPEN": "A restore of this app is prepared and was not done.",
  "advice.RESTORE_OPEN": "`fivefold undo` gives it up; then restore again.",
  "error.PLAN_OUTDATED":
    "Another restore was done meanwhile (at {doneAt}, to the state of {takenAt}); this one would end its undo without a word.",
  "advice.PLAN_OUTDATED": "Nothing was changed. Give the command again: it says what it ends.",
  "error.RESTORE_TURNED_BACK":
    "The restore did not succeed, and the app is as it was before{hasReason, select, yes {: {reason}} other {}}.",
  "advice.RESTORE_TURNED_BACK":
    "Nothing is lost. Remove the cause and restore again.{hasUndoBytes, select, yes { Or give up the undo of the last restore: `fivefold close` frees {undoBytes}.} other {}}",
  "error.RESTORE_STUCK":
    "The restore was interrupted, and the state before it could not be put back yet: {part}{hasPath, select, yes {. What was put aside is not where it was: {path}} other {}}",
  "advice.RESTORE_STUCK":
    "{hasPath, select, yes {If the disk with that folder is not connected or the folder was moved, bring it back, then `fivefold undo` tries again. If it is lost for good, `fivefold close --accept-loss` leaves these parts as they are and ends the restore.} other {Close the app, change nothing in `.fivefold` beside it, and let `fivefold undo` try again.}}{hasSafety, select, yes { The state before it is in the backup {safety}.} other {}}",
  "error.ASIDE_LOST": "What {part} was before the restore is not where it was put aside: {path}",
  "advice.ASIDE_LOST":
    "If the disk with that folder is not connected or the folder was moved, bring it back. If it is lost, {part} stays as it is now; `fivefold list` shows the backups that hold it.",
  "error.UNDO_MISSING": "There is no restore that could be undone.",
  "advice.UNDO_MISSING":
    "A restore can be undone until it is closed. The copy from before it is in `fivefold list`.",
  "error.STAGED_DAMAGED": "What was prepared for {part} is not whole.",
  "advice.STAGED_DAMAGED":
    "Nothing was replaced. Use another backup; `fivefold check --read-data` tells which are whole.",
  "error.ROWS_DIFFER":
    "The table {table} of {part} has {foundCount, number} rows; the backup says {expectedCount, number}.",
  "advice.ROWS_DIFFER": "Nothing was replaced. Use another backup.",
  "error.PART_UNCOMPARED": "{part} was not compared in full: {problem}",
  "advice.PART_UNCOMPARED":
    "Nothing is wrong with the backup. What a restore would change there may be more than is shown.",
  "uncompared.slow": "it took too long.",
  "uncompared.tables": "its tables could not be counted: {message}",
  "uncompared.newest": "the query for its newest records failed: {message}",
  "error.SAFETY_DEGRADED":
    "{hasPath, select, yes {What was done since the restore} other {The state before the restore}} could be saved only in part: {part}",
  "advice.SAFETY_DEGRADED":
    "{hasPath, select, yes {It was not removed: it lies in {path} until you remove it.} other {Its data could not be read, or the place did not take it. The old files lie beside the new ones until the restore is closed.}}",
  "error.SNAPSHOT_PINNED": "The backup {snapshot} in {place} is pinned and was not deleted.",
  "advice.SNAPSHOT_PINNED": "Nothing was deleted. Unpin it first, if it may go.",
  "error.SESSION_NEEDED": "Nobody is signed in here, or too long ago.",
  "advice.SESSION_NEEDED":
    "Open the page again from your application, or give `fivefold open`; with accounts, sign in with name and password.",
  "error.SIGN_IN_WRONG":
    "{what, select, password {Name and password do not belong together.} other {This link has been used already or is too old.}}",
  "advice.SIGN_IN_WRONG":
    "{what, select, password {Type both again. An administrator can give you a new password.} other {A link works once and for a few minutes. `fivefold open` makes a new one.}}",
  "error.SIGN_IN_LATER": "Too many wrong attempts were made to sign in.",
  "advice.SIGN_IN_LATER": "Try again in {waitMs}. Nothing was changed.",
  "error.ROLE_NEEDED":
    "{name} may not do this: it needs the role {role, select, operator {operator} administrator {administrator} other {viewer}}.",
  "advice.ROLE_NEEDED": "Ask an administrator to do it, or to give you that role.",
  "error.REQUEST_FOREIGN": "The request does not come from a page of this server, and was refused.",
  "advice.REQUEST_FOREIGN": "Open the page by its own address: {url}",
  "error.REQUEST_WRONG":
    "The request is not understood{hasAt, select, yes { at {at}} other {}}: {message}",
  "advice.REQUEST_WRONG": "`/api-docs` says what the server understands.",
  "error.ROUTE_UNKNOWN": "There is nothing at {path}.",
  "advice.ROUTE_UNKNOWN": "`/api-docs` lists what there is.",
  "error.RUN_UNKNOWN": "There is no run {run}, or it does not wait for this any more.",
  "advice.RUN_UNKNOWN": "The list of runs shows what there is.",
  "error.PLAN_UNKNOWN": "This preview of a restore is not kept any more.",
  "advice.PLAN_UNKNOWN": "Nothing was changed. Make the preview again.",
  "error.UPLOAD_UNKNOWN": "There is no file {file} here any more.",
  "advice.UPLOAD_UNKNOWN": "Send or make it again.",
  "error.UPLOAD_DIFFERENT": "What arrived of {file} is not what was sent.",
  "advice.UPLOAD_DIFFERENT": "Send the file again; what had arrived was removed.",
  "error.SERVER_RUNNING": "Fivefold serves {name} already, at {url}.",
  "advice.SERVER_RUNNING": "Use that one, or end it first; its process has the number {pid}.",
  "error.SERVER_MISSING":
    "Fivefold’s server does not run for this application{hasPath, select, yes {, and could not be started: {path} says why} other {}}.",
  "advice.SERVER_MISSING": "`fivefold serve` starts it.",
  "error.SERVICE_REFUSED": "The service could not be changed: {path}: {message}",
  "advice.SERVICE_REFUSED":
    "Give the command again with the rights that it needs, for a service of the system as root. `fivefold service install --print` shows what would be written.",
  "error.LOG_UNWRITABLE": "The log {path} cannot be written: {reason}",
  "advice.LOG_UNWRITABLE":
    "Name another file with `--log`, or leave it out: then the log lies in the home.",
  "error.ADDRESS_TAKEN": "The server cannot listen at {host}, port {port}.",
  "advice.ADDRESS_TAKEN":
    "Another program may use that port. Choose another one with `--port`; `--port 0` takes any free one.",
  "error.TLS_NEEDED": "At {host} others can reach the server, and it has no certificate.",
  "advice.TLS_NEEDED":
    "Name certificate and key with `--tls-cert` and `--tls-key`, or leave out `--host`: then only this computer reaches it.",
  "error.ACCOUNT_UNKNOWN": "There is no account {name}.",
  "advice.ACCOUNT_UNKNOWN": "The list of accounts shows what there is.",
  "error.ACCOUNT_EXISTS": "There is an account {name} already.",
  "advice.ACCOUNT_EXISTS": "Choose another name.",
  "error.ACCOUNT_LAST":
    "{what, select, first {The first account has to be an administrator.} other {{name} is the last administrator, and other accounts need one.}}",
  "advice.ACCOUNT_LAST":
    "{what, select, first {Nothing was changed. Add an administrator first.} other {Make somebody else an administrator first.}}",
  "help.serve": "shows the page to people: a server, at first for this computer only",
  "help.service": "lets the server run as a service of this computer",
  "help.serviceInstall": "writes the service, starts it, and lets it start with the computer",
  "help.serviceUninstall": "takes the service away; data, backups and settings stay",
  "help.serviceStart": "starts the server in the background",
  "help.serviceStop": "ends the server; a run that works is stopped cleanly",
  "help.serviceStatus": "says whether the server runs",
  "option.system": "a service of the system, for which root is needed; else of this user",
  "option.systemUser": "with `--system`: the user as whom it runs, who owns the application’s data",
  "option.printUnit": "prints what would be written, and changes nothing",
  "option.waitRun": "lets the run that works come to its end first",
  "service.installed": "The service runs, and starts with the computer: {path}",
  "service.linger": "So that it also runs while you are not signed in: `loginctl enable-linger`",
  "service.uninstalled": "The service was taken away.",
  "service.absent": "No service is set up.",
  "service.isInstalled": "The service is set up: {path}",
  "service.running": "The server runs at {url} (process {pid}).",
  "service.stopped": "The server does not run.",
  "service.none":
    "This computer has no `systemd`. Let its own means start this when it starts; `docs/help/jobs.md` says how:",
  "help.catalog": "reads what is remembered of runs and backups anew",
  "help.catalogRebuild": "throws away what is remembered and reads records and places again",
  "help.registerFiles": "lets a double click on a backup’s file open its restore",
  "help.open": "opens the page, and starts its server when it does not run",
  "help.token": "makes a token with which a program opens the page for its user",
  "option.port": "the port to listen at; 0: any free one",
  "option.host": "the address to listen at; without it, this computer only",
  "option.tlsCert": "the server’s certificate, a PEM file",
  "option.log":
    "what the server logs: `error`, `warn`, `info` or `debug`; `off` for nothing; or the log’s file",
  "option.metrics": "makes a token with which a monitor reads `/metrics`, and nothing else",
  "option.renew": "with `--metrics`: makes another one; the one before works no more",
  "option.tlsKey": "the certificate’s key, a PEM file",
  "option.print": "prints the link and opens nothing",
  "option.user": "the name that the list of who did what shows",
  "option.role": "`viewer`, `operator` or `administrator`",
  "option.minutes": "how long the token works",
  "option.tenants": "only these companies, with commas between",
  "argument.open": "`home`, `backup`, `restore`, or a backup file",
  "serve.ready": "Ready: {url}",
  "serve.noApp":
    "No application is described here: the page helps to bring one back from its backups.",
  "token.metrics": "A monitor reads `/metrics` with this token, which stands in {path}:",
  "token.made": "The token works until {untilAt}:",

  // what exactly is wrong with a command
  "error.PASSWORD_UNREADABLE": "The file with the key cannot be read or is empty: {path}",
  "advice.PASSWORD_UNREADABLE":
    "Look whether the path is right and the key stands in the first line.",
  "error.DESCRIPTION_DOUBTFUL":
    "The app’s description is doubtful{hasLine, select, yes { in line {line, number}} other {}}: {problem}",
  "advice.DESCRIPTION_DOUBTFUL":
    "Nothing is broken by it; a complete description makes better backups. `fivefold parts --lint` names all of it.",
  "error.CHOICE_EMPTY": "Nothing is left to do: no item was chosen, or none can be used.",
  "advice.CHOICE_EMPTY":
    "`fivefold parts` lists the items of the app, `fivefold show` those of a backup; name some with `--part` or `--tenant`.",
  "error.SEAT_UNREADABLE":
    "It could not be found out whether this computer is the server of {app}.",
  "advice.SEAT_UNREADABLE":
    "The app’s description says under `seat` how this is found out. Correct it, or ask the app’s vendor.",
  "error.OBJECT_UNREADABLE": "A file of the backups in {place} cannot be read: {key}",
  "advice.OBJECT_UNREADABLE":
    "Give the user who makes the backups the right to read it. If the drive is failing, use another place.",
  "error.KEY_EXPOSED": "Others on this computer can read the file with the key: {path}",
  "advice.KEY_EXPOSED":
    "Take the right to read it from everybody but its owner (`chmod 600`), then try again.",
  "error.KEY_KEPT": "Another key of this place is kept already: {path}",
  "advice.KEY_KEPT":
    "A kept key is never overwritten. Move the file away if it is not needed any more.",
  "error.JOURNAL_DAMAGED": "The memory of restores is damaged: {path}",
  "advice.JOURNAL_DAMAGED":
    "Nothing was changed. Keep the file, look whether folders named `.fivefold` lie beside the app’s data, and ask for help before restoring.",
  "error.JOURNAL_NEWER": "The memory of restores in {path} was written by a newer Fivefold.",
  "advice.JOURNAL_NEWER": "Install the newest Fivefold on this computer.",
  "mistake.unreadable": "the file cannot be read: {found}",
  "option.keepWithinEach": "as --keep-within, but one for each hour, day, week, month or year",
  "option.keepTag": "keeps all with this mark (several with commas: all of them)",
  "progress.stopping": "Stopping …",
  "progress.stoppedAtOnce":
    "Stopped at once. What was finished is kept; the next command puts the rest in order.",
  "backup.parts":
    "{partCount, plural, one {# item} other {# items}}, {entryCount, plural, one {# file or folder} other {# files and folders}}, {sizeBytes}.",
  "error.VAULT_LOCK_LOST":
    "The claim on the backups in {place} was lost while working: another program may have taken it for dead.",
  "advice.VAULT_LOCK_LOST":
    "Nothing that was stored before is lost. Look whether the place answers, and give the command again.",
  "check.unused":
    "{packCount, plural, one {# file there belongs} other {# files there belong}} to no backup; `fivefold prune` gives the room back.",
  "check.index":
    "A table of contents may be missing or damaged: `restic repair index` writes it anew from the backups themselves. Check once more after that.",
  "problem.USAGE_WRONG.oneTenant": "An export holds exactly one company: name it with `--tenant`.",
  "mistake.tooLarge": "the file is too large.",
  "mistake.notUtf8": "the file is no text in UTF-8.",
  "mistake.yaml": "this cannot be read as YAML: {found}",
  "mistake.tab": "a tab stands where only spaces may stand.",
  "mistake.alias": "{at} uses an anchor or alias, which is not possible here.",
  "mistake.severalDocuments": "a second document begins here; only one is possible.",
  "mistake.empty": "the file is empty.",
  "mistake.keyTwice": "the same key stands here twice: {found}",
  "mistake.keyUnknown":
    "{at} is not known.{hasSuggestion, select, yes { Was {suggestion} meant?} other {}} Possible: {expected}",
  "mistake.keyMissing": "{hasAt, select, yes {in {at} } other {}}{expected} is missing.",
  "mistake.keysExclusive": "in {at} exactly one of these must stand: {expected}",
  "mistake.keyNeedsOther": "in {at}, {found} goes only together with {expected}.",
  "mistake.keyLater":
    "in {at}, {found} is for a later release of Fivefold. What there is: {expected}",
  "mistake.typeWrong": "{at} must be {expected}, not {found}.",
  "mistake.choiceWrong":
    "{found} is not possible for {at}.{hasSuggestion, select, yes { Was {suggestion} meant?} other {}} Possible: {expected}",
  "mistake.valueEmpty": "{at} has no value.",
  "mistake.listEmpty": "the list {at} has no entries.",
  "mistake.numberWrong": "{found} is not possible for {at}.",
  "mistake.languageWrong":
    "{found} in {at} is no language that is known here. Possible: {expected}",
  "mistake.patternWrong": "the pattern {found} in {at} cannot be understood.",
  "mistake.pathWrong":
    "the path {found} in {at} is not possible. It is relative to this file and has no drive and no control characters.",
  "mistake.extensionWrong":
    "{found} is not possible for {at}: it is a dot, then at most 24 small letters, digits and -, and nothing that other programs use.{hasSuggestion, select, yes { Possible: {suggestion}} other {}}",
  "mistake.rangeWrong":
    "{found} in {at} cannot be understood. It is comparisons with spaces between them, like {expected}.",
  "mistake.recipientWrong":
    "{found} in {at} is no public key of the format `age`: that is `age1` and 58 letters and digits, as `age-keygen` prints it.",
  "mistake.recipientSecret":
    "in {at} stands a secret key, and this file goes to everybody who uses the app. Make a new pair with `age-keygen` and write its public key here, the one that begins with `age1`.",
  "mistake.idUnsafe": "{found} in {at} cannot be an id: {unsafe}",
  "mistake.idReserved":
    "the id {found} in {at} is used by Fivefold itself. Not possible are: {expected}",
  "mistake.idTwice": "the id {found} in {at} is the same as {other}.",
  "mistake.idPlaceMissing":
    "{found} in {at} must contain {expected}, so that each company has its own.",
  "mistake.idPlaceUnexpected":
    "{found} in {at} contains the sign for a company’s id, which is possible only under `tenants`.",
  "mistake.rootTwice": "{at} and {other} are over the same data: {found}",
  "mistake.rootIsHome":
    "{at} with {found} contains Fivefold’s own folder {other}; choose another with `--home`.",
  "mistake.databaseMissing": "the database of {at} is not there: {found}",
  "mistake.databaseIsFolder": "the database of {at} is no file: {found}",
  "mistake.queryWithoutId":
    "the query in {at} gives no column `id`, only {found}. Possible: {expected}",
  "mistake.registerWrong":
    "{found} in {at} must be one statement that writes a row (`INSERT`, `REPLACE`, `UPDATE`), with the parameter `:id`, `:title` if it is wanted, and no others.",
  "mistake.credentialsContradict":
    "`credentials: none` stands beside an item of kind `credentials`.",
  "doubt.credentialsUndeclared": "it does not say where the app keeps its passwords and keys.",
  "doubt.tenantsWithoutDatabase": "no item of a company is a database.",
  "doubt.tenantsEmpty": "no company was found.",
  "doubt.tenantWordMissing": "the app’s own word for a company is missing (`tenants.word`).",
  "doubt.loginNotPart": "the database that lists the companies is no item: {found}",
  "doubt.rootMissing": "the data of {at} is not there: {found}",
  "doubt.excludeUnmatched": "the pattern {found} in {at} excludes nothing.",
  "doubt.databaseInFiles":
    "{found} in {at} is a database and should be an item of its own; copied as a plain file while it is in use, it may not open again.",
  "doubt.homeInside": "Fivefold’s own folder lies inside {at}: {found}",
  "doubt.titleMissing": "{at} has a title in some languages only; missing: {expected}",
  "doubt.titleNeeded": "{at} needs a title, because another item has the same kind.",
  "doubt.versionMissing": "the app’s version is missing (`app.version`).",
  "doubt.versionUnreadable": "the app’s version could not be found out: {found}",
  "doubt.seatUnreadable":
    "it could not be found out whether this computer is a server or a workstation: {found}",
  "unsafe.empty": "it is empty.",
  "unsafe.dots": "this name means a folder to every system.",
  "unsafe.separator": "a slash is not possible.",
  "unsafe.control": "it contains characters that cannot be seen.",
  "unsafe.character": "it contains a character that Windows does not allow in names.",
  "unsafe.device": "Windows keeps this name for a device.",
  "unsafe.ending": "it ends with a dot or a space.",
  "unsafe.long": "it is too long.",
  "unsafe.type": "it is neither text nor a whole number.",
  "unsafe.twice": "another company has the same one.",
  "type.text": "a text",
  "type.list": "a list",
  "type.mapping": "a mapping of keys",
  "problem.USAGE_WRONG.unknownOption":
    "There is no option {value}.{hasSuggestion, select, yes { Was {suggestion} meant?} other {}}",
  "problem.USAGE_WRONG.unknownCommand":
    "There is no command {value}.{hasSuggestion, select, yes { Was {suggestion} meant?} other {}}",
  "problem.USAGE_WRONG.argumentMissing": "Something is missing: {value}",
  "problem.USAGE_WRONG.valueMissing": "The option {value} needs a value.",
  "problem.USAGE_WRONG.argumentsExcess": "There is a word too many.",
  "problem.USAGE_WRONG.needsParcel":
    "{option} is only for a backup in one file: add `--as parcel`.",
  "problem.USAGE_WRONG.valueWrong": "{value} is not possible for {option}.",
  "problem.USAGE_WRONG.pathPart":
    "It is not clear in which item {value} lies. Name one with `--part`: {parts}",
  "problem.USAGE_WRONG.pathsForRestore":
    "Single files can be restored only; everything else takes items as a whole.",
  "problem.USAGE_WRONG.conflict": "{option} and {other} exclude each other.",
  "problem.USAGE_WRONG.importTenant":
    "Only a file that holds exactly one company can be imported. `fivefold restore` with `--tenant` brings back one of several.",
  "problem.USAGE_WRONG.noteNeedsAway": "`--note` says why a company is away: it needs `--away`.",
  "problem.USAGE_WRONG.keepMissing":
    "Nothing says how many backups to keep. Use `--keep-last`, `--keep-daily` and the like.",
  "problem.USAGE_WRONG.dumpNeedsTarget":
    "With `--json` the content cannot be printed as well. Name a file with `--target`.",
  "keeping.emptied": "the app is empty now.",
  "keeping.shrank":
    "the app is less than half as large as before: {nowBytes} instead of {thenBytes}.",
  "keeping.tenantsLost": "companies are gone: {tenants}",
  "keeping.incompressible":
    "what changed can hardly be compressed any more, as if somebody had encrypted it.",
  "problem.USAGE_WRONG.placeTaken": "There is a place named {value} already.",
  "problem.USAGE_WRONG.placeName":
    "{value} cannot be a place’s name: use letters, digits, - and _, and no slash.",

  // words
  "kind.database": "Database",
  "kind.files": "Files",
  "kind.settings": "Settings",
  "kind.credentials": "Passwords and keys",
  "kind.workspace": "Workspaces",
  "scope.full": "everything",
  "scope.partial": "chosen companies",
  "scope.tenant": "one company",
  "scope.parts": "chosen items",
  "reason.manual": "by hand",
  "reason.scheduled": "on schedule",
  "reason.safety": "before a restore",
  "reason.export": "export",
  "left.part": "Item",
  "left.tenant": "Company",
  "left.path": "Files",
  "left.attributes": "Extended attributes",
  "leftReason.excluded": "excluded by the app’s description",
  "leftReason.notChosen": "not chosen",
  "leftReason.offline": "away at present, as the app says",
  "leftReason.loginPart": "kept as it is; name it with `--part` to bring it back too",
  "leftReason.exportLogin": "it belongs to all companies, and is never in the export of one",
  "leftReason.unsupported": "not possible on this computer",
  "leftReason.noPart": "no item of the app holds it",
  "stage.colon": ":",
  "stage.wait": "Waiting for another run to end",
  "stage.open": "Opening",
  "stage.read": "Looking at the data",
  "stage.store": "Saving",
  "stage.index": "Finishing",
  "stage.check": "Checking",
  "stage.compare": "Comparing",
  "stage.stage": "Preparing",
  "stage.validate": "Testing what was prepared",
  "stage.safety": "Saving the present state",
  "stage.beforeBackup": "Before the backup",
  "stage.afterBackup": "After the backup",
  "stage.stop": "Stopping the app",
  "stage.migrate": "Bringing the data to this version",
  "stage.start": "Starting the app",
  "stage.probe": "Looking whether the app works",
  "stage.swap": "Putting in place",
  "stage.unswap": "Putting the old state back",
  "stage.clear": "Tidying up",
  "stage.forget": "Taking off the list",
  "stage.prune": "Making room",
  "progress.left": "{leftMs} left",
  "progress.rate": "{rateBytes}/s",
  "progress.ofTotal": "{doneBytes} of {totalBytes}",

  // what every result says
  "result.elapsed": "It took {elapsedMs}.",
  "result.notIncluded": "Not included:",
  "result.leftOut": "{what} {left}{hasPart, select, yes { ({part})} other {}}: {why}",
  "result.findings":
    "{findingCount, plural, one {# thing was found:} other {# things were found:}}",
  "result.more": "… and {moreCount, plural, one {# more} other {# more}}.",
  "result.record": "All of it stands in {path}.",
  "outcome.done": "done",
  "outcome.incomplete": "incomplete",
  "outcome.turnedBack": "turned back, the data is as it was",
  "outcome.failed": "failed",
  "outcome.cancelled": "stopped",
  "report.backup": "Backup of {name}",
  "report.copy": "Copy of a backup of {name}",
  "report.restore": "Restore of {name}",
  "report.undo": "Undo of a restore of {name}",
  "report.close": "End of a restore of {name}",
  "report.settle": "Interrupted restore of {name}",
  "report.check": "Check of the backups of {name}",
  "report.forget": "Removal of old backups of {name}",
  "report.prune": "Making room in the backups of {name}",
  "report.run": "Run {run}, begun {startedAt}, took {elapsedMs}",
  "report.outcome": "Outcome: {outcome}",
  "report.from": "From backup {snapshot} of {takenAt} in {place}.",
  "report.made": "Backup {snapshot} of {takenAt} in {place}.",
  "report.place": "Checked: {place}",
  "report.target": "Written into {path}; nothing was replaced.",
  "report.back": "What came back:",
  "report.saved": "What was saved:",
  "report.part":
    "{part} ({title}): {sizeBytes}{hasRowCount, select, yes {, {rowCount, plural, one {# row} other {# rows}}} other {, {entryCount, plural, one {# entry} other {# entries}}}}",
  "report.checked":
    "Before anything was replaced, every byte was compared with what the backup says, every database was tested as a whole, and its rows were counted.",
  "report.checkedBytes": "Every byte was compared with what the backup says.",
  "report.safety": "The state before it is in the backup {snapshot} in {place}.",
  "report.since": "What was done since the restore is in the backup {snapshot} in {place}.",
  "report.at": "A report of this lies in {path}.",

  // headings of tables
  "column.id": "ID",
  "column.title": "Title",
  "column.tenant": "Company",
  "column.size": "Size",
  "column.modified": "Changed",
  "column.entries": "Entries",
  "column.rows": "Rows",
  "column.takenAt": "Made",
  "column.scope": "Holds",
  "column.reason": "Why",
  "column.state": "State",
  "column.name": "Name",
  "column.address": "Where",
  "column.host": "Computer",
  "column.user": "User",
  "column.tags": "Marks",
  "column.paths": "Folders",
  "state.complete": "complete",
  "state.incomplete": "incomplete",
  "state.current": "in use now",
  "state.default": "default",

  // the commands' own sentences
  "init.done": "The backups of {name} will be kept in {place}.",
  "init.keyMade":
    "This key opens them. Without it nobody can read the backups, not even the people who made Fivefold.",
  "init.keyKept": "A copy of the key lies in {path}, readable by you alone.",
  "init.keyGiven": "The password you gave opens them. It was not stored; keep it safe.",
  "init.keyRemembered":
    "The password you gave opens them. A copy lies in {path}, readable by you alone.",
  "init.print": "Print this sheet or write the key down now, and keep it away from this computer.",
  "escrow.none":
    "The description of {app} names nobody who could keep a key. Only you open your backups.",
  "escrow.what":
    "If you lose your emergency sheet, {name} can then open your backups for you. Without it nobody can. With that key and your backups {name} can read everything in them. Nothing is sent: a locked file is laid beside the backups, and only {name} can open it.",
  "escrow.ask": "May {name} keep a key of its own?",
  "escrow.open":
    "{name} would keep a key of its own, if you allow it. Nobody has answered yet, and there is none.",
  "escrow.changed":
    "{name} has a new key. The earlier one stays until you answer; a no takes it back.",
  "escrow.allowed": "{name} keeps a key of its own. Allowed: {answeredAt}, {holder}.",
  "escrow.refused": "{name} keeps no key. Answered: {answeredAt}, {holder}.",
  "escrow.ended": "The description names nobody any more, and {name} still has a key from before.",
  "escrow.how":
    "`fivefold key escrow allow` says yes, `fivefold key escrow withdraw` says no and takes a key back.",
  "escrow.stillThere":
    "{name} was refused a key ({answeredAt}, {holder}), and still has one where it could not be taken back yet.",
  "escrow.renewed":
    "This computer opened the backups in {place} with that very key. They have a new one of their own, and only the new emergency sheet opens them now: `fivefold key show` prints it.",
  "escrow.copies":
    "Whoever kept a copy of the file and of the backups from before can still open that copy.",
  "escrow.toSend":
    "`fivefold key escrow save FILE` writes the file for {name}, which may go by mail.",
  "escrow.saved": "{path} is written. Only {name} can open it; it may go by mail.",
  "escrow.notYet":
    "There is no key for {name} yet: it is made by a yes and the first backup after it.",
  "escrow.opened": "A key to the backups of {app}, made for {name}: {madeAt}.",
  "escrow.key": "Key of the backups: {key}",
  "escrow.wasIn": "They lay in {path}.",
  "escrow.keyFile": "The key is in {path}. With the backups at hand: {command}",
  "escrowPlace.laid": "has the key",
  "escrowPlace.waits": "gets it with the next backup",
  "escrowPlace.left": "still has it, until the next backup",
  "sheet.title": "Emergency sheet: backups of {name}",
  "sheet.key": "Key",
  "sheet.place": "Place",
  "sheet.made": "Made",
  "sheet.restore": "Bring everything back",
  "sheet.restic": "Without Fivefold, with the program restic",
  "sheet.saved":
    "The emergency sheet is saved: {path}. Keep it away from this computer: whoever has the file can open the backups.",
  "sheet.sameDevice":
    "It lies on the same disk as the data: there it does not help when the disk breaks.",
  "parts.none": "The app’s description names no items.",
  "parts.clean": "The app’s description is complete: nothing is missing.",
  "parts.heading": "{name}{hasVersion, select, yes { {version}} other {}} in {path}:",
  "parts.of": "{word}: {tenantTitle}",
  "backup.done": "Backup {snapshot} of {name} is complete.",
  "backup.incomplete": "Backup {snapshot} of {name} is incomplete.",
  "list.none": "There are no backups in {place} yet.",
  "list.holds": "{tenants}{moreCount, plural, =0 {} one { and # more} other { and # more}}",
  "show.heading": "Backup {snapshot} of {name} {version}",
  "show.taken": "Made {takenAt}: {scope}, {reason}, {state}.",
  "show.nothing": "There is nothing in it.",
  "check.clean": "No mistakes were found in {place}.",
  "check.read": "Every byte was read and compared.",
  "check.notRead":
    "The structure was looked at; `fivefold check --read-data` also reads and compares every byte.",
  "check.bad": "Mistakes were found in {place}.",
  "restore.plan": "Restoring backup {snapshot} of {takenAt} replaces this in {name} ({path}):",
  "restore.paths": "Of {part}, only this is replaced: {paths}",
  "restore.folders":
    "A folder is replaced as a whole; what was made in it since the backup is put aside, and `fivefold undo` brings it back.",
  "restore.room": "Needs {neededBytes}, {freeBytes} free on {path}.",
  "restore.safetyRoom":
    "The copy of the state before it takes at most {neededBytes}; {freeBytes} free on {path}.",
  "restore.safetyShort":
    "The copy of the state before it may not fit: up to {neededBytes}, {freeBytes} free on {path}. The restore is done all the same; the old files then lie beside the new ones until it is closed.",
  "restore.safetyAway": "The place for the copy of the state before it is not there now.",
  "restore.open": "Open now: {parts} ({holder}). The app has to be closed for the restore.",
  "restore.openStops":
    "Open now: {parts} ({holder}). The app is stopped for the restore and started again.",
  "restore.versionFits": "Made by version {backup}; here is version {live}. The app takes it.",
  "restore.versionMigrates":
    "Made by version {backup}; here is version {live}. Its data is brought up to date after it is in place.",
  "restore.versionUnknown":
    "Made by version {backup}; here is version {live}. Whether the app takes it cannot be told.",
  "restore.hint": "`--preview` also names the files, the tables and the newest records.",
  "column.lastGood": "Last good one",
  "column.next": "Next",
  "state.paused": "paused",
  "state.late": "late",
  "state.failed": "failed last",
  "state.owing": "copies are missing",
  "state.new": "new",
  "state.well": "in order",
  "column.change": "Changes",
  "column.table": "Table",
  "column.rowsNow": "Rows now",
  "column.rowsThen": "In the backup",
  "column.rowsBefore": "Rows before",
  "column.rowsAfter": "Rows after",
  "change.same": "none",
  "change.maybe": "perhaps",
  "change.files":
    "{addedCount, plural, =0 {} other {+# }}{changedCount, plural, =0 {} other {~# }}{removedCount, plural, =0 {} other {−# }}files",
  "change.rows": "{rowCount, plural, other {#}} rows, then {thenCount, plural, other {#}}",
  "change.missing": "not there now",
  "change.broken": "damaged now",
  "change.unread": "cannot be read now",
  "preview.heading":
    "Restoring backup {snapshot} of {takenAt} would change this in {name} ({path}):",
  "preview.nothing":
    "Restoring backup {snapshot} of {takenAt} would change nothing in {name} ({path}).",
  "preview.same": "As in the backup: {parts}",
  "preview.maybe": "As many rows as in the backup; what stands in them may differ.",
  "preview.added":
    "{fileCount, plural, one {# file comes back} other {# files come back}} ({sizeBytes}):",
  "preview.changed":
    "{fileCount, plural, one {# file becomes as it was} other {# files become as they were}} ({sizeBytes}):",
  "preview.removed":
    "{fileCount, plural, one {# file goes: it is not in the backup} other {# files go: they are not in the backup}} ({sizeBytes}):",
  "preview.newest":
    "{recordCount, plural, one {{title}: {records} was} other {{title} {records} were}} made after this backup.",
  "preview.returning":
    "{recordCount, plural, one {{title}: {records} comes} other {{title} {records} come}} back.",
  "preview.records": "Records",
  "preview.range": "{first} to {last}",
  "preview.moreTables": "… and {tableCount, plural, one {# more table} other {# more tables}}.",
  "diff.heading":
    "From backup {snapshot} of {takenAt} to {id} of {untilAt} this changed in {name}:",
  "diff.nothing":
    "From backup {snapshot} of {takenAt} to {id} of {untilAt} nothing changed in {name}.",
  "diff.same": "Unchanged: {parts}",
  "diff.added": "{fileCount, plural, one {# new file} other {# new files}} ({sizeBytes}):",
  "diff.changed":
    "{fileCount, plural, one {# changed file} other {# changed files}} ({sizeBytes}):",
  "diff.removed":
    "{fileCount, plural, one {# file is gone} other {# files are gone}} ({sizeBytes}):",
  "diff.new": "New in the later backup, {sizeBytes}.",
  "diff.gone": "Not in the later backup; it had {sizeBytes}.",
  "diff.maybe": "As many rows as before; what stands in them may differ.",
  "preview.untouched": "Not in the backup, and left as they are: {tenants}",
  "preview.unregistered": "Not known to the app now: {tenants}",
  "restore.undoable":
    "The present state is saved first; for {dayCount, plural, one {# day} other {# days}} `fivefold undo` goes back to it.",
  "restore.endsUndo":
    "When this restore is done, the earlier one of {doneAt} (to the state of {takenAt}) can no longer be undone.",
  "restore.enrols":
    "The app does not know {tenants}; {tenantCount, plural, one {it is} other {they are}} entered in its list of companies, too.",
  "restore.ask": "Replace it?",
  "restore.declined": "Nothing was done.",
  "undo.ask": "Go back to before the restore?",
  "close.ask": "Keep the restore for good and remove the old state?",
  "close.askLoss": "Leave the parts whose old state is lost as they are, and end the restore?",
  "restore.done": "{name} is back as it was at {takenAt}.",
  "restore.doneChosen": "Back in {name} as it was at {takenAt}: {what}. All else was left alone.",
  "restore.enrolled":
    "The app did not know {tenants}; {tenantCount, plural, one {it is} other {they are}} on its list of companies now.",
  "import.done": "{tenantTitle} is in {name}, as it was at {takenAt}. All else was left alone.",
  "import.inside":
    "Where its own data names the old id, it still does; the app’s vendor knows whether that matters.",
  "restore.incomplete": "But not everything is back in every detail.",
  "restore.safetyDegraded": "Only the copy of the state before it could not be kept whole.",
  "away.begun":
    "{tenantTitle} is away from now on. Its data stays here and in every backup; do not work with it until `fivefold import` brings it home.",
  "away.notBegun": "Because the file is incomplete, the company does not count as away.",
  "away.since":
    "{tenantTitle} ({tenant}) is away since {awayAt}{hasNote, select, yes {: {note}} other {.}}",
  "away.ended": "{tenantTitle} is no longer away.",
  "away.none": "No company is away.",
  "restore.undo":
    "Until {untilAt} `fivefold undo` goes back to before it, `fivefold close` keeps it for good.",
  "undo.until":
    "The restore of {doneAt} (to the state of {takenAt}) can be undone until {untilAt}.",
  "undo.takes": "What lies aside for it takes {sizeBytes} in {path}.",
  "restore.ready":
    "All is ready. It is put in place when {name} is started the next time; `fivefold undo` gives it up.",
  "restore.waits":
    "A restore of {name} to the state of {takenAt} is ready and not done yet: it is put in place when {name} is started the next time, and `fivefold undo` gives it up.",
  "restore.startAgain": "Start {name} again.",
  "restore.target": "The backup {snapshot} was written into {path}.",
  "recover.found": "Backups of {app} in {place}:",
  "recover.noneWhole":
    "No backup here is complete and holds everything. The best that there is: {snapshot} of {takenAt} ({what}).",
  "recover.plan":
    "Backup {snapshot} of {takenAt} brings this of {name} into {path}, where nothing is yet:",
  "recover.ask": "Bring it there?",
  "recover.keepsDescription": "The app’s description is there already and stays as it is: {path}",
  "recover.keepsSettings": "Settings are there already and stay as they are: {path}",
  "recover.noSettings":
    "The settings in the backup cannot be used on this computer; the usual ones are in force.",
  "recover.outside": "These lie outside that folder, where the app’s description says: {path}",
  "recover.commands":
    "The app’s description names commands. They are not run now, but will be with the next backup: {what}",
  "recover.done": "{name} is in {path}, as it was at {takenAt}.",
  "recover.donePart": "A part of {name} is in {path}, as it was at {takenAt}.",
  "recover.lacks": "This backup does not hold all of the app. Missing: {part}",
  "recover.absentPlaces":
    "These places for backups are not there on this computer: {place}. Connect them, or change them with `fivefold place`.",
  "recover.keyNotKept":
    "The key is not kept on this computer: keep the emergency sheet, the next backup asks for it. `--remember` keeps a copy.",
  "recover.offeredPlace":
    "The backups lie in {path}. `fivefold place add` makes it a place of this installation, so that new ones go there, too.",
  "recover.newKey":
    "`fivefold init` prepares a place for the next backups on this computer, and makes its key.",
  "undo.done": "{name} is as it was before the restore.",
  "undo.safety": "What was done since the restore is in the backup {snapshot}.",
  "close.done": "The restore is kept for good; the old state was removed.",
  "close.freed": "That gave {freedBytes} back in {path}.",
  "close.lost": "The restore is ended. All parts but those named here are as they were before it.",
  "settle.back": "An interrupted restore was found. {name} is as it was before it.",
  "settle.closing": "Waiting until {name} is closed.",
  "settle.starts": "{name} is started now.",
  "settle.window": "You can close this window.",
  "register.done": "A double click on a file *{extension} now opens its restore.",
  "register.removed": "Files *{extension} open with nothing of ours any more.",
  "register.none":
    "The description names no extension of its own (`parcel`), and zip files belong to everybody.",
  "register.unsupported": "Files can be registered on Linux and on Windows.",
  "settle.none": "There is nothing to settle.",
  "settle.starting": "Another run is just starting {name}; there is nothing to settle.",
  "parcel.written": "The backup was written into {path} ({sizeBytes}).",
  "parcel.replaced": "It took the place of the one of {replacedAt}, which is gone.",
  "parcel.beside": "It is incomplete. The complete one was kept, and lies beside it: {path}",
  "parcel.passwordMade":
    "This password opens it. It is shown only now and is kept nowhere; without it nobody can read the file.",
  "parcel.passwordTyped":
    "Other programs want it exactly as it stands, with the dashes; Fivefold also takes it without.",
  "parcel.passwordGiven": "The password you gave opens it. It was not stored; keep it safe.",
  "parcel.passwordOfInstallation":
    "It is locked with this installation’s key for backup files: here nothing is asked, elsewhere the emergency sheet is needed.",
  "parcel.namesShown":
    "Without the password nobody can read what is in it, but everybody can read the names of the files; `--hide-names` hides them too.",
  "parcel.credentialsInner":
    "The passwords and keys in it are locked: here nothing is asked, on another computer the emergency sheet is needed.",
  "parcel.credentialsLeftOut":
    "Passwords and keys were left out of this file; on another computer they have to be entered anew.",
  "parcel.credentialsIncluded":
    "Passwords and keys are in this file too: whoever has it and its password has them.",
  "sheet.parcelKey": "Key for backup files: {key}",
  "forget.none": "No backup has to go.",
  "forget.keep": "To keep:",
  "forget.remove": "To remove:",
  "forget.plan":
    "{keptCount, plural, one {# backup stays} other {# backups stay}}, {removedCount, plural, one {# goes} other {# go}}.",
  "forget.doneFiles": "{removedCount, plural, one {# backup was} other {# backups were}} removed.",
  "forget.done":
    "{removedCount, plural, one {# backup was} other {# backups were}} taken off the list. `fivefold prune` gives the room back.",
  dryRun: "Nothing was changed.",
  "prune.plan":
    "{freedBytes} can be given back: {removedCount, plural, one {# file goes} other {# files go}}, {rewrittenCount, plural, one {# is written anew} other {# are written anew}}.",
  "prune.none": "There is no room to give back.",
  "prune.done": "{freedBytes} were given back.",
  "key.made": "The new key:",
  "key.added": "The key {id} was added.",
  "key.removed": "The key {id} was removed; it opens nothing any more.",
  "copy.done": "Backup {snapshot} was copied to {place} as {copied}.",
  "copy.newPlace":
    "{place} is a new place for backups with a history. `--as parcel` makes one file instead.",
  "copy.incomplete": "Backup {snapshot} was copied to {place} as {copied}; it is incomplete.",
  "copy.wasThere": "{place} has backup {snapshot} already, as {copied}; there was nothing to do.",
  "alarm.subjectBegan": "{app}: the backups need attention",
  "alarm.subjectEnded": "{app}: the trouble with the backups is over",
  "alarm.subjectWeekly": "{app}: the backups of this week",
  "alarm.subjectTrial": "{app}: a message on trial",
  "alarm.trial":
    "This message was sent on trial. When the backups of {app} need attention, one like this comes.",
  "alarm.jobLate":
    "The job {job} has made no good backup {hasSinceAt, select, yes {since {sinceAt}} other {so far}}.",
  "alarm.placeAway": "The place {place} has not been seen since {sinceAt}.",
  "alarm.unchecked":
    "The backups of the job {job} have not been checked {hasSinceAt, select, yes {since {sinceAt}} other {so far}}.",
  "alarm.spaceShort":
    "In {place} there is room for fewer than two more backups: {freeBytes} free, {neededBytes} needed.",
  "alarm.undoEnding": "The last restore can be undone until {untilAt}.",
  "alarm.ended": "This is over:",
  "alarm.weekly": "Last good backups:",
  "alarm.weeklyJob": "{job}: {hasGoodAt, select, yes {{goodAt}} other {none}}",
  "alarm.look": "`fivefold status` says how things stand.",
  "job.none": "There are no jobs yet; `fivefold job add nightly` adds one.",
  "job.added": "The job {job} was added.",
  "job.removed": "The job {job} was removed; its backups stay.",
  "job.accepted": "The job {job} takes the app as it is now for right; old backups go again.",
  "job.changed": "The job {job} was changed.",
  "job.paused": "The job {job} rests now.",
  "job.resumed": "The job {job} goes on.",
  "job.needsServe": "Jobs run as long as `fivefold serve` runs; `fivefold run` runs one now.",
  "job.next": "It runs next on {nextAt} ({zone}).",
  "job.atOnce": "It is due now.",
  "job.limited": "It reads and writes {speed} at most.",
  "job.rests": "It rests.",
  "job.waits": "It waits for what starts it.",
  "job.failed": "The last run failed on {failedAt}:",
  "job.whenDaily": "Every day at {time}.",
  "job.whenDays": "{days} at {time}.",
  "job.whenEvery": "{minuteCount, plural, one {Every minute} other {Every # minutes}}.",
  "job.whenEveryInUse":
    "{minuteCount, plural, one {Every minute} other {Every # minutes}} while the app is open.",
  "job.whenCron": "As `cron` has it: {expression}",
  "job.whenAfter": "Each time the job {other} has succeeded.",
  "job.whenDrive": "When the drive of {place} is plugged in.",
  "catalog.runs":
    "{runCount, plural, one {# record of a run was read.} other {# records of runs were read.}}",
  "catalog.place":
    "{backupCount, plural, one {# backup is in {place}.} other {# backups are in {place}.}}",
  "list.seen": "{place} is not there now. What it held when it was seen last, {seenAt}:",
  "handed.waits":
    "{hasJob, select, yes {The job {job} has been at work since {startedAt}.} other {{hasName, select, yes {{name} has had a run at work since {startedAt}.} other {Another run has been at work since {startedAt}.}}}} Yours begins when it has ended.",
  "run.unchanged": "Nothing has changed since {sinceAt}: no backup was needed.",
  "run.made": "The job {job} has made its backup.",
  "status.well": "All jobs do their work.",
  "status.late": "Without a good backup for too long: {jobs}",
  "place.none": "No places yet; backups lie in {place}.",
  "place.added": "The place {name} was added: {place}",
  "place.nowDefault":
    "It is the first place: from now on backups go there unless another one is named.",
  "place.earlier":
    "Backups from before a place was added lie in {place}; `--from` with that folder shows and restores them.",
  "place.resting": "These jobs rest now, because they wrote there: {jobs}",
  "place.removed":
    "The place {name} was removed from the list. The backups there were not touched.",
  "vault.none": "There is nothing in {place}.",
  "vault.restored":
    "{entryCount, plural, one {# file or folder was} other {# files and folders were}} written into {path}.",
  "support.line": "Help: {contact}",
  "ask.password": "Key of the backups in {place}",
  "ask.app": "Which app of {place}?",
  "ask.backup": "Which backup?",
  "ask.into": "Folder for {name}",
  "ask.newPassword": "New password for the backups in {place} (nothing: a key is made)",
  "ask.again": "The same once more",
  "ask.different": "The two are not the same. Once more from the beginning.",
  "ask.yes": "Yes",
  "ask.no": "No",
  "ask.done": "Done",
  "ask.skip": "Skip",
  "ask.closed": "Close the app. Is it closed?",

  // help
  "help.usage": "Usage:",
  "help.arguments": "Arguments:",
  "help.options": "Options:",
  "help.globalOptions": "Options for every command:",
  "help.commands": "Commands:",
  "help.program": "Backs up a business application and brings it back.",
  "help.init": "prepares a place for backups and makes its key",
  "help.parts": "shows what the app consists of",
  "help.backup": "makes a backup",
  "help.list": "lists the backups",
  "help.show": "shows what a backup holds",
  "help.diff": "says what changed from one backup to another",
  "help.check": "tests whether the backups are whole",
  "help.restore": "brings the app back, or writes a backup into a folder",
  "help.recover": "brings the app back on a new computer, with nothing but the backups and the key",
  "help.undo": "goes back to before the last restore",
  "help.close": "keeps the last restore for good and removes the old state",
  "help.settle": "ends what an interrupted restore left open, and puts a prepared one in place",
  "help.forget": "takes old backups off the list by a keep rule",
  "help.prune": "gives the room of forgotten backups back",
  "help.key": "the keys that open the backups",
  "help.keyAdd": "adds a key",
  "help.keyList": "lists the keys",
  "help.keyShow": "shows the emergency sheet again",
  "help.keyEscrow": "a key of its own for whom the vendor names",
  "help.keyEscrowStatus": "tells whether there is one, and where",
  "help.keyEscrowAllow": "allows it",
  "help.keyEscrowWithdraw": "refuses it, and takes it back",
  "help.keyEscrowSave": "writes the locked file that may go to him",
  "help.keyEscrowOpen": "for him: opens such a file and shows the key",
  "argument.escrowNew": "the file that is written",
  "argument.escrowFile": "the locked file, which ends with `.age`",
  "option.identity": "file with the secret key, as `age-keygen` writes it",
  "option.keyFile": "writes the key into this file, for `--password-file`, and shows none",
  "help.keyRemove": "removes a key",
  "help.export": "writes one company into one file, to be taken elsewhere",
  "help.import": "brings in a company from the file that `fivefold export` wrote",
  "help.away": "the companies that were taken elsewhere and are to come back",
  "help.awayList": "lists them",
  "help.awayEnd": "ends the absence of one that never left or does not come back",
  "help.copy": "copies a backup to another place, or into one file with `--as parcel`",
  "help.place": "the places where backups are kept",
  "help.placeAdd": "adds a place",
  "help.placeList": "lists the places",
  "help.placeRemove": "takes a place off the list; its backups stay",
  "help.vault": "works on any restic repository",
  "help.vaultSnapshots": "lists the snapshots",
  "help.vaultLs": "lists the files of a snapshot",
  "help.vaultCheck": "tests whether the repository is whole",
  "help.vaultRestore": "writes a snapshot into a folder",
  "help.vaultDump": "prints one file of a snapshot",
  "help.job": "what is backed up by itself, and when",
  "help.jobAdd": "adds a job: `nightly`, `weekdays` or `working`",
  "help.jobList": "lists the jobs and when they run next",
  "help.jobShow": "shows one job",
  "help.jobAccept": "old backups of a job go again: the app is as it should be",
  "help.jobChange": "changes a job: when it runs, what, where to, and how much is kept",
  "help.jobPause": "lets a job rest",
  "help.jobResume": "lets a job go on",
  "help.jobRemove": "removes a job; its backups stay",
  "help.run": "runs a job now",
  "help.status": "whether all jobs do their work; the exit status is 3 when one is late",
  "argument.job": "the job’s name",
  "argument.jobKind":
    "`nightly`: every night, with a history; `weekdays`: one file a day of the week; `working`: one file a day, renewed every five minutes; `own`: as the options say",
  "option.day": "on this day of the week, like `monday`; may be repeated",
  "option.every": "every so many minutes",
  "option.whileInUse": "with `--every`: only while the app is open",
  "option.cron": "by a cron expression, like `0 3 * * 1-5`",
  "option.afterJob": "each time this job has succeeded",
  "option.timeZone": "whose wall clock is meant, like `Europe/Berlin`",
  "option.onlyWhenChanged": "makes no backup where nothing changed",
  "option.alarmAfter": "people are told after so many hours without a good backup",
  "option.limit": "at most so fast, as in `20MB/s`; `none`: as fast as it can",
  "option.jobName": "another name for the job",
  "option.at": "at this time of day, like `22:30`",
  "option.copyTo": "a place that gets a copy of each backup; may be repeated",
  "help.version": "prints the version",
  "help.help": "shows this help",
  "option.app": "the app’s description (else FIVEFOLD_APP, else fivefold.yaml here or above)",
  "option.home": "Fivefold’s own folder for this app (else FIVEFOLD_HOME)",
  "option.json": "prints one JSON object a line, and never asks",
  "option.language": "en, fa, pt, de or fr",
  "option.lint": "names what is missing in the description",
  "option.tenant": "only this company (id or pattern; may be repeated)",
  "option.part": "only this item (id or pattern; may be repeated)",
  "option.path": "only this file or folder in the item (or pattern; may be repeated)",
  "option.partOfShow": "lists the files of this item (id or pattern; may be repeated)",
  "option.pathOfShow": "lists only this file or folder (or pattern; may be repeated)",
  "option.as": "`vault`: with a history; or `parcel`: one zip file",
  "option.name": "the file’s name; else date and time",
  "option.nameBy": "moment, day or weekday; the last two replace the older file",
  "option.encrypt": "locks the file with a password (AES-256)",
  "option.hideNames": "locks the names of its files, too",
  "option.compress": "deflate, zstd or none",
  "option.smaller": "packs tighter, and takes longer",
  "option.parcelPasswordFile": "the backup file’s password is in this file",
  "option.toFile": "the file to write",
  "option.withCredentials": "passwords and keys of the app, too; the file is locked then",
  "option.away": "the company is away from now on, until the file comes back",
  "option.note": "why, where or with whom it is away",
  "option.replace": "in the place of the company with the same id",
  "option.asTenant": "with another id",
  "option.title": "with another name",
  "option.to": "a place’s name, or a folder (with a slash)",
  "option.from": "a place’s name, or a folder (with a slash); else the default place",
  "option.with": "where the second backup lies, if elsewhere than the first",
  "option.recoverFrom": "the folder with the backups, or one backup’s file",
  "option.into": "the folder for the app: a new one, an empty one, or the installed app’s",
  "option.appId": "the app that is meant, where there are backups of several",
  "option.recoverList": "only shows which backups there are",
  "option.passwordFile": "a file whose first line is the key",
  "option.fromPasswordFile": "a file whose first line is the key of the place to copy from",
  "option.newPasswordFile":
    "a file whose first line is the new key; else it is asked for, or one is made",
  "option.sheetPdf": "writes the sheet as a PDF instead: a file, or a folder",
  "option.remember": "keeps a copy of the given password in Fivefold’s own folder",
  "option.readData": "also reads and compares every byte",
  "option.preview": "only shows what would change",
  "option.target": "writes into this empty folder and replaces nothing",
  "option.allowLinksOut": "takes links from a backup’s file that lead out of it",
  "option.targetFile": "writes into this file",
  "option.yes": "does not ask",
  "option.acceptLoss":
    "ends a restore whose old state was lost in part, and leaves those parts as they are",
  "option.apply":
    "for the app’s launcher, before it starts the app: a restore that is ready is put in place",
  "option.after":
    "waits until the process with this number has ended: the app that gives the command",
  "option.progress": "shows how far it is, without a terminal on a page of its own",
  "option.then": "starts this program afterwards, whatever came of it",
  "option.tokenStdin":
    "signs in with the token that stands on standard input, instead of as this computer’s user",
  "option.wait":
    "waits for the backup or restore that is made on the page, tells what happens, and ends with its outcome",
  "option.removeFiles": "takes that back",
  "option.printFiles": "prints what would be written, for an installer",
  "option.atNextStart":
    "prepares everything now, and replaces it when the app is started the next time",
  "option.keepIfProbeFails":
    "keeps the restore although the app’s own probe says that it does not work",
  "option.dryRun": "only shows what would be done",
  "option.keepLast": "keeps the last N",
  "option.keepHourly": "keeps one for each of the last N hours that have any",
  "option.keepDaily": "keeps one for each of the last N days that have any",
  "option.keepWeekly": "keeps one for each of the last N weeks that have any",
  "option.keepMonthly": "keeps one for each of the last N months that have any",
  "option.keepYearly": "keeps one for each of the last N years that have any",
  "option.keepWithin": "keeps all younger than this, like 1y5m7d2h",
  "option.repo": "the repository’s folder",
  "argument.parcel": "a backup’s file, instead of a place",
  "argument.snapshot": "a backup’s id, its first digits, latest, or a backup’s file",
  "argument.before": "the earlier backup: its id, its first digits, latest, or its file",
  "argument.after": "the later one, named alike",
  "argument.key": "a key’s id",
  "argument.name": "the place’s name",
  "argument.exported": "the file that `fivefold export` wrote",
  "argument.tenant": "the company’s id",
  "argument.folder": "the place’s folder",
  "argument.path": "a path inside the snapshot",
} as const satisfies Readonly<
  Record<`error.${ErrorCode}` | `advice.${ErrorCode}`, string> & Record<string, string>
>;

export type MessageKey = keyof typeof en;
/** Another language: the same keys, so that the compiler names a missing one. */
export type Catalogue = Readonly<Record<MessageKey, string>>;
