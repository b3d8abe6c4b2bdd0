/** An answer as rows and columns: what a cell says, in which order rows stand, which are found, and the same for a spreadsheet. */

import * as f from './formats.js';
import { typeLabel } from './places.js';
import { capital, lookUp } from './words.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Answer} Answer */
/** @typedef {import('./model.js').Table} Table */
/** @typedef {import('./model.js').Facility} Facility */
/** @typedef {Table['columns'][0]} Column */
/** @typedef {Table['rows'][0]} TableRow */
/** @typedef {{name: string, down: boolean}} Sort */

const NUMBERS = new Set(['count', 'residents', 'share', 'ratio', 'metres', 'euros']);

/** @param {Column} column */
export const isNumber = (column) => NUMBERS.has(column.kind);

/** The table of an answer: its own, else one of its list. @param {Context} context @param {Answer} answer @returns {Table} */
export const tableOf = (context, answer) => answer.table ?? listAsTable(context, answer);

/** @param {Context} context @param {Answer} answer @returns {Table} */
function listAsTable({ words }, { list }) {
  const has = {
    second: list.rows.some((row) => row.second !== undefined),
    verdict: list.rows.some((row) => row.verdict !== undefined),
  };
  /** @type {Column[]} */
  const columns = [{ name: 'name', label: words.shell.columnName, kind: 'text' }];
  if (has.second) columns.push({ name: 'second', label: words.shell.columnSecond, kind: 'text' });
  columns.push({ name: 'figure', label: words.shell.columnFigure, kind: 'ratio' });
  if (has.verdict) columns.push({ name: 'verdict', label: words.shell.columnVerdict, kind: 'verdict' });
  return {
    caption: list.heading,
    columns,
    rows: list.rows.map((row) => ({
      key: row.key,
      area: list.byLevel,
      cells: [
        row.name,
        ...(has.second ? [row.second ?? null] : []),
        row.value,
        ...(has.verdict ? [row.verdict ?? null] : []),
      ],
      texts: [null, ...(has.second ? [null] : []), row.figure],
      whys: [null, ...(has.second ? [null] : []), row.why ?? null],
    })),
  };
}

/** The type that the table of facilities is about; a sheet tells of every type. @param {Pick<Context, 'state' | 'type'>} context */
export const typeInTable = ({ state, type }) => (state.rows === 'facilities' && state.area === null ? type : null);

/** The facilities of the table: of the type that is asked or of all, in the area or all; the chosen type first. @param {Context} context @param {string | null} area code */
export function facilitiesInTable(context, area) {
  const { city, state, type } = context;
  const groups = new Map(city.types.map((one) => [one.code, one.group]));
  const order = new Map(city.types.map((one, index) => [one.code, index]));
  const members = city.members.get(area ?? state.programme ?? '');
  const only = typeInTable(context);
  const within = (/** @type {Facility} */ { properties: { neighbourhoodCode, districtCode } }) => {
    if (members) return members.has(neighbourhoodCode ?? '');
    return area === null || neighbourhoodCode === area || districtCode === area;
  };
  const place = (/** @type {Facility} */ { properties: { serviceType } }) =>
    serviceType !== null && serviceType === type?.code ? -1 : (order.get(serviceType ?? '') ?? order.size);
  const asked = (/** @type {Facility} */ { properties: { serviceType } }) =>
    only ? serviceType === only.code : !state.hide.includes(groups.get(serviceType ?? '') ?? '');
  return (context.listed ?? context).facilities
    .filter((one) => within(one) && asked(one))
    .sort(
      (a, b) => place(a) - place(b) || (a.properties.name ?? '').localeCompare(b.properties.name ?? '', state.lang),
    );
}

/** @param {Context} context @param {string | null} area code @returns {Table} */
export function facilityTable(context, area) {
  const { words, city } = context;
  const { shell } = words;
  const only = typeInTable(context);
  const neighbourhoods = new Map(city.neighbourhoods.map(({ properties }) => [properties.code, properties]));
  const districts = new Map(city.districts.map(({ properties }) => [properties.code, properties.name]));
  return {
    caption: words.downloads.facilities,
    columns: [
      { name: 'name', label: shell.columnName, kind: 'text' },
      // Of one type it would say the same in each row.
      ...(only ? [] : [{ name: 'type', label: shell.columnType, kind: /** @type {const} */ ('text') }]),
      { name: 'organisation', label: shell.columnOrganisation, kind: 'text' },
      { name: 'address', label: shell.columnAddress, kind: 'text' },
      { name: 'role', label: shell.columnRole, kind: 'text' },
      { name: 'neighbourhood', label: words.levels.neighbourhood, kind: 'text', group: shell.columnWhere },
      { name: 'district', label: words.levels.district, kind: 'text', group: shell.columnWhere },
    ],
    rows: facilitiesInTable(context, area).map(({ properties, geometry }) => {
      const { name, serviceType, organisation, address, municipalRole, neighbourhoodCode, districtCode } = properties;
      const told = [
        name ?? words.nameless,
        ...(only ? [] : [typeLabel(context, serviceType)]),
        organisation,
        address,
        municipalRole === null ? null : capital(lookUp(words.places.roles, municipalRole, '')),
      ];
      const where = [
        neighbourhoods.get(neighbourhoodCode ?? '')?.name ?? null,
        districts.get(districtCode ?? '') ?? null,
      ];
      // Known to lie outside is not unknown.
      const away = geometry !== null && where.every((one) => one === null) ? words.places.away : null;
      return {
        key: properties.id,
        area: false,
        cells: [...told, ...where],
        texts: [...told.map(() => null), ...where.map(() => away)],
      };
    }),
  };
}

/** A cell as people read it. @param {Context} context @param {Column} column @param {string | number | null} value */
export function cellText({ words, state: { lang } }, column, value) {
  if (value === null) return words.unknown;
  if (column.kind === 'verdict') return lookUp(words.verdicts, String(value), String(value));
  if (column.kind === 'date') return f.date(lang, String(value));
  if (typeof value === 'string') return value;
  if (column.kind === 'residents') return value < 0 ? f.signed(lang, value) : f.residents(lang, value);
  if (column.kind === 'share') return f.percent(lang, value);
  if (column.kind === 'ratio') return f.ratio(lang, value);
  if (column.kind === 'metres') return f.metres(lang, value);
  if (column.kind === 'euros') return f.euros(lang, value);
  return f.number(lang, value, 2);
}

/** @param {Context} context @param {Table} table @param {TableRow} row @param {number} index */
export function textAt(context, table, row, index) {
  const column = table.columns[index];
  return row.texts?.[index] ?? (column ? cellText(context, column, row.cells[index] ?? null) : '');
}

/** How the rows are sorted: as the reader chose, else as the answer has it. @param {Table} table @param {string | null} chosen @returns {Sort | null} */
export function sortOf(table, chosen) {
  for (const text of [chosen, table.sort ?? null]) {
    if (text === null) continue;
    const name = text.replace(/^-/, '');
    if (table.columns.some((column) => column.name === name)) return { name, down: text.startsWith('-') };
  }
  return null;
}

/** What each row says, kept while it is searched letter by letter. @type {WeakMap<TableRow, string>} */
const textsOf = new WeakMap();

/** @param {Context} context @param {Table} table @param {TableRow} row */
const readable = (context, table, row) =>
  table.columns
    .map((_, index) => textAt(context, table, row, index))
    .join(' ')
    .toLocaleLowerCase();

/**
 * The rows that hold every word, in order; what is unknown stands last, whichever way.
 * @param {Context} context @param {Table} table @param {Sort | null} sort @param {string} find @returns {TableRow[]}
 */
export function arrange(context, table, sort, find) {
  const words = find.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const holds = (/** @type {TableRow} */ row) => {
    const text = textsOf.get(row) ?? readable(context, table, row);
    textsOf.set(row, text);
    return words.every((word) => text.includes(word));
  };
  const rows = words.length === 0 ? [...table.rows] : table.rows.filter(holds);
  const at = table.columns.findIndex((column) => column.name === sort?.name);
  if (!sort || at < 0) return rows;
  const order = new Intl.Collator(context.state.lang, { numeric: true });
  const verdicts = ['short', 'unknown', 'met', 'surplus'];
  const value = (/** @type {TableRow} */ row) => {
    const cell = row.cells[at] ?? null;
    return table.columns[at]?.kind === 'verdict' && cell !== null ? verdicts.indexOf(String(cell)) : cell;
  };
  return rows.sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    const way = typeof x === 'number' && typeof y === 'number' ? x - y : order.compare(String(x), String(y));
    return sort.down ? -way : way;
  });
}

/** Text that a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * For a spreadsheet: exact figures with the decimal sign of the language, cells parted by tabs.
 * @param {Context} context @param {Table} table @param {TableRow[]} rows
 */
export function toTsv(context, table, rows) {
  const { words, state } = context;
  const text = (/** @type {string} */ value) => {
    const line = value.replace(/[\t\r\n]+/g, ' ');
    return FORMULA.test(line) ? `'${line}` : line;
  };
  const cell = (/** @type {Column} */ column, /** @type {string | number | null} */ value) => {
    if (value === null) return '';
    if (typeof value === 'number') return state.lang === 'nl' ? String(value).replace('.', ',') : String(value);
    return text(column.kind === 'verdict' ? cellText(context, column, value) : value);
  };
  const heading = (/** @type {Column} */ { group, label, kind }) =>
    text([group, label, kind === 'share' && words.shell.shareUnit].filter(Boolean).join(' '));
  const lines = [
    table.columns.map(heading),
    ...rows.map((row) => table.columns.map((column, index) => cell(column, row.cells[index] ?? null))),
  ];
  return lines.map((line) => line.join('\t')).join('\r\n');
}
