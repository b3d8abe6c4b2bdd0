/** The page of a country: more places and areas than can be loaded or drawn one by one. The sample city says that it has so many. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ANSWERED, changeAnswers, openPage, startBrowser, startServer, violationsIn } from './server.js';

/** @typedef {import('playwright-core').Page} Page */

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

/** A page that is told of too many places to load. @param {string} query @param {Parameters<typeof openPage>[2]} [how] */
async function open(query, how = {}) {
  /** @type {URL[]} */
  const asked = [];
  const opened = await openPage(browser, server.url + query, {
    ...how,
    before: async (page) => {
      page.on('request', (request) => asked.push(new URL(request.url())));
      await changeAnswers(page, '**/v1?f=json', (body) => void (body.city.facilityCount = 250_000));
      await how.before?.(page);
    },
  });
  return { ...opened, asked };
}

/** What the symbols say that the keyboard reaches, once tiles have come. @param {Page} page */
async function placesOn(page) {
  await page.waitForSelector('.place', { state: 'attached' });
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(100);
  return page.locator('.place').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
}

/** How many places names of symbols tell of. @param {string[]} names */
const counted = (names) =>
  names.reduce((sum, name) => sum + Number(/^([\d.]+) plekken bij elkaar/.exec(name)?.[1]?.replace('.', '') ?? 1), 0);

/** Located facilities of a type. @param {string} type @returns {Promise<any[]>} */
const located = async (type) =>
  (await api(`/v1/collections/facilities/items?limit=1000&serviceType=${type}`)).features.filter(
    (/** @type {any} */ one) => one.geometry !== null,
  );

test('places of a country come as tiles, each once, and none of the others is loaded', async () => {
  const { page, errors, asked, close } = await open('/?serviceType=ONT-BUURTHUIS');
  const there = await located('ONT-BUURTHUIS');
  assert.equal(counted(await placesOn(page)), there.length);
  const tiles = asked.filter((url) => url.pathname.startsWith('/v1/tiles/'));
  assert.ok(tiles.length > 0);
  assert.ok(tiles.every((url) => url.searchParams.get('serviceType') === 'ONT-BUURTHUIS'));
  const whole = asked.filter(
    (url) => url.pathname.endsWith('/facilities/items') && url.searchParams.get('limit') !== '1',
  );
  assert.deepEqual(whole.map(String), []);
  const matched = (await api('/v1/collections/facilities/items?limit=1&serviceType=ONT-BUURTHUIS')).numberMatched;
  assert.match(await page.locator('.foot').innerText(), new RegExp(`: ${matched}\\b`), 'the foot counts them all');
  const { features } = await api('/v1/collections/service-types/items?limit=1000');
  const meeting = features
    .filter((/** @type {any} */ one) => one.properties.group === 'ONT')
    .reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + one.properties.facilityCount, 0);
  assert.equal(await page.locator('.groups [data-key="group-ONT"] .group-count').innerText(), String(meeting));
  assert.deepEqual(errors, []);
  await close();
});

test('choosing places together brings them nearer, choosing one opens its card', async () => {
  const { page, errors, asked, close } = await open('/?question=density');
  const names = await placesOn(page);
  assert.ok(counted(names) > names.length, 'some stand together');
  const depth = () =>
    Math.max(...asked.map((url) => Number(/^\/v1\/tiles\/facilities\/(\d+)\//.exec(url.pathname)?.[1] ?? 0)));
  const first = depth();
  await page.locator('.place[aria-label*="bij elkaar"]').first().focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(
    (before) => document.querySelector('.place')?.getAttribute('aria-label') !== before,
    names[0],
  );
  await placesOn(page);
  assert.ok(depth() > first, 'tiles of a nearer scale are asked');
  await close();

  const there = (await api('/v1/collections/facilities/items?limit=1000')).features.filter(
    (/** @type {any} */ place) => place.geometry !== null,
  );
  const apart = (/** @type {any} */ a, /** @type {any} */ b) =>
    Math.hypot(
      a.geometry.coordinates[0] - b.geometry.coordinates[0],
      a.geometry.coordinates[1] - b.geometry.coordinates[1],
    );
  const neighbours = (/** @type {any} */ place) =>
    there.filter((/** @type {any} */ other) => apart(place, other) < 0.0005);
  const alone = there.find((/** @type {any} */ place) => neighbours(place).length === 1 && place.properties.name);
  const crowded = there.find(
    (/** @type {any} */ place) => there.filter((/** @type {any} */ other) => apart(place, other) === 0).length > 1,
  );
  const [lon, lat] = alone.geometry.coordinates;
  const near = await open(`/?question=density&view=17_${lat}_${lon}`);
  const own = (await placesOn(near.page)).findIndex((name) => name.includes(alone.properties.name));
  assert.ok(own >= 0, 'the place in the middle has a button');
  await near.page.locator('.place').nth(own).focus();
  await near.page.keyboard.press('Enter');
  const card = near.page.locator('#chosen-facility');
  await card.waitFor();
  assert.ok((await card.innerText()).includes(alone.properties.name));
  // The hand finds what the canvas shows, and the area below does not hear of it: the same again lets go.
  await placesOn(near.page);
  const box = await near.page.locator('.place').nth(own).boundingBox();
  assert.ok(box);
  await near.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await card.waitFor({ state: 'detached' });
  assert.doesNotMatch(near.page.url(), /area=/);
  assert.deepEqual([...errors, ...near.errors], []);
  await near.close();

  const [atLon, atLat] = crowded.geometry.coordinates;
  const spot = await open(`/?serviceType=${crowded.properties.serviceType}&view=17_${atLat}_${atLon}`);
  assert.match((await placesOn(spot.page))[0] ?? '', /plekken bij elkaar/);
  await spot.page.locator('.place').first().focus();
  await spot.page.keyboard.press('Enter');
  await spot.page.locator('.place-card').getByText(crowded.properties.name).waitFor();
  assert.ok((await spot.page.locator('.place-card li').count()) > 1, 'what no scale brings apart is listed');
  await spot.close();
});

test('a tile that does not come is said', async () => {
  const { page, close } = await open('/?serviceType=LRN-BIEB', {
    before: (page) =>
      page.route('**/v1/tiles/**', (route) => route.fulfill({ status: 500, json: { code: 'internal' } })),
  });
  await page.getByText('Niet alle plekken op de kaart zijn gekomen').waitFor();
  await close();
});

test('the table of places says how many it leaves out, search that it does not look for names', async () => {
  const { page, errors, close } = await open('/?serviceType=LRN-BIEB&show=table&rows=facilities', {
    before: (page) =>
      changeAnswers(page, /facilities\/items\?.*limit=2000/, (body) => void (body.numberMatched = 38_878)),
  });
  const all = await api('/v1/collections/facilities/items?limit=1000&serviceType=LRN-BIEB');
  assert.equal(await page.locator('.table-row').count(), all.numberMatched);
  assert.match(
    await page.locator('.table-said').innerText(),
    new RegExp(`Dit zijn de eerste ${all.numberMatched} van 38\\.878`),
  );
  await page.locator('[data-key="tool-map"], button:has-text("Kaart")').first().click();
  await page.locator('#search-field').fill('Sterrenburg');
  await page.locator('.search-said').getByText('te veel plekken om op naam te zoeken').waitFor();
  assert.ok((await page.locator('.search-list .option').count()) > 0, 'areas are still found');
  assert.deepEqual(errors, []);
  await close();
});

test('what-if and a sheet ask for the places that they are about', async () => {
  const { page, errors, close } = await open('/?question=what-if&serviceType=LRN-BIEB');
  const there = await located('LRN-BIEB');
  await page.waitForSelector('.proposal-present');
  assert.equal(await page.locator('.proposal-present').count(), there.length);
  const district = there[0].properties.districtCode;
  await page.goto(`${server.url}/?area=${district}`);
  await page.waitForSelector(`${ANSWERED} .figures`);
  const inside = await api(`/v1/collections/facilities/items?limit=1000&area=${district}`);
  assert.equal(await page.locator('.facilities > li').count(), inside.numberMatched);
  const named = await page.locator('.pair-entry').allInnerTexts();
  for (const text of named) assert.doesNotMatch(text, /zonder naam/i);
  assert.deepEqual(errors, []);
  await close();
});

/** So many neighbourhoods in the sea that all of them are drawn on a canvas. @param {any} body */
function withMany(body) {
  const [first] = body.features;
  for (let index = 0; index < 2000; index += 1) {
    const [lon, lat] = [3 + (index % 50) / 500, 52.5 + Math.floor(index / 50) / 500];
    const ring = [
      [lon, lat],
      [lon + 0.001, lat],
      [lon, lat + 0.001],
      [lon, lat],
    ];
    body.features.push({
      ...first,
      id: `ZEE${index}`,
      properties: { ...first.properties, code: `ZEE${index}`, name: `Zee ${index}`, parentCode: null },
      geometry: { type: 'Polygon', coordinates: [ring] },
    });
  }
}

test('thousands of areas are drawn on a canvas, pointed at and chosen there', async () => {
  const type = 'LRN-BIEB';
  const { features } = await api(`/v1/collections/neighbourhoods/items?limit=1000&serviceType=${type}`);
  const full = features.find(
    (/** @type {any} */ one) => one.properties.coverage > 0.95 && one.properties.residents > 2000,
  );
  const corners = full.geometry.coordinates.flat(full.geometry.type === 'Polygon' ? 1 : 2);
  const mean = (/** @type {0 | 1} */ axis) =>
    corners.reduce((/** @type {number} */ sum, /** @type {number[]} */ at) => sum + (at[axis] ?? 0), 0) /
    corners.length;
  const { page, errors, close } = await open(
    `/?serviceType=${type}&level=neighbourhoods&hide=ONT,HLP,JGD,SPL,BWG,VER,LRN,MZ,PAR,VRW&view=16_${mean(1)}_${mean(0)}`,
    { before: (page) => changeAnswers(page, '**/neighbourhoods/items?limit=10000', withMany) },
  );
  assert.equal(await page.locator('path.area').count(), 0);
  const map = await page.locator('#map').boundingBox();
  assert.ok(map);
  const [x, y] = [map.x + map.width / 2, map.y + map.height / 2];
  const coloured = await page.evaluate(
    ({ x, y }) => {
      const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector('.leaflet-areas-pane canvas'));
      const box = canvas.getBoundingClientRect();
      const scale = canvas.width / box.width;
      const pixel = canvas.getContext('2d')?.getImageData((x - box.left) * scale, (y - box.top) * scale, 1, 1).data;
      const probe = document.createElement('span');
      probe.style.color = getComputedStyle(document.documentElement).getPropertyValue('--seq-5');
      document.body.append(probe);
      const wanted = getComputedStyle(probe).color;
      probe.remove();
      return { drawn: `rgb(${[...(pixel ?? [])].slice(0, 3).join(', ')})`, wanted };
    },
    { x, y },
  );
  assert.equal(coloured.drawn, coloured.wanted, 'in the colour of its class');
  await page.mouse.move(x, y);
  await page.waitForSelector('.tip');
  assert.match(await page.locator('.tip').innerText(), new RegExp(full.properties.name.slice(0, 12)));
  await page.locator('.legend').getByText('Open een wijk om te zien waar zij wonen').waitFor();
  const rows = await page.locator('.rows > li').count();
  assert.ok(rows <= 250, `${rows} rows at once`);
  await page.mouse.click(x, y);
  await page.waitForSelector(`${ANSWERED} .figures`);
  assert.equal(new URL(page.url()).searchParams.get('area'), full.properties.code);
  assert.deepEqual(errors, []);
  await close();
});

test('a list of many rows shows the next on demand, and the focus goes there', async () => {
  const { page, errors, close } = await open('/?serviceType=LRN-BIEB&level=neighbourhoods', {
    before: (page) => changeAnswers(page, /neighbourhoods\/items\?/, withMany),
  });
  assert.equal(await page.locator('.rows > li').count(), 250);
  await page.locator('[data-key="more-rows"]').click();
  assert.equal(await page.locator('.rows > li').count(), 500);
  assert.equal(await page.evaluate(() => document.activeElement?.querySelector('.rank')?.textContent), '251');
  assert.deepEqual(errors, []);
  await close();
});

test('axe finds nothing wrong on the map of a country', async () => {
  const { page, close } = await open('/?serviceType=ONT-BUURTHUIS', { bypassCSP: true });
  await placesOn(page);
  assert.deepEqual(await violationsIn(page), []);
  await close();
});
