/** Starts the real program with the sample city in a store of its own, and a browser to look at it. */

import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBrowser, startProgram } from '../print/program.js';

const WEB = fileURLToPath(new URL('..', import.meta.url));

/**
 * The program at `WIJKKAART_BIN` (default: the release build), or a server that already runs at `WIJKKAART_URL`.
 * @returns {Promise<{url: string, stop: () => Promise<void>}>}
 */
export async function startServer() {
  if (process.env.WIJKKAART_URL) return { url: process.env.WIJKKAART_URL, stop: async () => {} };
  const program = process.env.WIJKKAART_BIN ?? join(WEB, '..', 'target', 'release', 'wijkkaart');
  const folder = mkdtempSync(join(tmpdir(), 'wijkkaart-page-'));
  const city = join(WEB, '..', 'data', 'dordrecht');
  const { url, stop } = await startProgram(program, ['--city', city, '--store', join(folder, 'store.gpkg')]);
  return {
    url,
    stop: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export { startBrowser };

/** What is there once the page has its answer. */
export const ANSWERED = '#panel[aria-busy="false"]';

/**
 * A tab with the page in it, once it has its answer. No other host is reached from it: `elsewhere` answers in their place.
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {{width?: number, height?: number, bypassCSP?: boolean, firstVisit?: boolean, timeout?: number,
 *   before?: (page: import('playwright-core').Page) => Promise<unknown>,
 *   elsewhere?: (route: import('playwright-core').Route) => Promise<void>}} [how]
 */
export async function openPage(
  browser,
  url,
  {
    width = 1440,
    height = 900,
    bypassCSP = false,
    firstVisit = false,
    timeout = 30_000,
    before = async () => {},
    elsewhere = (route) => route.abort(),
  } = {},
) {
  const context = await browser.newContext({
    viewport: { width, height },
    bypassCSP,
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  // The card of a first visit would lie over the map in every test.
  if (!firstVisit) await context.addInitScript(() => localStorage.setItem('wijkkaart-welcome', 'seen'));
  const page = await context.newPage();
  /** @type {string[]} */
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on(
    'console',
    (message) => message.type() === 'error' && !message.text().includes('net::') && errors.push(message.text()),
  );
  await page.route(/^https:/, elsewhere);
  await before(page);
  await page.goto(url);
  await page.waitForSelector(`${ANSWERED} .hero, ${ANSWERED} .figures`, { state: 'attached', timeout });
  return { page, errors, close: () => context.close() };
}

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/**
 * What axe finds wrong in a tab, which has to bypass the CSP.
 * @param {import('playwright-core').Page} page @returns {Promise<string[]>}
 */
export async function violationsIn(page) {
  await page.addScriptTag({ path: AXE });
  return page.evaluate(async () => {
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
}

/**
 * The page is served in one piece; a test that asks its modules finds them, as they are written, under `/source/`.
 * @param {import('playwright-core').Page} page
 */
export const serveSource = (page) =>
  page.route(/\/source\//, (route) => {
    const path = new URL(route.request().url()).pathname.replace('/source/', '');
    return route.fulfill({ path: join(WEB, 'page', path), contentType: 'text/javascript' });
  });

/**
 * Lets answers come otherwise than the program gives them. One that is under way when its tab closes is left.
 * @param {import('playwright-core').Page} page @param {string | RegExp} pattern
 * @param {(body: any) => any} change what the body becomes; nothing: the body itself, changed in place
 */
export const changeAnswers = (page, pattern, change) =>
  page.route(pattern, async (route) => {
    try {
      const response = await route.fetch();
      const body = await response.json();
      await route.fulfill({ response, json: change(body) ?? body });
    } catch (error) {
      if (!page.isClosed() && !/closed|disposed/.test(String(error))) throw error;
    }
  });
