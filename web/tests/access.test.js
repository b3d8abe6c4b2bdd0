/** Every view and state, at every width and in both languages: axe finds nothing, nothing is cut off or out of reach. */

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { ANSWERED, changeAnswers, startBrowser, startServer } from './server.js';
import { panels } from './views.js';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
/** @type {Awaited<ReturnType<typeof startBrowser>>} */
let browser;
/** @type {{district: string, neighbourhood: string, programme: string | null, type: string, place: string, facility: string}} */
let city;

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const SIZES = /** @type {const} */ ([
  [1440, 900],
  [1024, 768],
  [390, 844],
  [320, 568],
  [320, 256],
]);

/** @param {string} path @returns {Promise<any>} */
const api = async (path) => (await fetch(server.url + path)).json();

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  const of = async (/** @type {string} */ name) => (await api(`/v1/collections/${name}/items?limit=1000`)).features;
  const [districts, neighbourhoods, programmes, types, facilities] = await Promise.all(
    ['districts', 'neighbourhoods', 'programme-areas', 'service-types', 'facilities'].map(of),
  );
  const most = (/** @type {any[]} */ all, /** @type {string} */ what) =>
    [...all].sort((a, b) => (b.properties[what] ?? 0) - (a.properties[what] ?? 0))[0];
  const type = most(
    types.filter((/** @type {any} */ one) => one.properties.facilityCount < 30),
    'facilityCount',
  ).id;
  const own = facilities.find((/** @type {any} */ one) => one.properties.serviceType === type && one.geometry);
  city = {
    district: most(districts, 'facilityCount').id,
    neighbourhood: most(neighbourhoods, 'facilityCount').id,
    programme: programmes[0]?.id ?? null,
    type,
    place: own.geometry.coordinates.map((/** @type {number} */ one) => one.toFixed(4)).join('_'),
    facility: own.id,
  };
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/**
 * A tab in which every view is opened by its address, without a new load.
 * @param {import('playwright-core').BrowserContextOptions} [how] @param {boolean} [first] a first visit
 */
async function tab(how = {}, first = false) {
  const context = await browser.newContext({ bypassCSP: true, reducedMotion: 'reduce', ...how });
  if (!first) await context.addInitScript(() => localStorage.setItem('wijkkaart-welcome', 'seen'));
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.route(/^https:/, (route) => route.abort());
  await page.goto(server.url);
  await page.waitForSelector(`${ANSWERED} .hero`);
  await page.addScriptTag({ path: AXE });
  return { page, close: () => context.close() };
}

/** @param {Page} page @param {string} query */
async function show(page, query) {
  // An open window, and on a phone the search that lies over the page.
  for (let presses = 0; presses < 2; presses += 1) await page.keyboard.press('Escape');
  await page.evaluate((search) => {
    document.querySelector('dialog')?.remove();
    history.pushState(null, '', `/${search}`);
    dispatchEvent(new PopStateEvent('popstate'));
  }, query);
  await page.waitForSelector(query.includes('print=') ? '#print[aria-busy="false"] .paper' : ANSWERED, {
    state: 'attached',
  });
}

/**
 * What axe finds. Where a symbol stands on the map is its meaning, so that its size and the room around it are left out (WCAG 2.5.8 says
 * so of maps).
 * @param {Page} page @param {boolean} map whether the map is looked at too @returns {Promise<string[]>}
 */
const violations = (page, map) =>
  page.evaluate(
    async ({ rules, map }) => {
      // @ts-expect-error axe is put into the page
      const { violations } = await window.axe.run(map ? document : { exclude: [['#map']] }, {
        runOnly: rules,
        resultTypes: ['violations'],
      });
      /** @param {any} one */
      const nodes = (one) =>
        one.id === 'target-size'
          ? one.nodes.filter(
              (/** @type {any} */ node) => !document.querySelector(node.target[0])?.closest('.leaflet-container'),
            )
          : one.nodes;
      return violations
        .filter((/** @type {any} */ one) => nodes(one).length > 0)
        .map(
          (/** @type {any} */ one) =>
            `${one.id}: ${nodes(one)
              .slice(0, 3)
              .map((/** @type {any} */ node) => node.html.slice(0, 160))
              .join(' | ')}`,
        );
    },
    { rules: RULES, map },
  );

/**
 * What axe cannot see: what reaches out of the page sideways, and text that is cut off.
 * @param {Page} page @returns {Promise<string[]>}
 */
const layoutFaults = (page) =>
  page.evaluate(() => {
    /** @type {string[]} */
    const out = [];
    const told = (/** @type {Element} */ one) =>
      `${one.tagName.toLowerCase()}.${one.getAttribute('class') ?? ''} “${(one.textContent ?? '').trim().slice(0, 30)}”`;
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > innerWidth) out.push(`the page is ${scrollWidth} wide`);
    for (const one of document.querySelectorAll('body *')) {
      if (!(one instanceof HTMLElement) || one.closest('#map, .visually-hidden, .leaflet-container, [hidden]'))
        continue;
      if (![...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())) continue;
      const style = getComputedStyle(one);
      if (one.clientWidth < 2 || style.visibility === 'hidden') continue;
      if (!/hidden|clip/.test(style.overflowX + style.overflowY)) continue;
      // An ellipsis is a choice where the whole stands elsewhere too.
      if (style.textOverflow === 'ellipsis' && (one.title || one.closest('[title], [aria-label]'))) continue;
      if (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 3)
        out.push(`${told(one)} is cut off`);
    }
    return out;
  });

/** @typedef {{name: string, query: string, act?: (page: Page) => Promise<void>, narrow?: boolean, wide?: boolean,
 *   everywhere?: boolean}} View narrow, wide: only there; everywhere: axe looks at it at each size, at the others it looks at the widest and the
 *   narrowest */

/** @param {string} opener @param {string} opened @returns {(page: Page) => Promise<void>} */
const opens = (opener, opened) => async (page) => {
  // On a narrow page choices that are as always come when they are asked for.
  const more = page.locator('.quiet-more button');
  if (opener.startsWith('.quiet') && (await more.count()) > 0) await more.click();
  await page.locator(opener).first().click();
  await page.waitForSelector(opened);
};

/** Every view and state. @returns {View[]} */
function views() {
  const { type, district, neighbourhood, programme, place, facility } = city;
  const tried = `?question=what-if&serviceType=${type}&edits=add_${place}&edits=remove_${facility}`;
  return [
    ...panels.map((name) => ({
      name,
      query: `?question=${name}`,
      everywhere: name === 'coverage' || name === 'spending',
    })),
    { name: 'coverage of a type per neighbourhood', query: `?serviceType=${type}&level=neighbourhoods` },
    { name: 'norm of a type', query: `?question=assessment&serviceType=${type}&level=neighbourhoods` },
    { everywhere: true, name: 'sheet of a district', query: `?area=${district}` },
    { name: 'sheet of a neighbourhood', query: `?area=${neighbourhood}` },
    ...(programme === null
      ? []
      : [
          { name: 'sheet of a programme area', query: `?area=${programme}` },
          { name: 'answer of a programme area', query: `?programme=${programme}&group=65%2B&role=subsidy` },
        ]),
    { everywhere: true, name: 'table', query: `?show=table&serviceType=${type}&level=neighbourhoods` },
    { name: 'table of facilities', query: '?show=table&rows=facilities' },
    { name: 'table where nothing is found', query: '?show=table&find=zzzz' },
    { everywhere: true, name: 'what-if that is tried', query: `${tried}&cost=120000` },
    { name: 'what-if compared', query: `${tried}&other=add_${place}&side=b` },
    { name: 'nothing matches', query: `?serviceType=${type}&date=1900-01-01` },
    { name: 'address', query: `?at=${place.split('_').reverse().join('_')}_Voorbeeldplein%201` },
    { everywhere: true, name: 'embed', query: `?embed=1&serviceType=${type}` },
    {
      everywhere: true,
      name: 'reason',
      query: `?serviceType=${type}`,
      act: opens('.why-link', '.reason .reason-parts'),
    },
    { everywhere: true, name: 'questions', query: '', act: opens('#question-button', '.question-menu') },
    { name: 'types', query: '', act: opens('.sentence .word >> nth=1', '.popup [role="listbox"]') },
    { name: 'distances', query: '', act: opens('.sentence .word', '.popup [role="listbox"]') },
    { name: 'groups', query: '', act: opens('.quiet .quiet-word', '.popup [role="listbox"]') },
    { name: 'day', query: '', act: opens('.quiet .quiet-word >> nth=1', '.popup input[type="date"]') },
    { name: 'roles', query: '', act: opens('.quiet .quiet-word >> nth=-1', '.popup [role="listbox"]') },
    {
      name: 'search',
      query: '',
      act: async (page) => {
        await page.keyboard.press('/');
        await page.keyboard.type('a');
        await page.waitForSelector('.search-list .option');
      },
    },
    { name: 'share', query: '', act: opens('[data-key="tool-share"]', '.share-menu'), wide: true },
    { name: 'download', query: '', act: opens('[data-key="tool-download"]', '.download-menu'), wide: true },
    { everywhere: true, name: 'menu', query: '', act: opens('[data-key="tool-menu"]', '.tools-popup'), narrow: true },
    { name: 'legend on a phone', query: '', act: opens('.legend-button button', '.legend-popup'), narrow: true },
    {
      name: 'keys',
      query: '',
      act: async (page) => {
        await page.keyboard.press('?');
        await page.waitForSelector('dialog[open]');
      },
    },
    { everywhere: true, name: 'print', query: `?area=${district}&print=sheet` },
  ];
}

for (const [at, [width, height]] of SIZES.entries()) {
  const lang = at % 2 === 0 ? 'nl' : 'en';
  test(`axe finds nothing in any view, and nothing is cut off, at ${width} × ${height} (${lang})`, async () => {
    const { page, close } = await tab({ viewport: { width, height }, deviceScaleFactor: height === 256 ? 4 : 1 });
    /** @type {string[]} */
    const found = [];
    for (const { name, query, act, narrow, wide, everywhere } of views()) {
      if ((narrow && width >= 768) || (wide && width < 768)) continue;
      await show(page, `${query}${query === '' ? '?' : '&'}lang=${lang}`);
      try {
        await act?.(page);
      } catch (error) {
        found.push(`${name}: ${String(error).split('\n')[0]}`);
        continue;
      }
      const whole = width === 1440 || height === 568;
      if (whole || everywhere)
        for (const fault of await violations(page, act === undefined)) found.push(`${name}: ${fault}`);
      for (const fault of await layoutFaults(page)) found.push(`${name}: ${fault}`);
    }
    await close();
    assert.ok(found.length === 0, found.join('\n'));
  });
}

test('axe finds nothing in what is seldom seen: first visit, errors, unknown and hidden figures, the statement', async () => {
  const areas = /\/v1\/collections\/(districts|neighbourhoods|municipalities)\/items/;
  /** @type {string[]} */
  const found = [];
  /** @param {Page} page @param {string} name */
  const look = async (page, name) => {
    for (const fault of [...(await violations(page, false)), ...(await layoutFaults(page))])
      found.push(`${name}: ${fault}`);
  };
  const first = await tab({ viewport: { width: 1440, height: 900 } }, true);
  await first.page.waitForSelector('.welcome');
  await look(first.page, 'first visit');
  await show(first.page, '?question=what-if');
  const text = await first.page.locator('.welcome').allInnerTexts();
  assert.doesNotMatch(text.join(), /antwoord is \./, 'the card says nothing where there is no figure');
  await first.close();

  const { page, close } = await tab({ viewport: { width: 390, height: 844 } });
  await page.route(/\/v1\/collections\/gaps\//, (route) => route.fulfill({ status: 503, body: '{}' }));
  await show(page, `?serviceType=${city.type}&distance=700`);
  await page.waitForSelector('[role="alert"]');
  await look(page, 'error');
  await page.unroute(/\/v1\/collections\/gaps\//);
  for (const suppressed of [false, true]) {
    await changeAnswers(page, areas, (body) => {
      for (const { properties } of body.features)
        Object.assign(properties, { coverage: null, residentsServed: null, residentsUnserved: null, suppressed });
    });
    for (const query of [`?serviceType=${city.type}&distance=${suppressed ? 710 : 720}`, '?show=table&distance=730'])
      await show(page, query).then(() => look(page, `${suppressed ? 'hidden' : 'unknown'} ${query}`));
    const said = await page.locator('#answer').textContent();
    assert.doesNotMatch(said ?? '', /(^|\D)0\s*%/, 'what is unknown is never 0');
    await page.unroute(areas);
  }
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    await page.goto(`${server.url}/accessibility.html`);
    await page.addScriptTag({ path: AXE });
    await look(page, `statement at ${width}`);
  }
  await close();
  assert.ok(found.length === 0, found.join('\n'));
});

test('text at 200 % is whole, and so is the page with other colours', async () => {
  /** @type {string[]} */
  const found = [];
  const core = views().filter(({ everywhere, narrow }) => everywhere && !narrow);
  for (const [name, how] of /** @type {[string, import('playwright-core').BrowserContextOptions][]} */ ([
    ['200 %', {}],
    ['forced colours', { forcedColors: 'active' }],
    ['more contrast', { contrast: 'more' }],
  ])) {
    const { page, close } = await tab({ viewport: { width: 1440, height: 900 }, ...how });
    if (name === '200 %') await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    for (const view of core) {
      await show(page, view.query);
      await view.act?.(page);
      for (const fault of await layoutFaults(page)) found.push(`${name}, ${view.name}: ${fault}`);
      // Contrast is the system's own where colours are forced.
      if (name === 'more contrast')
        for (const fault of await violations(page, false)) found.push(`${name}, ${view.name}: ${fault}`);
      if (name !== 'forced colours') continue;
      const unseen = await page.evaluate(() =>
        [
          ...document.querySelectorAll(
            '.bar, .row-bar, .cell-bar, .swatch, .segments [aria-pressed="true"], .view-buttons [aria-pressed="true"], .card, .popup, .reason',
          ),
        ]
          .filter((one) => {
            const box = one.getBoundingClientRect();
            if (box.width < 3 || box.height < 3) return false;
            const marked = [one, ...one.children].some((part) => {
              const style = getComputedStyle(part);
              return (
                parseFloat(style.borderTopWidth) + parseFloat(style.borderBottomWidth) > 0 ||
                style.backgroundColor === 'rgb(0, 0, 0)' ||
                style.forcedColorAdjust === 'none' ||
                style.outlineStyle !== 'none' ||
                !/rgba?\(255, 255, 255|rgba\(0, 0, 0, 0\)/.test(style.backgroundColor)
              );
            });
            return !marked;
          })
          .map((one) => one.className),
      );
      for (const one of new Set(unseen)) found.push(`${name}, ${view.name}: ${one} has no edge`);
    }
    await close();
  }
  assert.ok(found.length === 0, found.join('\n'));
});

test('an answer is said when it comes, by a part that is there from the start', async () => {
  const { page, close } = await tab({ viewport: { width: 1440, height: 900 } });
  const status = page.locator('#status');
  assert.equal(await status.getAttribute('role'), 'status');
  for (const query of [`?serviceType=${city.type}`, '?question=density', '?question=overlaps']) {
    await show(page, query);
    const hero = (await page.locator('.hero').innerText()).replace(/\s/g, '');
    const said = (await status.innerText()).replace(/\s/g, '');
    assert.ok(said.includes(hero), `${hero} in ${said}`);
  }
  await show(page, `?area=${city.district}`);
  assert.ok((await status.innerText()).includes(await page.locator('#area-name').innerText()));
  await close();
});
