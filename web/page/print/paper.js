/** The pages of one printed sheet: the first stands by itself, the next explain it. */

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
import { verdictSection } from '../sheet/verdicts.js';
import { fill } from '../words.js';
import { filled, fits, flow, inColumns, put } from './flow.js';
import { printMap } from './map.js';
import { normSection, notes } from './notes.js';
import { isWide } from './scale.js';
import { normLine, verdictGroups } from './verdicts.js';

/** @typedef {import('../sheet/document.js').Sheet} Sheet */
/** @typedef {import('../sheet/parts.js').View} View */
/** @typedef {import('./flow.js').Page} Page */
/**
 * @template [T=any]
 * @typedef {import('./flow.js').Block<T>} Block
 */
/** @typedef {'a4' | 'a3'} Paper */

const MM = 96 / 25.4;
/** More facilities than this are listed on a page of their own. */
const MOST_ON_FIRST = { a4: 26, a3: 60 };

/** With so few pages no other way is tried: what stands closer reads less easily, so that is kept for a page more. */
const ENOUGH = { a4: { plain: 1, tight: 2 }, a3: { plain: 1, tight: 1 } };
/** What explains the first page, in this order. */
const DETAILS = {
  distance: distanceSection,
  overlaps: overlapSection,
  hubs: hubSection,
  gaps: gapSection,
  ages: ageSection,
  money: moneySection,
  indicators: indicatorSection,
};
/** What stands beside the map where there is room: first what bears on the verdicts above it. */
const BESIDE = /** @type {const} */ (['overlaps', 'hubs', 'gaps', 'distance', 'ages', 'money', 'indicators']);
/** @type {Way} */
const WAY = { norms: true, scale: 1, packed: false, tight: false, times: 1 };
/** How many times as much the lists tell where that takes no page more. */
const LONGER = [4, 2];

/**
 * Room of the map in millimetres: beside the figures, and across the page. Beside many verdicts it grows as far as the page goes; across
 * the page it gives way down to `least`. A3 has a smaller map where that spares a page.
 * @type {Record<Paper, {beside: {width: number, height: number}, across: {width: number, height: number}, least: number, sparing: number}>}
 */
const ROOM = {
  a4: { beside: { width: 86, height: 135 }, across: { width: 186, height: 105 }, least: 80, sparing: 0.8 },
  a3: { beside: { width: 172, height: 270 }, across: { width: 273, height: 210 }, least: 160, sparing: 0.72 },
};

/**
 * A way to lay a sheet out: whether the foot tells the norms and whose they are, how high the map is, whether the highest sections are placed first,
 * whether lines stand closer, and how many times as much the lists tell.
 * @typedef {{norms: boolean, scale: number, packed: boolean, tight: boolean, times: number}} Way
 * @typedef {ReturnType<typeof layOut>} Made
 */

/**
 * The fewest pages on which everything stands, and lists as long as those pages have room for.
 * @param {HTMLElement} slot in the document, so that pages can be measured
 * @param {Sheet} sheet @param {Paper} paper @param {string} link to the live view
 */
export function papers(slot, sheet, paper, link) {
  const lay = (/** @type {Way} */ way) => {
    const made = layOut(slot, sheet, paper, link, way);
    for (const page of made.pages) page.remove();
    return made;
  };
  let best = lay(WAY);
  for (const way of waysFor(paper)) {
    const enough = way.tight ? ENOUGH[paper].tight : ENOUGH[paper].plain;
    if (best.complete && best.pages.length <= enough) continue;
    const made = lay(way);
    if (better(made, best)) best = made;
  }
  if (!best.way.tight)
    for (const times of LONGER) {
      const made = lay({ ...best.way, times });
      // What stands on the first page stays there.
      if (better(best, made) || made.beside < best.beside) continue;
      best = made;
      break;
    }
  slot.append(...best.pages);
  const room = /** @type {HTMLElement | null} */ (best.pages[0]?.querySelector('.print-map'));
  room?.replaceWith(printMap(sheet, { width: parseFloat(room.style.width), height: parseFloat(room.style.height) }));
  return best.pages;
}

/** The other ways, the best first. @param {Paper} paper @returns {Way[]} */
const waysFor = (paper) =>
  [false, true].flatMap((tight) =>
    [1, ROOM[paper].sparing].flatMap((scale) =>
      [true, false].flatMap((norms) => [false, true].map((packed) => ({ norms, scale, packed, tight, times: 1 }))),
    ),
  );

/** @param {Made} one @param {Made} other */
const better = (one, other) => (one.complete === other.complete ? one.pages.length < other.pages.length : one.complete);

/**
 * The first page stands by itself: name, map, figures, verdicts and facilities. What explains them follows where there is room.
 * @param {HTMLElement} slot @param {Sheet} sheet @param {Paper} paper @param {string} link @param {Way} way
 */
function layOut(slot, sheet, paper, link, way) {
  const { norms, scale, packed, tight, times } = way;
  const view = { sheet, paper: true, times };
  const { beside, across, least } = ROOM[paper];
  const page = (/** @type {boolean} */ isFirst) => {
    const made = newPage(slot, sheet, paper, isFirst);
    made.element.classList.toggle('tight', tight);
    return made;
  };
  const wide = isWide(sheet.area.geometry, beside, across);
  const first = page(true);
  first.body.append(notes(sheet, link, norms));
  const list = facilityBlock(view);
  const few = sheet.facilities.length <= MOST_ON_FIRST[paper];
  const room = wide ? across : beside;
  const size = { width: Math.round(room.width * MM), height: Math.round(room.height * scale * MM) };
  const made = wide
    ? acrossPage(view, first, few ? list : null, size, Math.round(least * scale * MM))
    : besideMap(view, first, few ? list : null, size);
  /** @type {Block[]} */
  const blocks = [];
  if (!made.listed) blocks.push(list);
  if (made.from < sheet.verdicts.length) blocks.push(verdictBlock(view, made.from));
  const details = [
    ...Object.entries(DETAILS).flatMap(([name, make]) => (made.placed.has(name) ? [] : (make(view) ?? []))),
    ...[norms ? null : normSection(view)].filter((one) => one !== null),
  ];
  const next = () => page(false);
  const pages = inColumns(details, flow(blocks, first, next), next, paper === 'a3' ? 3 : 2, packed);
  // More facilities than one page holds are listed on the next one whatever the way.
  const complete = (made.listed || !few) && made.from === sheet.verdicts.length;
  return { pages: pages.map(({ element }) => element), complete, way, beside: made.placed.size };
}

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

/** @typedef {{from: number, listed: boolean, placed: Set<string>}} First how many verdicts, whether the facilities, and which sections are there */

/**
 * Map and figures beside each other, the facilities below. The map is as high as all verdicts are, as far as the page goes.
 * @param {View} view @param {Page} page @param {Block | null} list @param {{width: number, height: number}} size @returns {First}
 */
function besideMap(view, page, list, size) {
  const { sheet } = view;
  const side = h('div', { class: 'side' }, figures(view), verdictsOf(view, sheet.verdicts.length));
  const hero = h('div', { class: 'hero-block' }, side);
  hero.style.gridTemplateColumns = `${size.width}px 1fr`;
  page.body.append(hero);
  const wanted = Math.max(size.height, side.scrollHeight);
  hero.style.height = '0';
  page.body.insertBefore(hero, page.body.querySelector(':scope > .notes'));
  const all = page.body.clientHeight;
  let free = all - filled(page.body);
  let listed = false;
  if (list) {
    const below = list.wrap(list.items, 0);
    page.body.insertBefore(below, page.body.querySelector(':scope > .notes'));
    const left = all - filled(page.body);
    if (left >= size.height) [free, listed] = [left, true];
    else below.remove();
  }
  const height = Math.min(wanted, free);
  hero.style.height = `${height}px`;
  const room = () => side.scrollHeight <= height + 1;
  /** @type {Set<string>} */
  const placed = new Set();
  let from = sheet.verdicts.length;
  while (from > 0 && !room()) {
    from -= 1;
    side.lastElementChild?.replaceWith(verdictsOf(view, from));
  }
  if (from === sheet.verdicts.length)
    for (const name of BESIDE) {
      const next = DETAILS[name](view);
      if (!next) continue;
      side.append(next);
      if (room()) placed.add(name);
      else next.remove();
    }
  hero.prepend(mapRoom({ width: size.width, height }));
  return { from, listed, placed };
}

/**
 * The map across the page, with figures, verdicts and facilities below; it gives way where they need the room.
 * @param {View} view @param {Page} page @param {Block | null} list @param {{width: number, height: number}} size @param {number} least height of the map @returns {First}
 */
function acrossPage(view, page, list, size, least) {
  const { sheet } = view;
  const foot = page.body.querySelector(':scope > .notes');
  const room = h('div', {});
  room.style.height = `${least}px`;
  const add = (/** @type {HTMLElement} */ element) => page.body.insertBefore(element, foot);
  add(room);
  add(figures(view));
  let from = sheet.verdicts.length;
  let own = add(verdictsOf(view, from, true));
  while (from > 0 && !fits(page.body)) {
    from -= 1;
    const fewer = verdictsOf(view, from, true);
    own.replaceWith(fewer);
    own = fewer;
  }
  const listed = list !== null && put(page, list.wrap(list.items, 0));
  const height = Math.min(size.height, least + page.body.clientHeight - filled(page.body));
  room.replaceWith(mapRoom({ width: size.width, height }));
  return { from, listed, placed: new Set() };
}

/** Where the map comes: drawing it takes longer than laying out, so only that of the best way is drawn. @param {{width: number, height: number}} size */
function mapRoom({ width, height }) {
  const room = h('div', { class: 'print-map' });
  room.style.width = `${width}px`;
  room.style.height = `${height}px`;
  return room;
}

/** The first so many verdicts, and how many more follow. @param {View} view @param {number} count @param {boolean} [wide] whether they stand in columns */
function verdictsOf(view, count, wide = false) {
  const { verdicts, context } = view.sheet;
  const { words, state } = context;
  if (verdicts.length === 0) return verdictSection(view);
  const more = verdicts.length - count;
  return section(
    view,
    'verdicts',
    words.sheets.enough,
    normLine(view),
    h('div', { class: wide && 'columns' }, ...verdictGroups(view, verdicts.slice(0, count))),
    more > 0 &&
      h(
        'p',
        { class: 'verdicts-more' },
        fill(more === 1 ? words.sheets.moreVerdicts.one : words.sheets.moreVerdicts.many, {
          n: f.number(state.lang, more),
        }),
      ),
  );
}

/** @param {View} view @param {number} from @returns {Block<import('../sheet/criteria.js').Entry>} */
function verdictBlock(view, from) {
  const { words } = view.sheet.context;
  return {
    items: view.sheet.verdicts.slice(from),
    wrap: (items, part) =>
      section(
        view,
        `verdicts-${part + 2}`,
        fill(words.sheets.continued, { title: words.sheets.enough }),
        h('div', { class: 'columns' }, ...verdictGroups(view, items)),
      ),
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
