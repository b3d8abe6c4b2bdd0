/** The cards that float on the map: zoom, download, legend, groups, sample data, attribution and the tip. */

import * as api from './api.js';
import { h, icon, isNarrow, strongText, symbol } from './dom.js';
import * as f from './formats.js';
import { dotValue } from './panels/gaps.js';
import { openPopup } from './popup.js';
import { capital, fill, lookUp } from './words.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Answer} Answer */
/** @typedef {import('./model.js').Facility} Facility */
/** @typedef {import('./model.js').Area} Area */
/** @typedef {import('./model.js').Overlap} Overlap */
/** @typedef {import('./map.js').CityMap} CityMap */
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
      type: 'button', class: 'labelled', 'aria-haspopup': 'dialog', 'aria-expanded': 'false', 'aria-label': words.download, title: words.download,
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
        href: api.downloadUrl(entry.name, format, { ...entry.parameters, ...limited }), download: `${entry.name}.${format}`,
        'data-download': `${entry.name}.${format}`, 'aria-label': `${words.downloads[entry.name]}, ${label}`,
      },
      label,
    );
  return h(
    'div',
    { class: 'download-menu', role: 'dialog', 'aria-label': words.downloadTitle, tabindex: '-1' },
    h('h2', {}, words.downloadTitle),
    h('ul', {}, ...entries.map((entry) => h('li', {}, h('span', {}, words.downloads[entry.name]), link(entry, 'geojson', 'GeoJSON'), link(entry, 'csv', 'CSV')))),
    h('p', { class: 'small' }, words.downloadNote),
  );
}

/** @param {Context} context @param {Answer} answer @param {Change} change */
function legendCards(context, answer, change) {
  return [h('section', { class: 'card legend', 'aria-label': context.words.legend }, ...legendContent(context, answer, change))];
}

/** @param {Context} context @param {Answer} answer @param {Change} change @returns {Node[]} */
function legendContent(context, answer, change) {
  const { words, state } = context;
  const { legend } = answer;
  const most = Math.max(...legend.classes.map((one) => one.residents), 1);
  const names = new Set(answer.classOf.values());
  const group = state.group === 'all' ? null : lookUp(words.groups, state.group, state.group).toLocaleLowerCase();
  const keys = [
    answer.gaps.length > 0 && key('dots', fill(group === null ? words.dotIs : words.dotIsGroup, { n: f.number(state.lang, dotValue(answer.gaps, isNarrow())), group: group ?? '' })),
    answer.overlaps.length > 0 && key('pair', words.sameThing),
    state.programme !== null && key('programme', context.city.programmes.find((area) => area.properties.code === state.programme)?.properties.name ?? state.programme),
    names.has('barely') && key('barely', words.barely),
    names.has('unknown') && key('unknown', words.unknown),
  ];
  return [
    h('h2', {}, legend.title),
    ...(legend.classes.length === 0 ? [] : [swatches(context, answer, most, change), edges(legend.edges, legend.classes.length), h('p', { class: 'small legend-note' }, legend.note)]),
    h('ul', { class: 'keys' }, ...keys),
  ];
}

/** @param {Context} context @param {Answer} answer @param {number} most @param {Change} change */
function swatches({ words, state }, answer, most, change) {
  return h(
    'ul',
    { class: 'swatches' },
    ...answer.legend.classes.map((one) => {
      const pressed = state.only === one.name;
      const bar = h('span', { class: 'legend-bar' });
      bar.style.height = `${Math.max(1, (one.residents / most) * 36)}px`;
      const people = f.residents(state.lang, one.residents);
      return h(
        'li',
        {},
        h('span', { class: 'legend-count', 'aria-hidden': 'true' }, people),
        bar,
        h('button', {
          type: 'button', class: `swatch swatch-${one.name}`, 'aria-pressed': String(pressed), 'data-faded': state.only !== null && !pressed,
          'aria-label': `${fill(words.legendOnly, { label: one.label })} (${fill(words.residentsN, { n: people })})`, onclick: () => change({ only: pressed ? null : one.name }),
        }),
      );
    }),
  );
}

/** @param {string[]} labels @param {number} count */
const edges = (labels, count) =>
  h(
    'div',
    { class: 'edges', 'aria-hidden': 'true' },
    ...labels.slice(0, count).map((label, index) => h('span', {}, h('span', {}, label), index === count - 1 && h('span', {}, labels[count] ?? ''))),
  );

/** @param {string} name @param {string} text */
const key = (name, text) => h('li', {}, h('span', { class: `key key-${name}`, 'aria-hidden': 'true' }), text);

/** @param {Context} context @param {Answer} answer @param {Area} sheet @param {Overlap[]} overlaps */
function sheetLegend({ words, state, city }, answer, sheet, overlaps) {
  const { code } = sheet.properties;
  const members = city.members.get(code);
  const parents = new Map(city.neighbourhoods.map((area) => [area.properties.code, area.properties.parentCode]));
  const inSheet = (/** @type {string} */ one) => (members ? members.has(one) : one === code || parents.get(one) === code);
  const inside = answer.gaps.filter(({ properties }) => inSheet(properties.areaCode));
  const names = city.neighbourhoods.filter((area) => inSheet(area.properties.code)).map((area) => answer.classOf.get(area.properties.code));
  const keys = [
    overlaps.length > 0 && key('pair', words.sameThing),
    inside.length > 0 && key('dots', fill(words.dotIs, { n: f.number(state.lang, dotValue(inside, isNarrow())) })),
    names.includes('barely') && key('barely', words.barely),
  ].filter((one) => one !== false);
  if (keys.length === 0) return null;
  return h('section', { class: 'card legend', 'aria-labelledby': 'legend-heading' }, h('h2', { id: 'legend-heading' }, fill(words.legendSheet, { name: sheet.properties.name })), h('ul', { class: 'keys keys-list' }, ...keys));
}

/** @param {Context} context @param {Change} change */
function groupCards(context, change) {
  const { words } = context;
  const button = h(
    'button',
    { type: 'button', class: 'labelled', 'aria-haspopup': 'dialog', 'aria-expanded': 'false', onclick: () => openPopup(button, h('div', { class: 'groups-popup', role: 'dialog', 'aria-label': words.onTheMap, tabindex: '-1' }, groupList(context, change))) },
    icon('layers'),
    h('span', {}, words.onTheMap),
  );
  return [
    h('section', { class: 'card groups', 'aria-labelledby': 'groups-heading' }, h('h2', { id: 'groups-heading' }, words.onTheMap), groupList(context, change)),
    h('div', { class: 'card groups-button' }, button),
  ];
}

/** @param {Context} context @param {Change} change */
function groupList({ words, state, city, facilities }, change) {
  const groupOf = new Map(city.types.map((type) => [type.code, type.group]));
  const groups = [...new Set(city.types.map((type) => type.group))];
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { properties } of facilities) {
    const group = groupOf.get(properties.serviceType ?? '') ?? '';
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  if (counts.has('')) groups.push('');
  return h(
    'ul',
    { class: 'group-list' },
    ...groups.map((group) => {
      const on = !state.hide.includes(group);
      const press = () => change({ hide: on ? [...state.hide, group] : state.hide.filter((one) => one !== group) });
      return h(
        'li',
        {},
        h(
          'button',
          { type: 'button', 'aria-pressed': String(on), onclick: press, 'data-key': `group-${group}` },
          symbol(group),
          h('span', { class: 'group-name' }, group === '' ? words.otherGroup : lookUp(words.groupNames, group, group)),
          h('span', { class: 'group-count' }, f.number(state.lang, counts.get(group) ?? 0)),
        ),
      );
    }),
  );
}

/** @param {Context} context @param {Answer | null} answer @param {Area | null} sheet @param {Change} change @returns {Node[]} */
function phoneCards(context, answer, sheet, change) {
  const { words, state } = context;
  if (sheet || !answer) return [];
  const { classes, edges: labels } = answer.legend;
  const button = h(
    'button',
    {
      type: 'button', class: 'labelled', 'aria-haspopup': 'dialog', 'aria-expanded': 'false',
      onclick: () =>
        openPopup(button, h('div', { class: 'legend-popup', role: 'dialog', 'aria-label': words.legend, tabindex: '-1' }, ...legendContent(context, answer, change), h('h2', {}, words.onTheMap), groupList(context, change))),
    },
    symbol(context.type?.group ?? null),
    h('span', {}, words.legend),
  );
  return [
    ...(classes.length === 0
      ? []
      : [
          h(
            'div',
            { class: 'card strip', 'aria-hidden': 'true' },
            h('div', { class: 'strip-colours' }, ...classes.map((one) => h('span', { class: `swatch-${one.name}` }))),
            h('div', { class: 'strip-labels' }, h('span', {}, labels[0] ?? ''), h('span', {}, state.question === 'coverage' ? words.reached.split(':')[0]?.toLocaleLowerCase() : ''), h('span', {}, labels[labels.length - 1] ?? '')),
          ),
        ]),
    h('div', { class: 'card legend-button' }, button),
  ];
}

/** @param {Context} context */
function sampleTab({ words, state, city }) {
  const notice = state.lang === 'nl' ? city.info.noticeNl : city.info.noticeEn;
  if (!notice) return null;
  const button = h(
    'button',
    { type: 'button', class: 'sample-tab', 'aria-haspopup': 'dialog', 'aria-expanded': 'false', onclick: () => openPopup(button, h('div', { class: 'notice', role: 'dialog', 'aria-label': words.sampleData, tabindex: '-1' }, h('p', {}, notice))) },
    words.sampleData,
  );
  return button;
}

/** The foot of the map. @param {Context} context @param {string[]} more */
export function attribution({ city }, more) {
  const texts = [...new Set(city.info.sources.map((source) => source.attribution).filter((text) => text !== null && text !== ''))];
  return h(
    'p',
    { class: 'attribution' },
    [...texts, ...more].map((text) => `${text} · `).join(''),
    h('a', { href: 'https://leafletjs.com', rel: 'noreferrer' }, 'Leaflet'),
  );
}

/** What an area says when it is pointed at. @param {string} name @param {import('./model.js').Line[]} lines */
export const tip = (name, lines) =>
  h('div', { class: 'card tip' }, h('p', { class: 'tip-name' }, name), ...lines.map((line) => h('p', {}, ...strongText(line, (text) => text))));

/** One facility, or those on one spot. @param {Context} context @param {Facility[]} facilities */
export function placeCard(context, facilities) {
  const { words } = context;
  return h(
    'div',
    { class: 'place-card', role: 'dialog', 'aria-label': placeName(context, facilities), tabindex: '-1' },
    facilities.length > 1 && h('h2', {}, fill(words.clusterTitle, { n: String(facilities.length) })),
    h('ul', {}, ...facilities.map((facility) => h('li', {}, facilityEntry(context, facility)))),
  );
}

/** A facility with symbol, type, organisation, role and money. @param {Context} context @param {Facility} facility */
export function facilityEntry(context, { properties }) {
  const { words, state } = context;
  const role = properties.municipalRole ?? 'unknown';
  const money = properties.eurosPerYear === null ? null : fill(words.perYear, { amount: f.euros(state.lang, properties.eurosPerYear) });
  return h(
    'div',
    { class: 'facility' },
    symbol(groupOf(context, properties.serviceType)),
    h(
      'div',
      {},
      h('p', { class: 'facility-name' }, properties.name ?? words.nameless),
      h('p', { class: 'small' }, [typeLabel(context, properties.serviceType), properties.organisation, properties.address].filter(Boolean).join(' · ')),
      h('p', { class: 'small' }, [capital(lookUp(words.roleOf, role, role)), money].filter(Boolean).join(' · ')),
    ),
  );
}

/** @param {Context} context @param {string | null} code */
const groupOf = ({ city }, code) => city.types.find((type) => type.code === code)?.group ?? null;

/** @param {Context} context @param {string | null} code */
export function typeLabel({ city, words, state }, code) {
  const type = city.types.find((one) => one.code === code);
  if (!type) return words.noType;
  return capital(state.lang === 'nl' ? type.labelNl : type.labelEn);
}

/** What a symbol on the map stands for. @param {Context} context @param {Facility[]} facilities */
export function placeName(context, facilities) {
  const [first] = facilities;
  if (facilities.length > 1 || !first) return fill(context.words.clusterLabel, { n: String(facilities.length) });
  return fill(context.words.facilityOf, { type: typeLabel(context, first.properties.serviceType), name: first.properties.name ?? context.words.nameless });
}
