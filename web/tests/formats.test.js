import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as f from '../page/formats.js';
import { ratioOf } from '../page/reasons/ratio.js';

test('residents are rounded to 5 and a few are never none', () => {
  assert.equal(f.residents('nl', 48064.6), '48.065');
  assert.equal(f.residents('nl', 0), '0');
  assert.equal(f.residents('nl', 0.3), '<\u00a05');
  assert.equal(f.residents('nl', 2.5), '5');
  assert.equal(f.residents('en', 48064.6), '48,065');
});

test('a change has a sign, and of a few a word says which way it goes', () => {
  assert.equal(f.signed('nl', 1203), '+\u00a01.205');
  assert.equal(f.signed('en', -1203), '−\u00a01,205');
  assert.equal(f.signed('nl', 0), '0');
  assert.equal(f.signed('nl', 1e-9), '0');
  assert.equal(f.signed('nl', 2.4), '<\u00a05 erbij');
  assert.equal(f.signed('nl', -0.3), '<\u00a05 eraf');
  assert.equal(f.signed('en', 2.4), '<\u00a05 more');
  assert.equal(f.signed('en', -0.3), '<\u00a05 fewer');
  for (let change = -12; change < 12; change += 0.1) {
    const text = f.signed('nl', change);
    assert.ok(!/[+−].*</.test(text), text);
    assert.equal(f.isFew(change), text.includes('<'), text);
  }
});

test('reached and not reached add up to the rounded total', () => {
  for (let served = 0; served < 40; served += 1.3) {
    for (let unserved = 0; unserved < 40; unserved += 1.7) {
      const parts = f.split(served, unserved);
      assert.equal(parts.total, f.roundTo5(served + unserved));
      assert.ok(parts.reached >= 0 && parts.reached % 5 === 0);
      if (parts.notReached <= parts.total) assert.equal(parts.reached + parts.notReached, parts.total);
    }
  }
  assert.deepEqual(f.split(73365.4, 48064.6), { total: 121430, notReached: 48065, reached: 73365 });
});

test('a share is never a false 0 or 100', () => {
  assert.equal(f.percent('nl', 0.6041), '60\u00a0%');
  assert.equal(f.percent('en', 0.6041), '60%');
  assert.equal(f.percent('nl', 0.0004), '<\u00a01\u00a0%');
  assert.equal(f.percent('nl', 0.9999), '>\u00a099\u00a0%');
  assert.equal(f.percent('nl', 0), '0\u00a0%');
  assert.equal(f.percent('nl', 1), '100\u00a0%');
});

test('metres, euros, ratios and dates are written as the language does', () => {
  assert.equal(f.metres('nl', 1152.4), '1.152\u00a0m');
  assert.equal(f.euros('nl', 167000), '€\u00a0167.000');
  assert.equal(f.euros('en', 167000), '€167,000');
  assert.equal(f.ratio('nl', 2.068), '2,1');
  assert.equal(f.ratio('nl', 7), '7,0');
  assert.equal(f.ratio('nl', 0.041), '0,04');
  assert.equal(f.date('nl', '2026-11-21'), '21 november 2026');
  assert.equal(f.date('nl', 'unknown'), 'unknown');
});

test('the numbers of a ratio stand as the sentence tells them, and others as numbers', () => {
  const kind = /** @type {const} */ ('ratio');
  const residents = {
    title: { nl: 'inwoners', en: 'residents' },
    value: 2.3,
    shown: { nl: 'minder dan 5', en: 'fewer than 5' },
  };
  const choices = { title: { nl: 'keuzes', en: 'choices' }, value: 2883.4 };
  const parts = { kind, numerator: choices, denominator: residents };
  assert.deepEqual(ratioOf('nl', { parts }), ['2.883 keuzes', 'minder dan 5 inwoners']);
  assert.deepEqual(ratioOf('en', { parts: { ...parts, numerator: { ...choices, value: 4.861 } } }), [
    '4.86 choices',
    'fewer than 5 residents',
  ]);
  assert.equal(ratioOf('nl', { parts: { kind: 'sum' } }), null);
  assert.equal(ratioOf('nl', { parts: null }), null);
});

test('two shares that differ are never told as the same', () => {
  assert.deepEqual(f.shares('nl', 0.864, 0.812), ['86', '81']);
  assert.deepEqual(f.shares('nl', 0.864, 0.859), ['86,4', '85,9'], 'less than a whole percent gets a decimal');
  assert.deepEqual(f.shares('en', 0.9996, 0.9949), ['>\u00a099.9', '99.5'], 'and no false 100');
  assert.deepEqual(f.shares('en', 0.0003, 0.004), ['<\u00a00.1', '0.4'], 'or 0');
  assert.equal(f.shares('nl', 0.86382, 0.86379), null, 'too little for a share');
  assert.deepEqual(f.shares('nl', 0.86382, 0.86382), ['86', '86'], 'no change at all');
});
