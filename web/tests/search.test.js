/** Search: what is loaded, and addresses from a made-up Locatieserver that answers as PDOK documents it. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPage, startBrowser, startServer } from './server.js';

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

/**
 * Answers of `suggest` and `lookup`, as in the wiki of PDOK/locatieserver: a Solr envelope with `docs`.
 * @param {{lon: number, lat: number}} place @param {string[]} asked
 */
const locatieserver = (place, asked) => async (/** @type {import('playwright-core').Route} */ route) => {
  const url = new URL(route.request().url());
  if (url.hostname !== 'api.pdok.nl') return route.abort();
  asked.push(url.href);
  const answer = (/** @type {object[]} */ docs) =>
    route.fulfill({
      headers: { 'access-control-allow-origin': '*' },
      json: { response: { numFound: docs.length, start: 0, maxScore: 9.1, numFoundExact: true, docs } },
    });
  if (url.pathname === '/bzk/locatieserver/search/v3_1/suggest')
    return answer([
      { type: 'adres', weergavenaam: 'Teststraat 12, 3311AB Stad', id: 'adr-b1', score: 9.1 },
      { type: 'weg', weergavenaam: '<b>Teststraat</b>, Stad', id: 'weg-b2', score: 8 },
    ]);
  if (url.pathname === '/bzk/locatieserver/search/v3_1/lookup')
    return answer([
      {
        bron: 'BAG',
        type: 'adres',
        id: 'adr-b1',
        weergavenaam: 'Teststraat 12, 3311AB Stad',
        centroide_ll: `POINT(${place.lon} ${place.lat})`,
        centroide_rd: 'POINT(104000 425000)',
      },
    ]);
  return route.fulfill({ status: 404, body: '' });
};

test('the field asks in as many words as it has room for, and its name is always whole', async () => {
  for (const [lang, longest] of /** @type {const} */ ([
    ['nl', 'Zoek een wijk, plek of adres'],
    ['en', 'Find a district, place or address'],
  ])) {
    const { page, close } = await openPage(browser, `${server.url}/?area=WK050507&lang=${lang}`);
    const field = page.locator('#search-field');
    const hints = [];
    for (const width of [1600, 1440, 1280, 1200, 1024]) {
      await page.setViewportSize({ width, height: 900 });
      // The field has its new size, and the observer has told of it, two frames later.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      await page.waitForTimeout(100);
      const { hint, needs, room } = await field.evaluate((/** @type {HTMLInputElement} */ one) => {
        const style = getComputedStyle(one);
        const text = document.createElement('span');
        text.textContent = one.placeholder;
        text.style.cssText = `position: absolute; white-space: nowrap; font: ${style.font}`;
        document.body.append(text);
        const needs = text.getBoundingClientRect().width;
        text.remove();
        return {
          hint: one.placeholder,
          needs,
          room: one.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight),
        };
      });
      assert.ok(needs <= room, `${hint} at ${width}: ${needs} in ${room}`);
      assert.equal(await field.getAttribute('aria-label'), longest);
      hints.push(hint);
    }
    assert.equal(hints[0], longest);
    assert.ok(new Set(hints).size > 1);
    await close();
  }
});

test('an address moves the map, sets a marker and says in which neighbourhood it lies', async () => {
  const type = 'LRN-BIEB';
  const [facility] = (await api('/v1/collections/facilities/items?limit=1000')).features.filter(
    (/** @type {any} */ one) => one.geometry && one.properties.neighbourhoodCode,
  );
  const [lon, lat] = facility.geometry.coordinates;
  const neighbourhood = (await api(`/v1/collections/neighbourhoods/items/${facility.properties.neighbourhoodCode}`))
    .properties;
  /** @type {string[]} */
  const asked = [];
  const { page, errors, close } = await openPage(browser, `${server.url}/?serviceType=${type}`, {
    elsewhere: locatieserver({ lon, lat }, asked),
  });
  await page.keyboard.press('/');
  // At once: between two keys of a slow machine the field would ask for what is there so far.
  await page.keyboard.insertText('teststr');
  const option = page.getByRole('option', { name: 'Teststraat 12, 3311AB Stad' });
  await option.waitFor();
  assert.match(await page.locator('.search-results').innerText(), /PDOK/, 'where addresses come from is told');
  const suggest = new URL(asked[0] ?? '');
  assert.equal(suggest.searchParams.get('q'), 'teststr');
  const [city] = (await api('/v1/collections/municipalities/items')).features;
  assert.ok(suggest.searchParams.getAll('fq').includes(`gemeentecode:${city.id.slice(2)}`), 'only in this city');
  assert.equal(await page.locator('.search-list b').count(), 0, 'an answer is never HTML');
  await page.keyboard.press('Enter');
  await page.locator('.pin').waitFor();
  assert.equal(new URL(asked.at(-1) ?? '').searchParams.get('id'), 'adr-b1');
  const card = page.locator('.at-card');
  assert.match(await card.innerText(), new RegExp(`Ligt in ${neighbourhood.name.replace(/[()]/g, '\\$&')}`));
  const view = new URL(page.url()).searchParams.get('view')?.split('_').map(Number) ?? [];
  assert.ok(Math.abs((view[1] ?? 0) - lat) < 1e-3 && Math.abs((view[2] ?? 0) - lon) < 1e-3, 'the map is there');
  await page.goto(page.url());
  await page.locator('.pin').waitFor();
  assert.match(await card.innerText(), /Teststraat 12/, 'a link keeps the address');
  await page.keyboard.press('Escape');
  await page.locator('.pin').waitFor({ state: 'detached' });
  assert.deepEqual(errors, []);
  await close();
});

test('areas and facilities are found by what is loaded, also where the address service does not answer', async () => {
  const { features } = await api('/v1/collections/districts/items?limit=1000');
  const district = features[3].properties;
  const { page, close } = await openPage(browser, server.url, { elsewhere: (route) => route.abort() });
  const field = page.getByRole('combobox', { name: 'Zoek een wijk, plek of adres' });
  await field.fill(district.name.toUpperCase());
  await page.getByText('Adressen zoeken lukt nu niet').waitFor();
  await field.press('Enter');
  await page.waitForSelector('#area-name');
  assert.equal(await page.locator('#area-name').innerText(), district.name);
  await page.goBack();
  await page.waitForSelector('.hero');
  const [facility] = (await api('/v1/collections/facilities/items?limit=50')).features.filter(
    (/** @type {any} */ one) => one.geometry && one.properties.name,
  );
  await field.fill(facility.properties.name);
  await page.locator('.search-list .option').first().waitFor();
  await page.locator('.search-list .option', { hasText: facility.properties.name }).first().click();
  await page.locator('.catchment').waitFor();
  assert.ok((await page.locator('.catchment').innerText()).includes(facility.properties.name));
  await field.fill('zzzz');
  await field.press('Escape');
  assert.equal(await field.inputValue(), '');
  assert.equal(await page.locator('.catchment').count(), 1, 'Escape went one step back, not two');
  await close();
});
