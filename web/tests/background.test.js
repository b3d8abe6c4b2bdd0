/** The background map, with a made-up PDOK in the place of the real one. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { openPage, startBrowser, startServer } from './server.js';

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

/** A tile of one colour that nothing else on the page has. */
const TILE_COLOUR = [255, 0, 255];

/** @param {number[]} rgb @returns {Buffer} a PNG of one pixel, which the page stretches to a tile */
function png(rgb) {
  const chunk = (/** @type {string} */ type, /** @type {Buffer} */ data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const size = [0, 0, 0, 1];
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', Buffer.from([...size, ...size, 8, 2, 0, 0, 0])),
    chunk('IDAT', deflateSync(Buffer.from([0, ...rgb]))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** @param {Buffer} bytes @returns {number} CRC-32 as PNG has it (ISO 3309) */
function crc32(bytes) {
  let rest = ~0;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit += 1) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return ~rest >>> 0;
}

/** @param {import('playwright-core').Page} page @returns {Promise<number>} share of the map that has the tiles' colour */
async function shareOfTileColour(page) {
  const picture = (await page.locator('#map').screenshot()).toString('base64');
  return page.evaluate(
    async ({ picture, colour }) => {
      const image = new Image();
      image.src = `data:image/png;base64,${picture}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.width, image.height];
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no canvas');
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      let same = 0;
      for (let at = 0; at < data.length; at += 4) if (colour.every((part, i) => data[at + i] === part)) same += 1;
      return same / (data.length / 4);
    },
    { picture, colour: TILE_COLOUR },
  );
}

test('the background map is asked of PDOK as it documents, is shown, and its maker is named', async () => {
  /** @type {string[]} */
  const asked = [];
  const { page, errors, close } = await openPage(browser, server.url, {
    elsewhere: (route) => {
      asked.push(route.request().url());
      return route.fulfill({ contentType: 'image/png', body: png(TILE_COLOUR) });
    },
  });
  await page.waitForSelector('#map[data-tiles="on"]');
  await page.waitForFunction(() => {
    const tiles = [...document.querySelectorAll('img.leaflet-tile')];
    return tiles.length > 0 && tiles.every((tile) => tile.classList.contains('leaflet-tile-loaded'));
  });

  // BRT-Achtergrondkaart, WMTS with the tile's zoom, column and row in the address: rows are counted from the north.
  const address =
    /^https:\/\/service\.pdok\.nl\/brt\/achtergrondkaart\/wmts\/v2_0\/(?:standaard|grijs|pastel|water)\/EPSG:3857\/(\d+)\/(\d+)\/(\d+)\.png$/;
  const tiles = asked.map((url) => {
    const parts = address.exec(url);
    assert.ok(parts, url);
    const [zoom, column, row] = parts.slice(1).map(Number);
    return { zoom: zoom ?? NaN, name: `${zoom}/${column}/${row}` };
  });
  const [west, south, east, north] = (await (await fetch(`${server.url}/v1`)).json()).city.extent;
  const [lon, lat] = [(west + east) / 2, ((south + north) / 2) * (Math.PI / 180)];
  const middle = (/** @type {number} */ zoom) => {
    const row = (1 - Math.log(Math.tan(lat) + 1 / Math.cos(lat)) / Math.PI) / 2;
    return [zoom, Math.floor(((lon + 180) / 360) * 2 ** zoom), Math.floor(row * 2 ** zoom)].join('/');
  };
  for (const { zoom } of tiles) assert.ok(zoom >= 6 && zoom <= 19, `PDOK has no zoom ${zoom}`);
  const names = new Set(tiles.map((tile) => tile.name));
  const middles = [...new Set(tiles.map(({ zoom }) => middle(zoom)))];
  assert.ok(
    middles.some((one) => names.has(one)),
    `${middles} is in the middle of the city, and not among ${[...names]}`,
  );

  assert.ok((await shareOfTileColour(page)) > 0.02, 'the tiles are seen around the city');
  const named = page.locator('.attribution');
  assert.match(await named.innerText(), /Kaartgegevens © Kadaster/);
  assert.ok(
    await named.evaluate((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && element.contains(there);
    }),
    'and nothing lies over it',
  );
  assert.deepEqual(errors, []);
  await close();
});

for (const [name, fail] of /** @type {const} */ ([
  ['do not answer', (/** @type {import('playwright-core').Route} */ route) => route.abort('connectionrefused')],
  ['are refused', (/** @type {import('playwright-core').Route} */ route) => route.fulfill({ status: 404, body: '' })],
])) {
  test(`where tiles ${name} the page stands on its plain ground`, async () => {
    let asked = 0;
    const { page, errors, close } = await openPage(browser, server.url, {
      elsewhere: (route) => {
        asked += 1;
        return fail(route);
      },
    });
    await page.waitForFunction(() => document.querySelector('img.leaflet-tile') === null);
    assert.ok(asked > 0, 'tiles were asked');
    assert.equal(await page.locator('#map').getAttribute('data-tiles'), 'off');
    const land = await page.locator('#map .ground-land').boundingBox();
    assert.ok(land && land.width > 300, 'the ground is drawn');
    assert.ok((await page.locator('#map .area').count()) > 0, 'and the areas on it');
    assert.equal(await shareOfTileColour(page), 0);
    assert.doesNotMatch(await page.locator('.attribution').innerText(), /Kaartgegevens/);
    await page.locator('.attribution button').click();
    assert.match(await page.getByRole('dialog').innerText(), /CBS\/Kadaster/);
    assert.deepEqual(
      errors.filter((error) => !/status of 404/.test(error)),
      [],
    );
    await close();
  });
}
