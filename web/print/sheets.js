/**
 * All sheets in one PDF: `node print/sheets.js [--city FOLDER | --url ADDRESS] [--out sheets.pdf] [--paper a4|a3]
 * [--areas districts|neighbourhoods|programmes|all] [--lang nl|en] [--date 2026-11-22] [--service-type LRN-BIEB] [--distance 1000]
 * [--programme CODE]`. It prints the page's own print view, so every sheet is the one that the page shows; the QR codes lead to
 * the address that it was printed from.
 */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startBrowser, startProgram } from './program.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const WITHIN_MS = 600_000;
/** Where cargo puts what it builds. */
const TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target');

/**
 * @param {import('playwright-core').Browser} browser @param {string} url of the running program
 * @param {Record<string, string | undefined>} asked parameters of the page @param {string} out file
 * @returns {Promise<number>} how many pages
 */
export async function printSheets(browser, url, asked, out) {
  const query = new URLSearchParams({ print: 'districts' });
  for (const [name, value] of Object.entries(asked)) if (value !== undefined) query.set(name, value);
  const page = await browser.newPage();
  try {
    // The sheets are drawn from the program alone.
    await page.route(
      (address) => address.origin !== new URL(url).origin,
      (route) => route.abort(),
    );
    await page.goto(`${url}/?${query}`);
    await page.waitForSelector('#print[aria-busy="false"]', { timeout: WITHIN_MS, state: 'attached' });
    const problem = page.locator('#print .banner');
    if ((await problem.count()) > 0) throw new Error(await problem.innerText());
    const pages = await page.locator('.paper').count();
    if (pages === 0) throw new Error('there is no such area to print');
    await page.pdf({ path: out, preferCSSPageSize: true, printBackground: true, outline: true, tagged: true });
    return pages;
  } finally {
    await page.close();
  }
}

async function main() {
  const { values } = parseArgs({
    options: {
      city: { type: 'string', default: join(ROOT, 'data/dordrecht') },
      store: { type: 'string' },
      url: { type: 'string' },
      out: { type: 'string', default: 'sheets.pdf' },
      paper: { type: 'string' },
      areas: { type: 'string' },
      lang: { type: 'string' },
      date: { type: 'string' },
      'service-type': { type: 'string' },
      distance: { type: 'string' },
      programme: { type: 'string' },
    },
  });
  const { city, store, url, out, paper, areas, lang, date, distance, programme } = values;
  const program = process.env.WIJKKAART_BIN ?? join(TARGET, 'release', 'wijkkaart');
  const server = url
    ? { url: url.replace(/\/$/, ''), stop: async () => {} }
    : await startProgram(program, ['--city', city, ...(store ? ['--store', store] : [])]);
  const browser = await startBrowser();
  try {
    const asked = { print: areas, paper, lang, date, serviceType: values['service-type'], distance, programme };
    const pages = await printSheets(browser, server.url, asked, out);
    console.log(`${out}: ${pages} pages`);
  } finally {
    await browser.close();
    await server.stop();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await main().catch((error) => {
    const said = error instanceof Error ? error.message.trimEnd() : String(error);
    // A store serves one program at a time.
    console.error(
      / is held by /.test(said) ? `${said}\nPrint the sheets of the one that runs with --url ADDRESS.` : said,
    );
    process.exitCode = 1;
  });
