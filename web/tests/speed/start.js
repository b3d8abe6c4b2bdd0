/**
 * How soon the page is useful on a slow machine: `npm run speed:start`, with the program at WIJKKAART_URL (or the sample city,
 * started here). It prints, and asserts nothing. Each run opens the page in a browser that has nothing of it, its processor slowed four
 * times; told are, since the reader asked for the page, when the first words are painted and when the answer is, and how many bytes
 * came over the wire. The page tells the times itself, for a browser that is asked from outside all the time is slowed by that.
 */

import { startBrowser, startServer } from '../server.js';

const RUNS = Number(process.env.RUNS ?? 9);
const SLOWED = 4;

/** Notes when the answer stands, and has been painted. */
function watch() {
  const noted = { answered: 0 };
  Object.assign(window, { noted });
  const look = new MutationObserver(() => {
    if (!document.querySelector('#panel[aria-busy="false"] .hero')) return;
    look.disconnect();
    requestAnimationFrame(() => setTimeout(() => (noted.answered = performance.now())));
  });
  look.observe(document, { attributes: true, childList: true, subtree: true, attributeFilter: ['aria-busy'] });
}

const server = await startServer();
const browser = await startBrowser();
/** @type {{words: number, answer: number, bytes: number}[]} */
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
  await page.waitForFunction(() => /** @type {any} */ (window).noted.answered > 0, null, {
    polling: 500,
    timeout: 60_000,
  });
  const [words, answer] = await page.evaluate(() => [
    performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
    /** @type {any} */ (window).noted.answered,
  ]);
  runs.push({ words, answer, bytes });
  await context.close();
}
const told = (/** @type {'words' | 'answer' | 'bytes'} */ what) => {
  const sorted = runs.map((run) => Math.round(run[what])).sort((a, b) => a - b);
  return `median ${sorted[Math.floor(RUNS / 2)]} (${sorted[0]} to ${sorted.at(-1)})`;
};
console.log(`${RUNS} times ${server.url}, the processor slowed ${SLOWED} times`);
console.log(`  first words painted, ms: ${told('words')}`);
console.log(`  answer painted, ms:      ${told('answer')}`);
console.log(`  bytes, data included:    ${told('bytes')}`);
await browser.close();
await server.stop();
