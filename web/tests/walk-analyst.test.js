/** The analyst: which neighbourhoods are under the norm for 65 and older, why, and all of it into a spreadsheet. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import * as f from '../page/formats.js';
import { csvRows, tsvRows, xlsxRows } from './files.js';
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

const GROUP = '65+';
const GROUP_WORDS = '65 jaar en ouder';

/** @param {string} path @returns {Promise<any>} */
const api = async (path) => (await fetch(server.url + path)).json();
/** @param {string} path @returns {Promise<any[]>} */
const items = async (path) => (await api(path)).features.map((/** @type {any} */ one) => one.properties);

/** The norm for the group that asks how many are reached and can be judged here. */
async function norm() {
  const all = await items('/v1/collections/assessments/items?limit=10000');
  return all.find((one) => one.group === GROUP && one.measure === 'coverage' && one.verdict === 'short');
}

/** The neighbourhoods as the API has them. @param {any} rule */
async function areasOf(rule) {
  const asked = new URLSearchParams({ group: GROUP, limit: '1000' });
  if (rule) asked.set('serviceType', rule.serviceType);
  if (rule) asked.set('distance', rule.distanceM);
  return items(`/v1/collections/neighbourhoods/items?${asked}`);
}

/** To the question of the norms, and there to the group. @param {Page} page @param {Hand} hand */
async function askNorms(page, hand) {
  if (hand.name === 'mouse') {
    await page.locator('#question-button').click();
    await page.getByRole('button', { name: 'Wat is waar nodig?' }).click();
  } else {
    await page.keyboard.press('q');
    for (let presses = 0; presses < 15; presses += 1) {
      if (await page.evaluate(() => document.activeElement?.textContent === 'Wat is waar nodig?')) break;
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
  }
  await walk.arrived(page, /question=assessment/);
  await hand.choose('.quiet .quiet-word', GROUP_WORDS);
  await walk.arrived(page, /group=65/);
  await walk.picture(page, `analyst-${hand.name}-1-norms`);
}

/** @param {Page} page @param {Hand} hand @param {any} rule */
async function chooseNorm(page, hand, rule) {
  await hand.press(`.row[data-key="${rule.criterionId}"]`);
  await walk.arrived(page, new RegExp(`criterion=${rule.criterionId}`));
  await hand.press('.segments button:last-child');
  await walk.arrived(page, /level=neighbourhoods/);
  const areas = await areasOf(rule);
  const short = areas.filter((one) => one.coverage !== null && one.coverage < rule.required - 1e-9);
  const listed = await page
    .locator('.row-line')
    .evaluateAll((rows) =>
      rows
        .filter((row) => row.querySelector('.verdict-short'))
        .map((row) => row.querySelector('.row')?.getAttribute('data-key')),
    );
  assert.deepEqual([...listed].sort(), short.map((one) => one.code).sort(), 'the neighbourhoods under the norm');
  await walk.picture(page, `analyst-${hand.name}-2-under-the-norm`);
  return { areas, short };
}

/** The reason of the first row: sentence, sources, rule, and what is missing. @param {Page} page @param {Hand} hand */
async function openReason(page, hand) {
  const name = (await page.locator('.row-name').first().innerText()).split('\n')[0] ?? '';
  await hand.press('.row-why');
  const card = page.getByRole('dialog', { name: 'Waarom dit cijfer?' });
  await card.locator('.reason-parts').waitFor();
  const text = walk.plain(await card.innerText());
  assert.ok(text.includes(walk.plain(name)), `${name} in ${text}`);
  for (const part of ['Telt mee', 'Regel', 'Bron', 'Mist']) assert.ok(text.includes(part), part);
  const parts = await card.locator('dd').allInnerTexts();
  assert.ok(parts.length >= 4 && parts.every((part) => part.trim() !== ''), 'each of them says something');
  await walk.picture(page, `analyst-${hand.name}-3-reason`);
  await page.keyboard.press('Escape');
  await card.waitFor({ state: 'detached' });
}

/** The table, sorted from the least reached and filtered, and copied. @param {Page} page @param {Hand} hand @param {string} column @param {any[]} areas */
async function sortAndCopy(page, hand, column, areas) {
  if (hand.name === 'mouse') await hand.press('[data-key="show-table"]');
  else await page.keyboard.press('t');
  await page.waitForSelector('.figures-table tbody tr');
  await hand.press(`[data-key="sort-${column}"]`);
  await walk.arrived(page, /sort=-/);
  await hand.press(`[data-key="sort-${column}"]`);
  await walk.arrived(page, new RegExp(`sort=${column}`));
  await walk.picture(page, `analyst-${hand.name}-4-sorted`);
  const order = await page.locator('.table-row').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row')));
  const known = order.map((code) => areas.find((one) => one.code === code)?.coverage ?? null);
  const figures = known.filter((one) => one !== null);
  assert.deepEqual(
    figures,
    [...figures].sort((a, b) => a - b),
    'the least reached first',
  );
  assert.deepEqual(known.slice(0, figures.length), figures, 'what is unknown stands last');

  const word = areas.find((one) => one.code === order[0])?.name.split(' ')[0] ?? '';
  await hand.press('#table-find');
  await page.keyboard.type(word);
  const found = areas.filter((one) => one.name.toLowerCase().includes(word.toLowerCase()));
  await page.waitForFunction((n) => document.querySelectorAll('.table-row').length <= n, areas.length - 1);
  await page.waitForURL(/find=/);
  await walk.picture(page, `analyst-${hand.name}-5-filtered`);
  await hand.press('[data-key="table-copy"]');
  await page.waitForFunction(() => Reflect.get(window, 'seen').copied !== '');
  const { copied } = await walk.seen(page);
  const rows = tsvRows(copied);
  assert.equal(rows.length, await page.locator('.table-row').count());
  assert.ok(found.length > 0 && rows.length >= found.length);
  const label = Object.keys(rows[0] ?? {}).find((name) => name.includes('(deel van 1)')) ?? '';
  for (const row of rows) {
    const own = areas.filter((one) => one.name === Object.values(row)[0]);
    const figure = row[label] === '' ? null : Number(row[label]?.replace(',', '.'));
    assert.ok(
      own.some((one) => one.coverage === figure),
      `${JSON.stringify(row)} is what the API has`,
    );
    assert.doesNotMatch(row[label] ?? '', /\./, 'a Dutch spreadsheet reads a comma');
  }
}

/** The files hold what the page and the API say. @param {Page} page @param {Hand} hand @param {any[]} areas */
async function takeFiles(page, hand, areas) {
  const own = new Map(areas.map((one) => [one.code, one]));
  for (const format of ['csv', 'xlsx']) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      hand.press(`.table-take [data-download="neighbourhoods.${format}"]`),
    ]);
    const bytes = readFileSync(await download.path());
    const rows = format === 'csv' ? csvRows(bytes.toString('utf8')) : xlsxRows(bytes);
    assert.equal(rows.length, areas.length, `${format} holds every neighbourhood, also what the filter hides`);
    for (const row of rows) {
      const area = own.get(String(row.code));
      assert.ok(area, `${row.code} is known`);
      for (const name of ['coverage', 'residentsServed', 'residentsUnserved', 'facilityCount']) {
        const value = row[name] === '' || row[name] === undefined ? null : Number(row[name]);
        assert.equal(value, area[name] ?? null, `${name} of ${area.name} in ${format}`);
      }
      assert.equal(row.name, area.name);
    }
  }
  // What is shown in the table is the same figure, rounded.
  for (const [code, text] of await page
    .locator('.table-row')
    .evaluateAll((all) => all.map((row) => [row.getAttribute('data-row'), row.textContent ?? '']))) {
    const { coverage } = own.get(code ?? '');
    if (coverage !== null)
      assert.ok(walk.plain(text ?? '').includes(walk.plain(f.percent('nl', coverage))), text ?? '');
  }
}

for (const name of /** @type {const} */ (['mouse', 'keys'])) {
  test(`the analyst finds who is under the norm for 65+, why, and takes it along, with ${name}`, async (test) => {
    const rule = await norm();
    const { page, errors, close } = await openPage(browser, server.url);
    await walk.watchHand(page);
    const hand = walk[name](page);
    await askNorms(page, hand);
    let column = 'value';
    let areas;
    if (
      walk.without(test, rule, `the norm: none for ${GROUP} can be judged here; who is not reached stands in its place`)
    ) {
      await hand.press('.more-choices p:last-child .link');
      await walk.arrived(page, /^(?!.*question=)/);
      await hand.press('.segments button:last-child');
      await walk.arrived(page, /level=neighbourhoods/);
      const type = (await page.locator('.sentence .word').last().innerText()).trim();
      const types = await items('/v1/collections/service-types/items?limit=1000');
      const own = types.find((one) => one.labelNl.startsWith(type));
      areas = await areasOf({
        serviceType: own?.code,
        distanceM: own?.distanceM ?? (await api('/v1')).city.defaultDistanceM,
      });
      column = 'coverage';
    } else ({ areas } = await chooseNorm(page, hand, rule));
    await openReason(page, hand);
    await sortAndCopy(page, hand, column, areas);
    await takeFiles(page, hand, areas);
    if (name === 'keys') assert.equal((await walk.seen(page)).presses, 0, 'nothing was pressed with a mouse');
    assert.deepEqual(errors, []);
    await close();
  });
}
