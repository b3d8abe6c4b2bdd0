import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as edits from '../page/edits.js';
import { latest } from '../page/latest.js';
import { DEFAULTS, fromQuery, toQuery } from '../page/state.js';
import { dotIndex } from '../page/what-if/dots.js';
import { changeClass } from '../page/what-if/outcome.js';
import { trail } from '../page/what-if/trail.js';

/** Numbers from 0 to 1, the same in every run. @param {number} seed */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const LETTERS = [...'ab_~%&=+# /:,.*é漢😀\'"<>-0\n'];

/** Any proposal that can be made by hand. @param {() => number} next @returns {edits.Edit[]} */
function anyEdits(next) {
  const id = () =>
    Array.from({ length: 1 + Math.floor(next() * 12) }, () => LETTERS[Math.floor(next() * LETTERS.length)]).join('');
  /** @type {edits.Edit[]} */
  let made = [];
  for (let step = Math.floor(next() * 12); step > 0; step -= 1) {
    const at = { lon: next() * 360 - 180, lat: next() * 170 - 85 };
    const kind = Math.floor(next() * 3);
    if (kind === 0) made = edits.added(made, at);
    else if (kind === 1) made = edits.moved(made, edits.facilityKey(id()), at);
    else made = edits.removed(made, edits.facilityKey(id()));
  }
  return made;
}

test('every proposal comes back from its link', () => {
  const next = random(1);
  for (let turn = 0; turn < 500; turn += 1) {
    const [mine, other] = [anyEdits(next), next() < 0.5 ? null : anyEdits(next)];
    /** @type {import('../page/state.js').State} */
    const state = {
      ...DEFAULTS,
      question: 'what-if',
      edits: mine,
      other,
      cost: next() < 0.5 ? null : Math.floor(next() * 1e9),
      otherCost: other === null || next() < 0.5 ? null : 0,
      side: other !== null && next() < 0.5 ? 'b' : 'a',
    };
    assert.deepEqual(fromQuery(toQuery(state)), state);
  }
});

test('a link that is wrong in parts keeps the parts that are right', () => {
  const right = 'add_4.651_51.795';
  const wrong = [
    '',
    'add',
    'add_4.651',
    'add_x_51',
    'add_4.651_',
    'add_4.651_95',
    'add_181_51',
    'add_1e1_51',
    'add_4_51_x',
    'add_Infinity_51',
    'move_4.6_51.8',
    'move_4.6_51.8_',
    'move__51.8_a',
    'remove',
    'remove_',
    `remove_${'x'.repeat(101)}`,
    'close_vb-1',
    '__proto__',
  ];
  assert.deepEqual(edits.editsOf([...wrong, right, ...wrong]), [{ kind: 'add', lon: 4.651, lat: 51.795 }]);
});

test('any text gives a proposal that can be kept', () => {
  const next = random(2);
  const parts = ['add', 'move', 'remove', '_', '-', '4.65', '51.8', '1e400', 'NaN', ' ', '%', '😀', '.', 'vb-1'];
  for (let turn = 0; turn < 2000; turn += 1) {
    const text = Array.from({ length: Math.floor(next() * 9) }, () => parts[Math.floor(next() * parts.length)]).join(
      '',
    );
    const read = edits.editsOf([text]);
    assert.deepEqual(edits.editsOf(edits.textsOf(read)), read, text);
  }
});

test('a link holds a limited number of changes, and one per facility', () => {
  const many = Array.from({ length: 60 }, (_, index) => `add_4.${index + 10}_51.8`);
  assert.equal(edits.editsOf(many).length, edits.MOST_EDITS);
  assert.deepEqual(edits.editsOf(['remove_a', 'move_4_51_a', 'move_4_51_b']), [
    { kind: 'remove', id: 'a' },
    { kind: 'move', id: 'b', lon: 4, lat: 51 },
  ]);
  const full = edits.editsOf(many);
  assert.equal(edits.added(full, { lon: 4, lat: 51 }), full, 'a full proposal takes no more');
});

test('moving, taking away and putting back', () => {
  const key = edits.facilityKey('a');
  const moved = edits.moved([], key, { lon: 4.123456789, lat: 51 });
  assert.deepEqual(moved, [{ kind: 'move', id: 'a', lon: 4.12346, lat: 51 }]);
  assert.deepEqual(edits.moved(moved, key, { lon: 5, lat: 51 }), [{ kind: 'move', id: 'a', lon: 5, lat: 51 }]);
  assert.deepEqual(edits.removed(moved, key), [{ kind: 'remove', id: 'a' }]);
  assert.deepEqual(edits.undone(edits.removed(moved, key), key), []);
  const two = edits.added(edits.added([], { lon: 4, lat: 51 }), { lon: 5, lat: 51 });
  assert.deepEqual(edits.removed(two, 'new 0'), [{ kind: 'add', lon: 5, lat: 51 }], 'a new place is forgotten');
  assert.deepEqual(edits.bodyOf([...two, ...moved]), {
    add: [
      { lon: 4, lat: 51 },
      { lon: 5, lat: 51 },
    ],
    move: [{ id: 'a', lon: 4.12346, lat: 51 }],
    remove: [],
  });
});

test('a step on the ground has its length', () => {
  const from = { lon: 4.66, lat: 51.8 };
  const east = edits.stepped(from, 100, 0);
  const metres = (east.lon - from.lon) * 111_320 * Math.cos((51.8 * Math.PI) / 180);
  assert.ok(Math.abs(metres - 100) < 1, `${metres} m`);
  assert.equal(east.lat, from.lat);
});

test('a kept scenario gives what is about the type, and tells what is left out', () => {
  const scenario = {
    add: [
      { lon: 4, lat: 51, serviceType: 'LRN-BIEB' },
      { lon: 4, lat: 51, serviceType: 'SPL-PLEK' },
    ],
    move: [{ id: 'other', lon: 4, lat: 51 }],
    remove: ['mine'],
  };
  assert.deepEqual(edits.ofScenario(scenario, 'LRN-BIEB', new Set(['mine'])), {
    edits: [
      { kind: 'add', lon: 4, lat: 51 },
      { kind: 'remove', id: 'mine' },
    ],
    left: 2,
  });
});

test('undo and redo follow what was tried, and the back button is recognised', () => {
  const tried = trail();
  const step = (/** @type {number} */ cost) => ({ ...DEFAULTS, cost });
  for (const cost of [1, 2, 3]) tried.visit(step(cost));
  assert.equal(tried.before()?.cost, 2);
  assert.equal(tried.after(), null);
  tried.visit(step(2));
  assert.deepEqual([tried.before()?.cost, tried.after()?.cost], [1, 3], 'one step back, by whatever way');
  tried.visit(step(2));
  assert.equal(tried.after()?.cost, 3, 'the same again is no step');
  tried.visit(step(3));
  assert.deepEqual([tried.before()?.cost, tried.after()], [2, null]);
  tried.visit(step(2));
  tried.visit(step(9));
  assert.deepEqual([tried.before()?.cost, tried.after()], [2, null], 'another way forgets the old one');
  tried.trying();
  tried.visit(step(2));
  assert.deepEqual([tried.before()?.cost, tried.after()], [9, null], 'what is tried is a step, also back to what was');
});

test('one question is under way at most, and of those that wait the newest is asked', async () => {
  /** @type {((answer: number) => void)[]} */
  const waiting = [];
  /** @type {number[]} */
  const asked = [];
  /** @type {number[]} */
  const shown = [];
  const want = latest(
    (/** @type {number} */ question) => {
      asked.push(question);
      return new Promise((/** @type {(answer: number) => void} */ resolve) => waiting.push(resolve));
    },
    (answer) => shown.push(answer),
    () => shown.push(-1),
  );
  for (const question of [1, 2, 3]) want.want(question);
  assert.deepEqual(asked, [1]);
  waiting.shift()?.(10);
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual([asked, shown], [[1, 3], [10]]);
  want.stop();
  waiting.shift()?.(30);
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(shown, [10], 'what comes after the end is not shown');
});

test('dots inside cells that are reached go, those of cells that are lost come, at the same spot each time', () => {
  const next = random(3);
  const metre = 1 / 111_320;
  const shrink = Math.cos((51.8 * Math.PI) / 180);
  const at = (/** @type {number} */ east, /** @type {number} */ north) =>
    /** @type {[number, number]} */ ([4.66 + (east * metre) / shrink, 51.8 + north * metre]);
  const dots = Array.from({ length: 800 }, () => at(next() * 1000, next() * 1000));
  const index = dotIndex(dots, 20);
  /** @type {import('../page/what-if/dots.js').Cell[]} */
  const gained = [];
  for (let east = 0; east < 1000; east += 50)
    for (let north = 0; north < 1000; north += 50)
      if (next() < 0.4) {
        const [lon, lat] = at(east + 25, north + 25);
        gained.push({ lon, lat, residents: 10, servedBefore: false, servedAfter: true });
      }
  const inside = dots.flatMap(([lon, lat], place) =>
    gained.some((cell) => Math.abs(cell.lon - lon) <= (25 * metre) / shrink && Math.abs(cell.lat - lat) <= 25 * metre)
      ? [place]
      : [],
  );
  const { gone, come } = index.changed(gained);
  // Seen from another dot the degrees of longitude are a hair longer: only a dot on an edge may differ.
  const differ = [
    ...inside.filter((place) => !gone.has(place)),
    ...[...gone].filter((place) => !inside.includes(place)),
  ];
  assert.ok(differ.length <= 4, `${differ.length} of ${inside.length} differ`);
  assert.deepEqual(come, []);

  const lost = gained.map((cell) => ({ ...cell, residents: 30, servedBefore: true, servedAfter: false }));
  const first = index.changed(lost);
  assert.equal(first.gone.size, 0);
  const expected = (lost.length * 30) / 20;
  assert.ok(Math.abs(first.come.length - expected) < expected / 5, `${first.come.length} for ${expected}`);
  assert.deepEqual(
    index.changed(lost.slice(1)).come,
    first.come.slice(first.come.length - index.changed(lost.slice(1)).come.length),
  );
});

test('areas are coloured by the share of their residents that gain or lose', () => {
  assert.deepEqual([0, 0.01, 1 / 3, 0.34, 2 / 3, 0.67, 1, -0.2, -0.4].map(changeClass), [
    'more-0',
    'more-1',
    'more-1',
    'more-2',
    'more-2',
    'more-3',
    'more-3',
    'less-1',
    'less-2',
  ]);
});
