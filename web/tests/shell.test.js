/** What stands around every question: share and download, keys, first visit, embedded view, statement, states, names of others. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ANSWERED, changeAnswers, openPage, startBrowser, startServer, violationsIn } from './server.js';

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

/** @param {string} path @returns {Promise<any>} */
const api = async (path) => (await fetch(server.url + path)).json();
/** @param {string} query @param {Parameters<typeof openPage>[2]} [how] */
const open = (query, how) => openPage(browser, server.url + query, how);

/** What is put on the clipboard. @param {import('playwright-core').Page} page */
async function clipboard(page) {
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: async (/** @type {string} */ copied) => Object.assign(window, { copied }) },
    });
  });
  return () => page.evaluate(() => String(Reflect.get(window, 'copied')));
}

test('a link and the code of an embedded view are shared, and both open the same view', async () => {
  const { page, errors, close } = await open('/?question=density&per=land', { bypassCSP: true });
  const copied = await clipboard(page);
  await page.locator('[data-key="tool-share"]').click();
  await page.getByRole('status').filter({ hasText: 'Link gekopieerd' }).waitFor();
  assert.equal(await copied(), `${server.url}/?question=density&per=land`);
  assert.deepEqual(await violationsIn(page), []);
  await page.getByRole('button', { name: 'Kopieer code' }).click();
  await page.waitForFunction(() => String(Reflect.get(window, 'copied')).startsWith('<iframe'));
  const sentence = await page.locator('#sentence').textContent();
  const hero = await page.locator('.hero-value').textContent();
  const address = /src="([^"]+)"/.exec(await copied())?.[1]?.replace(/&amp;/g, '&') ?? '';
  await page.goto(address);
  await page.waitForSelector('.embed-answer');
  assert.equal(await page.locator('#panel .answer').isVisible(), false);
  assert.equal(await page.locator('#tools').isVisible(), false);
  assert.ok(await page.locator('.legend').isVisible());
  assert.ok(await page.locator('.attribution').isVisible());
  assert.ok((await page.locator('.embed-answer').textContent())?.startsWith(hero ?? ''));
  const title = page.locator('#sentence a');
  assert.equal(await title.textContent(), sentence);
  assert.equal(await title.getAttribute('href'), '/?question=density&per=land');
  assert.deepEqual(await violationsIn(page), []);
  assert.deepEqual(errors, []);
  await close();
});

test('every format is offered, and the map is saved as a picture that holds its colours', async () => {
  const { page, errors, close } = await open('/?serviceType=LRN-BIEB');
  await page.locator('[data-key="tool-download"]').click();
  for (const format of ['csv', 'xlsx', 'geojson', 'gpkg']) {
    const link = page.locator(`[data-download="facilities.${format}"]`);
    assert.match((await link.getAttribute('href')) ?? '', new RegExp(`/facilities/download\\?f=${format}`));
  }
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-download="png"]').click()]);
  assert.match(download.suggestedFilename(), /^wijkkaart-.+-coverage-\d{4}-\d{2}-\d{2}\.png$/);
  const bytes = readFileSync(await download.path()).toString('base64');
  const seen = await page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.drawImage(image, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    /** @type {Record<string, number>} */
    const counts = {};
    for (const pixel of pixels) counts[pixel & 0xffffff] = (counts[pixel & 0xffffff] ?? 0) + 1;
    const map = document.querySelector('#map')?.getBoundingClientRect();
    const of = (/** @type {number} */ rgb) =>
      (counts[((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16)] ?? 0) / pixels.length;
    return {
      wide: image.width === 2 * Math.floor(map?.width ?? 0),
      tall: image.height > 2 * (map?.height ?? 0),
      reached: of(0x5b9db8),
      water: of(0xdce7ea),
      library: of(0x00696f),
    };
  }, bytes);
  assert.ok(seen.wide && seen.tall, 'twice the map, with room for words');
  assert.ok(seen.reached > 0.02 && seen.water > 0.05 && seen.library > 0.0003, JSON.stringify(seen));
  assert.deepEqual(errors, []);
  await close();
});

test('keys of one letter work outside fields, are listed, and can be switched off', async () => {
  const { page, close } = await open('/', { bypassCSP: true });
  await page.keyboard.press('q');
  const menu = page.getByRole('dialog', { name: 'Kies een vraag' });
  assert.ok(await menu.isVisible());
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type('t?q');
  assert.equal(await page.locator('#search-field').inputValue(), 't?q', 'in a field they are letters');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'Toetsen' });
  assert.match(await list.innerText(), /Kaart of tabel/);
  assert.deepEqual(await violationsIn(page), []);
  await list.getByRole('switch').click();
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'detached' });
  await page.keyboard.press('t');
  await page.keyboard.press('?');
  assert.equal(await page.locator('dialog').count(), 0);
  assert.doesNotMatch(page.url(), /show=table/);
  await page.locator('[data-key="keys"]').click();
  await list.getByRole('switch').click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('t');
  await page.waitForSelector('.figures-table');
  await page.keyboard.press('t');
  await page.waitForSelector('.figures-table', { state: 'detached' });

  // The order of Tab: skip links, question, words, answer, list, search, view, share, map.
  await page.evaluate(() => /** @type {HTMLElement | null} */ (document.activeElement)?.blur());
  const places = ['#skip', '#question', '#answer', '.search-card', '.view-choice', '.takings', '#map'];
  const order = await page.evaluate((selectors) => {
    const all = [...document.querySelectorAll('a[href], button, input, [tabindex="0"]')];
    return selectors.map((selector) => all.findIndex((one) => one.closest(selector)));
  }, places);
  assert.deepEqual(
    order,
    [...order].sort((a, b) => a - b),
    places.join(),
  );
  await page.locator('#skip a').last().focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.figures-table');
  assert.ok(await page.locator('#table').evaluate((table) => table === document.activeElement));
  await close();
});

test('a first visit has one card that says what the answer says, and no second visit has it', async () => {
  const { page, errors, close } = await open('/?serviceType=LRN-BIEB', { firstVisit: true, bypassCSP: true });
  const card = page.locator('.welcome');
  const hero = await page.locator('.hero').innerText();
  assert.ok((await card.innerText()).includes(hero.replace(/\s/g, '').replace('%', '\u00a0%')), await card.innerText());
  const overlap = async () => {
    const [a, b] = [await card.boundingBox(), await page.locator('#answer').boundingBox()];
    assert.ok(a && b);
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
  };
  assert.equal(await overlap(), false);
  await page.setViewportSize({ width: 390, height: 844 });
  assert.equal(await overlap(), false, 'nor on a phone');
  assert.deepEqual(await violationsIn(page), []);
  await card.getByRole('button', { name: 'Sluit' }).click();
  assert.equal(await card.count(), 0);
  await page.reload();
  await page.waitForSelector(`${ANSWERED} .hero`);
  assert.equal(await card.count(), 0);
  assert.deepEqual(errors, []);
  await close();
});

test('newer data are told, and shown only when the reader asks', async () => {
  const { page, close } = await open('/');
  const { revision } = (await api('/v1')).city;
  await page.clock.install();
  await page.goto(server.url);
  await page.waitForSelector(`${ANSWERED} .hero`);
  await page.clock.runFor(6 * 60_000);
  assert.equal(await page.locator('.toast').count(), 0, 'nothing new, nothing said');
  let next = true;
  await changeAnswers(page, /\/v1\?f=json$/, (body) => {
    if (next) body.city.revision = revision + 1;
  });
  await page.evaluate(() => Object.assign(window, { same: true }));
  await page.clock.runFor(6 * 60_000);
  await page.getByText('Er zijn nieuwe gegevens.').waitFor();
  await page.clock.runFor(6 * 60_000);
  assert.ok(await page.getByText('Er zijn nieuwe gegevens.').isVisible(), 'it stays');
  assert.ok(await page.evaluate(() => 'same' in window), 'nothing was swapped');
  next = false;
  await page.getByRole('button', { name: 'Ververs' }).click();
  await page.waitForFunction(() => !('same' in window));
  await close();
});

test('where nothing comes the page says so with a number, and starts when it is asked again', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.route(/^https:/, (route) => route.abort());
  const first = /\/v1\?f=json$/;
  const busy = /** @param {import('playwright-core').Route} route */ (route) =>
    route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"title":"busy","code":"busy"}' });
  await page.route(first, busy);
  await page.goto(server.url);
  assert.match(await page.getByRole('alert').innerText(), /kan nu niet starten[\s\S]*503 busy/);
  await page.unroute(first);
  await page.route(/\/v1\/collections\/gaps\//, busy);
  await page.getByRole('button', { name: 'Probeer opnieuw' }).click();
  await page.getByText('De kaart werkt nog wel').waitFor();
  const fills = await page.locator('#map .area').evaluateAll((all) => all.map((one) => getComputedStyle(one).fill));
  assert.ok(fills.length > 0 && fills.every((fill) => fill === 'rgb(252, 251, 248)'), 'the map is plain, and there');
  assert.ok(await page.locator('[data-key="tool-share"]').isVisible(), 'and so is what does not need figures');
  await page.unroute(/\/v1\/collections\/gaps\//);
  await page.getByRole('button', { name: 'Probeer opnieuw' }).click();
  await page.waitForSelector(`${ANSWERED} .hero`);
  await context.close();
});

test('the accessibility statement is there in both languages', async () => {
  const { page, errors, close } = await open('/', { bypassCSP: true });
  await page.locator('.foot-links a').click();
  await page.waitForURL(/accessibility\.html/);
  assert.deepEqual(await page.locator('h1').allInnerTexts(), [
    'Toegankelijkheidsverklaring',
    'Accessibility statement',
  ]);
  await page.setViewportSize({ width: 320, height: 640 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  assert.deepEqual(await violationsIn(page), []);
  assert.deepEqual(errors, []);
  await close();
});

test('the accessibility statement tells whom to ask where the city says it, as text', async () => {
  const { page, errors, close } = await open('/', { bypassCSP: true });
  await changeAnswers(page, /\/v1\?f=json$/, (body) => {
    body.city.contact = { name: 'Team <b>kaart</b>', email: 'kaart@example.org', url: 'https://example.org/hulp' };
  });
  await page.goto(`${server.url}/accessibility.html`);
  await page.locator('#contact-nl a').first().waitFor();
  assert.equal(
    await page.locator('#contact-nl').innerText(),
    'Stuur uw melding naar Team <b>kaart</b>: kaart@example.org of ga naar https://example.org/hulp.',
  );
  assert.match(await page.locator('#contact-en').innerText(), /^Send your report to Team <b>kaart<\/b>: /);
  assert.deepEqual(
    await page.locator('#contact-nl a').evaluateAll((all) => all.map((one) => one.getAttribute('href'))),
    ['mailto:kaart@example.org', 'https://example.org/hulp'],
  );
  assert.equal(await page.locator('#no-contact-nl, #no-contact-en').count(), 0);
  assert.deepEqual(await violationsIn(page), []);
  assert.deepEqual(errors, []);
  await close();
});

test('the code for another site says where it works', async () => {
  const { page, close } = await open('/');
  await page.locator('[data-key="tool-share"]').click();
  const menu = page.getByRole('dialog', { name: 'Deel wat u ziet' });
  assert.match(await menu.innerText(), /werkt alleen op .* zelf/);
  await changeAnswers(page, /\/v1\?f=json$/, (body) => {
    body.city.embedOn = ['https://www.example.org', 'https://kaart.example.org'];
  });
  await page.reload();
  await page.waitForSelector(`${ANSWERED} .hero`);
  await page.locator('[data-key="tool-share"]').click();
  assert.match(
    await menu.innerText(),
    /werkt op \S+ en op https:\/\/www\.example\.org, https:\/\/kaart\.example\.org\./,
  );
  await close();
});

const SHARED = process.env.WIJKKAART_SHARED ?? fileURLToPath(new URL('../../../shared', import.meta.url));
const NAUGHTY = `${SHARED}/corpora/naughty-strings/blns.txt`;

test(
  'markup in names is shown as text wherever a name appears, and nothing of it runs',
  { skip: existsSync(NAUGHTY) ? false : `${NAUGHTY} is not there` },
  async () => {
    const lines = readFileSync(NAUGHTY, 'utf8')
      .split('\n')
      .filter((line) => /<|javascript:|on\w+=|&#|%3C/i.test(line) && !line.startsWith('#'));
    assert.ok(lines.length > 100, 'the markup lines of the corpus');
    const { page, close } = await open('/');
    /** @type {string[]} */
    const said = [];
    page.on('dialog', (dialog) => {
      said.push(dialog.message());
      void dialog.dismiss();
    });
    /** @type {string[]} */
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    let at = 0;
    const names = new Set([
      'name',
      'organisation',
      'address',
      'attribution',
      'labelNl',
      'labelEn',
      'noticeNl',
      'noticeEn',
    ]);
    /** Every name of an answer becomes the next line. @param {any} value @returns {any} */
    const naughty = (value) => {
      if (Array.isArray(value)) return value.map(naughty);
      if (value === null || typeof value !== 'object') return value;
      return Object.fromEntries(
        Object.entries(value).map(([key, one]) => [
          key,
          names.has(key) && typeof one === 'string' ? lines[at++ % lines.length] : naughty(one),
        ]),
      );
    };
    await changeAnswers(page, /\/v1(\/|\?|$)/, (body) => {
      if (body.sentences)
        Object.assign(body.sentences, { nl: lines[at++ % lines.length], en: lines[at++ % lines.length] });
      return naughty(body);
    });
    /** @type {Set<string>} */
    const read = new Set();
    /** @type {Set<string>} */
    const opened = new Set();
    for (const query of [
      '/',
      '/?question=density&level=neighbourhoods',
      '/?question=overlaps',
      '/?area=WK050503',
      '/?show=table&rows=facilities',
      '/?show=table&question=overlaps',
      '/?question=spending&show=table',
      '/?question=assessment',
      '/?question=usage',
      '/?question=what-if',
      '/?embed=1',
      `/?at=51.8_4.67_${encodeURIComponent(lines[0] ?? '')}`,
    ]) {
      await page.goto(server.url + query);
      await page.waitForSelector(`${ANSWERED} .hero, ${ANSWERED} .figures`, { state: 'attached' });
      for (const opener of ['.why-link', '.word >> nth=-1', '.attribution button', '.sample-tab', '.place >> nth=0']) {
        const button = page.locator(opener).first();
        if (opened.has(opener) && opener !== '.why-link') continue;
        if (!(await button.isVisible().catch(() => false))) continue;
        await button.click({ force: true, timeout: 2000 }).catch(() => {});
        opened.add(opener);
        await page.waitForTimeout(60);
      }
      if (query === '/') {
        await page.locator('#search-field').fill('script');
        await page.locator('.search-list .option').first().waitFor();
        await page.locator('[data-key="tool-share"]').click();
      }
      const strange = await page.evaluate(
        () =>
          [...document.querySelectorAll('body *')].filter(
            (one) =>
              [...one.attributes].some((attribute) => attribute.name.startsWith('on')) ||
              /^(script|iframe|object|embed|form|base|meta|link|style|marquee|video|audio|b|i|plaintext|xss)$/i.test(
                one.tagName,
              ) ||
              /^\s*(javascript|vbscript|data):/i.test(one.getAttribute('href') ?? one.getAttribute('src') ?? ''),
          ).length,
      );
      assert.equal(strange, 0, `${query} made elements of a name`);
      const text = await page.evaluate(() => document.body.textContent ?? '');
      for (const line of lines) if (text.includes(line)) read.add(line);
    }
    assert.ok(read.size > 100, `the names are there to be read: ${read.size} lines`);
    assert.deepEqual(said, [], 'nothing spoke');
    const foreign = asked.filter(
      (url) => !url.startsWith(server.url) && !/^https:\/\/(service|api)\.pdok\.nl\//.test(url),
    );
    assert.deepEqual(foreign, [], 'and nothing was asked elsewhere');
    await page.unrouteAll({ behavior: 'wait' });
    await close();
  },
);

test('Q opens the questions from a sheet, from a proposal and from the table, and leads to the question', async () => {
  const { features } = await (await fetch(`${server.url}/v1/collections/districts/items?limit=1`)).json();
  const code = features[0].properties.code;
  for (const query of [`area=${code}`, 'question=what-if', 'show=table']) {
    const { page, errors, close } = await openPage(browser, `${server.url}/?${query}`);
    await page.keyboard.press('q');
    await page.locator('.question-menu .menu-item', { hasText: 'Wat hebben we waar?' }).click();
    await page.waitForFunction(() => new URL(location.href).searchParams.get('question') === 'density');
    assert.equal(new URL(page.url()).searchParams.get('area'), null, query);
    assert.deepEqual(errors, []);
    await close();
  }
});

test('what the answer is about lies in the room that the cards leave free', async () => {
  for (const [question, width, height] of /** @type {[string, number, number][]} */ ([
    ['assessment', 1440, 900],
    ['what-if', 1440, 900],
    ['stopping', 1024, 768],
    ['coverage', 390, 844],
  ])) {
    const { page, close } = await openPage(browser, `${server.url}/?question=${question}`, { width, height });
    const { under, names } = await page.evaluate(() => {
      const cards = [...document.querySelectorAll('#cards .card:not(.tip), #tools .card, #question, #answer')]
        .map((card) => card.getBoundingClientRect())
        .filter((card) => card.width > 0);
      const isUnder = (/** @type {number} */ x, /** @type {number} */ y) =>
        cards.some((card) => x > card.left && x < card.right && y > card.top && y < card.bottom);
      const shares = [...document.querySelectorAll('#map .area')].map((area) => {
        const { left, width, top, height } = area.getBoundingClientRect();
        const about = !area.matches('.area-barely, .area-water, .area-plain, .area-unknown');
        return { about, size: width * height, under: isUnder(left + width / 2, top + height / 2) };
      });
      const about = shares.filter((one) => one.about);
      const sum = (/** @type {typeof about} */ of) => of.reduce((total, { size }) => total + size, 0);
      const touches = (/** @type {DOMRect} */ a, /** @type {DOMRect} */ b) =>
        a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
      const labels = [...document.querySelectorAll('#map .area-label > span')].map((one) =>
        one.getBoundingClientRect(),
      );
      const names = labels.filter(
        (label, at) =>
          cards.some((card) => touches(label, card)) || labels.slice(at + 1).some((one) => touches(label, one)),
      );
      return { under: sum(about.filter((one) => one.under)) / Math.max(1, sum(about)), names: names.length };
    });
    assert.ok(under < (width < 768 ? 0.1 : 0.02), `${question} at ${width}: ${under} lies under cards`);
    assert.equal(names, 0, `${question} at ${width}: names touch cards or each other`);
    await close();
  }
});

test('the map fits anew when a card changes its size, and stays where the reader moved it', async () => {
  const { page, close } = await openPage(browser, server.url);
  const place = () =>
    page
      .locator('#map .area')
      .first()
      .evaluate((one) => one.getBoundingClientRect().x);
  const grow = (/** @type {number} */ width) =>
    page.locator('.legend').evaluate((card, to) => (card.style.width = `${to}px`), width);
  const before = await place();
  await grow(700);
  await page.waitForFunction((x) => document.querySelector('#map .area')?.getBoundingClientRect().x !== x, before);
  await page.locator('#map').focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => new URL(location.href).searchParams.has('view'));
  const moved = await place();
  await grow(336);
  await page.waitForTimeout(200);
  assert.equal(await place(), moved);
  await close();
});
