/** Every figure leads to its reason; what is chosen or pointed at is the same in list, map, chart, table and link. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as f from '../page/formats.js';
import { ANSWERED, openPage, startBrowser, startServer, violationsIn } from './server.js';

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

/** @param {string} path @returns {Promise<any>} */
const api = async (path) => (await fetch(server.url + path)).json();

/** Figures on the page that lead nowhere. @param {import('playwright-core').Page} page @returns {Promise<string[]>} */
const deadEnds = (page) =>
  page.evaluate(() => {
    const figures = [
      '.hero .hero-value',
      '.row-figure',
      '.facts dd',
      '.bars-figure',
      '.year-figure',
      '.figure-value',
      '.sheet-table .figure-cell',
      '.gap-places li > :last-child',
      '.ages dd',
      '.compare td:not(:first-child)',
      '.gains strong',
      '.figures-table tbody td:is(.kind-count, .kind-residents, .kind-share, .kind-ratio, .kind-metres, .kind-euros, .kind-verdict)',
      '.figures-table tfoot td:is(.kind-count, .kind-residents, .kind-share, .kind-ratio, .kind-metres, .kind-euros)',
    ].join(', ');
    return [...document.querySelectorAll(figures)]
      .filter((one) => /\d/.test(one.textContent ?? '') && one.getClientRects().length > 0)
      .filter(
        (one) =>
          !one.closest('.why, .cell-why') &&
          !one.querySelector('.why, .cell-why') &&
          !one.closest('.row-line')?.querySelector('.row-why'),
      )
      .map((one) => `${one.className || one.tagName}: ${one.textContent?.trim().slice(0, 40)}`);
  });

/** Opens reasons one after the other. @param {import('playwright-core').Page} page @param {import('playwright-core').Locator} figures @param {number} most */
async function openEach(page, figures, most) {
  const n = Math.min(most, await figures.count());
  for (let index = 0; index < n; index += 1) {
    const figure = figures.nth(index);
    const key = await figure.getAttribute('data-key');
    await figure.evaluate((button) => /** @type {HTMLElement} */ (button).click());
    const card = page.locator('.reason');
    await card.locator('.reason-parts, [role="alert"]').first().waitFor({ timeout: 15000 });
    assert.equal(await card.getByRole('alert').count(), 0, `${page.url()} explains ${key}`);
    assert.ok((await card.locator('.reason-sentence').innerText()).length > 5, key ?? '');
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
  }
  return n;
}

for (const query of [
  'question=density&programme=dordt-west',
  'question=hubs',
  'question=coverage&serviceType=LRN-BIEB&programme=dordt-west',
  'question=assessment',
  'question=assessment&serviceType=SPL-PLEK',
  'question=supply&serviceType=VER-SPORT&programme=dordt-west',
  'question=equity&serviceType=LRN-BIEB&programme=dordt-west',
  'question=usage',
  'question=overlaps',
  'question=spending',
  'question=spending&moneyBy=recipient',
  'question=siting&serviceType=LRN-BIEB&candidates=places',
  'question=stopping&serviceType=LRN-BIEB',
  'question=what-if&serviceType=LRN-BIEB&edits=add_4.682254_51.8041706',
  'question=indicators&serviceType=LRN-BIEB&from=2020-01-01',
  'question=indicators',
]) {
  test(`every figure leads to its reason: ${query}`, async () => {
    const { page, errors, close } = await openPage(browser, `${server.url}/?${query}`);
    await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
    assert.deepEqual(await deadEnds(page), []);
    const opened = await openEach(page, page.locator('#answer .why'), 12);
    assert.ok(opened > 0 || /indicators$/.test(query), 'something can be opened');
    await openEach(page, page.locator('.row-why'), 2);
    await page.keyboard.press('t');
    await page.waitForSelector('.figures-table');
    assert.deepEqual(await deadEnds(page), []);
    await openEach(page, page.locator('.figures-table tbody tr').first().locator('.cell-why'), 12);
    await openEach(page, page.locator('.figures-table tfoot .cell-why'), 3);
    assert.deepEqual(errors, []);
    await close();
  });
}

for (const [name, query] of /** @type {const} */ ([
  ['a sheet of a district', 'area=WK050507'],
  ['a sheet of a programme area', 'area=dordt-west'],
  ['two proposals', 'question=what-if&serviceType=LRN-BIEB&edits=add_4.682254_51.8041706&other=add_4.66_51.79&side=b'],
])) {
  test(`every figure of ${name} leads to its reason`, async () => {
    const { page, errors, close } = await openPage(browser, `${server.url}/?${query}`, { bypassCSP: true });
    assert.deepEqual(await deadEnds(page), []);
    const figures = page.locator('#answer .why');
    assert.ok((await openEach(page, figures, 40)) > 4);
    assert.deepEqual(await violationsIn(page), []);
    assert.deepEqual(errors, []);
    await close();
  });
}

test('a figure that is put together leads to its parts and back', async () => {
  const { page, close } = await openPage(browser, `${server.url}/?question=usage`, { bypassCSP: true });
  await page.locator('.hero .why').click();
  const card = page.locator('.reason');
  const whole = await card.locator('.reason-sentence').innerText();
  const { features } = await api('/v1/collections/usage/items?limit=10000');
  const visitors = features.map((/** @type {any} */ one) => one.properties.visitorsPerYear).filter(Boolean);
  assert.equal(await card.locator('.reason-made li').count(), visitors.length, 'every part is there');
  assert.deepEqual(await violationsIn(page), []);
  const most = card.locator('.reason-made .why').first();
  const figure = await most.innerText();
  assert.equal(Number(figure.replace(/\D/g, '')), Math.max(...visitors));
  await most.press('Enter');
  await card.locator('.reason-back').waitFor();
  assert.ok((await card.locator('.reason-sentence').innerText()).includes(figure), 'the part in the words of the API');
  await card.locator('.reason-back').press('Enter');
  await card.locator('.reason-made').first().waitFor();
  assert.equal(await card.locator('.reason-sentence').innerText(), whole);
  await page.keyboard.press('Escape');
  assert.ok(await page.locator('.hero .why').evaluate((one) => one === document.activeElement));
  await close();
});

test('a chosen facility shows its reach, lives in the link, and goes with Escape', async () => {
  const { page, errors, close } = await openPage(browser, `${server.url}/?question=usage`, { bypassCSP: true });
  const place = page.locator('.place').first();
  await place.focus();
  await page.keyboard.press('Enter');
  const card = page.locator('.catchment');
  await card.waitFor();
  assert.ok(await card.evaluate((one) => one === document.activeElement), 'the card has the focus');
  const id = new URL(page.url()).searchParams.get('facility') ?? '';
  const { properties } = await api(`/v1/collections/facilities/items/${id}`);
  const own = await api(`/v1/collections/facilities/items/${id}?serviceType=${properties.serviceType}`);
  const reach = page.locator('.shape-catchment');
  assert.equal(await reach.count(), 1);
  // The circle is as wide as the norm distance, in the pixels of the map.
  const wide = await reach.evaluate((one) => one.getBoundingClientRect().width);
  const said = await card.locator('[data-figure="residentsInReach"]').innerText();
  assert.ok(said.startsWith(f.residents('nl', own.properties.residentsInReach)), said);
  await card.locator('[data-figure="residentsInReach"] .why').press('Enter');
  await page.locator('.reason .reason-parts').waitFor();
  assert.ok((await page.locator('.reason-sentence').innerText()).includes(own.properties.name));
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.row[data-facility]').getAttribute('data-key'), id, 'the list marks it');
  assert.deepEqual(await violationsIn(page), []);
  await page.locator('.card.zoom button').first().click();
  await page.waitForTimeout(400);
  const wider = await reach.evaluate((one) => one.getBoundingClientRect().width);
  assert.ok(wider > wide * 1.2, 'it grows with the map');
  const link = page.url();
  await page.goto(link);
  await card.waitFor();
  assert.equal(await reach.count(), 1, 'a link opens exactly what was seen');
  await page.keyboard.press('t');
  await page.waitForSelector('.table-row[data-facility]');
  assert.equal(await page.locator('.table-row[data-facility]').getAttribute('data-row'), id, 'the table marks it');
  await page.keyboard.press('t');
  await card.waitFor();
  await page.keyboard.press('Escape');
  await card.waitFor({ state: 'detached' });
  assert.equal(await reach.count(), 0);
  assert.ok(!page.url().includes('facility='));
  assert.deepEqual(errors, []);
  await close();
});

test('a chosen facility that is not there is no fault', async () => {
  const { page, errors, close } = await openPage(browser, `${server.url}/?facility=nothing`);
  assert.equal(await page.locator('.catchment').count(), 0);
  assert.equal(await page.getByRole('alert').count(), 0);
  assert.match(await page.locator('.lacking').innerText(), /nothing/, 'but it is said');
  assert.ok(/\d/.test(await page.locator('.hero').innerText()));
  assert.deepEqual(
    errors.filter((error) => !error.includes('404')),
    [],
  );
  await close();
});

test('a bar of a chart marks its neighbourhood in list and map, and they mark the bar; keys go along the bars', async () => {
  const query = 'question=assessment&serviceType=SPL-PLEK&level=neighbourhoods';
  const { page, errors, close } = await openPage(browser, `${server.url}/?${query}`, { bypassCSP: true });
  const bars = page.locator('.chart [data-mark]');
  const n = await bars.count();
  assert.ok(n > 10);
  assert.equal(await page.locator('.chart [data-mark][tabindex="0"]').count(), 1, 'one stop of Tab');
  const bar = bars.nth(3);
  const code = await bar.getAttribute('data-mark');
  await bar.hover();
  assert.equal(await page.locator('.row.pointed').getAttribute('data-key'), code);
  assert.ok((await page.locator('.tip').count()) > 0, 'the map tells of it');
  const row = page.locator(`.row[data-key="${code}"]`);
  await page.mouse.move(5, 5);
  assert.equal(await page.locator('.chart .pointed').count(), 0);
  await row.focus();
  assert.equal(await page.locator('.chart .pointed').getAttribute('data-mark'), code, 'the list marks the bar');
  await bars.first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('End');
  assert.ok(await bars.last().evaluate((one) => one === document.activeElement));
  const last = await bars.last().getAttribute('data-mark');
  const name = await page.locator(`.row[data-key="${last}"] .row-name`).innerText();
  assert.ok((await bars.last().getAttribute('aria-label'))?.startsWith(name.split('\n')[0] ?? '-'));
  assert.deepEqual(await violationsIn(page), []);
  await page.keyboard.press('Enter');
  await page.waitForSelector('#area-name');
  assert.ok(page.url().includes(`area=${last}`));
  assert.deepEqual(errors, []);
  await close();
});

test('what a curve or chart shows stands in a table too, with the reason of each figure', async () => {
  const { page, close } = await openPage(browser, `${server.url}/?question=equity&serviceType=LRN-BIEB`, {
    bypassCSP: true,
  });
  await page.getByText('Als tabel').first().click();
  const table = page.locator('.chart-table').first();
  assert.equal(await table.locator('tbody tr').count(), 10);
  const { features } = await api('/v1/collections/lorenz/items?serviceType=LRN-BIEB&limit=1000');
  const half = features.find(
    (/** @type {any} */ one) =>
      one.properties.group === 'all' &&
      Math.abs(one.properties.populationShare - 0.5) < 1e-9 &&
      /^GM/.test(one.properties.areaCode),
  );
  assert.equal(
    await table.locator('tbody tr').nth(4).locator('td').innerText(),
    f.percent('nl', half.properties.distanceShare),
  );
  assert.ok((await openEach(page, table.locator('.why'), 2)) === 2);
  await page.goto(`${server.url}/?area=WK050507&serviceType=LRN-BIEB`);
  await page.waitForSelector(`${ANSWERED} .figures`);
  await page.getByText('Als tabel').first().click();
  const demand = (await api('/v1/collections/demand/items?serviceType=LRN-BIEB&area=WK050507&limit=10000')).features;
  const near = demand
    .filter((/** @type {any} */ one) => one.properties.distanceM <= 250)
    .reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + one.properties.residents, 0);
  const first = page.locator('.chart-table tbody tr').first().locator('td');
  assert.equal(await first.innerText(), f.residents('nl', near));
  await first.locator('.why').click();
  await page.locator('.reason .reason-parts').waitFor();
  await close();
});

for (const question of ['spending', 'siting', 'what-if', 'indicators']) {
  test(`a role that ${question} cannot mind is said, and can be cleared`, async () => {
    const { page, close } = await openPage(
      browser,
      `${server.url}/?question=${question}&serviceType=LRN-BIEB&role=subsidy&candidates=places&lang=en`,
    );
    const said = page.locator('.quiet .left-out');
    assert.equal(await said.innerText(), 'With a subsidy: not counted in this question');
    await page.locator('.quiet li:has(.left-out) .clear').click();
    await page.waitForSelector('.left-out', { state: 'detached' });
    assert.ok(!page.url().includes('role='));
    await close();
  });
}

test('where a new place is searched is said, as finely as it stays quick', async () => {
  const { page, close } = await openPage(browser, `${server.url}/?question=siting&serviceType=LRN-BIEB`);
  const asked = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map((one) => one.name)
      .find((name) => name.includes('/v1/siting?')),
  );
  const cell = new URL(asked ?? '').searchParams.get('cell');
  assert.equal(cell, '100');
  assert.ok((await page.locator('.hero-text').innerText()).includes(`vakken van ${cell} bij ${cell} meter`));
  await close();
});

test('the areas of who is not reached get an outline by the legend, which lives in the link', async () => {
  const { page, errors, close } = await openPage(browser, `${server.url}/?serviceType=LRN-BIEB`, { bypassCSP: true });
  assert.equal(await page.locator('.shape-gap').count(), 0);
  const toggle = page.locator('[data-key="outlines"]').first();
  await toggle.focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.shape-gap', { state: 'attached' });
  const { numberMatched } = await api('/v1/collections/gaps/items?serviceType=LRN-BIEB&limit=1');
  assert.equal(await page.locator('.shape-gap').count(), numberMatched);
  assert.equal(await toggle.getAttribute('aria-pressed'), 'true');
  assert.ok(await toggle.evaluate((one) => one === document.activeElement), 'the focus stays');
  assert.ok(page.url().includes('outlines=1'));
  assert.deepEqual(await violationsIn(page), []);
  assert.deepEqual(errors, []);
  await close();
});

test('two proposals stand on two maps that move as one; each is tried on its own map', async () => {
  const query =
    'question=what-if&serviceType=LRN-BIEB&edits=add_4.682254_51.8041706&other=add_4.66_51.79&side=a&view=13_51.79_4.68';
  const { page, errors, close } = await openPage(browser, `${server.url}/?${query}`, { bypassCSP: true });
  const [first, second] = [page.locator('#map'), page.locator('#map-beside')];
  await second.locator('.proposal-place').first().waitFor();
  const boxes = await Promise.all([first.boundingBox(), second.boundingBox()]);
  assert.ok(boxes[0] && boxes[1] && boxes[0].x + boxes[0].width <= boxes[1].x + 1, 'A is left, B is right');
  assert.ok(Math.abs((boxes[0]?.width ?? 0) - (boxes[1]?.width ?? 0)) < 4);
  const at = (/** @type {import('playwright-core').Locator} */ map) =>
    map
      .locator('.district-line')
      .first()
      .evaluate(
        (line, map) => {
          const frame = document.querySelector(map)?.getBoundingClientRect();
          const { left, top } = line.getBoundingClientRect();
          return [Math.round(left - (frame?.left ?? 0)), Math.round(top - (frame?.top ?? 0))];
        },
        map === first ? '#map' : '#map-beside',
      );
  const near = (/** @type {number[]} */ a, /** @type {number[]} */ b) =>
    assert.ok(
      a.every((n, index) => Math.abs(n - (b[index] ?? 0)) <= 4),
      `${a} is where ${b} is`,
    );
  near(await at(first), await at(second));
  const before = await at(second);
  await second.focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(600);
  assert.notDeepEqual(await at(second), before, 'the second moved');
  near(await at(first), await at(second));
  await first.focus();
  await page.keyboard.press('ArrowLeft');
  await page.waitForTimeout(600);
  near(await at(first), await at(second));
  assert.deepEqual(await violationsIn(page), []);

  const mine = second.locator('.proposal-place[data-fate="add"], .proposal-place').first();
  const own = await page.evaluate(() => new URLSearchParams(location.search).getAll('edits').join());
  await mine.focus();
  await page.keyboard.press('Shift+ArrowUp');
  await page.waitForFunction(() => location.search.includes('side=b'), null, { timeout: 10000 });
  const now = await page.evaluate(() => {
    const told = new URLSearchParams(location.search);
    return { edits: told.getAll('edits').join(), other: told.getAll('other').join() };
  });
  assert.equal(now.edits, own, 'A stays as it was');
  assert.notEqual(now.other, 'add_4.66_51.79', 'B is what was tried');

  const link = page.url();
  await page.goto(link);
  await second.locator('.proposal-place').first().waitFor();
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.waitForFunction(() => document.getElementById('map-beside')?.hidden === true);
  assert.ok((await page.locator('.sides .segments button').count()) === 2, 'where there is no room a switch stays');
  assert.deepEqual(errors, []);
  await close();
});

test('a link opens the reason that its sender saw, and back and forward close and open it', async () => {
  const { page, errors, close } = await openPage(browser, `${server.url}/?question=density`, { bypassCSP: true });
  const before = await page.evaluate(() => history.length);
  await page.locator('.hero .why').click();
  await page.locator('.reason .reason-parts').waitFor();
  const link = page.url();
  assert.match(link, /why=/);
  const said = await page.locator('.reason-sentence').innerText();
  await page.goBack();
  await page.locator('.reason').waitFor({ state: 'detached' });
  assert.doesNotMatch(page.url(), /why=/);
  await page.goForward();
  await page.locator('.reason .reason-parts').waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.reason').count(), 0);
  assert.doesNotMatch(page.url(), /why=/, 'closed is closed in the link too');
  assert.equal(await page.evaluate(() => history.length), before + 2, 'opening and closing are one step each');
  await close();

  const other = await openPage(browser, link, { bypassCSP: true });
  await other.page.locator('.reason .reason-parts').waitFor();
  assert.equal(await other.page.locator('.reason-sentence').innerText(), said);
  assert.ok(await other.page.locator('.hero .why').evaluate((figure) => figure.matches('[data-lit]')));
  assert.deepEqual(await violationsIn(other.page), []);
  await other.page.locator('.segments button').nth(1).click();
  await other.page.waitForURL(/level=neighbourhoods/);
  assert.equal(await other.page.locator('.reason').count(), 0, 'another view has its own reasons');
  assert.doesNotMatch(other.page.url(), /why=/);
  assert.deepEqual([...errors, ...other.errors], []);
  await other.close();
});

test('a link that asks for what is not here says so, shows the rest and leads on', async () => {
  const query = '?area=WK999999&serviceType=NOPE&group=70%2B&role=subsidy&facility=nowhere&why=nothing';
  const { page, errors, close } = await openPage(browser, `${server.url}/${query}`, { bypassCSP: true });
  const notice = page.locator('.lacking');
  const text = await notice.innerText();
  for (const code of ['WK999999', 'NOPE', '70+', 'nowhere']) assert.ok(text.includes(code), `${code} in ${text}`);
  assert.ok((await page.locator('.quiet').innerText()).includes('Met subsidie'), 'what is known stays');
  assert.deepEqual(await violationsIn(page), []);
  await notice.getByRole('button', { name: 'Kies een soort' }).click();
  await page.getByRole('listbox').waitFor();
  await page.keyboard.press('Escape');
  await notice.getByRole('button', { name: 'Haal het uit de link' }).click();
  await page.waitForURL(`${server.url}/?role=subsidy`);
  await page.waitForSelector(`${ANSWERED} .hero`);
  assert.equal(await notice.count(), 0);
  await close();
  assert.deepEqual(
    errors.filter((text) => !text.includes('404')),
    [],
  );
});

test('a part of the Lorenz curve marks the neighbourhoods where people live that far', async () => {
  const { page, errors, close } = await openPage(
    browser,
    `${server.url}/?question=equity&serviceType=LRN-BIEB&level=neighbourhoods`,
    {
      bypassCSP: true,
    },
  );
  const parts = page.locator('.chart-answer [data-mark]');
  assert.equal(await parts.count(), 10, 'the residents in tenths');
  const marked = (await parts.evaluateAll((all) => all.map((one) => one.getAttribute('data-mark') ?? ''))).map((key) =>
    key.split(' ').slice(1),
  );
  const { features } = await api('/v1/collections/equity/items?limit=1000&serviceType=LRN-BIEB&group=all');
  const mean = new Map(
    features.map((/** @type {any} */ one) => [one.properties.areaCode, one.properties.meanDistanceM]),
  );
  assert.equal(new Set(marked.flat()).size, marked.flat().length, 'each neighbourhood stands in one part');
  assert.ok(marked.flat().length > 50);
  const furthest = marked.map((codes) => Math.max(...codes.map((code) => mean.get(code)), 0));
  assert.deepEqual(
    [...furthest].sort((a, b) => a - b),
    furthest,
    'the farther to the right, the farther they live',
  );

  await parts.nth(2).focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('.chosen-line').first().waitFor({ state: 'attached' });
  assert.equal(await page.locator('.row.pointed').count(), marked[3]?.length, 'the list marks them too');
  assert.match(await page.locator('.chart-pointed').first().innerText(), /^30–40/);
  assert.deepEqual(await violationsIn(page), []);
  assert.deepEqual(errors, []);
  await close();
});

test('a link with an open reason shows the map as the sender had it, under the card', async () => {
  const sender = await openPage(browser, `${server.url}/?serviceType=LRN-BIEB`);
  const where = (/** @type {import('playwright-core').Page} */ page) =>
    page.evaluate(() =>
      [...document.querySelectorAll('path.area')].map((path) => Math.round(path.getBoundingClientRect().left)),
    );
  await sender.page.locator('.hero .why').click();
  await sender.page.waitForSelector('.reason');
  const receiver = await openPage(browser, sender.page.url());
  await receiver.page.waitForSelector('.reason');
  assert.deepEqual(await where(receiver.page), await where(sender.page));
  await receiver.close();
  await sender.close();
});
