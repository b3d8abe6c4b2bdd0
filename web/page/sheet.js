/** The sheet of one district, neighbourhood or programme area: everything that is known of it now. */

import * as api from './api.js';
import { bar } from './answer.js';
import { distanceChart } from './chart.js';
import { h, icon, strongText, symbol } from './dom.js';
import * as f from './formats.js';
import { typeName } from './model.js';
import { detail, namesOf } from './panels/overlaps.js';
import { without } from './panels/density.js';
import { facilityEntry, typeLabel } from './places.js';
import { GROUPS } from './state.js';
import { fill, shortLabel } from './words.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Area} Area */
/** @typedef {import('./model.js').AreaProperties} AreaProperties */
/** @typedef {import('./model.js').Facility} Facility */
/** @typedef {import('./model.js').Gap} Gap */
/** @typedef {import('./model.js').Overlap} Overlap */
/** @typedef {import('./api.js').Demand} Demand */

/**
 * @typedef {object} Sheet
 * @property {Area} area with all types
 * @property {AreaProperties | null} typed with the figures of the chosen type
 * @property {Facility[]} facilities
 * @property {Overlap[]} overlaps of all types
 * @property {Gap[]} gaps of the chosen type
 * @property {Demand[]} demand with the distance to the chosen type
 * @property {{group: string, residents: number}[]} ages
 */

/** @type {Record<string, api.AreaCollection>} */
const COLLECTION = { district: 'districts', neighbourhood: 'neighbourhoods', programme: 'programme-areas' };

/** The sheet and its map show the same overlaps. */
export const MOST_OVERLAPS = 3;
const MOST_GAPS = 4;

/** @param {Context} context @param {Area} area @returns {Promise<Sheet>} */
export async function ask(context, area) {
  const { code, level } = area.properties;
  const collection = COLLECTION[level] ?? 'districts';
  const typed = { ...context.parameters, area: code };
  const counted = without(context.parameters, 'serviceType', 'distance', 'group');
  const someType = context.type ?? context.city.types.find((type) => type.facilityCount > 0) ?? null;
  const only = (/** @type {Area[]} */ areas) => areas.find((one) => one.properties.code === code);
  const [plain, figures, facilities, overlaps, gaps, demand, ages] = await Promise.all([
    api.areas(collection, { ...counted, area: code }),
    context.type ? api.areas(collection, typed) : [],
    api.facilities({ ...counted, area: code }),
    api.overlaps(without(typed, 'serviceType', 'group')),
    context.type ? api.gaps(typed) : [],
    context.type ? api.demand(typed) : [],
    someType === null
      ? []
      : Promise.all(
          GROUPS.map(async (group) => ({
            group,
            figures: only(await api.areas(collection, { ...counted, serviceType: someType.code, group, area: code })),
          })),
        ),
  ]);
  return {
    area: only(plain) ?? area,
    typed: only(figures)?.properties ?? null,
    facilities,
    overlaps: overlaps.sort((a, b) => b.properties.sharedResidents - a.properties.sharedResidents),
    gaps,
    demand,
    ages: ages.map(({ group, figures: of }) => ({
      group,
      residents: (of?.properties.residentsServed ?? 0) + (of?.properties.residentsUnserved ?? 0),
    })),
  };
}

/** The dark block of a sheet. @param {Context} context @param {Area} area @param {() => void} back @returns {Node[]} */
export function sheetHead(context, area, back) {
  const { words, city } = context;
  return [
    h(
      'div',
      { class: 'brand-row' },
      h(
        'button',
        { type: 'button', class: 'back', onclick: back },
        icon('back'),
        h('span', {}, fill(words.whole, { name: city.info.name })),
      ),
      h('span', { class: 'brand-mark' }, icon('brand')),
    ),
    h('h1', { class: 'area-name', tabindex: '-1', id: 'area-name' }, area.properties.name),
    h('p', { class: 'area-line' }, areaLine(context, area)),
  ];
}

/** @param {Context} context @param {Area} area */
function areaLine({ words, state, city }, { properties }) {
  const { code, level, parentCode, residents } = properties;
  const district = city.districts.find((one) => one.properties.code === parentCode);
  const inside =
    city.members.get(code)?.size ?? city.neighbourhoods.filter((one) => one.properties.parentCode === code).length;
  const programmes = city.programmes.filter((one) => {
    const members = city.members.get(one.properties.code);
    const own =
      level === 'neighbourhood'
        ? [code]
        : city.neighbourhoods.filter((each) => each.properties.parentCode === code).map((each) => each.properties.code);
    return own.length > 0 && own.every((each) => members?.has(each));
  });
  const where = [level === 'neighbourhood' ? district : undefined, ...programmes].flatMap((one) =>
    one ? [fill(words.inDistrict, { name: one.properties.name })] : [],
  );
  const first = [words.levels[/** @type {keyof typeof words.levels} */ (level)] ?? '', ...where].join(', ');
  const people = residents === null ? words.unknown : fill(words.residentsN, { n: f.residents(state.lang, residents) });
  const of =
    level === 'neighbourhood'
      ? ''
      : ` ${inside === 1 ? words.inNeighbourhoods.one : fill(words.inNeighbourhoods.many, { n: String(inside) })}`;
  return `${first}. ${people}${of}.`;
}

/** @param {Context} context @param {Sheet} sheet @returns {Node[]} */
export function sheetBody(context, sheet) {
  const { words, state, city } = context;
  const date = f.date(state.lang, state.date ?? city.info.today);
  return [
    figures(context, sheet),
    h(
      'div',
      { class: 'sections' },
      context.type && h('div', { class: 'column' }, distanceSection(context, sheet), gapSection(context, sheet)),
      overlapSection(context, sheet),
      ageSection(context, sheet),
      facilitySection(context, sheet),
    ),
    h('p', { class: 'foot' }, fill(words.dataOf, { date })),
  ];
}

/** @param {Context} context @param {Sheet} sheet */
function figures(context, { area, typed, facilities }) {
  const { words, state, distance } = context;
  const { lang } = state;
  const withRole = facilities.filter(({ properties }) =>
    ['subsidy', 'commission', 'both'].includes(properties.municipalRole ?? ''),
  ).length;
  const per1000 = area.properties.facilitiesPer1000;
  const coverage = typed?.coverage ?? null;
  const type = typeName(context, shortLabel);
  const all = [
    figure(
      f.number(lang, area.properties.facilityCount),
      '',
      area.properties.facilityCount === 1 ? words.figureFacilities.one : words.figureFacilities.many,
      'facilityCount',
    ),
    figure(per1000 === null ? words.unknown : f.ratio(lang, per1000), '', words.figurePer1000, 'facilitiesPer1000'),
    figure(f.number(lang, withRole), '', words.figureRole, 'withRole'),
    context.type &&
      figure(
        coverage === null ? words.unknown : f.percentNumber(coverage),
        coverage === null ? '' : '%',
        fill(words.figureReached, { distance: f.metres(lang, distance), type }),
        'coverage',
      ),
  ];
  return h('dl', { class: 'figures' }, ...all);
}

/** @param {string} value @param {string} unit @param {string} label @param {string} name */
const figure = (value, unit, label, name) =>
  h(
    'div',
    { class: 'figure', 'data-figure': name },
    h('dt', {}, label),
    h('dd', {}, h('span', { class: 'figure-value' }, value), unit !== '' && h('span', { class: 'figure-unit' }, unit)),
  );

/** @param {string} name @param {string} title @param {...(Node | string | false | null)} content */
const section = (name, title, ...content) =>
  h(
    'section',
    { class: `section section-${name}`, 'aria-labelledby': `section-${name}` },
    h('h2', { id: `section-${name}` }, title),
    ...content.filter((one) => one !== false && one !== null),
  );

/** @param {Context} context @param {Sheet} sheet */
function distanceSection(context, { typed, demand }) {
  const { words, state } = context;
  const mean = typed?.meanDistanceM ?? null;
  return section(
    'distance',
    fill(words.distanceTo, { type: typeName(context, shortLabel) }),
    mean === null
      ? h('p', {}, words.unknown)
      : h('p', {}, ...strongText(words.meanDistance, (text) => fill(text, { d: f.metres(state.lang, mean) }))),
    demand.length > 0 && distanceChart(context, demand),
  );
}

/** @param {Context} context @param {Sheet} sheet */
function overlapSection(context, { overlaps }) {
  const { words } = context;
  const names = namesOf(context);
  const group = (/** @type {Overlap} */ pair) =>
    context.city.types.find((type) => type.code === pair.properties.serviceType)?.group ?? null;
  return section(
    'overlaps',
    words.sameQuestion,
    overlaps.length === 0 && h('p', { class: 'quiet-text' }, words.sameNone),
    ...overlaps.slice(0, MOST_OVERLAPS).map((pair) =>
      h(
        'div',
        { class: 'pair-entry' },
        ...[pair.properties.facilityA, pair.properties.facilityB].map((id) =>
          h('p', { class: 'pair-name' }, symbol(group(pair)), names(id)),
        ),
        ...detail(context, pair)
          .slice(0, 2)
          .map((line) => h('p', {}, ...strongText(line, (text) => text))),
      ),
    ),
    overlaps.length > MOST_OVERLAPS &&
      h('p', { class: 'quiet-text' }, fill(words.moreOverlaps, { n: String(overlaps.length - MOST_OVERLAPS) })),
  );
}

/** @param {Context} context @param {Sheet} sheet */
function gapSection(context, { typed, gaps, area }) {
  const { words, state, distance, city } = context;
  const served = typed?.residentsServed ?? null;
  const unserved = typed?.residentsUnserved ?? null;
  const values = { distance: f.metres(state.lang, distance), type: typeName(context, shortLabel) };
  if (served === null || unserved === null) return section('gaps', words.gapsQuestion, h('p', {}, words.unknown));
  const people = f.residents(state.lang, unserved);
  const places = unserved > 0 && area.properties.level !== 'neighbourhood' ? byNeighbourhood(gaps) : [];
  const nameOf = new Map(city.neighbourhoods.map((one) => [one.properties.code, one.properties.name]));
  const total = served + unserved;
  return section(
    'gaps',
    words.gapsQuestion,
    total > 0 && bar(context, { ...f.split(served, unserved), share: served / total }),
    unserved > 0
      ? h('p', {}, ...strongText(words.gapsSome, (text) => fill(text, { ...values, n: people })))
      : h('p', {}, fill(words.gapsNone, values)),
    places.length > 0 &&
      h(
        'ul',
        { class: 'gap-places' },
        ...places
          .slice(0, MOST_GAPS)
          .map(([code, residents]) =>
            h('li', {}, h('span', {}, nameOf.get(code) ?? code), h('strong', {}, f.residents(state.lang, residents))),
          ),
      ),
  );
}

/** @param {Gap[]} gaps @returns {[string, number][]} */
function byNeighbourhood(gaps) {
  /** @type {Map<string, number>} */
  const out = new Map();
  for (const { properties } of gaps)
    out.set(properties.areaCode, (out.get(properties.areaCode) ?? 0) + properties.residents);
  return [...out].filter(([, residents]) => residents >= 2.5).sort((a, b) => b[1] - a[1]);
}

/** @param {Context} context @param {Sheet} sheet */
function ageSection({ words, state }, { ages }) {
  const total = ages.reduce((sum, one) => sum + one.residents, 0);
  if (total === 0) return section('ages', words.agesQuestion, h('p', { class: 'quiet-text' }, words.agesNone));
  return section(
    'ages',
    words.agesQuestion,
    h(
      'dl',
      { class: 'ages' },
      ...ages.map(({ group, residents }, index) => {
        const part = h(
          'div',
          {},
          h('dt', {}, words.groupsShort[/** @type {keyof typeof words.groupsShort} */ (group)]),
          h('dd', { class: `age age-${index + 1}` }, f.percent(state.lang, residents / total)),
        );
        part.style.flexGrow = String(residents / total);
        return part;
      }),
    ),
  );
}

/** @param {Context} context @param {Sheet} sheet */
function facilitySection(context, { facilities }) {
  const { words, city } = context;
  const order = new Map(city.types.map((type, index) => [type.code, index]));
  const place = (/** @type {Facility} */ one) => order.get(one.properties.serviceType ?? '') ?? order.size;
  const sorted = [...facilities].sort(
    (a, b) =>
      place(a) - place(b) ||
      typeLabel(context, a.properties.serviceType).localeCompare(typeLabel(context, b.properties.serviceType)) ||
      (a.properties.name ?? '').localeCompare(b.properties.name ?? ''),
  );
  return section(
    'facilities',
    words.facilitiesQuestion,
    sorted.length === 0
      ? h('p', { class: 'quiet-text' }, words.facilitiesNone)
      : h('ul', { class: 'facilities' }, ...sorted.map((facility) => h('li', {}, facilityEntry(context, facility)))),
  );
}
