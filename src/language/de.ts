/** Every text that people read, in German, with the polite form of address. */

import type { Catalogue } from "./en.ts";

export const de: Catalogue = {
  "error.INTERNAL": "Fivefold hat einen Fehler gemacht: {message}",
  "advice.INTERNAL":
    "Weiter wurde nichts getan. Bitte melden Sie diesen Satz denen, von denen Sie Fivefold haben.",
  "error.CANCELLED": "Die Arbeit wurde vor ihrem Ende abgebrochen.",
  "advice.CANCELLED":
    "Was bis dahin fertig war, bleibt erhalten. Geben Sie den Befehl noch einmal; er macht dort weiter.",
  "cancelled.restore": "Die Anwendung ist, wie sie vorher war.",
  "cancelled.recover": "Es wurde nichts zurückgeholt; geben Sie den Befehl noch einmal.",
  "cancelled.undo":
    "Die Anwendung ist, wie sie vorher war; die Wiederherstellung kann weiterhin rückgängig gemacht werden.",
  "cancelled.target":
    "Der Ordner enthält nur einen Teil der Sicherung. Entfernen Sie ihn und geben Sie den Befehl noch einmal.",
  "error.USAGE_WRONG": "{problem}",
  "advice.USAGE_WRONG": "`fivefold help` zeigt, was möglich ist und wie es geschrieben wird.",
  "error.PASSWORD_NEEDED":
    "Die Sicherungen in {place} sind verschlossen, und es wurde kein Schlüssel angegeben.",
  "advice.PASSWORD_NEEDED":
    "Nennen Sie mit `--password-file` eine Datei, in der der Schlüssel steht, oder setzen Sie `FIVEFOLD_PASSWORD_FILE` oder `FIVEFOLD_PASSWORD`.",
  "error.CONFIRMATION_NEEDED":
    "Das geschieht nur, wenn jemand Ja sagt, und niemand konnte gefragt werden, ob es gewollt ist.",
  "advice.CONFIRMATION_NEEDED": "Wenn ja, geben Sie den Befehl noch einmal mit `--yes`.",
  "error.NODE_TOO_OLD": "Fivefold braucht Node {needed} oder neuer; dies ist Node {version}.",
  "advice.NODE_TOO_OLD":
    "Installieren Sie ein neueres Node von nodejs.org und versuchen Sie es wieder.",
  "error.DESCRIPTION_MISSING": "Die Beschreibung der Anwendung wurde nicht gefunden: {path}",
  "advice.DESCRIPTION_MISSING":
    "Geben Sie den Befehl im Ordner der Anwendung, oder nennen Sie die Datei mit `--app`.",
  "error.DESCRIPTION_WRONG":
    "Die Beschreibung der Anwendung hat einen Fehler in {path}{hasLine, select, yes {, Zeile {line, number}, Spalte {column, number}} other {}}: {problem}",
  "advice.DESCRIPTION_WRONG":
    "Diese Datei schreibt der Hersteller der Anwendung. Berichtigen Sie sie, oder bitten Sie ihn um eine neue.",
  "error.CREDENTIALS_UNDECLARED":
    "Die Beschreibung der Anwendung in {path} sagt nicht, wo die Anwendung ihre Passwörter und Schlüssel hat.",
  "advice.CREDENTIALS_UNDECLARED":
    "Fügen Sie einen Bereich der Art `credentials` hinzu, oder schreiben Sie `credentials: none`, wenn es keine gibt.",
  "error.TENANTS_UNREADABLE":
    "Die Liste der Mandanten konnte nicht gelesen werden, {path}{hasMessage, select, yes {: {message}} other {}}{hasLine, select, yes { (Beschreibung, Zeile {line, number}, Spalte {column, number})} other {}}",
  "advice.TENANTS_UNREADABLE":
    "Ohne sie kann niemand sagen, welche Mandanten zur Sicherung gehören. Sorgen Sie dafür, dass die Anmeldedatenbank da ist und gelesen werden kann und die Abfrage in der Beschreibung stimmt.",
  "error.TENANT_UNSAFE": "{tenant} ist als Kennung eines Mandanten nicht möglich: {problem}",
  "advice.TENANT_UNSAFE":
    "Aus einer Kennung wird auf jedem System ein Ordnername. Geben Sie diesem Mandanten eine Kennung aus Buchstaben, Ziffern, - und _.",
  "error.TENANT_UNKNOWN":
    "{where, select, backup {Die Sicherung enthält keinen Mandanten mit der Kennung} away {Weg ist kein Mandant mit der Kennung} other {Es gibt keinen Mandanten mit der Kennung}} {tenant}.",
  "advice.TENANT_UNKNOWN":
    "`fivefold parts` zeigt die Mandanten der Anwendung, `fivefold show` die einer Sicherung.",
  "error.TENANT_EXISTS":
    "{where, select, data {Hier liegen schon Daten eines Mandanten mit der Kennung {tenant}.} other {Es gibt hier schon einen Mandanten mit der Kennung {tenant}.}}",
  "advice.TENANT_EXISTS":
    "Nichts wurde geändert. `--replace` setzt den aus der Datei an seine Stelle, und `fivefold undo` macht das rückgängig; `--as` mit einer anderen Kennung stellt ihn daneben.",
  "error.TENANT_CHANGED":
    "{name} ging am {awayAt} weg und wurde hier seitdem geändert: {parts}.{hasHere, select, yes { Zeilen beim Weggang: {left}. Hier jetzt: {here}. In der Datei vom {takenAt}: {there}.} other { Die Datei ist vom {takenAt}.}}",
  "advice.TENANT_CHANGED":
    "Nichts wurde geändert. Entscheiden Sie, welcher der beiden bleiben soll: `--replace` setzt den aus der Datei an die Stelle des hiesigen, den `fivefold undo` zurückholt; `--as` mit einer anderen Kennung behält beide.",
  "error.TENANT_AWAY":
    "Der Mandant {tenant} ist schon weg, seit {awayAt}{hasNote, select, yes {: {note}} other {.}}",
  "advice.TENANT_AWAY":
    "Holen Sie ihn mit `fivefold import` und der Datei, die zurückkommt, wieder heim. Ist er nie weggegangen oder kommt er nicht zurück, beendet das `fivefold away end`.",
  "error.TENANT_UNREGISTRABLE":
    "Der Mandant {tenant} ließ sich nicht in die Liste der Mandanten eintragen: {problem}",
  "advice.TENANT_UNREGISTRABLE":
    "Nichts wurde geändert. Die Anweisung ist `tenants.register` in der Beschreibung der Anwendung, die der Hersteller schreibt. Steht ein alter Eintrag im Weg, entfernen Sie ihn in der Anwendung.",
  "register.sqlite": "die Datenbank meldet: {message}",
  "register.notListed":
    "die Anweisung der Beschreibung lief, und der Mandant steht noch immer nicht in der Liste.",
  "register.removes":
    "die Anweisung der Beschreibung würde wegnehmen, was anderen gehört: {message}.",
  "error.TENANT_UNREGISTERED":
    "Die Daten von {name} sind wieder da, aber die Anwendung kennt den Mandanten nicht: {tenant} steht nicht in ihrer Liste.",
  "advice.TENANT_UNREGISTERED":
    "Legen Sie den Mandanten in der Anwendung an, mit der Kennung {tenant}. Mit `tenants.register` in der Beschreibung kann der Hersteller das Fivefold überlassen.",
  "error.PART_UNKNOWN":
    "{where, select, backup {Die Sicherung enthält keinen Bereich mit der Kennung} other {Es gibt keinen Bereich mit der Kennung}} {part}.",
  "advice.PART_UNKNOWN":
    "`fivefold parts` zeigt die Bereiche der Anwendung, `fivefold show` die einer Sicherung.",
  "error.PATH_UNKNOWN":
    "In der Sicherung {snapshot}{hasPart, select, yes { ({part})} other {}} gibt es {hasWanted, select, yes {keine Datei } other {kein }}{path}.{hasNear, select, yes { War dies gemeint: {near}?} other {}}",
  "advice.PATH_UNKNOWN":
    "`fivefold show` mit `--part` zeigt die Dateien einer Sicherung, `fivefold vault ls` den Inhalt jedes Sicherungsspeichers.",
  "error.PATH_IN_DATABASE": "{part} ist eine Datenbank und lässt sich nur als Ganzes zurückholen.",
  "advice.PATH_IN_DATABASE":
    "Lassen Sie `--path` weg. Mit `--target` wird die Datenbank in einen eigenen Ordner geschrieben; dort können Sie ihr entnehmen, was Sie brauchen.",
  "error.PATH_BLOCKED": "Das lässt sich nicht allein zurückholen: {problem}",
  "advice.PATH_BLOCKED":
    "Es wurde nichts geändert. Mit `--target` wird es in einen eigenen Ordner geschrieben.",
  "blocked.way":
    "{path} ist kein Ordner, liegt aber, wo einer sein muss; einer Verknüpfung wird nicht gefolgt.",
  "blocked.excluded": "die Beschreibung der Anwendung schließt {path} aus.",
  "blocked.inner": "{path} gehört zu einem anderen Bereich.",
  "error.SETTINGS_WRONG":
    "Die Einstellungen haben einen Fehler in {path}{hasLine, select, yes {, Zeile {line, number}, Spalte {column, number}} other {}}: {problem}",
  "advice.SETTINGS_WRONG":
    "Berichtigen Sie die Datei. Bis dahin gelten die letzten fehlerfreien Einstellungen.",
  "error.SETTINGS_NEWER":
    "Die Einstellungen in {path} wurden von einem neueren Fivefold geschrieben.",
  "advice.SETTINGS_NEWER": "Installieren Sie das neueste Fivefold auf diesem Computer.",
  "error.HOME_FOREIGN":
    "Der Ordner {path} ist für diese Anwendung nicht brauchbar: {hasOther, select, yes {er gehört {other}} other {in ihm liegt {found}}}.",
  "advice.HOME_FOREIGN": "Wählen Sie für diese Anwendung mit `--home` einen anderen Ordner.",
  "error.HOME_UNWRITABLE":
    "In den eigenen Ordner von Fivefold kann nicht geschrieben werden: {path}",
  "advice.HOME_UNWRITABLE":
    "Geben Sie dem Benutzer, der die Sicherungen macht, dort das Schreibrecht, oder wählen Sie mit `--home` einen anderen Ordner.{hasUndoBytes, select, yes { Oder verzichten Sie darauf, die letzte Wiederherstellung rückgängig zu machen: `fivefold close` gibt {undoBytes} frei.} other {}}",
  "error.HOME_BUSY": "Ein anderes Programm ändert schon zu lange, was in {path} aufbewahrt wird.",
  "advice.HOME_BUSY":
    "Es wurde nichts geändert. Versuchen Sie es wieder; bleibt es so, sehen Sie nach, welches Fivefold-Programm hängt, und beenden Sie es.",
  "error.SEAT_IS_WORKSTATION":
    "Dieser Computer ist ein Arbeitsplatz von {app}; gesichert wird auf dem Server.",
  "advice.SEAT_IS_WORKSTATION":
    "Starten Sie Fivefold auf dem Computer, auf dem die Daten der Anwendung liegen.",
  "error.APP_BUSY":
    "{hasHolder, select, yes {{part} ist von {holder} geöffnet} other {{part} wird immer wieder geändert}} und kann jetzt nicht ersetzt werden.",
  "error.APP_AMBIGUOUS": "Hier liegen Sicherungen mehrerer Anwendungen: {apps}.",
  "advice.APP_AMBIGUOUS": "Es wurde nichts geschrieben. Nennen Sie eine davon mit `--app-id`.",
  "error.APP_UNKNOWN": "Von {app} gibt es hier keine Sicherungen, aber von: {apps}.",
  "advice.APP_UNKNOWN":
    "Es wurde nichts geschrieben. Nennen Sie eine dieser Anwendungen mit `--app-id`.",
  "advice.APP_BUSY": "Schließen Sie die Anwendung und versuchen Sie es wieder.",
  "error.APP_LOCKED":
    "Eine andere Sicherung oder Wiederherstellung von {app} läuft gerade{hasPid, select, yes { (Prozess {pid})} other {}}.",
  "advice.APP_LOCKED": "Warten Sie, bis sie fertig ist, und versuchen Sie es wieder.",
  "error.HOOK_FAILED": "Der eigene Befehl der Anwendung für {hook} ist nicht gelungen: {problem}",
  "advice.HOOK_FAILED":
    "{step, select, start {Sehen Sie nach, ob die Anwendung läuft, und starten Sie sie, wenn nicht.} stop {Schließen Sie die Anwendung und versuchen Sie es wieder.} other {Beheben Sie die Ursache und versuchen Sie es wieder.}} Was der Befehl ausgegeben hat, steht im Bericht des Laufs; die Beschreibung der Anwendung nennt ihn unter `hooks`.",
  "hook.missing": "{program} ist nicht da oder darf nicht ausgeführt werden.",
  "hook.timeLimit": "er war nach {limitMs} nicht fertig und wurde beendet.",
  "hook.failed": "{hasMessage, select, yes {{message}} other {er endete mit einem Fehler.}}",
  "error.HOOK_SKIPPED":
    "{hasQuestion, select, yes {Vor der Sicherung wurde nicht bestätigt: {question}} other {Eine Frage vor der Sicherung wurde nicht bestätigt.}}",
  "advice.HOOK_SKIPPED":
    "Die Sicherung enthält alles, was in der Anwendung war. Sollte das vorher geschehen, holen Sie es nach und sichern Sie noch einmal.",
  "error.SOURCE_MISSING": "Die Daten von {part} sind nicht da: {path}",
  "advice.SOURCE_MISSING":
    "Wurden sie verschoben, muss die Beschreibung der Anwendung den neuen Ort nennen. Sind sie verloren, stellen Sie sie wieder her.",
  "error.SOURCE_DAMAGED": "Die Datenbank von {part} ist beschädigt: {path}",
  "advice.SOURCE_DAMAGED":
    "Behalten Sie Ihre älteren Sicherungen und stellen Sie {part} aus der neuesten vollständigen wieder her.",
  "error.SOURCE_ENCRYPTED": "{path} von {part} ist verschlüsselt oder keine SQLite-Datenbank.",
  "advice.SOURCE_ENCRYPTED":
    "Fragen Sie den Hersteller der Anwendung, wie diese Datenbank zu sichern ist. Sie fehlt in der Sicherung.",
  "error.SOURCE_UNREADABLE":
    "Die Daten von {part} konnten nicht gelesen werden{hasPath, select, yes {: {path}} other {.}}",
  "advice.SOURCE_UNREADABLE":
    "Geben Sie dem Benutzer, der die Sicherungen macht, das Recht, sie zu lesen.",
  "error.SOURCE_BUSY": "Die Datenbank von {part} war zu lange in Benutzung: {path}",
  "advice.SOURCE_BUSY": "Versuchen Sie es wieder, wenn die Anwendung weniger zu tun hat.",
  "error.ENTRY_UNREADABLE":
    "{path}{hasPart, select, yes { in {part}} other {}} konnte nicht gelesen werden.",
  "advice.ENTRY_UNREADABLE":
    "Geben Sie dem Benutzer, der die Sicherungen macht, das Leserecht, und sichern Sie noch einmal.",
  "error.ENTRY_VANISHED":
    "{path}{hasPart, select, yes { in {part}} other {}} wurde während des Lesens entfernt.",
  "advice.ENTRY_VANISHED":
    "Sichern Sie noch einmal; entfernt die Anwendung solche Dateien ständig, schließen Sie sie aus.",
  "error.ENTRY_CHANGED":
    "{path}{hasPart, select, yes { in {part}} other {}} wurde während des Lesens geändert.",
  "advice.ENTRY_CHANGED":
    "Sichern Sie noch einmal, wenn die Anwendung gerade nicht hineinschreibt.",
  "error.ENTRY_UNSUPPORTED":
    "{path}{hasPart, select, yes { in {part}} other {}} ist weder Datei noch Ordner noch Verknüpfung und wurde ausgelassen.",
  "advice.ENTRY_UNSUPPORTED":
    "Sockets, Pipes und Geräte enthalten keine Daten. Schließen Sie es in der Beschreibung der Anwendung aus.",
  "error.ENTRY_UNRESTORABLE":
    "{path}{hasPart, select, yes { in {part}} other {}} konnte nicht geschrieben werden.",
  "advice.ENTRY_UNRESTORABLE":
    "Dieser Computer nimmt den Namen oder die Art nicht an. In der Sicherung ist es weiterhin.",
  "error.METADATA_UNRESTORABLE":
    "Der Inhalt von {path}{hasPart, select, yes { in {part}} other {}} ist zurück, nicht aber Besitzer, Rechte, Zeit oder Attribute.",
  "advice.METADATA_UNRESTORABLE":
    "Stellen Sie als Administrator wieder her, wenn die Anwendung sie braucht.",
  "error.ATTRIBUTES_UNREADABLE":
    "Die erweiterten Attribute von {path}{hasPart, select, yes { in {part}} other {}} konnten nicht gelesen werden.",
  "advice.ATTRIBUTES_UNREADABLE":
    "Der Inhalt ist in der Sicherung. Geben Sie dem Benutzer, der die Sicherungen macht, das Recht, die Attribute zu lesen.",
  "error.ASIDE_IMPOSSIBLE":
    "{hasProblem, select, yes {Neben den Daten der Anwendung wird nichts vorbereitet: {problem}} other {Neben {path} gibt es keinen Platz, an dem {part} vorbereitet werden kann.}}",
  "advice.ASIDE_IMPOSSIBLE":
    "{hasProblem, select, yes {Es wurde nichts verändert. Finden Sie heraus, woher es kommt. Wird es nicht gebraucht, verschieben Sie es, ohne es zu löschen, und geben Sie den Befehl noch einmal.} other {Nötig ist ein beschreibbarer Ordner auf demselben Laufwerk. Oder stellen Sie mit `--target` in einen anderen Ordner wieder her.}}",
  "aside.link": "{path} ist eine Verknüpfung, und wem ihr Ziel gehört, ist nicht sicher.",
  "aside.notFolder": "{path} ist kein Ordner.",
  "aside.owner":
    "{path} gehört weder dem Administrator noch dem Besitzer des Ordners der Anwendung.",
  "aside.notFile": "{path} ist keine Datei.",
  "aside.damaged": "{path}, das zwei gleichzeitige Läufe verhindert, ist beschädigt.",
  "aside.closed": "{path} darf dieser Benutzer nicht öffnen.",
  "aside.moved": "{path} liegt jetzt auf einem anderen Laufwerk.",
  "error.DISK_FAILING":
    "Der Datenträger mit {path} versagt: das System konnte nicht von ihm lesen oder nicht auf ihn schreiben.",
  "advice.DISK_FAILING":
    "Benutzen Sie diesen Datenträger nicht weiter: jede Minute kann Daten kosten, und an die Daten der Anwendung darauf wird nichts mehr geschrieben.{hasHome, select, yes { Auch der eigene Ordner von Fivefold liegt darauf: {home}} other {}} `fivefold backup --to` mit einem Ordner auf einem anderen Datenträger sichert, was noch lesbar ist; `fivefold recover --from` mit Ihren Sicherungen bringt die Anwendung auf einen anderen Datenträger. Was in keiner Sicherung ist, kann ein Datenrettungslabor vielleicht noch holen.",
  "error.SPACE_SHORT":
    "Zu wenig Platz{hasNeededBytes, select, yes {: {neededBytes} sind nötig, {freeBytes} sind frei auf {path}} other { in {path}}}.",
  "advice.SPACE_SHORT":
    "Schaffen Sie dort Platz und versuchen Sie es wieder.{hasUndoBytes, select, yes { Oder verzichten Sie darauf, die letzte Wiederherstellung rückgängig zu machen: `fivefold close` gibt {undoBytes} frei.} other {}}",
  "error.JOB_UNKNOWN":
    "Es gibt keinen Auftrag mit dem Namen {job}.{hasJobs, select, yes { Bekannt sind: {jobs}} other {}}",
  "advice.JOB_UNKNOWN": "`fivefold job list` zeigt die Aufträge; `fivefold job add` legt einen an.",
  "error.JOB_FOLLOWED": "Der Auftrag {job} lässt sich nicht entfernen: {jobs} läuft nach ihm.",
  "advice.JOB_FOLLOWED":
    "Geben Sie dem anderen zuerst eine eigene Zeit, oder entfernen Sie ihn zuerst.",
  "error.JOB_EXISTS": "Es gibt schon einen Auftrag mit dem Namen {job}.",
  "advice.JOB_EXISTS":
    "Wählen Sie mit `--name` einen anderen Namen, oder entfernen Sie den vorhandenen mit `fivefold job remove`.",
  "error.ALARM_UNSENT":
    "Eine Nachricht über die Sicherungen ließ sich über {way} nicht senden: {answer}",
  "advice.ALARM_UNSENT":
    "Sehen Sie bei `alarms` in den Einstellungen nach; es wird von selbst wieder versucht.",
  "error.KEEPING_STOPPED":
    "Der Auftrag {job} hat gesichert und alle älteren Sicherungen stehen lassen: {problem}",
  "advice.KEEPING_STOPPED":
    "Sehen Sie in der Anwendung nach. Ist dort alles, wie es sein soll, sagen Sie es mit `fivefold job accept`; danach gehen alte Sicherungen wieder.",
  "error.PLACE_USED": "Der Speicherort {place} wird von diesen Aufträgen gebraucht: {jobs}",
  "advice.PLACE_USED":
    "Mit `--yes` wird er trotzdem von der Liste genommen: Aufträge, die dorthin sichern, ruhen dann, andere machen dort keine Kopie mehr. Geben Sie ihnen besser zuerst einen anderen Ort.",
  "error.PLACE_UNKNOWN":
    "Es gibt keinen Speicherort mit dem Namen {place}.{hasPlaces, select, yes { Bekannt sind: {places}} other {}}",
  "advice.PLACE_UNKNOWN":
    "Schreiben Sie einen Ordner mit Schrägstrich, etwa `./{place}`, oder legen Sie den Speicherort mit `fivefold place add` an.",
  "error.PLACE_MISSING": "Der Speicherort {place} ist nicht da.",
  "advice.PLACE_MISSING": "Ist es ein Laufwerk, schließen Sie es an und versuchen Sie es wieder.",
  "error.PLACE_FULL": "Der Speicherort {place} ist voll.",
  "advice.PLACE_FULL":
    "Schaffen Sie dort Platz: `fivefold forget` und `fivefold prune` entfernen alte Sicherungen. Alle bisherigen Sicherungen sind erhalten.{hasUndoBytes, select, yes { Oder verzichten Sie darauf, die letzte Wiederherstellung rückgängig zu machen: `fivefold close` gibt {undoBytes} frei.} other {}}",
  "error.PLACE_READ_ONLY": "In {place} kann nichts geschrieben werden.",
  "advice.PLACE_READ_ONLY":
    "Heben Sie den Schreibschutz auf, oder geben Sie dem Benutzer, der die Sicherungen macht, dort das Schreibrecht.",
  "error.PLACE_UNREACHABLE": "Der Speicherort {place} antwortet nicht.",
  "advice.PLACE_UNREACHABLE":
    "Sehen Sie nach dem Laufwerk oder dem Netz und versuchen Sie es wieder.",
  "error.PLACE_FOREIGN": "{place} enthält andere Dateien und keine Sicherungen.",
  "advice.PLACE_FOREIGN":
    "Wählen Sie einen leeren Ordner oder einen, in dem schon Sicherungen liegen.",
  "error.OBJECT_EXISTS": "{key} liegt schon in {place}.",
  "advice.OBJECT_EXISTS": "Es wurde nichts ersetzt. Mit einem anderen Namen noch einmal versuchen.",
  "error.OBJECT_MISSING": "In {place} fehlt eine Datei der Sicherungen: {key}",
  "advice.OBJECT_MISSING": "`fivefold check` sagt, welche Sicherungen betroffen sind.",
  "error.OBJECT_SHORT":
    "In {place} ist eine Datei der Sicherungen kürzer, als sie sein müsste: {key}",
  "advice.OBJECT_SHORT":
    "Vielleicht versagt das Laufwerk. `fivefold check --read-data` sagt, welche Sicherungen betroffen sind.",
  "error.VAULT_MISSING": "In {place} liegen keine Sicherungen.",
  "advice.VAULT_MISSING":
    "Prüfen Sie, ob der Speicherort stimmt. `fivefold init` richtet einen neuen ein.{hasEarlier, select, yes { Frühere Sicherungen liegen in {earlier}: nennen Sie diesen Ordner mit `--from`.} other {}}",
  "error.BACKUPS_MISSING":
    "In {place} liegen keine Sicherungen.{hasFound, select, yes { Aber hier liegen welche: {found}.} other {}}",
  "advice.BACKUPS_MISSING":
    "Es wurde nichts geschrieben. Nennen Sie den Ordner, in dem `config` und `keys` liegen, oder die Sicherungsdateien. Wenn es keine Sicherung gibt, benutzen Sie den alten Datenträger nicht weiter; die Seite `no-backup` der Hilfe sagt, was noch möglich ist.",
  "error.VAULT_LOCKED":
    "Die Sicherungen in {place} benutzt gerade ein anderes Programm{hasHost, select, yes { auf {host}} other {}}.",
  "advice.VAULT_LOCKED":
    "Warten Sie, bis es fertig ist. Läuft jener Computer nicht mehr, entfernt `restic unlock` seine Sperre.",
  "error.VAULT_DAMAGED":
    "Die Sicherungen in {place} sind beschädigt{hasPath, select, yes {: {path}} other {}}.",
  "advice.VAULT_DAMAGED":
    "`fivefold check` sagt, was noch gelesen werden kann. Nehmen Sie einen zweiten Speicherort in Gebrauch.",
  "error.CONFIG_MISSING":
    "In {place} liegen Dateien von Sicherungen, aber die Datei `config` fehlt, und ohne sie kann niemand sie öffnen.",
  "advice.CONFIG_MISSING":
    "Es wurde nichts geändert. Holen Sie die Datei aus einer Kopie dieses Ordners oder aus dem Papierkorb zurück. Wählen Sie für neue Sicherungen einen anderen Ordner.",
  "error.VAULT_NEWER":
    "Die Sicherungen in {place} haben eine Form, die dieses Fivefold nicht kennt.",
  "advice.VAULT_NEWER": "Installieren Sie das neueste Fivefold.",
  "error.VAULT_EXISTS": "In {place} liegen schon Sicherungen.",
  "advice.VAULT_EXISTS": "`fivefold backup` fügt hinzu; einzurichten ist nichts.",
  "error.KEY_WRONG":
    "Dieser Schlüssel öffnet die Sicherungen in {place} nicht.{hasGroups, select, yes { Vertippte Gruppen: {groups}.} other {}}",
  "advice.KEY_WRONG":
    "Vergleichen Sie jede Zifferngruppe mit dem Notfallblatt; eine vertippte Gruppe wird genannt.",
  "error.KEY_MISSING":
    "Diesen Schlüssel gibt es{hasPlace, select, yes { in {place}} other {}} nicht{hasKey, select, yes {: {key}} other {}}.",
  "advice.KEY_MISSING": "`fivefold key list` zeigt die Schlüssel.",
  "error.KEY_UNKEPT":
    "Auf diesem Computer liegt keine Kopie des Schlüssels der Sicherungen in {place}.",
  "advice.KEY_UNKEPT":
    "Er steht auf dem Notfallblatt. Mit diesem Schlüssel macht `fivefold key add` einen weiteren.",
  "error.KEY_LAST":
    "Das ist der einzige oder der gerade benutzte Schlüssel; ohne ihn könnte niemand die Sicherungen lesen.",
  "advice.KEY_LAST":
    "Fügen Sie zuerst mit `fivefold key add` einen anderen hinzu und benutzen Sie diesen.",
  "error.ESCROW_MISSING":
    "Die Beschreibung von {app} nennt niemanden, der einen Schlüssel zu den Sicherungen verwahren könnte.",
  "advice.ESCROW_MISSING":
    "Es ist alles in Ordnung: Ihre Sicherungen öffnen nur Sie. Ein Hersteller nennt sich in der Beschreibung unter `escrow`.",
  "error.ESCROW_UNPLACED":
    "Der Schlüssel für {name} konnte nicht neben die Sicherungen in {place} gelegt werden.",
  "advice.ESCROW_UNPLACED":
    "Die Sicherung selbst ist gut. Die nächste versucht es wieder; `fivefold key escrow status` sagt, wo der Schlüssel liegt.",
  "error.ESCROW_UNREADABLE": "{path} ist nicht zu gebrauchen: {problem}",
  "advice.ESCROW_UNREADABLE":
    "Es wurde nichts geändert. Nennen Sie die Datei, die mit `.age` endet, und mit `--identity` die, die `age-keygen` geschrieben hat.",
  "sealed.notAge": "es ist keine Datei des Formats `age`, oder sie ist beschädigt.",
  "sealed.otherKey": "sie wurde für einen anderen Schlüssel versiegelt als diesen.",
  "sealed.identityWrong": "es steht kein geheimer Schlüssel darin (`AGE-SECRET-KEY-…`).",
  "sealed.notOurs": "sie enthält keinen Schlüssel zu Sicherungen.",
  "sealed.unreadable": "sie lässt sich nicht lesen.",
  "error.SNAPSHOT_MISSING":
    "{hasSnapshot, select, yes {Es gibt keine Sicherung {snapshot}.} other {Es wurde keine Sicherung genannt.}}",
  "advice.SNAPSHOT_MISSING": "`fivefold list` zeigt die vorhandenen Sicherungen.",
  "error.SNAPSHOT_AMBIGUOUS": "Mehrere Sicherungen beginnen mit {snapshot}.",
  "advice.SNAPSHOT_AMBIGUOUS": "Geben Sie mehr von den Ziffern an, die `fivefold list` zeigt.",
  "error.SNAPSHOT_DAMAGED":
    "Die Sicherung ist beschädigt{hasPath, select, yes {: {path} ist nicht, was gespeichert wurde} other {}}.",
  "advice.SNAPSHOT_DAMAGED":
    "Ersetzt wurde nichts. Nehmen Sie eine andere Sicherung; `fivefold check --read-data` sagt, welche heil sind.",
  "error.SNAPSHOT_FOREIGN":
    "Die Sicherung{hasSnapshot, select, yes { {snapshot}} other {}} wurde nicht von Fivefold für diese Anwendung gemacht.",
  "advice.SNAPSHOT_FOREIGN":
    "`fivefold vault restore` schreibt ihre Dateien in einen Ordner Ihrer Wahl.",
  "error.SNAPSHOT_UNDESCRIBED":
    "Die Sicherung {snapshot} enthält keine Beschreibung der Anwendung, die dieses Fivefold versteht.",
  "advice.SNAPSHOT_UNDESCRIBED":
    "Es wurde nichts geschrieben. Nehmen Sie eine andere Sicherung, oder installieren Sie das neueste Fivefold. Auch ohne Beschreibung holt `fivefold vault restore` die Daten heraus, aus einer Sicherungsdatei jedes Zip-Programm.",
  "error.SNAPSHOT_INCOMPLETE":
    "Die Sicherung {snapshot} ist unvollständig: etwas konnte damals nicht gelesen werden.",
  "advice.SNAPSHOT_INCOMPLETE":
    "`fivefold show` sagt, was sie enthält. Nennen Sie ihre Bereiche mit `--part`, oder nehmen Sie eine ältere Sicherung.",
  "error.LAYOUT_NEWER":
    "Diese Sicherung wurde von einem neueren Fivefold gemacht (Form {layout, number}; dieses liest {reads, number}).",
  "advice.LAYOUT_NEWER": "Installieren Sie das neueste Fivefold auf diesem Computer.",
  "error.VERSION_UNFIT":
    "Diese Sicherung wurde von {app}{hasBackup, select, yes { {backup}} other {}} gemacht. Die Version hier{hasVersion, select, yes {, {version},} other {}} nimmt nur Sicherungen von {restores} an.",
  "advice.VERSION_UNFIT":
    "Nichts wurde angerührt. {age, select, newer {Installieren Sie hier {app} {backup} oder neuer, und stellen Sie noch einmal wieder her.} older {Installieren Sie hier {app} {backup}, stellen Sie wieder her, und aktualisieren Sie {app} danach; oder nehmen Sie eine neuere Sicherung.} other {Installieren Sie eine Version von {app}, die diese Sicherung annimmt, oder nehmen Sie eine andere Sicherung.}}",
  "error.APP_UPDATED":
    "{app} war {hasPrepared, select, yes {{prepared}} other {von anderer Version}}, als die Wiederherstellung vorbereitet wurde, und ist jetzt {hasVersion, select, yes {{version}} other {von anderer Version}}: Das Vorbereitete passt vielleicht nicht dazu.",
  "advice.APP_UPDATED":
    "Stellen Sie noch einmal wieder her: Dann wird mit der jetzigen Version verglichen.",
  "error.VERSION_UNKNOWN":
    "Ob diese Sicherung zur Anwendung hier passt, ist nicht zu sagen: {hasBackup, select, yes {ihre Version ist {backup}, und das sind keine Zahlen mit Punkten} other {sie sagt nicht, welche Version sie gemacht hat}}.",
  "advice.VERSION_UNKNOWN":
    "Sie wird trotzdem zurückgebracht. Sehen Sie nach, ob die Anwendung damit arbeitet; `fivefold undo` macht es rückgängig.",
  "error.APP_FOREIGN":
    "{path} enthält die Sicherung einer anderen Anwendung: {app}. Hier geht es um {expected}.",
  "advice.APP_FOREIGN":
    "Es wurde nichts geschrieben. Nehmen Sie eine Sicherung von {expected}, oder öffnen Sie diese auf dem Computer von {app}.",
  "error.PARCEL_CHANGED":
    "{path} wurde von einem anderen Programm neu gepackt{hasEntry, select, yes { (zu sehen bei {entry})} other {}}; niemand kann mehr beweisen, dass darin alles noch so ist, wie es war.",
  "advice.PARCEL_CHANGED":
    "Es wurde nichts geschrieben. Nehmen Sie die Datei so, wie Fivefold sie gemacht hat. Gibt es sie nicht mehr, packt jedes Zip-Programm diese hier aus, und `sha256sum -c SHA256SUMS` vergleicht, was herauskommt.",
  "error.PARCEL_CUT_OFF": "{path} ist abgeschnitten: nur {sizeBytes} sind hier, das Ende fehlt.",
  "advice.PARCEL_CUT_OFF":
    "Es wurde nichts geschrieben. Das Kopieren wurde unterbrochen, oder ein Laufwerk war voll oder wurde zu früh entfernt. Kopieren Sie die Datei noch einmal von dort, wo sie gemacht wurde, oder nehmen Sie eine andere Sicherung.",
  "error.PARCEL_DAMAGED":
    "{path} ist beschädigt{hasEntry, select, yes { bei {entry}} other {}}{hasProblem, select, yes {: {problem}} other {.}}",
  "advice.PARCEL_DAMAGED":
    "Es wurde nichts geschrieben. Kopieren Sie die Datei noch einmal von dort, wo sie gemacht wurde; ist sie auch dort beschädigt, nehmen Sie eine andere Sicherung. Vielleicht geht das Laufwerk kaputt.",
  "error.PARCEL_EXISTS": "{path} wird nicht ersetzt: {problem}",
  "advice.PARCEL_EXISTS":
    "Es wurde nichts geschrieben, und die Datei ist, wie sie war. Wählen Sie einen anderen Namen oder Ordner, oder legen Sie jene Datei woandershin.",
  "error.PARCEL_FOREIGN":
    "{path} ist eine Zip-Datei, aber keine Sicherung, die Fivefold gemacht hat.",
  "advice.PARCEL_FOREIGN":
    "Es wurde nichts geschrieben. Sehen Sie nach, ob diese Datei gemeint war; jedes Zip-Programm öffnet sie.",
  "error.PARCEL_HOSTILE":
    "{path} wird nicht geöffnet, denn die Datei könnte Schaden anrichten{hasEntry, select, yes { (zu sehen bei {entry})} other {}}: {problem}",
  "advice.PARCEL_HOSTILE":
    "Es wurde nichts geschrieben. Fivefold macht solche Dateien nie. Öffnen Sie sie auch mit keinem anderen Programm, und fragen Sie, von wem Sie sie haben, woher sie kommt.",
  "error.PARCEL_LINK_OUT":
    "{path} wird nicht übernommen, denn eine Verknüpfung darin führt aus der Sicherung hinaus ({entry}, nach {target}).",
  "advice.PARCEL_LINK_OUT":
    "Es wurde nichts geschrieben. Manche Anwendungen haben solche Verknüpfungen, und ein Fremder kann eine Anwendung damit in die Irre führen. Wenn Sie wissen, wer die Datei gemacht hat und wozu die Verknüpfung dient, geben Sie `--allow-links-out` an; andere Dateien daraus lassen sich mit `--path` zurückholen.",
  "error.PARCEL_KEY_OTHER":
    "Der Inhalt von {path} ist mit dem Schlüssel einer anderen Installation verschlossen{hasFingerprint, select, yes { ({fingerprint})} other {}}.",
  "advice.PARCEL_KEY_OTHER":
    "Nichts ist verloren. Der Schlüssel steht auf dem Notfallblatt des Computers, der die Sicherung gemacht hat; nennen Sie mit `--parcel-password-file` eine Datei, in der er steht.",
  "error.PARCEL_MISSING": "Die Datei {path} gibt es nicht.",
  "advice.PARCEL_MISSING":
    "Name und Ordner prüfen; eine Sicherung an einem Speicherort wird mit ihrer Nummer genannt, ohne Pfad.",
  "error.PARCEL_PASSWORD_NEEDED":
    "{path} ist mit einem Passwort verschlossen, und es wurde keines angegeben.",
  "advice.PARCEL_PASSWORD_NEEDED":
    "Es wurde nichts geschrieben. Nennen Sie mit `--parcel-password-file` eine Datei, in der das Passwort steht.",
  "error.PARCEL_NAME_WRONG":
    "Die Bezeichnung {name} ist für die Datei einer Sicherung nicht möglich: {problem}{hasSuggestion, select, yes { Möglich: {suggestion}} other {}}",
  "advice.PARCEL_NAME_WRONG":
    "Es wurde nichts geschrieben. Buchstaben, Ziffern, Leerzeichen, - und _ sind auf jedem Computer in Namen möglich.",
  "error.PARCEL_NOT_ZIP": "{path} ist keine Sicherung: es ist gar keine Zip-Datei.",
  "advice.PARCEL_NOT_ZIP":
    "Es wurde nichts geschrieben. Sehen Sie nach, ob diese Datei gemeint war und ob sie ganz kopiert wurde.",
  "error.PARCEL_PASSWORD_WRONG":
    "Dieses Passwort öffnet {path} nicht.{hasGroups, select, yes { Falsch getippte Gruppen: {groups}.} other {}}{hasWords, select, yes { Falsch getippte Wörter: {words}.} other {}}",
  "advice.PARCEL_PASSWORD_WRONG":
    "Es wurde nichts geschrieben, und die Datei ist nicht beschädigt. Achten Sie auf große Buchstaben und auf die Sprache der Tastatur, und vergleichen Sie Gruppe für Gruppe oder Wort für Wort.",
  "error.PASSWORD_WEAK": "Dieses Passwort ist nicht möglich: {problem}",
  "advice.PASSWORD_WEAK":
    "Wer die Datei hat, kann in jeder Sekunde Millionen Passwörter probieren. Geben Sie keines an, dann macht Fivefold ein starkes; oder nehmen Sie sechs Wörter, die nichts miteinander zu tun haben.",
  "hostile.name.parent": "ein Name darin führt aus dem Ordner hinaus, in den ausgepackt wird.",
  "hostile.name.absolute": "ein Name darin nennt eine Stelle auf diesem Computer.",
  "hostile.name.drive": "ein Name darin nennt ein Laufwerk dieses Computers.",
  "hostile.name.unc": "ein Name darin nennt einen anderen Computer im Netz.",
  "hostile.name.backslash":
    "ein Name darin enthält einen umgekehrten Schrägstrich, den Windows für einen Ordner hält.",
  "hostile.name.device": "ein Name darin bedeutet ein Gerät von Windows.",
  "hostile.name.trailing":
    "ein Name darin endet mit einem Punkt oder Leerzeichen, und Windows macht daraus einen anderen.",
  "hostile.name.control": "ein Name darin enthält unsichtbare Zeichen.",
  "hostile.name.twice": "zwei Dateien darin haben denselben Namen.",
  "hostile.name.case": "zwei Namen darin sind auf manchen Computern derselbe.",
  "hostile.link.through": "eine Datei darin würde durch eine Verknüpfung hindurch geschrieben.",
  "hostile.overlap": "Dateien darin teilen sich dieselben Bytes.",
  "hostile.header.disagrees": "sie sagt über dieselbe Datei zweierlei.",
  "hostile.size.false": "eine Größe, die sie angibt, ist falsch.",
  "hostile.bomb": "ausgepackt wäre sie viel größer, als sie sagt oder als Platz da ist.",
  "hostile.entries.many": "sie enthält mehr Dateien, als sie sagt oder als irgendwer braucht.",
  "hostile.prepended": "vor dem Anfang der Zip-Datei steht noch etwas.",
  "hostile.comment": "ihr wurde Text angehängt.",
  "hostile.zipcrypto":
    "sie ist auf die alte Weise der Zip-Dateien verschlossen, die nichts schützt.",
  "damage.content": "der Inhalt ist nicht, was gespeichert wurde.",
  "damage.seal": "das Siegel über dem verschlossenen Inhalt passt nicht.",
  "damage.header": "was über die Datei gesagt wird, ist nicht, was geschrieben wurde.",
  "damage.directory": "das Inhaltsverzeichnis ist nicht, was geschrieben wurde.",
  "damage.manifest": "die Beschreibung der Sicherung ist nicht, was geschrieben wurde.",
  "damage.metadata": "Namen, Rechte, Zeiten oder Verknüpfungen sind nicht, was gespeichert wurde.",
  "damage.missing": "eine Datei, die dazugehört, fehlt.",
  "exists.foreign": "es ist keine Sicherung, die Fivefold gemacht hat.",
  "exists.app": "es ist die Sicherung einer anderen Anwendung.",
  "exists.complete": "sie ist vollständig, und die neue ist es nicht.",
  "exists.taken": "es gibt schon eine Sicherung mit diesem Namen.",
  "unsafe.beginning": "sie beginnt mit einem Punkt oder Leerzeichen.",
  "unsafe.automatic": "so heißen die Sicherungen, die Fivefold jeden Tag ersetzt.",
  "unsafe.incomplete": "so kennzeichnet Fivefold unvollständige Sicherungen.",
  "unsafe.reserved": "diesen Namen benutzt Fivefold innerhalb von Sicherungen.",
  "unsafe.weekdayTwice": "zwei Wochentage haben dieselbe.",
  "weak.short": "es ist zu kurz.",
  "weak.long": "es hat mehr als 99 Zeichen, und andere Zip-Programme nehmen es nicht.",
  "weak.letters":
    "es hat Buchstaben oder Zeichen, die andere Programme anders schreiben; sie könnten die Datei nicht öffnen. Möglich sind a bis z, A bis Z, Ziffern, Leerzeichen und Zeichen wie - und !",
  "weak.common": "es gehört zu denen, die als Erstes probiert werden.",
  "weak.name": "es besteht aus Namen, die in der Datei stehen oder die hier jeder kennt.",
  "weak.date": "es besteht aus Daten des Kalenders.",
  "weak.keyboard": "seine Tasten liegen nebeneinander.",
  "weak.repeat": "es wiederholt sich oder zählt weiter.",
  "weak.guessable": "es kann zu schnell erraten werden.",
  "weekday.monday": "Montag",
  "weekday.tuesday": "Dienstag",
  "weekday.wednesday": "Mittwoch",
  "weekday.thursday": "Donnerstag",
  "weekday.friday": "Freitag",
  "weekday.saturday": "Samstag",
  "weekday.sunday": "Sonntag",
  "leftReason.credentials": "nie in einer Datei zum Weitergeben, außer auf Verlangen",
  "error.BLOB_DAMAGED":
    "Ein Stück der Sicherungen ist beschädigt{hasId, select, yes {: {id}} other {}}.",
  "advice.BLOB_DAMAGED":
    "Sichern Sie noch einmal: was die Anwendung noch hat, wird neu gespeichert. Prüfen Sie dann wieder.",
  "error.BLOB_MISSING": "Ein Stück der Sicherungen fehlt{hasId, select, yes {: {id}} other {}}.",
  "advice.BLOB_MISSING":
    "Sichern Sie noch einmal: was die Anwendung noch hat, wird neu gespeichert. Prüfen Sie dann wieder.",
  "error.PACK_DAMAGED":
    "Eine Datei der Sicherungen ist beschädigt{hasId, select, yes {: {id}} other {}}.",
  "advice.PACK_DAMAGED":
    "Vielleicht versagt das Laufwerk. Kopieren Sie die Sicherungen mit `fivefold copy` an einen anderen Speicherort.",
  "error.PACK_MISSING": "Eine Datei der Sicherungen fehlt{hasId, select, yes {: {id}} other {}}.",
  "advice.PACK_MISSING":
    "Sehen Sie nach, ob jemand Dateien am Speicherort entfernt hat. Sichern Sie noch einmal und prüfen Sie wieder.",
  "error.PACK_UNUSED":
    "Eine Datei am Speicherort gehört zu keiner Sicherung{hasId, select, yes {: {id}} other {}}.",
  "advice.PACK_UNUSED":
    "Das schadet nicht: eine Sicherung wurde unterbrochen. `fivefold prune` gibt den Platz zurück.",
  "error.INDEX_DAMAGED":
    "Ein Inhaltsverzeichnis der Sicherungen ist beschädigt{hasId, select, yes {: {id}} other {}}.",
  "advice.INDEX_DAMAGED": "`restic repair index` schreibt es aus den Sicherungen selbst neu.",
  "error.TREE_DAMAGED":
    "Ein Ordner in einer Sicherung ist beschädigt{hasId, select, yes {: {id}} other {}}.",
  "advice.TREE_DAMAGED":
    "Sichern Sie noch einmal: Ordner, die die Anwendung noch hat, werden neu gespeichert. Andere Sicherungen sind nur betroffen, wenn sie genannt werden.",
  "error.TARGET_NOT_EMPTY": "Der Ordner {path} ist nicht leer.",
  "advice.TARGET_NOT_EMPTY":
    "Nennen Sie einen leeren oder neuen Ordner; darin wird nie etwas überschrieben.",
  "error.TARGET_FOREIGN":
    "Der Ordner {path} gehört zu einer anderen Anwendung: {app}. Die Sicherung ist von {expected}.",
  "advice.TARGET_FOREIGN":
    "Es wurde nichts geschrieben. Wählen Sie mit `--into` einen anderen Ordner.",
  "error.TARGET_UNWRITABLE": "In {path} kann nicht geschrieben werden.",
  "advice.TARGET_UNWRITABLE":
    "Es wurde nichts geschrieben. Wählen Sie mit `--into` einen anderen Ordner, oder beschaffen Sie sich dort das Schreibrecht.",
  "error.RESTORE_OPEN":
    "Eine Wiederherstellung dieser Anwendung ist vorbereitet und wurde nicht ausgeführt.",
  "advice.RESTORE_OPEN": "`fivefold undo` gibt sie auf; stellen Sie danach neu wieder her.",
  "error.PLAN_OUTDATED":
    "Inzwischen wurde eine andere Wiederherstellung ausgeführt (am {doneAt}, auf den Stand vom {takenAt}); diese würde ihr stillschweigend das Rückgängigmachen nehmen.",
  "advice.PLAN_OUTDATED":
    "Nichts wurde geändert. Geben Sie den Befehl noch einmal: Er sagt, was er beendet.",
  "error.RESTORE_TURNED_BACK":
    "Die Wiederherstellung ist nicht gelungen, und die Anwendung ist wie zuvor{hasReason, select, yes {: {reason}} other {}}.",
  "advice.RESTORE_TURNED_BACK":
    "Nichts ist verloren. Beseitigen Sie die Ursache und stellen Sie wieder her.{hasUndoBytes, select, yes { Oder verzichten Sie darauf, die letzte Wiederherstellung rückgängig zu machen: `fivefold close` gibt {undoBytes} frei.} other {}}",
  "error.RESTORE_STUCK":
    "Die Wiederherstellung wurde unterbrochen, und der Stand davor konnte noch nicht zurückgelegt werden: {part}{hasPath, select, yes {. Was beiseitegelegt wurde, ist nicht mehr da, wo es war: {path}} other {}}",
  "advice.RESTORE_STUCK":
    "{hasPath, select, yes {Ist das Laufwerk mit diesem Ordner nicht verbunden oder der Ordner verschoben, bringen Sie ihn zurück; danach versucht `fivefold undo` es wieder. Ist er endgültig verloren, lässt `fivefold close --accept-loss` diese Teile, wie sie sind, und beendet die Wiederherstellung.} other {Schließen Sie die Anwendung, ändern Sie nichts in `.fivefold` daneben und lassen Sie es `fivefold undo` wieder versuchen.}}{hasSafety, select, yes { Der Stand davor liegt in der Sicherung {safety}.} other {}}",
  "error.ASIDE_LOST":
    "Was {part} vor der Wiederherstellung war, ist nicht mehr da, wo es beiseitegelegt wurde: {path}",
  "advice.ASIDE_LOST":
    "Ist das Laufwerk mit diesem Ordner nicht verbunden oder der Ordner verschoben, bringen Sie ihn zurück. Ist er verloren, bleibt {part}, wie es jetzt ist; `fivefold list` zeigt die Sicherungen, in denen es liegt.",
  "error.UNDO_MISSING": "Es gibt keine Wiederherstellung, die rückgängig gemacht werden könnte.",
  "advice.UNDO_MISSING":
    "Das geht, bis sie abgeschlossen ist. Der Stand vor der Wiederherstellung steht in `fivefold list`.",
  "error.STAGED_DAMAGED": "Was für {part} vorbereitet wurde, ist nicht heil.",
  "advice.STAGED_DAMAGED":
    "Ersetzt wurde nichts. Nehmen Sie eine andere Sicherung; `fivefold check --read-data` sagt, welche heil sind.",
  "error.ROWS_DIFFER":
    "Die Tabelle {table} von {part} hat {foundCount, number} Zeilen; laut Sicherung sind es {expectedCount, number}.",
  "advice.ROWS_DIFFER": "Ersetzt wurde nichts. Nehmen Sie eine andere Sicherung.",
  "error.PART_UNCOMPARED": "{part} wurde nicht ganz verglichen: {problem}",
  "advice.PART_UNCOMPARED":
    "Mit der Sicherung ist alles in Ordnung. Eine Wiederherstellung ändert dort vielleicht mehr, als hier steht.",
  "uncompared.slow": "es dauerte zu lange.",
  "uncompared.tables": "die Tabellen ließen sich nicht zählen: {message}",
  "uncompared.newest": "die Abfrage der neuesten Einträge misslang: {message}",
  "error.SAFETY_DEGRADED":
    "{hasPath, select, yes {Was seit der Wiederherstellung getan wurde,} other {Der Stand vor der Wiederherstellung}} konnte nur zum Teil gesichert werden: {part}",
  "advice.SAFETY_DEGRADED":
    "{hasPath, select, yes {Es wurde nicht entfernt: Es liegt in {path}, bis Sie es entfernen.} other {Die Daten waren nicht lesbar, oder der Speicherort nahm sie nicht an. Die alten Dateien liegen neben den neuen, bis die Wiederherstellung abgeschlossen wird.}}",
  "error.SNAPSHOT_PINNED":
    "Die Sicherung {snapshot} in {place} ist angeheftet und wurde nicht gelöscht.",
  "advice.SNAPSHOT_PINNED": "Nichts wurde gelöscht. Lösen Sie sie zuerst, wenn sie gehen darf.",
  "error.SESSION_NEEDED": "Hier ist niemand angemeldet, oder es ist zu lange her.",
  "advice.SESSION_NEEDED":
    "Öffnen Sie die Seite erneut aus Ihrer Anwendung, oder geben Sie `fivefold open` ein; mit Konten melden Sie sich mit Name und Passwort an.",
  "error.SIGN_IN_WRONG":
    "{what, select, password {Name und Passwort passen nicht zusammen.} other {Dieser Link wurde schon benutzt oder ist zu alt.}}",
  "advice.SIGN_IN_WRONG":
    "{what, select, password {Geben Sie beides noch einmal ein. Ein Administrator kann Ihnen ein neues Passwort geben.} other {Ein Link gilt einmal und für einige Minuten. `fivefold open` macht einen neuen.}}",
  "error.SIGN_IN_LATER": "Es wurde zu oft falsch versucht, sich anzumelden.",
  "advice.SIGN_IN_LATER": "Versuchen Sie es in {waitMs} noch einmal. Nichts wurde geändert.",
  "error.ROLE_NEEDED":
    "{name} darf das nicht: Es braucht die Rolle {role, select, operator {Bediener} administrator {Administrator} other {Betrachter}}.",
  "advice.ROLE_NEEDED":
    "Bitten Sie einen Administrator, es zu tun oder Ihnen diese Rolle zu geben.",
  "error.REQUEST_FOREIGN":
    "Die Anfrage kommt nicht von einer Seite dieses Servers und wurde abgelehnt.",
  "advice.REQUEST_FOREIGN": "Öffnen Sie die Seite unter ihrer eigenen Adresse: {url}",
  "error.REQUEST_WRONG":
    "Die Anfrage ist nicht verständlich{hasAt, select, yes { bei {at}} other {}}: {message}",
  "advice.REQUEST_WRONG": "`/api-docs` sagt, was der Server versteht.",
  "error.ROUTE_UNKNOWN": "Unter {path} gibt es nichts.",
  "advice.ROUTE_UNKNOWN": "`/api-docs` zählt auf, was es gibt.",
  "error.RUN_UNKNOWN": "Es gibt keinen Lauf {run}, oder er wartet darauf nicht mehr.",
  "advice.RUN_UNKNOWN": "Die Liste der Läufe zeigt, welche es gibt.",
  "error.PLAN_UNKNOWN": "Diese Vorschau einer Wiederherstellung wird nicht mehr aufbewahrt.",
  "advice.PLAN_UNKNOWN": "Nichts wurde geändert. Machen Sie die Vorschau noch einmal.",
  "error.UPLOAD_UNKNOWN": "Die Datei {file} gibt es hier nicht mehr.",
  "advice.UPLOAD_UNKNOWN": "Senden oder erzeugen Sie sie noch einmal.",
  "error.UPLOAD_DIFFERENT": "Was von {file} ankam, ist nicht das, was gesendet wurde.",
  "advice.UPLOAD_DIFFERENT":
    "Senden Sie die Datei noch einmal; was angekommen war, wurde entfernt.",
  "error.SERVER_RUNNING": "Fivefold läuft für {name} schon, unter {url}.",
  "advice.SERVER_RUNNING":
    "Benutzen Sie diesen Server, oder beenden Sie ihn zuerst; sein Prozess hat die Nummer {pid}.",
  "error.SERVER_MISSING":
    "Der Server von Fivefold läuft für diese Anwendung nicht{hasPath, select, yes { und ließ sich nicht starten: Warum, steht in {path}} other {}}.",
  "advice.SERVER_MISSING": "`fivefold serve` startet ihn.",
  "error.SERVICE_REFUSED": "Der Dienst ließ sich nicht ändern: {path}: {message}",
  "advice.SERVICE_REFUSED":
    "Geben Sie den Befehl noch einmal mit den nötigen Rechten, bei einem Dienst des Systems als root. `fivefold service install --print` zeigt, was geschrieben würde.",
  "error.LOG_UNWRITABLE": "Das Protokoll {path} lässt sich nicht schreiben: {reason}",
  "advice.LOG_UNWRITABLE":
    "Nennen Sie mit `--log` eine andere Datei, oder lassen Sie es weg: Dann liegt das Protokoll in Fivefolds Ordner.",
  "error.ADDRESS_TAKEN": "Der Server kann auf {host}, Port {port}, nicht lauschen.",
  "advice.ADDRESS_TAKEN":
    "Vielleicht benutzt ein anderes Programm den Port. Wählen Sie mit `--port` einen anderen; `--port 0` nimmt irgendeinen freien.",
  "error.TLS_NEEDED": "Unter {host} erreichen andere den Server, und er hat kein Zertifikat.",
  "advice.TLS_NEEDED":
    "Nennen Sie Zertifikat und Schlüssel mit `--tls-cert` und `--tls-key`, oder lassen Sie `--host` weg: Dann erreicht ihn nur dieser Computer.",
  "error.ACCOUNT_UNKNOWN": "Es gibt kein Konto {name}.",
  "advice.ACCOUNT_UNKNOWN": "Die Liste der Konten zeigt, welche es gibt.",
  "error.ACCOUNT_EXISTS": "Ein Konto {name} gibt es schon.",
  "advice.ACCOUNT_EXISTS": "Wählen Sie einen anderen Namen.",
  "error.ACCOUNT_LAST":
    "{what, select, first {Das erste Konto muss das eines Administrators sein.} other {{name} ist der letzte Administrator, und andere Konten brauchen einen.}}",
  "advice.ACCOUNT_LAST":
    "{what, select, first {Nichts wurde geändert. Legen Sie zuerst einen Administrator an.} other {Machen Sie zuerst jemand anderen zum Administrator.}}",
  "help.serve": "zeigt die Seite: ein Server, zunächst nur für diesen Computer",
  "help.service": "lässt den Server als Dienst dieses Computers laufen",
  "help.serviceInstall": "schreibt den Dienst, startet ihn und lässt ihn mit dem Computer starten",
  "help.serviceUninstall": "nimmt den Dienst weg; Daten, Sicherungen und Einstellungen bleiben",
  "help.serviceStart": "startet den Server im Hintergrund",
  "help.serviceStop": "beendet den Server; ein Lauf, der arbeitet, wird sauber abgebrochen",
  "help.serviceStatus": "sagt, ob der Server läuft",
  "option.system": "ein Dienst des Systems, wofür root nötig ist; sonst dieses Benutzers",
  "option.systemUser":
    "mit `--system`: der Benutzer, unter dem er läuft und dem die Daten der Anwendung gehören",
  "option.printUnit": "gibt aus, was geschrieben würde, und ändert nichts",
  "option.waitRun": "lässt den Lauf, der arbeitet, erst zu Ende kommen",
  "service.installed": "Der Dienst läuft und startet mit dem Computer: {path}",
  "service.linger": "Damit er auch läuft, wenn Sie nicht angemeldet sind: `loginctl enable-linger`",
  "service.uninstalled": "Der Dienst wurde weggenommen.",
  "service.absent": "Es ist kein Dienst eingerichtet.",
  "service.isInstalled": "Der Dienst ist eingerichtet: {path}",
  "service.running": "Der Server läuft unter {url} (Prozess {pid}).",
  "service.stopped": "Der Server läuft nicht.",
  "service.none":
    "Dieser Computer hat kein `systemd`. Lassen Sie dies mit seinen eigenen Mitteln starten, wenn er startet; `docs/help/jobs.md` sagt, wie:",
  "help.catalog": "liest neu, was von Läufen und Sicherungen gemerkt ist",
  "help.catalogRebuild": "wirft weg, was gemerkt ist, und liest Protokolle und Speicherorte neu",
  "help.registerFiles":
    "lässt einen Doppelklick auf eine Sicherungsdatei ihre Wiederherstellung öffnen",
  "help.open": "öffnet die Seite und startet ihren Server, wenn er nicht läuft",
  "help.token": "macht ein Token, mit dem ein Programm die Seite für seinen Benutzer öffnet",
  "option.port": "der Port, auf dem gelauscht wird; 0: irgendein freier",
  "option.host": "die Adresse, auf der gelauscht wird; ohne sie nur dieser Computer",
  "option.tlsCert": "das Zertifikat des Servers, eine PEM-Datei",
  "option.log":
    "was der Server protokolliert: `error`, `warn`, `info` oder `debug`; `off` für nichts; oder die Datei des Protokolls",
  "option.metrics": "macht ein Token, mit dem eine Überwachung `/metrics` liest, und nichts sonst",
  "option.renew": "mit `--metrics`: macht ein neues; das bisherige gilt nicht mehr",
  "option.tlsKey": "der Schlüssel des Zertifikats, eine PEM-Datei",
  "option.print": "gibt den Link aus und öffnet nichts",
  "option.user": "der Name, den die Liste zeigt, wer was tat",
  "option.role": "`viewer`, `operator` oder `administrator`",
  "option.minutes": "wie lange das Token gilt",
  "option.tenants": "nur diese Mandanten, mit Kommas dazwischen",
  "argument.open": "`home`, `backup`, `restore` oder eine Sicherungsdatei",
  "serve.ready": "Bereit: {url}",
  "serve.noApp":
    "Hier ist keine Anwendung beschrieben: Die Seite hilft, eine aus ihren Sicherungen zurückzuholen.",
  "token.metrics": "Eine Überwachung liest `/metrics` mit diesem Token; es steht in {path}:",
  "token.made": "Das Token gilt bis {untilAt}:",

  "error.PASSWORD_UNREADABLE":
    "Die Datei mit dem Schlüssel kann nicht gelesen werden oder ist leer: {path}",
  "advice.PASSWORD_UNREADABLE":
    "Prüfen Sie, ob der Pfad stimmt und der Schlüssel in der ersten Zeile steht.",
  "error.DESCRIPTION_DOUBTFUL":
    "Die Beschreibung der Anwendung ist{hasLine, select, yes { in Zeile {line, number}} other {}} zweifelhaft: {problem}",
  "advice.DESCRIPTION_DOUBTFUL":
    "Kaputt ist dadurch nichts; eine vollständige Beschreibung macht bessere Sicherungen. `fivefold parts --lint` nennt alles.",
  "error.CHOICE_EMPTY":
    "Es bleibt nichts zu tun: kein Bereich ist ausgewählt, oder keiner ist verwendbar.",
  "advice.CHOICE_EMPTY":
    "`fivefold parts` zeigt die Bereiche der Anwendung, `fivefold show` die einer Sicherung; nennen Sie welche mit `--part` oder `--tenant`.",
  "error.SEAT_UNREADABLE":
    "Es war nicht festzustellen, ob dieser Computer der Server von {app} ist.",
  "advice.SEAT_UNREADABLE":
    "Die Beschreibung der Anwendung sagt unter `seat`, wie das festgestellt wird. Berichtigen Sie sie, oder fragen Sie den Hersteller.",
  "error.OBJECT_UNREADABLE":
    "Eine Datei der Sicherungen in {place} kann nicht gelesen werden: {key}",
  "advice.OBJECT_UNREADABLE":
    "Geben Sie dem Benutzer, der die Sicherungen macht, das Leserecht. Versagt das Laufwerk, nehmen Sie einen anderen Speicherort.",
  "error.KEY_EXPOSED":
    "Andere auf diesem Computer können die Datei mit dem Schlüssel lesen: {path}",
  "advice.KEY_EXPOSED":
    "Nehmen Sie allen außer dem Besitzer das Leserecht (`chmod 600`) und versuchen Sie es wieder.",
  "error.KEY_KEPT": "Für diesen Speicherort ist schon ein anderer Schlüssel aufbewahrt: {path}",
  "advice.KEY_KEPT":
    "Ein aufbewahrter Schlüssel wird nie überschrieben. Räumen Sie die Datei weg, wenn sie nicht mehr gebraucht wird.",
  "error.JOURNAL_DAMAGED": "Das Gedächtnis der Wiederherstellungen ist beschädigt: {path}",
  "advice.JOURNAL_DAMAGED":
    "Geändert wurde nichts. Behalten Sie die Datei, sehen Sie nach, ob neben den Daten der Anwendung Ordner namens `.fivefold` liegen, und holen Sie Hilfe, bevor Sie wiederherstellen.",
  "error.JOURNAL_NEWER":
    "Das Gedächtnis der Wiederherstellungen in {path} wurde von einem neueren Fivefold geschrieben.",
  "advice.JOURNAL_NEWER": "Installieren Sie das neueste Fivefold auf diesem Computer.",
  "mistake.unreadable": "die Datei kann nicht gelesen werden: {found}",
  "option.keepWithinEach":
    "wie --keep-within, aber je eine für Stunde, Tag, Woche, Monat oder Jahr",
  "option.keepTag": "behält alle mit diesem Merkmal (mehrere mit Komma: alle zugleich)",
  "progress.stopping": "Wird abgebrochen …",
  "progress.stoppedAtOnce":
    "Sofort angehalten. Was fertig war, bleibt erhalten; der nächste Befehl bringt den Rest in Ordnung.",
  "backup.parts":
    "{partCount, plural, one {# Bereich} other {# Bereiche}}, {entryCount, plural, one {# Datei oder Ordner} other {# Dateien und Ordner}}, {sizeBytes}.",
  "error.VAULT_LOCK_LOST":
    "Die Sperre der Sicherungen in {place} ging während der Arbeit verloren: ein anderes Programm hat sie vielleicht für tot gehalten.",
  "advice.VAULT_LOCK_LOST":
    "Was vorher gespeichert war, ist erhalten. Sehen Sie nach, ob der Speicherort antwortet, und geben Sie den Befehl noch einmal.",
  "check.unused":
    "{packCount, plural, one {# Datei dort gehört} other {# Dateien dort gehören}} zu keiner Sicherung; `fivefold prune` gibt den Platz zurück.",
  "check.index":
    "Vielleicht fehlt ein Inhaltsverzeichnis oder ist beschädigt: `restic repair index` schreibt es aus den Sicherungen selbst neu. Prüfen Sie danach noch einmal.",
  "problem.USAGE_WRONG.oneTenant":
    "Ein Export enthält genau einen Mandanten: nennen Sie ihn mit `--tenant`.",
  "mistake.tooLarge": "die Datei ist zu groß.",
  "mistake.notUtf8": "die Datei ist kein Text in UTF-8.",
  "mistake.yaml": "das ist kein lesbares YAML: {found}",
  "mistake.tab": "ein Tabulator steht, wo nur Leerzeichen stehen dürfen.",
  "mistake.alias": "{at} benutzt einen Anker oder Alias; das ist hier nicht möglich.",
  "mistake.severalDocuments": "hier beginnt ein zweites Dokument; nur eines ist möglich.",
  "mistake.empty": "die Datei ist leer.",
  "mistake.keyTwice": "derselbe Schlüssel steht hier zweimal: {found}",
  "mistake.keyUnknown":
    "{at} ist nicht bekannt.{hasSuggestion, select, yes { War {suggestion} gemeint?} other {}} Möglich: {expected}",
  "mistake.keyMissing": "{hasAt, select, yes {in {at} } other {}}fehlt {expected}.",
  "mistake.keysExclusive": "in {at} muss genau eines hiervon stehen: {expected}",
  "mistake.keyNeedsOther": "in {at} geht {found} nur zusammen mit {expected}.",
  "mistake.keyLater":
    "in {at} ist {found} erst für eine spätere Fassung von Fivefold. Was es gibt: {expected}",
  "mistake.typeWrong": "{at} muss {expected} sein, nicht {found}.",
  "mistake.choiceWrong":
    "{found} ist für {at} nicht möglich.{hasSuggestion, select, yes { War {suggestion} gemeint?} other {}} Möglich: {expected}",
  "mistake.valueEmpty": "{at} hat keinen Wert.",
  "mistake.listEmpty": "die Liste {at} hat keine Einträge.",
  "mistake.numberWrong": "{found} ist für {at} nicht möglich.",
  "mistake.languageWrong": "{found} in {at} ist keine hier bekannte Sprache. Möglich: {expected}",
  "mistake.patternWrong": "das Muster {found} in {at} ist nicht zu verstehen.",
  "mistake.pathWrong":
    "der Pfad {found} in {at} ist nicht möglich. Er gilt ab dieser Datei und hat kein Laufwerk und keine Steuerzeichen.",
  "mistake.extensionWrong":
    "{found} ist bei {at} nicht möglich: nötig sind ein Punkt und dann höchstens 24 kleine Buchstaben, Ziffern und -, und nichts, was andere Programme benutzen.{hasSuggestion, select, yes { Möglich: {suggestion}} other {}}",
  "mistake.rangeWrong":
    "{found} in {at} ist nicht zu verstehen. Es sind Vergleiche mit Leerzeichen dazwischen, etwa {expected}.",
  "mistake.recipientWrong":
    "{found} in {at} ist kein öffentlicher Schlüssel des Formats `age`: das ist `age1` und 58 Buchstaben und Ziffern, wie `age-keygen` ihn ausgibt.",
  "mistake.recipientSecret":
    "in {at} steht ein geheimer Schlüssel, und diese Datei geht an alle, die das Programm benutzen. Machen Sie mit `age-keygen` ein neues Paar und schreiben Sie dessen öffentlichen Schlüssel hierher, der mit `age1` beginnt.",
  "mistake.idUnsafe": "{found} in {at} ist als Kennung nicht möglich: {unsafe}",
  "mistake.idReserved":
    "die Kennung {found} in {at} benutzt Fivefold selbst. Nicht möglich sind: {expected}",
  "mistake.idTwice": "die Kennung {found} in {at} ist dieselbe wie {other}.",
  "mistake.idPlaceMissing":
    "{found} in {at} muss {expected} enthalten, damit jeder Mandant das Seine hat.",
  "mistake.idPlaceUnexpected":
    "{found} in {at} enthält das Zeichen für die Kennung eines Mandanten; das geht nur unter `tenants`.",
  "mistake.rootTwice": "{at} und {other} meinen dieselben Daten: {found}",
  "mistake.rootIsHome":
    "{at} mit {found} enthält den eigenen Ordner von Fivefold, {other}; wählen Sie mit `--home` einen anderen.",
  "mistake.databaseMissing": "die Datenbank von {at} ist nicht da: {found}",
  "mistake.databaseIsFolder": "die Datenbank von {at} ist keine Datei: {found}",
  "mistake.queryWithoutId":
    "die Abfrage in {at} gibt keine Spalte `id`, nur {found}. Möglich: {expected}",
  "mistake.registerWrong":
    "{found} in {at} muss eine einzige Anweisung sein, die eine Zeile schreibt (`INSERT`, `REPLACE`, `UPDATE`), mit dem Parameter `:id`, nach Wunsch `:title`, und keinem anderen.",
  "mistake.credentialsContradict":
    "`credentials: none` steht neben einem Bereich der Art `credentials`.",
  "doubt.credentialsUndeclared":
    "sie sagt nicht, wo die Anwendung ihre Passwörter und Schlüssel hat.",
  "doubt.tenantsWithoutDatabase": "kein Bereich eines Mandanten ist eine Datenbank.",
  "doubt.tenantsEmpty": "kein Mandant wurde gefunden.",
  "doubt.tenantWordMissing":
    "das eigene Wort der Anwendung für einen Mandanten fehlt (`tenants.word`).",
  "doubt.loginNotPart": "die Datenbank mit der Liste der Mandanten ist kein Bereich: {found}",
  "doubt.rootMissing": "die Daten von {at} sind nicht da: {found}",
  "doubt.excludeUnmatched": "das Muster {found} in {at} schließt nichts aus.",
  "doubt.databaseInFiles":
    "{found} in {at} ist eine Datenbank und sollte ein eigener Bereich sein; als gewöhnliche Datei im Betrieb kopiert, lässt sie sich vielleicht nicht mehr öffnen.",
  "doubt.homeInside": "der eigene Ordner von Fivefold liegt in {at}: {found}",
  "doubt.titleMissing": "{at} hat nur in manchen Sprachen einen Titel; es fehlt: {expected}",
  "doubt.titleNeeded": "{at} braucht einen Titel, weil ein anderer Bereich dieselbe Art hat.",
  "doubt.versionMissing": "die Version der Anwendung fehlt (`app.version`).",
  "doubt.versionUnreadable": "die Version der Anwendung war nicht festzustellen: {found}",
  "doubt.seatUnreadable":
    "es war nicht festzustellen, ob dieser Computer Server oder Arbeitsplatz ist: {found}",
  "unsafe.empty": "sie ist leer.",
  "unsafe.dots": "dieser Name bedeutet für jedes System einen Ordner.",
  "unsafe.separator": "ein Schrägstrich ist nicht möglich.",
  "unsafe.control": "sie enthält unsichtbare Zeichen.",
  "unsafe.character": "sie enthält ein Zeichen, das Windows in Namen nicht erlaubt.",
  "unsafe.device": "Windows hält diesen Namen für ein Gerät frei.",
  "unsafe.ending": "sie endet mit einem Punkt oder Leerzeichen.",
  "unsafe.long": "sie ist zu lang.",
  "unsafe.type": "sie ist weder Text noch eine ganze Zahl.",
  "unsafe.twice": "ein anderer Mandant hat dieselbe.",
  "type.text": "ein Text",
  "type.list": "eine Liste",
  "type.mapping": "eine Zuordnung von Schlüsseln",
  "problem.USAGE_WRONG.unknownOption":
    "Es gibt keine Option {value}.{hasSuggestion, select, yes { War {suggestion} gemeint?} other {}}",
  "problem.USAGE_WRONG.unknownCommand":
    "Es gibt keinen Befehl {value}.{hasSuggestion, select, yes { War {suggestion} gemeint?} other {}}",
  "problem.USAGE_WRONG.argumentMissing": "Etwas fehlt: {value}",
  "problem.USAGE_WRONG.valueMissing": "Die Option {value} braucht einen Wert.",
  "problem.USAGE_WRONG.argumentsExcess": "Ein Wort ist zu viel.",
  "problem.USAGE_WRONG.needsParcel":
    "{option} gilt nur für Sicherungsdateien: `--as parcel` dazuschreiben.",
  "problem.USAGE_WRONG.valueWrong": "{value} ist bei {option} nicht möglich.",
  "problem.USAGE_WRONG.pathPart":
    "Es ist nicht klar, in welchem Bereich {value} liegt. Nennen Sie einen mit `--part`: {parts}",
  "problem.USAGE_WRONG.pathsForRestore":
    "Einzelne Dateien lassen sich nur wiederherstellen; alles andere nimmt Bereiche als Ganzes.",
  "problem.USAGE_WRONG.conflict": "{option} und {other} schließen einander aus.",
  "problem.USAGE_WRONG.importTenant":
    "Importieren lässt sich nur eine Datei, die genau einen Mandanten enthält. `fivefold restore` mit `--tenant` holt einen von mehreren zurück.",
  "problem.USAGE_WRONG.noteNeedsAway":
    "`--note` sagt, warum ein Mandant weg ist: dazu gehört `--away`.",
  "problem.USAGE_WRONG.keepMissing":
    "Es ist nicht gesagt, wie viele Sicherungen bleiben sollen. Nehmen Sie `--keep-last`, `--keep-daily` und dergleichen.",
  "problem.USAGE_WRONG.dumpNeedsTarget":
    "Mit `--json` kann nicht auch der Inhalt ausgegeben werden. Nennen Sie mit `--target` eine Datei.",
  "keeping.emptied": "die Anwendung ist jetzt leer.",
  "keeping.shrank":
    "die Anwendung ist weniger als halb so groß wie zuvor: {nowBytes} statt {thenBytes}.",
  "keeping.tenantsLost": "Mandanten fehlen: {tenants}",
  "keeping.incompressible":
    "was sich geändert hat, lässt sich kaum noch komprimieren, als hätte es jemand verschlüsselt.",
  "problem.USAGE_WRONG.placeTaken": "Einen Speicherort mit dem Namen {value} gibt es schon.",
  "problem.USAGE_WRONG.placeName":
    "{value} ist als Name eines Speicherorts nicht möglich: nehmen Sie Buchstaben, Ziffern, - und _, keinen Schrägstrich.",

  "kind.database": "Datenbank",
  "kind.files": "Dateien",
  "kind.settings": "Einstellungen",
  "kind.credentials": "Passwörter und Schlüssel",
  "kind.workspace": "Arbeitsbereiche",
  "scope.full": "alles",
  "scope.partial": "einige Mandanten",
  "scope.tenant": "ein Mandant",
  "scope.parts": "einige Bereiche",
  "reason.manual": "von Hand",
  "reason.scheduled": "nach Zeitplan",
  "reason.safety": "vor Wiederherstellung",
  "reason.export": "Export",
  "left.part": "Bereich",
  "left.tenant": "Mandant",
  "left.path": "Dateien",
  "left.attributes": "Erweiterte Attribute",
  "leftReason.excluded": "von der Beschreibung der Anwendung ausgeschlossen",
  "leftReason.notChosen": "nicht ausgewählt",
  "leftReason.offline": "laut Anwendung zurzeit abwesend",
  "leftReason.loginPart":
    "bleibt, wie er ist; nennen Sie ihn mit `--part`, um auch ihn zurückzuholen",
  "leftReason.exportLogin": "gehört zu allen Mandanten und ist nie im Export eines einzelnen",
  "leftReason.unsupported": "auf diesem Computer nicht möglich",
  "leftReason.noPart": "gehört zu keinem Bereich der Anwendung",
  "stage.colon": ":",
  "stage.wait": "Warten auf das Ende eines anderen Laufs",
  "stage.open": "Öffnen",
  "stage.read": "Daten ansehen",
  "stage.store": "Sichern",
  "stage.index": "Abschließen",
  "stage.check": "Prüfen",
  "stage.compare": "Vergleichen",
  "stage.stage": "Vorbereiten",
  "stage.validate": "Vorbereitetes prüfen",
  "stage.safety": "Jetzigen Stand sichern",
  "stage.beforeBackup": "Vor der Sicherung",
  "stage.afterBackup": "Nach der Sicherung",
  "stage.stop": "Anwendung anhalten",
  "stage.migrate": "Daten auf diese Version bringen",
  "stage.start": "Anwendung starten",
  "stage.probe": "Nachsehen, ob die Anwendung arbeitet",
  "stage.swap": "Einsetzen",
  "stage.unswap": "Alten Stand zurücklegen",
  "stage.clear": "Aufräumen",
  "stage.forget": "Von der Liste nehmen",
  "stage.prune": "Platz schaffen",
  "progress.left": "noch {leftMs}",
  "progress.rate": "{rateBytes}/s",
  "progress.ofTotal": "{doneBytes} von {totalBytes}",

  "result.elapsed": "Das dauerte {elapsedMs}.",
  "result.notIncluded": "Nicht enthalten:",
  "result.leftOut": "{what} {left}{hasPart, select, yes { ({part})} other {}}: {why}",
  "result.findings":
    "{findingCount, plural, one {Etwas ist aufgefallen:} other {# Dinge sind aufgefallen:}}",
  "result.more": "… und {moreCount, plural, one {# weiteres} other {# weitere}}.",
  "result.record": "Alles steht in {path}.",
  "outcome.done": "fertig",
  "outcome.incomplete": "unvollständig",
  "outcome.turnedBack": "zurückgenommen, die Daten sind wie zuvor",
  "outcome.failed": "fehlgeschlagen",
  "outcome.cancelled": "abgebrochen",
  "report.backup": "Sicherung von {name}",
  "report.copy": "Kopie einer Sicherung von {name}",
  "report.restore": "Wiederherstellung von {name}",
  "report.undo": "Rückgängig gemachte Wiederherstellung von {name}",
  "report.close": "Abschluss einer Wiederherstellung von {name}",
  "report.settle": "Unterbrochene Wiederherstellung von {name}",
  "report.check": "Prüfung der Sicherungen von {name}",
  "report.forget": "Entfernen alter Sicherungen von {name}",
  "report.prune": "Platz schaffen in den Sicherungen von {name}",
  "report.run": "Lauf {run}, begonnen {startedAt}, Dauer {elapsedMs}",
  "report.outcome": "Ergebnis: {outcome}",
  "report.from": "Aus der Sicherung {snapshot} vom {takenAt} in {place}.",
  "report.made": "Sicherung {snapshot} vom {takenAt} in {place}.",
  "report.place": "Geprüft: {place}",
  "report.target": "Nach {path} geschrieben; nichts wurde ersetzt.",
  "report.back": "Was zurückgekommen ist:",
  "report.saved": "Was gesichert wurde:",
  "report.part":
    "{part} ({title}): {sizeBytes}{hasRowCount, select, yes {, {rowCount, plural, one {# Zeile} other {# Zeilen}}} other {, {entryCount, plural, one {# Eintrag} other {# Einträge}}}}",
  "report.checked":
    "Bevor etwas ersetzt wurde, wurde jedes Byte mit dem verglichen, was die Sicherung sagt, jede Datenbank als Ganzes geprüft, und ihre Zeilen wurden gezählt.",
  "report.checkedBytes": "Jedes Byte wurde mit dem verglichen, was die Sicherung sagt.",
  "report.safety": "Der Stand davor steht in der Sicherung {snapshot} in {place}.",
  "report.since":
    "Was seit der Wiederherstellung getan wurde, steht in der Sicherung {snapshot} in {place}.",
  "report.at": "Ein Bericht darüber liegt in {path}.",

  "column.id": "Kennung",
  "column.title": "Titel",
  "column.tenant": "Mandant",
  "column.size": "Größe",
  "column.modified": "Geändert",
  "column.entries": "Einträge",
  "column.rows": "Zeilen",
  "column.takenAt": "Gemacht",
  "column.scope": "Umfang",
  "column.reason": "Anlass",
  "column.state": "Zustand",
  "column.name": "Name",
  "column.address": "Ort",
  "column.host": "Computer",
  "column.user": "Benutzer",
  "column.tags": "Merkmale",
  "column.paths": "Ordner",
  "state.complete": "vollständig",
  "state.incomplete": "unvollständig",
  "state.current": "gerade benutzt",
  "state.default": "Vorgabe",

  "init.done": "Die Sicherungen von {name} werden in {place} aufbewahrt.",
  "init.keyMade":
    "Dieser Schlüssel öffnet sie. Ohne ihn kann niemand die Sicherungen lesen, auch nicht die Hersteller von Fivefold.",
  "init.keyKept": "Eine Kopie des Schlüssels liegt in {path}; nur Sie können sie lesen.",
  "init.keyGiven":
    "Das angegebene Passwort öffnet sie. Es wurde nicht gespeichert; bewahren Sie es gut auf.",
  "init.keyRemembered":
    "Das angegebene Passwort öffnet sie. Eine Kopie liegt in {path}; nur Sie können sie lesen.",
  "init.print":
    "Drucken Sie dieses Blatt oder schreiben Sie den Schlüssel jetzt ab, und bewahren Sie ihn getrennt von diesem Computer auf.",
  "escrow.none":
    "Die Beschreibung von {app} nennt niemanden, der einen Schlüssel verwahren könnte. Ihre Sicherungen öffnen nur Sie.",
  "escrow.what":
    "Wenn Sie Ihr Notfallblatt verlieren, kann {name} Ihre Sicherungen dann für Sie öffnen. Sonst kann es niemand. Mit diesem Schlüssel und Ihren Sicherungen kann {name} alles darin lesen. Es wird nichts verschickt: eine verschlossene Datei wird neben die Sicherungen gelegt, und nur {name} kann sie öffnen.",
  "escrow.ask": "Darf {name} einen eigenen Schlüssel verwahren?",
  "escrow.open":
    "{name} würde einen eigenen Schlüssel verwahren, wenn Sie es erlauben. Noch hat niemand geantwortet, und es gibt keinen.",
  "escrow.changed":
    "{name} hat einen neuen Schlüssel. Der frühere bleibt, bis Sie antworten; ein Nein nimmt ihn zurück.",
  "escrow.allowed": "{name} verwahrt einen eigenen Schlüssel. Erlaubt: {answeredAt}, {holder}.",
  "escrow.refused": "{name} verwahrt keinen Schlüssel. Beantwortet: {answeredAt}, {holder}.",
  "escrow.ended":
    "Die Beschreibung nennt niemanden mehr, und {name} hat noch einen Schlüssel von früher.",
  "escrow.how":
    "`fivefold key escrow allow` sagt Ja, `fivefold key escrow withdraw` sagt Nein und nimmt einen Schlüssel zurück.",
  "escrow.stillThere":
    "{name} wurde ein Schlüssel verweigert ({answeredAt}, {holder}), und wo er noch nicht zurückgenommen werden konnte, gibt es ihn noch.",
  "escrow.renewed":
    "Dieser Computer öffnete die Sicherungen in {place} mit eben diesem Schlüssel. Sie haben nun einen neuen, und nur das neue Notfallblatt öffnet sie: `fivefold key show` gibt es aus.",
  "escrow.copies":
    "Wer eine Kopie der Datei und der Sicherungen von früher hat, kann diese Kopie weiterhin öffnen.",
  "escrow.toSend":
    "`fivefold key escrow save FILE` schreibt die Datei für {name}, die auch per E-Mail gehen darf.",
  "escrow.saved":
    "{path} ist geschrieben. Nur {name} kann die Datei öffnen; sie darf auch per E-Mail gehen.",
  "escrow.notYet":
    "Es gibt noch keinen Schlüssel für {name}: er entsteht mit einem Ja und der ersten Sicherung danach.",
  "escrow.opened": "Ein Schlüssel zu den Sicherungen von {app}, gemacht für {name}: {madeAt}.",
  "escrow.key": "Schlüssel der Sicherungen: {key}",
  "escrow.wasIn": "Sie lagen in {path}.",
  "escrow.keyFile": "Der Schlüssel steht in {path}. Mit den Sicherungen zur Hand: {command}",
  "escrowPlace.laid": "hat den Schlüssel",
  "escrowPlace.waits": "bekommt ihn mit der nächsten Sicherung",
  "escrowPlace.left": "hat ihn noch, bis zur nächsten Sicherung",
  "sheet.title": "Notfallblatt: Sicherungen von {name}",
  "sheet.key": "Schlüssel",
  "sheet.place": "Speicherort",
  "sheet.made": "Gemacht",
  "sheet.restore": "Alles zurückholen",
  "sheet.restic": "Ohne Fivefold, mit dem Programm restic",
  "sheet.saved":
    "Das Notfallblatt ist gespeichert: {path}. Bewahren Sie es fern von diesem Computer auf: Wer die Datei hat, kann die Sicherungen öffnen.",
  "sheet.sameDevice":
    "Es liegt auf derselben Festplatte wie die Daten: Dort hilft es nicht, wenn die Festplatte kaputtgeht.",
  "parts.none": "Die Beschreibung der Anwendung nennt keine Bereiche.",
  "parts.clean": "Die Beschreibung der Anwendung ist vollständig: nichts fehlt.",
  "parts.heading": "{name}{hasVersion, select, yes { {version}} other {}} in {path}:",
  "parts.of": "{word}: {tenantTitle}",
  "backup.done": "Die Sicherung {snapshot} von {name} ist vollständig.",
  "backup.incomplete": "Die Sicherung {snapshot} von {name} ist unvollständig.",
  "list.none": "In {place} liegen noch keine Sicherungen.",
  "list.holds": "{tenants}{moreCount, plural, =0 {} one { und # weiterer} other { und # weitere}}",
  "show.heading": "Sicherung {snapshot} von {name} {version}",
  "show.taken": "Gemacht am {takenAt}: {scope}, {reason}, {state}.",
  "show.nothing": "Darin ist nichts.",
  "check.clean": "In {place} wurden keine Fehler gefunden.",
  "check.read": "Jedes Byte wurde gelesen und verglichen.",
  "check.notRead":
    "Angesehen wurde der Aufbau; `fivefold check --read-data` liest und vergleicht auch jedes Byte.",
  "check.bad": "In {place} wurden Fehler gefunden.",
  "restore.plan":
    "Die Wiederherstellung der Sicherung {snapshot} vom {takenAt} ersetzt dies in {name} ({path}):",
  "restore.paths": "Von {part} wird nur dies ersetzt: {paths}",
  "restore.folders":
    "Ein Ordner wird als Ganzes ersetzt; was seit der Sicherung darin entstanden ist, wird beiseitegelegt, und `fivefold undo` holt es zurück.",
  "restore.room": "Nötig sind {neededBytes}, frei sind {freeBytes} auf {path}.",
  "restore.safetyRoom":
    "Die Kopie des Standes davor braucht höchstens {neededBytes}; {freeBytes} sind frei auf {path}.",
  "restore.safetyShort":
    "Die Kopie des Standes davor passt vielleicht nicht: bis zu {neededBytes}, frei sind {freeBytes} auf {path}. Die Wiederherstellung geht trotzdem; die alten Dateien liegen dann neben den neuen, bis sie abgeschlossen ist.",
  "restore.safetyAway": "Der Speicherort für die Kopie des Standes davor ist jetzt nicht da.",
  "restore.open":
    "Jetzt geöffnet: {parts} ({holder}). Für die Wiederherstellung muss die Anwendung geschlossen sein.",
  "restore.openStops":
    "Jetzt geöffnet: {parts} ({holder}). Die Anwendung wird für die Wiederherstellung angehalten und wieder gestartet.",
  "restore.versionFits":
    "Gemacht von Version {backup}; hier ist Version {live}. Die Anwendung nimmt sie an.",
  "restore.versionMigrates":
    "Gemacht von Version {backup}; hier ist Version {live}. Die Daten werden nach dem Einsetzen auf den neuen Stand gebracht.",
  "restore.versionUnknown":
    "Gemacht von Version {backup}; hier ist Version {live}. Ob die Anwendung sie annimmt, lässt sich nicht sagen.",
  "restore.hint": "`--preview` nennt auch die Dateien, die Tabellen und die neuesten Einträge.",
  "column.lastGood": "Letzte gute",
  "column.next": "Nächste",
  "state.paused": "ruht",
  "state.late": "überfällig",
  "state.failed": "zuletzt gescheitert",
  "state.owing": "Kopien fehlen",
  "state.new": "neu",
  "state.well": "in Ordnung",
  "column.change": "Änderungen",
  "column.table": "Tabelle",
  "column.rowsNow": "Zeilen jetzt",
  "column.rowsThen": "In der Sicherung",
  "column.rowsBefore": "Zeilen vorher",
  "column.rowsAfter": "Zeilen nachher",
  "change.same": "keine",
  "change.maybe": "vielleicht",
  "change.files":
    "{addedCount, plural, =0 {} other {+# }}{changedCount, plural, =0 {} other {~# }}{removedCount, plural, =0 {} other {−# }}Dateien",
  "change.rows": "{rowCount, plural, other {#}} Zeilen, dann {thenCount, plural, other {#}}",
  "change.missing": "jetzt nicht da",
  "change.broken": "jetzt beschädigt",
  "change.unread": "jetzt nicht lesbar",
  "preview.heading":
    "Die Wiederherstellung der Sicherung {snapshot} vom {takenAt} würde dies in {name} ändern ({path}):",
  "preview.nothing":
    "Die Wiederherstellung der Sicherung {snapshot} vom {takenAt} würde in {name} nichts ändern ({path}).",
  "preview.same": "Wie in der Sicherung: {parts}",
  "preview.maybe": "So viele Zeilen wie in der Sicherung; was in ihnen steht, kann anders sein.",
  "preview.added":
    "{fileCount, plural, one {# Datei kommt zurück} other {# Dateien kommen zurück}} ({sizeBytes}):",
  "preview.changed":
    "{fileCount, plural, one {# Datei wird wieder, wie sie war} other {# Dateien werden wieder, wie sie waren}} ({sizeBytes}):",
  "preview.removed":
    "{fileCount, plural, one {# Datei verschwindet: sie ist nicht in der Sicherung} other {# Dateien verschwinden: sie sind nicht in der Sicherung}} ({sizeBytes}):",
  "preview.newest":
    "{title} {records}: {recordCount, plural, one {# wurde} other {# wurden}} nach dieser Sicherung angelegt.",
  "preview.returning":
    "{title} {records}: {recordCount, plural, one {# kommt} other {# kommen}} zurück.",
  "preview.records": "Einträge",
  "preview.range": "{first} bis {last}",
  "preview.moreTables":
    "… und {tableCount, plural, one {# weitere Tabelle} other {# weitere Tabellen}}.",
  "diff.heading":
    "Von der Sicherung {snapshot} vom {takenAt} bis {id} vom {untilAt} hat sich in {name} geändert:",
  "diff.nothing":
    "Von der Sicherung {snapshot} vom {takenAt} bis {id} vom {untilAt} hat sich in {name} nichts geändert.",
  "diff.same": "Unverändert: {parts}",
  "diff.added": "{fileCount, plural, one {# neue Datei} other {# neue Dateien}} ({sizeBytes}):",
  "diff.changed":
    "{fileCount, plural, one {# geänderte Datei} other {# geänderte Dateien}} ({sizeBytes}):",
  "diff.removed":
    "{fileCount, plural, one {# Datei ist weg} other {# Dateien sind weg}} ({sizeBytes}):",
  "diff.new": "Neu in der späteren Sicherung, {sizeBytes}.",
  "diff.gone": "Nicht mehr in der späteren Sicherung; es waren {sizeBytes}.",
  "diff.maybe": "So viele Zeilen wie vorher; was darin steht, kann anders sein.",
  "preview.untouched": "Nicht in der Sicherung, bleiben, wie sie sind: {tenants}",
  "preview.unregistered": "Der Anwendung jetzt nicht bekannt: {tenants}",
  "restore.undoable":
    "Der jetzige Stand wird vorher gesichert; {dayCount, plural, one {# Tag} other {# Tage}} lang führt `fivefold undo` zu ihm zurück.",
  "restore.endsUndo":
    "Ist diese Wiederherstellung fertig, kann die frühere vom {doneAt} (auf den Stand vom {takenAt}) nicht mehr rückgängig gemacht werden.",
  "restore.enrols":
    "Die Anwendung kennt {tenants} nicht; {tenantCount, plural, one {er wird} other {sie werden}} auch in ihre Liste der Mandanten eingetragen.",
  "restore.ask": "Ersetzen?",
  "restore.declined": "Es wurde nichts getan.",
  "undo.ask": "Zum Stand vor der Wiederherstellung zurückgehen?",
  "close.ask": "Die Wiederherstellung endgültig behalten und den alten Stand entfernen?",
  "close.askLoss":
    "Die Teile, deren alter Stand verloren ist, so lassen und die Wiederherstellung beenden?",
  "restore.done": "{name} ist wieder, wie es am {takenAt} war.",
  "restore.doneChosen":
    "In {name} wieder wie am {takenAt}: {what}. Alles andere blieb, wie es ist.",
  "restore.enrolled":
    "Die Anwendung kannte {tenants} nicht; {tenantCount, plural, one {er steht} other {sie stehen}} jetzt in ihrer Liste der Mandanten.",
  "import.done": "{tenantTitle} ist in {name}, wie am {takenAt}. Alles andere blieb, wie es ist.",
  "import.inside":
    "Wo seine eigenen Daten die alte Kennung nennen, tun sie es weiterhin; ob das etwas ausmacht, weiß der Hersteller der Anwendung.",
  "restore.incomplete": "Aber nicht alles ist in jeder Einzelheit wieder da.",
  "restore.safetyDegraded": "Nur die Kopie des Standes davor ließ sich nicht ganz aufheben.",
  "away.begun":
    "{tenantTitle} ist von jetzt an weg. Seine Daten bleiben hier und in jeder Sicherung; arbeiten Sie nicht damit, bis `fivefold import` ihn heimholt.",
  "away.notBegun": "Weil die Datei unvollständig ist, gilt der Mandant nicht als weg.",
  "away.since":
    "{tenantTitle} ({tenant}) ist weg, seit {awayAt}{hasNote, select, yes {: {note}} other {.}}",
  "away.ended": "{tenantTitle} ist nicht mehr weg.",
  "away.none": "Kein Mandant ist weg.",
  "restore.undo":
    "Bis {untilAt} macht `fivefold undo` die Wiederherstellung rückgängig; `fivefold close` behält sie endgültig.",
  "undo.until":
    "Die Wiederherstellung vom {doneAt} (auf den Stand vom {takenAt}) kann bis {untilAt} rückgängig gemacht werden.",
  "undo.takes": "Was dafür aufgehoben wird, belegt {sizeBytes} in {path}.",
  "restore.ready":
    "Alles ist bereit. Es wird eingesetzt, wenn {name} das nächste Mal gestartet wird; `fivefold undo` gibt es auf.",
  "restore.waits":
    "Eine Wiederherstellung von {name} auf den Stand vom {takenAt} ist bereit und noch nicht ausgeführt: Sie wird eingesetzt, wenn {name} das nächste Mal gestartet wird, und `fivefold undo` gibt sie auf.",
  "restore.startAgain": "Starten Sie {name} wieder.",
  "restore.target": "Die Sicherung {snapshot} wurde nach {path} geschrieben.",
  "recover.found": "Sicherungen von {app} in {place}:",
  "recover.noneWhole":
    "Keine Sicherung hier ist vollständig und enthält alles. Die beste vorhandene: {snapshot} vom {takenAt} ({what}).",
  "recover.plan":
    "Die Sicherung {snapshot} vom {takenAt} bringt dies von {name} nach {path}, wo noch nichts ist:",
  "recover.ask": "Dorthin bringen?",
  "recover.keepsDescription":
    "Die Beschreibung der Anwendung ist schon da und bleibt, wie sie ist: {path}",
  "recover.keepsSettings": "Einstellungen sind schon da und bleiben, wie sie sind: {path}",
  "recover.noSettings":
    "Die Einstellungen in der Sicherung sind auf diesem Computer nicht zu gebrauchen; es gelten die üblichen.",
  "recover.outside":
    "Dies liegt außerhalb dieses Ordners, dort, wo die Beschreibung der Anwendung es nennt: {path}",
  "recover.commands":
    "Die Beschreibung der Anwendung nennt Befehle. Jetzt werden sie nicht ausgeführt, aber mit der nächsten Sicherung: {what}",
  "recover.done": "{name} ist in {path}, wie es am {takenAt} war.",
  "recover.donePart": "Ein Teil von {name} ist in {path}, wie es am {takenAt} war.",
  "recover.lacks": "Diese Sicherung enthält nicht die ganze Anwendung. Es fehlt: {part}",
  "recover.absentPlaces":
    "Diese Speicherorte gibt es auf diesem Computer nicht: {place}. Schließen Sie sie an, oder ändern Sie sie mit `fivefold place`.",
  "recover.keyNotKept":
    "Der Schlüssel ist auf diesem Computer nicht gespeichert: bewahren Sie das Notfallblatt auf, die nächste Sicherung fragt danach. `--remember` behält eine Kopie.",
  "recover.offeredPlace":
    "Die Sicherungen liegen in {path}. `fivefold place add` macht daraus einen Speicherort dieser Installation, sodass auch neue dorthin gehen.",
  "recover.newKey":
    "`fivefold init` richtet auf diesem Computer einen Speicherort für die nächsten Sicherungen ein und macht den Schlüssel dazu.",
  "undo.done": "{name} ist wie vor der Wiederherstellung.",
  "undo.safety": "Was seither getan wurde, steht in der Sicherung {snapshot}.",
  "close.done": "Die Wiederherstellung gilt endgültig; der alte Stand wurde entfernt.",
  "close.freed": "Damit wurden {freedBytes} in {path} frei.",
  "close.lost":
    "Die Wiederherstellung ist beendet. Alle Teile außer den hier genannten sind, wie sie davor waren.",
  "settle.back": "Eine unterbrochene Wiederherstellung wurde gefunden. {name} ist wie davor.",
  "settle.closing": "Es wird gewartet, bis {name} geschlossen ist.",
  "settle.starts": "{name} wird jetzt gestartet.",
  "settle.window": "Sie können dieses Fenster schließen.",
  "register.done":
    "Ein Doppelklick auf eine Datei *{extension} öffnet jetzt ihre Wiederherstellung.",
  "register.removed": "Dateien *{extension} werden nicht mehr hiermit geöffnet.",
  "register.none":
    "Die Beschreibung nennt keine eigene Endung (`parcel`), und Zip-Dateien gehören allen.",
  "register.unsupported": "Dateien können unter Linux und Windows registriert werden.",
  "settle.none": "Es ist nichts zu klären.",
  "settle.starting": "Ein anderer Lauf startet {name} gerade; es ist nichts zu klären.",
  "parcel.written": "Die Sicherung wurde nach {path} geschrieben ({sizeBytes}).",
  "parcel.replaced": "Sie trat an die Stelle derjenigen vom {replacedAt}, die es nicht mehr gibt.",
  "parcel.beside":
    "Sie ist unvollständig. Die vollständige wurde behalten und liegt daneben: {path}",
  "parcel.passwordMade":
    "Dieses Passwort öffnet sie. Es wird nur jetzt gezeigt und nirgends aufbewahrt; ohne es kann niemand die Datei lesen.",
  "parcel.passwordTyped":
    "Andere Programme wollen es genau so, wie es dasteht, mit den Strichen; Fivefold nimmt es auch ohne.",
  "parcel.passwordGiven":
    "Das angegebene Passwort öffnet sie. Es wurde nicht gespeichert; bewahren Sie es gut auf.",
  "parcel.passwordOfInstallation":
    "Sie ist mit dem Schlüssel für Sicherungsdateien dieser Installation verschlossen: hier wird nichts gefragt, anderswo braucht man das Notfallblatt.",
  "parcel.namesShown":
    "Ohne das Passwort kann niemand lesen, was darin ist, aber jeder die Namen der Dateien; `--hide-names` verbirgt auch sie.",
  "parcel.credentialsInner":
    "Die Passwörter und Schlüssel darin sind verschlossen: hier wird nichts gefragt, auf einem anderen Computer braucht man das Notfallblatt.",
  "parcel.credentialsLeftOut":
    "Passwörter und Schlüssel wurden in dieser Datei weggelassen; auf einem anderen Computer müssen sie neu eingegeben werden.",
  "parcel.credentialsIncluded":
    "Auch Passwörter und Schlüssel sind in dieser Datei: wer sie und ihr Passwort hat, hat sie alle.",
  "sheet.parcelKey": "Schlüssel für Sicherungsdateien: {key}",
  "forget.none": "Keine Sicherung muss weichen.",
  "forget.keep": "Bleiben:",
  "forget.remove": "Weichen:",
  "forget.plan":
    "{keptCount, plural, one {# Sicherung bleibt} other {# Sicherungen bleiben}}, {removedCount, plural, one {# weicht} other {# weichen}}.",
  "forget.doneFiles":
    "{removedCount, plural, one {# Sicherung wurde} other {# Sicherungen wurden}} entfernt.",
  "forget.done":
    "{removedCount, plural, one {# Sicherung wurde} other {# Sicherungen wurden}} von der Liste genommen. `fivefold prune` gibt den Platz zurück.",
  dryRun: "Es wurde nichts geändert.",
  "prune.plan":
    "{freedBytes} können zurückgegeben werden: {removedCount, plural, one {# Datei weicht} other {# Dateien weichen}}, {rewrittenCount, plural, one {# wird neu geschrieben} other {# werden neu geschrieben}}.",
  "prune.none": "Es gibt keinen Platz zurückzugeben.",
  "prune.done": "{freedBytes} wurden zurückgegeben.",
  "key.made": "Der neue Schlüssel:",
  "key.added": "Der Schlüssel {id} wurde hinzugefügt.",
  "key.removed": "Der Schlüssel {id} wurde entfernt; er öffnet nichts mehr.",
  "copy.done": "Die Sicherung {snapshot} wurde als {copied} nach {place} kopiert.",
  "copy.newPlace":
    "{place} ist ein neuer Speicherort für Sicherungen mit Verlauf. `--as parcel` macht stattdessen eine einzige Datei.",
  "copy.incomplete":
    "Die Sicherung {snapshot} wurde als {copied} nach {place} kopiert; sie ist unvollständig.",
  "copy.wasThere":
    "Die Sicherung {snapshot} liegt schon als {copied} in {place}; es war nichts zu tun.",
  "alarm.subjectBegan": "{app}: Die Sicherungen brauchen Aufmerksamkeit",
  "alarm.subjectEnded": "{app}: Die Störung der Sicherungen ist vorbei",
  "alarm.subjectWeekly": "{app}: Die Sicherungen dieser Woche",
  "alarm.subjectTrial": "{app}: eine Nachricht zur Probe",
  "alarm.trial":
    "Diese Nachricht wurde zur Probe gesendet. Wenn die Sicherungen von {app} Aufmerksamkeit brauchen, kommt eine wie diese.",
  "alarm.jobLate":
    "Der Auftrag {job} hat {hasSinceAt, select, yes {seit {sinceAt}} other {bisher}} keine gute Sicherung gemacht.",
  "alarm.placeAway": "Der Speicherort {place} wurde seit {sinceAt} nicht gesehen.",
  "alarm.unchecked":
    "Die Sicherungen des Auftrags {job} wurden {hasSinceAt, select, yes {seit {sinceAt}} other {bisher}} nicht geprüft.",
  "alarm.spaceShort":
    "In {place} ist Platz für weniger als zwei weitere Sicherungen: {freeBytes} frei, {neededBytes} nötig.",
  "alarm.undoEnding": "Die letzte Wiederherstellung lässt sich bis {untilAt} rückgängig machen.",
  "alarm.ended": "Das ist vorbei:",
  "alarm.weekly": "Letzte gute Sicherungen:",
  "alarm.weeklyJob": "{job}: {hasGoodAt, select, yes {{goodAt}} other {keine}}",
  "alarm.look": "`fivefold status` sagt, wie es steht.",
  "job.none": "Es gibt noch keine Aufträge; `fivefold job add nightly` legt einen an.",
  "job.added": "Der Auftrag {job} wurde angelegt.",
  "job.removed": "Der Auftrag {job} wurde entfernt; seine Sicherungen bleiben.",
  "job.accepted":
    "Der Auftrag {job} nimmt die Anwendung, wie sie jetzt ist, für richtig; alte Sicherungen gehen wieder.",
  "job.changed": "Der Auftrag {job} wurde geändert.",
  "job.paused": "Der Auftrag {job} ruht jetzt.",
  "job.resumed": "Der Auftrag {job} läuft wieder.",
  "job.needsServe":
    "Aufträge laufen, solange `fivefold serve` läuft; `fivefold run` führt einen jetzt aus.",
  "job.next": "Nächster Lauf: {nextAt} ({zone}).",
  "job.atOnce": "Er ist jetzt fällig.",
  "job.limited": "Er liest und schreibt höchstens {speed}.",
  "job.rests": "Er ruht.",
  "job.waits": "Er wartet auf das, was ihn auslöst.",
  "job.failed": "Der letzte Lauf ist am {failedAt} gescheitert:",
  "job.whenDaily": "Jeden Tag um {time}.",
  "job.whenDays": "{days} um {time}.",
  "job.whenEvery": "{minuteCount, plural, one {Jede Minute} other {Alle # Minuten}}.",
  "job.whenEveryInUse":
    "{minuteCount, plural, one {Jede Minute} other {Alle # Minuten}}, solange die Anwendung geöffnet ist.",
  "job.whenCron": "Wie `cron` es liest: {expression}",
  "job.whenAfter": "Jedes Mal nach dem Auftrag {other}.",
  "job.whenDrive": "Wenn das Laufwerk von {place} angesteckt wird.",
  "catalog.runs":
    "{runCount, plural, one {# Protokoll eines Laufs wurde gelesen.} other {# Protokolle von Läufen wurden gelesen.}}",
  "catalog.place":
    "{backupCount, plural, one {# Sicherung liegt in {place}.} other {# Sicherungen liegen in {place}.}}",
  "list.seen": "{place} ist gerade nicht da. Was dort lag, als es zuletzt gesehen wurde, {seenAt}:",
  "handed.waits":
    "{hasJob, select, yes {Der Auftrag {job} arbeitet seit {startedAt}.} other {{hasName, select, yes {Ein Lauf von {name} arbeitet seit {startedAt}.} other {Ein anderer Lauf arbeitet seit {startedAt}.}}}} Ihrer beginnt, wenn er beendet ist.",
  "run.unchanged": "Seit {sinceAt} hat sich nichts geändert: Es war keine Sicherung nötig.",
  "run.made": "Der Auftrag {job} hat gesichert.",
  "status.well": "Alle Aufträge tun ihre Arbeit.",
  "status.late": "Zu lange ohne gute Sicherung: {jobs}",
  "place.none": "Noch keine Speicherorte; die Sicherungen liegen in {place}.",
  "place.added": "Der Speicherort {name} wurde hinzugefügt: {place}",
  "place.nowDefault":
    "Er ist der erste Speicherort: von nun an gehen Sicherungen dorthin, wenn kein anderer genannt wird.",
  "place.earlier":
    "Sicherungen aus der Zeit, bevor es einen Speicherort gab, liegen in {place}; `--from` mit diesem Ordner zeigt sie und stellt sie wieder her.",
  "place.resting": "Diese Aufträge ruhen jetzt, weil sie dorthin sicherten: {jobs}",
  "place.removed":
    "Der Speicherort {name} wurde von der Liste genommen. Die Sicherungen dort blieben unberührt.",
  "vault.none": "In {place} ist nichts.",
  "vault.restored":
    "{entryCount, plural, one {# Datei oder Ordner wurde} other {# Dateien und Ordner wurden}} nach {path} geschrieben.",
  "support.line": "Hilfe: {contact}",
  "ask.password": "Schlüssel der Sicherungen in {place}",
  "ask.app": "Welche Anwendung aus {place}?",
  "ask.backup": "Welche Sicherung?",
  "ask.into": "Ordner für {name}",
  "ask.newPassword":
    "Neues Passwort für die Sicherungen in {place} (leer: es wird ein Schlüssel gemacht)",
  "ask.again": "Dasselbe noch einmal",
  "ask.different": "Die beiden sind nicht gleich. Noch einmal von vorn.",
  "ask.yes": "Ja",
  "ask.no": "Nein",
  "ask.done": "Erledigt",
  "ask.skip": "Überspringen",
  "ask.closed": "Schließen Sie die Anwendung. Ist sie geschlossen?",

  "help.usage": "Aufruf:",
  "help.arguments": "Argumente:",
  "help.options": "Optionen:",
  "help.globalOptions": "Optionen für jeden Befehl:",
  "help.commands": "Befehle:",
  "help.program": "Sichert eine Geschäftsanwendung und holt sie zurück.",
  "help.init": "richtet einen Speicherort ein und macht seinen Schlüssel",
  "help.parts": "zeigt, woraus die Anwendung besteht",
  "help.backup": "macht eine Sicherung",
  "help.list": "zeigt die Sicherungen",
  "help.show": "zeigt, was eine Sicherung enthält",
  "help.diff": "sagt, was sich von einer Sicherung zur anderen geändert hat",
  "help.check": "prüft, ob die Sicherungen heil sind",
  "help.restore": "holt die Anwendung zurück oder schreibt eine Sicherung in einen Ordner",
  "help.recover":
    "holt die Anwendung auf einen neuen Computer, nur mit den Sicherungen und dem Schlüssel",
  "help.undo": "macht die letzte Wiederherstellung rückgängig",
  "help.close": "behält die letzte Wiederherstellung endgültig und entfernt den alten Stand",
  "help.settle":
    "beendet, was eine unterbrochene Wiederherstellung offen ließ, und setzt eine vorbereitete ein",
  "help.forget": "nimmt alte Sicherungen nach einer Aufbewahrungsregel von der Liste",
  "help.prune": "gibt den Platz der entfernten Sicherungen zurück",
  "help.key": "die Schlüssel, die die Sicherungen öffnen",
  "help.keyAdd": "fügt einen Schlüssel hinzu",
  "help.keyList": "zeigt die Schlüssel",
  "help.keyShow": "zeigt das Notfallblatt noch einmal",
  "help.keyEscrow": "ein eigener Schlüssel für den, den der Hersteller nennt",
  "help.keyEscrowStatus": "sagt, ob es einen gibt, und wo",
  "help.keyEscrowAllow": "erlaubt ihn",
  "help.keyEscrowWithdraw": "lehnt ihn ab und nimmt ihn zurück",
  "help.keyEscrowSave": "schreibt die verschlossene Datei, die an ihn gehen darf",
  "help.keyEscrowOpen": "für ihn: öffnet eine solche Datei und zeigt den Schlüssel",
  "argument.escrowNew": "die Datei, die geschrieben wird",
  "argument.escrowFile": "die verschlossene Datei, die mit `.age` endet",
  "option.identity": "Datei mit dem geheimen Schlüssel, wie `age-keygen` sie schreibt",
  "option.keyFile":
    "schreibt den Schlüssel in diese Datei, für `--password-file`, und zeigt ihn nicht",
  "help.keyRemove": "entfernt einen Schlüssel",
  "help.export": "schreibt einen Mandanten in eine Datei zum Mitnehmen",
  "help.import": "nimmt einen Mandanten auf, aus der Datei, die `fivefold export` schrieb",
  "help.away": "die Mandanten, die anderswo sind und zurückkommen sollen",
  "help.awayList": "zeigt sie",
  "help.awayEnd": "beendet die Abwesenheit von einem, der nie wegging oder nicht zurückkommt",
  "help.copy":
    "kopiert eine Sicherung an einen anderen Speicherort, mit `--as parcel` in eine einzige Datei",
  "help.place": "die Speicherorte der Sicherungen",
  "help.placeAdd": "fügt einen Speicherort hinzu",
  "help.placeList": "zeigt die Speicherorte",
  "help.placeRemove": "nimmt einen Speicherort von der Liste; seine Sicherungen bleiben",
  "help.vault": "arbeitet mit jedem restic-Repository",
  "help.vaultSnapshots": "zeigt die Snapshots",
  "help.vaultLs": "zeigt die Dateien eines Snapshots",
  "help.vaultCheck": "prüft, ob das Repository heil ist",
  "help.vaultRestore": "schreibt einen Snapshot in einen Ordner",
  "help.vaultDump": "gibt eine Datei eines Snapshots aus",
  "help.job": "was von selbst gesichert wird, und wann",
  "help.jobAdd": "legt einen Auftrag an: `nightly`, `weekdays` oder `working`",
  "help.jobList": "zeigt die Aufträge und wann sie das nächste Mal laufen",
  "help.jobShow": "zeigt einen Auftrag",
  "help.jobAccept":
    "alte Sicherungen eines Auftrags gehen wieder: Die Anwendung ist, wie sie sein soll",
  "help.jobChange": "ändert einen Auftrag: wann er läuft, was, wohin, und wie viel bleibt",
  "help.jobPause": "lässt einen Auftrag ruhen",
  "help.jobResume": "lässt einen Auftrag weiterlaufen",
  "help.jobRemove": "entfernt einen Auftrag; seine Sicherungen bleiben",
  "help.run": "führt einen Auftrag jetzt aus",
  "help.status":
    "ob alle Aufträge ihre Arbeit tun; der Rückgabewert ist 3, wenn einer überfällig ist",
  "argument.job": "der Name des Auftrags",
  "argument.jobKind":
    "`nightly`: jede Nacht, mit Geschichte; `weekdays`: eine Datei je Wochentag; `working`: eine Datei am Tag, alle fünf Minuten erneuert; `own`: wie die Optionen sagen",
  "option.day": "an diesem Wochentag, etwa `monday`; darf wiederholt werden",
  "option.every": "alle so vielen Minuten",
  "option.whileInUse": "mit `--every`: nur solange die Anwendung geöffnet ist",
  "option.cron": "nach einem cron-Ausdruck, etwa `0 3 * * 1-5`",
  "option.afterJob": "jedes Mal, wenn dieser Auftrag gelungen ist",
  "option.timeZone": "wessen Uhrzeit gemeint ist, etwa `Europe/Berlin`",
  "option.onlyWhenChanged": "macht keine Sicherung, wenn sich nichts geändert hat",
  "option.alarmAfter": "nach so vielen Stunden ohne gute Sicherung wird jemand benachrichtigt",
  "option.limit": "höchstens so schnell, etwa `20MB/s`; `none`: so schnell es geht",
  "option.jobName": "ein anderer Name für den Auftrag",
  "option.at": "um diese Uhrzeit, etwa `22:30`",
  "option.copyTo": "ein Speicherort, der von jeder Sicherung eine Kopie bekommt; mehrfach möglich",
  "help.version": "zeigt die Version",
  "help.help": "zeigt diese Hilfe",
  "option.app":
    "die Beschreibung der Anwendung (sonst FIVEFOLD_APP, sonst fivefold.yaml hier oder darüber)",
  "option.home": "der eigene Ordner von Fivefold für diese Anwendung (sonst FIVEFOLD_HOME)",
  "option.json": "gibt ein JSON-Objekt je Zeile aus und fragt nie",
  "option.language": "en, fa, pt, de oder fr",
  "option.lint": "nennt, was in der Beschreibung fehlt",
  "option.tenant": "nur dieser Mandant (Kennung oder Muster; wiederholbar)",
  "option.part": "nur dieser Bereich (Kennung oder Muster; wiederholbar)",
  "option.path": "nur diese Datei oder dieser Ordner im Bereich (oder Muster; wiederholbar)",
  "option.partOfShow": "zeigt die Dateien dieses Bereichs (Kennung oder Muster; wiederholbar)",
  "option.pathOfShow": "zeigt nur diese Datei oder diesen Ordner (oder Muster; wiederholbar)",
  "option.as": "`vault`: mit Verlauf; oder `parcel`: eine einzige Zip-Datei",
  "option.name": "Name der Sicherungsdatei; sonst Datum und Uhrzeit",
  "option.nameBy": "moment, day oder weekday; die beiden letzten ersetzen die ältere Datei",
  "option.encrypt": "verschließt die Datei mit einem Passwort (AES-256)",
  "option.hideNames": "verschließt auch die Namen darin",
  "option.compress": "deflate, zstd oder none",
  "option.smaller": "packt dichter und braucht länger",
  "option.parcelPasswordFile": "das Passwort der Sicherungsdatei steht in dieser Datei",
  "option.toFile": "die Datei, die geschrieben wird",
  "option.withCredentials":
    "auch Passwörter und Schlüssel der Anwendung; dann wird die Datei verschlossen",
  "option.away": "der Mandant ist von jetzt an weg, bis die Datei zurückkommt",
  "option.note": "warum, wo oder bei wem er ist",
  "option.replace": "an die Stelle des Mandanten mit derselben Kennung",
  "option.asTenant": "mit einer anderen Kennung",
  "option.title": "mit einem anderen Namen",
  "option.to": "Name eines Speicherorts oder ein Ordner (mit Schrägstrich)",
  "option.from":
    "Name eines Speicherorts oder ein Ordner (mit Schrägstrich); sonst der erste Speicherort",
  "option.with": "wo die zweite Sicherung liegt, wenn woanders als die erste",
  "option.recoverFrom": "der Ordner mit den Sicherungen, oder eine Sicherungsdatei",
  "option.into":
    "der Ordner für die Anwendung: ein neuer, ein leerer, oder der der installierten Anwendung",
  "option.appId": "die gemeinte Anwendung, wo Sicherungen mehrerer liegen",
  "option.recoverList": "zeigt nur, welche Sicherungen es gibt",
  "option.passwordFile": "Datei, deren erste Zeile der Schlüssel ist",
  "option.fromPasswordFile":
    "Datei, deren erste Zeile der Schlüssel des Speicherorts ist, aus dem kopiert wird",
  "option.newPasswordFile":
    "Datei, deren erste Zeile der neue Schlüssel ist; sonst wird er erfragt oder einer gemacht",
  "option.sheetPdf": "schreibt das Blatt stattdessen als PDF: eine Datei oder ein Ordner",
  "option.remember": "behält eine Kopie des Passworts im eigenen Ordner von Fivefold",
  "option.readData": "liest und vergleicht auch jedes Byte",
  "option.preview": "zeigt nur, was sich ändern würde",
  "option.target": "schreibt in diesen leeren Ordner und ersetzt nichts",
  "option.allowLinksOut":
    "übernimmt aus einer Sicherungsdatei auch Verknüpfungen, die aus ihr hinausführen",
  "option.targetFile": "schreibt in diese Datei",
  "option.yes": "fragt nicht nach",
  "option.acceptLoss":
    "beendet eine Wiederherstellung, deren alter Stand zum Teil verloren ist, und lässt diese Teile, wie sie sind",
  "option.apply":
    "für den Starter der Anwendung, bevor er sie startet: eine bereite Wiederherstellung wird eingesetzt",
  "option.after":
    "wartet, bis der Prozess mit dieser Nummer beendet ist: die Anwendung, die den Befehl gibt",
  "option.progress": "zeigt, wie weit es ist; ohne Terminal auf einer eigenen Seite",
  "option.then": "startet danach dieses Programm, was auch daraus geworden ist",
  "option.tokenStdin":
    "meldet mit dem Token von der Standardeingabe an statt als Benutzer dieses Computers",
  "option.wait":
    "wartet auf die Sicherung oder Wiederherstellung auf der Seite, meldet, was geschieht, und endet mit ihrem Ergebnis",
  "option.removeFiles": "macht das rückgängig",
  "option.printFiles": "zeigt, was geschrieben würde, für ein Installationsprogramm",
  "option.atNextStart":
    "bereitet jetzt alles vor und ersetzt es, wenn die Anwendung das nächste Mal gestartet wird",
  "option.keepIfProbeFails":
    "behält die Wiederherstellung, auch wenn die Probe der Anwendung sagt, dass sie nicht arbeitet",
  "option.dryRun": "zeigt nur, was getan würde",
  "option.keepLast": "behält die letzten N",
  "option.keepHourly": "behält je eine für die letzten N Stunden, in denen es welche gibt",
  "option.keepDaily": "behält je eine für die letzten N Tage, an denen es welche gibt",
  "option.keepWeekly": "behält je eine für die letzten N Wochen, in denen es welche gibt",
  "option.keepMonthly": "behält je eine für die letzten N Monate, in denen es welche gibt",
  "option.keepYearly": "behält je eine für die letzten N Jahre, in denen es welche gibt",
  "option.keepWithin": "behält alle, die jünger sind als dies, etwa 1y5m7d2h",
  "option.repo": "der Ordner des Repositorys",
  "argument.parcel": "eine Sicherungsdatei statt eines Speicherorts",
  "argument.snapshot":
    "Kennung einer Sicherung, ihre ersten Ziffern, latest oder eine Sicherungsdatei",
  "argument.before":
    "die frühere Sicherung: ihre Kennung, deren erste Ziffern, latest oder ihre Datei",
  "argument.after": "die spätere, ebenso benannt",
  "argument.key": "Kennung eines Schlüssels",
  "argument.name": "Name des Speicherorts",
  "argument.exported": "die Datei, die `fivefold export` schrieb",
  "argument.tenant": "Kennung des Mandanten",
  "argument.folder": "Ordner des Speicherorts",
  "argument.path": "Pfad innerhalb des Snapshots",
};
