/** The cards that float on the map: zoom, download, legend, groups, sample data, attribution and the tip. */

import * as api from './api.js';
import { h, icon, strongText } from './dom.js';
import { date } from './formats.js';
import { groupCards, legendCards, phoneCards, sheetLegend } from './legend.js';
import { openPopup } from './popup.js';
import { lookUp } from './words.js';

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
    h('div', { class: 'card top-right' }, downloadButton(context, answer)),
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
    ...(sheet ? [] : groupCards(context, change)),
    sheet && answer ? sheetLegend(context, answer, sheet, sheetOverlaps) : null,
    ...phoneCards(context, answer, sheet, change),
    sampleTab(context),
  ].filter((card) => card !== null);
}

/** @param {Context} context @param {Answer | null} answer */
function downloadButton(context, answer) {
  const { words } = context;
  const button = h(
    'button',
    {
      type: 'button',
      class: 'labelled',
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
      'aria-label': words.download,
      title: words.download,
      onclick: () => openPopup(button, downloadMenu(context, answer)),
    },
    icon('download'),
    h('span', {}, words.download),
  );
  return button;
}

/** @param {Context} context @param {Answer | null} answer */
function downloadMenu({ words, state, parameters }, answer) {
  const area = state.area ?? state.programme;
  /** @type {Record<string, string>} */
  const limited = area === null ? {} : { area };
  const { date, role } = parameters;
  /** @type {Record<string, string>} */
  const counted = { ...(date ? { date } : {}), ...(role ? { role } : {}) };
  const entries = [...(answer?.downloads ?? []), { name: /** @type {const} */ ('facilities'), parameters: counted }];
  const link = (/** @type {typeof entries[0]} */ entry, /** @type {string} */ format, /** @type {string} */ label) =>
    h(
      'a',
      {
        href: api.downloadUrl(entry.name, format, { ...entry.parameters, ...limited }),
        download: `${entry.name}.${format}`,
        'data-download': `${entry.name}.${format}`,
        'aria-label': `${lookUp(words.downloads, entry.name, entry.name)}, ${label}`,
      },
      label,
    );
  return h(
    'div',
    { class: 'download-menu', role: 'dialog', 'aria-label': words.downloadTitle, tabindex: '-1' },
    h('h2', {}, words.downloadTitle),
    h(
      'ul',
      {},
      ...entries.map((entry) =>
        h(
          'li',
          {},
          h('span', {}, lookUp(words.downloads, entry.name, entry.name)),
          link(entry, 'geojson', 'GeoJSON'),
          link(entry, 'csv', 'CSV'),
        ),
      ),
    ),
    h('p', { class: 'small' }, words.downloadNote),
  );
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
