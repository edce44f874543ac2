/**
 * The emergency sheet as a PDF: page one for people, page two for a technician, as the page prints it.
 *
 * Everything is drawn from a top down to a bottom; in Persian from the right. The key and the commands run from left to
 * right in every language. What needs more room than is left goes on a further page.
 */

import { Dates } from "../language/dates.ts";
import type { LanguageCode } from "../language/choose.ts";
import { Sentences, visible } from "../language/language.ts";
import type { PageKey } from "../language/page-en.ts";
import { pageCatalogue } from "../language/page.ts";
import { qrStretches } from "./qr.ts";
import { sheetFonts } from "./sheet-fonts.ts";
import type { SheetPaper } from "./sheet-paper.ts";
import type { Face, Piece, Writing, WrittenLine } from "./written-line.ts";
import { linesOf } from "./written-line.ts";

/** In points; 72 are an inch. */
const MARGIN = 56;
const [A4_WIDTH, A4_HEIGHT] = [595.28, 841.89];
const WIDTH = A4_WIDTH - 2 * MARGIN;
const BOTTOM = A4_HEIGHT - MARGIN - 20;
const QR_SIDE = 150;
const LABEL_WIDTH = 110;

/** Every PDF reader has it, for the letters of Western Europe. */
const MONOSPACED = "Courier";
const MONOSPACED_BOLD = "Courier-Bold";

const INK = "#1b1f24";
const DIM = "#5b6470";
const LINE = "#c9ced6";
const RAISED = "#f3f4f6";

interface Style {
  readonly size: number;
  readonly faces: readonly Face[];
  readonly direction: "ltr" | "rtl";
  readonly colour: string;
  readonly isBold: boolean;
}

type Document = PDFKit.PDFDocument;
type QrCode = NonNullable<ReturnType<typeof qrStretches>>;

/** A sheet of paper that is written on from the top. */
class Pen {
  readonly #document: Document;
  y = MARGIN;

  constructor(document: Document) {
    this.#document = document;
  }

  turnPage(): void {
    this.#document.addPage();
    this.y = MARGIN;
  }

  /** Begins a page when there is less room than this. */
  reserve(height: number): void {
    if (this.y + height > BOTTOM) this.turnPage();
  }

  lines(text: string, style: Style, width: number = WIDTH): readonly WrittenLine[] {
    const writing: Writing = {
      direction: style.direction,
      faces: style.faces,
      widthOf: ({ face, text: piece }) =>
        this.#document.font(face).fontSize(style.size).widthOfString(piece, { features: [] }),
    };
    return linesOf(text, width, writing);
  }

  /** Writes at the beginning of a box that is `width` wide. */
  write(text: string, style: Style, x: number = MARGIN, width: number = WIDTH): void {
    const height = style.size * 1.5;
    for (const line of this.lines(text, style, width)) {
      this.reserve(height);
      const start = style.direction === "rtl" ? x + width - line.width : x;
      this.draw(line, style, start, this.y + style.size * 1.1);
      this.y += height;
    }
  }

  draw({ pieces }: WrittenLine, style: Style, x: number, baseline: number): void {
    let at = x;
    for (const piece of pieces) at += this.#piece(piece, style, at, baseline);
  }

  #piece({ face, text }: Piece, style: Style, x: number, baseline: number): number {
    const document = this.#document.font(face).fontSize(style.size);
    const { size, colour, isBold } = style;
    document
      .fillColor(colour)
      .strokeColor(colour)
      .lineWidth(size / 40);
    document.text(text, x, baseline, {
      lineBreak: false,
      baseline: "alphabetic",
      // As one run: a library that cuts it at spaces would lay words from left to right.
      features: [],
      fill: true,
      stroke: isBold,
    });
    return document.widthOfString(text, { features: [] });
  }

  box(height: number, fill: string, x: number = MARGIN, width: number = WIDTH): void {
    this.#document.roundedRect(x, this.y, width, height, 6).fillAndStroke(fill, LINE);
  }

  code({ count, dark }: QrCode, side: number, x: number): void {
    const unit = side / count;
    // One path, so that no reader shows lines between two squares.
    for (const { row, column, length } of dark)
      this.#document.rect(x + column * unit, this.y + row * unit, length * unit, unit);
    this.#document.fill("#000000");
  }
}

/** The sheet in the given language; nothing of it is kept. */
export async function sheetPdf(paper: SheetPaper, code: LanguageCode): Promise<Buffer> {
  const [{ default: PDFDocument }, fonts, catalogue] = await Promise.all([
    import("pdfkit"),
    sheetFonts(),
    pageCatalogue(code),
  ]);
  const words = new Sentences<PageKey>(code, catalogue);
  const document = new PDFDocument({
    size: [A4_WIDTH, A4_HEIGHT],
    // Nothing flows by itself: every line is put in its place.
    margin: 0,
    bufferPages: true,
    lang: words.locale,
    displayTitle: true,
    info: { Title: `${words.text("sheet.title")} · ${paper.app}` },
  });
  for (const { name, bytes } of fonts) document.registerFont(name, bytes);
  const chunks: Buffer[] = [];
  document.on("data", (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    document.on("end", resolve);
    document.on("error", reject);
  });
  drawSheet(document, paper, words, fonts);
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

/** What the file is called, without its ending: "Kontor emergency sheet". */
export async function sheetFileName(app: string, code: LanguageCode): Promise<string> {
  const words = new Sentences<PageKey>(code, await pageCatalogue(code));
  // Marks that direct writing are nothing for a name that people look for.
  return words.text("sheet.fileName", { app }).replaceAll(/[\u2066-\u2069]/g, "");
}

/** Beside each other neither of two names turns the other round, also where the language is none that runs from the right. */
function apart(text: string, direction: "ltr" | "own" = "own"): string {
  return `${direction === "ltr" ? "\u2066" : "\u2068"}${visible(text)}\u2069`;
}

function drawSheet(
  document: Document,
  paper: SheetPaper,
  words: Sentences<PageKey>,
  fonts: readonly Face[],
): void {
  const pen = new Pen(document);
  const { direction } = words;
  const body: Style = { size: 11, faces: fonts, direction, colour: INK, isBold: false };
  const dim: Style = { ...body, colour: DIM };
  const title: Style = { ...body, size: 22, isBold: true };
  const heading: Style = { ...body, size: 12, isBold: true };
  const typed: Style = { ...body, size: 9.5, direction: "ltr", faces: [courier(), ...fonts] };

  pen.write(words.text("sheet.title"), title);
  pen.write(apart(paper.app), { ...heading, size: 14 });
  pen.y += 6;
  pen.write(words.text("sheet.why"), dim);
  pen.y += 14;
  drawKey(pen, paper, { ...typed, size: 19, faces: [courier(MONOSPACED_BOLD), ...fonts] }, words);
  pen.y += 20;
  const own = paper.place === paper.folder ? words.text("place.own") : paper.place;
  const facts: readonly (readonly [PageKey, string])[] = [
    ["sheet.app", apart(paper.app)],
    ["sheet.place", `${apart(own)} · ${apart(paper.folder, "ltr")}`],
    ["sheet.made", new Dates(words.code).full(paper.madeAt)],
    ["sheet.number", apart(numberOf(paper), "ltr")],
    ...(paper.parcelKey === null
      ? []
      : [["sheet.parcelKey", apart(paper.parcelKey, "ltr")] as const]),
  ];
  for (const [label, value] of facts) drawFact(pen, words.text(label), value, dim, body);
  pen.y += 14;
  pen.write(words.text("sheet.keep"), heading);

  pen.turnPage();
  pen.write(words.text("sheet.technician"), { ...title, size: 18 });
  pen.y += 6;
  pen.write(words.text("sheet.technicianWhat"), body);
  for (const { what, command } of paper.commands) {
    pen.y += 12;
    pen.reserve(90);
    pen.write(words.text(`command.${what}`), heading);
    pen.y += 4;
    drawCommand(pen, command, typed);
  }
  drawFeet(document, pen, paper, words, { ...dim, size: 9 });
}

/** Two columns of groups, counted from left to right as they are typed, and beside them the code. */
function drawKey(pen: Pen, paper: SheetPaper, key: Style, words: Sentences<PageKey>): void {
  const { groups } = paper;
  const code = qrStretches(paper.key);
  const room = code === null ? WIDTH : WIDTH - QR_SIDE - 40;
  const columns = groups.length > 1 ? 2 : 1;
  const padding = 18;
  const number: Style = { ...key, size: 10, colour: DIM, faces: key.faces.slice(1) };
  const cell = (room - 2 * padding) / columns;
  const step = 36;
  const rows =
    columns > 1 ? Math.ceil(groups.length / columns) : pen.lines(groups[0] ?? "", key, cell).length;
  const height = Math.max(rows * step, code === null ? 0 : QR_SIDE) + 2 * padding;
  pen.reserve(height);
  pen.box(height, RAISED);
  const top = pen.y;
  if (code !== null) {
    const x = MARGIN + WIDTH - QR_SIDE - padding;
    pen.y = top + (height - QR_SIDE) / 2;
    const quiet = 14;
    const [side, inner] = [QR_SIDE, QR_SIDE - 2 * quiet];
    pen.box(side, "#ffffff", x, side);
    pen.y += quiet;
    pen.code(code, inner, x + quiet);
  }
  pen.y = top + (height - rows * step) / 2;
  if (columns === 1) {
    for (const line of pen.lines(groups[0] ?? "", key, cell)) {
      pen.draw(line, key, MARGIN + padding, pen.y + 25);
      pen.y += step;
    }
  } else {
    for (const [at, group] of groups.entries()) {
      const x = MARGIN + padding + (at % columns) * cell;
      const baseline = pen.y + Math.floor(at / columns) * step + 25;
      for (const line of pen.lines(words.number(at + 1), number))
        pen.draw(line, number, x, baseline);
      for (const line of pen.lines(group, key)) pen.draw(line, key, x + 22, baseline);
    }
  }
  pen.y = top + height;
}

function drawFact(pen: Pen, label: string, value: string, labels: Style, values: Style): void {
  const isTurned = values.direction === "rtl";
  const room = WIDTH - LABEL_WIDTH;
  pen.reserve(values.size * 1.5);
  const top = pen.y;
  pen.write(label, labels, isTurned ? MARGIN + room : MARGIN, LABEL_WIDTH);
  const labelEnd = pen.y;
  pen.y = top;
  pen.write(value, values, isTurned ? MARGIN : MARGIN + LABEL_WIDTH, room);
  pen.y = Math.max(pen.y, labelEnd) + 4;
}

/** What a shell takes as one word. */
const WORDS = /(?:[^\s']|'[^']*')+/g;

/** Broken between words with the sign by which a shell goes on reading. */
function drawCommand(pen: Pen, command: string, style: Style): void {
  const padding = 10;
  const room = WIDTH - 2 * padding;
  const goesOn = " \\";
  const isFitting = (text: string): boolean => pen.lines(text, style, room).length === 1;
  const lines: string[] = [];
  let line = "";
  for (const [word] of command.matchAll(WORDS)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line === "" || isFitting(`${longer}${goesOn}`)) line = longer;
    else {
      lines.push(`${line}${goesOn}`);
      line = word;
    }
  }
  lines.push(line);
  // A word that alone is too wide is cut where the paper ends.
  const written = lines.flatMap((each) => pen.lines(each, style, room));
  const step = style.size * 1.5;
  const height = written.length * step + 2 * padding;
  pen.reserve(height);
  pen.box(height, RAISED);
  for (const [at, each] of written.entries())
    pen.draw(each, style, MARGIN + padding, pen.y + padding + at * step + style.size);
  pen.y += height;
}

/** Pages that were parted are found to belong together. */
function drawFeet(
  document: Document,
  pen: Pen,
  paper: SheetPaper,
  words: Sentences<PageKey>,
  style: Style,
): void {
  const { start, count } = document.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    document.switchToPage(page);
    const name = `${apart(paper.app)} · ${apart(numberOf(paper), "ltr")}`;
    const at = `${words.number(page + 1)} / ${words.number(count)}`;
    const [left, right] = style.direction === "rtl" ? [at, name] : [name, at];
    const baseline = A4_HEIGHT - MARGIN + 6;
    for (const line of pen.lines(left, style)) pen.draw(line, style, MARGIN, baseline);
    for (const line of pen.lines(right, style))
      pen.draw(line, style, MARGIN + WIDTH - line.width, baseline);
  }
}

/** As the page shows it: enough to tell one place from another. */
function numberOf({ vault }: SheetPaper): string {
  return vault.slice(0, 16);
}

function courier(name: string = MONOSPACED): Face {
  return {
    name,
    has: (character) => isAscii(character) || (character > 0xa0 && character < 0x100),
  };
}

function isAscii(character: number): boolean {
  return character >= 0x20 && character < 0x7f;
}
