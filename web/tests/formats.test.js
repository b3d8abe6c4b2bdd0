import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as f from '../page/formats.js';

test('residents are rounded to 5 and a few are never none', () => {
  assert.equal(f.residents('nl', 48064.6), '48.065');
  assert.equal(f.residents('nl', 0), '0');
  assert.equal(f.residents('nl', 0.3), '<\u00a05');
  assert.equal(f.residents('nl', 2.5), '5');
  assert.equal(f.residents('en', 48064.6), '48,065');
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
