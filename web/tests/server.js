/** Starts the real program with the sample city in a store of its own, and a browser to look at it. */

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const WEB = fileURLToPath(new URL('..', import.meta.url));
const READY_WITHIN_MS = 60_000;

/** @returns {Promise<number>} a port that nobody listens on */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/**
 * The program at `WIJKKAART_BIN` (default: the release build), or a server that already runs at `WIJKKAART_URL`.
 * @returns {Promise<{url: string, stop: () => Promise<void>}>}
 */
export async function startServer() {
  if (process.env.WIJKKAART_URL) return { url: process.env.WIJKKAART_URL, stop: async () => {} };
  const program = process.env.WIJKKAART_BIN ?? join(WEB, '..', 'target', 'release', 'wijkkaart');
  const folder = mkdtempSync(join(tmpdir(), 'wijkkaart-page-'));
  const port = await freePort();
  const city = join(WEB, '..', 'data', 'dordrecht');
  const server = spawn(
    program,
    ['serve', '--city', city, '--store', join(folder, 'store.gpkg'), '--listen', `127.0.0.1:${port}`],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  server.stderr.on('data', (text) => (said += text));
  const ended = new Promise((resolve) => server.once('close', resolve));
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    server.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const until = Date.now() + READY_WITHIN_MS;
  while (Date.now() < until) {
    if (server.exitCode !== null || server.signalCode !== null) throw new Error(`${program} ended: ${said}`);
    const ready = await fetch(`${url}/v1/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return { url, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error(`${program} was not ready within ${READY_WITHIN_MS} ms: ${said}`);
}

export const startBrowser = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

/** What is there once the page has its answer. */
export const ANSWERED = '#panel[aria-busy="false"]';

/**
 * A tab with the page in it, once it has its answer. No other host is reached from it: `elsewhere` answers in their place.
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {{width?: number, height?: number, bypassCSP?: boolean, firstVisit?: boolean,
 *   elsewhere?: (route: import('playwright-core').Route) => Promise<void>}} [how]
 */
export async function openPage(
  browser,
  url,
  { width = 1440, height = 900, bypassCSP = false, firstVisit = false, elsewhere = (route) => route.abort() } = {},
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
  await page.goto(url);
  await page.waitForSelector(`${ANSWERED} .hero, ${ANSWERED} .figures`, { state: 'attached' });
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
