/** Reads what the page gives to spreadsheets, by another way than it was written. */

import { inflateRawSync } from 'node:zlib';

/** Lines of CSV as objects. @param {string} text @returns {Record<string, string>[]} */
export function csvRows(text) {
  /** @type {string[][]} */
  const lines = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    lines.at(-1)?.push(quoted === undefined ? (bare ?? '') : quoted.replace(/""/g, '"'));
    if (end === '') break;
    if (end !== ',') lines.push([]);
  }
  return objects(lines.filter((line) => line.some((cell) => cell !== '')));
}

/** What is copied for a spreadsheet. @param {string} text */
export const tsvRows = (text) => objects(text.split('\r\n').map((line) => line.split('\t')));

/** The first sheet of a workbook. @param {Buffer} file @returns {Record<string, string | number>[]} */
export function xlsxRows(file) {
  const parts = unzipped(file);
  const part = (/** @type {string} */ name) => parts.get(name)?.toString('utf8') ?? '';
  const strings = [...part('xl/sharedStrings.xml').matchAll(/<si>(.*?)<\/si>/gs)].map(([, one = '']) =>
    unescaped([...one.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, text]) => text).join('')),
  );
  /** @type {(string | number)[][]} */
  const lines = [];
  for (const [, row = ''] of part('xl/worksheets/sheet1.xml').matchAll(/<row [^>]*>(.*?)<\/row>/gs)) {
    /** @type {(string | number)[]} */
    const line = [];
    for (const [, attributes = '', inside = ''] of row.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const column = columnOf(/r="([A-Z]+)/.exec(attributes)?.[1] ?? 'A');
      const value = /<v>(.*?)<\/v>/s.exec(inside)?.[1];
      const kind = /t="(\w+)"/.exec(attributes)?.[1];
      const text = unescaped(/<t[^>]*>(.*?)<\/t>/s.exec(inside)?.[1] ?? '');
      line[column] =
        value === undefined ? text : kind === 's' ? (strings[Number(value)] ?? '') : kind ? value : Number(value);
    }
    lines.push(Array.from(line, (cell) => cell ?? ''));
  }
  return objects(lines);
}

/** @template T @param {T[][]} lines the first names the columns @returns {Record<string, T>[]} */
function objects([head = [], ...lines]) {
  return lines.map((line) => Object.fromEntries(head.map((name, at) => [String(name), /** @type {T} */ (line[at])])));
}

/** "A" is 0, "AA" is 26. @param {string} letters */
const columnOf = (letters) => [...letters].reduce((so, letter) => so * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** @param {string} text */
const unescaped = (text) =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&amp;/g, '&');

/** The files of a ZIP archive, by its central directory. @param {Buffer} file @returns {Map<string, Buffer>} */
function unzipped(file) {
  const end = file.lastIndexOf(Buffer.from('PK\x05\x06'));
  const count = file.readUInt16LE(end + 10);
  let at = file.readUInt32LE(end + 16);
  /** @type {Map<string, Buffer>} */
  const out = new Map();
  for (let n = 0; n < count; n += 1) {
    const [method, size] = [file.readUInt16LE(at + 10), file.readUInt32LE(at + 20)];
    const [named, extra, comment] = [28, 30, 32].map((by) => file.readUInt16LE(at + by));
    const local = file.readUInt32LE(at + 42);
    const name = file.toString('utf8', at + 46, at + 46 + (named ?? 0));
    const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    const bytes = file.subarray(start, start + size);
    out.set(name, method === 0 ? bytes : inflateRawSync(bytes));
    at += 46 + (named ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return out;
}
