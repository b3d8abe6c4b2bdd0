/** The pages of one printed sheet. What stands on which page is measured: nothing is cut off, nothing stands alone. */

import { h, icon } from '../dom.js';
import * as f from '../formats.js';
import { ageSection } from '../sheet/ages.js';
import { distanceSection, gapSection } from '../sheet/distance.js';
import { numberedFacility } from '../sheet/facilities.js';
import { figures } from '../sheet/figures.js';
import { areaLine } from '../sheet/head.js';
import { hubSection } from '../sheet/hubs.js';
import { indicatorSection } from '../sheet/indicators.js';
import { moneySection } from '../sheet/money.js';
import { overlapSection } from '../sheet/overlaps.js';
import { quiet, section } from '../sheet/parts.js';
import { summary, verdictRow, verdictSection } from '../sheet/verdicts.js';
import { fill } from '../words.js';
import { printMap } from './map.js';
import { notes } from './notes.js';
import { isWide } from './scale.js';

/** @typedef {import('../sheet/document.js').Sheet} Sheet */
/** @typedef {import('../sheet/parts.js').View} View */
/** @typedef {'a4' | 'a3'} Paper */

const MM = 96 / 25.4;
/** More facilities than this do not fit on the first page: below a map beside the figures, and below one across the page. */
const MOST_ON_FIRST = { beside: { a4: 26, a3: 60 }, across: { a4: 10, a3: 60 } };

/** Room of the map in millimetres: beside the figures, and across the page. @type {Record<Paper, {beside: {width: number, height: number}, across: {width: number, height: number}}>} */
const ROOM = {
  a4: { beside: { width: 86, height: 135 }, across: { width: 186, height: 105 } },
  a3: { beside: { width: 172, height: 270 }, across: { width: 273, height: 210 } },
};

/** @param {{width: number, height: number}} room */
const pixels = ({ width, height }) => ({ width: Math.round(width * MM), height: Math.round(height * MM) });

/**
 * What is placed: whole where it fits, else as many of its items as fit.
 * @typedef {object} Block
 * @property {Node[]} items
 * @property {(items: Node[], part: number) => HTMLElement} wrap
 */

/**
 * @param {HTMLElement} slot in the document, so that pages can be measured
 * @param {Sheet} sheet @param {Paper} paper @param {string} link to the live view
 */
export function papers(slot, sheet, paper, link) {
  const view = { sheet, paper: true };
  const wide = isWide(sheet.area.geometry, ROOM[paper].beside, ROOM[paper].across);
  const map = printMap(sheet, pixels(wide ? ROOM[paper].across : ROOM[paper].beside));
  const first = newPage(slot, sheet, paper, true);
  const foot = notes(sheet, link);
  const list = facilityBlock(view);
  const few = sheet.facilities.length <= MOST_ON_FIRST[wide ? 'across' : 'beside'][paper];
  /** @type {Block[]} */
  const blocks = [];
  /** @type {Set<string>} */
  let beside = new Set();
  if (wide) {
    first.body.append(map, figures(view), foot);
    if (few && put(first, list.wrap(list.items, 0))) list.items = [];
    const from = belowMap(view, first);
    if (sheet.verdicts.length === 0) blocks.push(whole(verdictSection(view)));
    else if (from < sheet.verdicts.length) blocks.push(verdictBlock(view, from));
  } else {
    const side = h('div', { class: 'side' }, figures(view));
    first.body.append(h('div', { class: 'hero-block' }, map, side), foot);
    const left = besideMap(view, side, map.offsetHeight);
    if (left.from < sheet.verdicts.length) blocks.push(verdictBlock(view, left.from));
    beside = left.placed;
  }
  const has = (/** @type {string} */ name, /** @type {() => HTMLElement | null} */ make) =>
    beside.has(name) ? null : make();
  const rest = [
    ...pairs(
      distanceSection(view),
      ageSection(view),
      has('overlaps', () => overlapSection(view)),
      has('hubs', () => hubSection(view)),
      has('gaps', () => gapSection(view)),
      moneySection(view),
    ),
    whole(indicatorSection(view)),
  ];
  const pages = flow([list, ...blocks, ...rest], first, () => newPage(slot, sheet, paper, false), few ? null : list);
  return pages.map(({ element }) => element);
}

/** @typedef {{element: HTMLElement, body: HTMLElement}} Page */

/** @param {HTMLElement} slot @param {Sheet} sheet @param {Paper} paper @param {boolean} first @returns {Page} */
function newPage(slot, sheet, paper, first) {
  const { words, state, city } = sheet.context;
  const { name, level } = sheet.area.properties;
  const date = f.date(state.lang, sheet.document.parameters.date);
  const kind =
    level === 'programme'
      ? words.sheets.kindProgramme
      : level === 'neighbourhood'
        ? words.sheets.kindNeighbourhood
        : words.sheets.kind;
  const brand = h('p', { class: 'paper-brand' }, icon('brand'), `${words.title} ${city.info.name}`);
  const head = first
    ? h(
        'header',
        { class: 'paper-head' },
        h('div', {}, h('p', {}, kind), h('h1', {}, name), h('p', {}, areaLine(sheet.context, sheet.area))),
        h(
          'div',
          { class: 'paper-of' },
          brand,
          h('p', {}, date),
          city.info.noticeNl ? h('p', {}, words.sampleData) : null,
        ),
      )
    : h(
        'header',
        { class: 'paper-head paper-next' },
        h('p', {}, h('strong', {}, name), ` · ${kind}`),
        h('p', {}, date),
      );
  const body = h('div', { class: 'paper-body' }, head);
  const element = h(
    'section',
    { class: 'paper', 'data-paper': paper, 'data-area': sheet.area.properties.code, 'aria-label': name },
    body,
    h(
      'p',
      { class: 'paper-foot' },
      h('span', {}, `${words.title} ${city.info.name} · ${name} · ${date}`),
      h('span', { class: 'paper-number' }),
    ),
  );
  slot.append(element);
  return { element, body };
}

const fits = (/** @type {HTMLElement} */ body) => body.scrollHeight <= body.clientHeight + 1;

/**
 * As many verdicts as stand beside the map, worst first, and what comes next where there is room left.
 * @param {View} view @param {HTMLElement} side @param {number} height of the map
 */
function besideMap(view, side, height) {
  const { sheet } = view;
  const { words } = sheet.context;
  const room = () => side.scrollHeight <= height + 1;
  side.style.height = `${height}px`;
  /** @type {Set<string>} */
  const placed = new Set();
  if (sheet.verdicts.length === 0) side.append(verdictSection(view));
  else {
    const list = h('ul', { class: 'verdicts' });
    side.append(section(view, 'verdicts', words.sheets.enough, summary(view), list));
    for (const [index, entry] of sheet.verdicts.entries()) {
      const row = verdictRow(view, entry);
      list.append(row);
      if (room()) continue;
      row.remove();
      return { from: index, placed };
    }
  }
  for (const [name, make] of /** @type {const} */ ([
    ['overlaps', overlapSection],
    ['hubs', hubSection],
    ['gaps', gapSection],
  ])) {
    const next = make(view);
    if (!next) continue;
    side.append(next);
    if (room()) placed.add(name);
    else {
      next.remove();
      break;
    }
  }
  return { from: sheet.verdicts.length, placed };
}

/** As many verdicts as fit below a map across the page, worst first. @param {View} view @param {Page} page @returns {number} how many */
function belowMap(view, page) {
  const { verdicts, context } = view.sheet;
  const list = h('ul', { class: 'verdicts columns' });
  const own = section(view, 'verdicts', context.words.sheets.enough, summary(view), list);
  if (verdicts.length === 0) return 0;
  page.body.insertBefore(own, page.body.querySelector(':scope > .figures')?.nextSibling ?? null);
  for (const [index, entry] of verdicts.entries()) {
    list.append(verdictRow(view, entry));
    if (fits(page.body)) continue;
    list.lastElementChild?.remove();
    if (index === 0) own.remove();
    return index;
  }
  return verdicts.length;
}

/** @param {View} view @param {number} from @returns {Block} */
function verdictBlock(view, from) {
  const { words } = view.sheet.context;
  return {
    items: view.sheet.verdicts.slice(from).map((entry) => verdictRow(view, entry)),
    wrap: (items, part) => {
      const title =
        from > 0 || part > 0 ? fill(words.sheets.continued, { title: words.sheets.enough }) : words.sheets.enough;
      return section(view, `verdicts-${part + 2}`, title, h('ul', { class: 'verdicts columns' }, ...items));
    },
  };
}

/** @param {View} view @returns {Block} */
function facilityBlock(view) {
  const { facilities, context } = view.sheet;
  const { words } = context;
  if (facilities.length === 0)
    return whole(section(view, 'facilities', words.sheets.allFacilities, quiet(words.facilitiesNone)));
  return {
    items: facilities.map((facility, index) => numberedFacility(context, facility, index + 1)),
    wrap: (items, part) =>
      section(
        view,
        part === 0 ? 'facilities' : `facilities-${part + 1}`,
        part === 0 ? words.sheets.allFacilities : fill(words.sheets.continued, { title: words.sheets.allFacilities }),
        h('ol', { class: 'numbered-list columns' }, ...items),
      ),
  };
}

/** @param {HTMLElement | null} element @returns {Block} */
const whole = (element) => ({
  items: element ? [element] : [],
  wrap: (items) => /** @type {HTMLElement} */ (items[0]),
});

/** Sections two by two beside each other. @param {...(HTMLElement | null)} sections @returns {Block[]} */
function pairs(...sections) {
  const present = sections.filter((one) => one !== null);
  return present.flatMap((left, index) =>
    index % 2 === 0 ? [whole(h('div', { class: 'pair-block' }, left, present[index + 1]))] : [],
  );
}

/**
 * Fills pages: what fits whole comes first in its order; a block that fits on no page is parted.
 * @param {Block[]} blocks @param {Page} first @param {() => Page} next @param {Block | null} notOnFirst @returns {Page[]}
 */
function flow(blocks, first, next, notOnFirst) {
  const pages = [first];
  let page = first;
  let waiting = blocks.filter((block) => block.items.length > 0);
  let fresh = false;
  while (waiting.length > 0) {
    const left = waiting.filter(
      (block) => (pages.length === 1 && block === notOnFirst) || !put(page, block.wrap(block.items, 0)),
    );
    const [large] = left;
    if (fresh && large && left.length === waiting.length) {
      page = parted(page, large, next, pages);
      waiting = left.slice(1);
      fresh = false;
      continue;
    }
    waiting = left;
    if (waiting.length === 0) break;
    page = next();
    pages.push(page);
    fresh = true;
  }
  return pages;
}

/** @param {Page} page @param {HTMLElement} element whether it fits, and then it is there */
function put({ body }, element) {
  body.insertBefore(element, body.querySelector(':scope > .notes'));
  if (fits(body)) return true;
  element.remove();
  return false;
}

/** @param {Page} page @param {Block} block @param {() => Page} next @param {Page[]} pages @returns {Page} the last page */
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
  return now;
}
