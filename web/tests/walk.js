/**
 * What the walks share: the three users go through the page with a mouse or with the keys alone, and what they see is compared.
 * `WIJKKAART_URL` walks through another city; what is not there is left out and said. `WIJKKAART_SHOTS` keeps a picture of each step.
 */

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ANSWERED } from './server.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('node:test').TestContext} TestContext */

/** The answer of a question, or the sheet of an area, is there. */
export const SHOWN = `${ANSWERED} .hero, ${ANSWERED} .figures`;

/** @param {Page} page */
export const shown = (page) => page.waitForSelector(SHOWN, { state: 'attached' });

/** Waits until the address says so and its answer is there. @param {Page} page @param {RegExp} says */
export async function arrived(page, says) {
  await page.waitForURL(says);
  await shown(page);
}

/** @param {string} text */
export const plain = (text) => text.replace(/\s+/g, ' ').trim();

/** @param {string} text */
export const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A picture of where the walk is. @param {Page} page @param {string} name */
export async function picture(page, name) {
  const folder = process.env.WIJKKAART_SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** What is copied is kept in the page, and a mouse that presses is remembered. @param {Page} page */
export async function watchHand(page) {
  page.setDefaultTimeout(15_000);
  await page.addInitScript(() => {
    const seen = { copied: '', presses: 0, printed: 0 };
    Object.assign(window, { seen });
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: async (/** @type {string} */ text) => void (seen.copied = text) },
    });
    window.print = () => void (seen.printed += 1);
    for (const kind of ['pointerdown', 'mousedown', 'mousemove', 'touchstart'])
      document.addEventListener(kind, () => (seen.presses += 1), true);
  });
  await page.reload();
  await shown(page);
}

/** @param {Page} page @returns {Promise<{copied: string, presses: number, printed: number}>} */
export const seen = (page) => page.evaluate(() => Reflect.get(window, 'seen'));

/**
 * What is wrong with where the focus is: nowhere, not marked, out of sight, or under something.
 * @param {Page} page @returns {Promise<string | null>}
 */
export const focusFault = (page) =>
  page.evaluate(() => {
    const at = /** @type {HTMLElement | SVGElement | null} */ (document.activeElement);
    if (!at || at === document.body) return 'nowhere';
    const name = `${at.tagName.toLowerCase()}.${at.getAttribute('class') ?? ''} “${(at.getAttribute('aria-label') ?? at.textContent ?? '').trim().slice(0, 40)}”`;
    const marked = [at, at.parentElement].some((one) => {
      if (!one) return false;
      const style = getComputedStyle(one);
      return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow.includes('3px');
    });
    if (!marked) return `${name} has no focus ring`;
    const box = at.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) return `${name} has no size`;
    // A large part that gets the focus as a whole is seen by its edge.
    const inside = box.left < innerWidth - 1 && box.right > 1 && box.top < innerHeight - 1 && box.bottom > 1;
    if (!inside) return `${name} is out of sight`;
    // What lets presses through is found only while it does not.
    const { pointerEvents } = at.style;
    at.style.pointerEvents = 'auto';
    const spots = [0.5, 0.1, 0.9].flatMap((x) =>
      [0.5, 0.15, 0.85].map((y) => document.elementFromPoint(box.left + box.width * x, box.top + box.height * y)),
    );
    at.style.pointerEvents = pointerEvents;
    const seen = spots.some((one) => one && (at.contains(one) || one.contains(at) || at.parentElement?.contains(one)));
    const over = spots.find((one) => one);
    return seen ? null : `${name} lies under ${over?.tagName.toLowerCase()}.${over?.getAttribute('class') ?? ''}`;
  });

/**
 * Presses Tab until the focus is on what is looked for. Every stop on the way has to be seen.
 * @param {Page} page @param {string} selector @param {{back?: boolean, most?: number}} [how]
 */
export async function tabTo(page, selector, { back = false, most = 150 } = {}) {
  await page.waitForSelector(selector, { state: 'attached' });
  for (let presses = 0; presses < most; presses += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) {
      assert.equal(await focusFault(page), null);
      return;
    }
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
    const fault = await focusFault(page);
    // Between the last stop of a page and its first the browser has the focus.
    if (fault !== null && fault !== 'nowhere') assert.fail(`on the way to ${selector}: ${fault}`);
  }
  assert.fail(`Tab does not reach ${selector} within ${most} presses`);
}

/**
 * How somebody works: what is pressed, and what is chosen in a list by its words.
 * @typedef {object} Hand
 * @property {'mouse' | 'keys'} name
 * @property {(selector: string) => Promise<void>} press
 * @property {(opener: string, words: string) => Promise<void>} choose opens a list and takes the option of these words
 */

/** @param {Page} page @returns {Hand} */
export const mouse = (page) => ({
  name: 'mouse',
  press: (selector) => page.locator(selector).first().click(),
  choose: async (opener, words) => {
    await page.locator(opener).first().click();
    await page.locator('.popup .option').filter({ hasText: words }).first().click();
  },
});

/** @param {Page} page @returns {Hand} */
export const keys = (page) => ({
  name: 'keys',
  press: async (selector) => {
    await tabTo(page, selector);
    await page.keyboard.press('Enter');
  },
  choose: async (opener, words) => {
    await tabTo(page, opener);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.popup [role="listbox"]');
    if (await page.locator('.popup .search').count()) await page.keyboard.type(words);
    for (let presses = 0; presses < 60; presses += 1) {
      const active = page.locator('.popup .option.active');
      if ((await active.count()) && (await active.innerText()).includes(words)) break;
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
  },
});

/**
 * Everything that a reader of the page sees, in words and places: two tabs that show the same have the same.
 * @param {Page} page
 */
export async function view(page) {
  await shown(page);
  await page.waitForTimeout(150);
  return page.evaluate(() => {
    const text = (/** @type {string} */ selector) =>
      [...document.querySelectorAll(selector)].map((one) => /** @type {HTMLElement} */ (one).innerText.trim());
    const place = (/** @type {Element} */ one) => {
      const { x, y } = one.getBoundingClientRect();
      return `${one.getAttribute('aria-label') ?? one.getAttribute('class')} ${Math.round(x)} ${Math.round(y)}`;
    };
    return {
      title: document.title,
      question: text('#question'),
      answer: text('#answer'),
      legend: text('.legend'),
      table: text('.figures-table'),
      areas: [...document.querySelectorAll('#map .area')].map(place),
      places: [...document.querySelectorAll('#map .place, #map .proposal-place')].map(place).sort(),
      labels: [...document.querySelectorAll('#map .area-label')].map((one) => one.textContent).sort(),
    };
  });
}

/** A spot on the map where people live and nothing else stands, as near to its middle as there is. @param {Page} page @returns {Promise<number[]>} */
export const freeSpot = (page) =>
  page.evaluate(() => {
    const map = document.querySelector('#map')?.getBoundingClientRect() ?? new DOMRect();
    const [x, y] = [map.x + map.width / 2, map.y + map.height / 2];
    const room = innerWidth < 768 ? 6 : 14;
    for (let away = 0; away < 400; away += 8) {
      for (let turn = 0; turn < 12; turn += 1) {
        const spot = [x + away * Math.cos(turn / 2), y + away * Math.sin(turn / 2)];
        const around = [-room, 0, room].map((by) =>
          document.elementFromPoint((spot[0] ?? 0) + by, (spot[1] ?? 0) + by),
        );
        if (around.every((one) => one?.matches('.area:not(.area-water, .area-barely)'))) return spot;
      }
    }
    throw new Error('no room on the map');
  });

/** What another city does not have is said, and left out. @param {TestContext} test @param {unknown} there @param {string} what */
export function without(test, there, what) {
  if (!there) test.diagnostic(`left out: ${what}`);
  return !there;
}
