/** The cards that float on the map: zoom, legend, groups, sample data, attribution and the tip. */

import { h, icon, strongText } from './dom.js';
import { date } from './formats.js';
import { groupCards, legendCards, phoneCards, sheetLegend } from './legend.js';
import { openPopup } from './popup.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Answer} Answer */
/** @typedef {import('./model.js').Area} Area */
/** @typedef {import('./model.js').Overlap} Overlap */
/** @typedef {import('./map/map.js').CityMap} CityMap */
/** @typedef {import('./state.js').State} State */
/** @typedef {(change: Partial<State>) => void} Change */

/**
 * @param {Context} context @param {Answer | null} answer @param {Area | null} sheet @param {Overlap[]} sheetOverlaps @param {CityMap} map @param {Change} change
 * @returns {Node[]}
 */
export function cards(context, answer, sheet, sheetOverlaps, map, change) {
  const { words } = context;
  const button = (/** @type {string} */ name, /** @type {string} */ label, /** @type {() => void} */ press) =>
    h('button', { type: 'button', 'aria-label': label, title: label, onclick: press }, icon(name));
  return [
    h(
      'div',
      { class: 'card zoom' },
      button('plus', words.zoomIn, map.zoomIn),
      button('minus', words.zoomOut, map.zoomOut),
      button('fit', words.zoomFit, () => {
        change({ view: null });
        map.fit();
      }),
    ),
    ...(answer && !sheet ? legendCards(context, answer, change) : []),
    ...(sheet || answer?.ownPlaces ? [] : groupCards(context, change)),
    sheet && answer ? sheetLegend(context, answer, sheet, sheetOverlaps) : null,
    ...phoneCards(context, answer, sheet, sheetOverlaps, change),
    sampleTab(context),
  ].filter((card) => card !== null);
}

/** @param {Context} context */
function sampleTab({ words, state, city }) {
  const notice = state.lang === 'nl' ? city.info.noticeNl : city.info.noticeEn;
  if (!notice) return null;
  const button = h(
    'button',
    {
      type: 'button',
      class: 'sample-tab',
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
      onclick: () =>
        openPopup(
          button,
          h(
            'div',
            { class: 'notice', role: 'dialog', 'aria-label': words.sampleData, tabindex: '-1' },
            h('p', {}, notice),
          ),
        ),
    },
    words.sampleData,
  );
  return button;
}

/** The foot of the map. @param {Context} context @param {string[]} more what is drawn under the areas */
export function attribution({ city, words, state }, more) {
  const { sources } = city.info;
  const list = () =>
    h(
      'div',
      { class: 'notice', role: 'dialog', 'aria-label': words.sources, tabindex: '-1' },
      h('h2', {}, words.sources),
      h(
        'ul',
        { class: 'sources' },
        ...sources.map((source) =>
          h(
            'li',
            {},
            h('p', {}, source.attribution ?? source.name),
            h(
              'p',
              { class: 'small' },
              [source.name, source.date && date(state.lang, source.date), source.licence].filter(Boolean).join(' · '),
            ),
          ),
        ),
      ),
    );
  const button = h(
    'button',
    {
      type: 'button',
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
      onclick: () => openPopup(button, list()),
    },
    words.sources,
  );
  return h(
    'p',
    { class: 'attribution' },
    button,
    [...more, ''].map((text) => ` · ${text}`).join(''),
    h('a', { href: 'https://leafletjs.com', rel: 'noreferrer' }, 'Leaflet'),
  );
}

/** What an area says when it is pointed at. @param {string} name @param {import('./model.js').Line[]} lines */
export const tip = (name, lines) =>
  h(
    'div',
    { class: 'card tip' },
    h('p', { class: 'tip-name' }, name),
    ...lines.map((line) => h('p', {}, ...strongText(line, (text) => text))),
  );

/**
 * Puts a tip beside its area. @param {HTMLElement} card @param {import('./map/labels.js').Box} box of the area @param {HTMLElement} mapSide
 */
export function placeTip(card, box, mapSide) {
  const { clientWidth, clientHeight } = mapSide;
  // Away from the middle of the city, so that the neighbours that one compares with stay in sight.
  const needed = card.offsetWidth + 24;
  const leftward = box.left > needed && (box.left + box.right < clientWidth || clientWidth - box.right < needed);
  const left = leftward
    ? box.left - card.offsetWidth - 12
    : Math.min(box.right + 12, clientWidth - card.offsetWidth - 12);
  const middle = (Math.max(0, box.top) + Math.min(clientHeight, box.bottom)) / 2;
  card.style.left = `${left}px`;
  card.style.top = `${Math.max(12, Math.min(middle - card.offsetHeight / 2, clientHeight - card.offsetHeight - 12))}px`;
}
