import assert from 'node:assert/strict';
import { test } from 'node:test';
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
