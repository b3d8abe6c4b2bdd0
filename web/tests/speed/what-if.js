/**
 * How smoothly a proposal is dragged: `npm run speed`, with the program at WIJKKAART_URL (or the sample city, started here).
 * It prints, and asserts nothing. Five runs of a drag of three seconds; per frame the time in script (ours and Leaflet's, from
 * the browser's own trace), the time between frames, and how many frames after its arrival an answer is on the screen.
 */

import { openPage, startBrowser, startServer } from '../server.js';

const RUNS = 5;
const STEPS = 180;
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
/** @type {{passed: number[], worked: number[], between: number[], late: number[]}[]} */
const runs = [];
for (let run = 0; run < RUNS; run += 1) {
  const { page, close } = await openPage(
    browser,
    `${server.url}/?question=what-if&serviceType=LRN-BIEB&edits=add_4.6895_51.8085`,
  );
  const box = await page.locator('.proposal-place:has(.proposal-new)').boundingBox();
  if (!box) throw new Error('no proposal on the map');
  await page.evaluate(() => {
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
  });
  /** @type {any[]} */
  const events = [];
  const collect = (/** @type {{value: any[]}} */ chunk) => events.push(...chunk.value);
  session.on('Tracing.dataCollected', collect);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 5, box.y + box.height / 2 + 5);
  await page.waitForTimeout(200);
  await session.send('Tracing.start', {
    traceConfig: {
      includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline.frame', 'v8.execute'],
    },
    transferMode: 'ReportEvents',
  });
  await page.evaluate(() => Object.values(/** @type {any} */ (window).seen).forEach((list) => list.splice(0)));
  for (let step = 0; step < STEPS; step += 1) {
    const turn = (step / STEPS) * 4 * Math.PI;
    await page.mouse.move(box.x - 140 + 160 * Math.cos(turn), box.y + 150 + 160 * Math.sin(turn));
    await page.waitForTimeout(12);
  }
  const done = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await done;
  session.off('Tracing.dataCollected', collect);
  const seen = await page.evaluate(() => /** @type {any} */ (window).seen);
  await page.mouse.up();
  await close();
  const between = seen.frames
    .slice(1)
    .map((/** @type {number} */ time, /** @type {number} */ index) => time - seen.frames[index]);
  const late = seen.arrived.flatMap((/** @type {number} */ at) => {
    const shown = seen.shown.find((/** @type {number} */ time) => time >= at);
    if (shown === undefined) return [];
    // The frame that begins after the drawing shows it.
    return [seen.frames.filter((/** @type {number} */ time) => time > at && time <= shown).length + 1];
  });
  const { passed, worked } = scriptPerFrame(events);
  runs.push({ passed, worked, between, late });
  console.log(`run ${run + 1}: ${passed.length} frames, ${seen.arrived.length} answers`);
  console.log(`  script per frame, ms: ${told(passed)}`);
  console.log(`  of which it worked:   ${told(worked)}`);
  console.log(`  over 1 ms, it worked: ${told(worked.filter((spent) => spent > 1))}`);
  console.log(`  between frames, ms:   ${told(between)}`);
  console.log(`  frames after arrival: ${told(late)}`);
}
const middle = (/** @type {(run: (typeof runs)[0]) => number} */ of) => quantile(runs.map(of), 0.5).toFixed(1);
const high = (/** @type {'passed' | 'worked' | 'between'} */ what) => middle((run) => quantile(run[what], 0.95));
console.log(
  `median of ${RUNS} runs, 95th percentile: script per frame ${high('passed')} ms, of which it worked ${high('worked')} ms`,
);
console.log(
  `  between frames ${high('between')} ms; most frames after arrival ${middle((run) => Math.max(...run.late))}`,
);
await browser.close();
await server.stop();
