/** What stands on which page is measured: nothing is cut off, and no page is begun while there is room before it. */

import { h } from '../dom.js';

/** @typedef {{element: HTMLElement, body: HTMLElement}} Page */

/**
 * What is placed: whole where it fits, else as many of its items as fit.
 * @template [T=any]
 * @typedef {object} Block
 * @property {T[]} items
 * @property {(items: T[], part: number) => HTMLElement} wrap
 */

/** @param {HTMLElement} body of a page */
export const fits = (body) => body.scrollHeight <= body.clientHeight + 1;

/** The height that what is on a page takes, with the gaps between. @param {HTMLElement} body */
export function filled(body) {
  const gap = parseFloat(getComputedStyle(body).rowGap) || 0;
  const heights = [...body.children].map((one) => /** @type {HTMLElement} */ (one).offsetHeight);
  return heights.reduce((sum, height) => sum + height, 0) + gap * Math.max(0, heights.length - 1);
}

/** @param {Page} page @param {HTMLElement} element @returns {boolean} whether it fits, and then it is there */
export function put({ body }, element) {
  body.insertBefore(element, body.querySelector(':scope > .notes'));
  if (fits(body)) return true;
  element.remove();
  return false;
}

/**
 * Each block on the first page, from the first on, where it fits whole; one that fits on no page is parted.
 * @param {Block[]} blocks @param {Page} first @param {() => Page} next @returns {Page[]}
 */
export function flow(blocks, first, next) {
  const pages = [first];
  for (const block of blocks) {
    if (block.items.length === 0) continue;
    if (pages.some((page) => put(page, block.wrap(block.items, 0)))) continue;
    const fresh = next();
    pages.push(fresh);
    if (!put(fresh, block.wrap(block.items, 0))) parted(fresh, block, next, pages);
  }
  return pages;
}

/** @param {Page} page @param {Block} block @param {() => Page} next @param {Page[]} pages */
function parted(page, block, next, pages) {
  let { items } = block;
  let now = page;
  for (let part = 0; items.length > 0; part += 1) {
    let [least, most] = [1, items.length];
    while (least < most) {
      const half = Math.ceil((least + most) / 2);
      const tried = block.wrap(items.slice(0, half), part);
      if (put(now, tried)) {
        tried.remove();
        least = half;
      } else most = half - 1;
    }
    now.body.append(block.wrap(items.slice(0, least), part));
    items = items.slice(least);
    if (items.length > 0) {
      now = next();
      pages.push(now);
    }
  }
}

/**
 * Sections in columns, each in the shortest that has room: what is short does not keep what is long waiting.
 * @param {HTMLElement[]} sections @param {Page[]} pages @param {() => Page} next @param {number} count of columns
 * @param {boolean} packed the highest are placed first, which wastes least room; in a column they stand in their order all the same
 * @returns {Page[]}
 */
export function inColumns(sections, pages, next, count, packed = false) {
  const out = [...pages];
  let waiting = packed && out[0] ? highestFirst(out[0], sections, count) : sections;
  for (let at = 0; waiting.length > 0; at += 1) {
    let page = out[at];
    const fresh = !page;
    if (!page) {
      page = next();
      out.push(page);
    }
    const left = columnsOn(page, waiting, count);
    const [large] = left;
    // One that is higher than a page gets a page of its own.
    if (fresh && large && left.length === waiting.length) {
      page.body.append(large);
      waiting = left.slice(1);
    } else waiting = left;
  }
  for (const { body } of out)
    for (const column of body.querySelectorAll('.section-column'))
      column.append(...sections.filter((one) => one.parentElement === column));
  return out;
}

/** @param {number} count of columns */
function emptyColumns(count) {
  const columns = Array.from({ length: count }, () => h('div', { class: 'section-column' }));
  const block = h('div', { class: 'section-columns' }, ...columns);
  block.style.gridTemplateColumns = `repeat(${count}, minmax(0, 1fr))`;
  return { columns, block };
}

/** @param {Page} page to measure on @param {HTMLElement[]} sections @param {number} count of columns */
function highestFirst({ body }, sections, count) {
  const { columns, block } = emptyColumns(count);
  columns[0]?.append(...sections);
  body.append(block);
  const heights = new Map(sections.map((one) => [one, one.offsetHeight]));
  block.remove();
  return [...sections].sort((a, b) => (heights.get(b) ?? 0) - (heights.get(a) ?? 0));
}

/** @param {Page} page @param {HTMLElement[]} sections @param {number} count @returns {HTMLElement[]} those without room */
function columnsOn(page, sections, count) {
  const { columns, block } = emptyColumns(count);
  page.body.insertBefore(block, page.body.querySelector(':scope > .notes'));
  const left = sections.filter((section) => {
    const byHeight = [...columns].sort((a, b) => heightOf(a) - heightOf(b));
    return !byHeight.some((column) => {
      column.append(section);
      if (fits(page.body)) return true;
      section.remove();
      return false;
    });
  });
  if (left.length === sections.length) block.remove();
  return left;
}

/** What stands in a column; the grid makes the column itself as high as the highest. @param {HTMLElement} column */
const heightOf = (column) =>
  [...column.children].reduce((sum, one) => sum + /** @type {HTMLElement} */ (one).offsetHeight, 0);
