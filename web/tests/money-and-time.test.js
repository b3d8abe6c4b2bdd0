import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
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

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** @param {string} path @returns {Promise<any>} */
const api = async (path) => (await fetch(server.url + path)).json();

/** @param {string} collection @param {string} [query] @returns {Promise<any[]>} */
const items = async (collection, query = '') =>
  (await api(`/v1/collections/${collection}/items?limit=10000&${query}`)).features;

/** @param {string} query @param {Parameters<typeof openPage>[2]} [how] */
const open = (query, how) => openPage(browser, `${server.url}/${query}`, how);

/** @param {import('playwright-core').Page} page @param {string} selector */
const texts = async (page, selector) =>
  (await page.locator(selector).allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());

/** @param {string} text */
const plain = (text) => text.replace(/\s+/g, ' ');

/** @param {import('playwright-core').Page} page */
const answered = (page) => page.waitForSelector(`${ANSWERED} .hero`);

test('what it costs adds up: the total, each district, and what belongs to no district', async () => {
  const [rows, grants] = await Promise.all([items('spending', 'by=district'), items('grants')]);
  const euros = (/** @type {any} */ one) => one.properties.eurosPerYear ?? 0;
  const total = rows.reduce((sum, one) => sum + euros(one), 0);
  const unknown = grants.filter((one) => one.properties.eurosPerYear === null).length;
  assert.ok(unknown > 0, 'the sample has a grant without an amount');
  const { page, errors, close } = await open('?question=spending');
  const said = plain(await page.locator('.hero-text').innerText());
  assert.ok(said.includes(plain(`${f.euros('nl', total)} per jaar, in ${grants.length} subsidies en opdrachten`)));
  assert.match(said, /Van 1 subsidie of opdracht is het bedrag onbekend/);
  assert.match(said, /toegerekend/);
  const lived = new Map((await items('districts')).map(({ properties }) => [properties.code, properties.residents]));
  const inArea = rows
    .filter((one) => one.properties.code !== null && (euros(one) > 0 || lived.get(one.properties.code) > 0))
    .sort((a, b) => euros(b) - euros(a));
  assert.ok(inArea.length < rows.filter((one) => one.properties.code !== null).length, 'water is left out, and said');
  assert.match(await page.locator('.list-note').innerText(), /staat niet in de lijst/);
  assert.deepEqual(
    await texts(page, '.list .row-figure'),
    inArea.map((one) => plain(f.euros('nl', euros(one)))),
  );
  const nowhere = rows.filter((one) => one.properties.code === null && euros(one) > 0);
  assert.deepEqual(
    (await texts(page, '.after > .part:first-child .row-figure')).sort(),
    nowhere.map((one) => plain(f.euros('nl', euros(one)))).sort(),
  );
  const years = await items('commitments');
  assert.deepEqual(
    await texts(page, '.year-rows .year-figure'),
    years.map((one) => plain(f.euros('nl', one.properties.committedEuros))),
  );
  const mismatches = await items('funding-mismatches');
  const counts = await texts(page, '.after .fold .fold-count');
  assert.equal(
    counts.reduce((sum, text) => sum + Number(text), 0),
    mismatches.length,
  );
  assert.equal(
    await page.locator('.spot-mismatch').count(),
    mismatches.filter((one) => one.geometry !== null).length,
    'every mismatch with a place is on the map',
  );
  assert.deepEqual(errors, []);
  await close();
});

test('money per organisation: a chosen one shows its grants, and its places on the map', async () => {
  const rows = await items('spending', 'by=recipient');
  const grants = await items('grants');
  const chosen = rows
    .filter((one) => one.properties.facilities > 1)
    .sort((a, b) => b.properties.eurosPerYear - a.properties.eurosPerYear)[0];
  const { page, close } = await open('?question=spending');
  await page.locator('.sentence .word').last().click();
  await page.getByRole('option', { name: 'per organisatie' }).click();
  await page.waitForURL(/moneyBy=recipient/);
  await page.locator(`.row[data-key="${chosen.id}"]`).click();
  await page.waitForSelector('.row-detail');
  const own = grants.filter((one) => one.properties.partners.includes(chosen.properties.code));
  const known = new Set((await items('facilities')).filter((one) => one.geometry).map((one) => one.properties.id));
  const places = new Set(own.flatMap((one) => one.properties.facilities).filter((id) => known.has(id)));
  assert.equal(await page.locator('.spot-payee').count(), places.size);
  const largest = Math.max(...own.map((one) => one.properties.eurosPerYear ?? 0));
  assert.ok(plain(await page.locator('.row-detail').innerText()).includes(plain(f.euros('nl', largest))));
  await close();
});

test('without any grant the money is unknown, never nothing', async () => {
  const { page, close } = await open('');
  await page.route(/collections\/(grants|spending|commitments|funding-mismatches)\//, (route) =>
    route.fulfill({
      contentType: 'application/geo+json',
      body: '{"type":"FeatureCollection","features":[],"links":[]}',
    }),
  );
  await page.goto(`${server.url}/?question=spending`);
  await answered(page);
  assert.equal(await page.locator('.hero-value').innerText(), 'Niets bekend');
  assert.match(await page.locator('.hero-text').innerText(), /iets anders dan nul euro/);
  assert.equal(await page.locator('#answer').getByText(/€\s?0/).count(), 0);
  await close();
});

test('where next: the list, the map and what each place adds are what the API finds', async () => {
  const asked = 'serviceType=LRN-BIEB&k=3&candidates=places';
  const found = await api(`/v1/siting?${asked}`);
  const { page, errors, close } = await open('?question=siting&serviceType=LRN-BIEB&candidates=places');
  assert.equal(await page.locator('.hero-value').innerText(), f.percentNumber(found.coverageAfter));
  assert.ok(
    plain(await page.locator('.hero-text').innerText()).includes(plain(f.residents('nl', found.gainResidents))),
  );
  assert.deepEqual(
    await texts(page, '.list .row-figure'),
    found.features.map((/** @type {any} */ one) => plain(`+ ${f.residents('nl', one.properties.gainResidents)}`)),
  );
  assert.deepEqual((await texts(page, '.spot-proposal')).sort(), ['1', '2', '3']);
  assert.equal(await page.locator('.shape-proposal').count(), 3, 'each place has its reach');
  assert.equal(await page.locator('.panel').getAttribute('data-proposes'), 'true');
  const gaining = found.districts.filter((/** @type {any} */ one) => one.gainResidents > 0);
  assert.equal(await page.locator('.shifts li').count(), gaining.length);
  const sure = plain(await page.locator('.after').innerText());
  assert.equal(found.optimal, false);
  assert.ok(sure.includes('minstens 63 %'));
  assert.ok(sure.includes(plain(f.residents('nl', found.bound))), 'no choice can add more than the bound');
  await page.locator('.row').nth(1).click();
  await page.waitForSelector('.row-detail .pairs');
  const bySite = found.districts.filter((/** @type {any} */ one) => one.gainBySite[1] > 0);
  assert.equal(await page.locator('.row-detail .pairs li').count(), bySite.length);
  await page.locator('.row-detail .try').click();
  await page.waitForURL(/question=what-if/);
  const [lon, lat] = found.features[1].geometry.coordinates;
  const [kind, editLon, editLat] = (new URL(page.url()).searchParams.get('edits') ?? '').split('_');
  assert.equal(kind, 'add');
  assert.ok(Math.abs(Number(editLon) - lon) < 1e-4 && Math.abs(Number(editLat) - lat) < 1e-4);
  assert.deepEqual(errors, []);
  await close();
});

test('where next: other models say what they are about, and a list without candidates the way out', async () => {
  const { page, close } = await open('?question=siting&serviceType=LRN-BIEB&candidates=places&model=lscp');
  const all = await api('/v1/siting?serviceType=LRN-BIEB&candidates=places&model=lscp');
  assert.equal(await page.locator('.hero-value').innerText(), String(all.features.length));
  assert.match(await page.locator('.sentence').innerText(), /iedereen/);
  assert.ok(plain(await page.locator('.after').innerText()).includes(`Na plek ${all.worthwhile} brengt`));
  await changeAnswers(page, /\/v1\/siting.*candidates=hubs/, (body) => ({
    ...body,
    features: [],
    candidateCount: 0,
    districts: [],
  }));
  await page.goto(`${server.url}/?question=siting&serviceType=LRN-BIEB&candidates=hubs`);
  await answered(page);
  await page.getByRole('button', { name: 'Zoek overal waar iemand woont' }).click();
  await page.waitForFunction(() => !location.search.includes('candidates'));
  await close();
});

test('which can go: jointly, with who loses what and the money that is known', async () => {
  const sets = (await items('stopping', 'serviceType=LRN-BIEB&k=2&floorLevel=district')).filter(
    (one) => one.properties.size === 2,
  );
  const [{ properties: set }] = sets;
  const { page, errors, close } = await open('?question=stopping&serviceType=LRN-BIEB');
  assert.equal(await page.locator('.hero-value').innerText(), f.residents('nl', set.residentsLost));
  const said = plain(await page.locator('.hero-text').innerText());
  assert.ok(said.includes(plain(f.euros('nl', set.eurosSaved))));
  assert.match(said, /Van 1 plek is het bedrag onbekend/);
  assert.match(said, /Samen geteld/);
  assert.deepEqual(
    await texts(page, '.list .row-figure'),
    sets.map((one) => plain(f.residents('nl', one.properties.residentsLostAlone))),
  );
  assert.equal(await page.locator('.spot-stops').count(), 2);
  const areas = (await items('stopping-areas', 'serviceType=LRN-BIEB&k=2&floorLevel=district')).filter(
    ({ properties }) => properties.size === 2 && properties.level === 'district' && properties.residentsLost > 0.5,
  );
  assert.equal(await page.locator('.shifts li').count(), areas.length);
  await page.getByRole('button', { name: 'Probeer deze keuze' }).first().click();
  await page.waitForURL(/question=what-if/);
  assert.deepEqual(
    new URL(page.url()).searchParams.getAll('edits').sort(),
    sets.map((one) => `remove_${one.properties.facilityId}`).sort(),
  );
  assert.deepEqual(errors, []);
  await close();
});

test('which can go: a floor that no choice keeps to is told by the area that stops it', async () => {
  const query = 'serviceType=LRN-BIEB&k=2&floor=0.5&floorLevel=district';
  const two = (await items('stopping', query)).find((one) => one.properties.size === 2);
  assert.equal(two.properties.possible, false);
  const district = (await items('districts')).find((one) => one.properties.code === two.properties.stoppedByArea);
  const { page, close } = await open('?question=stopping&serviceType=LRN-BIEB&floor=50');
  assert.equal(await page.locator('.hero-value').innerText(), 'Kan niet');
  assert.ok((await page.locator('.hero-text').innerText()).includes(district.properties.name));
  await page.getByRole('button', { name: /alleen voor de hele gemeente/ }).click();
  await page.waitForURL(/floorLevel=none/);
  await close();
});

test('is it getting better: then and now, and what the change comes from', async () => {
  const from = '2023-01-01';
  const changes = await items('changes', `from=${from}&serviceType=ONT-BUURTHUIS`);
  const of = (/** @type {string} */ measure, /** @type {string} */ level) =>
    changes.filter(({ properties }) => properties.measure === measure && properties.level === level);
  const [city] = of('coverage', 'municipality');
  const { page, errors, close } = await open(`?question=indicators&serviceType=ONT-BUURTHUIS&from=${from}`);
  assert.equal(
    await page.locator('.hero-value').innerText(),
    `${f.percentNumber(city.properties.before)} → ${f.percentNumber(city.properties.after)}`,
  );
  assert.match(await page.locator('.hero-text').innerText(), /Door sluiten\./);
  const rows = of('residentsServed', 'district').filter(({ properties }) => Math.abs(properties.change) >= 0.5);
  assert.equal(await page.locator('.list .row').count(), rows.length);
  const worst = rows.sort((a, b) => a.properties.change - b.properties.change)[0];
  assert.equal(
    plain(await page.locator('.list .row-figure').first().innerText()),
    plain(`− ${f.residents('nl', Math.abs(worst.properties.change))}`),
  );
  assert.ok((await page.locator('.area-loss-2').count()) > 0, 'who lost much is seen on the map');
  await page.locator('.sentence .word').last().click();
  await page.locator('#date-field').fill('2026-11-01');
  await page.keyboard.press('Enter');
  await page.waitForURL(/from=2026-11-01/);
  await page.waitForFunction(() => document.querySelector('.hero-value')?.textContent?.includes('→') === false);
  assert.match(await page.locator('.hero-text').innerText(), /net als op 1 november 2026/);
  assert.deepEqual(errors, []);
  await close();
});

test('an unknown point leaves a gap in the line, and an indicator without a figure is named', async () => {
  const { page, close } = await open('');
  const reading = (
    /** @type {string} */ indicator,
    /** @type {string | null} */ date,
    /** @type {number | null} */ value,
  ) => ({
    type: 'Feature',
    id: `${indicator}:GM0505:${date}`,
    geometry: null,
    properties: {
      indicator,
      name: indicator,
      areaCode: 'GM0505',
      level: 'municipality',
      date,
      value,
      unit: '%',
      baseline: 30,
      change: 4,
      direction: 'up',
      improved: true,
      ambition: 40,
      ambitionMet: false,
      serviceType: null,
      group: null,
      measuredBy: 'OCD',
    },
  });
  await page.route(/collections\/indicators\//, (route) =>
    route.fulfill({
      contentType: 'application/geo+json',
      body: JSON.stringify({
        type: 'FeatureCollection',
        links: [],
        features: [
          reading('sterke-buren', '2021-12-31', 30),
          reading('sterke-buren', '2022-12-31', null),
          reading('sterke-buren', '2023-12-31', 33),
          reading('sterke-buren', '2024-12-31', 34),
          reading('nog-niets', null, null),
        ],
      }),
    }),
  );
  await page.goto(`${server.url}/?question=indicators`);
  await answered(page);
  assert.equal(await page.locator('.hero-value').innerText(), '1');
  assert.equal(await page.locator('.indicator-cards li').count(), 1);
  assert.match((await page.locator('.indicator-path').getAttribute('d')) ?? '', /^M[^ML]+M[^ML]+L[^ML]+$/);
  assert.equal(await page.locator('.indicator-gap').count(), 1);
  assert.equal(await page.locator('.indicator-ambition').count(), 1);
  assert.equal(await page.locator('.indicator-baseline').count(), 1);
  await page.locator('.fold summary').click();
  assert.match(await page.locator('.fold .entries').innerText(), /Nog niets/);
  await close();
});

for (const [name, query] of /** @type {const} */ ([
  ['spending', '?question=spending&moneyBy=scheme'],
  ['siting', '?question=siting&serviceType=LRN-BIEB&candidates=places&item=LRN-BIEB:1&lang=en'],
  ['stopping', '?question=stopping&serviceType=LRN-BIEB'],
  ['indicators', '?question=indicators&from=2023-01-01'],
])) {
  for (const width of [1440, 390, 320]) {
    test(`axe finds nothing wrong in ${name} at ${width}, and nothing is cut off`, async () => {
      const { page, errors, close } = await open(query, { width, height: width < 768 ? 844 : 900, bypassCSP: true });
      await page.addScriptTag({ path: AXE });
      const violations = await page.evaluate(async () => {
        // @ts-expect-error axe is put into the page by the line above
        const { axe } = window;
        const whole = await axe.run(document, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
        });
        // Symbols stand where the places are, so on the map the size of a target gives way.
        const beside = await axe.run({ exclude: ['#map'] }, { runOnly: ['wcag22aa'] });
        const violations = [...whole.violations, ...beside.violations];
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
