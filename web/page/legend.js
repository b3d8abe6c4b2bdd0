/** What the colours, dots and symbols on the map mean; each colour and each group is also a switch. */

import { h, icon, isNarrow, markingOf, symbol } from './dom.js';
import * as f from './formats.js';
import { leavesDots } from './many.js';
import { mayBeHouseholds, nameOfAll, standsWithin, tellsOfNone } from './model.js';
import { dotValue } from './panels/gaps.js';
import { outlineKey } from './outlines.js';
import { unplaced } from './strays.js';
import { openPopup } from './popup.js';
import { fill, lookUp } from './words.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Answer} Answer */
/** @typedef {import('./model.js').Area} Area */
/** @typedef {import('./model.js').Overlap} Overlap */
/** @typedef {import('./state.js').State} State */
/** @typedef {(change: Partial<State>) => void} Change */

/** @param {Context} context @param {Answer} answer @param {Change} change */
export function legendCards(context, answer, change) {
  return [
    h(
      'section',
      { class: 'card legend', 'aria-label': context.words.legend, 'data-style': answer.legend.style },
      ...legendContent(context, answer, change),
    ),
  ];
}

/** @param {Context} context @param {Answer} answer @param {Change} change @returns {Node[]} */
function legendContent(context, answer, change) {
  const { legend } = answer;
  const most = Math.max(...legend.classes.map((one) => one.residents), 1);
  return [
    h('h2', {}, legend.title),
    ...(legend.classes.length === 0
      ? []
      : [
          swatches(context, answer, most, change),
          edges(legend.edges, legend.classes.length),
          ...[legend.note, barsNote(context, answer)]
            .filter((text) => text !== '')
            .map((text) => h('p', { class: 'small legend-note' }, text)),
        ]),
    h(
      'ul',
      { class: 'keys' },
      ...legendKeys(context, answer).map(({ style, text }) => key(style, text)),
      outlineKey(context, answer.gaps, change),
    ),
  ];
}

/** Whom the bars count, and where. @param {Context} context @param {Answer} answer */
function barsNote(context, { legend, group }) {
  const { words, state } = context;
  if (legend.plain) return '';
  const where = state.programme === null ? '' : fill(words.legendWhere, { name: nameOfAll(context) });
  const asked = group ?? state.group;
  const text = legend.group ? words.legendBarsGroup : asked === 'all' ? words.legendBars : words.legendBarsAll;
  return fill(text, { where, group: groupName(context, legend.group ?? asked) });
}

/** @param {Pick<Context, 'words'>} context @param {string} group */
const groupName = ({ words }, group) => lookUp(words.groups, group, group).toLocaleLowerCase();

/** What dots, lines and patterns mean. @param {Context} context @param {Answer} answer @returns {{style: string, text: string}[]} */
export function legendKeys(context, answer) {
  const { words, state } = context;
  const names = new Set(answer.classOf.values());
  const asked = answer.group ?? state.group;
  const group = asked === 'all' ? null : groupName(context, asked);
  const keys = [];
  if (answer.gaps.length > 0)
    keys.push({
      style: 'dots',
      text: fill(group === null ? words.dotIs : words.dotIsGroup, {
        n: f.number(state.lang, dotValue(answer.gaps, { narrow: isNarrow(), coarse: mayBeHouseholds(context) })),
        group: group ?? '',
      }),
    });
  if (leavesDots(context)) keys.push({ style: 'dots', text: words.many.dotsInSheet });
  if (answer.overlaps.length > 0) keys.push({ style: 'pair', text: words.sameThing });
  keys.push(...(answer.keys ?? []));
  if (state.programme !== null) {
    const programme = context.city.programmes.find((area) => area.properties.code === state.programme);
    keys.push({ style: 'programme', text: programme?.properties.name ?? state.programme });
  }
  if (names.has('barely')) keys.push({ style: tellsOfNone(answer) ? 'empty' : 'barely', text: words.barely });
  if (names.has('unknown')) keys.push({ style: 'unknown', text: words.unknown });
  return keys;
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
      const { group } = answer.legend;
      const told = group
        ? fill(words.peopleN, { n: people, group: groupName({ words }, group) })
        : fill(words.residentsN, { n: people });
      return h(
        'li',
        {},
        ...(answer.legend.plain ? [] : [h('span', { class: 'legend-count', 'aria-hidden': 'true' }, people), bar]),
        h('button', {
          type: 'button',
          class: `swatch swatch-${one.name}`,
          'aria-pressed': String(pressed),
          'data-faded': state.only !== null && !pressed,
          'aria-label': answer.legend.plain
            ? fill(words.legendOnly, { label: one.label })
            : `${fill(words.legendOnly, { label: one.label })} (${told})`,
          onclick: () => change({ only: pressed ? null : one.name }),
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
    ...labels
      .slice(0, count)
      .map((label, index) =>
        h('span', {}, h('span', {}, label), index === count - 1 && h('span', {}, labels[count] ?? '')),
      ),
  );

/** @param {string} name @param {string} text */
const key = (name, text) => h('li', {}, h('span', { class: `key key-${name}`, 'aria-hidden': 'true' }), text);

/** Whether a neighbourhood lies in the area of a sheet. @param {Context} context @param {Area} sheet @returns {(code: string | null) => boolean} */
function insideOf({ city }, { properties: { code } }) {
  const members = city.members.get(code);
  const parents = new Map(city.neighbourhoods.map((area) => [area.properties.code, area.properties.parentCode]));
  return (one) => one !== null && (members ? members.has(one) : one === code || parents.get(one) === code);
}

/** What is drawn on the map of a sheet. @param {Context} context @param {Answer} answer @param {Area} sheet @param {Overlap[]} overlaps */
function sheetKeys(context, answer, sheet, overlaps) {
  const { words, state, city } = context;
  const inSheet = insideOf(context, sheet);
  const inside = answer.gaps.filter(({ properties }) => inSheet(properties.areaCode));
  const names = city.neighbourhoods
    .filter((area) => inSheet(area.properties.code))
    .map((area) => answer.classOf.get(area.properties.code));
  return [
    overlaps.length > 0 && key('pair', words.sameThing),
    (answer.shapes ?? []).some((shape) => shape.style === 'hub') && key('hub', words.sheets.keyTogether),
    inside.length > 0 &&
      key(
        'dots',
        fill(words.dotIs, {
          n: f.number(state.lang, dotValue(inside, { narrow: isNarrow(), coarse: mayBeHouseholds(context) })),
        }),
      ),
    names.includes('barely') && key('barely', words.barely),
  ].filter((one) => one !== false);
}

/** @param {Context} context @param {Answer} answer @param {Area} sheet @param {Overlap[]} overlaps */
export function sheetLegend(context, answer, sheet, overlaps) {
  const { words } = context;
  const keys = sheetKeys(context, answer, sheet, overlaps);
  const roles = roleList(context);
  if (keys.length === 0 && roles.length === 0) return null;
  return h(
    'section',
    { class: 'card legend', 'aria-labelledby': 'legend-heading' },
    h('h2', { id: 'legend-heading' }, fill(words.legendSheet, { name: sheet.properties.name })),
    keys.length > 0 && h('ul', { class: 'keys keys-list' }, ...keys),
    ...roles,
  );
}

/** @param {Context} context @param {Change} change */
export function groupCards(context, change) {
  const { words } = context;
  const button = h(
    'button',
    {
      type: 'button',
      class: 'labelled',
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
      onclick: () =>
        openPopup(
          button,
          h(
            'div',
            { class: 'groups-popup', role: 'dialog', 'aria-label': words.onTheMap, tabindex: '-1' },
            ...groupList(context, change),
          ),
        ),
    },
    icon('layers'),
    h('span', {}, words.onTheMap),
  );
  return [
    h(
      'section',
      { class: 'card groups', 'aria-labelledby': 'groups-heading' },
      h('h2', { id: 'groups-heading' }, words.onTheMap),
      ...groupList(context, change),
    ),
    h('div', { class: 'card groups-button' }, button),
  ];
}

/** What a symbol says of the role of the municipality, where one is known. @param {Context} context */
export function roleKeys({ words, facilities }) {
  const markings = new Set(facilities.map(({ properties }) => markingOf(properties.municipalRole)));
  if (!markings.has('commission') && !markings.has('none')) return [];
  const unknown = facilities.some(({ properties }) => properties.municipalRole === null);
  return /** @type {const} */ ([null, 'commission', 'none'])
    .filter((marking) => markings.has(marking))
    .map((marking) => ({
      marking,
      text: marking === null && unknown ? words.roleKeys.subsidyOrUnknown : words.roleKeys[marking ?? 'subsidy'],
    }));
}

/** @param {Context} context @returns {Node[]} */
function roleList(context) {
  const keys = roleKeys(context).map(({ marking, text }) =>
    h('li', {}, symbol('LRN', { glyph: false, marking }), text),
  );
  return keys.length === 0
    ? []
    : [h('ul', { class: 'role-keys', 'aria-label': context.words.roleKeys.label }, ...keys)];
}

/** @param {Context} context @param {Change} change @returns {Node[]} */
const groupList = (context, change) => [groupButtons(context, change), ...roleList(context)];

/** @param {Context} context @param {Change} change */
function groupButtons(context, change) {
  const { words, state, city, facilities, counts: perType } = context;
  const groupOf = new Map(city.types.map((type) => [type.code, type.group]));
  const groups = [...new Set(city.types.map((type) => type.group))];
  /** @type {Map<string, number>} */
  const counts = new Map();
  const add = (/** @type {string | null} */ type, /** @type {number} */ count) => {
    const group = groupOf.get(type ?? '') ?? '';
    counts.set(group, (counts.get(group) ?? 0) + count);
  };
  if (perType) for (const [type, count] of perType) add(type, count);
  else
    for (const { properties, geometry } of facilities.filter(standsWithin(context)))
      if (geometry !== null) add(properties.serviceType, 1);
  if (counts.has('')) groups.push('');
  const missing = perType ? 0 : unplaced(facilities);
  // Whether they stand in a part of the city nobody can tell.
  const lostWords = state.programme === null ? words.places.notOnMap : words.places.perhapsIn;
  const nameOf = (/** @type {string} */ group) =>
    group === '' ? words.otherGroup : lookUp(words.groupNames, group, group);
  const onMap = new Set(counts.keys());
  if (!perType)
    for (const { properties, geometry } of facilities)
      if (geometry !== null) onMap.add(groupOf.get(properties.serviceType ?? '') ?? '');
  // One that is off, or whose symbols stand elsewhere on the map, stays a switch.
  const isEmpty = (/** @type {string} */ group) => !onMap.has(group) && !state.hide.includes(group);
  const empty = groups.filter(isEmpty);
  const list = h(
    'ul',
    { class: 'group-list' },
    ...groups
      .filter((group) => !isEmpty(group))
      .map((group) => {
        const on = !state.hide.includes(group);
        const press = () => change({ hide: on ? [...state.hide, group] : state.hide.filter((one) => one !== group) });
        return h(
          'li',
          {},
          h(
            'button',
            { type: 'button', 'aria-pressed': String(on), onclick: press, 'data-key': `group-${group}` },
            symbol(group),
            h('span', { class: 'group-name' }, nameOf(group)),
            h('span', { class: 'group-count' }, f.number(state.lang, counts.get(group) ?? 0)),
          ),
        );
      }),
  );
  return h(
    'div',
    {},
    list,
    empty.length > 0 &&
      h('p', { class: 'small groups-none' }, fill(words.places.none, { names: empty.map(nameOf).join(', ') })),
    state.programme !== null &&
      h(
        'p',
        { class: 'small' },
        // Of a country nobody counted them per area.
        perType
          ? fill(words.places.countedInAll, { name: city.info.name })
          : fill(words.places.countedIn, { name: nameOfAll(context) }),
      ),
    missing > 0 &&
      h(
        'p',
        { class: 'small' },
        fill(lostWords[missing === 1 ? 'one' : 'many'], { n: f.number(state.lang, missing), name: nameOfAll(context) }),
      ),
  );
}

/** The symbols of a sheet, with how many of each there are. @param {Context} context @param {Area} sheet */
function sheetSymbols(context, sheet) {
  const { words, state, city, facilities } = context;
  const inSheet = insideOf(context, sheet);
  const groupOf = new Map(city.types.map((type) => [type.code, type.group]));
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { properties, geometry } of facilities) {
    if (geometry === null || !inSheet(properties.neighbourhoodCode)) continue;
    const group = groupOf.get(properties.serviceType ?? '') ?? '';
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  const groups = [...new Set([...groupOf.values(), ''])].filter((group) => counts.has(group));
  if (groups.length === 0) return [];
  return [
    h('h2', {}, words.places.groupsHere),
    h(
      'ul',
      { class: 'keys keys-list sheet-symbols' },
      ...groups.map((group) =>
        h(
          'li',
          {},
          symbol(group),
          h('span', { class: 'group-name' }, group === '' ? words.otherGroup : lookUp(words.groupNames, group, group)),
          h('span', { class: 'group-count' }, f.number(state.lang, counts.get(group) ?? 0)),
        ),
      ),
    ),
  ];
}

/** What explains the map of a sheet on a phone. @param {Context} context @param {Answer} answer @param {Area} sheet @param {Overlap[]} overlaps @returns {Node[]} */
function phoneSheetCards(context, answer, sheet, overlaps) {
  const { words } = context;
  const keys = sheetKeys(context, answer, sheet, overlaps);
  const symbols = sheetSymbols(context, sheet);
  if (keys.length === 0 && symbols.length === 0) return [];
  return [
    legendButton(context, () => [
      ...(keys.length === 0
        ? []
        : [
            h('h2', {}, fill(words.legendSheet, { name: sheet.properties.name })),
            h('ul', { class: 'keys keys-list' }, ...keys),
          ]),
      ...symbols,
      ...roleList(context),
    ]),
  ];
}

/** @param {Context} context @param {() => Node[]} content */
function legendButton(context, content) {
  const { words } = context;
  const button = h(
    'button',
    {
      type: 'button',
      class: 'labelled',
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
      onclick: () =>
        openPopup(
          button,
          h('div', { class: 'legend-popup', role: 'dialog', 'aria-label': words.legend, tabindex: '-1' }, ...content()),
        ),
    },
    symbol(context.type?.group ?? null),
    h('span', {}, words.legend),
  );
  return h('div', { class: 'card legend-button' }, button);
}

/** @param {Context} context @param {Answer | null} answer @param {Area | null} sheet @param {Overlap[]} overlaps of the sheet @param {Change} change @returns {Node[]} */
export function phoneCards(context, answer, sheet, overlaps, change) {
  const { words, state } = context;
  if (!answer) return [];
  if (sheet) return phoneSheetCards(context, answer, sheet, overlaps);
  const { classes, edges: labels } = answer.legend;
  return [
    ...(classes.length === 0
      ? []
      : [
          h(
            'div',
            { class: 'card strip', 'aria-hidden': 'true' },
            h('div', { class: 'strip-colours' }, ...classes.map((one) => h('span', { class: `swatch-${one.name}` }))),
            h(
              'div',
              { class: 'strip-labels' },
              h('span', {}, labels[0] ?? ''),
              h('span', {}, state.question === 'coverage' ? words.reached.split(':')[0]?.toLocaleLowerCase() : ''),
              h('span', {}, labels[labels.length - 1] ?? ''),
            ),
          ),
        ]),
    legendButton(context, () => [
      ...legendContent(context, answer, change),
      h('h2', {}, words.onTheMap),
      ...groupList(context, change),
    ]),
  ];
}
