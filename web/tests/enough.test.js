/** The questions about what stands together, what is needed, whether there is room, whether it is fair and whether it is used. */

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import * as f from '../page/formats.js';
import { ANSWERED, openPage, serveSource, startBrowser, startServer } from './server.js';

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
/** @type {Awaited<ReturnType<typeof startBrowser>>} */
let browser;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const QUESTIONS = ['hubs', 'assessment', 'supply', 'equity', 'usage'];

/** @param {string} query @param {Parameters<typeof openPage>[2]} [how] */
const open = (query, how) => openPage(browser, server.url + query, how);

/** @param {string} path @returns {Promise<any>} */
const api = async (path) => (await fetch(server.url + path)).json();

/** @param {string} collection @param {Record<string, string>} parameters @returns {Promise<any[]>} */
const items = async (collection, parameters) =>
  (await api(`/v1/collections/${collection}/items?${new URLSearchParams({ ...parameters, limit: '10000' })}`)).features;

/** @param {import('playwright-core').Page} page @param {string} selector */
const text = async (page, selector) => (await page.locator(selector).first().innerText()).replace(/\s+/g, ' ').trim();

/**
 * What a panel answers in the page itself, as what can be sent out of it.
 * @param {import('playwright-core').Page} page @param {string} query
 */
const answerOf = async (page, query) => {
  await serveSource(page);
  return page.evaluate(async (search) => {
    const [api, { fromQuery, parameters }, { wordsOf }, { loadPanel }] = await Promise.all([
      import(String('/source/api.js')),
      import(String('/source/state.js')),
      import(String('/source/words.js')),
      import(String('/source/panels/index.js')),
    ]);
    const state = fromQuery(search);
    const panel = await loadPanel(state.question);
    const [info, types, neighbourhoods, districts, programmes] = await Promise.all([
      api.city(),
      api.serviceTypes(),
      api.areas('neighbourhoods', {}),
      api.areas('districts', {}),
      api.areas('programme-areas', {}),
    ]);
    const members = new Map();
    for (const { properties } of programmes) {
      const inside = await api.areas('neighbourhoods', { area: properties.code });
      members.set(properties.code, new Set(inside.map((/** @type {any} */ area) => area.properties.code)));
    }
    const type = types.find((/** @type {any} */ one) => one.code === state.serviceType) ?? null;
    const asked = parameters(state);
    const { date, role } = asked;
    const facilities = await api.facilities({ ...(date ? { date } : {}), ...(role ? { role } : {}) });
    const answer = await panel.ask(
      {
        state,
        city: { info, types, neighbourhoods, districts, programmes, members },
        words: wordsOf(state.lang),
        type,
        distance: state.distance ?? type?.distanceM ?? info.defaultDistanceM,
        parameters: asked,
        facilities,
      },
      () => {},
    );
    return {
      name: panel.name,
      hero: answer.hero,
      rows: answer.list.rows,
      table: answer.table,
      downloads: answer.downloads,
      classes: [...new Set(answer.classOf.values())],
      legend: answer.legend.classes.map((/** @type {any} */ one) => one.name),
      shapeKeys: (answer.shapes ?? []).map((/** @type {any} */ shape) => shape.key),
      tips: [...answer.tips.keys()].length,
      empty: answer.empty,
    };
  }, query);
};

const CHOICES = [
  'serviceType=LRN-BIEB',
  'serviceType=ONT-BUURTHUIS&level=neighbourhoods&group=65%2B&distance=500',
  'serviceType=ONT-BUURTHUIS&programme=dordt-west&role=subsidy&lang=en',
  'serviceType=SPL-PLEK&programme=dordt-west&level=neighbourhoods&date=2020-01-01&group=0-15',
  '',
];

/** The reason, or those of the first parts of a figure that is put together. @param {any} why @returns {any[]} */
const explainedIn = (why) => {
  if (!why) return [];
  return why.parts ? why.parts.slice(0, 2).flatMap((/** @type {any} */ part) => explainedIn(part.why)) : [why];
};

test('whatever is chosen, table, reasons, downloads and legend of every question hold', async () => {
  const { page, close } = await open('/');
  for (const question of QUESTIONS) {
    for (const choice of CHOICES) {
      if (choice === '' && ['supply', 'equity'].includes(question)) continue;
      const answer = await answerOf(page, `?question=${question}&${choice}`);
      const at = `${question} ${choice}`;
      assert.equal(answer.name, question, at);
      if (answer.table) {
        const width = answer.table.columns.length;
        assert.ok(
          answer.table.rows.every((/** @type {any} */ row) => row.cells.length === width),
          `${at}: a cell for every column`,
        );
        const keys = answer.table.rows.map((/** @type {any} */ row) => row.key);
        assert.equal(new Set(keys).size, keys.length, `${at}: every row of the table has its own key`);
        for (const [index, { kind }] of answer.table.columns.entries()) {
          for (const { cells } of answer.table.rows) {
            const cell = cells[index];
            const wanted = ['text', 'verdict', 'date'].includes(kind) ? 'string' : 'number';
            assert.ok(cell === null || typeof cell === wanted, `${at}: ${kind} is ${String(cell)}`);
          }
        }
      } else assert.equal(answer.downloads.length, 0, `${at}: only what says nothing has no table`);
      const keys = answer.rows.map((/** @type {any} */ row) => row.key);
      assert.equal(new Set(keys).size, keys.length, `${at}: every row has its own key`);
      for (const key of answer.shapeKeys) assert.ok(keys.includes(key), `${at}: ${key} is in the list too`);
      const coloured = answer.classes.filter(
        (/** @type {string} */ name) => !['barely', 'water', 'unknown', 'plain'].includes(name),
      );
      for (const name of coloured) assert.ok(answer.legend.includes(name), `${at}: the legend names ${name}`);

      const { rows } = answer;
      const reasons = [answer.hero.why, rows[0]?.why, rows[1]?.why, rows.at(-1)?.why].flatMap(explainedIn);
      for (const { parameters, ...of } of reasons) {
        const { status } = await fetch(`${server.url}/v1/explain?${new URLSearchParams({ ...parameters, ...of })}`);
        assert.equal(status, 200, `${at}: ${JSON.stringify({ parameters, ...of })}`);
      }
      for (const { name, parameters } of answer.downloads) {
        const query = new URLSearchParams({ f: 'csv', ...parameters });
        const { status } = await fetch(`${server.url}/v1/collections/${name}/download?${query}`);
        assert.equal(status, 200, `${at}: ${name}`);
      }
    }
  }
  await close();
});

test('the menu asks the questions in their order', async () => {
  const { page, errors, close } = await open('/?question=equity&serviceType=LRN-BIEB');
  await page.locator('.ask-button').click();
  const asked = await page.locator('.menu-item').allInnerTexts();
  const ours = [
    'Wat hebben we waar?',
    'Wie staan samen op één plek?',
    'Wie bereiken we niet?',
    'Wat is waar nodig?',
    'Is er genoeg plek?',
    'Is het eerlijk verdeeld?',
    'Wordt het gebruikt?',
    'Waar betalen we dubbel?',
  ];
  assert.deepEqual(
    asked.filter((one) => ours.includes(one)),
    ours,
  );
  assert.equal(await text(page, '.menu-item[aria-current="true"]'), 'Is het eerlijk verdeeld?');
  await page.getByRole('button', { name: 'Wordt het gebruikt?' }).click();
  await page.waitForFunction(() => document.querySelector('.hero-unit')?.textContent === 'bezoekers');
  assert.deepEqual(errors, []);
  await close();
});

test('the analyst finds the neighbourhoods under the norm for 65 and older', async () => {
  const { page, errors, close } = await open('/?question=assessment');
  const verdicts = (await items('assessments', { serviceType: 'ONT-HUISKAMER' })).map((one) => one.properties);
  const [rule] = verdicts;
  const short = verdicts.filter((one) => one.verdict === 'short');
  assert.ok(short.length > 0, 'the sample has a norm that is missed');

  await page.locator('.row', { hasText: 'Huiskamer van de wijk' }).click();
  await page.waitForSelector(`${ANSWERED} .chart-answer`);
  assert.equal(new URL(page.url()).searchParams.get('criterion'), rule.criterionId);
  assert.equal(await text(page, '.hero-value'), String(short.length));
  assert.match(await text(page, '.more-choices'), /Norm zonder bron: een voorstel\./);
  const worst = short.sort((a, b) => b.shortBy - a.shortBy)[0];
  assert.match(await text(page, '.row'), new RegExp(worst.name));
  assert.match(await text(page, '.row .row-name'), new RegExp(f.residents('nl', worst.shortBy).replace('.', '\\.')));
  assert.equal(await text(page, '.row .verdict'), 'Te weinig');
  assert.equal(await text(page, '.row .row-figure'), f.percent('nl', worst.value).replace(/\s/g, ' '));

  await page.getByRole('button', { name: 'Buurten' }).click();
  await page.waitForFunction(() => document.querySelector('.hero-unit')?.textContent?.includes('buurten'));
  const areas = (
    await items('neighbourhoods', {
      serviceType: 'ONT-HUISKAMER',
      group: rule.group,
      distance: String(rule.distanceM),
    })
  ).map((one) => one.properties);
  const under = new Set(
    areas.filter((one) => one.coverage !== null && one.coverage < rule.required).map((one) => one.name),
  );
  const rows = await page
    .locator('.row', { has: page.locator('.verdict-short') })
    .locator('.row-name')
    .allInnerTexts();
  assert.deepEqual(new Set(rows.map((row) => row.split('\n')[0])), under);
  const bars = await page.locator('.chart-answer .chart-not').count();
  assert.equal(await text(page, '.hero-value'), String(bars), 'chart and figure tell the same');
  assert.deepEqual(errors, []);
  await close();
});

test('of a type with several norms the reader chooses, and a group without a norm says so', async () => {
  const { page, errors, close } = await open('/?question=assessment&serviceType=SPL-PLEK');
  await page.locator('.choice').click();
  const option = page.getByRole('option', { name: /binnen 1\.000 m.*Midden-Drenthe/ });
  await option.click();
  await page.waitForFunction(() => document.querySelector('.more-choices')?.textContent?.includes('1.000'));
  const verdicts = await items('assessments', { serviceType: 'SPL-PLEK' });
  const criterion = new URL(page.url()).searchParams.get('criterion');
  const short = verdicts.filter(
    ({ properties }) => properties.criterionId === criterion && properties.verdict === 'short',
  );
  assert.equal(await text(page, '.hero-value'), String(short.length));
  await page.goBack();
  await page.waitForFunction(() => document.querySelector('.choice')?.textContent?.includes('100'));
  await close();

  const other = await open('/?question=assessment&serviceType=LRN-BIEB&group=65%2B');
  assert.equal(await text(other.page, '.hero'), 'geen norm');
  await other.page.getByRole('button', { name: 'Toon alle normen' }).click();
  await other.page.waitForSelector(`${ANSWERED} .row`);
  assert.ok((await other.page.locator('.row').count()) > 5);
  assert.deepEqual([...errors, ...other.errors], []);
  await other.close();
});

test('room: three parts are everybody, an unknown is not filled in, another rule gives another figure', async () => {
  const { page, errors, close } = await open('/?question=supply&serviceType=ONT-BUURTHUIS');
  const find = async (/** @type {Record<string, string>} */ more) =>
    (await items('accessibility', { serviceType: 'ONT-BUURTHUIS', ...more })).find(
      ({ properties }) => properties.level === 'municipality',
    ).properties;
  const city = await find({});
  assert.equal(await text(page, '.hero-value'), f.ratio('nl', city.accessPer1000));
  assert.deepEqual(
    await page.locator('.parts-list .bars-figure').allInnerTexts(),
    [city.residentsServed, city.coveredWithoutCapacity, city.residentsUncovered].map((n) => f.residents('nl', n)),
  );
  const parts = city.residentsServed + city.coveredWithoutCapacity + city.residentsUncovered;
  assert.ok(Math.abs(parts - city.residents) < 1, 'they add up');
  const places = (await items('supply', { serviceType: 'ONT-BUURTHUIS' })).map((one) => one.properties);
  const silent = places.filter((one) => one.capacity === null);
  assert.ok(silent.length > 0, 'the sample has one that does not tell');
  assert.match(
    await text(page, '.hero-text'),
    new RegExp(`Van ${places.length - silent.length} van de ${places.length} plekken`),
  );
  await page.locator('summary', { hasText: 'Per plek' }).click();
  const entry = page.locator('.bars li', { hasText: silent[0].name });
  assert.match(await entry.innerText(), /onbekend/);

  await page.locator('.choice').nth(1).click();
  await page.getByRole('option', { name: 'Dichtbij telt zwaarder', exact: true }).click();
  const weighed = await find({ method: 'e2sfca' });
  await page.waitForFunction(
    (value) => document.querySelector('.hero-value')?.textContent === value,
    f.ratio('nl', weighed.accessPer1000),
  );
  assert.equal(new URL(page.url()).searchParams.get('supplyMethod'), 'e2sfca');
  assert.ok(await page.locator('details', { hasText: 'Per plek' }).evaluate((part) => part.hasAttribute('open')));
  assert.deepEqual(errors, []);
  await close();
});

test('fair: the inequality, the curve and the groups are what the API gives', async () => {
  const { page, errors, close } = await open('/?question=equity&serviceType=LRN-BIEB&programme=dordt-west&group=65%2B');
  const all = await items('equity', { serviceType: 'LRN-BIEB', area: 'dordt-west' });
  const of = (/** @type {string} */ group) =>
    all.find(({ properties }) => properties.areaCode === 'dordt-west' && properties.group === group).properties;
  assert.equal(await text(page, '.hero-value'), f.ratio('nl', of('65+').gini));
  const [half, most, mean] = await page.locator('.facts dd').allInnerTexts();
  assert.equal(half, f.metres('nl', of('65+').medianDistanceM));
  assert.equal(most, f.metres('nl', of('65+').p90DistanceM));
  assert.equal(mean, f.metres('nl', of('65+').meanDistanceM));
  assert.match(await text(page, '.extra-line'), new RegExp(`^${f.percentNumber(of('65+').fgt0)}`));
  assert.equal(
    await page
      .locator('.lorenz-curve')
      .first()
      .getAttribute('d')
      .then((d) => d?.match(/[ML]/g)?.length),
    101,
  );
  assert.ok((await page.locator('path.lorenz-all').count()) === 1, 'all residents beside the group');
  await page.locator('summary', { hasText: 'groepen' }).click();
  const groups = await page.locator('.bars .bars-figure').allInnerTexts();
  assert.deepEqual(
    groups,
    ['all', '0-15', '15-25', '25-45', '45-65', '65+'].map((group) => f.metres('nl', of(group).meanDistanceM)),
  );
  const wholes = (await items('equity', { serviceType: 'LRN-BIEB', area: 'dordt-west', group: '65+' }))
    .map(({ properties }) => properties)
    .filter(({ level }) => level === 'district')
    .sort((a, b) => b.meanDistanceM - a.meanDistanceM);
  assert.equal(await text(page, '.row .row-name'), wholes[0].name);
  assert.deepEqual(errors, []);
  await close();
});

test('together: list, map and detail show the same place, and back closes it', async () => {
  const { page, errors, close } = await open('/?question=hubs');
  const found = (await items('hubs', {})).map(({ properties }) => properties);
  assert.equal(await text(page, '.hero-value'), String(found.length));
  assert.equal(await page.locator('.row').count(), found.length);
  const largest = found.sort((a, b) => b.facilityCount - a.facilityCount)[0];
  assert.equal(await text(page, '.row .row-figure'), String(largest.facilityCount));
  await page.locator('.row').first().click();
  await page.waitForSelector(`${ANSWERED} .row-detail`);
  const detail = await page.locator('.row-detail').innerText();
  for (const name of largest.names) assert.ok(detail.includes(name), name);
  assert.equal(await page.locator('.spot-chosen').count(), 1);
  await page.goBack();
  await page.waitForSelector('.row-detail', { state: 'detached' });
  await page.locator('summary', { hasText: 'toeval' }).click();
  assert.match(await page.locator('details[open]').innerText(), /door toeval alleen al ongeveer \d+/);
  assert.deepEqual(errors, []);
  await close();
});

test('used: what nobody told is a word and never a zero', async () => {
  const { page, errors, close } = await open('/?question=usage&serviceType=LRN-BIEB');
  const places = (await items('usage', { serviceType: 'LRN-BIEB' })).map(({ properties }) => properties);
  const known = places.filter((one) => one.visitorsPerYear !== null);
  assert.ok(known.length > 0 && known.length < places.length, 'the sample has both');
  assert.equal(
    await text(page, '.hero-value'),
    f.number(
      'nl',
      known.reduce((sum, one) => sum + one.visitorsPerYear, 0),
    ),
  );
  const figures = await page.locator('.row-figure').allInnerTexts();
  assert.equal(figures.filter((figure) => figure === 'onbekend').length, places.length - known.length);
  assert.ok(figures.every((figure) => figure !== '0'));
  await page.locator('.row').last().click();
  await page.waitForSelector('.row-detail');
  assert.match(await text(page, '.row-detail'), /Aantal bezoekers onbekend/);
  assert.deepEqual(errors, []);
  await close();
});

test('pointing at a symbol marks the lines of the list that are about it, and its figure stands beside it', async () => {
  const { page, errors, close } = await open('/?question=usage');
  const marked = page.locator('.row.pointed .row-name');
  const symbols = await page.locator('.place').evaluateAll((places) =>
    places.map((place) => {
      const { x, y, width, height } = place.getBoundingClientRect();
      return { label: place.getAttribute('aria-label') ?? '', x: x + width / 2, y: y + height / 2 };
    }),
  );
  const alone = symbols.find((one) =>
    symbols.every((two) => two === one || Math.hypot(two.x - one.x, two.y - one.y) > 24),
  );
  const [, name = ''] = /, ([^,]+)$/.exec(alone?.label ?? '') ?? [];
  assert.ok(alone && name !== '');
  // At the edge of the symbol, where no circle may lie below it.
  await page.mouse.move(alone.x - 6, alone.y);
  await marked.first().waitFor();
  assert.deepEqual(await marked.evaluateAll((names) => names.map((one) => one.firstChild?.textContent)), [name]);
  assert.ok((await text(page, '.tip')).startsWith(name));
  await page.mouse.move(5, 5);
  await marked.waitFor({ state: 'detached' });
  await page.locator(`.place[aria-label="${alone.label}"]`).focus();
  assert.equal(await marked.count(), 1, 'by the keyboard too');

  await page.goto(`${server.url}/?question=overlaps&serviceType=ONT-BUURTHUIS`);
  await page.waitForSelector(`${ANSWERED} .row`);
  const pairs = await items('overlaps', { serviceType: 'ONT-BUURTHUIS' });
  const { features } = await api('/v1/collections/facilities/items?limit=10000');
  const labels = await page
    .locator('.place')
    .evaluateAll((places) => places.map((place) => place.getAttribute('aria-label') ?? ''));
  const [of, label] = features
    .map((/** @type {any} */ { properties }) => [
      properties,
      labels.find((text) => text.endsWith(`, ${properties.name}`)),
    ])
    .find((/** @type {any} */ [{ id }, text]) => text && pairs.some((pair) => pair.properties.facilityA === id));
  await page.locator(`.place[aria-label="${label}"]`).focus();
  const keys = await page
    .locator('.row.pointed')
    .evaluateAll((rows) => rows.map((row) => /** @type {HTMLElement} */ (row).dataset.key ?? ''));
  assert.deepEqual(
    keys.sort(),
    pairs
      .map(({ id }) => id)
      .filter((id) => id.split('~').includes(of.id))
      .sort(),
  );
  assert.deepEqual(errors, []);
  await close();
});

test('a choice without places says so in every question', async () => {
  const none = (await items('service-types', {})).map(({ properties }) => properties);
  const facilities = await items('facilities', { role: 'commission' });
  const type = none.find(
    ({ code }) => !facilities.some(({ properties }) => properties.serviceType === code) && code !== 'SPL-PLEK',
  );
  assert.ok(type, 'a type without a commission');
  const { page, errors, close } = await open(`/?question=supply&serviceType=${type.code}&role=commission`);
  assert.match(await text(page, '.note'), /Deze keuze geeft geen plekken/);
  for (const question of ['hubs', 'supply', 'equity', 'usage']) {
    const answer = await answerOf(page, `?question=${question}&serviceType=${type.code}&role=commission`);
    assert.equal(answer.empty, true, question);
    assert.ok(['0', 'onbekend'].includes(answer.hero.value), `${question}: ${answer.hero.value}`);
  }
  await page.getByRole('button', { name: 'Wis de filters' }).click();
  await page.waitForSelector('.note', { state: 'detached' });
  assert.deepEqual(errors, []);
  await close();
});

for (const [query, width] of /** @type {const} */ ([
  ['?question=hubs&item=hub:vb-903', 1440],
  ['?question=assessment', 390],
  ['?question=assessment&serviceType=SPL-PLEK&level=neighbourhoods', 1024],
  ['?question=supply&serviceType=ONT-BUURTHUIS&lang=en', 320],
  ['?question=equity&serviceType=LRN-BIEB&group=65%2B', 390],
  ['?question=usage', 1440],
])) {
  test(`axe finds nothing wrong in ${query} at ${width}, and nothing is cut off`, async () => {
    const { page, errors, close } = await open(`/${query}`, { width, height: 900, bypassCSP: true });
    await page.evaluate(() => document.querySelectorAll('details').forEach((part) => (part.open = true)));
    await page.addScriptTag({ path: AXE });
    const violations = await page.evaluate(async () => {
      // The symbols on the map are looked at with the page itself.
      // @ts-expect-error axe is put into the page by the line above
      const { violations } = await window.axe.run(
        { exclude: '#map' },
        {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        },
      );
      return violations.map(
        (/** @type {any} */ one) =>
          `${one.id}: ${one.nodes
            .slice(0, 3)
            .map((/** @type {any} */ node) => node.html.slice(0, 160))
            .join(' | ')}`,
      );
    });
    assert.deepEqual(violations, []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no sideways scrolling');
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll('.answer .row-figure, .answer .verdict, .facts dd, .bars-figure')]
        .filter(
          (one) =>
            one.getBoundingClientRect().right >
            (document.querySelector('.answer')?.getBoundingClientRect().right ?? 0) - 8,
        )
        .map((one) => one.textContent),
    );
    assert.deepEqual(cut, [], 'figures stay inside the panel');
    assert.deepEqual(errors, []);
    await close();
  });
}
