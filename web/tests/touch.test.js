/** Fingers: a place is dragged by touch, and what is pressed is large enough for it. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ANSWERED, startBrowser, startServer } from './server.js';
import * as walk from './walk.js';

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

/** A phone, without a mouse. @param {string} query */
async function phone(query) {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    reducedMotion: 'reduce',
  });
  await context.addInitScript(() => localStorage.setItem('wijkkaart-welcome', 'seen'));
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.route(/^https:/, (route) => route.abort());
  await page.goto(server.url + query);
  await walk.shown(page);
  return { page, close: () => context.close() };
}

/** The type that most of are there, and still few. */
async function type() {
  const { features } = await (await fetch(`${server.url}/v1/collections/service-types/items?limit=1000`)).json();
  return features
    .map((/** @type {any} */ one) => one.properties)
    .filter((/** @type {any} */ one) => one.facilityCount < 20)
    .sort((/** @type {any} */ a, /** @type {any} */ b) => b.facilityCount - a.facilityCount)[0].code;
}

test('a place is put with a tap and dragged with a finger; the map stays, the answer follows', async () => {
  const { page, close } = await phone(`/?question=what-if&serviceType=${await type()}`);
  const [x = 0, y = 0] = await walk.freeSpot(page);
  await page.touchscreen.tap(x, y);
  await page.waitForURL(/edits=add_/);
  await page.waitForSelector('.tried-after');
  const put = new URL(page.url()).searchParams.get('edits');
  const marker = page.locator('.proposal-place:has(.proposal-new)').first();
  const box = await marker.boundingBox();
  assert.ok(box && box.width >= 44 && box.height >= 44, 'a finger hits it');
  const [from, to] = [
    [box.x + box.width / 2, box.y + box.height / 2],
    [box.x + box.width / 2 - 45, box.y + box.height / 2 - 40],
  ];
  const before = await page.locator('.bar-text strong').textContent();
  const ground = await page.locator('#map .ground').first().boundingBox();
  const device = await page.context().newCDPSession(page);
  const touch = (/** @type {'touchStart' | 'touchMove' | 'touchEnd'} */ kind, /** @type {number[]} */ at = []) =>
    device.send('Input.dispatchTouchEvent', {
      type: kind,
      touchPoints: at.length === 0 ? [] : [{ x: at[0] ?? 0, y: at[1] ?? 0 }],
    });
  await touch('touchStart', from);
  for (let step = 1; step <= 8; step += 1)
    await touch(
      'touchMove',
      from.map((value, axis) => value + (((to[axis] ?? 0) - value) * step) / 8),
    );
  await page.waitForFunction((was) => document.querySelector('.bar-text strong')?.textContent !== was, before);
  assert.equal(new URL(page.url()).searchParams.get('edits'), put, 'the link waits until the hand lets go');
  await walk.picture(page, 'touch-dragging');
  await touch('touchEnd');
  await page.waitForFunction((was) => new URL(location.href).searchParams.get('edits') !== was, put);
  const moved = await marker.boundingBox();
  assert.ok(
    moved && Math.abs(moved.x - box.x + 45) < 4 && Math.abs(moved.y - box.y + 40) < 4,
    'it stands where the finger left it',
  );
  assert.deepEqual(await page.locator('#map .ground').first().boundingBox(), ground, 'the map did not move');
  await page.getByRole('button', { name: 'Maak ongedaan' }).last().tap();
  await page.waitForFunction((was) => new URL(location.href).searchParams.get('edits') === was, put);
  await close();
});

test('on a phone what is pressed is as large as a finger', async () => {
  const { page, close } = await phone('/');
  /** @type {string[]} */
  const small = [];
  for (const query of [
    '',
    '?question=overlaps',
    '?question=assessment',
    '?question=siting',
    `?question=what-if&serviceType=${await type()}&edits=add_4.68_51.8`,
    '?area=WK050507',
    '?show=table',
  ]) {
    await page.evaluate((search) => {
      history.pushState(null, '', `/${search}`);
      dispatchEvent(new PopStateEvent('popstate'));
    }, query);
    await page.waitForSelector(ANSWERED);
    const found = await page.evaluate(() =>
      [...document.querySelectorAll('button, a[href], input, select, summary')].flatMap((one) => {
        if (one.closest('#map, .attribution, .visually-hidden, #skip') || one.matches('.more-in-table, .handle'))
          return [];
        // The handle is as wide as the phone, and is dragged too. Links and words inside a sentence are as high as its lines (WCAG 2.5.5).
        if (
          one.matches('.word, .quiet-word, .clear') ||
          one.closest('p, li, dd, td, figcaption')?.matches('p, dd, figcaption')
        )
          return [];
        const { width, height } = one.getBoundingClientRect();
        if (width === 0 || height === 0) return [];
        const area = parseFloat(getComputedStyle(one, '::after').height) || 0;
        return Math.max(height, area) >= 43.5 || (height >= 24 && one.matches('.row-why, .why, .cell-why'))
          ? []
          : [
              `${one.className || one.tagName} “${(one.textContent || one.getAttribute('aria-label') || '').trim().slice(0, 24)}” ${Math.round(width)} × ${Math.round(height)}`,
            ];
      }),
    );
    small.push(...found.map((one) => `${query}: ${one}`));
  }
  await close();
  assert.ok(small.length === 0, small.join('\n'));
});

test('on a phone a long question leaves the map its room, and folds when the map is moved', async () => {
  const { page, close } = await phone(`/?question=stopping&serviceType=${await type()}`);
  const box = (/** @type {string} */ selector) =>
    page.locator(selector).evaluate((one) => {
      const { top, bottom, height } = one.getBoundingClientRect();
      return { top, bottom, height };
    });
  const question = await box('#question');
  let answer = await box('#answer');
  assert.ok(answer.top - question.bottom >= 220, `${answer.top - question.bottom} px of map`);
  assert.ok(answer.height >= 160);
  const choices = page.locator('.quiet > li:visible');
  assert.equal(
    new Set(await choices.evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().bottom / 12))))
      .size,
    1,
  );
  const more = page.locator('.quiet-more button');
  const usual = await choices.count();
  await more.click();
  assert.ok((await choices.count()) > usual, 'choices that are left out come when they are asked for');
  assert.equal(await page.locator('.quiet-more').count(), 0);

  answer = await box('#answer');
  await page.locator('#map').focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForSelector('#page[data-folded]');
  assert.ok((await box('#question')).height <= 56);
  assert.equal((await box('#answer')).top, answer.top, 'the answer does not rise');
  await page.locator('.unfold').click();
  await page.waitForSelector('#page:not([data-folded])');
  assert.equal(
    await page
      .locator('.sentence button')
      .first()
      .evaluate((one) => one === document.activeElement),
    true,
  );
  await page.locator('.handle').press('ArrowUp');
  await page.waitForSelector('#page[data-stop="full"][data-folded]');
  await close();
});
