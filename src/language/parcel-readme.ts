/**
 * README.txt of a parcel: what the file is and how to get the data back, with Fivefold and without, in five languages.
 *
 * At most 6 KiB in UTF-8. It has a byte order mark and Windows line ends, because whoever needs it may have only an old
 * Notepad: without the mark that shows Persian and accents as rubbish, without the line ends all in one line; every other
 * program reads both. Lines are at most 78 characters; each Persian line is embedded from right to left. Commands
 * stand once, behind all languages. It says nothing that the head of the parcel does not show anyway.
 */

import { LANGUAGES, type LanguageCode } from "./choose.ts";
import { visible } from "./language.ts";

export interface ParcelReadmeFacts {
  readonly appName: string;
  readonly appVersion: string;
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  readonly form: "plain" | "encrypted" | "hidden";
  /**
   * "inner": each credentials part is a zip of its own under the installation's key; "included": it lies in the parcel like
   * everything else; "leftOut": it does not, or there is none.
   */
  readonly credentials: "inner" | "included" | "leftOut";
}

export const LARGEST_README_BYTES = 6 * 1024;

interface Words {
  readonly language: string;
  readonly what: string;
  readonly withFivefold: string;
  readonly without: string;
  readonly databases: string;
  readonly encrypted: string;
  readonly hidden: string;
  readonly inner: string;
  readonly leftOut: string;
}

const WORDS: Readonly<Record<LanguageCode, Words>> = {
  en: {
    language: "English",
    what: "This file is a backup of {app}, made by the program Fivefold at the time that stands above.",
    withFivefold:
      "With Fivefold: command 1 shows what is in it, 2 writes everything into an empty folder.",
    without: "Without Fivefold: unpack it with any zip program, also the one of Windows (3).",
    databases:
      "Unpacked, every file is as it was, and databases are plain SQLite files. On Linux and Macs, 4 compares each file with what was saved.",
    encrypted:
      "It is locked with a password (AES-256). Without Fivefold: unpack it with 7-Zip, which asks for the password (5); the zip of Windows cannot.",
    hidden:
      "In it lies content.zip, locked with a password (AES-256): unpack that with 7-Zip (5), and what comes out once more (3).",
    inner:
      "Passwords and keys of the app lie in zip files of their own inside. Their password is the “key for backup files” of the emergency sheet (5).",
    leftOut: "Passwords and keys of the app are not in this file.",
  },
  fa: {
    language: "فارسی",
    what: "این فایل نسخهٔ پشتیبان {app} است که برنامهٔ Fivefold در زمانی که بالا نوشته شده ساخته است.",
    withFivefold:
      "با Fivefold: فرمان 1 نشان می‌دهد چه در آن است و فرمان 2 همه را در پوشه‌ای خالی می‌نویسد.",
    without: "بدون Fivefold: با هر برنامهٔ زیپ باز می‌شود، با زیپ ویندوز هم (3).",
    databases:
      "پس از باز کردن، هر فایل همان است که بود و پایگاه‌های داده فایل‌های سادهٔ SQLite هستند. در لینوکس و مک فرمان 4 هر فایل را با آنچه ذخیره شده مقایسه می‌کند.",
    encrypted:
      "با گذرواژه قفل شده است (AES-256). بدون Fivefold: با 7-Zip باز کنید که گذرواژه را می‌پرسد (5)؛ زیپ ویندوز نمی‌تواند.",
    hidden:
      "درون آن content.zip است که با گذرواژه قفل شده (AES-256): آن را با 7-Zip باز کنید (5) و آنچه بیرون می‌آید را بار دیگر (3).",
    inner:
      "گذرواژه‌ها و کلیدهای نرم‌افزار در زیپ‌های جداگانه‌ای درون آن هستند. گذرواژهٔ آنها «کلید فایل‌های پشتیبان» روی برگهٔ اضطراری است (5).",
    leftOut: "گذرواژه‌ها و کلیدهای نرم‌افزار در این فایل نیستند.",
  },
  pt: {
    language: "Português",
    what: "Este arquivo é um backup de {app}, feito pelo programa Fivefold na hora indicada acima.",
    withFivefold:
      "Com o Fivefold: o comando 1 mostra o que há nele, o 2 grava tudo em uma pasta vazia.",
    without: "Sem o Fivefold: extraia com qualquer programa de zip, também com o do Windows (3).",
    databases:
      "Extraído, cada arquivo está como era, e os bancos de dados são arquivos SQLite comuns. No Linux e no Mac, 4 compara cada arquivo com o que foi guardado.",
    encrypted:
      "Está trancado com senha (AES-256). Sem o Fivefold: extraia com o 7-Zip, que pede a senha (5); o zip do Windows não consegue.",
    hidden:
      "Dentro dele está content.zip, trancado com senha (AES-256): extraia-o com o 7-Zip (5), e o que sair dele mais uma vez (3).",
    inner:
      "As senhas e chaves do aplicativo estão em arquivos zip próprios dentro dele. A senha deles é a “chave dos arquivos de backup” da folha de emergência (5).",
    leftOut: "As senhas e chaves do aplicativo não estão neste arquivo.",
  },
  de: {
    language: "Deutsch",
    what: "Diese Datei ist eine Sicherung von {app}, gemacht vom Programm Fivefold zu der Zeit, die oben steht.",
    withFivefold:
      "Mit Fivefold: Befehl 1 zeigt, was darin ist, 2 schreibt alles in einen leeren Ordner.",
    without: "Ohne Fivefold: mit jedem Zip-Programm auspacken, auch mit dem von Windows (3).",
    databases:
      "Ausgepackt ist jede Datei, wie sie war, und Datenbanken sind gewöhnliche SQLite-Dateien. Unter Linux und auf dem Mac vergleicht 4 jede Datei mit dem, was gesichert wurde.",
    encrypted:
      "Sie ist mit einem Passwort verschlossen (AES-256). Ohne Fivefold: mit 7-Zip auspacken, das nach dem Passwort fragt (5); das Zip von Windows kann es nicht.",
    hidden:
      "Darin liegt content.zip, verschlossen mit einem Passwort (AES-256): diese mit 7-Zip auspacken (5), und was herauskommt, noch einmal (3).",
    inner:
      "Passwörter und Schlüssel der Anwendung liegen darin in eigenen Zip-Dateien. Deren Passwort ist der „Schlüssel für Sicherungsdateien“ auf dem Notfallblatt (5).",
    leftOut: "Passwörter und Schlüssel der Anwendung sind nicht in dieser Datei.",
  },
  fr: {
    language: "Français",
    what: "Ce fichier est une sauvegarde de {app}, faite par le programme Fivefold à l’heure indiquée ci-dessus.",
    withFivefold:
      "Avec Fivefold : la commande 1 montre son contenu, 2 écrit tout dans un dossier vide.",
    without: "Sans Fivefold : extrayez-le avec tout programme zip, aussi celui de Windows (3).",
    databases:
      "Une fois extrait, chaque fichier est tel qu’il était, et les bases de données sont de simples fichiers SQLite. Sous Linux et sur Mac, 4 compare chaque fichier à ce qui a été sauvegardé.",
    encrypted:
      "Il est verrouillé par un mot de passe (AES-256). Sans Fivefold : extrayez-le avec 7-Zip, qui demande le mot de passe (5) ; le zip de Windows ne le peut pas.",
    hidden:
      "Il contient content.zip, verrouillé par un mot de passe (AES-256) : extrayez-le avec 7-Zip (5), et ce qui en sort une fois encore (3).",
    inner:
      "Les mots de passe et clés de l’application s’y trouvent dans des fichiers zip à part. Leur mot de passe est la « clé des fichiers de sauvegarde » de la fiche de secours (5).",
    leftOut: "Les mots de passe et clés de l’application ne sont pas dans ce fichier.",
  },
};

const LONGEST_LINE = 78;
const LONGEST_NAME = 60;
const BYTE_ORDER_MARK = "\uFEFF";
const LINE_END = "\r\n";
const FROM_RIGHT = "\u202b";
const END = "\u202c";

/** Gives the whole file as text, the byte order mark in front. */
export function parcelReadme(facts: ParcelReadmeFacts): string {
  const app = short(facts.appName);
  const version = short(facts.appVersion);
  const made = `${facts.takenAt.slice(0, 19).replace("T", " ")} UTC`;
  const lines = [
    [app, version, made].filter((each) => each !== "").join("  |  "),
    ...LANGUAGES.flatMap((code) => {
      const words = WORDS[code];
      const said = sentences(words, facts).map((each) => each.replaceAll("{app}", app));
      const wrapped = [`== ${words.language} ==`, ...said.flatMap(wrap)];
      return ["", ...(code === "fa" ? wrapped.map((line) => FROM_RIGHT + line + END) : wrapped)];
    }),
    "",
    ...commands(facts),
  ];
  return BYTE_ORDER_MARK + lines.join(LINE_END) + LINE_END;
}

function sentences(words: Words, { form, credentials }: ParcelReadmeFacts): readonly string[] {
  return [
    words.what,
    words.withFivefold,
    form === "encrypted" ? words.encrypted : words.without,
    ...(form === "hidden" ? [words.hidden] : []),
    words.databases,
    ...(credentials === "inner" ? [words.inner] : []),
    ...(credentials === "leftOut" ? [words.leftOut] : []),
  ];
}

function commands({ form, credentials }: ParcelReadmeFacts): readonly string[] {
  const locked = [
    ...(form === "encrypted" ? ["7z x FILE"] : form === "hidden" ? ["7z x content.zip"] : []),
    ...(credentials === "inner" ? ["7z x credentials.zip"] : []),
  ];
  return [
    "1  fivefold show FILE",
    "2  fivefold restore FILE --target FOLDER",
    ...(form === "encrypted" ? [] : ["3  unzip FILE -d FOLDER     7z x FILE     tar -xf FILE"]),
    "4  cd FOLDER && sha256sum -c SHA256SUMS",
    ...(locked.length > 0 ? [`5  ${locked.join("     ")}`] : []),
  ];
}

/** Somebody else's text: nothing in it may turn the lines round, and its length is bounded. */
function short(text: string): string {
  const line = visible(text).replaceAll(/\s+/g, " ").trim();
  const signs = Array.from(line);
  return signs.length <= LONGEST_NAME ? line : `${signs.slice(0, LONGEST_NAME - 1).join("")}…`;
}

function wrap(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= LONGEST_LINE)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
