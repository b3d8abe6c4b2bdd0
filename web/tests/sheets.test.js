import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as f from '../page/formats.js';
import { printSheets } from '../print/sheets.js';
import { decoded } from './qr.js';
import { ANSWERED, changeAnswers, openPage, startBrowser, startServer } from './server.js';

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
/** @type {Awaited<ReturnType<typeof startBrowser>>} */
let browser;
const folder = mkdtempSync(join(tmpdir(), 'wijkkaart-sheets-'));

before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const PRINTED = '#print[aria-busy="false"]';
const NO_POPPLER =
  spawnSync('pdftotext', ['-v']).error === undefined ? false : 'pdftotext is not here (Debian: poppler-utils)';

/** @param {string} path @returns {Promise<any>} */
const api = async (path) => (await fetch(server.url + path)).json();

/** @param {string} area @returns {Promise<{rows: (id: string) => any[], parameters: {date: string}, revision: number}>} */
async function documentOf(area) {
  const document = await api(`/v1/sheets/${area}`);
  /** @type {(id: string) => any[]} */
  const rows = (id) => {
    const section = document.sections.find((/** @type {any} */ one) => one.id === id);
    return section.features.map((/** @type {any} */ one) => one.properties);
  };
  return { ...document, rows };
}

/** The print view, where it is ready. @param {string} query @param {{width?: number, height?: number, bypassCSP?: boolean}} [how] */
async function openPrint(query, { width = 1440, height = 900, bypassCSP = false } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, bypassCSP, reducedMotion: 'reduce' });
  const page = await context.newPage();
  /** @type {string[]} */
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.route(/^https:/, (route) => route.abort());
  await page.goto(`${server.url}/${query}`);
  await page.waitForSelector(PRINTED);
  return { page, errors, close: () => context.close() };
}

/** @param {import('playwright-core').Page} page @param {string} name */
async function textOf(page, name) {
  const path = join(folder, name);
  await page.pdf({ path, preferCSSPageSize: true, printBackground: true, outline: true, tagged: true });
  const { stdout } = spawnSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
  return stdout.split('\f').slice(0, -1);
}

/** @param {string} text */
const plain = (text) => text.replace(/\s+/g, ' ');

/** @param {{id: string}} feature */
const idOf = ({ id }) => id;

test('a sheet shows what the document of the API gives, worst first', async () => {
  const sheet = await documentOf('WK050507');
  const [area] = sheet.rows('area');
  const { page, errors, close } = await openPage(browser, `${server.url}/?area=WK050507&serviceType=LRN-BIEB`);
  const figure = (/** @type {string} */ name) => page.locator(`[data-figure="${name}"] .figure-value`).innerText();
  assert.equal(await figure('facilityCount'), f.number('nl', area.facilityCount));
  assert.equal(await figure('facilitiesPer1000'), f.ratio('nl', area.facilitiesPer1000));
  const roles = sheet.rows('facilities').map((one) => one.municipalRole);
  const funded = roles.filter((role) => ['subsidy', 'commission', 'both'].includes(role)).length;
  assert.equal(await figure('withRole'), String(funded));
  assert.equal(await figure('concentration'), f.percentNumber(sheet.rows('concentration')[0].concentration));

  const order = ['short', 'surplus', 'met', 'unknown'];
  const shown = await page
    .locator('.verdict-row')
    .evaluateAll((rows) => rows.map((row) => [row.getAttribute('data-criterion'), row.textContent ?? '']));
  const verdicts = new Map(sheet.rows('assessments').map((one) => [one.criterionId, one]));
  assert.equal(shown.length, verdicts.size);
  const places = shown.map(([id]) => order.indexOf(verdicts.get(id).verdict));
  assert.deepEqual(places, [...places].sort());
  for (const [id, text] of shown) {
    const one = verdicts.get(id);
    if (one.shortUnit === 'residents')
      assert.ok(plain(text ?? '').includes(`nog ${f.residents('nl', one.shortBy)} inwoners te bereiken`), text ?? '');
    if (one.measure === 'coverage' && one.value !== null)
      assert.ok(plain(text ?? '').includes(plain(f.percent('nl', one.value))), text ?? '');
  }

  const dearest = [...sheet.rows('overlaps')].sort(
    (a, b) =>
      b.eurosPerYearA + b.eurosPerYearB - a.eurosPerYearA - a.eurosPerYearB || b.sharedResidents - a.sharedResidents,
  )[0];
  const pair = plain(await page.locator('.pair-entry').first().innerText());
  for (const part of [
    `${f.residents('nl', dearest.sharedResidents)} inwoners`,
    f.euros('nl', dearest.eurosPerYearA),
    f.euros('nl', dearest.eurosPerYearB),
  ])
    assert.ok(pair.includes(plain(part)), `${part} in ${pair}`);
  assert.equal(await page.locator('[data-hub]').count(), sheet.rows('hubs').length);
  const types = (await api('/v1/collections/service-types/items?limit=1000')).features;
  const there = new Set(types.filter((/** @type {any} */ one) => one.properties.facilityCount > 0).map(idOf));
  const far = sheet
    .rows('coverage')
    .filter((one) => there.has(one.serviceType) && one.group === 'all')
    .filter((one) => one.residentsUnserved >= 2.5 && one.coverage !== null);
  const more = Number(/En nog (\d+) soort/.exec(await page.locator('.furthest').innerText())?.[1] ?? 0);
  assert.equal(
    (await page.locator('.furthest li').count()) + more,
    far.length,
    'a list that is cut says how many more',
  );
  assert.ok(more > 0);
  const money = sheet.rows('spending').reduce((sum, one) => sum + one.eurosPerYear, 0);
  assert.ok(plain(await page.locator('.section-money').innerText()).includes(plain(f.euros('nl', money))));
  assert.equal(await page.locator('.facilities > li').count(), area.facilityCount);
  assert.equal(await page.locator('.ages dd').count(), 5);

  await page.locator('[data-figure="facilityCount"] .why').click();
  await page.waitForSelector('.reason [aria-busy="false"]');
  const reason = await api(
    `/v1/explain?collection=districts&id=WK050507&property=facilityCount&date=${sheet.parameters.date}&residentsTo=5`,
  );
  assert.ok(plain(await page.locator('.reason').innerText()).includes(plain(reason.sentences.nl)));
  assert.deepEqual(errors, []);
  await close();
});

test('a neighbourhood leads to its district, and a programme area tells of each of its districts', async () => {
  const { page, close } = await openPage(browser, `${server.url}/?area=BU05050701`);
  await page.locator('.section-verdicts .link').click();
  await page.waitForSelector(`${ANSWERED} .verdict-row`);
  assert.match(page.url(), /area=WK050507/);
  await close();

  const west = await documentOf('dordt-west');
  const programme = await openPage(browser, `${server.url}/?area=dordt-west`);
  const rows = west.rows('assessments');
  const ids = [...new Set(rows.map((one) => one.criterionId))];
  assert.equal(await programme.page.locator('.verdict-row').count(), ids.length);
  const short = rows.filter((one) => one.criterionId === 'spelen-midden-drenthe-0-5');
  const text = plain(await programme.page.locator('[data-criterion="spelen-midden-drenthe-0-5"]').innerText());
  for (const one of short)
    assert.ok(text.includes(`${one.name}: nog ${f.residents('nl', one.shortBy)} inwoners te bereiken`), text);
  await programme.close();
});

test('money tells for how many places it is', async () => {
  const sheet = await documentOf('WK050507');
  const { page, close } = await openPage(browser, `${server.url}/?area=WK050507`);
  const text = plain(await page.locator('.section-money').innerText());
  const [most] = [...sheet.rows('spending')].sort((a, b) => b.facilities - a.facilities);
  const offer = sheet.rows('offer').find((one) => one.serviceType === most.code);
  assert.ok(text.includes(`${most.facilities} van ${offer.facilityCount} plekken`), text);
  await close();
});

test('Escape leads back to what opened the sheet', async () => {
  const { page, close } = await openPage(browser, `${server.url}/?serviceType=LRN-BIEB`);
  const key = () => page.evaluate(() => /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.key);
  await page.locator('.row').nth(3).focus();
  const opened = await key();
  await page.keyboard.press('Enter');
  await page.waitForSelector('#panel[data-view="sheet"][aria-busy="false"] .figures');
  await page.keyboard.press('Escape');
  await page.waitForSelector('#panel[data-view="question"][aria-busy="false"] .hero');
  await page.waitForFunction((was) => /** @type {HTMLElement} */ (document.activeElement).dataset.key === was, opened);
  assert.ok(opened?.startsWith('WK'));
  await close();
});

test('on a phone the map of a sheet has its legend: lines, ground and symbols', async () => {
  const sheet = await documentOf('WK050507');
  const { page, close } = await openPage(browser, `${server.url}/?area=WK050507`, { width: 320, height: 640 });
  await page.locator('.legend-button button').click();
  const legend = page.locator('.legend-popup');
  assert.match(await legend.innerText(), /doen hetzelfde/);
  const counts = await legend.locator('.group-count').allInnerTexts();
  const located = sheet.rows('facilities').filter((one) => one.located).length;
  assert.equal(
    counts.reduce((sum, one) => sum + Number(one), 0),
    located,
  );
  await close();
});

test('the sheet is printed with one press, and the way back is the sheet', async () => {
  const { page, errors, close } = await openPage(browser, `${server.url}/?area=WK050507`);
  await page.evaluate(() => {
    window.print = () => void (document.body.dataset.printed = 'yes');
  });
  await page.locator('.print-button').click();
  await page.waitForSelector(PRINTED);
  assert.equal(await page.evaluate(() => document.body.dataset.printed), 'yes');
  assert.match(page.url(), /print=sheet/);
  await page.locator('.print-bar .back').click();
  await page.waitForSelector(`${ANSWERED} .figures`);
  assert.doesNotMatch(page.url(), /print=/);
  assert.equal(await page.locator('.paper').count(), 0);
  assert.ok(await page.locator('.figures').isVisible());
  assert.deepEqual(errors, []);
  await close();
});

test('on paper Escape leads back to the sheet, and letters are no keys', async () => {
  const { page, close } = await openPrint('?area=WK050507&print=sheet');
  await page.keyboard.press('t');
  assert.equal(new URL(page.url()).searchParams.get('show'), null);
  await page.keyboard.press('Escape');
  await page.waitForSelector(`${ANSWERED} .figures`);
  const { searchParams } = new URL(page.url());
  assert.deepEqual([searchParams.get('area'), searchParams.get('print')], ['WK050507', null]);
  await close();
});

test('the printed Wielwijk tells its figures and numbers its facilities', { skip: NO_POPPLER }, async () => {
  const sheet = await documentOf('WK050507');
  const { page, errors, close } = await openPrint('?area=WK050507&print=sheet&serviceType=LRN-BIEB');
  const pages = await textOf(page, 'wielwijk.pdf');
  assert.equal(pages.length, await page.locator('.paper').count(), 'no page more than is shown');
  const [first = ''] = pages;
  const [area] = sheet.rows('area');
  const all = plain(pages.join(' '));
  for (const part of [
    'Wielwijk',
    `${f.residents('nl', area.residents)} inwoners in 12 buurten`,
    f.ratio('nl', area.facilitiesPer1000),
    f.date('nl', sheet.parameters.date),
    `Gegevensversie ${sheet.revision}`,
    'Gemeente Midden-Drenthe 2011',
    'Zo telden we',
  ])
    assert.ok(plain(first).includes(part), `${part} on the first page`);
  pages.forEach((text, index) =>
    assert.ok(text.includes(`pagina ${index + 1} van ${pages.length}`), `page ${index + 1} tells its number`),
  );
  const listed = await page
    .locator('.numbered')
    .evaluateAll((rows) =>
      rows.map((row) => [row.querySelector('.number')?.textContent, row.querySelector('.numbered-name')?.textContent]),
    );
  assert.equal(listed.length, sheet.rows('facilities').length);
  assert.deepEqual(new Set(listed.map(([, name]) => name)), new Set(sheet.rows('facilities').map((one) => one.name)));
  for (const [index, [number, name]] of listed.entries()) {
    assert.equal(number, String(index + 1));
    // A long name goes on below its first words.
    assert.ok(all.includes((name ?? '').split(' ').slice(0, 3).join(' ')), `${name} in the PDF`);
  }
  const located = sheet.rows('facilities').filter((one) => one.located).length;
  const numbers = await page.locator('.map-number').allTextContents();
  assert.equal(numbers.length, located, 'every place on the map has its number');
  assert.equal(new Set(numbers).size, located);
  assert.match(
    spawnSync('pdfinfo', [join(folder, 'wielwijk.pdf')], { encoding: 'utf8' }).stdout,
    /Tagged:\s+yes[\s\S]*Page size:\s+59[45].*\(A4\)/,
  );
  assert.deepEqual(errors, []);
  await close();
});

/** What is cut off, or covers something else, on the pages that are shown. @param {import('playwright-core').Page} page */
const faults = (page) =>
  page.evaluate(() => {
    const out = [];
    const cover = (/** @type {DOMRect} */ a, /** @type {DOMRect} */ b) =>
      Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
      Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
    for (const paper of document.querySelectorAll('.paper')) {
      const body = paper.querySelector('.paper-body');
      if (body && body.scrollHeight > body.clientHeight + 1) out.push(`${paper.getAttribute('data-area')} is cut off`);
      if (body && body.scrollWidth > body.clientWidth + 1) out.push(`${paper.getAttribute('data-area')} is too wide`);
      const side = paper.querySelector('.side');
      if (side && side.scrollHeight > side.clientHeight + 1) out.push('the side is cut off');
      // The box of a text is higher than its digits.
      const numbers = [...paper.querySelectorAll('.map-number')].map((one) => {
        const { x, y, width, height } = one.getBoundingClientRect();
        return new DOMRect(x, y + height * 0.2, width, height * 0.6);
      });
      numbers.forEach((a, i) =>
        numbers.forEach((b, j) => {
          if (j > i && cover(a, b) > 0.25 * a.width * a.height) out.push(`numbers ${i + 1} and ${j + 1}`);
        }),
      );
      const lines = [...paper.querySelectorAll('.map-name')].map((name) => ({
        text: name.textContent ?? '',
        size: parseFloat(getComputedStyle(name).fontSize),
        boxes: [...name.querySelectorAll('tspan')].map((one) => {
          const { x, y, width, height } = one.getBoundingClientRect();
          return new DOMRect(x, y + height * 0.2, width, height * 0.6);
        }),
      }));
      const others = [...paper.querySelectorAll('.map-drawing use, .map-card')].map((one) =>
        one.getBoundingClientRect(),
      );
      const map = paper.querySelector('.print-map')?.getBoundingClientRect();
      lines.forEach(({ text, size, boxes }, i) => {
        // A point is 4/3 pixels.
        if (size < (7 * 4) / 3) out.push(`${text} is ${size} px`);
        for (const box of boxes) {
          if ([...others, ...numbers].some((other) => cover(box, other) > 0))
            out.push(`${text} touches a symbol or a card`);
          lines.forEach((other, j) => {
            if (j > i && other.boxes.some((one) => cover(box, one) > 0)) out.push(`${text} touches ${other.text}`);
          });
          if (map && cover(box, map) < 0.99 * box.width * box.height) out.push(`${text} is not on the map`);
        }
      });
      const section = paper.querySelector('.section > h2:last-child');
      if (section) out.push(`${section.textContent} has nothing below it`);
    }
    return out;
  });

test('nothing is cut off, on A4 and A3, of a long list, a wide area and a whole programme area', async () => {
  /** @type {[string, 'a4' | 'a3', boolean][]} */
  const all = [
    ['WK050507', 'a4', false],
    ['WK050507', 'a3', false],
    ['WK050598', 'a4', true],
    ['WK050598', 'a3', true],
    ['WK050509', 'a4', false],
    ['dordt-west', 'a4', false],
    ['BU05050301', 'a4', false],
    ['WK050501', 'a4', false],
  ];
  /** @type {Map<string, {width: number, type: string}>} */
  const maps = new Map();
  for (const [area, paper, wide] of all) {
    const { page, errors, close } = await openPrint(`?area=${area}&print=sheet&paper=${paper}&serviceType=LRN-BIEB`);
    assert.deepEqual(await faults(page), [], `${area} on ${paper}`);
    assert.equal(await page.locator('.hero-block').count(), wide ? 0 : 1);
    const list = await page.locator('.numbered').count();
    const first = page.locator('.paper').first();
    if (list > 26) assert.equal(await first.locator('.numbered').count(), 0, 'more than 26 facilities go to page 2');
    const box = await page.locator('.print-map').boundingBox();
    const type = await first.evaluate((one) => getComputedStyle(one).fontSize);
    maps.set(`${area} ${paper}`, { width: box?.width ?? 0, type });
    assert.deepEqual(errors, []);
    await close();
  }
  for (const [area, times] of /** @type {const} */ ([
    ['WK050507', 1.95],
    ['WK050598', 1.4],
  ])) {
    const [a4, a3] = [maps.get(`${area} a4`), maps.get(`${area} a3`)];
    assert.equal(a4?.type, a3?.type);
    assert.ok((a3?.width ?? 0) > times * (a4?.width ?? Infinity), 'A3 has a larger map');
  }
});

test('the first page stands by itself, and what explains it takes one page more', async () => {
  const districts = (await api('/v1/collections/districts/items?limit=1000')).features
    .map((/** @type {any} */ one) => one.properties)
    .filter((/** @type {any} */ one) => one.facilityCount > 15 && one.facilityCount <= 26)
    .sort((/** @type {any} */ a, /** @type {any} */ b) => a.facilityCount - b.facilityCount);
  assert.ok(districts.length > 1);
  for (const { code, facilityCount } of [districts[0], districts.at(-1)]) {
    const sheet = await documentOf(code);
    const { page, close } = await openPrint(`?area=${code}&print=sheet`);
    const first = page.locator('.paper').first();
    assert.equal(await page.locator('.paper').count(), 2, code);
    assert.equal(await first.locator('.numbered').count(), facilityCount, code);
    const told = await first
      .locator('[data-criterion]')
      .evaluateAll((rows) => rows.flatMap((row) => (row.getAttribute('data-criterion') ?? '').split(' ')));
    assert.deepEqual([...told].sort(), [...new Set(sheet.rows('assessments').map((one) => one.criterionId))].sort());
    assert.ok((await first.locator('.paper-head').innerText()).includes(`(${code})`), 'the head tells the code');
    const smallest = await page
      .locator('.paper *')
      .evaluateAll((all) =>
        Math.min(
          ...all
            .filter((one) => one.textContent && !one.closest('svg'))
            .map((one) => parseFloat(getComputedStyle(one).fontSize)),
        ),
      );
    assert.ok(smallest >= 11.5, `${smallest} px`);
    await close();
  }
});

test('the map names the neighbourhoods, those of many by their districts, and what lies around', async () => {
  const named = async (/** @type {string} */ query) => {
    const { page, close } = await openPrint(query);
    const names = await page.locator('.map-name').evaluateAll((all) =>
      all.map((one) => ({
        code: one.getAttribute('data-name') ?? '',
        text: [...one.children].map((line) => line.textContent).join(' '),
        around: one.classList.contains('map-name-around'),
      })),
    );
    assert.deepEqual(await faults(page), [], query);
    await close();
    return { own: names.filter((one) => !one.around), around: names.filter((one) => one.around) };
  };
  const items = (await api('/v1/collections/neighbourhoods/items?limit=1000&skipGeometry=true')).features;
  const parts = new Map(
    items
      .map((/** @type {any} */ one) => one.properties)
      .filter((/** @type {any} */ one) => one.parentCode === 'WK050507')
      .map((/** @type {any} */ one) => [one.code, one.name]),
  );
  for (const query of ['?area=WK050507&print=sheet', '?area=WK050507&print=sheet&lang=en']) {
    const { own, around } = await named(query);
    assert.ok(own.length >= 0.75 * parts.size, `${own.length} of ${parts.size}`);
    for (const { code, text } of own) assert.equal(text.replace(/([-/]) /g, '$1'), parts.get(code));
    assert.ok(around.some(({ text }) => text === 'Sterrenburg'));
    assert.ok(around.every(({ code }) => code.startsWith('WK') && code !== 'WK050507'));
  }
  const a3 = await named('?area=WK050507&print=sheet&paper=a3');
  assert.equal(a3.own.length, parts.size, 'A3 has room for all');
  const west = await named('?area=dordt-west&print=sheet');
  assert.ok(west.own.length > 2 && west.own.every(({ code }) => code.startsWith('WK')), JSON.stringify(west.own));
  const one = await named('?area=BU05050301&print=sheet');
  assert.deepEqual(one.own, []);
  assert.ok(one.around.length > 1 && one.around.every(({ code }) => code.startsWith('BU')));
});

test('more facilities than the first page lists take no third page, and with room the lists tell all', async () => {
  const { page, close } = await openPrint('?area=WK050509&print=sheet');
  assert.ok((await page.locator('.numbered').count()) > 50);
  assert.equal(await page.locator('.paper').count(), 2);
  assert.deepEqual(await faults(page), []);
  // In a column the sections stand in their order, whichever was placed first.
  const order = ['distance', 'overlaps', 'hubs', 'gaps', 'ages', 'money', 'indicators', 'norms'];
  const columns = await page
    .locator('.section-column')
    .evaluateAll((all) =>
      all.map((column) => [...column.children].map((one) => one.className.replace('section section-', ''))),
    );
  assert.equal(new Set(columns.flat()).size, 7);
  for (const column of columns)
    assert.deepEqual(
      column,
      [...column].sort((a, b) => order.indexOf(a) - order.indexOf(b)),
    );
  await close();

  const sheet = await documentOf('WK050507');
  const wielwijk = await openPrint('?area=WK050507&print=sheet');
  assert.equal(await wielwijk.page.locator('.paper').count(), 2);
  const pairs = await wielwijk.page.locator('.pair-entry').count();
  assert.ok(pairs > 3 && pairs <= sheet.rows('overlaps').length, `${pairs} pairs`);
  await wielwijk.close();
});

test('verdicts that find no room follow on the next page, and the first says how many', async () => {
  const { page, close } = await openPrint('?area=WK050507&print=sheet');
  await changeAnswers(page, '**/v1/sheets/**', (body) => {
    const section = body.sections.find((/** @type {any} */ one) => one.id === 'assessments');
    section.features = Array.from({ length: 4 }, (_, copy) =>
      section.features.map((/** @type {any} */ one) => ({
        ...one,
        properties: { ...one.properties, criterionId: `${one.properties.criterionId}-${copy}`, verdict: 'short' },
      })),
    ).flat();
  });
  await page.goto(`${server.url}/?area=WK050507&print=sheet`);
  await page.waitForSelector(`${PRINTED} .verdicts-more`);
  assert.deepEqual(await faults(page), []);
  const lines = page.locator('[data-criterion]');
  const onFirst = await page.locator('.paper').first().locator('[data-criterion]').count();
  const all = new Set(await lines.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-criterion'))));
  assert.equal(all.size, await lines.count());
  assert.equal(all.size, 60);
  assert.match(await page.locator('.verdicts-more').innerText(), new RegExp(`\\b${60 - onFirst} normen`));
  await close();
});

test('the code on the paper leads to the live view', async () => {
  const { page, close } = await openPrint('?area=WK050507&print=sheet&paper=a3&serviceType=LRN-BIEB&lang=en');
  const path = (await page.locator('.qr-code path').getAttribute('d')) ?? '';
  const size = Number((await page.locator('.qr-code').getAttribute('viewBox'))?.split(' ')[2]);
  const modules = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h/g)) {
    const row = modules[Number(y)];
    if (row) row[Number(x)] = true;
  }
  const link = new URL(decoded(modules) ?? 'none:');
  assert.equal(link.origin, new URL(server.url).origin);
  assert.deepEqual(Object.fromEntries(link.searchParams), { area: 'WK050507', serviceType: 'LRN-BIEB', lang: 'en' });
  await close();
});

test('all sheets are one PDF with a bookmark each', { skip: NO_POPPLER }, async () => {
  const out = join(folder, 'all.pdf');
  const count = await printSheets(browser, server.url, { print: 'all', programme: 'dordt-west' }, out);
  const text = spawnSync('pdftotext', ['-layout', out, '-'], { encoding: 'utf8' }).stdout.split('\f').slice(0, -1);
  assert.equal(text.length, count);
  assert.ok(text.every((page, index) => page.includes(`pagina ${index + 1} van ${count}`)));
  const members = await api('/v1/collections/neighbourhoods/items?area=dordt-west&limit=1000');
  const parents = new Set(members.features.map((/** @type {any} */ one) => one.properties.parentCode));
  const districts = (await api('/v1/collections/districts/items?limit=1000')).features
    .map((/** @type {any} */ one) => one.properties)
    .filter((/** @type {any} */ one) => parents.has(one.code));
  assert.ok(districts.length > 1);
  const { stdout: bookmarks } = spawnSync('pdftohtml', ['-xml', '-i', '-stdout', out], { encoding: 'utf8' });
  for (const { name } of [...districts, { name: 'Dordt West' }])
    assert.match(bookmarks, new RegExp(`<item page="\\d+">${name.replace('/', '\\/')}</item>`));
  await assert.rejects(printSheets(browser, server.url, { print: 'sheet', area: 'nowhere' }, out), /no such area/);
});

test('any other view prints its question, its answer and its map, and no buttons', { skip: NO_POPPLER }, async () => {
  const { page, close } = await openPage(browser, `${server.url}/?serviceType=LRN-BIEB`);
  const hero = await page.locator('.hero-value').innerText();
  const text = plain((await textOf(page, 'view.pdf')).join(' '));
  for (const part of ['Wie woont binnen', 'bibliotheek', hero, 'Waar wonen zij?', 'Hoeveel inwoners van een buurt'])
    assert.ok(text.includes(part), `${part} in ${text.slice(0, 400)}`);
  for (const part of ['Download', 'Kies een vraag']) assert.ok(!text.includes(part), part);
  await page.emulateMedia({ media: 'print' });
  const map = await page.locator('.map-side').boundingBox();
  assert.ok(map && map.width > 500 && map.width < 720, 'the map is as wide as the page');
  await close();
});

test('axe finds nothing wrong on the printed page, also small', async () => {
  for (const width of [1440, 390]) {
    const { page, close } = await openPrint('?area=WK050507&print=sheet', { width, bypassCSP: true });
    await page.addScriptTag({ path: AXE });
    const violations = await page.evaluate(async () => {
      // @ts-expect-error axe is put into the page by the line above
      const { violations } = await window.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
      });
      return violations.map(
        (/** @type {any} */ one) =>
          `${one.id}: ${one.nodes
            .map((/** @type {any} */ node) => node.html.slice(0, 160))
            .slice(0, 3)
            .join(' | ')}`,
      );
    });
    assert.deepEqual(violations, []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no sideways scrolling');
    await close();
  }
});

test('names that look like HTML stay text, and when the sheet does not come the print says so', async () => {
  const evil = '<img src=x onerror="window.__xss=1">';
  const { page, close } = await openPrint('?area=WK050507&print=sheet');
  await changeAnswers(page, '**/v1/sheets/**', (body) => {
    for (const { features } of body.sections)
      for (const { properties } of features) {
        if (properties.name) properties.name = evil;
        if (properties.names) properties.names = properties.names.map(() => evil);
        if (properties.source) properties.source = evil;
      }
  });
  await page.goto(`${server.url}/?area=WK050503&print=sheet`);
  await page.waitForSelector(PRINTED);
  assert.ok((await page.locator('.paper').first().innerText()).includes(evil));
  assert.equal(await page.locator('img').count(), 0);
  await page.goto(`${server.url}/?area=WK050503`);
  await page.waitForSelector(`${ANSWERED} .figures`);
  assert.ok((await page.locator('.sections').innerText()).includes(evil));
  assert.equal(await page.locator('.panel img').count(), 0);
  assert.equal(await page.evaluate(() => '__xss' in window), false);

  await page.unroute('**/v1/sheets/**');
  await page.route('**/v1/sheets/**', (route) =>
    route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"title":"busy","code":"busy"}' }),
  );
  await page.goto(`${server.url}/?area=WK050501&print=sheet`);
  await page.waitForSelector('#print .banner');
  assert.match(await page.locator('#print .banner').innerText(), /503 busy/);
  await page.unroute('**/v1/sheets/**');
  await page.locator('#print .banner button').click();
  await page.waitForSelector(`${PRINTED} .paper`);
  assert.equal(await page.locator('#print .banner').count(), 0);
  await close();
});

test('a class of the distance chart marks the neighbourhoods whose own average lies in it', async () => {
  const [type, area] = ['LRN-BIEB', 'WK050507'];
  const { page, errors, close } = await openPage(browser, `${server.url}/?area=${area}&serviceType=${type}`);
  const marks = page.locator('.section-distance .chart [data-mark]');
  const { features } = await api(`/v1/collections/neighbourhoods/items?serviceType=${type}&limit=1000`);
  const means = new Map(
    features
      .filter((/** @type {any} */ { properties }) => properties.parentCode === area && properties.residents > 0)
      .map((/** @type {any} */ { properties }) => [properties.code, properties.meanDistanceM]),
  );
  const told = await marks.evaluateAll((all) => all.map((one) => one.getAttribute('data-mark')?.split(' ').slice(1)));
  assert.deepEqual(told.flat().sort(), [...means.keys()].sort(), 'each neighbourhood once');
  told.forEach((codes, index) =>
    codes?.forEach((code) => {
      const mean = means.get(code);
      assert.ok(mean > index * 250 && (mean <= (index + 1) * 250 || index === 8), `${code}: ${mean} in ${index}`);
    }),
  );
  const most = told.findIndex((codes) => (codes?.length ?? 0) > 1);
  await marks.nth(most).hover();
  await page.locator('.map .chosen-several').first().waitFor();
  assert.match(await page.locator('.section-distance .chart-pointed').innerText(), /gemiddeld in \d+ buurten/);
  await marks.nth(told.findIndex((codes) => codes?.length === 0)).hover();
  assert.equal(await page.locator('.map .chosen-several').count(), 0);
  await marks.first().focus();
  await page.keyboard.press('ArrowRight');
  assert.equal(await marks.nth(1).evaluate((mark) => mark === document.activeElement), true, 'arrows go along it');
  assert.deepEqual(errors, []);
  await close();
  const alone = await openPage(browser, `${server.url}/?area=${[...means.keys()][0]}&serviceType=${type}`);
  assert.equal(await alone.page.locator('.section-distance .chart').count(), 1);
  assert.equal(
    await alone.page.locator('.section-distance .chart [data-mark]').count(),
    0,
    'of one there is no choice',
  );
  await alone.close();
});
