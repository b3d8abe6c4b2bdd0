/** Is there enough? What the criteria say, worst first, with mark, word and by how much. */

import { verdictMark } from '../answer.js';
import { h } from '../dom.js';
import * as f from '../formats.js';
import { typeLabel } from '../places.js';
import { capital, fill, lookUp, shortLabel } from '../words.js';
import { counts } from './criteria.js';
import { figured, quiet, section } from './parts.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('./criteria.js').Assessment} Assessment */
/** @typedef {import('./criteria.js').Entry} Entry */
/** @typedef {import('./parts.js').View} View */

/** @param {View} view */
export function verdictSection(view) {
  const { verdicts, context, area } = view.sheet;
  const { words } = context;
  const { level, parentCode } = area.properties;
  const district = context.city.districts.find((one) => one.properties.code === parentCode);
  if (verdicts.length === 0) {
    const link =
      !view.paper && level === 'neighbourhood' && district
        ? h(
            'button',
            { type: 'button', class: 'link', onclick: () => view.open?.(district.properties.code) },
            fill(words.openSheet, { name: district.properties.name }),
          )
        : '';
    return section(
      view,
      'verdicts',
      words.sheets.enough,
      h(
        'p',
        { class: 'quiet-text' },
        level === 'neighbourhood' ? words.sheets.normsPerDistrict : words.sheets.noNorms,
        ' ',
        link,
      ),
    );
  }
  return section(view, 'verdicts', words.sheets.enough, summary(view), verdictList(view, verdicts));
}

/** @param {View} view */
export function summary({ sheet }) {
  const { words } = sheet.context;
  const of = counts(sheet.verdicts);
  const parts = /** @type {const} */ (['short', 'surplus', 'met', 'unknown'])
    .filter((verdict) => of[verdict] > 0)
    .map((verdict) =>
      fill(of[verdict] === 1 ? words.sheets.count[verdict].one : words.sheets.count[verdict].many, {
        n: String(of[verdict]),
      }),
    );
  return quiet(capital(`${parts.join(', ')}.`));
}

/** @param {View} view @param {Entry[]} all */
export const verdictList = (view, all) =>
  h('ul', { class: 'verdicts' }, ...all.map((entry) => verdictRow(view, entry)));

/** @param {View} view @param {Entry} entry */
export function verdictRow(view, entry) {
  const { context } = view.sheet;
  return h(
    'li',
    { class: 'verdict-row', 'data-criterion': entry.criterionId },
    h('span', { class: 'verdict-cell' }, verdictMark(context.words, entry.verdict)),
    h(
      'div',
      { class: 'verdict-of' },
      h('p', {}, criterionName(context, entry)),
      h(
        'p',
        { class: 'small' },
        [measured(context, entry), hasTwin(view, entry) ? entry.source : null].filter(Boolean).join(' · '),
      ),
    ),
    h(
      'div',
      { class: 'verdict-by' },
      ...(entry.parts.length === 1 ? single(view, entry.parts[0]) : several(view, entry)),
    ),
  );
}

/** Whether only the source tells a criterion from another: the reason of a verdict names it anyhow. @param {View} view @param {Entry} entry */
const hasTwin = ({ sheet }, entry) =>
  sheet.verdicts.some(
    (other) =>
      other !== entry &&
      other.serviceType === entry.serviceType &&
      other.group === entry.group &&
      other.measure === entry.measure &&
      other.distanceM === entry.distanceM,
  );

/** @param {View} view @param {Assessment | undefined} part @returns {Node[]} */
function single(view, part) {
  if (!part) return [];
  const { strong, rest } = byHowMuch(view.sheet.context, part);
  return [
    h('p', {}, ...figured(view, reason(view, part), h(part.verdict === 'unknown' ? 'span' : 'strong', {}, strong))),
    ...(rest === '' ? [] : [h('p', { class: 'small' }, rest)]),
  ];
}

/** Of a programme area: each district that is not as it should be, the others together. @param {View} view @param {Entry} entry @returns {Node[]} */
function several(view, entry) {
  const { context } = view.sheet;
  const { words } = context;
  const alike = entry.parts.filter((part) => part.verdict === entry.verdict);
  const of = fill(words.sheets.inDistricts, { n: String(alike.length), all: String(entry.parts.length) });
  if (entry.verdict === 'unknown') return [h('p', {}, of), h('p', { class: 'small' }, why(context, alike[0]))];
  return [
    h('p', {}, of),
    ...(entry.verdict === 'met' ? [] : alike).map((part) =>
      h(
        'p',
        { class: 'small' },
        `${part.name}: `,
        ...figured(view, reason(view, part), h('span', {}, byHowMuch(context, part).strong)),
      ),
    ),
  ];
}

/** @param {View} view @param {Assessment} part */
const reason = ({ sheet }, part) => ({
  collection: 'assessments',
  id: part.id,
  property: 'verdict',
  parameters: { date: sheet.document.parameters.date },
});

/** @param {Context} context @param {Entry | Assessment} entry */
export function criterionName(context, entry) {
  const { words } = context;
  const label = shortLabel(typeLabel(context, entry.serviceType));
  return entry.group === 'all'
    ? label
    : `${label}, ${lookUp(words.groups, entry.group, entry.group).toLocaleLowerCase()}`;
}

/** @param {Context} context @param {Entry} entry */
export function measured({ words, state }, entry) {
  if (entry.distanceM !== null) {
    const near = fill(words.sheets.within, { d: f.metres(state.lang, entry.distanceM) });
    return entry.parts[0]?.mode === 'walking' ? `${near} ${words.assessment.walking}` : near;
  }
  return lookUp(words.sheets.measures, entry.measure, '');
}

/** @param {Context} context @param {Assessment | undefined} part */
const why = ({ words }, part) => lookUp(words.sheets.reasons, part?.reason ?? '', words.sheets.unknownValue);

/** By how much, and what it is now beside what is asked. @param {Context} context @param {Assessment} part @returns {{strong: string, rest: string}} */
export function byHowMuch(context, part) {
  const { words, state } = context;
  const { lang } = state;
  if (part.verdict === 'unknown' || part.value === null) return { strong: why(context, part), rest: '' };
  const now = amount(context, part.measure, part.value);
  const norm =
    part.required === null ? '' : fill(words.sheets.norm, { value: amount(context, part.measure, part.required) });
  const per = lookUp(words.sheets.per, part.measure, '');
  if (part.verdict === 'short' && part.shortBy !== null) {
    const n =
      part.shortUnit === 'residents'
        ? f.residents(lang, Math.max(1, part.shortBy))
        : f.number(lang, part.shortBy, part.shortBy < 10 ? 1 : 0);
    const unit = part.shortUnit ?? 'facilities';
    const one = n === '1' && unit === 'facilities';
    return {
      strong: fill(one ? words.sheets.short.facility : words.sheets.short[unit], { n }),
      rest: [fill(words.sheets.now, { value: now }), norm].filter(Boolean).join(', ') + per,
    };
  }
  return {
    strong: part.measure === 'coverage' ? fill(words.sheets.reached, { value: now }) : now,
    rest: norm === '' ? '' : norm + per,
  };
}

/** @param {Context} context @param {string} measure @param {number} value */
function amount({ state }, measure, value) {
  if (measure === 'coverage') return f.percent(state.lang, value);
  if (measure === 'meanDistance') return f.metres(state.lang, value);
  if (measure === 'floorAreaPer1000Dwellings') return `${f.number(state.lang, value)} m²`;
  return measure === 'count' ? f.number(state.lang, value) : f.ratio(state.lang, value);
}
