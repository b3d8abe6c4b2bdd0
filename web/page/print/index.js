/** The sheets as they are printed: shown page by page on screen, and printed or saved by the browser. */

import * as api from '../api.js';
import { hasMany } from '../many.js';
import { h, icon } from '../dom.js';
import * as f from '../formats.js';
import { ask } from '../sheet/index.js';
import { toQuery } from '../state.js';
import { fill } from '../words.js';
import { areasToPrint } from './areas.js';
import { papers } from './paper.js';

/** @typedef {import('../model.js').Area} Area */
/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../state.js').State} State */

const PAPERS = /** @type {const} */ (['a4', 'a3']);
/** Width of a page in pixels, and what stays free beside it on screen. */
const WIDTH = { a4: 794, a3: 1123 };
const BESIDE = 32;

/** @param {HTMLElement} slot @param {HTMLElement} page what is behind it */
export function printer(slot, page) {
  const scaled = () => {
    const paper = /** @type {'a4' | 'a3' | undefined} */ (slot.dataset.paper);
    if (paper) slot.style.setProperty('--shrink', String(Math.min(1, (window.innerWidth - BESIDE) / WIDTH[paper])));
  };
  window.addEventListener('resize', scaled);
  return {
    hide() {
      slot.hidden = true;
      slot.replaceChildren();
      page.classList.remove('behind');
      page.inert = false;
    },
    /**
     * @param {Context} context @param {(change: Partial<State>) => void} change
     * @param {{still: () => boolean, print: boolean}} how whether it is still wanted, and whether the printer is asked for at once
     */
    async show(context, change, { still, print }) {
      const { words, state, city } = context;
      slot.hidden = false;
      slot.dataset.paper = state.paper;
      slot.setAttribute('aria-busy', 'true');
      page.classList.add('behind');
      page.inert = true;
      scaled();
      const status = h('p', { class: 'print-status', role: 'status' });
      const sheets = h('main', { class: 'print-pages' });
      slot.replaceChildren(toolbar(context, change, status), sheets);
      const areas = areasToPrint(city, state);
      if (areas.length === 0) status.textContent = words.sheets.noArea;
      const { date } = context.parameters;
      /** @type {Record<string, string>} */
      const day = date ? { date } : {};
      const all = hasMany(city) ? null : await api.facilities(day);
      await fontsReady();
      /** @type {HTMLElement[]} */
      const pages = [];
      for (const [index, area] of areas.entries()) {
        if (!still()) return;
        status.textContent = fill(words.sheets.preparing, { n: String(index + 1), all: String(areas.length) });
        const places = all
          ? { facilities: all }
          : {
              facilities: await api.facilities({ ...day, area: area.properties.code }),
              counts: new Map(city.types.map((type) => [type.code, type.facilityCount])),
            };
        const sheet = await ask({ ...context, ...places }, area);
        if (!still()) return;
        pages.push(...papers(sheets, sheet, state.paper, liveView(state, area)));
      }
      if (areas.length > 0) numberPages(context, pages, status);
      slot.setAttribute('aria-busy', 'false');
      if (print) window.print();
    },
  };
}

/** @param {Context} context @param {HTMLElement[]} pages @param {HTMLElement} status */
function numberPages({ words, state }, pages, status) {
  pages.forEach((page, index) => {
    const number = page.querySelector('.paper-number');
    const text = fill(words.sheets.page, {
      n: f.number(state.lang, index + 1),
      all: f.number(state.lang, pages.length),
    });
    if (number) number.textContent = text;
    page.setAttribute('aria-label', `${page.getAttribute('aria-label')}, ${text}`);
    // Numbers on the map point to a list that may be on another page.
    const list = listAfter(pages, index);
    const pointer = page.querySelector('.list-page');
    if (pointer && list > index)
      pointer.textContent = `${fill(words.sheets.allOnPage, { n: f.number(state.lang, list + 1) })} `;
  });
  status.textContent = fill(pages.length === 1 ? words.sheets.sheetsReady.one : words.sheets.sheetsReady.many, {
    n: f.number(state.lang, pages.length),
  });
}

/** The page, from this one on, with the list of the same sheet. @param {HTMLElement[]} pages @param {number} from */
const listAfter = (pages, from) =>
  pages.findIndex(
    (page, index) =>
      index >= from && page.dataset.area === pages[from]?.dataset.area && page.querySelector('.numbered-list') !== null,
  );

/** The weights that the pages are measured with. */
async function fontsReady() {
  const { fonts } = document;
  const family = getComputedStyle(document.documentElement).getPropertyValue('--font');
  await Promise.all(['400', '600'].map((weight) => fonts.load(`${weight} 12px ${family}`).catch(() => [])));
}

/** @param {State} state @param {Area} area */
const liveView = (state, area) =>
  new URL(
    toQuery({
      ...state,
      area: area.properties.code,
      print: null,
      paper: 'a4',
      view: null,
      item: null,
      only: null,
      hide: [],
    }),
    location.origin,
  ).href;

/** @param {Context} context @param {(change: Partial<State>) => void} change @param {HTMLElement} status */
function toolbar({ words, state }, change, status) {
  return h(
    'div',
    { class: 'print-bar', role: 'region', 'aria-label': words.sheets.printNow },
    h(
      'button',
      { type: 'button', class: 'back', onclick: () => change({ print: null, paper: 'a4' }) },
      icon('back'),
      h('span', {}, words.sheets.back),
    ),
    status,
    h(
      'div',
      { class: 'segments', role: 'group', 'aria-label': words.sheets.paper },
      ...PAPERS.map((paper) =>
        h(
          'button',
          {
            type: 'button',
            'aria-pressed': String(state.paper === paper),
            onclick: () => change({ paper }),
            'data-key': paper,
          },
          paper.toUpperCase(),
        ),
      ),
    ),
    h(
      'button',
      { type: 'button', class: 'print-button', onclick: () => window.print() },
      icon('print'),
      words.sheets.printNow,
    ),
  );
}
