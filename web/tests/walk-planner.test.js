/** The planner: finds a district, prints its sheet, tries a new meeting place, and sends what came of it. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as f from '../page/formats.js';
import { bodyOf, editsOf } from '../page/edits.js';
import { openPage, startBrowser, startServer } from './server.js';
import * as walk from './walk.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./walk.js').Hand} Hand */

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
/** @type {Awaited<ReturnType<typeof startBrowser>>} */
let browser;
const folder = mkdtempSync(join(tmpdir(), 'wijkkaart-walk-'));

before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const DISTRICT = 'Wielwijk';
const NEW = '.proposal-place:has(.proposal-new)';
const PRINTED = '#print[aria-busy="false"]';
const NO_POPPLER = spawnSync('pdftotext', ['-v']).error !== undefined;

/** @param {string} path @returns {Promise<any>} */
const api = async (path) => (await fetch(server.url + path)).json();
/** @param {string} path @returns {Promise<any[]>} */
const items = async (path) => (await api(path)).features.map((/** @type {any} */ one) => one.properties);

/** The district of that name, and the type of meeting place that most of are there. */
async function subject() {
  const districts = await items('/v1/collections/districts/items?limit=1000');
  const district = districts.find((one) => one.name.includes(DISTRICT));
  const types = (await items('/v1/collections/service-types/items?limit=1000')).filter((one) => one.group === 'ONT');
  const type = [...types].sort((a, b) => b.facilityCount - a.facilityCount)[0];
  return { district, type };
}

/** @param {Page} page */
const edits = (page) => new URL(page.url()).searchParams.getAll('edits');

/** Waits until before and after stand there as the API has them. @param {Page} page @param {any} type */
async function says(page, type) {
  const body = { serviceType: type.code, ...bodyOf(editsOf(edits(page))) };
  const answer = await (await fetch(`${server.url}/v1/what-if`, { method: 'POST', body: JSON.stringify(body) })).json();
  await page.waitForFunction(
    (told) => {
      const all = ['.tried-before', '.tried-after'].map(
        (one) => document.querySelector(`${one} .hero-value`)?.textContent,
      );
      return all.join() === told.join();
    },
    f.shares('nl', answer.city.before.coverage, answer.city.after.coverage) ?? [
      f.percentNumber(answer.city.before.coverage),
      undefined,
    ],
  );
  return answer;
}

/** @param {Page} page @param {Hand} hand */
async function findDistrict(page, hand) {
  if (hand.name === 'mouse') await page.locator('#search-field').click();
  else await page.keyboard.press('/');
  await page.keyboard.type(DISTRICT.toLowerCase());
  const option = page.getByRole('option', { name: DISTRICT }).first();
  await option.waitFor();
  await walk.picture(page, `planner-${hand.name}-1-search`);
  if (hand.name === 'mouse') await option.click();
  else await page.keyboard.press('Enter');
  await walk.arrived(page, /area=/);
}

/** The sheet is read, and what stands on it is what the API gives. @param {Page} page @param {Hand} hand @param {any} district */
async function readSheet(page, hand, district) {
  assert.equal(await page.locator('#area-name').innerText(), district.name);
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'area-name', 'the focus follows to the sheet');
  const count = page.locator('[data-figure="facilityCount"] .figure-value');
  assert.equal(await count.innerText(), f.number('nl', district.facilityCount));
  await walk.picture(page, `planner-${hand.name}-2-sheet`);
  // The sheet is one scroll area, which the keys can move.
  const answer = page.locator('#answer');
  const tall = await answer.evaluate((one) => one.scrollHeight > one.clientHeight + 40);
  if (tall && hand.name === 'keys') {
    await walk.tabTo(page, '#answer');
    await page.keyboard.press('End');
    await page.waitForFunction(() => {
      const answer = document.querySelector('#answer');
      return answer && answer.scrollTop + answer.clientHeight > answer.scrollHeight - 2;
    });
    await page.waitForTimeout(300);
  }
}

/** @param {Page} page @param {Hand} hand @param {any} district @param {import('node:test').TestContext} test */
async function printSheet(page, hand, district, test) {
  await hand.press('[data-key="print"]');
  await page.waitForSelector(`${PRINTED} .paper`);
  assert.equal((await walk.seen(page)).printed, 1, 'the printer is asked at once');
  await walk.picture(page, `planner-${hand.name}-3-print`);
  if (!walk.without(test, !NO_POPPLER, 'the text of the PDF: pdftotext is not here')) {
    const path = join(folder, `${hand.name}.pdf`);
    await page.pdf({ path, preferCSSPageSize: true, printBackground: true, tagged: true, outline: true });
    const pages = spawnSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).stdout.split('\f').slice(0, -1);
    assert.equal(pages.length, await page.locator('.paper').count(), 'as many pages as are shown');
    assert.ok(walk.plain(pages[0] ?? '').includes(district.name));
    assert.match(walk.plain(pages[0] ?? ''), new RegExp(`${f.residents('nl', district.residents)} inwoners`));
    pages.forEach((text, at) => assert.ok(text.includes(`pagina ${at + 1} van ${pages.length}`)));
    const { stdout: sizes } = spawnSync('pdfinfo', ['-l', '99', path], { encoding: 'utf8' });
    const papers = sizes.match(/^Page +\d+ size:.*$/gm) ?? [];
    assert.equal(papers.length, pages.length);
    assert.ok(
      papers.every((line) => line.includes('(A4)')),
      sizes,
    );
  }
  await hand.press('.print-bar .back');
  await walk.shown(page);
  assert.equal(await page.locator('.paper').count(), 0);
  assert.equal(await page.locator('#area-name').innerText(), district.name, 'the way back is the sheet');
}

/** From the sheet to what-if with the type of meeting place. @param {Page} page @param {Hand} hand @param {any} type */
async function askWhatIf(page, hand, type) {
  if (hand.name === 'mouse') {
    await page.locator('#question .back').click();
    await walk.arrived(page, /^(?!.*area=)/);
    await page.locator('#question-button').click();
    await page.getByRole('button', { name: 'Wat als …?' }).click();
  } else {
    await page.keyboard.press('Escape');
    await walk.arrived(page, /^(?!.*area=)/);
    // The focus is back in the search that the sheet was opened from, where a letter is a letter.
    await walk.tabTo(page, '#question-button');
    await page.keyboard.press('Enter');
    await walk.tabTo(page, '.popup .menu-item[aria-current="true"]');
    for (let presses = 0; presses < 15; presses += 1) {
      if (await page.evaluate(() => document.activeElement?.textContent === 'Wat als …?')) break;
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
  }
  await walk.arrived(page, /question=what-if/);
  await hand.choose('.sentence .word', type.labelNl.slice(1));
  await walk.arrived(page, new RegExp(`serviceType=${type.code}`));
  await page.waitForFunction(
    (label) => document.querySelector('.sentence')?.textContent?.includes(label),
    type.labelNl.split(',')[0] ?? '',
  );
}

/** @param {Page} page */
async function middleOf(page) {
  const box = await page.locator(NEW).first().boundingBox();
  assert.ok(box, 'the new place is on the map');
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** A place comes in the district, and is moved; undo brings it back. @param {Page} page @param {Hand} hand @param {any} type */
async function tryPlace(page, hand, type) {
  if (hand.name === 'mouse') {
    const [x = 0, y = 0] = await walk.freeSpot(page);
    await page.mouse.click(x, y);
  } else {
    await hand.press('[data-key="address add"]');
    await page.keyboard.type(DISTRICT);
    await page.waitForSelector('.popup .option.active');
    await page.keyboard.press('Enter');
  }
  await page.waitForURL(/edits=add_/);
  await says(page, type);
  const put = edits(page);
  await walk.picture(page, `planner-${hand.name}-4-put`);

  if (hand.name === 'mouse') {
    const [x = 0, y = 0] = await middleOf(page);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 60, y - 30, { steps: 5 });
    await page.mouse.move(x + 90, y - 60, { steps: 5 });
    await walk.picture(page, `planner-${hand.name}-5-dragging`);
    await page.mouse.up();
  } else {
    await page.waitForFunction(() => document.activeElement?.classList.contains('proposal-place'));
    assert.equal(await walk.focusFault(page), null);
    for (const key of ['Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowUp']) await page.keyboard.press(key);
  }
  await page.waitForFunction(
    (was) => !location.search.includes(was ?? '-'),
    new URLSearchParams({ edits: put[0] ?? '' }).toString(),
  );
  const answer = await says(page, type);
  const moved = edits(page);
  await walk.picture(page, `planner-${hand.name}-6-moved`);
  const status = page.locator('#status');
  assert.match(await status.innerText(), new RegExp(`^${walk.escaped(f.percentNumber(answer.city.after.coverage))}`));

  if (hand.name === 'mouse') await page.locator('.toast').getByRole('button', { name: 'Maak ongedaan' }).click();
  else
    for (let step = 0; step < 3 && edits(page).join() !== put.join(); step += 1) {
      const was = page.url();
      await page.keyboard.press('Control+z');
      await page.waitForFunction((old) => location.href !== old, was);
      await walk.shown(page);
    }
  await page.waitForFunction(
    (was) => location.search.includes(was),
    new URLSearchParams({ edits: put[0] ?? '' }).toString(),
  );
  assert.deepEqual(edits(page), put, 'undo brings back what was');
  await says(page, type);
  return { put, moved };
}

/** The link opens the same for who gets it. @param {Page} page @param {Hand} hand */
async function sendLink(page, hand) {
  await hand.press('[data-key="tool-share"]');
  await page.waitForSelector('#share-link');
  const link = await page.locator('#share-link').inputValue();
  await page.waitForFunction((expected) => Reflect.get(window, 'seen').copied === expected, link);
  await walk.picture(page, `planner-${hand.name}-7-share`);
  await page.keyboard.press('Escape');
  if (hand.name === 'keys')
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-key')), 'tool-share');
  else await page.mouse.move(2, 2);
  await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
  const mine = await walk.view(page);
  const other = await openPage(browser, link);
  assert.deepEqual(await walk.view(other.page), mine, 'who opens the link sees exactly the same');
  await walk.picture(other.page, `planner-${hand.name}-8-opened`);
  assert.deepEqual(other.errors, []);
  await other.close();
}

for (const name of /** @type {const} */ (['mouse', 'keys'])) {
  test(`the planner finds a district, prints it and tries a meeting place, with ${name}`, async (test) => {
    const { district, type } = await subject();
    if (walk.without(test, district, `the whole walk: no district is called ${DISTRICT}`)) return;
    if (walk.without(test, type, 'the whole walk: no type of meeting place')) return;
    const { page, errors, close } = await openPage(browser, server.url);
    await walk.watchHand(page);
    const hand = walk[name](page);
    await findDistrict(page, hand);
    await readSheet(page, hand, district);
    await printSheet(page, hand, district, test);
    await askWhatIf(page, hand, type);
    await tryPlace(page, hand, type);
    await sendLink(page, hand);
    if (name === 'keys') assert.equal((await walk.seen(page)).presses, 0, 'nothing was pressed with a mouse');
    assert.deepEqual(errors, []);
    await close();
  });
}

test('each place that is searched comes into the middle of the map, also after another', async () => {
  const located = (await api('/v1/collections/facilities/items?limit=1000')).features.filter(
    (/** @type {any} */ one) => one.geometry && one.properties.name,
  );
  const [first] = located;
  const [lon, lat] = first.geometry.coordinates;
  const away = (/** @type {any} */ one) =>
    Math.hypot(one.geometry.coordinates[0] - lon, one.geometry.coordinates[1] - lat);
  const far = located.reduce((/** @type {any} */ most, /** @type {any} */ one) =>
    away(one) > away(most) ? one : most,
  );
  const { page, close } = await openPage(browser, server.url);
  for (const { properties, geometry } of [first, far]) {
    await page.locator('#search-field').fill(properties.name);
    await page.locator('.search-list .option', { hasText: properties.name }).first().click();
    await walk.arrived(page, /facility=|at=/);
    await page.waitForFunction((id) => location.search.includes(encodeURIComponent(id)), properties.id);
    await page.waitForTimeout(500);
    // Where the map really is, it tells once it is zoomed.
    const zoomed = page.url();
    await page.locator('.zoom button').first().click();
    await page.waitForFunction((was) => location.href !== was, zoomed);
    const view = new URL(page.url()).searchParams.get('view')?.split('_').map(Number) ?? [];
    const apart = Math.hypot((view[1] ?? 0) - geometry.coordinates[1], (view[2] ?? 0) - geometry.coordinates[0]);
    assert.ok(apart < 0.01, `${apart} degrees from the place`);
  }
  await close();
});
