import { openPage, startBrowser } from './server.js';
const [, , name, query, size, ...steps] = process.argv;
const [width, height] = size.split('x').map(Number);
const browser = await startBrowser();
const { page, errors } = await openPage(browser, (process.env.BASE ?? 'http://127.0.0.1:8304') + query, {
  width,
  height,
  firstVisit: !!process.env.FIRST,
  elsewhere: (route) => {
    const url = new URL(route.request().url());
    const json = (docs) =>
      route.fulfill({
        json: { response: { numFound: docs.length, start: 0, maxScore: 1, numFoundExact: true, docs } },
        headers: { 'access-control-allow-origin': '*' },
      });
    if (url.pathname.endsWith('/suggest'))
      return json([
        { type: 'adres', weergavenaam: 'Wielstraat 12, 3311AB Dordrecht', id: 'adr-1', score: 9 },
        { type: 'weg', weergavenaam: 'Wielstraat, Dordrecht', id: 'weg-1', score: 8 },
      ]);
    if (url.pathname.endsWith('/lookup'))
      return json([
        { id: 'adr-1', weergavenaam: 'Wielstraat 12, 3311AB Dordrecht', centroide_ll: 'POINT(4.66 51.79)' },
      ]);
    return route.abort();
  },
});
for (const step of steps) {
  if (step.startsWith('key:')) await page.keyboard.press(step.slice(4));
  else if (step.startsWith('type:')) await page.keyboard.type(step.slice(5));
  else if (step.startsWith('eval:')) console.log(await page.evaluate(step.slice(5)));
  else await page.locator(step).locator('visible=true').first().click();
  await page.waitForTimeout(350);
}
await page.waitForTimeout(400);
await page.screenshot({ path: `/tmp/shots/shell/${name}.png` });
if (errors.length) console.log(errors);
await browser.close();
