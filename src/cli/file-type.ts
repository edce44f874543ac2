/**
 * What a desktop has to be told so that a double click on a backup file opens it: as files for Linux, as registry keys for
 * Windows. Pure functions, so that an installer can be shown what would be written.
 *
 * @see freedesktop.org: Shared MIME-info Database, Desktop Entry Specification; learn.microsoft.com: File Types
 */

export interface FileType {
  readonly appId: string;
  /** What people read. */
  readonly title: string;
  /** With its dot. */
  readonly extension: string;
  /** The program and its words; the file comes behind them. */
  readonly command: readonly string[];
}

/** A file under the folder of the person's data: `$XDG_DATA_HOME`. */
export interface DataFile {
  readonly path: string;
  readonly text: string;
}

export function mimeTypeOf({ appId }: FileType): string {
  return `application/vnd.fivefold.${appId.toLowerCase()}+zip`;
}

export function linuxFiles(type: FileType): readonly DataFile[] {
  const { appId, title, extension, command } = type;
  const name = `fivefold-${appId.toLowerCase()}`;
  const mime = mimeTypeOf(type);
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="${escaped(mime)}">
    <comment>${escaped(title)}</comment>
    <sub-class-of type="application/zip"/>
    <glob pattern="*${escaped(extension)}"/>
  </mime-type>
</mime-info>
`;
  const desktop = `[Desktop Entry]
Type=Application
Name=${plainValue(title)}
Exec=${[...command.map(execWord), "%f"].join(" ")}
MimeType=${mime};
NoDisplay=true
Terminal=false
`;
  return [
    { path: `mime/packages/${name}.xml`, text: xml },
    { path: `applications/${name}.desktop`, text: desktop },
  ];
}

/** A file for `reg import`; with `isRemoved` one that takes the keys away. */
export function windowsRegistry(type: FileType, isRemoved: boolean): string {
  const { appId, title, extension, command } = type;
  const root = "HKEY_CURRENT_USER\\Software\\Classes";
  const kind = `Fivefold.${appId}`;
  const line = [...command, "%1"].map((word) => `"${word}"`).join(" ");
  const keys: readonly (readonly [string, string])[] = [
    [`${root}\\${extension}`, kind],
    [`${root}\\${kind}`, title],
    [`${root}\\${kind}\\shell\\open\\command`, line],
  ];
  const lines = isRemoved
    ? [`[-${root}\\${extension}]`, "", `[-${root}\\${kind}]`, ""]
    : keys.flatMap(([key, value]) => [`[${key}]`, `@="${registryText(value)}"`, ""]);
  return ["Windows Registry Editor Version 5.00", "", ...lines].join("\r\n");
}

function registryText(text: string): string {
  return text.replaceAll(/[\\"]/g, (sign) => `\\${sign}`);
}

/** Quoted as the specification has it; a backslash is doubled once more, because the value is a string. */
function execWord(word: string): string {
  const quoted = word
    .replaceAll(/[\\"`$]/g, (sign) => `\\${sign}`)
    .replaceAll("\\", "\\\\")
    .replaceAll("%", "%%");
  return `"${quoted}"`;
}

function plainValue(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll(/[\r\n]+/g, " ");
}

function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot" };
  return text.replaceAll(/[&<>"]/g, (sign) => `&${names[sign] ?? ""};`);
}
