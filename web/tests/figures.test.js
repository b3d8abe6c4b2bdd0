import assert from 'node:assert/strict';
import { test } from 'node:test';
import { areasPerBin, bins } from '../page/charts/bins.js';
import { alongLines, fitFree } from '../page/map/fit.js';
import { inTwo, interiorPoint, overlap, placeLabels, withoutNumbers } from '../page/map/labels.js';
import { cluster, counted } from '../page/map/places.js';
import { classAt, ground, quantileBreaks, shareClass } from '../page/model.js';
import { dotValue, dots } from '../page/panels/gaps.js';
import { contains, insideRings } from '../page/rings.js';
import { largestFinding } from '../page/panels/chance.js';

const RINGS = [
  [
    [0, 0],
    [4, 0],
    [4, 4],
    [0, 4],
    [0, 0],
  ],
  [
    [1, 1],
    [3, 1],
    [3, 3],
    [1, 3],
    [1, 1],
  ],
];

/** A square with a hole. @param {string} id @param {number} residents @param {string} [areaCode] @returns {import('../page/api.js').Gap} */
const gap = (id, residents, areaCode = 'A') => ({
  type: 'Feature',
  id,
  properties: { serviceType: 'T', areaCode, residents },
  geometry: { type: 'Polygon', coordinates: RINGS },
});

test('a share belongs to the class that starts at or below it', () => {
  assert.deepEqual([0, 0.1999, 0.2, 0.79, 0.8, 1].map(shareClass), [
    'class-1',
    'class-1',
    'class-2',
    'class-4',
    'class-5',
    'class-5',
  ]);
});

test('quantile classes hold about as many values each and merge where values are equal', () => {
  const values = Array.from({ length: 100 }, (_, index) => index);
  const breaks = quantileBreaks(values, 5);
  assert.deepEqual(breaks, [20, 40, 60, 80]);
  assert.deepEqual(quantileBreaks([0, 0, 0, 0, 0], 5), []);
  // Nothing at all in nine of thirteen: the others still differ.
  const mostlyNone = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0.128, 0.5, 1.2, 13];
  assert.deepEqual(quantileBreaks(mostlyNone, 5), [0.12, 0.5, 1.2, 13]);
  assert.deepEqual(quantileBreaks([7, 7, 7, 7.004], 5), []);
  assert.equal(classAt(breaks, 40), 2);
});

test('almost nobody lives where there are under 50 residents or under 1 per hectare', () => {
  const area = {
    code: 'B',
    name: 'B',
    level: 'neighbourhood',
    parentCode: null,
    areaKm2: 1,
    facilityCount: 0,
    facilitiesPerKm2: 0,
    facilitiesPer1000: 0,
  };
  assert.equal(ground({ ...area, residents: 49, landKm2: 0.1 }), 'barely');
  assert.equal(ground({ ...area, residents: 99, landKm2: 1 }), 'barely');
  assert.equal(ground({ ...area, residents: 100, landKm2: 1 }), null);
  assert.equal(ground({ ...area, residents: 0, landKm2: 0 }), 'water');
  assert.equal(ground({ ...area, residents: null, landKm2: 1 }), null);
});

test('dots lie inside their gap, are as many as the people ask, and never dance', () => {
  const gaps = [gap('a', 500), gap('b', 3), gap('c', 2, 'B')];
  const value = dotValue(gaps);
  assert.equal(value, 5);
  const drawn = dots(gaps, value);
  assert.ok(Math.abs(drawn.length - 505 / 5) <= 1, String(drawn.length));
  for (const [x, y] of drawn) assert.ok(insideRings(RINGS, x, y));
  assert.deepEqual(dots([...gaps].reverse(), value), drawn);
});

test('a dot stands for more people where there are more', () => {
  assert.equal(dotValue([gap('a', 48_000)]), 20);
  assert.equal(dotValue([gap('a', 48_000)], { narrow: true }), 100);
  assert.equal(dotValue([gap('a', 40)], { coarse: true }), 20);
});

test('places that are near each other share a symbol, and none is lost', () => {
  const places = Array.from({ length: 200 }, (_, index) => ({
    x: (index * 37) % 101,
    y: (index * 53) % 97,
    item: index,
  }));
  const clusters = cluster(places, 12);
  assert.deepEqual(
    clusters.flatMap((one) => one.members).sort((a, b) => a - b),
    places.map((one) => one.item),
  );
  for (const [index, a] of clusters.entries()) {
    for (const b of clusters.slice(index + 1)) assert.ok(Math.hypot(a.x - b.x, a.y - b.y) >= 12);
  }
  assert.deepEqual(counted(['x', 'y', 'x', 'x']), [
    ['x', 3],
    ['y', 1],
  ]);
});

test('names never cover each other or what they yield to', () => {
  const taken = [{ left: 40, right: 60, top: 40, bottom: 60 }];
  const labels = Array.from({ length: 12 }, (_, index) => ({
    key: String(index),
    x: 50 + index,
    y: 50,
    ways: [{ lines: [''], width: 30, height: 10 }],
  }));
  const placed = [...placeLabels(labels, taken, { left: 0, top: 0, right: 200, bottom: 120 }).values()];
  assert.ok(placed.length >= 2 && placed.length < 12);
  const boxes = placed.map(({ x, y }) => ({ left: x - 15, right: x + 15, top: y - 5, bottom: y + 5 }));
  for (const [index, box] of boxes.entries()) {
    for (const other of [...taken, ...boxes.slice(index + 1)]) assert.ok(!overlap(box, other));
  }
});

test('a name goes as far as its area goes to find room, and never beyond it', () => {
  const frame = { left: 0, top: 0, right: 400, bottom: 400 };
  // A wall of symbols around the best place leaves room only to the right.
  const wall = { left: 60, right: 180, top: 20, bottom: 380 };
  const ways = [{ lines: ['a'], width: 80, height: 16 }];
  const name = { key: 'a', x: 120, y: 200, ways, inside: (/** @type {number} */ x) => x > 100 };
  const at = placeLabels([name], [wall], frame).get('a');
  assert.ok(at && at.x - 40 >= wall.right, JSON.stringify(at));
  const narrow = { ...name, inside: (/** @type {number} */ x) => x < 200 };
  assert.equal(placeLabels([narrow], [wall], frame).size, 0);
});

test('a long name is written in two lines where it does not fit in one', () => {
  const letters = (/** @type {string} */ line) => line.length;
  assert.deepEqual(inTwo('Nieuw-Krispijn', letters), ['Nieuw-', 'Krispijn']);
  assert.deepEqual(inTwo('Crabbehof/Zuidhoven', letters), ['Crabbehof/', 'Zuidhoven']);
  assert.deepEqual(inTwo('Wijk aan de Oude Maas', letters), ['Wijk aan de ', 'Oude Maas']);
  assert.equal(inTwo('Het', letters), null);
  assert.equal(inTwo('De A', letters), null, 'two letters are no line');
  const ways = [
    { lines: ['a long name'], width: 80, height: 16 },
    { lines: ['a long ', 'name'], width: 45, height: 32 },
  ];
  const frame = { left: 0, top: 0, right: 200, bottom: 100 };
  const label = { key: 'a', x: 100, y: 50, ways };
  assert.deepEqual(placeLabels([label], [], frame).get('a')?.lines, ['a long name']);
  const columns = [
    { left: 0, right: 75, top: 0, bottom: 100 },
    { left: 125, right: 200, top: 0, bottom: 100 },
  ];
  assert.deepEqual(placeLabels([label], columns, frame).get('a')?.lines, ['a long ', 'name']);
});

test('a word and a number that every name begins with are not on the map', () => {
  const names = ['Wijk 01 Binnenstad', 'Wijk 98 Verspreide bebouwing', 'WK050599'];
  assert.deepEqual(names.map(withoutNumbers(names)), ['Binnenstad', 'Verspreide bebouwing', 'WK050599']);
  const others = ['Staart', 'Wijk 2 Noord', 'Dubbeldam'];
  assert.deepEqual(others.map(withoutNumbers(others)), others, 'where one begins so, it is its name');
});

test('a place is inside a polygon with its holes left out', () => {
  const geometry = { type: /** @type {const} */ ('Polygon'), coordinates: RINGS };
  assert.ok(contains(geometry, ...interiorPoint(geometry)));
  const [ring = []] = RINGS;
  assert.ok(!contains(geometry, Math.max(...ring.map(([x = 0]) => x)) + 1, ring[0]?.[1] ?? 0));
  assert.deepEqual(
    [0.5, 2, 3.5].map((x) => contains(geometry, x, 2)),
    [true, false, true],
  );
});

test('an interior point lies inside, also of a ring', () => {
  const [x, y] = interiorPoint({ type: 'Polygon', coordinates: RINGS });
  assert.ok(insideRings(RINGS, x, y));
});

test('the map fits its points beside the cards', () => {
  const points = [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 1, y: 1 },
    { x: 0, y: 1 },
  ];
  const cards = [{ left: 0, right: 300, top: 0, bottom: 400 }];
  const { zoom, centre } = fitFree([points], cards, { x: 800, y: 400 }, { least: 0, most: 12, hidden: 0 });
  for (const point of points) {
    const x = (point.x - centre.x) * 2 ** zoom + 400;
    const y = (point.y - centre.y) * 2 ** zoom + 200;
    assert.ok(x > 300 && x < 800 && y > 0 && y < 400, `${x} ${y}`);
  }
  assert.ok(2 ** zoom > 250, 'and as large as they can be');
});

test('a speck may lie under a card where the whole would be smaller for it, half of it may not', () => {
  const square = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ size) => [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
    [x, y],
  ];
  const along = alongLines([square(0, 0, 1), square(1.1, 0.4, 0.04)], 200);
  const weigh = (/** @type {typeof along} */ some) => some.reduce((sum, { weight }) => sum + weight, 0);
  assert.ok(along.length > 180 && along.length < 220, 'points stand evenly along straight borders too');
  assert.ok(Math.abs(weigh(along.filter(({ lon }) => lon > 1.05)) / 0.0016 - 1) < 0.01);
  const points = along.map(({ lon, lat, weight }) => ({ x: lon, y: lat, weight }));
  const cards = [{ left: 420, right: 600, top: 0, bottom: 400 }];
  const how = { least: 0, most: 12, hidden: 0.01 };
  const { zoom, centre } = fitFree([points], cards, { x: 600, y: 400 }, how);
  const at = (/** @type {number} */ x) => (x - centre.x) * 2 ** zoom + 300;
  assert.ok(at(1) <= 420, 'the square is free');
  assert.ok(at(1.12) > 420, 'the speck is not');
  const strict = fitFree([points], cards, { x: 600, y: 400 }, { ...how, hidden: 0 });
  assert.ok(strict.zoom < zoom);
});

test('the norm itself counts as reached in the distance chart', () => {
  const at = (/** @type {number} */ distanceM) =>
    /** @type {import('../page/api.js').Demand} */ ({
      type: 'Feature',
      id: '',
      properties: { residents: 10, areaCode: 'A', distanceM, served: true },
      geometry: { type: 'Point', coordinates: [0, 0] },
    });
  const { counts, step } = bins([at(0), at(1000), at(1000.01), at(99_999)], 1000);
  assert.equal(step, 250);
  assert.deepEqual(counts, [10, 0, 0, 10, 10, 0, 0, 0, 10]);
});

test('a neighbourhood stands in the bin of its average, over the residents who can reach a place', () => {
  const at = (
    /** @type {string} */ areaCode,
    /** @type {number} */ residents,
    /** @type {number | null} */ distanceM,
  ) =>
    /** @type {import('../page/api.js').Demand} */ ({
      type: 'Feature',
      id: '',
      properties: { residents, areaCode, distanceM, served: true },
      geometry: { type: 'Point', coordinates: [0, 0] },
    });
  const areas = areasPerBin(
    [
      at('A', 30, 100),
      at('A', 10, 900),
      at('A', 99, null),
      at('B', 5, 250),
      at('C', 0, 10),
      at('D', 1, null),
      at('E', 1, 9000),
    ],
    1000,
  );
  assert.deepEqual(areas[1], ['A'], '300 m');
  assert.deepEqual(areas[0], ['B'], 'an edge belongs to the bin before it');
  assert.deepEqual(areas[8], ['E']);
  assert.deepEqual(areas.flat().sort(), ['A', 'B', 'E']);
});

test('of many comparisons only those count that chance does not explain', () => {
  // One in twenty is below 0.05 when nothing is going on; that is no finding.
  const nothing = Array.from({ length: 100 }, (_, index) => (index + 0.5) / 100);
  assert.equal(largestFinding(nothing, 0.05), -1);
  assert.equal(largestFinding([...nothing, 0.0001, 0.0002], 0.05), 0.0002);
  assert.equal(largestFinding([0.04], 0.05), 0.04, 'a single comparison needs no correction');
  assert.equal(largestFinding([0.04, 0.9], 0.05), -1);
  assert.equal(largestFinding([], 0.05), -1);
  // The example of Benjamini & Hochberg (1995): four of fifteen.
  const published = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ];
  assert.equal(largestFinding(published, 0.05), 0.0095);
});
