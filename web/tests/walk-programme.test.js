/** The team of a programme: chooses its area, takes its facilities along, and sends what it sees. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import * as f from '../page/formats.js';
import { openPage, startBrowser, startServer } from './server.js';
import * as walk from './walk.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./walk.js').Hand} Hand */

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

/** The programme area, its neighbourhoods, and every facility of the city that stands in one of those. */
async function subject() {
  const [programme] = (await api('/v1/collections/programme-areas/items')).features;
  if (!programme) return null;
  const members = (await api(`/v1/collections/neighbourhoods/items?area=${programme.id}&limit=1000`)).features;
  const codes = new Set(members.map((/** @type {any} */ one) => one.properties.code));
  // Not asked by area: each facility says where it stands.
  const all = (await api('/v1/collections/facilities/items?limit=10000')).features;
  const inside = all.filter((/** @type {any} */ one) => codes.has(one.properties.neighbourhoodCode));
  assert.ok(inside.length > 0 && inside.length < all.length, 'a part of the facilities stands inside');
  return { programme, codes, inside };
}

/** @typedef {NonNullable<Awaited<ReturnType<typeof subject>>>} Subject */

/** @param {Page} page @param {Hand} hand @param {Subject} own */
async function chooseArea(page, hand, { programme, codes }) {
  const { name, code } = programme.properties;
  await hand.choose('.ask-area .quiet-word', name);
  await walk.arrived(page, new RegExp(`programme=${code}`));
  await page.waitForFunction((n) => document.querySelectorAll('#map .area:not(.aside)').length === n, codes.size);
  const type = new URL(page.url()).searchParams.get('serviceType');
  const shown = (await page.locator('.sentence .word').last().innerText()).trim();
  const types = (await api('/v1/collections/service-types/items?limit=1000')).features.map(
    (/** @type {any} */ one) => one.properties,
  );
  const asked = types.find((/** @type {any} */ one) => one.code === type || one.labelNl.split(',')[0] === shown);
  assert.ok(asked, `${shown} is a type`);
  const [area] = (await api(`/v1/collections/programme-areas/items?serviceType=${asked.code}`)).features.filter(
    (/** @type {any} */ one) => one.id === programme.id,
  );
  const { coverage, residentsUnserved } = area.properties;
  const answer = walk.plain(await page.locator('.result').innerText());
  assert.ok(answer.includes(walk.plain(f.percentNumber(coverage))), `${coverage} in ${answer}`);
  assert.ok(answer.includes(f.residents('nl', residentsUnserved)), `${residentsUnserved} in ${answer}`);
  await walk.picture(page, `programme-${hand.name}-1-area`);
}

/** @param {Page} page @param {Hand} hand @param {Subject} own */
async function takeGeoJson(page, hand, { codes, inside }) {
  const take = async (/** @type {string} */ name) => {
    await hand.press('[data-key="tool-download"]');
    await page.waitForSelector('.download-menu');
    await walk.picture(page, `programme-${hand.name}-2-download`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      hand.press(`.download-menu [data-download="${name}.geojson"]`),
    ]);
    await page.keyboard.press('Escape');
    await page.waitForSelector('.download-menu', { state: 'detached' });
    assert.match(download.suggestedFilename(), new RegExp(`^${name}(-r\\d+)?\\.geojson$`));
    return JSON.parse(readFileSync(await download.path(), 'utf8'));
  };
  const facilities = await take('facilities');
  assert.equal(facilities.type, 'FeatureCollection');
  const ids = (/** @type {any[]} */ features) => features.map((one) => String(one.id)).sort();
  assert.deepEqual(ids(facilities.features), ids(inside), 'exactly the facilities inside');
  for (const feature of facilities.features) {
    const own = inside.find((/** @type {any} */ one) => one.id === feature.id);
    assert.deepEqual(feature.geometry, own.geometry);
    assert.equal(feature.properties.name, own.properties.name);
  }
  const areas = await take('neighbourhoods');
  assert.deepEqual(ids(areas.features), [...codes].sort(), 'exactly the neighbourhoods of the programme');
}

/** The sheet of the programme area, and back. @param {Page} page @param {Hand} hand @param {Subject} own */
async function readSheet(page, hand, { programme, inside }) {
  await hand.press('.programme-link .link');
  await walk.arrived(page, new RegExp(`[?&]area=${programme.id}`));
  assert.equal(await page.locator('#area-name').innerText(), programme.properties.name);
  const figure = await page.locator('[data-figure="facilityCount"] .figure-value').innerText();
  assert.equal(figure, f.number('nl', inside.length));
  await walk.picture(page, `programme-${hand.name}-3-sheet`);
  await page.keyboard.press('Escape');
  await walk.arrived(page, /^(?!.*[?&]area=)/);
}

/** @param {Page} page @param {Hand} hand */
async function send(page, hand) {
  await hand.press('[data-key="tool-share"]');
  await page.waitForSelector('.share-menu');
  const link = (await walk.seen(page)).copied;
  await walk.picture(page, `programme-${hand.name}-4-share`);
  await hand.press('.share-menu .quiet-button');
  await page.waitForFunction(() => Reflect.get(window, 'seen').copied.startsWith('<iframe'));
  const frame = /src="([^"]+)"/.exec((await walk.seen(page)).copied)?.[1]?.replace(/&amp;/g, '&') ?? '';
  await page.keyboard.press('Escape');
  await page.mouse.move(2, 2);
  await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
  const mine = await walk.view(page);
  const other = await openPage(browser, link);
  assert.deepEqual(await walk.view(other.page), mine, 'who opens the link sees exactly the same');
  assert.deepEqual(other.errors, []);
  await other.close();

  const hero = (await page.locator('.hero').innerText()).replace(/\s/g, '');
  const embed = await openPage(browser, frame, { width: 800, height: 520 });
  const said = await embed.page.locator('.embed-answer').innerText();
  assert.ok(said.replace(/\s/g, '').startsWith(hero), `${hero} in ${said}`);
  assert.equal(
    await embed.page.locator('#map .area:not(.aside)').count(),
    await page.locator('#map .area:not(.aside)').count(),
  );
  assert.ok((await embed.page.locator('#sentence').innerText()).length > 10);
  await walk.picture(embed.page, `programme-${hand.name}-5-embed`);
  assert.deepEqual(embed.errors, []);
  await embed.close();
}

for (const name of /** @type {const} */ (['mouse', 'keys'])) {
  test(`the programme team takes its area along and sends it, with ${name}`, async (test) => {
    const own = await subject();
    if (walk.without(test, own, 'the whole walk: no programme area') || !own) return;
    const { page, errors, close } = await openPage(browser, server.url);
    await walk.watchHand(page);
    const hand = walk[name](page);
    await chooseArea(page, hand, own);
    await takeGeoJson(page, hand, own);
    await readSheet(page, hand, own);
    if (name === 'keys') assert.equal((await walk.seen(page)).presses, 0, 'nothing was pressed with a mouse');
    await send(page, hand);
    assert.deepEqual(errors, []);
    await close();
  });
}
