/** Names come from files: in every place where one appears its markup is text, and nothing of it runs. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ANSWERED, changeAnswers, startBrowser, startServer } from './server.js';
import { plain } from './walk.js';

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

const SHARED = process.env.WIJKKAART_SHARED ?? fileURLToPath(new URL('../../../shared', import.meta.url));
const CORPUS = `${SHARED}/corpora/naughty-strings/blns.txt`;
/** Where the corpus is not there. */
const OWN = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(2)</script>',
  '<svg/onload=alert(3)>',
  `' onmouseover='alert(4)`,
  '<a href="javascript:alert(5)">x</a>',
  '&lt;b&gt;6&lt;/b&gt;',
  '</title><style>*{display:none}</style>',
];
const lines = existsSync(CORPUS)
  ? readFileSync(CORPUS, 'utf8')
      .split('\n')
      .filter((line) => /<|javascript:|on\w+=|&#|%3C/i.test(line) && !line.startsWith('#') && plain(line).length > 3)
  : OWN;

/** What of an answer comes from a file of the city. */
const NAMES = new Set(
  'name names nameA nameB organisation address attribution labelNl labelEn noticeNl noticeEn source note recipient scheme licence label'.split(
    ' ',
  ),
);

let at = 0;
const next = () => lines[at++ % lines.length] ?? '';

/** Every name becomes the next line. @param {any} value @returns {any} */
function renamed(value) {
  if (Array.isArray(value)) return value.map(renamed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      if (!NAMES.has(key)) return [key, renamed(one)];
      if (typeof one === 'string') return [key, next()];
      return [
        key,
        Array.isArray(one) ? one.map((each) => (typeof each === 'string' ? next() : renamed(each))) : renamed(one),
      ];
    }),
  );
}

/** @param {string} selector @returns {(page: Page) => Promise<void>} */
const click = (selector) => async (page) => {
  await page.locator(selector).first().click({ force: true });
};

/**
 * Where a name appears: its view, what has to be opened, and what shows it.
 * @type {{place: string, query: string, open?: (page: Page) => Promise<void>, shows: string, attribute?: string}[]}
 */
const PLACES = [
  { place: 'the word of the sentence', query: '?serviceType=LRN-BIEB', shows: '.sentence .word' },
  { place: 'the list of the answer', query: '', shows: '.row-name' },
  { place: 'the foot of the answer', query: '', shows: '.foot' },
  { place: 'a label on the map', query: '', shows: '#map .area-label' },
  { place: 'the name of a place on the map', query: '', shows: '#map .place', attribute: 'aria-label' },
  { place: 'a tip', query: '', open: (page) => page.locator('.row').nth(1).hover(), shows: '.tip' },
  { place: 'the list of types', query: '', open: click('.sentence .word >> nth=1'), shows: '.popup .option-label' },
  {
    place: 'the list of programme areas',
    query: '',
    open: click('.ask-area .quiet-word'),
    shows: '.popup .option-label',
  },
  {
    place: 'the card of a place',
    query: '',
    open: click('#map .place:not([tabindex="-1"])'),
    shows: '#chosen-facility, .place-card',
  },
  { place: 'the card of a chosen facility', query: '?facility=vb-926', shows: '#chosen-facility' },
  { place: 'the sources', query: '', open: click('.attribution button'), shows: '.popup' },
  { place: 'the sample data', query: '', open: click('.sample-tab'), shows: '.notice' },
  {
    place: 'the search',
    query: '',
    open: async (page) => {
      await page.locator('#search-field').fill('script');
      await page.waitForSelector('.search-list .option');
    },
    shows: '.search-list .option',
  },
  { place: 'a reason', query: '', open: click('.why-link'), shows: '.reason-parts' },
  { place: 'the title of a sheet', query: '?area=WK050507', shows: '#area-name' },
  { place: 'the verdicts of a sheet', query: '?area=WK050507', shows: '.verdict-row' },
  { place: 'the pairs of a sheet', query: '?area=WK050507', shows: '.pair-entry' },
  { place: 'the hubs of a sheet', query: '?area=WK050507', shows: '[data-hub]' },
  { place: 'the facilities of a sheet', query: '?area=WK050507', shows: '.facilities li' },
  { place: 'the legend of a sheet', query: '?area=WK050507', shows: '.legend h2' },
  { place: 'the table of areas', query: '?show=table', shows: '.table-name' },
  { place: 'the table of facilities', query: '?show=table&rows=facilities', shows: '.table-row td' },
  { place: 'the answer in words', query: '?show=table', shows: '.in-words' },
  { place: 'pairs', query: '?question=overlaps', shows: '.row-name' },
  { place: 'pairs in the table', query: '?question=overlaps&show=table', shows: '.table-row td, .table-name' },
  { place: 'norms', query: '?question=assessment', shows: '.row-name' },
  { place: 'one norm', query: '?question=assessment&serviceType=ONT-HUISKAMER', shows: '.more-choices' },
  { place: 'receivers of money', query: '?question=spending&moneyBy=recipient', shows: '.row-name' },
  { place: 'money in the table', query: '?question=spending&moneyBy=scheme&show=table', shows: '.table-name' },
  { place: 'use', query: '?question=usage', shows: '.row-name' },
  { place: 'hubs', query: '?question=hubs', shows: '#answer section' },
  { place: 'new places', query: '?question=siting&serviceType=LRN-BIEB', shows: '.row-name' },
  { place: 'places that stop', query: '?question=stopping&serviceType=LRN-BIEB', shows: '.row-name' },
  { place: 'indicators', query: '?question=indicators', shows: '#answer section' },
  {
    place: 'a proposal',
    query: '?question=what-if&serviceType=LRN-BIEB&edits=add_4.6895_51.8085&edits=remove_vb-926',
    shows: '.proposal-text',
  },
  {
    place: 'what a proposal changes',
    query: '?question=what-if&serviceType=LRN-BIEB&edits=add_4.6895_51.8085',
    shows: '.changes .row-name',
  },
  {
    place: 'the question of a proposal',
    query: '?question=what-if&serviceType=LRN-BIEB&edits=add_4.6895_51.8085',
    shows: '#sentence',
  },
  {
    place: 'two proposals',
    query: '?question=what-if&serviceType=LRN-BIEB&edits=add_4.6895_51.8085&other=add_4.651_51.8',
    shows: '.compare',
  },
  {
    place: 'a place that can be dragged',
    query: '?question=what-if&serviceType=LRN-BIEB',
    shows: '.proposal-place',
    attribute: 'aria-label',
  },
  {
    place: 'where a place can be put',
    query: '?question=what-if&serviceType=LRN-BIEB',
    open: click('[data-key="address add"]'),
    shows: '.popup .option-label',
  },
  { place: 'the embedded view', query: '?embed=1&serviceType=LRN-BIEB', shows: '#sentence a' },
  { place: 'an embedded sheet', query: '?embed=1&area=WK050507', shows: '#sentence a' },
  { place: 'a searched address', query: `?at=51.8_4.67_${encodeURIComponent(lines[0] ?? '')}`, shows: '.at-name' },
  {
    place: 'the text that a table is searched for',
    query: `?show=table&find=${encodeURIComponent(lines[1] ?? '')}`,
    shows: '.table-find',
    attribute: 'value',
  },
  { place: 'a printed sheet', query: '?area=WK050507&print=sheet', shows: '.paper h1, .paper h2, .paper .area-name' },
  { place: 'the numbered list of a printed sheet', query: '?area=WK050507&print=sheet', shows: '.numbered-name' },
  { place: 'the foot of a printed sheet', query: '?area=WK050507&print=sheet', shows: '.paper' },
];

test(`markup in names is text in ${PLACES.length} places, and nothing of it runs`, async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  await context.addInitScript(() => localStorage.setItem('wijkkaart-welcome', 'seen'));
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  /** @type {string[]} */
  const ran = [];
  page.on('dialog', (dialog) => {
    ran.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => ran.push(`an error: ${String(error)}`));
  page.on('request', (request) => {
    const { host, hostname } = new URL(request.url());
    if (host !== new URL(server.url).host && !hostname.endsWith('pdok.nl')) ran.push(`a request: ${request.url()}`);
  });
  await page.route(/^https:/, (route) => route.abort());
  await changeAnswers(page, /\/v1(\/|\?|$)/, (body) => {
    const out = renamed(body);
    if (out.sentences) out.sentences = { nl: next(), en: next() };
    return out;
  });
  await page.goto(server.url);
  await page.waitForSelector(`${ANSWERED} .hero`);
  const known = lines.map(plain);
  /** @type {string[]} */
  const missing = [];
  let shownQuery = '';
  for (const { place, query, open, shows, attribute } of PLACES) {
    if (query !== shownQuery || open) {
      await page.keyboard.press('Escape');
      await page.evaluate((search) => {
        history.pushState(null, '', `/${search}`);
        dispatchEvent(new PopStateEvent('popstate'));
      }, query);
      await page.waitForSelector(query.includes('print=') ? '#print[aria-busy="false"] .paper' : ANSWERED, {
        state: 'attached',
      });
      shownQuery = query;
    }
    try {
      await open?.(page);
      await page.waitForSelector(shows, { state: 'attached' });
    } catch (error) {
      missing.push(`${place}: ${String(error).split('\n')[0]}`);
      continue;
    }
    if (place === 'the answer in words') await page.waitForTimeout(300);
    const texts = await page
      .locator(shows)
      .evaluateAll(
        (all, name) =>
          all.map(
            (one) =>
              (name === 'value'
                ? /** @type {HTMLInputElement} */ (one).value
                : name
                  ? one.getAttribute(name)
                  : one.textContent) ?? '',
          ),
        attribute ?? null,
      );
    if (!texts.some((text) => known.some((line) => plain(text).includes(line))))
      missing.push(`${place}: ${plain(texts.join(' · ')).slice(0, 120)}`);
    const strange = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter(
          (one) =>
            [...one.attributes].some((each) => /^on/i.test(each.name)) ||
            (/^(iframe|object|embed|base|marquee|video|audio|b|i|plaintext|xss|math|frameset|bgsound|isindex|img)$/i.test(
              one.tagName,
            ) &&
              !one.closest('.leaflet-tile-pane')) ||
            (one.closest('body') && /^(script|link|style|meta)$/i.test(one.tagName)) ||
            ['href', 'src', 'action', 'formaction', 'xlink:href'].some((name) =>
              /^\s*(javascript|vbscript|data):/i.test(one.getAttribute(name) ?? ''),
            ),
        )
        .map((one) => one.outerHTML.slice(0, 120)),
    );
    ran.push(...strange.map((one) => `${place}: ${one}`));
  }
  // What is copied for another site is a frame with attributes that hold.
  await page.evaluate(() => {
    history.pushState(null, '', '/?area=WK050507');
    dispatchEvent(new PopStateEvent('popstate'));
  });
  await page.waitForSelector('.figures');
  const title = await page.title();
  assert.ok(
    known.some((line) => plain(title).includes(line)),
    'the title of the tab',
  );
  await page.locator('[data-key="tool-share"]').click();
  const code = await page.locator('#embed-code').inputValue();
  const frame = await page.evaluate((html) => {
    const { body } = new DOMParser().parseFromString(html, 'text/html');
    return {
      all: body.querySelectorAll('*').length,
      attributes: [...(body.firstElementChild?.attributes ?? [])].map((one) => one.name).sort(),
      title: body.firstElementChild?.getAttribute('title'),
    };
  }, code);
  assert.deepEqual([frame.all, frame.attributes], [1, ['height', 'loading', 'src', 'title', 'width']]);
  assert.equal(frame.title, await page.title());
  await context.close();
  assert.ok(missing.length === 0, `no name is seen in\n${missing.join('\n')}`);
  assert.deepEqual(ran, []);
});
