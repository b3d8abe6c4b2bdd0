import { openPage, startBrowser } from './server.js';
const [,, name, query, size, ...steps] = process.argv;
const [width, height] = size.split('x').map(Number);
const browser = await startBrowser();
const { page, errors } = await openPage(browser, (process.env.BASE ?? 'http://127.0.0.1:8304') + query, { width, height });
for (const step of steps) {
  if (step.startsWith('key:')) await page.keyboard.press(step.slice(4));
  else if (step.startsWith('type:')) await page.keyboard.type(step.slice(5));
  else if (step.startsWith('eval:')) console.log(await page.evaluate(step.slice(5)));
  else await page.locator(step).first().click();
  await page.waitForTimeout(350);
}
await page.waitForTimeout(400);
await page.screenshot({ path: `/tmp/shots/shell/${name}.png` });
if (errors.length) console.log(errors);
await browser.close();
