import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fill, shortLabel, wordsOf } from '../page/words.js';

/** @param {object} words @param {string} path @returns {[string, string][]} */
function texts(words, path = '') {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [/** @type {[string, string]} */ ([`${path}${key}`, value])]
      : texts(value, `${path}${key}.`),
  );
}

test('both languages fill in the same values', () => {
  const dutch = new Map(texts(wordsOf('nl')));
  const english = new Map(texts(wordsOf('en')));
  assert.deepEqual([...dutch.keys()], [...english.keys()]);
  const names = (/** @type {string | undefined} */ text) =>
    [...(text ?? '').matchAll(/\{(\w+)\}/g)]
      .map((match) => match[1])
      .filter((name) => name !== 'a')
      .sort();
  for (const [key, text] of dutch) assert.deepEqual(names(english.get(key)), names(text), key);
});

test('a sentence is filled in, with the English article that fits', () => {
  assert.equal(
    fill('van een {type} binnen {distance}', { type: 'bibliotheek', distance: '1.000 m' }),
    'van een bibliotheek binnen 1.000 m',
  );
  assert.equal(fill('of {a} {type}', { type: 'exercise spot' }), 'of an exercise spot');
  assert.equal(fill('of {a} {type}', { type: 'library' }), 'of a library');
  assert.equal(fill('{unknown}', {}), '{unknown}');
});

test('a label of several names stands in a sentence as its first', () => {
  assert.equal(shortLabel('buurthuis, wijkcentrum'), 'buurthuis');
  assert.equal(shortLabel('bibliotheek'), 'bibliotheek');
});
