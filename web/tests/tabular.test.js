import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstRows } from '../page/inwords.js';
import { away } from '../page/panels/norms-overview.js';
import { worstFirst } from '../page/panels/norms.js';
import { DEFAULTS } from '../page/state.js';
import { arrange, sortOf, tableOf, textAt, toTsv } from '../page/tabular.js';
import { wordsOf } from '../page/words.js';

/** @param {'nl' | 'en'} lang @returns {any} */
const context = (lang) => ({ state: { ...DEFAULTS, lang }, words: wordsOf(lang), city: { types: [] } });

/** @type {import('../page/model.js').Table} */
const table = {
  caption: 'x',
  columns: [
    { name: 'name', label: 'Wijk', kind: 'text' },
    { name: 'share', label: 'Bereikt', kind: 'share' },
    { name: 'people', label: 'Inwoners', kind: 'residents', group: 'Wie' },
    { name: 'verdict', label: 'Oordeel', kind: 'verdict' },
  ],
  rows: [
    { key: 'a', area: true, cells: ['Élan', 0.2594, 8096.4, 'met'] },
    { key: 'b', area: true, cells: ['=1+1', null, 1234567.5, 'short'] },
    { key: 'c', area: true, cells: ['Zuid\t2', 1, 0, null] },
  ],
};
const keys = (/** @type {{key: string}[]} */ rows) => rows.map((row) => row.key).join('');

test('rows are sorted both ways, and what is unknown stays last', () => {
  const sorted = (/** @type {string} */ chosen) => keys(arrange(context('nl'), table, sortOf(table, chosen), ''));
  assert.equal(sorted('share'), 'acb');
  assert.equal(sorted('-share'), 'cab');
  assert.equal(sorted('-people'), 'bac');
  assert.equal(sorted('verdict'), 'bac', 'worst first');
  assert.equal(sorted('nothing'), 'abc', 'an unknown column sorts nothing');
  assert.deepEqual(sortOf({ ...table, sort: '-people' }, null), { name: 'people', down: true });
});

test('rows are found by every word that is typed', () => {
  const found = (/** @type {string} */ text) => keys(arrange(context('nl'), table, null, text));
  assert.equal(found('zuid 2'), 'c');
  assert.equal(found('te weinig'), 'b');
  assert.equal(found('26'), 'a', 'also in figures, as they are read');
  assert.equal(found('élan zuid'), '');
});

test('a spreadsheet gets exact figures, and no text that it would run', () => {
  const lines = (/** @type {'nl' | 'en'} */ lang) => toTsv(context(lang), table, table.rows).split('\r\n');
  assert.deepEqual(lines('nl'), [
    'Wijk\tBereikt (deel van 1)\tWie Inwoners\tOordeel',
    'Élan\t0,2594\t8096,4\tVoldoet',
    "'=1+1\t\t1234567,5\tTe weinig",
    'Zuid 2\t1\t0\t',
  ]);
  assert.equal(lines('en')[1], 'Élan\t0.2594\t8096.4\tMet');
});

test('a list without a table of its own is one: its figures as shown, its values to sort by', () => {
  /** @type {any} */
  const answer = {
    list: {
      heading: 'Waar?',
      byLevel: false,
      rows: [
        { key: 'x', name: 'X', second: 'Y', value: 9, figure: 'negen', verdict: 'short' },
        { key: 'z', name: 'Z', value: 10, figure: 'tien' },
      ],
    },
  };
  const made = tableOf(context('nl'), answer);
  assert.deepEqual(
    made.columns.map((column) => column.name),
    ['name', 'second', 'figure', 'verdict'],
  );
  const [first] = made.rows;
  assert.ok(first);
  assert.equal(textAt(context('nl'), made, first, 2), 'negen');
  assert.equal(textAt(context('nl'), made, first, 3), 'Te weinig');
  assert.equal(keys(arrange(context('nl'), made, sortOf(made, '-figure'), '')), 'zx');
});

test('what stands first is said with its figures, and what is unknown is not said', () => {
  /** @param {any[]} rows @param {string} [of] @param {'nl' | 'en'} [lang] */
  const said = (rows, of, lang = 'nl') => firstRows(context(lang), /** @type {any} */ ({ list: { rows, of } }));
  const row = (/** @type {string} */ name, /** @type {string} */ figure, more = {}) => ({ name, figure, ...more });
  const four = [row('A', '4'), row('B', '3'), row('C', '2'), row('D', '1')];
  assert.equal(said(four), 'Bovenaan de lijst: A (4), B (3) en C (2).');
  assert.equal(said(four, 'Niet bereikt'), 'Bovenaan de lijst (niet bereikt): A (4), B (3) en C (2).');
  assert.equal(said(four, undefined, 'en'), 'First in the list: A (4), B (3), and C (2).');
  assert.equal(said([row('A', '4'), row('B', 'onbekend')]), 'Bovenaan de lijst: A (4).');
  assert.equal(said(four.slice(0, 2)), 'In de lijst: A (4) en B (3).');
  assert.equal(said([row('A', '', { verdict: 'unknown' })]), '');
  assert.equal(said([row('A', '7 %', { verdict: 'short' })]), 'In de lijst: A (te weinig, 7 %).');
  const told = [row('A', '4', { told: { name: 'A, oud', figure: 'vier' } }), row('B', '3')];
  assert.equal(said(told), 'In de lijst: A, oud (vier); B (3).', 'a comma in a name does not part the list');
});

test('verdicts stand worst first, in what is short or in how far they are from the norm', () => {
  const of = (/** @type {any} */ properties) => ({ name: '', shortBy: null, ...properties, properties });
  const all = [
    of({ name: 'unknown', verdict: 'unknown', value: null, required: 0.8 }),
    of({ name: 'met', verdict: 'met', value: 0.9, required: 0.8 }),
    of({ name: 'many', verdict: 'short', value: 0.6, required: 0.8, shortBy: 900 }),
    of({ name: 'far', verdict: 'short', value: 900, required: 300, shortBy: 5 }),
  ];
  const names = (/** @type {typeof away} */ lack) =>
    [...all].sort((a, b) => worstFirst(a, b, lack)).map((one) => one.name);
  assert.deepEqual(
    [...all].sort((a, b) => worstFirst(a, b)).map((one) => one.name),
    ['many', 'far', 'met', 'unknown'],
  );
  assert.deepEqual(names(away), ['far', 'many', 'met', 'unknown']);
});
