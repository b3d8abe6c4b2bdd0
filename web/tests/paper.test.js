import assert from 'node:assert/strict';
import { test } from 'node:test';
import { areasToPrint } from '../page/print/areas.js';
import { along, boxOf, fittingNames, linesOf } from '../page/print/names.js';
import { besides, boxAt, shared, spread } from '../page/print/places.js';
import { qrCode } from '../page/print/qr.js';
import { extent, fitted, isWide, metresPerDegree, scaleBar } from '../page/print/scale.js';
import { counts, entries } from '../page/sheet/criteria.js';
import { indicatorsOf } from '../page/sheet/monitor.js';
import { DEFAULTS } from '../page/state.js';
import { decoded } from './qr.js';

/** @param {number} seed @returns {() => number} */
function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

test('a QR code of any length is read back by another program', () => {
  for (const length of [1, 14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624]) {
    const next = random(length);
    const text = Array.from({ length }, () => String.fromCharCode(33 + Math.floor(next() * 90))).join('');
    assert.equal(decoded(qrCode(text)), text, `${length} bytes`);
  }
  const link = 'https://wijkkaart.example/?area=WK050507&serviceType=LRN-BIEB&lang=nl';
  assert.equal(decoded(qrCode(link)), link);
  assert.equal(decoded(qrCode('café é 65+')), 'café é 65+');
  assert.throws(() => qrCode('x'.repeat(5000)), RangeError);
});

test('a code with one wrong module in eight is not what another program reads', () => {
  const modules = qrCode('https://wijkkaart.example/');
  const next = random(1);
  const broken = modules.map((row) => row.map((dark) => (next() < 0.125 ? !dark : dark)));
  assert.notEqual(decoded(broken), 'https://wijkkaart.example/');
});

test('symbols that would hide each other part, stay in the frame, and near their place', () => {
  const frame = { left: 0, top: 0, right: 320, bottom: 500 };
  for (let seed = 1; seed <= 20; seed += 1) {
    const next = random(seed);
    // Half of them on a few spots.
    const points = Array.from({ length: 40 }, (_, index) =>
      index % 2 === 0
        ? { x: 40 + next() * 240, y: 40 + next() * 420 }
        : { x: 60 + 60 * (index % 4), y: 100 + 50 * (index % 5) },
    );
    const spots = spread(points, 15, frame);
    spots.forEach((a, i) => {
      assert.ok(a.x >= 7 && a.x <= 313 && a.y >= 7 && a.y <= 493);
      const home = points[i];
      assert.ok(home && Math.hypot(a.x - home.x, a.y - home.y) < 45, 'near its place');
      spots.forEach((b, j) => {
        if (j > i) assert.ok(Math.hypot(a.x - b.x, a.y - b.y) > 12, `${seed}: ${i} and ${j}`);
      });
    });
    assert.deepEqual(spread(points, 15, frame), spots, 'the same every time');
  }
});

test('a number stands beside its symbol and covers nothing where there is room', () => {
  const frame = { left: 0, top: 0, right: 300, bottom: 300 };
  const symbols = [
    { x: 290, y: 150 },
    { x: 150, y: 150 },
    { x: 170, y: 150 },
  ];
  const texts = symbols.map(() => ({ width: 14, height: 13 }));
  const key = { left: 120, top: 150, right: 144, bottom: 300 };
  const at = besides(symbols, 17, texts, [key], frame);
  const boxes = at.map((middle) => boxAt(middle, 14, 13));
  assert.ok((at[0]?.x ?? 300) < 290, 'not beyond the edge');
  for (const [index, box] of boxes.entries()) {
    assert.equal(shared(box, key), 0);
    symbols.forEach((symbol) => assert.equal(shared(box, boxAt(symbol, 17, 17)), 0));
    boxes.forEach((other, j) => j !== index && assert.equal(shared(box, other), 0));
  }
});

test('names stand free of what is drawn and of each other, in their area, as large as all fit', () => {
  const frame = { left: 0, top: 0, right: 320, bottom: 320 };
  const widthOf = (/** @type {string} */ text, /** @type {number} */ size) => text.length * size * 0.5;
  const free = (/** @type {any} */ a, /** @type {any} */ b) => shared(a, b) === 0;
  let dropped = 0;
  for (let seed = 1; seed <= 20; seed += 1) {
    const next = random(seed);
    const taken = Array.from({ length: 25 }, () => boxAt({ x: next() * 320, y: next() * 320 }, 20, 20));
    // Nine areas, each a square of 100.
    const named = Array.from({ length: 9 }, (_, index) => {
      const [left, top] = [10 + 100 * (index % 3), 10 + 100 * Math.floor(index / 3)];
      return {
        key: String(index),
        name: `Neighbourhood-number ${index}`,
        at: { x: left + 50, y: top + 50 },
        residents: 9 - index,
        inside: (/** @type {number} */ x, /** @type {number} */ y) =>
          x >= left && x < left + 100 && y >= top && y < top + 100,
      };
    });
    const outline = along(
      [
        { x: 10, y: 10 },
        { x: 310, y: 10 },
        { x: 310, y: 310 },
      ],
      2.5,
    );
    const placed = fittingNames(named, taken, outline, frame, widthOf);
    dropped += named.length - placed.length;
    const boxes = placed.flatMap((one) => boxOf(one, one.size, widthOf));
    boxes.forEach((box, at) => {
      const one = placed[at];
      assert.ok(one && named[Number(one.key)]?.inside(one.x, one.y), `${seed}: in its own area`);
      assert.ok(
        [...taken, ...boxes.slice(at + 1)].every((other) => free(box, other)),
        `${seed}: ${one.key} is free`,
      );
      assert.ok(shared(box, frame) > (box.right - box.left) * (box.bottom - box.top) - 1e-6, `${seed}: in the frame`);
    });
    assert.equal(new Set(placed.map(({ size }) => size)).size, 1, 'one size for all');
  }
  assert.ok(dropped < 45, `${dropped} of 180 left out`);
  const [alone] = fittingNames(
    [{ key: 'a', name: 'Name', at: { x: 50, y: 50 }, residents: 1, inside: () => true }],
    [],
    [],
    frame,
    widthOf,
  );
  assert.deepEqual([alone?.x, alone?.y, alone?.size], [50, 50, 11.5]);
  const full = [{ left: 0, top: 0, right: 320, bottom: 320 }];
  assert.deepEqual(
    fittingNames(
      [{ key: 'a', name: 'Name', at: { x: 50, y: 50 }, residents: 1, inside: () => true }],
      full,
      [],
      frame,
      widthOf,
    ),
    [],
    'left out rather than touching',
  );
});

test('a line is yielded to all along, and a text takes as many lines as its words need', () => {
  const boxes = along(
    [
      { x: 0, y: 0 },
      { x: 30, y: 40 },
    ],
    1,
  );
  for (let part = 0; part <= 1; part += 0.05)
    assert.ok(
      boxes.some(({ left, top }) => Math.hypot(left + 1 - 30 * part, top + 1 - 40 * part) <= 4),
      String(part),
    );
  const width = (/** @type {string} */ text) => text.length;
  assert.equal(linesOf('one two three', 13, width), 1);
  assert.equal(linesOf('one two three', 12, width), 2);
  assert.equal(linesOf('one two three', 5, width), 3);
  assert.equal(linesOf('longest', 3, width), 1);
});

test('the scale bar is as long as it says', () => {
  // [105000, 424500] and [106000, 424500] in RD New (EPSG:28992), 1,000 m apart, as PROJ gives them.
  const [west, east] = [4.662215977677205, 4.676714628495073];
  const area = /** @type {GeoJSON.Polygon} */ ({
    type: 'Polygon',
    coordinates: [
      [
        [west, 51.8],
        [east, 51.8],
        [east, 51.81],
        [west, 51.81],
        [west, 51.8],
      ],
    ],
  });
  assert.ok(Math.abs(extent(area).width - 1000) < 2, String(extent(area).width));
  assert.ok(Math.abs(metresPerDegree(51.8).lat - 111_266) < 5);
  const projection = fitted(area, { left: 0, top: 0, right: 400, bottom: 800 });
  const bar = scaleBar(projection.metresPerPx, 90);
  assert.equal(bar.metres, 200);
  const apart = projection.at([east, 51.8]).x - projection.at([west, 51.8]).x;
  assert.ok(Math.abs(bar.px / apart - 0.2) < 0.001);
  assert.ok(projection.at([west, 51.81]).y < projection.at([west, 51.8]).y, 'north is up');
  assert.deepEqual(
    [3, 7, 30, 60, 110].map((metres) => scaleBar(metres, 90).metres),
    [250, 500, 2500, 5000, 5000],
  );
});

test('an area clearly wider than high goes across the page', () => {
  const box = (/** @type {number} */ width, /** @type {number} */ height) =>
    /** @type {GeoJSON.Polygon} */ ({
      type: 'Polygon',
      coordinates: [
        [
          [4, 51],
          [4 + width, 51],
          [4 + width, 51 + height * 0.63],
          [4, 51 + height * 0.63],
          [4, 51],
        ],
      ],
    });
  const [beside, across] = [
    { width: 86, height: 135 },
    { width: 186, height: 105 },
  ];
  assert.equal(isWide(box(0.1, 0.1), beside, across), false);
  assert.equal(isWide(box(0.05, 0.1), beside, across), false);
  assert.equal(isWide(box(0.1, 0.06), beside, across), true);
});

/** @param {object} own */
const row = (own) => ({
  id: 'x',
  areaCode: 'WK1',
  name: 'One',
  level: 'district',
  serviceType: 'A',
  group: 'all',
  measure: 'coverage',
  distanceM: 500,
  value: 0.5,
  required: 0.8,
  verdict: 'short',
  shortBy: 10,
  source: null,
  ...own,
});

test('criteria come worst first, and the districts of a programme area under one criterion', () => {
  const city = /** @type {any} */ ({ types: [{ code: 'A' }, { code: 'B' }] });
  const all = entries(
    [
      row({ criterionId: 'met', verdict: 'met', value: 0.9 }),
      row({ criterionId: 'half' }),
      row({ criterionId: 'unknown', verdict: 'unknown', value: null }),
      row({ criterionId: 'surplus', verdict: 'surplus', value: 2 }),
      row({ criterionId: 'least', value: 0.1 }),
      row({ criterionId: 'met', verdict: 'short', value: 0.7, name: 'Two', areaCode: 'WK2' }),
      // A longer way than is allowed: 1,600 m where 800 m is asked is as bad as a half.
      row({ criterionId: 'far', measure: 'meanDistance', value: 2000, required: 800 }),
    ],
    city,
  );
  assert.deepEqual(
    all.map((entry) => entry.criterionId),
    ['least', 'far', 'half', 'met', 'surplus', 'unknown'],
  );
  assert.deepEqual(
    all.find((entry) => entry.criterionId === 'met')?.parts.map((part) => [part.name, part.verdict]),
    [
      ['Two', 'short'],
      ['One', 'met'],
    ],
  );
  assert.deepEqual(counts(all), { short: 4, surplus: 1, met: 0, unknown: 1 });
});

test('of each indicator the latest is shown, where it was measured, changed, or is about all types', () => {
  const of = (/** @type {object} */ own) => ({
    id: 'i',
    indicator: 'a',
    date: '2026-01-01',
    computed: true,
    serviceType: null,
    change: null,
    value: 1,
    ...own,
  });
  const shown = indicatorsOf([
    of({ date: '2026-02-01', value: 2 }),
    of({ value: 1 }),
    of({ indicator: 'typed', serviceType: 'A', change: 0 }),
    of({ indicator: 'changed', serviceType: 'A', change: 3 }),
    of({ indicator: 'measured', serviceType: 'A', computed: false, date: null }),
  ]);
  assert.deepEqual(
    shown.map((one) => [one.indicator, one.value]),
    [
      ['a', 2],
      ['changed', 1],
      ['measured', 1],
    ],
  );
});

test('which areas are printed follows from the address', () => {
  const area = (/** @type {string} */ code, /** @type {string | null} */ parentCode, residents = 100) =>
    /** @type {any} */ ({ properties: { code, parentCode, residents, facilityCount: 0 } });
  const city = /** @type {any} */ ({
    districts: [area('WK1', null), area('WK2', null), area('WK9', null, 0)],
    neighbourhoods: [area('BU1', 'WK1'), area('BU2', 'WK2'), area('BU9', 'WK9', 0)],
    programmes: [area('west', null)],
    members: new Map([['west', new Set(['BU2'])]]),
  });
  const codes = (/** @type {Partial<import('../page/state.js').State>} */ own) =>
    areasToPrint(city, { ...DEFAULTS, ...own }).map((one) => one.properties.code);
  assert.deepEqual(codes({ print: 'all' }), ['WK1', 'WK2', 'west'], 'an area without people and places is left out');
  assert.deepEqual(codes({ print: 'districts' }), ['WK1', 'WK2']);
  assert.deepEqual(codes({ print: 'neighbourhoods' }), ['BU1', 'BU2']);
  assert.deepEqual(codes({ print: 'programmes' }), ['west']);
  assert.deepEqual(codes({ print: 'sheet', area: 'BU9' }), ['BU9']);
  assert.deepEqual(codes({ print: 'sheet', area: 'nowhere' }), []);
  assert.deepEqual(codes({ print: 'all', programme: 'west' }), ['WK2', 'west']);
});
