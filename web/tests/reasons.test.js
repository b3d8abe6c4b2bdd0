/** Any figure opens its reason, and the table says the same as the map. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as f from '../page/formats.js';
import { ANSWERED, openPage, startBrowser, startServer, violationsIn } from './server.js';

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
/** @type {Awaited<ReturnType<typeof startBrowser>>} */
let browser;
/** @type {string} */
let type;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  const { features } = await api('/v1/collections/service-types/items?limit=1000&f=json');
  const types = features.map((/** @type {any} */ feature) => feature.properties);
  type =
    types.find((/** @type {any} */ one) => one.code === 'LRN-BIEB' && one.facilityCount > 0)?.code ?? types[0].code;
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** @param {string} path @returns {Promise<any>} */
const api = async (path) => (await fetch(server.url + path)).json();

test('the large figure opens its reason beside the panel, by key, and gives the focus back', async () => {
  const { page, errors, close } = await openPage(browser, `${server.url}/?serviceType=${type}`, { bypassCSP: true });
  await page.locator('.hero .why').focus();
  await page.keyboard.press('Enter');
  const card = page.getByRole('dialog');
  await card.locator('.reason-parts').waitFor();
  const [city] = (await api('/v1/collections/municipalities/items')).features;
  const said = await api(
    `/v1/explain?collection=municipalities&id=${city.id}&property=coverage&serviceType=${type}&residentsTo=5`,
  );
  const sentence = said.sentences.nl;
  assert.equal(await card.locator('.reason-sentence').innerText(), sentence);
  const reached = await page.locator('.bar-text').innerText();
  assert.ok(sentence.includes(reached.match(/[\d.]+/)?.[0] ?? '-'), `${reached} stands in: ${sentence}`);
  const text = await card.innerText();
  for (const part of [
    'Telt mee',
    'Regel',
    'Bron',
    'Mist',
    `${said.parts.numerator.shown.nl} inwoners binnen de normafstand ÷ ${said.parts.denominator.shown.nl} inwoners`,
    'Inwoners zijn afgerond op 5.',
    said.definition.nl,
    said.caveats[0].nl,
    said.facilities[0].name,
  ])
    assert.ok(text.includes(part), part);
  const panel = await page.locator('#panel').boundingBox();
  const box = await card.boundingBox();
  assert.ok(panel && box && box.x >= panel.x + panel.width, 'beside the panel, not over it');
  assert.ok(await page.locator('.hero .why').evaluate((figure) => figure.matches('[data-lit][aria-expanded="true"]')));
  assert.deepEqual(await violationsIn(page), []);

  await card.getByRole('button', { name: `Toon deze ${said.facilities.length}` }).click();
  const located = (await api(`/v1/collections/facilities/items?limit=1000&serviceType=${type}`)).features.filter(
    (/** @type {any} */ one) => one.geometry,
  );
  assert.equal(await page.locator('.facility-marked').count(), located.length);
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: async (/** @type {string} */ copied) => Object.assign(window, { copied }) },
    });
  });
  await card.getByRole('button', { name: 'Kopieer uitleg' }).click();
  await page.getByRole('status').filter({ hasText: 'Uitleg gekopieerd' }).waitFor();
  const copied = await page.evaluate(() => String(Reflect.get(window, 'copied')));
  assert.ok(copied.startsWith(sentence) && copied.includes(`Regel: ${said.definition.nl}`));

  await page.keyboard.press('Escape');
  assert.equal(await card.count(), 0);
  assert.equal(await page.locator('.facility-marked').count(), 0, 'the marks go with it');
  assert.ok(await page.locator('.hero .why').evaluate((figure) => figure === document.activeElement));
  assert.equal(await page.locator('[data-lit]').count(), 0);
  assert.deepEqual(errors, []);
  await close();
});

test('a row of the list opens its own reason, and one that does not come can be asked again', async () => {
  const { page, close } = await openPage(browser, `${server.url}/?question=density&lang=en`);
  const explain = /\/v1\/explain/;
  await page.route(explain, (route) =>
    route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"title":"busy","code":"busy"}' }),
  );
  const line = page.locator('.row-line').nth(1);
  const name = await line.locator('.row-name').innerText();
  await line.locator('.row-why').click();
  const card = page.getByRole('dialog');
  assert.match(await card.getByRole('alert').innerText(), /503 busy/);
  await page.unroute(explain);
  await card.getByRole('button', { name: 'Try again' }).click();
  await card.locator('.reason-parts').waitFor();
  assert.ok((await card.locator('.reason-sentence').innerText()).includes(name));
  assert.ok((await card.innerText()).includes('Residents are rounded to 5.'), 'of those that it is divided by');
  await page.keyboard.press('Escape');
  await page.locator('.segments button').last().click();
  await page.waitForSelector(ANSWERED);
  assert.equal(await page.locator('.figures').count(), 0, 'no sheet was opened by it');
  await page.goto(`${server.url}/?question=density&per=land&lang=en`);
  await page.locator('.row-line').nth(1).locator('.row-why').click();
  await card.locator('.reason-parts').waitFor();
  assert.ok(!(await card.innerText()).includes('rounded'), 'per km² of land no residents are told');
  await close();
});

test('the table holds what the API gives, sorted, searched and copied with exact figures', async () => {
  const { page, errors, close } = await openPage(browser, `${server.url}/?serviceType=${type}&level=neighbourhoods`, {
    bypassCSP: true,
  });
  await page.keyboard.press('t');
  await page.waitForSelector('.figures-table tbody tr');
  assert.match(page.url(), /show=table/);
  const { features } = await api(`/v1/collections/neighbourhoods/items?limit=1000&serviceType=${type}`);
  const areas = features.map((/** @type {any} */ feature) => feature.properties);
  const known = areas.filter((/** @type {any} */ area) => area.residentsUnserved !== null);
  const worst = [...known].sort((a, b) => b.residentsUnserved - a.residentsUnserved)[0];
  const cells = async (/** @type {string} */ key) =>
    (await page.locator(`[data-row="${key}"] > *`).allInnerTexts()).map((text) => text.trim());
  const row = await cells(worst.code);
  assert.equal(await page.locator('.figures-table tbody tr').first().getAttribute('data-row'), worst.code);
  assert.equal(row[0], worst.name);
  assert.equal(row[2], f.residents('nl', worst.residentsServed + worst.residentsUnserved));
  assert.equal(row[3], f.percent('nl', worst.coverage));
  assert.equal(row[4], f.residents('nl', worst.residentsUnserved));
  assert.equal(row[5], f.metres('nl', worst.meanDistanceM));
  const lived = areas.filter((/** @type {any} */ area) => area.residents > 0);
  assert.equal(await page.locator('.figures-table tbody tr').count(), lived.length, 'where nobody lives is left out');
  const [city] = (await api(`/v1/collections/municipalities/items?serviceType=${type}`)).features;
  const explained = await api(
    `/v1/explain?collection=municipalities&id=${city.id}&property=coverage&serviceType=${type}&residentsTo=5`,
  );
  await page.locator('.in-words', { hasText: explained.sentences.nl }).waitFor();
  assert.ok((await page.locator('.in-words').innerText()).includes(worst.name), 'the panel says the same in words');
  const total = await page.locator('tfoot td').allInnerTexts();
  assert.equal(total[2]?.trim(), f.percent('nl', city.properties.coverage));

  await page.locator('[data-key="sort-distance"]').click();
  await page.waitForFunction(() => location.search.includes('sort='));
  await page.waitForSelector('[aria-sort="descending"] [data-key="sort-distance"]');
  const farthest = Math.max(...known.map((/** @type {any} */ area) => area.meanDistanceM ?? 0));
  assert.equal(
    await page.locator('.figures-table tbody tr').first().locator('td').nth(4).innerText(),
    f.metres('nl', farthest),
  );
  assert.ok(await page.locator('[data-key="sort-distance"]').evaluate((head) => head === document.activeElement));
  await page.locator('.table-find').fill(worst.name);
  const found = areas.filter((/** @type {any} */ area) => area.name.toLowerCase().includes(worst.name.toLowerCase()));
  assert.equal(await page.locator('.figures-table tbody tr').count(), found.length);
  assert.match(
    await page.locator('.table-said').innerText(),
    new RegExp(`^${found.length} van ${lived.length} buurten`),
  );

  await page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: async (/** @type {string} */ copied) => Object.assign(window, { copied }) },
    });
  });
  await page.locator('[data-key="table-copy"]').click();
  await page.getByRole('status').filter({ hasText: 'Tabel gekopieerd' }).waitFor();
  const copied = (await page.evaluate(() => String(Reflect.get(window, 'copied')))).split('\r\n');
  assert.equal(copied.length, found.length + 1);
  const line = copied.find((one) => one.startsWith(`${worst.name}\t`))?.split('\t');
  assert.equal(line?.[3], String(worst.coverage).replace('.', ','));
  assert.equal(line?.[4], String(worst.residentsUnserved).replace('.', ','));

  await page.locator(`[data-row="${worst.code}"] .table-name`).focus();
  assert.equal(await page.locator('.table-row.pointed').getAttribute('data-row'), worst.code);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').locator('.reason-parts').waitFor();
  assert.ok((await page.locator('.reason-sentence').innerText()).includes(worst.name));
  await page.keyboard.press('Escape');
  assert.deepEqual(await violationsIn(page), []);
  const address = page.url();
  await page.goto(address);
  await page.waitForSelector('.figures-table tbody tr');
  assert.equal(await page.locator('.table-find').inputValue(), worst.name, 'a link opens exactly what was seen');
  assert.deepEqual(errors, []);
  await close();
});

for (const [name, query, width] of /** @type {const} */ ([
  ['pairs, which have columns in groups', 'question=overlaps', 1024],
  ['facilities, on a phone as cards', 'rows=all-facilities', 390],
  ['areas at 320', 'question=density&lang=en', 320],
])) {
  test(`the table of ${name} is whole and axe finds nothing wrong`, async () => {
    const { page, errors, close } = await openPage(browser, `${server.url}/?show=table&${query}`, {
      width,
      height: 844,
      bypassCSP: true,
    });
    await page.waitForSelector('.figures-table tbody tr');
    assert.deepEqual(await violationsIn(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no sideways scrolling');
    if (query === 'rows=all-facilities') {
      const { numberMatched } = await api('/v1/collections/facilities/items?limit=1');
      assert.match(await page.locator('.table-said').innerText(), new RegExp(`^${f.number('nl', numberMatched)} `));
      await page.locator('.table-row').first().locator('.table-name').click();
      await page.waitForFunction(() => /facility=.*view=/.test(location.search), null, { timeout: 5000 });
    }
    assert.deepEqual(errors, []);
    await close();
  });
}
