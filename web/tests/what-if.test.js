import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import * as f from '../page/formats.js';
import { editsOf, bodyOf } from '../page/edits.js';
import { ANSWERED, openPage, startBrowser, startServer } from './server.js';

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

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const QUESTION = '/?question=what-if&serviceType=LRN-BIEB&distance=1000';
const NEW = '.proposal-place:has(.proposal-new)';
const PRESENT = '.proposal-place:has(.proposal-present)';

/** @param {string} query @param {Parameters<typeof openPage>[2]} [how] */
const open = (query, how) => openPage(browser, server.url + query, how);

/** @param {string} path @returns {Promise<any>} */
const api = async (path) => (await fetch(server.url + path)).json();

/** @param {string[]} edits @param {object} [more] @returns {Promise<any>} */
async function whatIf(edits, more = {}) {
  const body = { serviceType: 'LRN-BIEB', distance: 1000, ...bodyOf(editsOf(edits)), ...more };
  return (await fetch(`${server.url}/v1/what-if`, { method: 'POST', body: JSON.stringify(body) })).json();
}

/** @param {Page} page @param {string} [name] */
const editsIn = (page, name = 'edits') => new URL(page.url()).searchParams.getAll(name);

/** Waits until the panel says what the API says of these edits. @param {Page} page @param {any} answer */
async function says(page, answer) {
  const { after: then, change } = answer.city;
  const gained = change.residentsServed;
  const text = Math.abs(gained) < 1e-6 ? 'Geen verschil' : `${f.signed('nl', gained)} inwoners bereikt`;
  await page.waitForFunction(
    ([share, line]) =>
      document.querySelector('.tried-after .hero-value')?.textContent === share &&
      document.querySelector('.bar-text strong')?.textContent === line,
    [f.percentNumber(then.coverage), text],
  );
}

/** @param {Page} page @param {string} what @param {[number, number]} by pixels @param {() => Promise<void>} [meanwhile] before the hand lets go */
async function drag(page, what, [dx, dy], meanwhile) {
  const box = await page.locator(what).first().boundingBox();
  assert.ok(box, `${what} is on the map`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx / 2, y + dy / 2, { steps: 4 });
  await page.mouse.move(x + dx, y + dy, { steps: 4 });
  await meanwhile?.();
  await page.mouse.up();
}

test('a place is put on the map, follows the hand, and undo brings back what was', async () => {
  const { page, errors, close } = await open(QUESTION);
  assert.equal(await page.locator('.tried-after').count(), 0, 'nothing is tried yet');
  const map = await page.locator('#map').boundingBox();
  assert.ok(map);
  await page.mouse.click(map.x + map.width * 0.55, map.y + map.height * 0.45);
  await page.waitForURL(/edits=add_/);
  const first = editsIn(page);
  await says(page, await whatIf(first));
  const entries = await page.evaluate(() => history.length);

  // While the hand moves the figures do too, and the link does not.
  const before = await page.locator('.bar-text strong').textContent();
  const classes = () =>
    page.evaluate(() => [...document.querySelectorAll('.area')].map((area) => area.getAttribute('class')).join());
  const coloured = await classes();
  await drag(page, NEW, [90, 60], async () => {
    await page.waitForFunction((text) => document.querySelector('.bar-text strong')?.textContent !== text, before);
    assert.deepEqual(editsIn(page), first);
    await page.waitForSelector('.bubble:visible');
    const [bubble, panel] = await page.evaluate(() => [
      [...document.querySelectorAll('.bubble > *')].map((part) => part.textContent).join(' '),
      document.querySelector('.bar-text strong')?.textContent,
    ]);
    assert.equal(bubble, panel, 'the bubble says what the panel says');
    assert.notEqual(await classes(), coloured, 'areas are coloured by what they gain');
  });
  await page.waitForFunction((was) => new URL(location.href).searchParams.get('edits') !== was, first[0]);
  const second = editsIn(page);
  await says(page, await whatIf(second));
  assert.equal(await page.evaluate(() => history.length), entries + 1, 'a drag is one step back');

  await page.locator('.toast').getByRole('button', { name: 'Maak ongedaan' }).click();
  await says(page, await whatIf(first));
  assert.deepEqual(editsIn(page), first);
  await page.keyboard.press('Control+Shift+Z');
  await says(page, await whatIf(second));
  await page.keyboard.press('Control+z');
  await says(page, await whatIf(first));
  await page.goBack();
  await says(page, await whatIf(second));
  assert.deepEqual(errors, []);
  await close();
});

test('a facility is dragged and closed, and stands again', async () => {
  const { page, errors, close } = await open(QUESTION);
  await drag(page, PRESENT, [70, 40]);
  await page.waitForURL(/edits=move_/);
  const [moved = ''] = editsIn(page);
  await says(page, await whatIf([moved]));
  assert.equal(await page.locator('.shape-origin').count(), 1, 'a ring where it stood');
  assert.equal(await page.locator('.shape-tether').count(), 1);
  const id = moved.split('_').slice(3).join('_');

  await page.locator('.proposal-place:has(.proposal-moved)').focus();
  await page.keyboard.press('Delete');
  await page.waitForURL(/edits=remove_/);
  assert.deepEqual(editsIn(page), [`remove_${id}`]);
  const answer = await whatIf([`remove_${id}`]);
  await says(page, answer);
  assert.ok(answer.city.change.residentsServed < 0, 'somebody loses');
  const lost = await page.locator('.area-less-1, .area-less-2').count();
  assert.ok(lost > 0, 'where people lose is coloured');

  await page
    .locator('.proposal-list')
    .getByRole('button', { name: /^Zet terug/ })
    .click();
  await page.waitForFunction(() => !location.search.includes('edits'));
  assert.equal(
    await page.locator(PRESENT).count(),
    (await api('/v1/collections/facilities/items?serviceType=LRN-BIEB&limit=100')).features.filter(
      (/** @type {any} */ one) => one.geometry,
    ).length,
  );
  assert.deepEqual(errors, []);
  await close();
});

test('a link opens what the sender saw: figures per district, groups, cost', async () => {
  const edits = ['add_4.6895_51.8085', 'add_4.651_51.8'];
  const link = `${QUESTION}&${edits.map((edit) => `edits=${edit}`).join('&')}&cost=120000`;
  const { page, errors, close } = await open(link);
  const answer = await whatIf(edits, { groups: ['all', '0-15', '65+'] });
  await says(page, answer);
  const size = (/** @type {any} */ area) => Math.abs(area.change.residentsServed);
  const districts = answer.areas
    .filter((/** @type {any} */ area) => area.level === 'district')
    .sort((/** @type {any} */ a, /** @type {any} */ b) => size(b) - size(a));
  assert.deepEqual(
    await page
      .locator('.changes .row')
      .evaluateAll((rows) =>
        rows.map((row) =>
          ['.row-name', '.row-before', '.row-figure strong'].map((part) => row.querySelector(part)?.textContent),
        ),
      ),
    districts.map((/** @type {any} */ { name, before: was, after: is, change }) => {
      const pair = f.shares('nl', was.coverage, is.coverage);
      const [metres, gained] = [change.meanDistanceM, change.residentsServed];
      const same = Math.abs(is.coverage - was.coverage) < 1e-9;
      const nearer = `${f.percent('nl', is.coverage)}, ${f.metres('nl', Math.abs(metres))} ${metres < 0 ? 'dichterbij' : 'verder'}`;
      const people = f.signed('nl', gained);
      return same
        ? [name, ' →  wordt ', nearer]
        : [name, `${pair?.[0] ?? ''} →  wordt `, pair ? `${pair[1]}\u00a0%` : people];
    }),
  );
  for (const part of answer.groups.slice(1)) {
    const gained = part.city.change.residentsServed;
    assert.equal(await page.locator(`[data-group="${part.group}"] strong`).innerText(), f.signed('nl', gained));
  }
  assert.equal(await page.locator('[data-group="cost"] strong').innerText(), f.euros('nl', 120000));
  assert.equal(await page.locator(NEW).count(), 2);
  assert.match(page.url(), /cost=120000/);

  // The cost is a word until somebody knows it.
  await page.locator('[data-group="cost"] button').click();
  await page.locator('#cost-field').fill('');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => !location.search.includes('cost'));
  assert.equal(await page.locator('[data-group="cost"] strong').innerText(), 'onbekend');

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    (async () => {
      await page.locator('[data-key="save"]').click();
      await page.locator('#save-name').fill('Proef in Wést!');
      await page.locator('.save-window a').click();
    })(),
  ]);
  assert.equal(download.suggestedFilename(), 'proef-in-west.json');
  const kept = JSON.parse(readFileSync(await download.path(), 'utf8'));
  assert.deepEqual(
    kept.add.map((/** @type {any} */ one) => [one.lon, one.lat, one.serviceType]),
    [
      [4.6895, 51.8085, 'LRN-BIEB'],
      [4.651, 51.8, 'LRN-BIEB'],
    ],
  );
  assert.deepEqual([kept.move, kept.remove], [[], []]);
  assert.deepEqual(errors, []);
  await close();
});

test('what a link asks of facilities that are not there is told and left out', async () => {
  const { page, close } = await open(`${QUESTION}&edits=remove_nobody&edits=add_4.6895_51.8085&edits=add_9_9_9`);
  await says(page, await whatIf(['add_4.6895_51.8085']));
  assert.match(await page.locator('[data-fate="stale"]').innerText(), /kennen we niet meer/);
  await page.locator('[data-fate="stale"]').getByRole('button').click();
  await page.waitForFunction(() => !location.search.includes('nobody'));
  assert.deepEqual(editsIn(page), ['add_4.6895_51.8085']);
  await close();
});

test('the keyboard alone puts, moves and takes away', async () => {
  const { page, errors, close } = await open(QUESTION);
  const press = async (/** @type {string} */ key) => {
    await page.locator(`[data-key="${key}"]`).focus();
    await page.keyboard.press('Enter');
  };
  await press('address add');
  await page.keyboard.type('51,8085 4,6895');
  await page.keyboard.press('Enter');
  await page.waitForURL(/edits=add_/);
  assert.deepEqual(editsIn(page), ['add_4.6895_51.8085']);
  await page.waitForFunction(() => document.activeElement?.classList.contains('proposal-place'));
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('ArrowUp');
  await page.waitForFunction(() => !location.search.includes('4.6895_'));
  const [edit = ''] = editsIn(page);
  const [, lon, lat] = edit.split('_').map(Number);
  const east = ((lon ?? 0) - 4.6895) * 111_320 * Math.cos((51.8085 * Math.PI) / 180);
  const north = ((lat ?? 0) - 51.8085) * 111_320;
  assert.ok(Math.abs(east - 100) < 1.5 && Math.abs(north - 10) < 1.5, `${east} m east, ${north} m north`);
  const answer = await whatIf([edit]);
  await says(page, answer);
  assert.match(
    await page.locator('#status').innerText(),
    new RegExp(`^${f.percentNumber(answer.city.after.coverage)}`),
    'the result is announced',
  );
  assert.ok(await page.evaluate(() => document.activeElement?.classList.contains('proposal-place')), 'the focus stays');
  await page.keyboard.press('Delete');
  await page.waitForFunction(() => !location.search.includes('edits'));
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-key')), 'add');
  await press('middle');
  await page.waitForURL(/edits=add_/);
  await page.waitForSelector('.proposal-list li');
  await press('add');
  assert.ok(await page.locator('.placing-help').isVisible());
  await page.keyboard.press('Escape');
  assert.ok(!(await page.locator('.placing-help').isVisible()), 'Escape puts nothing');
  assert.equal(editsIn(page).length, 1);
  assert.deepEqual(errors, []);
  await close();
});

test('a place is put at an address', async () => {
  const docs = {
    suggest: [{ id: 'adr-1', weergavenaam: 'Proefweg 7' }],
    lookup: [{ centroide_ll: 'POINT(4.6895 51.8085)' }],
  };
  const { page, close } = await open(QUESTION, {
    bypassCSP: true,
    elsewhere: (route) => {
      const what = /search\/v3_1\/(suggest|lookup)\?/.exec(route.request().url())?.[1];
      if (what === undefined) return route.abort();
      return route.fulfill({
        headers: { 'access-control-allow-origin': '*' },
        json: { response: { docs: docs[/** @type {keyof typeof docs} */ (what)] } },
      });
    },
  });
  await page.locator('[data-key="address add"]').click();
  await page.getByRole('combobox', { name: /Zoek een adres/ }).fill('proefweg 7');
  await page.getByRole('option', { name: 'Proefweg 7' }).click();
  await page.waitForURL(/edits=add_/);
  assert.deepEqual(editsIn(page), ['add_4.6895_51.8085']);
  await close();
});

test('two proposals are compared, and the better one is marked', async () => {
  const [a, b] = ['add_4.6895_51.8085', 'add_4.651_51.8'];
  const { page, errors, close } = await open(`${QUESTION}&edits=${a}`);
  await page.locator('[data-key="compare"]').click();
  await page.waitForURL(/side=b/);
  assert.deepEqual(editsIn(page, 'other'), [a], 'B begins as a copy of A');
  await page.goto(`${server.url}${QUESTION}&edits=${a}&other=${b}&side=b`);
  await page.waitForSelector(`${ANSWERED} .compare table`);
  const [first, second] = await Promise.all([whatIf([a]), whatIf([b])]);
  await says(page, second);
  const row = page.locator('.compare tbody tr').nth(1);
  const cells = (await row.locator('td').allInnerTexts()).map((text) => text.replace(/^beter\s*/, ''));
  const told = (/** @type {any} */ answer) => `+\u00a0${f.residents('nl', answer.city.change.residentsServed)}`;
  assert.deepEqual(cells, ['', told(first), told(second)]);
  const best = first.city.change.residentsServed > second.city.change.residentsServed ? 1 : 2;
  assert.equal(await row.locator('td').nth(best).getAttribute('data-better'), '');
  assert.equal(await row.locator('[data-better]').count(), 1);
  await page.locator('[data-key="side-a"]').click();
  await says(page, first);
  assert.match(await page.locator('.tried-after .tried-label').innerText(), /A$/);
  await page.locator('[data-key="stop-compare"]').click();
  await page.waitForFunction(() => !location.search.includes('other'));
  assert.deepEqual(editsIn(page), [a]);
  assert.deepEqual(errors, []);
  await close();
});

test('axe finds nothing in the question, before and after something is tried', async () => {
  const views = [
    { query: QUESTION, how: {} },
    { query: `${QUESTION}&edits=add_4.6895_51.8085&edits=remove_vb-926&cost=5`, how: {} },
    { query: `${QUESTION}&edits=add_4.6895_51.8085&other=add_4.651_51.8&lang=en`, how: { width: 390, height: 844 } },
  ];
  for (const { query, how } of views) {
    const { page, close } = await open(query, { ...how, bypassCSP: true });
    await page.addScriptTag({ path: AXE });
    const found = await page.evaluate(async () => {
      const { violations } = await /** @type {any} */ (window).axe.run();
      return violations.map(
        (/** @type {any} */ one) => `${one.id}: ${one.nodes.map((/** @type {any} */ node) => node.html).join(' ')}`,
      );
    });
    assert.deepEqual(found, [], query);
    await close();
  }
});

test('a sheet is of the city as it is, and says so where something is proposed', async () => {
  const { page, close } = await openPage(
    browser,
    `${server.url}/?question=what-if&area=WK050507&edits=add_4.682254_51.8041706&other=add_4.66_51.79`,
  );
  await page.getByText('Uw voorstel telt hier niet mee').waitFor();
  assert.equal(await page.locator('.pair-tag').count(), 0);
  await close();
});

test('the picture of a comparison shows both maps', async () => {
  const { page, close } = await openPage(
    browser,
    `${server.url}/?question=what-if&edits=add_4.682254_51.8041706&other=add_4.66_51.79`,
  );
  const width = await page.locator('#map-side').evaluate((side) => side.clientWidth);
  await page.locator('[data-key="tool-download"]').click();
  const coming = page.waitForEvent('download');
  await page.locator('.download-menu button', { hasText: 'PNG' }).first().click();
  const file = readFileSync(await (await coming).path());
  assert.equal(file.readUInt32BE(16), 2 * width, 'as wide as both, at twice the size');
  await close();
});
