/** What is shown, as files: figures in four formats, and the map as a picture. */

import * as api from './api.js';
import { h } from './dom.js';
import { fill, lookUp } from './words.js';

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
export function downloadLinks(context, what) {
  const { words } = context;
  const area = areaOf(context);
  const said = remark(context, what);
  return FORMATS.map(([format, label]) =>
    h(
      'a',
      {
        href: api.downloadUrl(what.name, format, { ...what.parameters, ...(area !== null && { area }) }),
        download: `${what.name}.${format}`,
        'data-download': `${what.name}.${format}`,
        'aria-label': [lookUp(words.downloads, what.name, what.name), said, label]
          .filter((text) => text !== '')
          .join(', '),
      },
      label,
    ),
  );
}

/** The area that a download is limited to. @param {Context} context */
const areaOf = ({ state }) => state.area ?? state.programme;

/** Names of the districts that lie in the area of a download for a part: no file of districts has them. @param {Context} context */
function partDistricts(context) {
  const { city } = context;
  const members = city.members.get(areaOf(context) ?? '');
  if (!members) return [];
  return city.districts
    .filter(({ properties: { code } }) => {
      const inside = city.neighbourhoods
        .filter(({ properties }) => properties.parentCode === code)
        .map(({ properties }) => members.has(properties.code));
      return inside.includes(true) && inside.includes(false);
    })
    .map(({ properties }) => properties.name);
}

/**
 * A district that lies in the area for a part is in no file of districts; by neighbourhood all of it is there.
 * @param {Context} context @param {Download} what @returns {Download}
 */
export const complete = (context, what) =>
  what.name === 'districts' && partDistricts(context).length > 0 ? { ...what, name: 'neighbourhoods' } : what;

/** Of a programme area by neighbourhood too; first where only that is whole. @param {Context} context @param {Download[]} downloads */
const wholeProgramme = (context, downloads) =>
  downloads.flatMap((one) => {
    const whole = complete(context, one);
    if (whole !== one) return [whole, one];
    return one.name === 'districts' && context.state.programme !== null
      ? [one, { ...one, name: 'neighbourhoods' }]
      : [one];
  });

/** What a file has, or lacks, of the area. @param {Context} context @param {Download} what */
function remark(context, { name }) {
  const { words, state, city } = context;
  const parts = partDistricts(context);
  if (parts.length === 0 || (name !== 'districts' && name !== 'neighbourhoods')) return '';
  const { wholeArea, without } = words.downloadParts;
  const area = city.programmes.find(({ properties }) => properties.code === areaOf(context))?.properties.name ?? '';
  const names = new Intl.ListFormat(state.lang).format(parts);
  return name === 'neighbourhoods'
    ? fill(wholeArea, { name: area })
    : fill(parts.length === 1 ? without.one : without.many, { names });
}

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
          h(
            'span',
            {},
            lookUp(words.downloads, entry.name, entry.name),
            ...[remark(context, entry)]
              .filter((text) => text !== '')
              .map((text) => h('span', { class: 'download-remark small' }, text)),
          ),
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
