/** What is counted, of whom and where: in a programme area, of a group, in the files and in the sheet. */

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

const TYPE = 'ONT-BUURTHUIS';

/** @param {string} path @returns {Promise<any[]>} properties of the items */
const items = async (path) => {
  const response = await fetch(`${server.url}/v1/collections/${path}`);
  return (await response.json()).features.map((/** @type {any} */ one) => one.properties);
};

/** @param {string} query */
const open = (query) => openPage(browser, server.url + query);

/** @param {any[]} rows @param {string} name */
const total = (rows, name) => rows.reduce((sum, row) => sum + (row[name] ?? 0), 0);

/** What the bars of the legend add up to. @param {import('playwright-core').Page} page */
const bars = async (page) =>
  (await page.locator('.legend .legend-count').allInnerTexts()).reduce(
    (sum, text) => sum + Number(text.replace(/\D/g, '')),
    0,
  );

/** A programme area in which a district lies for a part. */
async function divided() {
  const all = await items('neighbourhoods/items?limit=1000');
  const districts = await items('districts/items?limit=1000');
  for (const { code, name } of await items('programme-areas/items?limit=1000')) {
    const inside = await items(`neighbourhoods/items?limit=1000&area=${code}&serviceType=${TYPE}`);
    const parts = districts.filter((district) => {
      const own = (/** @type {any[]} */ areas) => areas.filter((area) => area.parentCode === district.code).length;
      return own(inside) > 0 && own(inside) < own(all);
    });
    if (parts.length > 0) return { code, name, inside, parts };
  }
  throw new Error('no programme area has a part of a district');
}

test('the bars of a legend count the group that its title names, and say so', async () => {
  for (const question of ['coverage', 'equity', 'supply']) {
    const { page, errors, close } = await open(
      `/?question=${question}&serviceType=${TYPE}&group=65%2B&level=neighbourhoods`,
    );
    const people = total(
      await items(`neighbourhoods/items?limit=1000&serviceType=${TYPE}&group=65%2B`),
      'groupResidents',
    );
    const sum = await bars(page);
    // Without the few who live where almost nobody does; each bar is rounded to 5.
    assert.ok(sum > 0.97 * people && sum <= people + 15, `${question}: ${sum} of ${people}`);
    const swatch = (await page.locator('.legend .swatch').last().getAttribute('aria-label')) ?? '';
    assert.match(swatch, /mensen \(65 jaar en ouder\)/);
    assert.match(await page.locator('.legend').innerText(), /staafjes tellen de mensen \(65 jaar en ouder\) per kleur/);
    assert.deepEqual(errors, []);
    await close();
  }
  const { page, close } = await open(`/?question=stopping&serviceType=${TYPE}&group=65%2B`);
  assert.match(await page.locator('.legend').innerText(), /staafjes tellen alle inwoners per kleur, niet alleen/);
  await close();
});

test('in a programme area legend, symbols and foot count what lies in it', async () => {
  const { code, name, inside } = await divided();
  const { page, errors, close } = await open(`/?programme=${code}&serviceType=${TYPE}`);
  const people = total(inside, 'residents');
  const sum = await bars(page);
  assert.ok(sum > 0.9 * people && sum <= people + 15, `${sum} of ${people}`);
  assert.ok((await page.locator('.legend').innerText()).includes(`inwoners in ${name} per kleur`));
  const facilities = await items(`facilities/items?limit=1000&area=${code}`);
  const counts = await page.locator('.groups .group-count').allInnerTexts();
  assert.equal(
    counts.reduce((all, text) => all + Number(text), 0),
    facilities.length,
  );
  assert.ok((await page.locator('.groups').innerText()).includes(`Geteld in ${name}.`));
  const own = facilities.filter(({ serviceType }) => serviceType === TYPE).length;
  const every = await items(`facilities/items?limit=1000&serviceType=${TYPE}`);
  assert.ok(own < every.length);
  const foot = await page.locator('.foot').innerText();
  assert.match(foot, new RegExp(`: ${own} in ${name}\\. In heel [^:]+: ${every.length}\\b`));
  assert.deepEqual(errors, []);
  await close();
});

test('a file without the part of a district says so, and the whole one comes first', async () => {
  const { code, name, inside, parts } = await divided();
  const { page, errors, close } = await open(`/?programme=${code}&serviceType=${TYPE}`);
  await page.locator('[data-key="tool-download"]').click();
  const entries = page.locator('.download-menu li');
  assert.ok((await entries.nth(0).innerText()).includes(`alles van ${name}`));
  const [whole, some] = await Promise.all(
    [0, 1].map(async (at) => (await entries.nth(at).locator('[download$=".geojson"]').getAttribute('href')) ?? ''),
  );
  /** @param {string | undefined} href @returns {Promise<any[]>} */
  const file = async (href) =>
    (await (await fetch(new URL(href ?? '', server.url))).json()).features.map(
      (/** @type {any} */ one) => one.properties,
    );
  assert.equal(total(await file(whole), 'residents'), total(inside, 'residents'), 'the first file has all of it');
  const codes = (await file(some)).map((one) => one.code);
  const second = await entries.nth(1).innerText();
  for (const part of parts) {
    assert.ok(!codes.includes(part.code), 'a part is in no file of districts');
    assert.ok(second.includes(part.name), `${part.name} is named: ${second}`);
  }
  await page.keyboard.press('Escape');
  await page.goto(`${server.url}/?programme=${code}&serviceType=${TYPE}&show=table`);
  await page.waitForSelector('.table-take [data-download]');
  assert.match(await page.locator('.table-take').innerText(), /Download per buurt/);
  const links = page.locator('.table-take [data-download="neighbourhoods.csv"]');
  assert.equal(await links.count(), 1);
  assert.ok(((await links.getAttribute('aria-label')) ?? '').includes(name));
  assert.deepEqual(errors, []);
  await close();
});

test('where no district is divided, districts are downloaded as they were', async () => {
  const { page, close } = await open(`/?serviceType=${TYPE}&show=table`);
  await page.waitForSelector('.table-take [data-download="districts.csv"]');
  assert.match(await page.locator('.table-take').innerText(), /Download: CSV/);
  await close();
});

test('in a sheet the number of unknown roles has its reason', async () => {
  const offer = await items('offer/items?limit=5000');
  const [area] = [...new Set(offer.filter((row) => row.level === 'district').map((row) => row.areaCode))].filter(
    (code) => {
      const of = (/** @type {string} */ property) =>
        total(
          offer.filter((row) => row.areaCode === code),
          property,
        );
      return of('roleUnknown') > 0 && of('roleSubsidy') + of('roleCommission') > 0;
    },
  );
  const { page, errors, close } = await open(`/?area=${area}`);
  const figure = page.locator('[data-figure="withRole"] .figure-parts button').last();
  const told = (await figure.innerText()).match(/(\d+) onbekend/)?.[1];
  const unknown = (await items(`facilities/items?limit=1000&area=${area}`)).filter((one) => one.municipalRole === null);
  assert.equal(told, String(unknown.length));
  await figure.click();
  const parts = page.locator('.reason-made li > span:first-child');
  await parts.first().waitFor();
  assert.deepEqual((await parts.allInnerTexts()).sort(), unknown.map(({ name }) => name).sort());
  assert.match(await page.locator('.reason-sentence').innerText(), /rol van de gemeente onbekend: \d+\.$/);
  assert.deepEqual(errors, []);
  await close();
});

test('a group with nothing on the map is named in one line, and is no switch', async () => {
  const types = await items('service-types/items?limit=1000');
  const all = await items('facilities/items?limit=10000&role=commission');
  const groupOf = new Map(types.map(({ code, group }) => [code, group]));
  const full = new Set(all.map(({ serviceType }) => groupOf.get(serviceType) ?? ''));
  const groups = [...new Set(groupOf.values())];
  const none = groups.filter((group) => !full.has(group));
  assert.ok(none.length > 1 && full.size > 0, 'the sample has both');
  const { page, errors, close } = await open(`/?role=commission&hide=${none[0]}`);
  const switches = await page
    .locator('.groups .group-list button')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-key')));
  assert.deepEqual(
    switches.sort(),
    [...full, none[0]].map((group) => `group-${group}`).sort(),
    'what is off stays a switch',
  );
  const line = await page.locator('.groups .groups-none').innerText();
  assert.match(line, /^Geen: .+\.$/);
  assert.equal(line.split(', ').length, none.length - 1);
  assert.deepEqual(errors, []);
  await close();
});

test('a legend has its bars where the map has room for them', async () => {
  for (const { width, height, query, shown } of [
    { width: 1024, height: 768, query: '', shown: false },
    { width: 800, height: 900, query: '', shown: false },
    { width: 1200, height: 768, query: '', shown: true },
    { width: 1440, height: 900, query: '?question=siting', shown: true },
  ]) {
    const { page, close } = await openPage(browser, `${server.url}/${query}`, { width, height });
    const bars = page.locator('.legend .legend-bar');
    assert.ok((await bars.count()) > 3);
    assert.equal(await bars.last().isVisible(), shown, `${query} at ${width} x ${height}`);
    const [legend, button] = [
      await page.locator('.legend').boundingBox(),
      await page.locator('.groups-button').boundingBox(),
    ];
    if (legend && button)
      assert.ok(
        legend.x + legend.width < button.x || button.y + button.height < legend.y,
        `no card lies over another at ${width}`,
      );
    await close();
  }
});

test('all norms in a programme area: what lies outside is not unknown, and what has no place is not counted in', async () => {
  const { code, name } = await divided();
  const { page, errors, close } = await open(`/?programme=${code}&question=assessment`);
  assert.ok((await page.locator('#answer').innerText()).includes(`ook waar maar een deel in ${name} ligt`));
  assert.equal(await page.locator('.legend .key-unknown').count(), 0, 'nothing in it is unknown');
  assert.equal(await page.locator('.legend .key-programme').count(), 1);
  const groups = await page.locator('.groups').innerText();
  assert.ok(groups.includes(`We weten niet of die in ${name} staat`), groups);
  assert.deepEqual(errors, []);
  await close();
  const all = await open('/?question=assessment');
  assert.ok(!(await all.page.locator('#answer').innerText()).includes('Een wijk telt als geheel'));
  await all.close();
});
