/** The table beside the map: of what is asked, with its totals, and counts that say whom they leave out. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as f from '../page/formats.js';
import { ANSWERED, changeAnswers, openPage, startBrowser, startServer } from './server.js';

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
/** @param {string} path @returns {Promise<any[]>} */
const items = async (path) => (await api(path)).features;
/** @param {string} text */
const plain = (text) => text.replace(/\s+/g, ' ').trim();

test('the table of facilities is of the type that is asked, and of every type on demand', async () => {
  const all = await items('/v1/collections/facilities/items?limit=10000');
  const ofType = all.filter((one) => one.properties.serviceType === 'LRN-BIEB');
  const { page, errors, close } = await openPage(
    browser,
    `${server.url}/?serviceType=LRN-BIEB&show=table&rows=facilities`,
  );
  const names = () => page.locator('.table-row .table-name').allInnerTexts();
  assert.deepEqual(new Set(await names()), new Set(ofType.map((one) => one.properties.name)));
  const link = (await page.locator('[data-download="facilities.csv"]').getAttribute('href')) ?? '';
  assert.equal(
    new URL(link, server.url).searchParams.get('serviceType'),
    'LRN-BIEB',
    'what is taken along is what is shown',
  );

  await page.locator('[data-key="types-all-facilities"]').click();
  await page.waitForURL(/rows=all-facilities/);
  await page.waitForSelector(`${ANSWERED} .hero`, { state: 'attached' });
  assert.match(
    plain(await page.locator('.table-said').innerText()),
    new RegExp(`^${all.length} voorzieningen, waarvan `),
  );
  assert.match(await page.locator('.figures-table thead').innerText(), /Soort/);
  const away = all.find(({ geometry, properties }) => geometry !== null && properties.districtCode === null);
  assert.match(await page.locator(`[data-row="${away.properties.id}"]`).innerText(), /buiten elke wijk/);
  assert.deepEqual(errors, []);
  await close();
});

test('every count of facilities says which ones it leaves out', async () => {
  const all = await items('/v1/collections/facilities/items?limit=10000');
  const unplaced = all.filter(({ geometry }) => geometry === null).length;
  const outside = all.filter(
    ({ geometry, properties }) => geometry !== null && properties.districtCode === null,
  ).length;
  assert.ok(unplaced > 0 && outside > 0, 'the sample has both');
  const told = `${unplaced} zonder plek op de kaart en ${outside} buiten elke wijk`;
  const { page, close } = await openPage(browser, `${server.url}/?question=density`);
  const answer = plain(await page.locator('#answer').innerText());
  assert.ok(answer.includes(`${all.length - unplaced - outside} voorzieningen`), answer);
  assert.ok(answer.includes(`Niet meegeteld: ${told}.`), answer);
  const counts = await page.locator('.groups .group-count').allInnerTexts();
  assert.equal(
    counts.reduce((sum, one) => sum + Number(one), 0),
    all.length - unplaced,
    'on the map is what has a place',
  );
  assert.ok(plain(await page.locator('.groups').innerText()).includes(`${unplaced} voorziening heeft geen plek`));
  await close();
});

test('the last line of the table tells the mean distance of the city, as the API has it', async () => {
  const [city] = await items('/v1/collections/municipalities/items?serviceType=LRN-BIEB');
  const { page, close } = await openPage(browser, `${server.url}/?serviceType=LRN-BIEB&show=table`);
  const cell = page.locator('tfoot .kind-metres');
  assert.equal(plain(await cell.innerText()), plain(f.metres('nl', city.properties.meanDistanceM)));
  await changeAnswers(page, '**/collections/neighbourhoods/items?**', (body) => {
    for (const { properties } of body.features) if ('meanDistanceM' in properties) properties.meanDistanceM = null;
  });
  await page.reload();
  await page.waitForSelector(`${ANSWERED} .hero`, { state: 'attached' });
  assert.equal(await cell.innerText(), 'onbekend');
  await close();
});

test('a reason that lists a part of its facilities says how many it shows', async () => {
  const { page, close } = await openPage(browser, `${server.url}/?question=density`);
  const [city] = await items('/v1/collections/municipalities/items');
  const explained = await api(
    `/v1/explain?collection=municipalities&id=${city.properties.code}&property=facilityCount`,
  );
  assert.ok(explained.facilities.length < explained.facilitiesTotal, 'the API lists a part');
  await page.locator('.why-link').click();
  const button = page.locator('.reason-actions .primary');
  assert.equal(await button.innerText(), `Toon ${explained.facilities.length} van de ${explained.facilitiesTotal}`);
  await close();
});

test('what is heard joins figure and sentence', async () => {
  const { page, close } = await openPage(browser, `${server.url}/?question=stopping&serviceType=ONT-BUURTHUIS`);
  const said = plain((await page.locator('#status').textContent()) ?? '');
  assert.match(said, /\p{L}/u);
  assert.doesNotMatch(said, /\. \p{Ll}/u, said);
  await close();
});
