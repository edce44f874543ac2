/** Every text that people read, in French. */

import type { Catalogue } from "./en.ts";

export const fr: Catalogue = {
  "error.INTERNAL": "Fivefold a commis une erreur : {message}",
  "advice.INTERNAL":
    "Rien d’autre n’a été fait. Veuillez transmettre cette phrase à ceux qui vous ont fourni Fivefold.",
  "error.CANCELLED": "Le travail a été interrompu avant la fin.",
  "advice.CANCELLED":
    "Ce qui était terminé est conservé. Relancez la commande ; elle reprendra à cet endroit.",
  "cancelled.restore": "L’application est comme avant.",
  "cancelled.recover": "Rien n’a été ramené ; relancez la commande.",
  "cancelled.undo": "L’application est comme avant ; la restauration peut toujours être annulée.",
  "cancelled.target":
    "Le dossier ne contient qu’une partie de la sauvegarde. Supprimez-le et relancez la commande.",
  "error.USAGE_WRONG": "{problem}",
  "advice.USAGE_WRONG": "`fivefold help` montre ce qui est possible et comment l’écrire.",
  "error.PASSWORD_NEEDED":
    "Les sauvegardes dans {place} sont verrouillées et aucune clé n’a été donnée.",
  "advice.PASSWORD_NEEDED":
    "Indiquez avec `--password-file` un fichier qui contient la clé, ou définissez `FIVEFOLD_PASSWORD_FILE` ou `FIVEFOLD_PASSWORD`.",
  "error.CONFIRMATION_NEEDED":
    "Cela ne se fait que si quelqu’un dit oui, et il n’y avait personne à qui demander si c’est voulu.",
  "advice.CONFIRMATION_NEEDED": "Si oui, relancez la commande avec `--yes`.",
  "error.NODE_TOO_OLD":
    "Fivefold a besoin de Node {needed} ou plus récent ; ceci est Node {version}.",
  "advice.NODE_TOO_OLD": "Installez un Node plus récent depuis nodejs.org et réessayez.",
  "error.DESCRIPTION_MISSING": "La description de l’application est introuvable : {path}",
  "advice.DESCRIPTION_MISSING":
    "Lancez la commande dans le dossier de l’application, ou indiquez le fichier avec `--app`.",
  "error.DESCRIPTION_WRONG":
    "La description de l’application contient une erreur dans {path}{hasLine, select, yes {, ligne {line, number}, colonne {column, number}} other {}} : {problem}",
  "advice.DESCRIPTION_WRONG":
    "Ce fichier est écrit par l’éditeur de l’application. Corrigez-le ou demandez-lui-en un nouveau.",
  "error.CREDENTIALS_UNDECLARED":
    "La description de l’application dans {path} ne dit pas où l’application garde ses mots de passe et ses clés.",
  "advice.CREDENTIALS_UNDECLARED":
    "Ajoutez un élément de type `credentials`, ou écrivez `credentials: none` s’il n’y en a pas.",
  "error.TENANTS_UNREADABLE":
    "La liste des sociétés n’a pas pu être lue dans {path}{hasMessage, select, yes { : {message}} other {}}{hasLine, select, yes { (description, ligne {line, number}, colonne {column, number})} other {}}",
  "advice.TENANTS_UNREADABLE":
    "Sans elle, personne ne peut dire quelles sociétés font partie de la sauvegarde. Vérifiez que la base de connexion existe et peut être lue, et que la requête de la description est juste.",
  "error.TENANT_UNSAFE": "{tenant} ne peut pas servir d’identifiant de société : {problem}",
  "advice.TENANT_UNSAFE":
    "Un identifiant devient un nom de dossier sur tous les systèmes. Donnez à cette société un identifiant fait de lettres, de chiffres, de - et de _.",
  "error.TENANT_UNKNOWN":
    "{where, select, backup {La sauvegarde ne contient pas de société avec l’identifiant} away {Aucune société absente n’a l’identifiant} other {Il n’y a pas de société avec l’identifiant}} {tenant}.",
  "advice.TENANT_UNKNOWN":
    "`fivefold parts` montre les sociétés de l’application, `fivefold show` celles d’une sauvegarde.",
  "error.TENANT_EXISTS":
    "{where, select, data {Des données d’une société avec l’identifiant {tenant} se trouvent déjà ici.} other {Il y a déjà ici une société avec l’identifiant {tenant}.}}",
  "advice.TENANT_EXISTS":
    "Rien n’a été modifié. `--replace` met celle du fichier à sa place, et `fivefold undo` revient en arrière ; `--as` avec un autre identifiant l’installe à côté.",
  "error.TENANT_CHANGED":
    "{name} est partie le {awayAt} et a été modifiée ici depuis : {parts}.{hasHere, select, yes { Lignes au départ : {left}. Ici maintenant : {here}. Dans le fichier du {takenAt} : {there}.} other { Le fichier est du {takenAt}.}}",
  "advice.TENANT_CHANGED":
    "Rien n’a été modifié. Décidez laquelle des deux doit rester : `--replace` met celle du fichier à la place de celle d’ici, que `fivefold undo` ramène ; `--as` avec un autre identifiant garde les deux.",
  "error.TENANT_AWAY":
    "La société {tenant} est déjà absente, depuis le {awayAt}{hasNote, select, yes { : {note}} other {.}}",
  "advice.TENANT_AWAY":
    "Ramenez-la avec `fivefold import` et le fichier qui revient. Si elle n’est jamais partie ou ne revient pas, `fivefold away end` y met fin.",
  "error.TENANT_UNREGISTRABLE":
    "La société {tenant} n’a pas pu être inscrite dans la liste des sociétés de l’application : {problem}",
  "advice.TENANT_UNREGISTRABLE":
    "Rien n’a été modifié. L’instruction est `tenants.register` dans la description de l’application, écrite par l’éditeur. Si une ancienne ligne gêne, supprimez-la dans l’application.",
  "register.sqlite": "la base de données répond : {message}",
  "register.notListed":
    "l’instruction de la description a été exécutée, et la société n’est toujours pas dans la liste.",
  "register.removes":
    "l’instruction de la description enlèverait ce qui appartient à d’autres : {message}.",
  "error.TENANT_UNREGISTERED":
    "Les données de {name} sont revenues, mais l’application ne connaît pas la société : {tenant} n’est pas dans sa liste.",
  "advice.TENANT_UNREGISTERED":
    "Ajoutez la société dans l’application, avec l’identifiant {tenant}. Avec `tenants.register` dans la description, l’éditeur peut confier cela à Fivefold.",
  "error.PART_UNKNOWN":
    "{where, select, backup {La sauvegarde ne contient pas d’élément avec l’identifiant} other {Il n’y a pas d’élément avec l’identifiant}} {part}.",
  "advice.PART_UNKNOWN":
    "`fivefold parts` montre les éléments de l’application, `fivefold show` ceux d’une sauvegarde.",
  "error.PATH_UNKNOWN":
    "Il n’y a pas de {hasWanted, select, yes {fichier } other {}}{path} dans la sauvegarde {snapshot}{hasPart, select, yes { ({part})} other {}}.{hasNear, select, yes { Vouliez-vous dire : {near} ?} other {}}",
  "advice.PATH_UNKNOWN":
    "`fivefold show` avec `--part` montre les fichiers d’une sauvegarde ; `fivefold vault ls` montre ce qui se trouve dans tout espace de sauvegarde.",
  "error.PATH_IN_DATABASE": "{part} est une base de données, qui ne revient qu’en entier.",
  "advice.PATH_IN_DATABASE":
    "Omettez `--path`. Avec `--target`, la base est écrite dans un dossier à part, où vous pouvez y prendre ce qu’il vous faut.",
  "error.PATH_BLOCKED": "Cela ne peut pas revenir seul : {problem}",
  "advice.PATH_BLOCKED":
    "Rien n’a été changé. Avec `--target`, il est écrit dans un dossier à part.",
  "blocked.way":
    "{path} n’est pas un dossier, mais se trouve là où il en faut un ; un lien n’est pas suivi.",
  "blocked.excluded": "la description de l’application exclut {path}.",
  "blocked.inner": "{path} appartient à un autre élément.",
  "error.SETTINGS_WRONG":
    "Les réglages contiennent une erreur dans {path}{hasLine, select, yes {, ligne {line, number}, colonne {column, number}} other {}} : {problem}",
  "advice.SETTINGS_WRONG":
    "Corrigez le fichier. D’ici là, les derniers réglages sans erreur restent en vigueur.",
  "error.SETTINGS_NEWER": "Les réglages dans {path} ont été écrits par un Fivefold plus récent.",
  "advice.SETTINGS_NEWER": "Installez le Fivefold le plus récent sur cet ordinateur.",
  "error.HOME_FOREIGN":
    "Le dossier {path} ne peut pas servir à cette application : {hasOther, select, yes {il appartient à {other}} other {il contient {found}}}.",
  "advice.HOME_FOREIGN": "Choisissez un autre dossier pour cette application avec `--home`.",
  "error.HOME_UNWRITABLE": "Impossible d’écrire dans le dossier propre à Fivefold : {path}",
  "advice.HOME_UNWRITABLE":
    "Donnez le droit d’y écrire à l’utilisateur qui fait les sauvegardes, ou choisissez un autre dossier avec `--home`.{hasUndoBytes, select, yes { Ou renoncez à revenir sur la dernière restauration : `fivefold close` libère {undoBytes}.} other {}}",
  "error.HOME_BUSY":
    "Un autre programme modifie depuis trop longtemps ce qui est conservé dans {path}.",
  "advice.HOME_BUSY":
    "Rien n’a été modifié. Réessayez ; si cela persiste, regardez quel programme de Fivefold est bloqué et terminez-le.",
  "error.SEAT_IS_WORKSTATION":
    "Cet ordinateur est un poste de travail de {app} ; les sauvegardes se font sur le serveur.",
  "advice.SEAT_IS_WORKSTATION":
    "Lancez Fivefold sur l’ordinateur qui contient les données de l’application.",
  "error.APP_AMBIGUOUS": "Il y a ici des sauvegardes de plusieurs applications : {apps}.",
  "advice.APP_AMBIGUOUS": "Rien n’a été écrit. Nommez l’une d’elles avec `--app-id`.",
  "error.APP_UNKNOWN": "Il n’y a pas de sauvegardes de {app}, mais de : {apps}.",
  "advice.APP_UNKNOWN": "Rien n’a été écrit. Nommez l’une de ces applications avec `--app-id`.",
  "error.APP_BUSY":
    "{hasHolder, select, yes {{part} est en cours d’utilisation par {holder}} other {{part} est sans cesse modifié}} et ne peut pas être remplacé maintenant.",
  "advice.APP_BUSY": "Fermez l’application et réessayez.",
  "error.APP_LOCKED":
    "Une autre sauvegarde ou restauration de {app} est en cours{hasPid, select, yes { (processus {pid})} other {}}.",
  "advice.APP_LOCKED": "Attendez qu’elle soit terminée et réessayez.",
  "error.HOOK_FAILED": "La commande de l’application pour {hook} n’a pas réussi : {problem}",
  "advice.HOOK_FAILED":
    "{step, select, start {Regardez si l’application fonctionne, et démarrez-la sinon.} stop {Fermez l’application et réessayez.} other {Supprimez la cause et réessayez.}} Ce que la commande a affiché est dans le compte rendu de l’exécution ; la description de l’application la nomme sous `hooks`.",
  "hook.missing": "{program} n’existe pas ou ne peut pas être exécuté.",
  "hook.timeLimit": "elle n’était pas terminée après {limitMs} et a été arrêtée.",
  "hook.failed":
    "{hasMessage, select, yes {{message}} other {elle s’est terminée par une erreur.}}",
  "error.HOOK_SKIPPED":
    "{hasQuestion, select, yes {Avant la sauvegarde, personne n’a confirmé : {question}} other {Une question avant la sauvegarde n’a pas été confirmée.}}",
  "advice.HOOK_SKIPPED":
    "La sauvegarde contient tout ce qui était dans l’application. Si cela devait être fait avant, faites-le et sauvegardez de nouveau.",
  "error.SOURCE_MISSING": "Les données de {part} ne sont pas là : {path}",
  "advice.SOURCE_MISSING":
    "Si elles ont été déplacées, la description de l’application doit dire où elles sont. Si elles sont perdues, restaurez-les.",
  "error.SOURCE_DAMAGED": "La base de données de {part} est endommagée : {path}",
  "advice.SOURCE_DAMAGED":
    "Gardez vos anciennes sauvegardes et restaurez {part} à partir de la plus récente qui soit complète.",
  "error.SOURCE_ENCRYPTED": "{path} de {part} est chiffré ou n’est pas une base de données SQLite.",
  "advice.SOURCE_ENCRYPTED":
    "Demandez à l’éditeur de l’application comment sauvegarder cette base. Elle n’est pas dans la sauvegarde.",
  "error.SOURCE_UNREADABLE":
    "Les données de {part} n’ont pas pu être lues{hasPath, select, yes { : {path}} other {.}}",
  "advice.SOURCE_UNREADABLE":
    "Donnez le droit de les lire à l’utilisateur qui fait les sauvegardes.",
  "error.SOURCE_BUSY": "La base de données de {part} a été occupée trop longtemps : {path}",
  "advice.SOURCE_BUSY": "Réessayez quand l’application a moins à faire.",
  "error.ENTRY_UNREADABLE":
    "{path}{hasPart, select, yes { dans {part}} other {}} n’a pas pu être lu.",
  "advice.ENTRY_UNREADABLE":
    "Donnez le droit de lecture à l’utilisateur qui fait les sauvegardes, et refaites une sauvegarde.",
  "error.ENTRY_VANISHED":
    "{path}{hasPart, select, yes { dans {part}} other {}} a été supprimé pendant la lecture.",
  "advice.ENTRY_VANISHED":
    "Refaites une sauvegarde ; si l’application supprime sans cesse de tels fichiers, excluez-les.",
  "error.ENTRY_CHANGED":
    "{path}{hasPart, select, yes { dans {part}} other {}} a été modifié pendant la lecture.",
  "advice.ENTRY_CHANGED": "Refaites une sauvegarde à un moment où l’application n’y écrit pas.",
  "error.ENTRY_UNSUPPORTED":
    "{path}{hasPart, select, yes { dans {part}} other {}} n’est ni un fichier, ni un dossier, ni un lien, et a été laissé de côté.",
  "advice.ENTRY_UNSUPPORTED":
    "Les sockets, tubes et périphériques ne contiennent pas de données. Excluez-le dans la description de l’application.",
  "error.ENTRY_UNRESTORABLE":
    "{path}{hasPart, select, yes { dans {part}} other {}} n’a pas pu être écrit.",
  "advice.ENTRY_UNRESTORABLE":
    "Cet ordinateur n’accepte pas ce nom ou ce type. Il est toujours dans la sauvegarde.",
  "error.METADATA_UNRESTORABLE":
    "Le contenu de {path}{hasPart, select, yes { dans {part}} other {}} est revenu, mais pas son propriétaire, ses droits, sa date ou ses attributs.",
  "advice.METADATA_UNRESTORABLE":
    "Restaurez en tant qu’administrateur si l’application en a besoin.",
  "error.ATTRIBUTES_UNREADABLE":
    "Les attributs étendus de {path}{hasPart, select, yes { dans {part}} other {}} n’ont pas pu être lus.",
  "advice.ATTRIBUTES_UNREADABLE":
    "Le contenu est dans la sauvegarde. Donnez le droit de lire les attributs à l’utilisateur qui fait les sauvegardes.",
  "error.ASIDE_IMPOSSIBLE":
    "{hasProblem, select, yes {Rien n’est préparé à côté des données de l’application : {problem}} other {À côté de {path}, il n’y a pas d’endroit où préparer {part}.}}",
  "advice.ASIDE_IMPOSSIBLE":
    "{hasProblem, select, yes {Rien n’a été modifié. Cherchez d’où cela vient. Si ce n’est pas nécessaire, déplacez-le sans le supprimer et relancez la commande.} other {Il faut un dossier accessible en écriture sur le même disque. Ou restaurez dans un autre dossier avec `--target`.}}",
  "aside.link": "{path} est un lien, et sa cible peut être à n’importe qui.",
  "aside.notFolder": "{path} n’est pas un dossier.",
  "aside.owner":
    "{path} n’appartient ni à l’administrateur ni au propriétaire du dossier de l’application.",
  "aside.notFile": "{path} n’est pas un fichier.",
  "aside.damaged": "{path}, qui empêche deux travaux en même temps, est endommagé.",
  "aside.closed": "{path} ne peut pas être ouvert par cet utilisateur.",
  "aside.moved": "{path} est maintenant sur un autre disque.",
  "error.DISK_FAILING":
    "Le disque avec {path} est en train de lâcher : le système n’a pas pu y lire ou y écrire.",
  "advice.DISK_FAILING":
    "N’utilisez plus ce disque : chaque minute peut coûter des données, et plus rien n’y est écrit dans les données de l’application.{hasHome, select, yes { Le dossier propre à Fivefold s’y trouve aussi : {home}} other {}} `fivefold backup --to` avec un dossier sur un autre disque sauve ce qui peut encore être lu ; `fivefold recover --from` avec vos sauvegardes ramène l’application sur un autre disque. Ce qu’aucune sauvegarde ne contient, un centre de récupération de données peut peut-être encore le sortir du disque.",
  "error.SPACE_SHORT":
    "Pas assez de place{hasNeededBytes, select, yes { : il faut {neededBytes}, {freeBytes} sont libres sur {path}} other { dans {path}}}.",
  "advice.SPACE_SHORT":
    "Libérez-y de la place et réessayez.{hasUndoBytes, select, yes { Ou renoncez à revenir sur la dernière restauration : `fivefold close` libère {undoBytes}.} other {}}",
  "error.JOB_UNKNOWN":
    "Il n’y a pas de tâche nommée {job}.{hasJobs, select, yes { Tâches connues : {jobs}} other {}}",
  "advice.JOB_UNKNOWN": "`fivefold job list` montre les tâches ; `fivefold job add` en ajoute une.",
  "error.JOB_FOLLOWED": "La tâche {job} ne peut pas être retirée : {jobs} s’exécute après elle.",
  "advice.JOB_FOLLOWED": "Donnez d’abord à l’autre une heure à elle, ou retirez-la d’abord.",
  "error.JOB_EXISTS": "Il y a déjà une tâche nommée {job}.",
  "advice.JOB_EXISTS":
    "Choisissez un autre nom avec `--name`, ou retirez l’autre tâche avec `fivefold job remove`.",
  "error.ALARM_UNSENT":
    "Un message sur les sauvegardes n’a pas pu être envoyé par {way} : {answer}",
  "advice.ALARM_UNSENT": "Regardez `alarms` dans les réglages ; l’envoi est retenté de lui-même.",
  "error.KEEPING_STOPPED":
    "La tâche {job} a fait sa sauvegarde et a laissé toutes les anciennes en place : {problem}",
  "advice.KEEPING_STOPPED":
    "Regardez dans l’application. Si tout y est comme il faut, dites-le avec `fivefold job accept` ; les anciennes sauvegardes partent alors de nouveau.",
  "error.PLACE_USED": "L’emplacement {place} sert à ces tâches : {jobs}",
  "advice.PLACE_USED":
    "Avec `--yes`, il est retiré de la liste malgré tout : les tâches qui y écrivent sont alors en pause, les autres n’y font plus de copie. Donnez-leur plutôt d’abord un autre emplacement.",
  "error.PLACE_UNKNOWN":
    "Il n’y a pas d’emplacement nommé {place}.{hasPlaces, select, yes { Emplacements connus : {places}} other {}}",
  "advice.PLACE_UNKNOWN":
    "Écrivez un dossier avec une barre oblique, comme `./{place}`, ou ajoutez l’emplacement avec `fivefold place add`.",
  "error.PLACE_MISSING": "L’emplacement {place} n’est pas là.",
  "advice.PLACE_MISSING": "Si c’est un disque, branchez-le et réessayez.",
  "error.PLACE_FULL": "L’emplacement {place} est plein.",
  "advice.PLACE_FULL":
    "Libérez-y de la place : `fivefold forget` et `fivefold prune` suppriment d’anciennes sauvegardes. Toutes les sauvegardes faites jusqu’ici sont conservées.{hasUndoBytes, select, yes { Ou renoncez à revenir sur la dernière restauration : `fivefold close` libère {undoBytes}.} other {}}",
  "error.PLACE_READ_ONLY": "Rien ne peut être écrit dans {place}.",
  "advice.PLACE_READ_ONLY":
    "Retirez la protection en écriture, ou donnez le droit d’y écrire à l’utilisateur qui fait les sauvegardes.",
  "error.PLACE_UNREACHABLE": "L’emplacement {place} ne répond pas.",
  "advice.PLACE_UNREACHABLE": "Vérifiez le disque ou le réseau, et réessayez.",
  "error.PLACE_FOREIGN": "{place} contient d’autres fichiers et aucune sauvegarde.",
  "advice.PLACE_FOREIGN":
    "Choisissez un dossier vide, ou un dossier qui contient déjà des sauvegardes.",
  "error.OBJECT_EXISTS": "{key} est déjà dans {place}.",
  "advice.OBJECT_EXISTS": "Rien n’a été remplacé. Réessayez avec un autre nom.",
  "error.OBJECT_MISSING": "Un fichier des sauvegardes manque dans {place} : {key}",
  "advice.OBJECT_MISSING": "`fivefold check` dit quelles sauvegardes sont touchées.",
  "error.OBJECT_SHORT":
    "Un fichier des sauvegardes dans {place} est plus court qu’il ne devrait : {key}",
  "advice.OBJECT_SHORT":
    "Le disque est peut-être en train de lâcher. `fivefold check --read-data` dit quelles sauvegardes sont touchées.",
  "error.VAULT_MISSING": "Il n’y a pas de sauvegardes dans {place}.",
  "advice.VAULT_MISSING":
    "Vérifiez que l’emplacement est le bon. `fivefold init` en prépare un nouveau.{hasEarlier, select, yes { Les sauvegardes d’avant sont dans {earlier} : nommez ce dossier avec `--from`.} other {}}",
  "error.BACKUPS_MISSING":
    "Il n’y a pas de sauvegardes dans {place}.{hasFound, select, yes { Mais il y en a dans {found}.} other {}}",
  "advice.BACKUPS_MISSING":
    "Rien n’a été écrit. Nommez le dossier qui contient `config` et `keys`, ou les fichiers de sauvegarde. S’il n’y a aucune sauvegarde, n’utilisez plus l’ancien disque ; la page `no-backup` de l’aide dit ce qui est encore possible.",
  "error.VAULT_LOCKED":
    "Les sauvegardes dans {place} sont utilisées par un autre programme{hasHost, select, yes { sur {host}} other {}}.",
  "advice.VAULT_LOCKED":
    "Attendez qu’il ait terminé. Si cet ordinateur ne fonctionne plus, `restic unlock` enlève son verrou.",
  "error.VAULT_DAMAGED":
    "Les sauvegardes dans {place} sont endommagées{hasPath, select, yes { : {path}} other {}}.",
  "advice.VAULT_DAMAGED":
    "`fivefold check` dit ce qui peut encore être lu. Mettez un second emplacement en service.",
  "error.CONFIG_MISSING":
    "Dans {place} se trouvent des fichiers de sauvegardes, mais le fichier `config` manque, et sans lui personne ne peut les ouvrir.",
  "advice.CONFIG_MISSING":
    "Rien n’a été changé. Reprenez le fichier d’une copie de ce dossier ou de la corbeille. Pour de nouvelles sauvegardes, choisissez un autre dossier.",
  "error.VAULT_NEWER": "Les sauvegardes dans {place} ont une forme que ce Fivefold ne connaît pas.",
  "advice.VAULT_NEWER": "Installez le Fivefold le plus récent.",
  "error.VAULT_EXISTS": "Il y a déjà des sauvegardes dans {place}.",
  "advice.VAULT_EXISTS": "`fivefold backup` y ajoute ; il n’y a rien à préparer.",
  "error.KEY_WRONG":
    "Cette clé n’ouvre pas les sauvegardes dans {place}.{hasGroups, select, yes { Groupes mal tapés : {groups}.} other {}}",
  "advice.KEY_WRONG":
    "Comparez chaque groupe de chiffres avec la fiche de secours ; un groupe mal tapé est nommé.",
  "error.KEY_MISSING":
    "Cette clé n’existe pas{hasPlace, select, yes { dans {place}} other {}}{hasKey, select, yes { : {key}} other {}}.",
  "advice.KEY_MISSING": "`fivefold key list` montre les clés.",
  "error.KEY_UNKEPT":
    "Aucune copie de la clé des sauvegardes dans {place} n’est gardée sur cet ordinateur.",
  "advice.KEY_UNKEPT":
    "Elle est sur la fiche de secours. Avec cette clé, `fivefold key add` en fait une autre.",
  "error.KEY_LAST":
    "C’est la seule clé, ou celle en service ; sans elle, personne ne pourrait lire les sauvegardes.",
  "advice.KEY_LAST": "Ajoutez d’abord une autre clé avec `fivefold key add`, et utilisez celle-là.",
  "error.ESCROW_MISSING":
    "La description de {app} ne nomme personne qui pourrait garder une clé des sauvegardes.",
  "advice.ESCROW_MISSING":
    "Tout va bien : vous seul ouvrez vos sauvegardes. Un éditeur se nomme sous `escrow` dans la description.",
  "error.ESCROW_UNPLACED":
    "La clé pour {name} n’a pas pu être déposée à côté des sauvegardes dans {place}.",
  "advice.ESCROW_UNPLACED":
    "La sauvegarde elle-même est bonne. La prochaine essaiera de nouveau ; `fivefold key escrow status` dit où se trouve la clé.",
  "error.ESCROW_UNREADABLE": "{path} ne peut pas servir : {problem}",
  "advice.ESCROW_UNREADABLE":
    "Rien n’a été modifié. Nommez le fichier qui finit par `.age` et, avec `--identity`, celui que `age-keygen` a écrit.",
  "sealed.notAge": "ce n’est pas un fichier du format `age`, ou il est abîmé.",
  "sealed.otherKey": "il a été scellé pour une autre clé que celle-ci.",
  "sealed.identityWrong": "il ne contient pas de clé secrète (`AGE-SECRET-KEY-…`).",
  "sealed.notOurs": "il ne contient pas de clé de sauvegardes.",
  "sealed.unreadable": "il ne peut pas être lu.",
  "error.SNAPSHOT_MISSING":
    "{hasSnapshot, select, yes {Il n’y a pas de sauvegarde {snapshot}.} other {Aucune sauvegarde n’a été nommée.}}",
  "advice.SNAPSHOT_MISSING": "`fivefold list` montre les sauvegardes qui existent.",
  "error.SNAPSHOT_AMBIGUOUS": "Plusieurs sauvegardes commencent par {snapshot}.",
  "advice.SNAPSHOT_AMBIGUOUS": "Donnez davantage des chiffres que montre `fivefold list`.",
  "error.SNAPSHOT_DAMAGED":
    "La sauvegarde est endommagée{hasPath, select, yes { : {path} n’est pas ce qui a été enregistré} other {}}.",
  "advice.SNAPSHOT_DAMAGED":
    "Rien n’a été remplacé. Prenez une autre sauvegarde ; `fivefold check --read-data` dit lesquelles sont intactes.",
  "error.SNAPSHOT_FOREIGN":
    "La sauvegarde{hasSnapshot, select, yes { {snapshot}} other {}} n’a pas été faite par Fivefold pour cette application.",
  "advice.SNAPSHOT_FOREIGN":
    "`fivefold vault restore` écrit ses fichiers dans un dossier de votre choix.",
  "error.SNAPSHOT_UNDESCRIBED":
    "La sauvegarde {snapshot} ne contient pas de description de l’application que ce Fivefold comprenne.",
  "advice.SNAPSHOT_UNDESCRIBED":
    "Rien n’a été écrit. Prenez une autre sauvegarde, ou installez le Fivefold le plus récent. Même sans description, `fivefold vault restore` en sort les données ; d’un fichier de sauvegarde, tout programme zip.",
  "error.SNAPSHOT_INCOMPLETE":
    "La sauvegarde {snapshot} est incomplète : quelque chose n’a pas pu être lu quand elle a été faite.",
  "advice.SNAPSHOT_INCOMPLETE":
    "`fivefold show` dit ce qu’elle contient. Nommez ses éléments avec `--part`, ou prenez une sauvegarde plus ancienne.",
  "error.LAYOUT_NEWER":
    "Cette sauvegarde a été faite par un Fivefold plus récent (forme {layout, number} ; celui-ci lit {reads, number}).",
  "advice.LAYOUT_NEWER": "Installez le Fivefold le plus récent sur cet ordinateur.",
  "error.VERSION_UNFIT":
    "Cette sauvegarde a été faite par {app}{hasBackup, select, yes { {backup}} other {}}. La version d’ici{hasVersion, select, yes {, {version},} other {}} n’accepte que les sauvegardes de {restores}.",
  "advice.VERSION_UNFIT":
    "Rien n’a été touché. {age, select, newer {Installez ici {app} {backup} ou une version plus récente, et restaurez de nouveau.} older {Installez ici {app} {backup}, restaurez, puis mettez {app} à jour ; ou prenez une sauvegarde plus récente.} other {Installez une version de {app} qui accepte cette sauvegarde, ou prenez une autre sauvegarde.}}",
  "error.APP_UPDATED":
    "{app} était en {hasPrepared, select, yes {version {prepared}} other {une autre version}} quand la restauration a été préparée, et est maintenant en {hasVersion, select, yes {version {version}} other {une autre version}} : ce qui est préparé ne lui convient peut-être pas.",
  "advice.APP_UPDATED": "Restaurez de nouveau : la comparaison se fera avec la version actuelle.",
  "error.VERSION_UNKNOWN":
    "Personne ne peut dire si cette sauvegarde convient à l’application d’ici : {hasBackup, select, yes {sa version est {backup}, et ce ne sont pas des nombres avec des points} other {elle ne dit pas quelle version l’a faite}}.",
  "advice.VERSION_UNKNOWN":
    "Elle est restaurée quand même. Regardez si l’application fonctionne avec ; `fivefold undo` revient en arrière.",
  "error.APP_FOREIGN":
    "{path} contient une sauvegarde d’une autre application : {app}. Celle-ci est {expected}.",
  "advice.APP_FOREIGN":
    "Rien n’a été écrit. Prenez une sauvegarde de {expected}, ou ouvrez celle-ci sur l’ordinateur de {app}.",
  "error.PARCEL_CHANGED":
    "{path} a été recompressé par un autre programme{hasEntry, select, yes { (visible à {entry})} other {}}, et plus personne ne peut prouver que tout y est resté comme avant.",
  "advice.PARCEL_CHANGED":
    "Rien n’a été écrit. Prenez le fichier tel que Fivefold l’a fait. S’il n’existe plus, tout programme zip extrait celui-ci, et `sha256sum -c SHA256SUMS` compare ce qui en sort.",
  "error.PARCEL_CUT_OFF": "{path} est tronqué : il n’y en a ici que {sizeBytes}, la fin manque.",
  "advice.PARCEL_CUT_OFF":
    "Rien n’a été écrit. La copie a été interrompue, ou un disque était plein ou a été retiré trop tôt. Copiez de nouveau le fichier depuis l’endroit où il a été fait, ou prenez une autre sauvegarde.",
  "error.PARCEL_DAMAGED":
    "{path} est endommagé{hasEntry, select, yes { à {entry}} other {}}{hasProblem, select, yes { : {problem}} other {.}}",
  "advice.PARCEL_DAMAGED":
    "Rien n’a été écrit. Copiez de nouveau le fichier depuis l’endroit où il a été fait ; s’il y est endommagé aussi, prenez une autre sauvegarde. Le disque est peut-être en train de lâcher.",
  "error.PARCEL_EXISTS": "{path} n’est pas remplacé : {problem}",
  "advice.PARCEL_EXISTS":
    "Rien n’a été écrit, et le fichier est comme avant. Choisissez un autre nom ou un autre dossier, ou déplacez ce fichier.",
  "error.PARCEL_FOREIGN": "{path} est un fichier zip, mais pas une sauvegarde faite par Fivefold.",
  "advice.PARCEL_FOREIGN":
    "Rien n’a été écrit. Vérifiez que c’est bien le fichier voulu ; tout programme zip l’ouvre.",
  "error.PARCEL_HOSTILE":
    "{path} n’est pas ouvert, car il pourrait causer des dégâts{hasEntry, select, yes { (visible à {entry})} other {}} : {problem}",
  "advice.PARCEL_HOSTILE":
    "Rien n’a été écrit. Fivefold ne fait jamais de tels fichiers. Ne l’ouvrez pas non plus avec un autre programme, et demandez à qui vous l’a donné d’où il vient.",
  "error.PARCEL_LINK_OUT":
    "{path} n’est pas repris : un lien y mène hors de la sauvegarde ({entry}, vers {target}).",
  "advice.PARCEL_LINK_OUT":
    "Rien n’a été écrit. Certaines applications ont de tels liens, et un inconnu peut s’en servir pour égarer une application. Si vous savez qui a fait le fichier et à quoi sert le lien, ajoutez `--allow-links-out` ; d’autres de ses fichiers peuvent revenir avec `--path`.",
  "error.PARCEL_KEY_OTHER":
    "Le contenu de {path} est verrouillé avec la clé d’une autre installation{hasFingerprint, select, yes { ({fingerprint})} other {}}.",
  "advice.PARCEL_KEY_OTHER":
    "Rien n’est perdu. La clé figure sur la fiche de secours de l’ordinateur qui a fait la sauvegarde ; indiquez avec `--parcel-password-file` un fichier qui la contient.",
  "error.PARCEL_MISSING": "Le fichier {path} n’existe pas.",
  "advice.PARCEL_MISSING":
    "Vérifiez son nom et son dossier ; une sauvegarde dans un emplacement se nomme par son numéro, sans chemin.",
  "error.PARCEL_PASSWORD_NEEDED":
    "{path} est verrouillé avec un mot de passe, et aucun n’a été donné.",
  "advice.PARCEL_PASSWORD_NEEDED":
    "Rien n’a été écrit. Indiquez avec `--parcel-password-file` un fichier qui contient le mot de passe.",
  "error.PARCEL_NAME_WRONG":
    "{name} n’est pas possible comme nom du fichier d’une sauvegarde : {problem}{hasSuggestion, select, yes { Possible : {suggestion}} other {}}",
  "advice.PARCEL_NAME_WRONG":
    "Rien n’a été écrit. Lettres, chiffres, espaces, - et _ sont possibles dans les noms sur tout ordinateur.",
  "error.PARCEL_NOT_ZIP": "{path} n’est pas une sauvegarde : ce n’est même pas un fichier zip.",
  "advice.PARCEL_NOT_ZIP":
    "Rien n’a été écrit. Vérifiez que c’est bien le fichier voulu, et qu’il a été copié en entier.",
  "error.PARCEL_PASSWORD_WRONG":
    "Ce mot de passe n’ouvre pas {path}.{hasGroups, select, yes { Groupes mal tapés : {groups}.} other {}}{hasWords, select, yes { Mots mal tapés : {words}.} other {}}",
  "advice.PARCEL_PASSWORD_WRONG":
    "Rien n’a été écrit, et le fichier n’est pas endommagé. Vérifiez les majuscules et la langue du clavier, et comparez groupe par groupe ou mot par mot.",
  "error.PASSWORD_WEAK": "Ce mot de passe n’est pas possible : {problem}",
  "advice.PASSWORD_WEAK":
    "Qui a le fichier peut essayer des millions de mots de passe par seconde. N’en donnez pas, et Fivefold en fait un solide ; ou prenez six mots sans rapport entre eux.",
  "hostile.name.parent": "un nom y mène hors du dossier où il est extrait.",
  "hostile.name.absolute": "un nom y désigne un endroit de cet ordinateur.",
  "hostile.name.drive": "un nom y désigne un lecteur de cet ordinateur.",
  "hostile.name.unc": "un nom y désigne un autre ordinateur du réseau.",
  "hostile.name.backslash":
    "un nom y contient une barre oblique inverse, que Windows prend pour un dossier.",
  "hostile.name.device": "un nom y désigne un périphérique de Windows.",
  "hostile.name.trailing":
    "un nom y finit par un point ou une espace, et Windows en fait un autre.",
  "hostile.name.control": "un nom y contient des caractères invisibles.",
  "hostile.name.twice": "deux fichiers y portent le même nom.",
  "hostile.name.case": "deux noms y sont les mêmes sur certains ordinateurs.",
  "hostile.link.through": "un fichier y serait écrit à travers un lien.",
  "hostile.overlap": "des fichiers y partagent les mêmes octets.",
  "hostile.header.disagrees": "il dit deux choses différentes du même fichier.",
  "hostile.size.false": "une taille qu’il indique est fausse.",
  "hostile.bomb":
    "une fois extrait, il serait bien plus grand qu’il ne le dit ou qu’il n’y a de place.",
  "hostile.entries.many":
    "il contient plus de fichiers qu’il ne le dit ou que quiconque n’en a besoin.",
  "hostile.prepended": "quelque chose se trouve avant le début du fichier zip.",
  "hostile.comment": "du texte y a été ajouté.",
  "hostile.zipcrypto":
    "il est verrouillé à l’ancienne manière des fichiers zip, qui ne protège rien.",
  "damage.content": "le contenu n’est pas celui qui a été enregistré.",
  "damage.seal": "le sceau du contenu verrouillé ne correspond pas.",
  "damage.header": "ce qui est dit du fichier n’est pas ce qui a été écrit.",
  "damage.directory": "la table des matières n’est pas celle qui a été écrite.",
  "damage.manifest": "la description de la sauvegarde n’est pas celle qui a été écrite.",
  "damage.metadata": "les noms, droits, dates ou liens ne sont pas ceux qui ont été enregistrés.",
  "damage.missing": "un fichier qui en fait partie manque.",
  "exists.foreign": "ce n’est pas une sauvegarde faite par Fivefold.",
  "exists.app": "c’est une sauvegarde d’une autre application.",
  "exists.complete": "elle est complète, et la nouvelle ne l’est pas.",
  "exists.taken": "il y a déjà une sauvegarde de ce nom.",
  "unsafe.beginning": "il commence par un point ou une espace.",
  "unsafe.automatic": "Fivefold donne de tels noms aux sauvegardes qu’il remplace chaque jour.",
  "unsafe.incomplete": "Fivefold marque ainsi les sauvegardes incomplètes.",
  "unsafe.reserved": "Fivefold utilise ce nom à l’intérieur des sauvegardes.",
  "unsafe.weekdayTwice": "deux jours de la semaine le portent.",
  "weak.short": "il est trop court.",
  "weak.long": "il a plus de 99 caractères, et les autres programmes zip ne l’acceptent pas.",
  "weak.letters":
    "il a des lettres ou des signes que d’autres programmes écrivent autrement ; ils ne pourraient pas ouvrir le fichier. Sont possibles a à z, A à Z, les chiffres, les espaces et des signes comme - et !",
  "weak.common": "il est de ceux que l’on essaie en premier.",
  "weak.name": "il est fait de noms qui figurent dans le fichier ou que tout le monde connaît ici.",
  "weak.date": "il est fait de dates.",
  "weak.keyboard": "ses touches se suivent sur le clavier.",
  "weak.repeat": "il se répète ou ne fait que compter.",
  "weak.guessable": "il peut être deviné trop vite.",
  "weekday.monday": "Lundi",
  "weekday.tuesday": "Mardi",
  "weekday.wednesday": "Mercredi",
  "weekday.thursday": "Jeudi",
  "weekday.friday": "Vendredi",
  "weekday.saturday": "Samedi",
  "weekday.sunday": "Dimanche",
  "leftReason.credentials": "jamais dans un fichier à donner, sauf sur demande",
  "error.BLOB_DAMAGED":
    "Un morceau des sauvegardes est endommagé{hasId, select, yes { : {id}} other {}}.",
  "advice.BLOB_DAMAGED":
    "Refaites une sauvegarde : ce que l’application a encore est enregistré à nouveau. Puis vérifiez encore.",
  "error.BLOB_MISSING": "Un morceau des sauvegardes manque{hasId, select, yes { : {id}} other {}}.",
  "advice.BLOB_MISSING":
    "Refaites une sauvegarde : ce que l’application a encore est enregistré à nouveau. Puis vérifiez encore.",
  "error.PACK_DAMAGED":
    "Un fichier des sauvegardes est endommagé{hasId, select, yes { : {id}} other {}}.",
  "advice.PACK_DAMAGED":
    "Le disque est peut-être en train de lâcher. Copiez les sauvegardes vers un autre emplacement avec `fivefold copy`.",
  "error.PACK_MISSING": "Un fichier des sauvegardes manque{hasId, select, yes { : {id}} other {}}.",
  "advice.PACK_MISSING":
    "Voyez si quelqu’un a supprimé des fichiers de l’emplacement. Refaites une sauvegarde et vérifiez encore.",
  "error.PACK_UNUSED":
    "Un fichier de l’emplacement n’appartient à aucune sauvegarde{hasId, select, yes { : {id}} other {}}.",
  "advice.PACK_UNUSED":
    "Ce n’est pas grave : une sauvegarde a été interrompue. `fivefold prune` rend la place.",
  "error.INDEX_DAMAGED":
    "Une table des matières des sauvegardes est endommagée{hasId, select, yes { : {id}} other {}}.",
  "advice.INDEX_DAMAGED": "`restic repair index` la réécrit à partir des sauvegardes elles-mêmes.",
  "error.TREE_DAMAGED":
    "Un dossier dans une sauvegarde est endommagé{hasId, select, yes { : {id}} other {}}.",
  "advice.TREE_DAMAGED":
    "Refaites une sauvegarde : les dossiers que l’application a encore sont enregistrés à nouveau. Les autres sauvegardes ne sont touchées que si elles sont nommées.",
  "error.TARGET_NOT_EMPTY": "Le dossier {path} n’est pas vide.",
  "advice.TARGET_NOT_EMPTY": "Nommez un dossier vide ou nouveau ; rien n’y est jamais écrasé.",
  "error.TARGET_FOREIGN":
    "Le dossier {path} appartient à une autre application : {app}. La sauvegarde est de {expected}.",
  "advice.TARGET_FOREIGN": "Rien n’a été écrit. Choisissez un autre dossier avec `--into`.",
  "error.TARGET_UNWRITABLE": "Impossible d’écrire dans {path}.",
  "advice.TARGET_UNWRITABLE":
    "Rien n’a été écrit. Choisissez un autre dossier avec `--into`, ou obtenez le droit d’y écrire.",
  "error.RESTORE_OPEN": "Une restauration de cette application est préparée et n’a pas été faite.",
  "advice.RESTORE_OPEN": "`fivefold undo` y renonce ; restaurez ensuite de nouveau.",
  "error.PLAN_OUTDATED":
    "Une autre restauration a été faite entre-temps (le {doneAt}, à l’état du {takenAt}) ; celle-ci empêcherait sans le dire d’en revenir.",
  "advice.PLAN_OUTDATED":
    "Rien n’a été changé. Redonnez la commande : elle dit ce qu’elle termine.",
  "error.RESTORE_TURNED_BACK":
    "La restauration n’a pas réussi, et l’application est comme avant{hasReason, select, yes { : {reason}} other {}}.",
  "advice.RESTORE_TURNED_BACK":
    "Rien n’est perdu. Supprimez la cause et restaurez à nouveau.{hasUndoBytes, select, yes { Ou renoncez à revenir sur la dernière restauration : `fivefold close` libère {undoBytes}.} other {}}",
  "error.RESTORE_STUCK":
    "La restauration a été interrompue, et l’état d’avant n’a pas encore pu être remis : {part}{hasPath, select, yes {. Ce qui avait été mis de côté n’est plus à sa place : {path}} other {}}",
  "advice.RESTORE_STUCK":
    "{hasPath, select, yes {Si le disque de ce dossier n’est pas connecté ou si le dossier a été déplacé, remettez-le en place ; `fivefold undo` réessaie ensuite. S’il est perdu pour de bon, `fivefold close --accept-loss` laisse ces éléments comme ils sont et met fin à la restauration.} other {Fermez l’application, ne changez rien dans `.fivefold` à côté d’elle et laissez `fivefold undo` réessayer.}}{hasSafety, select, yes { L’état d’avant est dans la sauvegarde {safety}.} other {}}",
  "error.ASIDE_LOST":
    "L’état de {part} d’avant la restauration n’est plus là où il avait été mis de côté : {path}",
  "advice.ASIDE_LOST":
    "Si le disque de ce dossier n’est pas connecté ou si le dossier a été déplacé, remettez-le en place. S’il est perdu, {part} reste comme maintenant ; `fivefold list` montre les sauvegardes qui le contiennent.",
  "error.UNDO_MISSING": "Il n’y a pas de restauration sur laquelle revenir.",
  "advice.UNDO_MISSING":
    "On peut y revenir jusqu’à sa clôture. L’état d’avant restauration figure dans `fivefold list`.",
  "error.STAGED_DAMAGED": "Ce qui a été préparé pour {part} n’est pas intact.",
  "advice.STAGED_DAMAGED":
    "Rien n’a été remplacé. Prenez une autre sauvegarde ; `fivefold check --read-data` dit lesquelles sont intactes.",
  "error.ROWS_DIFFER":
    "La table {table} de {part} a {foundCount, number} lignes ; la sauvegarde en annonce {expectedCount, number}.",
  "advice.ROWS_DIFFER": "Rien n’a été remplacé. Prenez une autre sauvegarde.",
  "error.PART_UNCOMPARED": "{part} n’a pas été comparé en entier : {problem}",
  "advice.PART_UNCOMPARED":
    "La sauvegarde n’a aucun défaut. Une restauration y changera peut-être plus que ce qui est montré.",
  "uncompared.slow": "cela prenait trop de temps.",
  "uncompared.tables": "ses tables n’ont pas pu être comptées : {message}",
  "uncompared.newest": "la requête sur ses derniers enregistrements a échoué : {message}",
  "error.SAFETY_DEGRADED":
    "{hasPath, select, yes {Ce qui a été fait depuis la restauration} other {L’état d’avant restauration}} n’a pu être sauvegardé qu’en partie : {part}",
  "advice.SAFETY_DEGRADED":
    "{hasPath, select, yes {Cela n’a pas été supprimé : c’est dans {path} jusqu’à ce que vous le supprimiez.} other {Ces données étaient illisibles, ou l’emplacement ne les a pas prises. Les anciens fichiers restent à côté des nouveaux jusqu’à la clôture de la restauration.}}",
  "error.SNAPSHOT_PINNED":
    "La sauvegarde {snapshot} dans {place} est épinglée et n’a pas été supprimée.",
  "advice.SNAPSHOT_PINNED": "Rien n’a été supprimé. Détachez-la d’abord, si elle peut partir.",
  "error.SESSION_NEEDED": "Personne n’est connecté ici, ou depuis trop longtemps.",
  "advice.SESSION_NEEDED":
    "Ouvrez de nouveau la page depuis votre application, ou lancez `fivefold open` ; avec des comptes, connectez-vous avec nom et mot de passe.",
  "error.SIGN_IN_WRONG":
    "{what, select, password {Le nom et le mot de passe ne vont pas ensemble.} other {Ce lien a déjà servi ou est trop ancien.}}",
  "advice.SIGN_IN_WRONG":
    "{what, select, password {Tapez-les de nouveau. Un administrateur peut vous donner un nouveau mot de passe.} other {Un lien sert une fois et pendant quelques minutes. `fivefold open` en crée un nouveau.}}",
  "error.SIGN_IN_LATER": "Il y a eu trop de tentatives de connexion erronées.",
  "advice.SIGN_IN_LATER": "Réessayez dans {waitMs}. Rien n’a été modifié.",
  "error.ROLE_NEEDED":
    "{name} n’a pas ce droit : il faut le rôle {role, select, operator {opérateur} administrator {administrateur} other {lecteur}}.",
  "advice.ROLE_NEEDED": "Demandez à un administrateur de le faire ou de vous donner ce rôle.",
  "error.REQUEST_FOREIGN": "La requête ne vient pas d’une page de ce serveur et a été refusée.",
  "advice.REQUEST_FOREIGN": "Ouvrez la page à sa propre adresse : {url}",
  "error.REQUEST_WRONG":
    "La requête n’est pas comprise{hasAt, select, yes { à l’endroit {at}} other {}} : {message}",
  "advice.REQUEST_WRONG": "`/api-docs` dit ce que le serveur comprend.",
  "error.ROUTE_UNKNOWN": "Il n’y a rien à l’adresse {path}.",
  "advice.ROUTE_UNKNOWN": "`/api-docs` énumère ce qu’il y a.",
  "error.RUN_UNKNOWN": "Il n’y a pas d’exécution {run}, ou elle n’attend plus cela.",
  "advice.RUN_UNKNOWN": "La liste des exécutions montre celles qu’il y a.",
  "error.PLAN_UNKNOWN": "Cet aperçu d’une restauration n’est plus conservé.",
  "advice.PLAN_UNKNOWN": "Rien n’a été modifié. Refaites l’aperçu.",
  "error.UPLOAD_UNKNOWN": "Le fichier {file} n’est plus ici.",
  "advice.UPLOAD_UNKNOWN": "Envoyez-le ou créez-le de nouveau.",
  "error.UPLOAD_DIFFERENT": "Ce qui est arrivé de {file} n’est pas ce qui a été envoyé.",
  "advice.UPLOAD_DIFFERENT": "Envoyez de nouveau le fichier ; ce qui était arrivé a été supprimé.",
  "error.SERVER_RUNNING": "Fivefold fonctionne déjà pour {name}, à l’adresse {url}.",
  "advice.SERVER_RUNNING":
    "Utilisez ce serveur, ou arrêtez-le d’abord ; son processus porte le numéro {pid}.",
  "error.SERVER_MISSING":
    "Le serveur de Fivefold ne fonctionne pas pour cette application{hasPath, select, yes { et n’a pas pu être lancé : {path} dit pourquoi} other {}}.",
  "advice.SERVER_MISSING": "`fivefold serve` le lance.",
  "error.SERVICE_REFUSED": "Le service n’a pas pu être modifié : {path} : {message}",
  "advice.SERVICE_REFUSED":
    "Redonnez la commande avec les droits nécessaires ; pour un service du système, en tant que root. `fivefold service install --print` montre ce qui serait écrit.",
  "error.LOG_UNWRITABLE": "Le journal {path} ne peut pas être écrit : {reason}",
  "advice.LOG_UNWRITABLE":
    "Indiquez un autre fichier avec `--log`, ou laissez-le de côté : le journal se trouve alors dans le dossier de Fivefold.",
  "error.ADDRESS_TAKEN": "Le serveur ne peut pas écouter sur {host}, port {port}.",
  "advice.ADDRESS_TAKEN":
    "Un autre programme utilise peut-être ce port. Choisissez-en un autre avec `--port` ; `--port 0` en prend un libre.",
  "error.TLS_NEEDED":
    "À l’adresse {host}, d’autres peuvent atteindre le serveur, et il n’a pas de certificat.",
  "advice.TLS_NEEDED":
    "Indiquez le certificat et la clé avec `--tls-cert` et `--tls-key`, ou omettez `--host` : seul cet ordinateur l’atteint alors.",
  "error.ACCOUNT_UNKNOWN": "Il n’y a pas de compte {name}.",
  "advice.ACCOUNT_UNKNOWN": "La liste des comptes montre ceux qu’il y a.",
  "error.ACCOUNT_EXISTS": "Il y a déjà un compte {name}.",
  "advice.ACCOUNT_EXISTS": "Choisissez un autre nom.",
  "error.ACCOUNT_LAST":
    "{what, select, first {Le premier compte doit être celui d’un administrateur.} other {{name} est le dernier administrateur, et d’autres comptes en ont besoin.}}",
  "advice.ACCOUNT_LAST":
    "{what, select, first {Rien n’a été modifié. Ajoutez d’abord un administrateur.} other {Donnez d’abord ce rôle à quelqu’un d’autre.}}",
  "help.serve": "montre la page : un serveur, d’abord pour cet ordinateur seulement",
  "help.service": "fait fonctionner le serveur comme service de cet ordinateur",
  "help.serviceInstall": "écrit le service, le lance et le fait démarrer avec l’ordinateur",
  "help.serviceUninstall": "enlève le service ; données, sauvegardes et réglages restent",
  "help.serviceStart": "lance le serveur en arrière-plan",
  "help.serviceStop": "termine le serveur ; une exécution en cours est interrompue proprement",
  "help.serviceStatus": "dit si le serveur fonctionne",
  "option.system": "un service du système, ce qui demande root ; sinon de cet utilisateur",
  "option.systemUser":
    "avec `--system` : l’utilisateur qui le fait fonctionner et à qui appartiennent les données de l’application",
  "option.printUnit": "affiche ce qui serait écrit et ne change rien",
  "option.waitRun": "laisse d’abord l’exécution en cours se terminer",
  "service.installed": "Le service fonctionne et démarre avec l’ordinateur : {path}",
  "service.linger":
    "Pour qu’il fonctionne aussi quand vous n’êtes pas connecté : `loginctl enable-linger`",
  "service.uninstalled": "Le service a été enlevé.",
  "service.absent": "Aucun service n’est en place.",
  "service.isInstalled": "Le service est en place : {path}",
  "service.running": "Le serveur fonctionne à l’adresse {url} (processus {pid}).",
  "service.stopped": "Le serveur ne fonctionne pas.",
  "service.none":
    "Cet ordinateur n’a pas `systemd`. Faites lancer ceci par ses propres moyens à son démarrage ; `docs/help/jobs.md` dit comment :",
  "help.catalog": "relit ce qui est retenu des exécutions et des sauvegardes",
  "help.catalogRebuild": "oublie ce qui est retenu et relit comptes rendus et emplacements",
  "help.registerFiles":
    "fait qu’un double clic sur un fichier de sauvegarde en ouvre la restauration",
  "help.open": "ouvre la page et lance son serveur s’il ne fonctionne pas",
  "help.token": "crée un jeton avec lequel un programme ouvre la page pour son utilisateur",
  "option.port": "le port d’écoute ; 0 : n’importe lequel de libre",
  "option.host": "l’adresse d’écoute ; sans elle, cet ordinateur seulement",
  "option.tlsCert": "le certificat du serveur, un fichier PEM",
  "option.log":
    "ce que le serveur note : `error`, `warn`, `info` ou `debug` ; `off` pour rien ; ou le fichier du journal",
  "option.metrics": "crée un jeton avec lequel une surveillance lit `/metrics`, et rien d’autre",
  "option.renew": "avec `--metrics` : en crée un autre ; le précédent ne vaut plus",
  "option.tlsKey": "la clé du certificat, un fichier PEM",
  "option.print": "affiche le lien et n’ouvre rien",
  "option.user": "le nom que montre la liste de qui a fait quoi",
  "option.role": "`viewer`, `operator` ou `administrator`",
  "option.minutes": "la durée de validité du jeton",
  "option.tenants": "seulement ces sociétés, séparées par des virgules",
  "argument.open": "`home`, `backup`, `restore` ou un fichier de sauvegarde",
  "serve.ready": "Prêt : {url}",
  "serve.noApp":
    "Aucune application n’est décrite ici : la page aide à en faire revenir une depuis ses sauvegardes.",
  "token.metrics": "Une surveillance lit `/metrics` avec ce jeton, qui se trouve dans {path} :",
  "token.made": "Le jeton est valable jusqu’au {untilAt} :",

  "error.PASSWORD_UNREADABLE":
    "Le fichier qui contient la clé ne peut pas être lu ou est vide : {path}",
  "advice.PASSWORD_UNREADABLE":
    "Vérifiez que le chemin est juste et que la clé est sur la première ligne.",
  "error.DESCRIPTION_DOUBTFUL":
    "La description de l’application est douteuse{hasLine, select, yes { à la ligne {line, number}} other {}} : {problem}",
  "advice.DESCRIPTION_DOUBTFUL":
    "Rien n’en est cassé ; une description complète fait de meilleures sauvegardes. `fivefold parts --lint` nomme tout.",
  "error.CHOICE_EMPTY":
    "Il ne reste rien à faire : aucun élément n’est choisi, ou aucun n’est utilisable.",
  "advice.CHOICE_EMPTY":
    "`fivefold parts` montre les éléments de l’application, `fivefold show` ceux d’une sauvegarde ; nommez-en avec `--part` ou `--tenant`.",
  "error.SEAT_UNREADABLE": "Impossible de savoir si cet ordinateur est le serveur de {app}.",
  "advice.SEAT_UNREADABLE":
    "La description de l’application dit sous `seat` comment le savoir. Corrigez-la, ou demandez à l’éditeur.",
  "error.OBJECT_UNREADABLE": "Un fichier des sauvegardes dans {place} ne peut pas être lu : {key}",
  "advice.OBJECT_UNREADABLE":
    "Donnez le droit de lecture à l’utilisateur qui fait les sauvegardes. Si le disque lâche, prenez un autre emplacement.",
  "error.KEY_EXPOSED":
    "D’autres sur cet ordinateur peuvent lire le fichier qui contient la clé : {path}",
  "advice.KEY_EXPOSED":
    "Retirez le droit de lecture à tous sauf au propriétaire (`chmod 600`), puis réessayez.",
  "error.KEY_KEPT": "Une autre clé de cet emplacement est déjà gardée : {path}",
  "advice.KEY_KEPT":
    "Une clé gardée n’est jamais écrasée. Déplacez le fichier s’il n’est plus utile.",
  "error.JOURNAL_DAMAGED": "La mémoire des restaurations est endommagée : {path}",
  "advice.JOURNAL_DAMAGED":
    "Rien n’a été changé. Gardez le fichier, voyez si des dossiers nommés `.fivefold` se trouvent à côté des données de l’application, et demandez de l’aide avant de restaurer.",
  "error.JOURNAL_NEWER":
    "La mémoire des restaurations dans {path} a été écrite par un Fivefold plus récent.",
  "advice.JOURNAL_NEWER": "Installez le Fivefold le plus récent sur cet ordinateur.",
  "mistake.unreadable": "le fichier ne peut pas être lu : {found}",
  "option.keepWithinEach": "comme --keep-within, mais une par heure, jour, semaine, mois ou année",
  "option.keepTag":
    "garde toutes celles qui ont cette marque (plusieurs avec des virgules : toutes à la fois)",
  "progress.stopping": "Interruption …",
  "progress.stoppedAtOnce":
    "Arrêt immédiat. Ce qui était terminé est conservé ; la prochaine commande remettra le reste en ordre.",
  "backup.parts":
    "{partCount, plural, one {# élément} other {# éléments}}, {entryCount, plural, one {# fichier ou dossier} other {# fichiers et dossiers}}, {sizeBytes}.",
  "error.VAULT_LOCK_LOST":
    "Le verrou des sauvegardes dans {place} a été perdu pendant le travail : un autre programme l’a peut-être cru mort.",
  "advice.VAULT_LOCK_LOST":
    "Rien de ce qui était enregistré n’est perdu. Voyez si l’emplacement répond, et relancez la commande.",
  "check.unused":
    "{packCount, plural, one {# fichier n’y appartient} other {# fichiers n’y appartiennent}} à aucune sauvegarde ; `fivefold prune` rend la place.",
  "check.index":
    "Une table des matières manque peut-être ou est abîmée : `restic repair index` la réécrit à partir des sauvegardes elles-mêmes. Vérifiez ensuite encore une fois.",
  "problem.USAGE_WRONG.oneTenant":
    "Un export contient exactement une société : nommez-la avec `--tenant`.",
  "mistake.tooLarge": "le fichier est trop grand.",
  "mistake.notUtf8": "le fichier n’est pas un texte en UTF-8.",
  "mistake.yaml": "ceci n’est pas du YAML lisible : {found}",
  "mistake.tab": "une tabulation se trouve là où seules des espaces sont permises.",
  "mistake.alias": "{at} utilise une ancre ou un alias, ce qui n’est pas possible ici.",
  "mistake.severalDocuments": "un second document commence ici ; un seul est possible.",
  "mistake.empty": "le fichier est vide.",
  "mistake.keyTwice": "la même clé figure deux fois ici : {found}",
  "mistake.keyUnknown":
    "{at} n’est pas connu.{hasSuggestion, select, yes { Vouliez-vous dire {suggestion} ?} other {}} Possibles : {expected}",
  "mistake.keyMissing": "{hasAt, select, yes {dans {at}, } other {}}il manque {expected}.",
  "mistake.keysExclusive": "dans {at}, il faut exactement un de ceux-ci : {expected}",
  "mistake.keyNeedsOther": "dans {at}, {found} ne va qu’avec {expected}.",
  "mistake.keyLater":
    "dans {at}, {found} est prévu pour une version ultérieure de Fivefold. Ce qu’il y a : {expected}",
  "mistake.typeWrong": "{at} doit être {expected}, pas {found}.",
  "mistake.choiceWrong":
    "{found} n’est pas possible pour {at}.{hasSuggestion, select, yes { Vouliez-vous dire {suggestion} ?} other {}} Possibles : {expected}",
  "mistake.valueEmpty": "{at} n’a pas de valeur.",
  "mistake.listEmpty": "la liste {at} n’a pas d’entrées.",
  "mistake.numberWrong": "{found} n’est pas possible pour {at}.",
  "mistake.languageWrong":
    "{found} dans {at} n’est pas une langue connue ici. Possibles : {expected}",
  "mistake.patternWrong": "le motif {found} dans {at} ne peut pas être compris.",
  "mistake.pathWrong":
    "le chemin {found} dans {at} n’est pas possible. Il part de ce fichier, sans lecteur ni caractères de contrôle.",
  "mistake.extensionWrong":
    "{found} n’est pas possible pour {at} : il faut un point, puis au plus 24 lettres minuscules, chiffres et -, et rien de ce que d’autres programmes utilisent.{hasSuggestion, select, yes { Possible : {suggestion}} other {}}",
  "mistake.rangeWrong":
    "{found} dans {at} n’est pas compréhensible. Ce sont des comparaisons séparées par des espaces, comme {expected}.",
  "mistake.recipientWrong":
    "{found} dans {at} n’est pas une clé publique du format `age` : c’est `age1` et 58 lettres et chiffres, comme `age-keygen` l’affiche.",
  "mistake.recipientSecret":
    "dans {at} se trouve une clé secrète, et ce fichier va chez tous ceux qui utilisent le programme. Faites une nouvelle paire avec `age-keygen` et écrivez ici sa clé publique, celle qui commence par `age1`.",
  "mistake.idUnsafe": "{found} dans {at} ne peut pas être un identifiant : {unsafe}",
  "mistake.idReserved":
    "l’identifiant {found} dans {at} est utilisé par Fivefold lui-même. Impossibles : {expected}",
  "mistake.idTwice": "l’identifiant {found} dans {at} est le même que {other}.",
  "mistake.idPlaceMissing":
    "{found} dans {at} doit contenir {expected}, pour que chaque société ait le sien.",
  "mistake.idPlaceUnexpected":
    "{found} dans {at} contient le signe de l’identifiant d’une société, possible seulement sous `tenants`.",
  "mistake.rootTwice": "{at} et {other} portent sur les mêmes données : {found}",
  "mistake.rootIsHome":
    "{at} avec {found} contient le dossier propre à Fivefold, {other} ; choisissez-en un autre avec `--home`.",
  "mistake.databaseMissing": "la base de données de {at} n’est pas là : {found}",
  "mistake.databaseIsFolder": "la base de données de {at} n’est pas un fichier : {found}",
  "mistake.queryWithoutId":
    "la requête dans {at} ne donne pas de colonne `id`, seulement {found}. Possibles : {expected}",
  "mistake.registerWrong":
    "{found} dans {at} doit être une seule instruction qui écrit une ligne (`INSERT`, `REPLACE`, `UPDATE`), avec le paramètre `:id`, au besoin `:title`, et aucun autre.",
  "mistake.credentialsContradict":
    "`credentials: none` figure à côté d’un élément de type `credentials`.",
  "doubt.credentialsUndeclared":
    "elle ne dit pas où l’application garde ses mots de passe et ses clés.",
  "doubt.tenantsWithoutDatabase": "aucun élément d’une société n’est une base de données.",
  "doubt.tenantsEmpty": "aucune société n’a été trouvée.",
  "doubt.tenantWordMissing": "le mot de l’application pour une société manque (`tenants.word`).",
  "doubt.loginNotPart": "la base de données qui liste les sociétés n’est pas un élément : {found}",
  "doubt.rootMissing": "les données de {at} ne sont pas là : {found}",
  "doubt.excludeUnmatched": "le motif {found} dans {at} n’exclut rien.",
  "doubt.databaseInFiles":
    "{found} dans {at} est une base de données et devrait être un élément à part ; copiée comme simple fichier pendant qu’elle sert, elle pourrait ne plus s’ouvrir.",
  "doubt.homeInside": "le dossier propre à Fivefold se trouve dans {at} : {found}",
  "doubt.titleMissing": "{at} n’a de titre que dans certaines langues ; il manque : {expected}",
  "doubt.titleNeeded": "{at} a besoin d’un titre, car un autre élément est du même type.",
  "doubt.versionMissing": "la version de l’application manque (`app.version`).",
  "doubt.versionUnreadable": "la version de l’application n’a pas pu être trouvée : {found}",
  "doubt.seatUnreadable":
    "impossible de savoir si cet ordinateur est un serveur ou un poste de travail : {found}",
  "unsafe.empty": "il est vide.",
  "unsafe.dots": "ce nom désigne un dossier pour tous les systèmes.",
  "unsafe.separator": "une barre oblique n’est pas possible.",
  "unsafe.control": "il contient des caractères invisibles.",
  "unsafe.character": "il contient un caractère que Windows n’admet pas dans les noms.",
  "unsafe.device": "Windows réserve ce nom à un périphérique.",
  "unsafe.ending": "il finit par un point ou une espace.",
  "unsafe.long": "il est trop long.",
  "unsafe.type": "ce n’est ni un texte ni un nombre entier.",
  "unsafe.twice": "une autre société a le même.",
  "type.text": "un texte",
  "type.list": "une liste",
  "type.mapping": "un ensemble de clés",
  "problem.USAGE_WRONG.unknownOption":
    "Il n’y a pas d’option {value}.{hasSuggestion, select, yes { Vouliez-vous dire {suggestion} ?} other {}}",
  "problem.USAGE_WRONG.unknownCommand":
    "Il n’y a pas de commande {value}.{hasSuggestion, select, yes { Vouliez-vous dire {suggestion} ?} other {}}",
  "problem.USAGE_WRONG.argumentMissing": "Il manque quelque chose : {value}",
  "problem.USAGE_WRONG.valueMissing": "L’option {value} a besoin d’une valeur.",
  "problem.USAGE_WRONG.argumentsExcess": "Il y a un mot de trop.",
  "problem.USAGE_WRONG.needsParcel":
    "{option} ne vaut que pour les fichiers de sauvegarde : ajoutez `--as parcel`.",
  "problem.USAGE_WRONG.valueWrong": "{value} n’est pas possible pour {option}.",
  "problem.USAGE_WRONG.pathPart":
    "On ne sait pas dans quel élément se trouve {value}. Nommez-en un avec `--part` : {parts}",
  "problem.USAGE_WRONG.pathsForRestore":
    "Des fichiers isolés ne peuvent qu’être restaurés ; tout le reste prend des éléments entiers.",
  "problem.USAGE_WRONG.conflict": "{option} et {other} s’excluent.",
  "problem.USAGE_WRONG.importTenant":
    "Seul un fichier qui contient exactement une société peut être importé. `fivefold restore` avec `--tenant` en ramène une parmi plusieurs.",
  "problem.USAGE_WRONG.noteNeedsAway":
    "`--note` dit pourquoi une société est absente : il faut `--away`.",
  "problem.USAGE_WRONG.keepMissing":
    "Rien ne dit combien de sauvegardes garder. Utilisez `--keep-last`, `--keep-daily` et ainsi de suite.",
  "problem.USAGE_WRONG.dumpNeedsTarget":
    "Avec `--json`, le contenu ne peut pas être affiché en plus. Nommez un fichier avec `--target`.",
  "keeping.emptied": "l’application est vide à présent.",
  "keeping.shrank":
    "l’application fait moins de la moitié de sa taille d’avant : {nowBytes} au lieu de {thenBytes}.",
  "keeping.tenantsLost": "des sociétés ont disparu : {tenants}",
  "keeping.incompressible":
    "ce qui a changé ne se compresse presque plus, comme si quelqu’un l’avait chiffré.",
  "problem.USAGE_WRONG.placeTaken": "Il y a déjà un emplacement nommé {value}.",
  "problem.USAGE_WRONG.placeName":
    "{value} ne peut pas être le nom d’un emplacement : prenez des lettres, des chiffres, - et _, sans barre oblique.",

  "kind.database": "Base de données",
  "kind.files": "Fichiers",
  "kind.settings": "Réglages",
  "kind.credentials": "Mots de passe et clés",
  "kind.workspace": "Espaces de travail",
  "scope.full": "tout",
  "scope.partial": "sociétés choisies",
  "scope.tenant": "une société",
  "scope.parts": "éléments choisis",
  "reason.manual": "à la main",
  "reason.scheduled": "selon l’horaire",
  "reason.safety": "avant restauration",
  "reason.export": "export",
  "left.part": "Élément",
  "left.tenant": "Société",
  "left.path": "Fichiers",
  "left.attributes": "Attributs étendus",
  "leftReason.excluded": "exclu par la description de l’application",
  "leftReason.notChosen": "non choisi",
  "leftReason.offline": "absent pour le moment, selon l’application",
  "leftReason.loginPart": "reste comme il est ; nommez-le avec `--part` pour le ramener aussi",
  "leftReason.exportLogin":
    "appartient à toutes les sociétés, et n’est jamais dans l’export d’une seule",
  "leftReason.unsupported": "impossible sur cet ordinateur",
  "leftReason.noPart": "n’appartient à aucun élément de l’application",
  "stage.colon": " :",
  "stage.wait": "Attente de la fin d’une autre exécution",
  "stage.open": "Ouverture",
  "stage.read": "Examen des données",
  "stage.store": "Sauvegarde",
  "stage.index": "Achèvement",
  "stage.check": "Vérification",
  "stage.compare": "Comparaison",
  "stage.stage": "Préparation",
  "stage.validate": "Essai de ce qui est préparé",
  "stage.safety": "Sauvegarde de l’état présent",
  "stage.beforeBackup": "Avant la sauvegarde",
  "stage.afterBackup": "Après la sauvegarde",
  "stage.stop": "Arrêt de l’application",
  "stage.migrate": "Mise des données à cette version",
  "stage.start": "Démarrage de l’application",
  "stage.probe": "Vérification que l’application fonctionne",
  "stage.swap": "Mise en place",
  "stage.unswap": "Remise de l’ancien état",
  "stage.clear": "Rangement",
  "stage.forget": "Retrait de la liste",
  "stage.prune": "Libération de la place",
  "progress.left": "encore {leftMs}",
  "progress.rate": "{rateBytes}/s",
  "progress.ofTotal": "{doneBytes} sur {totalBytes}",

  "result.elapsed": "Durée : {elapsedMs}.",
  "result.notIncluded": "Non inclus :",
  "result.leftOut": "{what} {left}{hasPart, select, yes { ({part})} other {}} : {why}",
  "result.findings":
    "{findingCount, plural, one {# chose a été constatée :} other {# choses ont été constatées :}}",
  "result.more": "… et {moreCount, plural, one {# autre} other {# autres}}.",
  "result.record": "Tout figure dans {path}.",
  "outcome.done": "terminé",
  "outcome.incomplete": "incomplet",
  "outcome.turnedBack": "retour en arrière, les données sont comme avant",
  "outcome.failed": "échec",
  "outcome.cancelled": "interrompu",
  "report.backup": "Sauvegarde de {name}",
  "report.copy": "Copie d’une sauvegarde de {name}",
  "report.restore": "Restauration de {name}",
  "report.undo": "Retour à l’état d’avant une restauration de {name}",
  "report.close": "Clôture d’une restauration de {name}",
  "report.settle": "Restauration interrompue de {name}",
  "report.check": "Vérification des sauvegardes de {name}",
  "report.forget": "Suppression d’anciennes sauvegardes de {name}",
  "report.prune": "Place libérée dans les sauvegardes de {name}",
  "report.run": "Exécution {run}, commencée le {startedAt}, durée {elapsedMs}",
  "report.outcome": "Résultat : {outcome}",
  "report.from": "Depuis la sauvegarde {snapshot} du {takenAt} dans {place}.",
  "report.made": "Sauvegarde {snapshot} du {takenAt} dans {place}.",
  "report.place": "Vérifié : {place}",
  "report.target": "Écrit dans {path} ; rien n’a été remplacé.",
  "report.back": "Ce qui est revenu :",
  "report.saved": "Ce qui a été sauvegardé :",
  "report.part":
    "{part} ({title}) : {sizeBytes}{hasRowCount, select, yes {, {rowCount, plural, one {# ligne} other {# lignes}}} other {, {entryCount, plural, one {# entrée} other {# entrées}}}}",
  "report.checked":
    "Avant tout remplacement, chaque octet a été comparé à ce que dit la sauvegarde, chaque base de données vérifiée en entier, et ses lignes comptées.",
  "report.checkedBytes": "Chaque octet a été comparé à ce que dit la sauvegarde.",
  "report.safety": "L’état d’avant est dans la sauvegarde {snapshot} dans {place}.",
  "report.since":
    "Ce qui a été fait depuis la restauration est dans la sauvegarde {snapshot} dans {place}.",
  "report.at": "Un compte rendu se trouve dans {path}.",

  "column.id": "ID",
  "column.title": "Titre",
  "column.tenant": "Société",
  "column.size": "Taille",
  "column.modified": "Modifié",
  "column.entries": "Entrées",
  "column.rows": "Lignes",
  "column.takenAt": "Faite",
  "column.scope": "Contenu",
  "column.reason": "Origine",
  "column.state": "État",
  "column.name": "Nom",
  "column.address": "Lieu",
  "column.host": "Ordinateur",
  "column.user": "Utilisateur",
  "column.tags": "Marques",
  "column.paths": "Dossiers",
  "state.complete": "complète",
  "state.incomplete": "incomplète",
  "state.current": "en service",
  "state.default": "par défaut",

  "init.done": "Les sauvegardes de {name} seront gardées dans {place}.",
  "init.keyMade":
    "Cette clé les ouvre. Sans elle, personne ne peut lire les sauvegardes, pas même les auteurs de Fivefold.",
  "init.keyKept": "Une copie de la clé se trouve dans {path} ; vous seul pouvez la lire.",
  "init.keyGiven": "Le mot de passe donné les ouvre. Il n’a pas été enregistré ; gardez-le bien.",
  "init.keyRemembered":
    "Le mot de passe donné les ouvre. Une copie se trouve dans {path} ; vous seul pouvez la lire.",
  "init.print":
    "Imprimez cette fiche ou notez la clé maintenant, et gardez-la loin de cet ordinateur.",
  "escrow.none":
    "La description de {app} ne nomme personne qui pourrait garder une clé. Vous seul ouvrez vos sauvegardes.",
  "escrow.what":
    "Si vous perdez votre fiche de secours, {name} pourra alors ouvrir vos sauvegardes pour vous. Sinon, personne ne le peut. Avec cette clé et vos sauvegardes, {name} peut lire tout ce qu’elles contiennent. Rien n’est envoyé : un fichier verrouillé est déposé à côté des sauvegardes, et {name} seul peut l’ouvrir.",
  "escrow.ask": "Autoriser {name} à garder une clé ?",
  "escrow.open":
    "{name} garderait une clé, si vous l’autorisez. Personne n’a encore répondu, et il n’y en a pas.",
  "escrow.changed":
    "{name} a une nouvelle clé. La précédente reste jusqu’à votre réponse ; un non la retire.",
  "escrow.allowed": "{name} garde une clé. Autorisé : {answeredAt}, {holder}.",
  "escrow.refused": "{name} ne garde aucune clé. Répondu : {answeredAt}, {holder}.",
  "escrow.ended": "La description ne nomme plus personne, et {name} a encore une clé d’avant.",
  "escrow.how":
    "`fivefold key escrow allow` dit oui, `fivefold key escrow withdraw` dit non et retire une clé.",
  "escrow.stillThere":
    "Une clé a été refusée à {name} ({answeredAt}, {holder}), et il en reste une là où elle n’a pas encore pu être retirée.",
  "escrow.renewed":
    "Cet ordinateur ouvrait les sauvegardes dans {place} avec cette clé même. Elles en ont maintenant une nouvelle, et seule la nouvelle fiche de secours les ouvre : `fivefold key show` l’affiche.",
  "escrow.copies":
    "Qui a gardé une copie du fichier et des sauvegardes d’avant peut encore ouvrir cette copie.",
  "escrow.toSend":
    "`fivefold key escrow save FILE` écrit le fichier pour {name}, qui peut partir par e-mail.",
  "escrow.saved": "{path} est écrit. {name} seul peut l’ouvrir ; il peut partir par e-mail.",
  "escrow.notYet":
    "Il n’y a pas encore de clé pour {name} : elle naît d’un oui et de la première sauvegarde qui le suit.",
  "escrow.opened": "Une clé des sauvegardes de {app}, faite pour {name} : {madeAt}.",
  "escrow.key": "Clé des sauvegardes : {key}",
  "escrow.wasIn": "Elles se trouvaient dans {path}.",
  "escrow.keyFile": "La clé est dans {path}. Avec les sauvegardes sous la main : {command}",
  "escrowPlace.laid": "a la clé",
  "escrowPlace.waits": "la reçoit avec la prochaine sauvegarde",
  "escrowPlace.left": "l’a encore, jusqu’à la prochaine sauvegarde",
  "sheet.title": "Fiche de secours : sauvegardes de {name}",
  "sheet.key": "Clé",
  "sheet.place": "Emplacement",
  "sheet.made": "Faite",
  "sheet.restore": "Tout ramener",
  "sheet.restic": "Sans Fivefold, avec le programme restic",
  "sheet.saved":
    "La fiche de secours est enregistrée : {path}. Gardez-la loin de cet ordinateur : qui a le fichier peut ouvrir les sauvegardes.",
  "sheet.sameDevice":
    "Elle est sur le même disque que les données : elle n’y aide pas si le disque tombe en panne.",
  "parts.none": "La description de l’application ne nomme aucun élément.",
  "parts.clean": "La description de l’application est complète : rien ne manque.",
  "parts.heading": "{name}{hasVersion, select, yes { {version}} other {}} dans {path} :",
  "parts.of": "{word} : {tenantTitle}",
  "backup.done": "La sauvegarde {snapshot} de {name} est complète.",
  "backup.incomplete": "La sauvegarde {snapshot} de {name} est incomplète.",
  "list.none": "Il n’y a pas encore de sauvegardes dans {place}.",
  "list.holds": "{tenants}{moreCount, plural, =0 {} one { et # autre} other { et # autres}}",
  "show.heading": "Sauvegarde {snapshot} de {name} {version}",
  "show.taken": "Faite le {takenAt} : {scope}, {reason}, {state}.",
  "show.nothing": "Il n’y a rien dedans.",
  "check.clean": "Aucune erreur n’a été trouvée dans {place}.",
  "check.read": "Chaque octet a été lu et comparé.",
  "check.notRead":
    "La structure a été examinée ; `fivefold check --read-data` lit et compare aussi chaque octet.",
  "check.bad": "Des erreurs ont été trouvées dans {place}.",
  "restore.plan":
    "La restauration de la sauvegarde {snapshot} du {takenAt} remplace ceci dans {name} ({path}) :",
  "restore.paths": "De {part}, seul ceci est remplacé : {paths}",
  "restore.folders":
    "Un dossier est remplacé en entier ; ce qui y a été créé depuis la sauvegarde est mis de côté, et `fivefold undo` le ramène.",
  "restore.room": "Il faut {neededBytes}, {freeBytes} libres sur {path}.",
  "restore.safetyRoom":
    "La copie de l’état d’avant prend au plus {neededBytes} ; {freeBytes} libres sur {path}.",
  "restore.safetyShort":
    "La copie de l’état d’avant ne tiendra peut-être pas : jusqu’à {neededBytes}, {freeBytes} libres sur {path}. La restauration se fait quand même ; les anciens fichiers restent alors à côté des nouveaux jusqu’à sa clôture.",
  "restore.safetyAway": "L’emplacement de la copie de l’état d’avant n’est pas là maintenant.",
  "restore.open":
    "Ouvert maintenant : {parts} ({holder}). L’application doit être fermée pour la restauration.",
  "restore.openStops":
    "Ouvert maintenant : {parts} ({holder}). L’application est arrêtée pour la restauration, puis redémarrée.",
  "restore.versionFits":
    "Faite par la version {backup} ; ici, c’est la version {live}. L’application l’accepte.",
  "restore.versionMigrates":
    "Faite par la version {backup} ; ici, c’est la version {live}. Ses données sont mises à jour après la mise en place.",
  "restore.versionUnknown":
    "Faite par la version {backup} ; ici, c’est la version {live}. On ne peut pas dire si l’application l’accepte.",
  "restore.hint":
    "`--preview` nomme aussi les fichiers, les tables et les derniers enregistrements.",
  "column.lastGood": "Dernière bonne",
  "column.next": "Prochaine",
  "state.paused": "en pause",
  "state.late": "en retard",
  "state.failed": "dernier échec",
  "state.owing": "des copies manquent",
  "state.new": "nouvelle",
  "state.well": "en ordre",
  "column.change": "Changements",
  "column.table": "Table",
  "column.rowsNow": "Lignes maintenant",
  "column.rowsThen": "Dans la sauvegarde",
  "column.rowsBefore": "Lignes avant",
  "column.rowsAfter": "Lignes après",
  "change.same": "aucun",
  "change.maybe": "peut-être",
  "change.files":
    "{addedCount, plural, =0 {} other {+# }}{changedCount, plural, =0 {} other {~# }}{removedCount, plural, =0 {} other {−# }}fichiers",
  "change.rows": "{rowCount, plural, other {#}} lignes, puis {thenCount, plural, other {#}}",
  "change.missing": "absent maintenant",
  "change.broken": "endommagé maintenant",
  "change.unread": "illisible maintenant",
  "preview.heading":
    "La restauration de la sauvegarde {snapshot} du {takenAt} changerait ceci dans {name} ({path}) :",
  "preview.nothing":
    "La restauration de la sauvegarde {snapshot} du {takenAt} ne changerait rien dans {name} ({path}).",
  "preview.same": "Comme dans la sauvegarde : {parts}",
  "preview.maybe": "Autant de lignes que dans la sauvegarde ; leur contenu peut être différent.",
  "preview.added":
    "{fileCount, plural, one {# fichier revient} other {# fichiers reviennent}} ({sizeBytes}) :",
  "preview.changed":
    "{fileCount, plural, one {# fichier redevient comme il était} other {# fichiers redeviennent comme ils étaient}} ({sizeBytes}) :",
  "preview.removed":
    "{fileCount, plural, one {# fichier disparaît : il n’est pas dans la sauvegarde} other {# fichiers disparaissent : ils ne sont pas dans la sauvegarde}} ({sizeBytes}) :",
  "preview.newest":
    "{title} {records} : {recordCount, plural, one {# de plus} other {# de plus}} depuis cette sauvegarde.",
  "preview.returning":
    "{title} {records} : {recordCount, plural, one {# revient} other {# reviennent}}.",
  "preview.records": "Enregistrements",
  "preview.range": "{first} à {last}",
  "preview.moreTables": "… et {tableCount, plural, one {# autre table} other {# autres tables}}.",
  "diff.heading":
    "De la sauvegarde {snapshot} du {takenAt} à {id} du {untilAt}, voici ce qui a changé dans {name} :",
  "diff.nothing":
    "De la sauvegarde {snapshot} du {takenAt} à {id} du {untilAt}, rien n’a changé dans {name}.",
  "diff.same": "Inchangés : {parts}",
  "diff.added":
    "{fileCount, plural, one {# nouveau fichier} many {# nouveaux fichiers} other {# nouveaux fichiers}} ({sizeBytes}) :",
  "diff.changed":
    "{fileCount, plural, one {# fichier modifié} many {# fichiers modifiés} other {# fichiers modifiés}} ({sizeBytes}) :",
  "diff.removed":
    "{fileCount, plural, one {# fichier a disparu} many {# fichiers ont disparu} other {# fichiers ont disparu}} ({sizeBytes}) :",
  "diff.new": "Nouveau dans la sauvegarde plus récente, {sizeBytes}.",
  "diff.gone": "Absent de la sauvegarde plus récente ; il faisait {sizeBytes}.",
  "diff.maybe": "Autant de lignes qu’avant ; leur contenu peut différer.",
  "preview.untouched": "Absents de la sauvegarde, laissés tels quels : {tenants}",
  "preview.unregistered": "Inconnus de l’application maintenant : {tenants}",
  "restore.undoable":
    "L’état présent est sauvegardé d’abord ; pendant {dayCount, plural, one {# jour} other {# jours}}, `fivefold undo` y revient.",
  "restore.endsUndo":
    "Une fois cette restauration terminée, la précédente du {doneAt} (à l’état du {takenAt}) ne pourra plus être annulée.",
  "restore.enrols":
    "L’application ne connaît pas {tenants} ; {tenantCount, plural, one {elle est aussi inscrite} other {elles sont aussi inscrites}} dans sa liste des sociétés.",
  "restore.ask": "Remplacer ?",
  "restore.declined": "Rien n’a été fait.",
  "undo.ask": "Revenir à l’état d’avant la restauration ?",
  "close.ask": "Garder la restauration définitivement et supprimer l’ancien état ?",
  "close.askLoss":
    "Laisser tels quels les éléments dont l’ancien état est perdu, et mettre fin à la restauration ?",
  "restore.done": "{name} est de nouveau comme le {takenAt}.",
  "restore.doneChosen":
    "De nouveau dans {name} comme le {takenAt} : {what}. Tout le reste est resté tel quel.",
  "restore.enrolled":
    "L’application ne connaissait pas {tenants} ; {tenantCount, plural, one {elle est} other {elles sont}} maintenant dans sa liste des sociétés.",
  "import.done":
    "{tenantTitle} est dans {name}, comme le {takenAt}. Tout le reste est resté tel quel.",
  "import.inside":
    "Là où ses propres données nomment l’ancien identifiant, elles le nomment toujours ; l’éditeur de l’application sait si cela importe.",
  "restore.incomplete": "Mais tout n’est pas revenu dans chaque détail.",
  "restore.safetyDegraded": "Seule la copie de l’état d’avant n’a pas pu être gardée entière.",
  "away.begun":
    "{tenantTitle} est absente à partir de maintenant. Ses données restent ici et dans chaque sauvegarde ; n’y travaillez pas avant que `fivefold import` la ramène.",
  "away.notBegun": "Comme le fichier est incomplet, la société ne compte pas comme absente.",
  "away.since":
    "{tenantTitle} ({tenant}) est absente depuis le {awayAt}{hasNote, select, yes { : {note}} other {.}}",
  "away.ended": "{tenantTitle} n’est plus absente.",
  "away.none": "Aucune société n’est absente.",
  "restore.undo":
    "Jusqu’au {untilAt}, `fivefold undo` revient à l’état d’avant ; `fivefold close` garde la restauration définitivement.",
  "undo.until":
    "Il est possible de revenir à l’état d’avant la restauration du {doneAt} (à l’état du {takenAt}) jusqu’au {untilAt}.",
  "undo.takes": "Ce qui est gardé pour cela occupe {sizeBytes} dans {path}.",
  "restore.ready":
    "Tout est prêt. Ce sera mis en place au prochain démarrage de {name} ; `fivefold undo` y renonce.",
  "restore.waits":
    "Une restauration de {name} à l’état du {takenAt} est prête et pas encore faite : elle sera mise en place au prochain démarrage de {name}, et `fivefold undo` y renonce.",
  "restore.startAgain": "Redémarrez {name}.",
  "restore.target": "La sauvegarde {snapshot} a été écrite dans {path}.",
  "recover.found": "Sauvegardes de {app} dans {place} :",
  "recover.noneWhole":
    "Aucune sauvegarde ici n’est complète et ne contient tout. La meilleure qu’il y a : {snapshot} du {takenAt} ({what}).",
  "recover.plan":
    "La sauvegarde {snapshot} du {takenAt} apporte ceci de {name} dans {path}, où il n’y a encore rien :",
  "recover.ask": "L’apporter là ?",
  "recover.keepsDescription":
    "La description de l’application est déjà là et reste telle quelle : {path}",
  "recover.keepsSettings": "Des réglages sont déjà là et restent tels quels : {path}",
  "recover.noSettings":
    "Les réglages de la sauvegarde ne peuvent pas servir sur cet ordinateur ; ce sont les réglages habituels qui valent.",
  "recover.outside":
    "Ceci se trouve hors de ce dossier, là où le dit la description de l’application : {path}",
  "recover.commands":
    "La description de l’application nomme des commandes. Elles ne sont pas exécutées maintenant, mais le seront avec la prochaine sauvegarde : {what}",
  "recover.done": "{name} est dans {path}, comme le {takenAt}.",
  "recover.donePart": "Une partie de {name} est dans {path}, comme le {takenAt}.",
  "recover.lacks": "Cette sauvegarde ne contient pas toute l’application. Il manque : {part}",
  "recover.absentPlaces":
    "Ces emplacements n’existent pas sur cet ordinateur : {place}. Branchez-les, ou changez-les avec `fivefold place`.",
  "recover.keyNotKept":
    "La clé n’est pas gardée sur cet ordinateur : conservez la fiche de secours, la prochaine sauvegarde la demandera. `--remember` en garde une copie.",
  "recover.offeredPlace":
    "Les sauvegardes se trouvent dans {path}. `fivefold place add` en fait un emplacement de cette installation, pour que les nouvelles y aillent aussi.",
  "recover.newKey":
    "`fivefold init` prépare sur cet ordinateur un emplacement pour les prochaines sauvegardes, et crée sa clé.",
  "undo.done": "{name} est comme avant la restauration.",
  "undo.safety": "Ce qui a été fait depuis la restauration est dans la sauvegarde {snapshot}.",
  "close.done": "La restauration est gardée définitivement ; l’ancien état a été supprimé.",
  "close.freed": "Cela a libéré {freedBytes} dans {path}.",
  "close.lost":
    "La restauration est terminée. Tous les éléments sauf ceux nommés ici sont comme avant elle.",
  "settle.back": "Une restauration interrompue a été trouvée. {name} est comme avant elle.",
  "settle.closing": "En attente de la fermeture de {name}.",
  "settle.starts": "{name} démarre maintenant.",
  "settle.window": "Vous pouvez fermer cette fenêtre.",
  "register.done":
    "Un double clic sur un fichier *{extension} en ouvre maintenant la restauration.",
  "register.removed": "Les fichiers *{extension} ne s’ouvrent plus avec ce programme.",
  "register.none":
    "La description ne nomme pas d’extension propre (`parcel`), et les fichiers zip sont à tout le monde.",
  "register.unsupported": "Les fichiers peuvent être enregistrés sous Linux et sous Windows.",
  "settle.none": "Il n’y a rien à régler.",
  "settle.starting":
    "Une autre exécution est en train de démarrer {name} ; il n’y a rien à régler.",
  "parcel.written": "La sauvegarde a été écrite dans {path} ({sizeBytes}).",
  "parcel.replaced": "Elle a pris la place de celle du {replacedAt}, qui n’existe plus.",
  "parcel.beside":
    "Elle est incomplète. Celle qui est complète a été gardée et se trouve à côté : {path}",
  "parcel.passwordMade":
    "Ce mot de passe l’ouvre. Il n’est montré que maintenant et n’est gardé nulle part ; sans lui, personne ne peut lire le fichier.",
  "parcel.passwordTyped":
    "D’autres programmes le veulent exactement tel quel, avec les tirets ; Fivefold l’accepte aussi sans.",
  "parcel.passwordGiven":
    "Le mot de passe indiqué l’ouvre. Il n’a pas été enregistré ; gardez-le bien.",
  "parcel.passwordOfInstallation":
    "Elle est verrouillée avec la clé des fichiers de sauvegarde de cette installation : ici rien n’est demandé, ailleurs il faut la fiche de secours.",
  "parcel.namesShown":
    "Sans le mot de passe, personne ne peut lire le contenu, mais tout le monde peut lire les noms des fichiers ; `--hide-names` les cache aussi.",
  "parcel.credentialsInner":
    "Les mots de passe et clés y sont verrouillés : ici rien n’est demandé, sur un autre ordinateur il faut la fiche de secours.",
  "parcel.credentialsLeftOut":
    "Les mots de passe et clés ne sont pas dans ce fichier ; sur un autre ordinateur, il faudra les saisir de nouveau.",
  "parcel.credentialsIncluded":
    "Les mots de passe et clés sont aussi dans ce fichier : qui a le fichier et son mot de passe les a.",
  "sheet.parcelKey": "Clé des fichiers de sauvegarde : {key}",
  "forget.none": "Aucune sauvegarde ne doit partir.",
  "forget.keep": "À garder :",
  "forget.remove": "À retirer :",
  "forget.plan":
    "{keptCount, plural, one {# sauvegarde reste} other {# sauvegardes restent}}, {removedCount, plural, one {# part} other {# partent}}.",
  "forget.doneFiles":
    "{removedCount, plural, one {# sauvegarde a été supprimée} other {# sauvegardes ont été supprimées}}.",
  "forget.done":
    "{removedCount, plural, one {# sauvegarde a été retirée} other {# sauvegardes ont été retirées}} de la liste. `fivefold prune` rend la place.",
  dryRun: "Rien n’a été changé.",
  "prune.plan":
    "{freedBytes} peuvent être rendus : {removedCount, plural, one {# fichier part} other {# fichiers partent}}, {rewrittenCount, plural, one {# est réécrit} other {# sont réécrits}}.",
  "prune.none": "Il n’y a pas de place à rendre.",
  "prune.done": "{freedBytes} ont été rendus.",
  "key.made": "La nouvelle clé :",
  "key.added": "La clé {id} a été ajoutée.",
  "key.removed": "La clé {id} a été retirée ; elle n’ouvre plus rien.",
  "copy.done": "La sauvegarde {snapshot} a été copiée dans {place} sous le nom {copied}.",
  "copy.newPlace":
    "{place} est un nouvel emplacement pour des sauvegardes avec historique. `--as parcel` fait un seul fichier à la place.",
  "copy.incomplete":
    "La sauvegarde {snapshot} a été copiée dans {place} sous le nom {copied} ; elle est incomplète.",
  "copy.wasThere":
    "La sauvegarde {snapshot} est déjà dans {place} sous le nom {copied} ; il n’y avait rien à faire.",
  "alarm.subjectBegan": "{app} : les sauvegardes demandent votre attention",
  "alarm.subjectEnded": "{app} : le problème de sauvegarde est terminé",
  "alarm.subjectWeekly": "{app} : les sauvegardes de la semaine",
  "alarm.subjectTrial": "{app} : un message d’essai",
  "alarm.trial":
    "Ce message a été envoyé à l’essai. Quand les sauvegardes de {app} demandent votre attention, un message comme celui-ci arrive.",
  "alarm.jobLate":
    "La tâche {job} n’a fait aucune bonne sauvegarde {hasSinceAt, select, yes {depuis {sinceAt}} other {jusqu’ici}}.",
  "alarm.placeAway": "L’emplacement {place} n’a pas été vu depuis {sinceAt}.",
  "alarm.unchecked":
    "Les sauvegardes de la tâche {job} n’ont pas été vérifiées {hasSinceAt, select, yes {depuis {sinceAt}} other {jusqu’ici}}.",
  "alarm.spaceShort":
    "Dans {place}, il reste de la place pour moins de deux sauvegardes : {freeBytes} libres, {neededBytes} nécessaires.",
  "alarm.undoEnding":
    "On peut revenir à l’état d’avant la dernière restauration jusqu’au {untilAt}.",
  "alarm.ended": "Ceci est terminé :",
  "alarm.weekly": "Dernières bonnes sauvegardes :",
  "alarm.weeklyJob": "{job} : {hasGoodAt, select, yes {{goodAt}} other {aucune}}",
  "alarm.look": "`fivefold status` dit où en sont les choses.",
  "job.none": "Il n’y a pas encore de tâche ; `fivefold job add nightly` en ajoute une.",
  "job.added": "La tâche {job} a été ajoutée.",
  "job.removed": "La tâche {job} a été retirée ; ses sauvegardes restent.",
  "job.accepted":
    "La tâche {job} tient l’application pour juste telle qu’elle est ; les anciennes sauvegardes partent de nouveau.",
  "job.changed": "La tâche {job} a été modifiée.",
  "job.paused": "La tâche {job} est en pause.",
  "job.resumed": "La tâche {job} reprend.",
  "job.needsServe":
    "Les tâches s’exécutent tant que `fivefold serve` fonctionne ; `fivefold run` en exécute une maintenant.",
  "job.next": "Prochaine exécution : {nextAt} ({zone}).",
  "job.atOnce": "Elle est due maintenant.",
  "job.limited": "Elle lit et écrit au plus {speed}.",
  "job.rests": "Elle est en pause.",
  "job.waits": "Elle attend ce qui la déclenche.",
  "job.failed": "La dernière exécution a échoué le {failedAt} :",
  "job.whenDaily": "Chaque jour à {time}.",
  "job.whenDays": "{days} à {time}.",
  "job.whenEvery":
    "{minuteCount, plural, one {Chaque minute} many {Toutes les # minutes} other {Toutes les # minutes}}.",
  "job.whenEveryInUse":
    "{minuteCount, plural, one {Chaque minute} many {Toutes les # minutes} other {Toutes les # minutes}} tant que l’application est ouverte.",
  "job.whenCron": "Comme `cron` le lit : {expression}",
  "job.whenAfter": "Chaque fois que la tâche {other} a réussi.",
  "job.whenDrive": "Quand le disque de {place} est branché.",
  "catalog.runs":
    "{runCount, plural, one {# compte rendu d’exécution a été lu.} many {# comptes rendus d’exécutions ont été lus.} other {# comptes rendus d’exécutions ont été lus.}}",
  "catalog.place":
    "{backupCount, plural, one {# sauvegarde se trouve dans {place}.} many {# sauvegardes se trouvent dans {place}.} other {# sauvegardes se trouvent dans {place}.}}",
  "list.seen":
    "{place} n’est pas là en ce moment. Ce qui s’y trouvait la dernière fois, {seenAt} :",
  "handed.waits":
    "{hasJob, select, yes {La tâche {job} travaille depuis {startedAt}.} other {{hasName, select, yes {Une exécution de {name} travaille depuis {startedAt}.} other {Une autre exécution travaille depuis {startedAt}.}}}} La vôtre commencera dès qu’elle sera terminée.",
  "run.unchanged": "Rien n’a changé depuis {sinceAt} : aucune sauvegarde n’était nécessaire.",
  "run.made": "La tâche {job} a fait sa sauvegarde.",
  "status.well": "Toutes les tâches font leur travail.",
  "status.late": "Trop longtemps sans bonne sauvegarde : {jobs}",
  "place.none": "Pas encore d’emplacements ; les sauvegardes sont dans {place}.",
  "place.added": "L’emplacement {name} a été ajouté : {place}",
  "place.nowDefault":
    "C’est le premier emplacement : désormais les sauvegardes y vont, sauf si un autre est nommé.",
  "place.earlier":
    "Les sauvegardes d’avant le premier emplacement sont dans {place} ; `--from` avec ce dossier les montre et les restaure.",
  "place.resting": "Ces tâches sont en pause, car elles y écrivaient : {jobs}",
  "place.removed":
    "L’emplacement {name} a été retiré de la liste. Les sauvegardes qui s’y trouvent n’ont pas été touchées.",
  "vault.none": "Il n’y a rien dans {place}.",
  "vault.restored":
    "{entryCount, plural, one {# fichier ou dossier a été écrit} other {# fichiers et dossiers ont été écrits}} dans {path}.",
  "support.line": "Aide : {contact}",
  "ask.password": "Clé des sauvegardes dans {place}",
  "ask.app": "Quelle application de {place} ?",
  "ask.backup": "Quelle sauvegarde ?",
  "ask.into": "Dossier pour {name}",
  "ask.newPassword": "Nouveau mot de passe des sauvegardes dans {place} (vide : une clé est créée)",
  "ask.again": "Encore une fois le même",
  "ask.different": "Les deux ne sont pas identiques. Recommençons.",
  "ask.yes": "Oui",
  "ask.no": "Non",
  "ask.done": "C’est fait",
  "ask.skip": "Passer",
  "ask.closed": "Fermez l’application. Est-elle fermée ?",

  "help.usage": "Utilisation :",
  "help.arguments": "Arguments :",
  "help.options": "Options :",
  "help.globalOptions": "Options de toutes les commandes :",
  "help.commands": "Commandes :",
  "help.program": "Sauvegarde une application de gestion et la ramène.",
  "help.init": "prépare un emplacement pour les sauvegardes et crée sa clé",
  "help.parts": "montre de quoi l’application se compose",
  "help.backup": "fait une sauvegarde",
  "help.list": "montre les sauvegardes",
  "help.show": "montre ce que contient une sauvegarde",
  "help.diff": "dit ce qui a changé d’une sauvegarde à l’autre",
  "help.check": "vérifie que les sauvegardes sont intactes",
  "help.restore": "ramène l’application, ou écrit une sauvegarde dans un dossier",
  "help.recover":
    "ramène l’application sur un nouvel ordinateur, avec seulement les sauvegardes et la clé",
  "help.undo": "revient à l’état d’avant la dernière restauration",
  "help.close": "garde définitivement la dernière restauration et supprime l’ancien état",
  "help.settle":
    "termine ce qu’une restauration interrompue a laissé, et met en place celle qui est préparée",
  "help.forget": "retire d’anciennes sauvegardes de la liste selon une règle",
  "help.prune": "rend la place des sauvegardes retirées",
  "help.key": "les clés qui ouvrent les sauvegardes",
  "help.keyAdd": "ajoute une clé",
  "help.keyList": "montre les clés",
  "help.keyShow": "montre de nouveau la fiche de secours",
  "help.keyEscrow": "une clé à part pour celui que l’éditeur nomme",
  "help.keyEscrowStatus": "dit s’il y en a une, et où",
  "help.keyEscrowAllow": "l’autorise",
  "help.keyEscrowWithdraw": "la refuse, et la retire",
  "help.keyEscrowSave": "écrit le fichier verrouillé qui peut lui être envoyé",
  "help.keyEscrowOpen": "pour lui : ouvre un tel fichier et montre la clé",
  "argument.escrowNew": "le fichier qui est écrit",
  "argument.escrowFile": "le fichier verrouillé, qui finit par `.age`",
  "option.identity": "fichier avec la clé secrète, comme `age-keygen` l’écrit",
  "option.keyFile": "écrit la clé dans ce fichier, pour `--password-file`, sans la montrer",
  "help.keyRemove": "retire une clé",
  "help.export": "écrit une société dans un fichier à emporter",
  "help.import": "accueille une société, depuis le fichier que `fivefold export` a écrit",
  "help.away": "les sociétés emportées ailleurs et qui doivent revenir",
  "help.awayList": "les montre",
  "help.awayEnd": "met fin à l’absence d’une société qui n’est jamais partie ou ne revient pas",
  "help.copy":
    "copie une sauvegarde vers un autre emplacement, ou dans un seul fichier avec `--as parcel`",
  "help.place": "les emplacements où sont gardées les sauvegardes",
  "help.placeAdd": "ajoute un emplacement",
  "help.placeList": "montre les emplacements",
  "help.placeRemove": "retire un emplacement de la liste ; ses sauvegardes restent",
  "help.vault": "travaille sur n’importe quel dépôt restic",
  "help.vaultSnapshots": "montre les instantanés",
  "help.vaultLs": "montre les fichiers d’un instantané",
  "help.vaultCheck": "vérifie que le dépôt est intact",
  "help.vaultRestore": "écrit un instantané dans un dossier",
  "help.vaultDump": "affiche un fichier d’un instantané",
  "help.job": "ce qui est sauvegardé tout seul, et quand",
  "help.jobAdd": "ajoute une tâche : `nightly`, `weekdays` ou `working`",
  "help.jobList": "montre les tâches et leur prochaine exécution",
  "help.jobShow": "montre une tâche",
  "help.jobAccept":
    "les anciennes sauvegardes d’une tâche partent de nouveau : l’application est comme il faut",
  "help.jobChange": "modifie une tâche : quand elle s’exécute, quoi, où, et combien reste",
  "help.jobPause": "met une tâche en pause",
  "help.jobResume": "reprend une tâche",
  "help.jobRemove": "retire une tâche ; ses sauvegardes restent",
  "help.run": "exécute une tâche maintenant",
  "help.status":
    "si toutes les tâches font leur travail ; le code de sortie est 3 quand l’une est en retard",
  "argument.job": "le nom de la tâche",
  "argument.jobKind":
    "`nightly` : chaque nuit, avec un historique ; `weekdays` : un fichier par jour de la semaine ; `working` : un fichier par jour, renouvelé toutes les cinq minutes ; `own` : comme le disent les options",
  "option.day": "ce jour de la semaine, par exemple `monday` ; peut être répété",
  "option.every": "toutes les tant de minutes",
  "option.whileInUse": "avec `--every` : seulement tant que l’application est ouverte",
  "option.cron": "selon une expression cron, par exemple `0 3 * * 1-5`",
  "option.afterJob": "chaque fois que cette tâche a réussi",
  "option.timeZone": "l’heure de quel lieu, par exemple `Europe/Berlin`",
  "option.onlyWhenChanged": "ne fait pas de sauvegarde si rien n’a changé",
  "option.alarmAfter": "on est prévenu après tant d’heures sans bonne sauvegarde",
  "option.limit":
    "au plus à cette vitesse, par exemple `20MB/s` ; `none` : aussi vite que possible",
  "option.jobName": "un autre nom pour la tâche",
  "option.at": "à cette heure, comme `22:30`",
  "option.copyTo": "un emplacement qui reçoit une copie de chaque sauvegarde ; peut être répété",
  "help.version": "affiche la version",
  "help.help": "affiche cette aide",
  "option.app":
    "la description de l’application (sinon FIVEFOLD_APP, sinon fivefold.yaml ici ou au-dessus)",
  "option.home": "le dossier propre à Fivefold pour cette application (sinon FIVEFOLD_HOME)",
  "option.json": "affiche un objet JSON par ligne et ne demande jamais rien",
  "option.language": "en, fa, pt, de ou fr",
  "option.lint": "nomme ce qui manque dans la description",
  "option.tenant": "seulement cette société (identifiant ou motif ; peut être répété)",
  "option.part": "seulement cet élément (identifiant ou motif ; peut être répété)",
  "option.path": "seulement ce fichier ou dossier de l’élément (ou motif ; peut être répété)",
  "option.partOfShow":
    "montre les fichiers de cet élément (identifiant ou motif ; peut être répété)",
  "option.pathOfShow": "montre seulement ce fichier ou dossier (ou motif ; peut être répété)",
  "option.as": "`vault` : avec historique ; ou `parcel` : un seul fichier zip",
  "option.name": "nom du fichier de sauvegarde ; sinon la date et l’heure",
  "option.nameBy": "moment, day ou weekday ; les deux derniers remplacent l’ancien fichier",
  "option.encrypt": "verrouille le fichier par un mot de passe (AES-256)",
  "option.hideNames": "verrouille aussi les noms qu’il contient",
  "option.compress": "deflate, zstd ou none",
  "option.smaller": "comprime davantage et prend plus de temps",
  "option.parcelPasswordFile": "le mot de passe du fichier de sauvegarde est dans ce fichier",
  "option.toFile": "le fichier à écrire",
  "option.withCredentials":
    "aussi les mots de passe et clés de l’application ; le fichier est alors verrouillé",
  "option.away": "la société est absente à partir de maintenant, jusqu’au retour du fichier",
  "option.note": "pourquoi, où ou chez qui elle est",
  "option.replace": "à la place de la société qui a le même identifiant",
  "option.asTenant": "avec un autre identifiant",
  "option.title": "avec un autre nom",
  "option.to": "le nom d’un emplacement, ou un dossier (avec une barre oblique)",
  "option.from":
    "le nom d’un emplacement, ou un dossier (avec une barre oblique) ; sinon le premier emplacement",
  "option.with": "où se trouve la seconde sauvegarde, si c’est ailleurs que la première",
  "option.recoverFrom": "le dossier des sauvegardes, ou un fichier de sauvegarde",
  "option.into":
    "le dossier pour l’application : un nouveau, un vide, ou celui de l’application installée",
  "option.appId": "l’application voulue, là où il y a des sauvegardes de plusieurs",
  "option.recoverList": "montre seulement quelles sauvegardes il y a",
  "option.passwordFile": "un fichier dont la première ligne est la clé",
  "option.fromPasswordFile":
    "un fichier dont la première ligne est la clé de l’emplacement d’où l’on copie",
  "option.newPasswordFile":
    "un fichier dont la première ligne est la nouvelle clé ; sinon elle est demandée ou créée",
  "option.sheetPdf": "écrit la fiche en PDF au lieu de la montrer : un fichier ou un dossier",
  "option.remember": "garde une copie du mot de passe dans le dossier propre à Fivefold",
  "option.readData": "lit et compare aussi chaque octet",
  "option.preview": "montre seulement ce qui changerait",
  "option.target": "écrit dans ce dossier vide et ne remplace rien",
  "option.allowLinksOut": "reprend d’un fichier de sauvegarde aussi les liens qui en sortent",
  "option.targetFile": "écrit dans ce fichier",
  "option.yes": "ne demande pas",
  "option.acceptLoss":
    "met fin à une restauration dont l’ancien état est perdu en partie, et laisse ces éléments comme ils sont",
  "option.apply":
    "pour le lanceur de l’application, avant qu’il la démarre : une restauration prête est mise en place",
  "option.after": "attend la fin du processus de ce numéro : l’application qui donne la commande",
  "option.progress": "montre l’avancement ; sans terminal, sur une page à part",
  "option.then": "démarre ensuite ce programme, quel que soit le résultat",
  "option.tokenStdin":
    "se connecte avec le jeton de l’entrée standard, au lieu de l’utilisateur de cet ordinateur",
  "option.wait":
    "attend la sauvegarde ou la restauration faite sur la page, dit ce qui se passe et finit avec son résultat",
  "option.removeFiles": "annule cela",
  "option.printFiles": "montre ce qui serait écrit, pour un installateur",
  "option.atNextStart":
    "prépare tout maintenant, et remplace au prochain démarrage de l’application",
  "option.keepIfProbeFails":
    "garde la restauration même si l’essai de l’application dit qu’elle ne fonctionne pas",
  "option.dryRun": "montre seulement ce qui serait fait",
  "option.keepLast": "garde les N dernières",
  "option.keepHourly": "en garde une pour chacune des N dernières heures qui en ont",
  "option.keepDaily": "en garde une pour chacun des N derniers jours qui en ont",
  "option.keepWeekly": "en garde une pour chacune des N dernières semaines qui en ont",
  "option.keepMonthly": "en garde une pour chacun des N derniers mois qui en ont",
  "option.keepYearly": "en garde une pour chacune des N dernières années qui en ont",
  "option.keepWithin": "garde toutes celles plus récentes que cela, comme 1y5m7d2h",
  "option.repo": "le dossier du dépôt",
  "argument.parcel": "un fichier de sauvegarde au lieu d’un emplacement",
  "argument.snapshot":
    "l’identifiant d’une sauvegarde, ses premiers chiffres, latest, ou un fichier de sauvegarde",
  "argument.before":
    "la sauvegarde la plus ancienne : son identifiant, ses premiers chiffres, latest ou son fichier",
  "argument.after": "la plus récente, désignée de même",
  "argument.key": "l’identifiant d’une clé",
  "argument.name": "le nom de l’emplacement",
  "argument.exported": "le fichier que `fivefold export` a écrit",
  "argument.tenant": "l’identifiant de la société",
  "argument.folder": "le dossier de l’emplacement",
  "argument.path": "un chemin dans l’instantané",
};
