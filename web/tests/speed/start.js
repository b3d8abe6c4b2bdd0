/**
 * How soon the page is useful on a slow machine: `npm run speed:start`, with the program at WIJKKAART_URL (or the sample city,
 * started here). It prints, and asserts nothing. Each run opens the page in a browser that has nothing of it, its processor slowed four
 * times; told are, since the reader asked for the page, when the first words are painted, when the figure is, and when all of it is, the map
 * too; and how many bytes came over the wire. The page tells the times itself, for a browser that is asked from outside all the time is slowed by that.
 */

import { startBrowser, startServer } from '../server.js';

const RUNS = Number(process.env.RUNS ?? 9);
const SLOWED = 4;

/** Notes when the figure is painted, and when all is. */
function watch() {
  const noted = { figure: 0, whole: 0 };
  Object.assign(window, { noted });
  // In the frame that paints it, once it is laid out: what comes after the frame may be the page's own work.
  const note = (/** @type {'figure' | 'whole'} */ what) =>
    requestAnimationFrame(() => {
      document.body.getBoundingClientRect();
      noted[what] ||= performance.now();
    });
  const look = new MutationObserver(() => {
    if (!document.querySelector('.hero')) return;
    note('figure');
    if (document.querySelector('#panel[aria-busy="true"]')) return;
    look.disconnect();
    note('whole');
  });
  look.observe(document, { attributes: true, childList: true, subtree: true, attributeFilter: ['aria-busy'] });
}

const server = await startServer();
const browser = await startBrowser();
/** @type {{words: number, figure: number, whole: number, bytes: number}[]} */
const runs = [];
for (let run = 0; run < RUNS; run += 1) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(watch);
  await page.route(/^https:/, (route) => route.abort());
  const tab = await context.newCDPSession(page);
  let bytes = 0;
  tab.on('Network.loadingFinished', (event) => (bytes += event.encodedDataLength));
  await tab.send('Network.enable');
  await tab.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
  await page.goto(server.url, { waitUntil: 'commit' });
  await page.waitForFunction(() => /** @type {any} */ (window).noted.whole > 0, null, {
    polling: 500,
    timeout: 60_000,
  });
  const { words, figure, whole } = await page.evaluate(() => ({
    words: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
    .../** @type {any} */ (window).noted,
  }));
  runs.push({ words, figure, whole, bytes });
  await context.close();
}
const told = (/** @type {'words' | 'figure' | 'whole' | 'bytes'} */ what) => {
  const sorted = runs.map((run) => Math.round(run[what])).sort((a, b) => a - b);
  return `median ${sorted[Math.floor(RUNS / 2)]} (${sorted[0]} to ${sorted.at(-1)})`;
};
console.log(`${RUNS} times ${server.url}, the processor slowed ${SLOWED} times`);
console.log(`  first words painted, ms: ${told('words')}`);
console.log(`  figure painted, ms:      ${told('figure')}`);
console.log(`  all painted, ms:         ${told('whole')}`);
console.log(`  bytes, data included:    ${told('bytes')}`);
await browser.close();
await server.stop();
