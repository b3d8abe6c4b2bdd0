import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULTS, fromQuery, parameters, refused, toQuery } from '../page/state.js';

test('the default state has an empty address', () => {
  assert.equal(toQuery({ ...DEFAULTS }), '');
  assert.deepEqual(fromQuery(''), DEFAULTS);
});

test('every state comes back from its address', () => {
  /** @type {import('../page/state.js').State} */
  const state = {
    question: 'overlaps',
    serviceType: 'LRN-BIEB',
    distance: 750,
    group: '65+',
    date: '2026-01-31',
    role: 'subsidy',
    programme: 'dordt-west',
    level: 'neighbourhoods',
    per: 'land',
    criterion: 'play-0-12',
    of: 'floorArea',
    supplyMethod: 'e2sfca',
    moneyBy: 'recipient',
    k: 4,
    model: 'pmedian',
    candidates: 'places',
    present: 'free',
    method: 'exact',
    floor: 80,
    floorLevel: 'neighbourhood',
    criteria: 'keep',
    stopBy: 'euros',
    from: '2024-01-01',
    area: 'WK050503',
    item: 'a~b',
    facility: 'vb-904',
    why: 'municipalities-GM0505-coverage',
    only: 'class-2',
    outlines: true,
    hide: ['SPL', 'BWG'],
    print: 'sheet',
    paper: 'a3',
    show: 'table',
    rows: 'facilities',
    sort: '-residents',
    find: 'west & oost',
    at: { lat: 51.81, lon: 4.66, name: 'Spui_1, 3311 GP' },
    embed: true,
    edits: [
      { kind: 'add', lon: 4.651, lat: 51.795 },
      { kind: 'remove', id: 'vb-926' },
    ],
    cost: 120_000,
    other: [{ kind: 'move', id: 'a_b/~ c', lon: 4.69, lat: -51.81 }],
    otherCost: 0,
    side: 'b',
    lang: 'en',
    view: { zoom: 13.25, lat: 51.8, lon: 4.67 },
  };
  assert.deepEqual(fromQuery(toQuery(state)), state);
});

test('what an address tells wrongly is the default', () => {
  const state = fromQuery(
    '?distance=-5&group=everyone&date=tomorrow&role=king&level=street&lang=xx&view=1_2&per=head&print=yes&paper=b5&of=x&method=y' +
      '&supplyMethod=z&k=0&floor=101&from=then&model=best',
  );
  assert.deepEqual(state, DEFAULTS);
});

test('the parameters of the API are only those that differ from its defaults', () => {
  assert.deepEqual(parameters({ ...DEFAULTS }), {});
  assert.deepEqual(
    parameters({
      ...DEFAULTS,
      serviceType: 'SPL-PLEK',
      distance: 400,
      group: '0-15',
      role: 'none',
      area: 'WK1',
      hide: ['ONT'],
    }),
    {
      serviceType: 'SPL-PLEK',
      distance: '400',
      group: '0-15',
      role: 'none',
    },
  );
});

test('what an address tells wrongly is known, and what it tells as it is by default is not wrong', () => {
  assert.deepEqual(refused('?group=70%2B&distance=far&level=districts&lang=nl&utm_source=mail&k=2&area='), [
    { name: 'distance', value: 'far' },
    { name: 'group', value: '70+' },
  ]);
  assert.deepEqual(refused('?serviceType=NOPE&view=12_51.8_4.7&edits=remove_vb-1&other='), []);
});
