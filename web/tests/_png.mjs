import { openPage, startBrowser } from './server.js';
const [, , name, query, size] = process.argv;
const [width, height] = size.split('x').map(Number);
const browser = await startBrowser();
const { page, errors } = await openPage(browser, (process.env.BASE ?? 'http://127.0.0.1:8304') + query, {
  width,
  height,
});
await page.locator(width < 768 ? '[data-key=tool-menu]' : '[data-key=tool-download]').click();
if (width < 768) await page.getByRole('button', { name: 'Download' }).click();
const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-download=png]').click()]);
console.log(download.suggestedFilename());
await download.saveAs(`/tmp/shots/shell/${name}.png`);
if (errors.length) console.log(errors);
await browser.close();
