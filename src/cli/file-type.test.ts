// Goal: what a desktop is told holds for every path and title. Method: the formats' own rules, and the desktop's own tools
// where they are there (test/cli/register.test.ts).

import assert from "node:assert/strict";
import { test } from "node:test";
import { linuxFiles, windowsRegistry } from "./file-type.ts";

const TYPE = {
  appId: "Kontor",
  title: 'Kontor "Backup" & Co <x>',
  extension: ".kontor-backup",
  command: ["/opt/my node/node", "/opt/a$b`c%d\\e/fivefold.cjs", "open"],
};

test("file type: Linux gets a MIME type for the extension alone, and a program that takes the file", () => {
  const [mime, desktop] = linuxFiles(TYPE);
  assert.equal(mime?.path, "mime/packages/fivefold-kontor.xml");
  assert.ok(mime.text.includes('<mime-type type="application/vnd.fivefold.kontor+zip">'));
  assert.ok(mime.text.includes('<glob pattern="*.kontor-backup"/>'));
  assert.ok(mime.text.includes("Kontor &quot;Backup&quot; &amp; Co &lt;x&gt;"));
  assert.equal(desktop?.path, "applications/fivefold-kontor.desktop");
  const exec = /^Exec=(.*)$/m.exec(desktop.text)?.[1];
  assert.equal(
    exec,
    String.raw`"/opt/my node/node" "/opt/a\\$b\\${"`"}c%%d\\\\e/fivefold.cjs" "open" %f`,
  );
  assert.match(desktop.text, /^MimeType=application\/vnd\.fivefold\.kontor\+zip;$/m);
});

test("file type: Windows gets keys of this user, which can be taken away again", () => {
  const type = { ...TYPE, command: ["C:\\Program Files\\node.exe", "open"] };
  const text = windowsRegistry(type, false);
  assert.ok(text.startsWith("Windows Registry Editor Version 5.00\r\n\r\n"));
  assert.ok(
    text.includes('[HKEY_CURRENT_USER\\Software\\Classes\\.kontor-backup]\r\n@="Fivefold.Kontor"'),
  );
  assert.ok(text.includes(String.raw`@="\"C:\\Program Files\\node.exe\" \"open\" \"%1\""`), text);
  const gone = windowsRegistry(type, true);
  assert.ok(gone.includes("[-HKEY_CURRENT_USER\\Software\\Classes\\.kontor-backup]"));
  assert.ok(!gone.includes("@="));
});
