/** What is shown, as files: figures in four formats, and the map as a picture. */

import * as api from './api.js';
import { h } from './dom.js';
import { lookUp } from './words.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Answer} Answer */
/** @typedef {{name: string, parameters: Record<string, string>}} Download */

/** Format of the API, and what it is called. */
const FORMATS = /** @type {const} */ ([
  ['csv', 'CSV'],
  ['xlsx', 'XLSX'],
  ['geojson', 'GeoJSON'],
  ['gpkg', 'GeoPackage'],
]);

/** The facilities that count. @param {Context} context @param {import('./model.js').ServiceType | null} [type] of one type only @returns {Download} */
export function facilitiesDownload({ parameters: { date, role } }, type = null) {
  return {
    name: 'facilities',
    parameters: { ...(date && { date }), ...(role && { role }), ...(type && { serviceType: type.code }) },
  };
}

/** Links to a collection in every format. @param {Context} context @param {Download} what @returns {HTMLAnchorElement[]} */
export function downloadLinks({ words, state }, what) {
  const area = state.area ?? state.programme;
  return FORMATS.map(([format, label]) =>
    h(
      'a',
      {
        href: api.downloadUrl(what.name, format, { ...what.parameters, ...(area !== null && { area }) }),
        download: `${what.name}.${format}`,
        'data-download': `${what.name}.${format}`,
        'aria-label': `${lookUp(words.downloads, what.name, what.name)}, ${label}`,
      },
      label,
    ),
  );
}

/** A district may lie in a programme area for a part; all of that is there by neighbourhood. @param {Context} context @param {Download[]} downloads */
const wholeProgramme = ({ state }, downloads) =>
  downloads.flatMap((one) =>
    one.name === 'districts' && state.programme !== null ? [one, { ...one, name: 'neighbourhoods' }] : [one],
  );

/** @param {Context} context @param {Answer | null} answer @param {() => void} picture saves the map */
export function downloadMenu(context, answer, picture) {
  const { words } = context;
  const entries = [...wholeProgramme(context, answer?.downloads ?? []), facilitiesDownload(context)];
  const different = entries.filter((entry, index) => entries.findIndex((one) => one.name === entry.name) === index);
  return h(
    'div',
    { class: 'download-menu', role: 'dialog', 'aria-label': words.downloadTitle, tabindex: '-1' },
    h('h2', {}, words.downloadTitle),
    h(
      'ul',
      {},
      ...different.map((entry) =>
        h(
          'li',
          {},
          h('span', {}, lookUp(words.downloads, entry.name, entry.name)),
          h('span', { class: 'download-links' }, ...downloadLinks(context, entry)),
        ),
      ),
      h(
        'li',
        {},
        h('span', {}, words.shell.pictureOfMap),
        h(
          'span',
          { class: 'download-links' },
          h(
            'button',
            {
              type: 'button',
              class: 'link',
              'aria-label': `${words.shell.pictureOfMap}, PNG`,
              'data-download': 'png',
              onclick: picture,
            },
            'PNG',
          ),
        ),
      ),
    ),
    h('p', { class: 'small' }, words.downloadNote),
  );
}
