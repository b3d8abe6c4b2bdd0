/** The table beside the map: of what is asked, with its totals, and counts that say whom they leave out. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as f from '../page/formats.js';
import { ANSWERED, changeAnswers, openPage, startBrowser, startServer } from './server.js';
import { panels } from './views.js';

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

test('every answer in words states its figures and what stands first, and asks nothing', async () => {
  for (const lang of ['nl', 'en']) {
    const { page, errors, close } = await openPage(browser, `${server.url}/?lang=${lang}`);
    // What is tried out is told beside what there is, not in a list.
    for (const question of panels.filter((name) => name !== 'what-if')) {
      const query = `/?lang=${lang}&question=${question}`;
      await page.goto(server.url + query);
      await page.waitForSelector(ANSWERED);
      const rows = await page.locator('.rows > li').evaluateAll((all) =>
        all.slice(0, 1).map((one) => ({
          name: one.querySelector('.row-name')?.firstChild?.textContent ?? '',
          second: one.querySelector('.row-name > span')?.textContent ?? '',
          figure: one.querySelector('.row-figure')?.textContent ?? '',
        })),
      );
      await page.goto(`${server.url}${query}&show=table`);
      await page.waitForFunction(
        () => document.querySelector('.in-words') && !document.querySelector('.in-words-bone'),
      );
      const said = plain((await page.locator('.in-words p').allInnerTexts()).join(' '));
      assert.doesNotMatch(said, /[?{}]|undefined/, `${question} in ${lang}: ${said}`);
      for (const { name, second, figure } of rows) {
        assert.ok(said.includes(name), `${question} in ${lang} names ${name}: ${said}`);
        assert.ok(said.includes(plain(figure)), `${question} in ${lang} tells ${figure}: ${said}`);
        if (question === 'overlaps') assert.ok(said.includes(`${name} + ${second} (`), 'a pair is named by both');
      }
      if (['siting', 'usage', 'assessment', 'overlaps', 'indicators'].includes(question)) {
        const hero = (await page.locator('.hero-value').innerText()).trim();
        assert.ok(said.includes(hero), `${question} in ${lang} tells its own figure, ${hero}: ${said}`);
      }
    }
    assert.deepEqual(errors, []);
    await close();
  }
});

test('the words name no norm that nobody can judge', async () => {
  const { page, close } = await openPage(browser, `${server.url}/?question=assessment&group=65%2B&show=table`);
  const said = plain(await page.locator('.in-words').innerText());
  const verdicts = (await items('/v1/collections/assessments/items?limit=1000'))
    .map((one) => one.properties)
    .filter((one) => one.group === '65+');
  const judged = (/** @type {string} */ type) =>
    verdicts.some((one) => one.serviceType === type && one.verdict !== 'unknown');
  assert.ok(judged('ONT-HUISKAMER') && !judged('BWG-PLEK'), 'the sample has one of both');
  assert.match(said, /Huiskamer van de wijk.*\(te weinig in \d+ van \d+ wijken\)/);
  assert.doesNotMatch(said, /Beweegplek/);
  await close();
});

test('the table of verdicts has their figures, the worst first and the unknown last', async () => {
  const { page, errors, close } = await openPage(browser, `${server.url}/?question=assessment&group=65%2B&show=table`);
  await page.waitForSelector('.figures-table tbody tr');
  const verdicts = (await items('/v1/collections/assessments/items?limit=1000')).filter(
    (one) => one.properties.group === '65+',
  );
  const short = verdicts
    .filter((one) => one.properties.verdict === 'short')
    .sort((a, b) => b.properties.shortBy - a.properties.shortBy);
  const shown = await page.locator('.figures-table tbody tr').evaluateAll((rows) =>
    rows.map((row) => ({
      key: row.getAttribute('data-row'),
      cells: [...row.children].map((cell) => cell.textContent?.replace(/\s+/g, ' ').trim() ?? ''),
    })),
  );
  assert.equal(shown.length, verdicts.length);
  assert.deepEqual(
    shown.slice(0, short.length).map(({ key }) => key),
    short.map(({ id }) => id),
  );
  const firstUnknown = shown.findIndex(({ cells }) => cells[3] === 'Onbekend');
  assert.ok(firstUnknown > 0 && shown.slice(firstUnknown).every(({ cells }) => cells[3] === 'Onbekend'));
  const [worst] = short;
  assert.deepEqual(
    shown[0]?.cells.slice(4, 9),
    [
      f.percent('nl', worst.properties.value),
      f.percent('nl', worst.properties.required),
      f.residents('nl', worst.properties.shortBy),
      'inwoners',
      'deel van de inwoners',
    ].map(plain),
  );
  assert.deepEqual(errors, []);
  await close();
});
