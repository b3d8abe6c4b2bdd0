/**
 * How smoothly a proposal is dragged, and the map moved: `npm run speed`, with the program at WIJKKAART_URL, of any city or country
 * (or the sample city, started here). It prints, and asserts nothing. How long the page takes to answer; five drags of three
 * seconds, with per frame the time in script (ours and Leaflet's, from the browser's own trace), the time between frames, and how
 * many frames after its arrival an answer is on the screen; the memory after each; and the same frames while the map is moved and scaled.
 */

import { openPage, startBrowser, startServer } from '../server.js';

const RUNS = Number(process.env.RUNS ?? 5);
const STEPS = 180;
/** A country takes long to load (ms). */
const PATIENCE = 300_000;
/** With more facilities the page has to be told where to look. */
const MANY = 20_000;
const NEAR = 12.5;
/** What the browser's trace calls script. */
const SCRIPT = new Set([
  'EventDispatch',
  'FunctionCall',
  'RunMicrotasks',
  'FireAnimationFrame',
  'TimerFire',
  'EvaluateScript',
]);

/** @param {number[]} values @param {number} share */
const quantile = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

/** @param {number[]} values */
const told = (values) =>
  `median ${quantile(values, 0.5).toFixed(1)} · 95th percentile ${quantile(values, 0.95).toFixed(1)} · most ${Math.max(...values).toFixed(1)}`;

/**
 * @typedef {{name: string, ph: string, ts: number, dur?: number, tts?: number, tdur?: number, pid: number, tid: number}} Traced times in
 *   microseconds; `tts` and `tdur` by the clock of the thread, that stands still while other programs run
 */

/** Script per frame in ms, by both clocks. @param {Traced[]} events @returns {{passed: number[], worked: number[]}} */
function scriptPerFrame(events) {
  const begins = events.filter((event) => event.name === 'BeginMainThreadFrame');
  /** @type {Map<string, number>} */
  const threads = new Map();
  for (const { pid, tid } of begins) threads.set(`${pid} ${tid}`, (threads.get(`${pid} ${tid}`) ?? 0) + 1);
  const [main] = [...threads].sort((a, b) => b[1] - a[1])[0] ?? [''];
  const own = events.filter((event) => `${event.pid} ${event.tid}` === main);
  const frames = own.filter((event) => event.name === 'BeginMainThreadFrame').map((event) => event.ts);
  frames.sort((a, b) => a - b);
  const passed = frames.map(() => 0);
  const worked = frames.map(() => 0);
  let until = 0;
  const spans = own.filter((event) => event.ph === 'X' && SCRIPT.has(event.name)).sort((a, b) => a.ts - b.ts);
  for (const { ts, dur = 0, tdur = dur } of spans) {
    // What lies inside another span is counted with it.
    if (ts < until) continue;
    until = ts + dur;
    const frame = frames.findLastIndex((begin) => begin <= ts);
    if (frame < 0) continue;
    passed[frame] = (passed[frame] ?? 0) + dur / 1000;
    worked[frame] = (worked[frame] ?? 0) + tdur / 1000;
  }
  return { passed, worked };
}

const server = await startServer();
const browser = await startBrowser();
const session = await browser.newBrowserCDPSession();

/** @param {string} path @returns {Promise<any>} */
const api = async (path) => (await fetch(server.url + path)).json();

/** A type with places, and where in the city most people live who are far from one. */
async function subject() {
  const { city } = await api('/v1?f=json');
  const types = (await api('/v1/collections/service-types/items?limit=1000')).features.map(
    (/** @type {any} */ one) => one.properties,
  );
  const some = types.filter((/** @type {any} */ one) => one.facilityCount > 0);
  const type = some.find((/** @type {any} */ one) => one.code === 'LRN-BIEB') ?? some[Math.floor(some.length / 2)];
  const areas = (await api(`/v1/collections/neighbourhoods/items?limit=200&serviceType=${type.code}`)).features;
  const [worst] = areas.sort(
    (/** @type {any} */ a, /** @type {any} */ b) =>
      (b.properties.residentsUnserved ?? 0) - (a.properties.residentsUnserved ?? 0),
  );
  const corners = worst.geometry.coordinates.flat(worst.geometry.type === 'Polygon' ? 1 : 2);
  const middle = (/** @type {0 | 1} */ axis) =>
    (Math.min(...corners.map((/** @type {number[]} */ at) => at[axis])) +
      Math.max(...corners.map((/** @type {number[]} */ at) => at[axis]))) /
    2;
  return { city, type: type.code, lon: middle(0).toFixed(5), lat: middle(1).toFixed(5) };
}

/** What the page does while something is done to it. @param {import('playwright-core').Page} page @param {() => Promise<void>} act */
async function traced(page, act) {
  /** @type {any[]} */
  const events = [];
  const collect = (/** @type {{value: any[]}} */ chunk) => events.push(...chunk.value);
  session.on('Tracing.dataCollected', collect);
  await session.send('Tracing.start', {
    traceConfig: {
      includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline.frame', 'v8.execute'],
    },
    transferMode: 'ReportEvents',
  });
  await page.evaluate(() => Object.values(/** @type {any} */ (window).seen).forEach((list) => list.splice(0)));
  await act();
  const done = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await done;
  session.off('Tracing.dataCollected', collect);
  const seen = await page.evaluate(() => /** @type {any} */ (window).seen);
  const between = seen.frames
    .slice(1)
    .map((/** @type {number} */ time, /** @type {number} */ index) => time - seen.frames[index]);
  return { ...scriptPerFrame(events), between, seen };
}

/** The memory of the page's own objects, once what is not used is let go (MB). @param {import('playwright-core').CDPSession} tab */
async function memory(tab) {
  await tab.send('HeapProfiler.collectGarbage');
  const { metrics } = await tab.send('Performance.getMetrics');
  return Math.round((metrics.find((one) => one.name === 'JSHeapUsedSize')?.value ?? 0) / 1e6);
}

/** Notes frames, answers and when they are shown. */
function watch() {
  const seen = {
    frames: /** @type {number[]} */ ([]),
    arrived: /** @type {number[]} */ ([]),
    shown: /** @type {number[]} */ ([]),
  };
  Object.assign(window, { seen });
  const tick = (/** @type {number} */ time) => {
    seen.frames.push(time);
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  const fetched = window.fetch;
  window.fetch = async (...how) => {
    const answer = await fetched(...how);
    const json = answer.json.bind(answer);
    answer.json = async () => {
      const body = await json();
      if (String(how[0]).includes('what-if')) seen.arrived.push(performance.now());
      return body;
    };
    return answer;
  };
  new MutationObserver((changes) => {
    if (changes.some((change) => /** @type {Element} */ (change.target).closest('.bubble')))
      seen.shown.push(performance.now());
  }).observe(document.getElementById('map') ?? document.body, { childList: true, subtree: true });
}

const { city, type, lon, lat } = await subject();
const view = city.facilityCount > MANY ? `&view=${NEAR}_${lat}_${lon}` : '';
console.log(`${city.name}: ${city.facilityCount} facilities`);
const began = performance.now();
const first = await openPage(browser, `${server.url}/?serviceType=${type}`, { timeout: PATIENCE });
console.log(`answered after ${((performance.now() - began) / 1000).toFixed(1)} s`);
await first.close();

const { page, close } = await openPage(
  browser,
  `${server.url}/?question=what-if&serviceType=${type}&edits=add_${lon}_${lat}${view}`,
  { timeout: PATIENCE },
);
page.setDefaultTimeout(PATIENCE);
const tab = await page.context().newCDPSession(page);
await tab.send('Performance.enable');
await page.evaluate(watch);
console.log(`memory before: ${await memory(tab)} MB`);
/** @type {{passed: number[], worked: number[], between: number[], late: number[]}[]} */
const runs = [];
for (let run = 0; run < RUNS; run += 1) {
  const box = await page.locator('.proposal-place:has(.proposal-new)').boundingBox();
  if (!box) throw new Error('no proposal on the map');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  // Towards the middle: at the edge the map itself would move along.
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  const inward = x > (432 + width) / 2 ? -1 : 1;
  const upward = y > height / 2 ? -1 : 1;
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 5, y + 5);
  await page.waitForTimeout(200);
  const { passed, worked, between, seen } = await traced(page, async () => {
    for (let step = 0; step <= STEPS; step += 1) {
      const turn = (step / STEPS) * 4 * Math.PI;
      await page.mouse.move(x + inward * 80 * (1 - Math.cos(turn)), y + upward * 80 * (1 - Math.cos(2 * turn)));
      await page.waitForTimeout(12);
    }
  });
  await page.mouse.up();
  await page.waitForSelector('#panel[aria-busy="false"]');
  await page.waitForTimeout(1000);
  const late = seen.arrived.flatMap((/** @type {number} */ at) => {
    const shown = seen.shown.find((/** @type {number} */ time) => time >= at);
    if (shown === undefined) return [];
    // The frame that begins after the drawing shows it.
    return [seen.frames.filter((/** @type {number} */ time) => time > at && time <= shown).length + 1];
  });
  runs.push({ passed, worked, between, late });
  console.log(`drag ${run + 1}: ${passed.length} frames, ${seen.arrived.length} answers`);
  console.log(`  script per frame, ms: ${told(passed)}`);
  console.log(`  of which it worked:   ${told(worked)}`);
  console.log(`  over 1 ms, it worked: ${told(worked.filter((spent) => spent > 1))}`);
  console.log(`  between frames, ms:   ${told(between)}`);
  console.log(`  frames after arrival: ${told(late)}`);
  console.log(`  memory: ${await memory(tab)} MB`);
}
const middle = (/** @type {(run: (typeof runs)[0]) => number} */ of) => quantile(runs.map(of), 0.5).toFixed(1);
const high = (/** @type {'passed' | 'worked' | 'between'} */ what) => middle((run) => quantile(run[what], 0.95));
console.log(
  `median of ${RUNS} drags, 95th percentile: script per frame ${high('passed')} ms, of which it worked ${high('worked')} ms`,
);
console.log(
  `  between frames ${high('between')} ms; most frames after arrival ${middle((run) => Math.max(...run.late))}`,
);
await close();

const still = await openPage(browser, `${server.url}/?serviceType=${type}${view}`, { timeout: PATIENCE });
const map = await still.page.locator('#map').boundingBox();
if (!map) throw new Error('no map');
await still.page.evaluate(watch);
const [x, y] = [map.x + map.width * 0.45, map.y + map.height * 0.45];
/** @type {[string, () => Promise<void>][]} */
const moves = [
  [
    'moved',
    async () => {
      await still.page.mouse.move(x, y);
      await still.page.mouse.down();
      for (let step = 0; step < STEPS; step += 1) {
        await still.page.mouse.move(x + 200 * Math.sin(step / 20), y + 120 * Math.sin(step / 13));
        await still.page.waitForTimeout(12);
      }
      await still.page.mouse.up();
      await still.page.waitForTimeout(500);
    },
  ],
  [
    'scaled',
    async () => {
      await still.page.mouse.move(x, y);
      for (const way of [-1, -1, 1, 1, 1, -1]) {
        await still.page.mouse.wheel(0, way * 100);
        await still.page.waitForTimeout(500);
      }
    },
  ],
];
for (const [name, act] of moves) {
  const { passed, between } = await traced(still.page, act);
  console.log(`map ${name}: script per frame, ms: ${told(passed)}`);
  console.log(`  between frames, ms:   ${told(between)}`);
}
await still.close();
await browser.close();
await server.stop();
