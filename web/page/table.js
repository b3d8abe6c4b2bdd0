/** The same answer as a table in the place of the map: sorted, searched, copied to a spreadsheet. */

import { verdictMark } from './answer.js';
import { viewOf } from './catchment.js';
import { copyText } from './copy.js';
import { complete, downloadLinks, facilitiesDownload } from './downloads.js';
import { h, icon } from './dom.js';
import * as f from './formats.js';
import { reasonButton } from './reasons.js';
import {
  arrange,
  facilitiesInTable,
  facilityTable,
  isNumber,
  sortOf,
  tableOf,
  textAt,
  toTsv,
  typeInTable,
} from './tabular.js';
import { placeCount } from './many.js';
import { typeLabel } from './places.js';
import { straysIn } from './strays.js';
import { toast } from './toast.js';
import { fill, shortLabel } from './words.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Answer} Answer */
/** @typedef {import('./model.js').Table} Table */
/** @typedef {import('./model.js').Reason} Reason */
/** @typedef {import('./state.js').State} State */
/** @typedef {import('./tabular.js').TableRow} TableRow */
/** @typedef {import('./tabular.js').Column} Column */

/**
 * @typedef {object} TableHandlers
 * @property {(change: Partial<State>, how?: {quiet?: boolean}) => void} change
 * @property {(key: string | null) => void} point
 * @property {() => string} find what is searched now
 */

/** So many rows are drawn at once; the next as they come in sight. */
const CHUNK = 150;

/** @param {Context} context @param {Answer} answer @param {TableHandlers} handlers @returns {Node[]} */
export function tableView(context, answer, handlers) {
  const { words, state } = context;
  const { shell } = words;
  const facilities = state.rows !== 'answer';
  const table = facilities ? facilityTable(context, state.area) : tableOf(context, answer);
  const sort = sortOf(table, state.sort);
  const body = h('tbody', { onkeydown: moveAmong });
  const said = h('p', { class: 'table-said', role: 'status' });
  /** @type {TableRow[]} */
  let rows = [];
  const draw = () => {
    rows = arrange(context, table, sort, handlers.find());
    said.replaceChildren(...summary(context, answer, table, rows, sort, facilities));
    drawRows(context, table, rows, body, handlers);
  };
  const find = h('input', {
    type: 'search',
    class: 'search table-find',
    'data-key': 'table-find',
    id: 'table-find',
    'aria-label': shell.searchTable,
    placeholder: shell.searchTable,
    autocomplete: 'off',
    spellcheck: 'false',
    value: handlers.find(),
    oninput: () => {
      handlers.change({ find: find.value === '' ? null : find.value }, { quiet: true });
      draw();
    },
  });
  draw();
  const copy = async () =>
    toast((await copyText(toTsv(context, table, rows))) ? shell.tableCopied : words.shell.notCopied);
  return [
    h(
      'div',
      { class: 'table-head' },
      h(
        'div',
        { class: 'table-tools' },
        find,
        rowChoice(context, answer, handlers),
        facilities && typeChoice(context, handlers),
      ),
      h(
        'div',
        { class: 'table-line' },
        said,
        h(
          'div',
          { class: 'table-take' },
          h(
            'button',
            { type: 'button', class: 'link', 'data-key': 'table-copy', onclick: () => void copy() },
            shell.copyTable,
          ),
          downloads(context, answer, facilities),
        ),
      ),
    ),
    h(
      'div',
      { class: 'table-scroll', role: 'region', 'aria-label': table.caption, tabindex: '0' },
      h(
        'table',
        { class: 'figures-table' },
        h('caption', { class: 'visually-hidden' }, table.caption),
        head(context, table, sort, handlers),
        body,
        table.total && foot(context, table),
      ),
      rows.length === 0 && h('p', { class: 'table-nothing' }, words.noMatch),
    ),
  ];
}

/** How many rows, and in which order. @param {Context} context @param {Answer} answer @param {Table} table @param {TableRow[]} rows @param {ReturnType<typeof sortOf>} sort @param {boolean} facilities */
function summary(context, answer, table, rows, sort, facilities) {
  const { words, state } = context;
  const { shell } = words;
  const one = table.rows.length === 1;
  const noun = facilities
    ? words.figureFacilities[one ? 'one' : 'many']
    : answer.list.byLevel
      ? shell[`${state.level}N`][one ? 'one' : 'many']
      : shell.rowsN[one ? 'one' : 'many'];
  const n = f.number(state.lang, rows.length);
  const all = f.number(state.lang, table.rows.length);
  const count = rows.length === table.rows.length ? n : fill(shell.nOf, { n, all });
  const column = table.columns.find((each) => each.name === sort?.name);
  const strays = facilities && state.area === null ? straysIn(context, facilitiesInTable(context, null)) : '';
  const told = `${count} ${noun}`;
  const parts = [`${strays === '' ? told : fill(words.places.ofWhich, { count: told, strays })}. `];
  const { listed } = context;
  if (facilities && listed && listed.facilities.length < listed.of) {
    const first = f.number(state.lang, listed.facilities.length);
    parts.push(`${fill(words.many.firstRows, { n: first, all: f.number(state.lang, listed.of) })} `);
  }
  if (!column || !sort) return parts;
  const way = isNumber(column) ? (sort.down ? shell.mostFirst : shell.leastFirst) : sort.down ? shell.zToA : shell.aToZ;
  return [
    ...parts,
    `${shell.sortedBy} `,
    h('strong', {}, [column.group, column.label].filter(Boolean).join(', ').toLocaleLowerCase()),
    `, ${way}.`,
  ];
}

/** What the rows are. @param {Context} context @param {Answer} answer @param {TableHandlers} handlers */
function rowChoice({ words, state }, answer, { change }) {
  const facilities = state.rows !== 'answer';
  const choice = (/** @type {string} */ label, /** @type {boolean} */ on, /** @type {Partial<State>} */ to) =>
    h(
      'button',
      {
        type: 'button',
        'aria-pressed': String(on),
        'data-key': `rows-${label}`,
        onclick: () => change({ ...to, sort: null }),
      },
      label,
    );
  return h(
    'div',
    { class: 'segments', role: 'group', 'aria-label': words.listBy },
    ...(answer.list.byLevel
      ? /** @type {const} */ (['districts', 'neighbourhoods']).map((level) =>
          choice(words[level], !facilities && state.level === level, { rows: 'answer', level }),
        )
      : [choice(words.answer, !facilities, { rows: 'answer' })]),
    choice(words.downloads.facilities, facilities, { rows: 'facilities' }),
  );
}

/** Only the type that is asked, or every type. @param {Context} context @param {TableHandlers} handlers */
function typeChoice(context, { change }) {
  const { words, state, type } = context;
  if (type === null || state.area !== null) return null;
  const only = typeInTable(context) !== null;
  const choice = (/** @type {string} */ label, /** @type {State['rows']} */ rows, /** @type {number} */ count) =>
    h(
      'button',
      {
        type: 'button',
        'aria-pressed': String(only === (rows === 'facilities')),
        'data-key': `types-${rows}`,
        onclick: () => change({ rows, find: null }),
      },
      `${label} (${f.number(state.lang, count)})`,
    );
  return h(
    'div',
    { class: 'segments', role: 'group', 'aria-label': words.places.typesInTable },
    choice(shortLabel(typeLabel(context, type.code)), 'facilities', placeCount(context, type.code)),
    choice(words.places.everyType, 'all-facilities', placeCount(context, null)),
  );
}

/** @param {Context} context @param {Answer} answer @param {boolean} facilities */
function downloads(context, answer, facilities) {
  const what = facilities ? facilitiesDownload(context, typeInTable(context)) : answer.downloads[0];
  if (!what) return null;
  const whole = complete(context, what);
  const links = downloadLinks(context, whole);
  const { download, downloadByNeighbourhood } = context.words;
  return h(
    'p',
    {},
    `${whole === what ? download : downloadByNeighbourhood}: `,
    ...links.flatMap((link, index) => [index > 0 && ', ', link]),
  );
}

/** @param {Context} context @param {Table} table @param {ReturnType<typeof sortOf>} sort @param {TableHandlers} handlers */
function head(context, table, sort, handlers) {
  const { columns } = table;
  const grouped = columns.some((column) => column.group !== undefined);
  const cells = columns.map((column) =>
    headCell(context, column, sort, grouped && column.group === undefined, handlers),
  );
  if (!grouped) return h('thead', {}, h('tr', {}, ...cells));
  const upper = [];
  for (let at = 0; at < columns.length;) {
    const { group } = columns[at] ?? {};
    let until = at + 1;
    if (group === undefined) upper.push(cells[at]);
    else {
      while (columns[until]?.group === group) until += 1;
      upper.push(h('th', { scope: 'colgroup', colspan: until - at, class: 'column-group' }, group));
    }
    at = until;
  }
  return h(
    'thead',
    {},
    h('tr', {}, ...upper),
    h('tr', {}, ...cells.filter((_, index) => columns[index]?.group !== undefined)),
  );
}

/** @param {Context} context @param {Column} column @param {ReturnType<typeof sortOf>} sort @param {boolean} tall @param {TableHandlers} handlers */
function headCell({ words }, column, sort, tall, { change }) {
  const now = sort?.name === column.name ? (sort.down ? 'descending' : 'ascending') : null;
  const first = isNumber(column) ? 'descending' : 'ascending';
  const next = now === null ? first : now === 'descending' ? 'ascending' : 'descending';
  return h(
    'th',
    { scope: 'col', rowspan: tall ? 2 : null, 'aria-sort': now, class: `kind-${column.kind}` },
    h(
      'button',
      {
        type: 'button',
        'data-key': `sort-${column.name}`,
        title: words.shell.sortHint,
        onclick: () => change({ sort: `${next === 'descending' ? '-' : ''}${column.name}` }),
      },
      h('span', {}, column.label),
      now !== null && icon(now === 'descending' ? 'down' : 'up'),
    ),
  );
}

/** @param {Context} context @param {Table} table @param {TableRow[]} rows @param {HTMLElement} body @param {TableHandlers} handlers */
function drawRows(context, table, rows, body, handlers) {
  const most = table.columns.map((_, index) =>
    table.rows.reduce((so, row) => Math.max(so, Number(row.cells[index] ?? 0) || 0), 0),
  );
  let drawn = 0;
  const more = () => {
    const next = rows.slice(drawn, drawn + CHUNK).map((row) => rowOf(context, table, row, most, handlers));
    drawn += next.length;
    body.append(...next);
    const last = next.at(-1);
    if (drawn < rows.length && last) seen.observe(last);
  };
  const seen = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      if (body.isConnected) more();
    },
    { rootMargin: '600px' },
  );
  body.replaceChildren();
  more();
  firstStop(body);
}

/** @param {Context} context @param {Table} table @param {TableRow} row @param {number[]} most @param {TableHandlers} handlers */
function rowOf(context, table, row, most, { change, point }) {
  const { state } = context;
  const facilities = state.rows !== 'answer';
  const choose = () => {
    if (row.area) return change({ area: row.key, view: null });
    if (!facilities) return change({ item: row.key, show: 'map', view: null });
    const facility = (context.listed ?? context).facilities.find((one) => one.properties.id === row.key);
    if (facility) change({ show: 'map', facility: row.key, at: null, view: viewOf(context, facility) });
  };
  return h(
    'tr',
    {
      class: 'table-row',
      'data-row': row.key,
      'aria-current': !row.area && state.item === row.key ? 'true' : null,
      onpointerenter: () => point(row.key),
      onpointerleave: () => point(null),
      onfocusin: () => point(row.key),
      onfocusout: () => point(null),
    },
    ...table.columns.map((column, index) => {
      const text = textAt(context, table, row, index);
      if (index === 0)
        return h(
          'th',
          { scope: 'row' },
          h(
            'button',
            { type: 'button', class: 'table-name', tabindex: '-1', 'data-key': `row-${row.key}`, onclick: choose },
            text,
          ),
        );
      return h(
        'td',
        {
          class: `kind-${column.kind}`,
          'data-column': column.name,
          'data-label': column.label,
          'data-unknown': row.cells[index] === null,
        },
        ...cellContent(context, table, row, index, text, most[index] ?? 0),
      );
    }),
  );
}

/** @param {Context} context @param {Table} table @param {TableRow} row @param {number} index @param {string} text @param {number} most @returns {(Node | string)[]} */
function cellContent(context, table, row, index, text, most) {
  const column = table.columns[index];
  const value = row.cells[index] ?? null;
  if (!column || value === null) return [text];
  const mark =
    column.kind === 'verdict' && verdictMark(context.words, /** @type {import('./model.js').Verdict} */ (value));
  const reason = row.whys?.[index] ?? reasonIn(table, row, column, text);
  const figure = reason
    ? reasonButton(
        context,
        reason,
        {
          class: 'cell-why',
          tabindex: '-1',
          'aria-description': context.words.why,
          'data-key': `cell-${row.key}-${column.name}`,
        },
        mark || text,
      )
    : mark || text;
  if (column.kind !== 'share' && column.bar !== true) return [figure];
  const part = h('span', {});
  part.style.width = `${100 * (column.kind === 'share' ? Number(value) : most > 0 ? Number(value) / most : 0)}%`;
  return [h('span', { class: 'cell-figure' }, figure), h('span', { class: 'cell-bar', 'aria-hidden': 'true' }, part)];
}

/** @param {Table} table @param {TableRow} row @param {Column} column @param {string} text @returns {Reason | undefined} */
function reasonIn(table, row, { property }, text) {
  if (property === undefined) return undefined;
  if (row.explain) return row.explain(property, text);
  return table.why && { ...table.why, id: row.id ?? row.key, property };
}

/** @param {Context} context @param {Table} table */
function foot(context, table) {
  const line = footLine(context, table);
  // The arrows go through the rows above; these are stops of their own.
  for (const figure of /** @type {NodeListOf<HTMLElement>} */ (line.querySelectorAll('.cell-why'))) figure.tabIndex = 0;
  return line;
}

/** @param {Context} context @param {Table} table */
function footLine(context, table) {
  const row = { key: '', area: false, cells: table.total ?? [], explain: table.explainTotal };
  return h(
    'tfoot',
    {},
    h(
      'tr',
      {},
      ...table.columns.map((column, index) =>
        index === 0
          ? h('th', { scope: 'row' }, String(row.cells[0] ?? ''))
          : h(
              'td',
              {
                class: `kind-${column.kind}`,
                'data-label': column.label,
                'data-empty': row.cells[index] === null && !isNumber(column),
                'data-unknown': row.cells[index] === null && isNumber(column),
              },
              ...(row.cells[index] === null
                ? [isNumber(column) ? context.words.unknown : '']
                : cellContent(
                    context,
                    { ...table, why: undefined },
                    row,
                    index,
                    textAt(context, table, row, index),
                    0,
                  )),
            ),
      ),
    ),
  );
}

const STOPS = '.table-name, .cell-why';

/** One stop for the Tab key; the arrows go from cell to cell. @param {HTMLElement} body */
function firstStop(body) {
  const first = /** @type {HTMLElement | null} */ (body.querySelector(STOPS));
  if (first) first.tabIndex = 0;
}

/** @param {KeyboardEvent} event */
function moveAmong(event) {
  const from = /** @type {HTMLElement} */ (event.target);
  const cell = from.closest('th, td');
  const row = cell?.parentElement;
  if (!cell || !row || !from.matches(STOPS)) return;
  const stops = (/** @type {Element | null} */ at) => [
    .../** @type {NodeListOf<HTMLElement>} */ (at?.querySelectorAll(STOPS) ?? []),
  ];
  const own = stops(row);
  const place = own.indexOf(from);
  const beside = { ArrowRight: own[place + 1], ArrowLeft: own[place - 1] }[event.key];
  const near = { ArrowDown: row.nextElementSibling, ArrowUp: row.previousElementSibling }[event.key];
  const other = stops(near ?? null);
  const to = beside ?? other[Math.min(place, other.length - 1)];
  if (!to) return;
  event.preventDefault();
  from.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}
