import { startBrowser } from './server.js';
const browser = await startBrowser();
const base = process.env.BASE ?? 'http://127.0.0.1:8304';
const shot = async (name, query, size, how = {}, steps = async () => {}) => {
  const context = await browser.newContext({
    viewport: { width: size[0], height: size[1] },
    reducedMotion: 'reduce',
    ...how,
  });
  await context.addInitScript(() => localStorage.setItem('wijkkaart-welcome', 'seen'));
  const page = await context.newPage();
  await page.route(/^https:/, (r) => r.abort());
  if (how.fail)
    await page.route(how.fail, (r) =>
      r.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"title":"busy","code":"busy"}' }),
    );
  await page.goto(base + query);
  await page.waitForTimeout(2500);
  try {
    await steps(page);
  } catch (e) {
    console.log(name, String(e).slice(0, 200));
  }
  await page.waitForTimeout(500);
  await page.screenshot({ path: `/tmp/shots/shell/${name}.png` });
  await context.close();
};
await shot('m-fail', '/', [1024, 768], { fail: /\/v1\?f=json/ });
await shot('m-fail2', '/', [390, 844], { fail: /districts\/items\?(?!limit=10000$)/ });
await shot('m-320', '/?serviceType=LRN-BIEB', [320, 640], {}, async (p) => {
  await p.locator('.why-link').click();
  await p.waitForTimeout(800);
});
await shot('m-forced', '/?serviceType=LRN-BIEB&show=table', [1440, 900], { forcedColors: 'active' }, async (p) => {
  await p.locator('.why-link').click();
  await p.waitForTimeout(800);
});
await shot('m-sheet390', '/?area=WK050507', [390, 844]);
await shot('m-empty', '/?serviceType=PAR-LEERWERK&role=commission&show=table', [1440, 900]);
await shot('m-more', '/?serviceType=LRN-BIEB', [1440, 900], {}, async (p) => {
  await p.locator('.more-in-table').focus();
});
await shot('m-400', '/?serviceType=LRN-BIEB', [320, 225], {}, async (p) => {
  await p.locator('[data-key=tool-menu]').click();
});
await browser.close();
