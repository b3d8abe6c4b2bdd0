import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import * as f from '../page/formats.js';
import { ANSWERED, changeAnswers, openPage, serveSource, startBrowser, startServer } from './server.js';

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

/** @param {string} path @returns {Promise<any>} */
const api = async (path) => (await fetch(server.url + path)).json();

/** @param {string} query @param {Parameters<typeof openPage>[2]} [how] */
const open = (query, how) => openPage(browser, server.url + query, how);

/** A type with places, so that its figures say something. */
async function someType() {
  const { features } = await api('/v1/collections/service-types/items?limit=1000&f=json');
  const types = features.map((/** @type {any} */ feature) => feature.properties);
  return (
    types.find((/** @type {any} */ type) => type.code === 'LRN-BIEB' && type.facilityCount > 0) ??
    types.find((/** @type {any} */ type) => type.facilityCount > 0)
  );
}

test('choosing a type and a district shows the figures that the API gives', async () => {
  const { page, errors, close } = await open('/');
  const type = await someType();
  await page.locator('.word').last().click();
  await page.locator('.chooser .search').fill(type.labelNl);
  await page.keyboard.press('Enter');
  await page.waitForSelector(`${ANSWERED} .hero`);
  assert.equal(new URL(page.url()).searchParams.get('serviceType'), type.code);

  const { features } = await api(`/v1/collections/districts/items?limit=1000&serviceType=${type.code}`);
  const areas = features.map((/** @type {any} */ feature) => feature.properties);
  const total = (/** @type {string} */ name) =>
    areas.reduce((/** @type {number} */ sum, /** @type {any} */ area) => sum + (area[name] ?? 0), 0);
  const [served, unserved] = [total('residentsServed'), total('residentsUnserved')];
  await page.waitForFunction(
    (text) => document.querySelector('.hero-value')?.textContent === text,
    f.percentNumber(served / (served + unserved)),
  );
  assert.match(
    (await page.locator('.hero-text').innerText()).replace(/\s+/g, ' '),
    new RegExp(`^${f.residents('nl', unserved).replace('.', '\\.')} inwoners wonen verder weg`),
  );

  const worst = [...areas].sort((a, b) => b.residentsUnserved - a.residentsUnserved)[0];
  const first = page.locator('.row').first();
  assert.equal(await first.locator('.row-name').innerText(), worst.name);
  assert.equal(await first.locator('.row-figure').innerText(), f.residents('nl', worst.residentsUnserved));

  await first.click();
  await page.waitForSelector(`${ANSWERED} .figures`);
  assert.equal(await page.locator('#area-name').innerText(), worst.name);
  const plain = (await api(`/v1/collections/districts/items/${worst.code}`)).properties;
  const figure = (/** @type {string} */ name) => page.locator(`[data-figure="${name}"] .figure-value`).innerText();
  assert.equal(await figure('facilityCount'), f.number('nl', plain.facilityCount));
  assert.equal(await figure('facilitiesPer1000'), f.ratio('nl', plain.facilitiesPer1000));
  assert.equal(await page.locator('[data-figure="coverage"] strong').innerText(), f.percent('nl', worst.coverage));
  assert.match(
    await page.locator('.section-distance').innerText(),
    new RegExp(f.metres('nl', worst.meanDistanceM).replace('.', '\\.')),
  );
  const inside = await api(`/v1/collections/facilities/items?limit=1000&area=${worst.code}`);
  assert.equal(await page.locator('.facilities > li').count(), inside.numberMatched);
  assert.deepEqual(errors, []);
  await close();
});

test('a district is chosen on the map itself, and back undoes it', async () => {
  const type = await someType();
  const { page, close } = await open(`/?serviceType=${type.code}`);
  const box = await page.locator('#map').boundingBox();
  assert.ok(box);
  const spot = await page.evaluate(() => {
    for (let y = 100; y < innerHeight; y += 7) {
      for (let x = 440; x < innerWidth; x += 7)
        if (document.elementFromPoint(x, y)?.matches('.area-class-1, .area-class-5')) return { x, y };
    }
    return null;
  });
  assert.ok(spot, 'an area is in sight');
  await page.mouse.click(spot.x, spot.y);
  await page.waitForSelector(`${ANSWERED} .figures`);
  assert.match(page.url(), /area=WK/);
  assert.doesNotMatch(page.url(), /view=/, 'only the reader moves the map into the address');
  await page.goBack();
  await page.waitForSelector(`${ANSWERED} .hero`);
  assert.doesNotMatch(page.url(), /area=/);
  await page.mouse.move(spot.x, spot.y);
  await page.waitForSelector('.tip');
  assert.equal(await page.locator('.row.pointed').count(), 1, 'what is pointed at on the map is marked in the list');
  await page.mouse.wheel(0, -400);
  await page.waitForFunction(() => location.search.includes('view='));
  await close();
});

test('what is shown is downloaded as GeoJSON', async () => {
  const type = await someType();
  const { page, close } = await open(`/?serviceType=${type.code}&level=neighbourhoods`);
  await page.locator('[data-key="tool-download"]').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('[data-download="neighbourhoods.geojson"]').click(),
  ]);
  const file = JSON.parse(readFileSync(await download.path(), 'utf8'));
  const shown = await api(`/v1/collections/neighbourhoods/items?limit=1000&serviceType=${type.code}`);
  assert.equal(file.type, 'FeatureCollection');
  assert.equal(file.features.length, shown.numberMatched);
  const coverage = (/** @type {any} */ answer) =>
    new Map(answer.features.map((/** @type {any} */ one) => [one.properties.code, one.properties.coverage]));
  assert.deepEqual(coverage(file), coverage(shown));
  await close();
});

test('a programme area limits the answer to its neighbourhoods', async () => {
  const type = await someType();
  const { features } = await api(`/v1/collections/programme-areas/items?serviceType=${type.code}`);
  const [programme] = features;
  assert.ok(programme, 'the sample has a programme area');
  const { page, close } = await open(`/?serviceType=${type.code}`);
  await page.locator('.ask-area .quiet-word').click();
  await page.getByRole('option', { name: programme.properties.name }).click();
  await page.waitForFunction(
    (text) => document.querySelector('.hero-value')?.textContent === text,
    f.percentNumber(programme.properties.coverage),
  );
  assert.equal(await page.locator('.programme-line').count(), 1);
  await close();
});

test('the keyboard alone chooses a distance and opens a sheet', async () => {
  const type = await someType();
  const { page, close } = await open(`/?serviceType=${type.code}`);
  await page.locator('.word').first().focus();
  await page.keyboard.press('Enter');
  await page.locator('.chooser .search').fill('750');
  await page.keyboard.press('Enter');
  await page.waitForSelector(ANSWERED);
  assert.equal(new URL(page.url()).searchParams.get('distance'), '750');
  assert.ok(
    await page
      .locator('.word')
      .first()
      .evaluate((word) => word === document.activeElement),
    'the word keeps the focus',
  );
  await page.locator('.row').first().focus();
  await page.keyboard.press('ArrowDown');
  const name = await page.locator('.row').nth(1).locator('.row-name').innerText();
  await page.keyboard.press('Enter');
  await page.waitForSelector(`${ANSWERED} .figures`);
  assert.equal(await page.locator('#area-name').innerText(), name);
  await page.keyboard.press('Escape');
  await page.waitForSelector(`${ANSWERED} .hero`);
  await close();
});

for (const [name, query] of /** @type {const} */ ([
  ['coverage', ''],
  ['density', '?question=density'],
  ['overlaps', '?question=overlaps&lang=en'],
  ['a sheet', '?area=WK050503'],
])) {
  for (const width of [1440, 1024, 390, 320]) {
    test(`axe finds nothing wrong in ${name} at ${width}, and nothing is cut off`, async () => {
      const { page, errors, close } = await open(`/${query}`, {
        width,
        height: width < 768 ? 844 : 900,
        bypassCSP: true,
      });
      await page.addScriptTag({ path: AXE });
      const violations = await page.evaluate(async () => {
        // @ts-expect-error axe is put into the page by the line above
        const { violations } = await window.axe.run(document, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
        });
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
      assert.deepEqual(errors, []);
      await close();
    });
  }
}

test('a name that looks like HTML is shown as text', async () => {
  const { page, close } = await open('/');
  const evil = '<img src=x onerror="window.__xss=1">';
  await serveSource(page);
  const seen = await page.evaluate(async (name) => {
    const { h } = await import(String('/source/dom.js'));
    const { tip } = await import(String('/source/cards.js'));
    const made = [h('p', { title: name }, name), tip(name, [{ strong: name, rest: name }])];
    document.body.append(...made);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return {
      images: made.flatMap((one) => [...one.querySelectorAll('img')]).length,
      text: made[0].textContent,
      ran: '__xss' in window,
    };
  }, evil);
  assert.deepEqual(seen, { images: 0, text: evil, ran: false });
  await changeAnswers(page, '**/v1/collections/**', (body) => {
    for (const feature of body.features ?? []) if (feature.properties.name) feature.properties.name = evil;
  });
  for (const query of ['/', '/?question=overlaps', '/?area=WK050503']) {
    await page.goto(server.url + query);
    await page.waitForSelector(`${ANSWERED} .hero, ${ANSWERED} .figures`);
    await page.waitForTimeout(200);
    assert.equal(await page.locator('img[onerror]').count(), 0);
    assert.equal(await page.evaluate(() => '__xss' in window), false);
  }
  await close();
});

test('when figures do not come the page says so and tries again', async () => {
  const type = await someType();
  const { page, close } = await open(`/?serviceType=${type.code}`);
  await page.route('**/v1/collections/districts/**', (route) =>
    route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"title":"busy","code":"busy"}' }),
  );
  await page.locator('.word').first().click();
  await page.locator('.chooser .search').fill('1234');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.banner');
  assert.match(await page.locator('.banner').innerText(), /503 busy/);
  assert.ok(await page.locator('.hero').isVisible(), 'the last answer stays');
  await page.unroute('**/v1/collections/districts/**');
  await page.locator('.banner button').click();
  await page.waitForSelector('.banner', { state: 'detached' });
  await close();
});
