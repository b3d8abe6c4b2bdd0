/** Every figure leads to its reason; what is chosen or pointed at is the same in list, map, chart, table and link. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPage, startBrowser, startServer, violationsIn } from './server.js';

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
