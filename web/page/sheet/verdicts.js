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
function summary({ sheet }) {
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
const verdictList = (view, all) => h('ul', { class: 'verdicts' }, ...all.map((entry) => verdictRow(view, entry)));

/** @param {View} view @param {Entry} entry */
const verdictRow = (view, entry) =>
  h(
    'li',
    { class: 'verdict-row', 'data-criterion': entry.criterionId },
    h('span', { class: 'verdict-cell' }, verdictMark(view.sheet.context.words, entry.verdict)),
    ...criterionOf(view, entry),
  );

/** What it asks, and by how much it is met or not. @param {View} view @param {Entry} entry */
export function criterionOf(view, entry) {
  const { context } = view.sheet;
  return [
    h(
      'div',
      { class: 'verdict-of' },
      h('p', {}, criterionName(context, entry, view.paper)),
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
  ];
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
  const { strong, rest } = view.paper ? briefly(view.sheet, part) : byHowMuch(view.sheet.context, part);
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

/** @param {Context} context @param {Entry | Assessment} entry @param {boolean} [brief] */
export function criterionName(context, entry, brief = false) {
  const { words } = context;
  const label = shortLabel(typeLabel(context, entry.serviceType));
  if (entry.group === 'all') return label;
  const group = lookUp(words.groups, entry.group, entry.group).toLocaleLowerCase();
  return `${label}, ${brief ? lookUp(words.sheets.briefGroups, entry.group, group) : group}`;
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
  const { words } = context;
  if (part.verdict === 'unknown' || part.value === null) return { strong: why(context, part), rest: '' };
  const now = amount(context, part.measure, part.value);
  const per = lookUp(words.sheets.per, part.measure, '');
  const norm = normOf(context, part);
  if (part.verdict === 'short' && part.shortBy !== null)
    return {
      strong: lacking(context, part, words.sheets.short),
      rest: [fill(words.sheets.now, { value: now }), norm].filter(Boolean).join(', ') + per,
    };
  return {
    strong: part.measure === 'coverage' ? fill(words.sheets.reached, { value: now }) : now,
    rest: norm === '' ? '' : norm + per,
  };
}

/** @param {Context} context @param {Assessment} part */
const normOf = (context, part) =>
  part.required === null
    ? ''
    : fill(context.words.sheets.norm, { value: amount(context, part.measure, part.required) });

/** How much is lacking. @param {Context} context @param {Assessment} part @param {Record<string, string>} texts */
function lacking({ state }, part, texts) {
  const by = part.shortBy ?? 0;
  const n =
    part.shortUnit === 'residents'
      ? f.residents(state.lang, Math.max(1, by))
      : f.number(state.lang, by, by < 10 ? 1 : 0);
  const unit = part.shortUnit ?? 'facilities';
  return fill(texts[n === '1' && unit === 'facilities' ? 'facility' : unit] ?? '', { n });
}

/**
 * The same in one line: what is measured stands before it, and the norm that all share above the list.
 * @param {import('./document.js').Sheet} sheet @param {Assessment} part @returns {{strong: string, rest: string}}
 */
function briefly({ context, verdicts }, part) {
  const { words } = context;
  if (part.verdict === 'unknown' || part.value === null) return { strong: why(context, part), rest: '' };
  const now = amount(context, part.measure, part.value);
  const norm = part.measure === 'coverage' && sharedNorm(verdicts) !== null ? '' : normOf(context, part);
  if (part.verdict === 'short' && part.shortBy !== null)
    return {
      strong: lacking(context, part, { ...words.sheets.short, ...words.sheets.shortBriefly }),
      rest: [fill(words.sheets.now, { value: now }), norm].filter(Boolean).join(', '),
    };
  return { strong: now, rest: norm };
}

/** The share of residents that every criterion on reach asks, where they agree. @param {Entry[]} verdicts @returns {number | null} */
export function sharedNorm(verdicts) {
  const asked = verdicts
    .filter(({ measure }) => measure === 'coverage')
    .flatMap(({ parts }) => parts.flatMap(({ required }) => (required === null ? [] : [required])));
  return asked.length > 1 && new Set(asked).size === 1 ? (asked[0] ?? null) : null;
}

/** Why it is unknown, where the whole is. @param {Context} context @param {Entry} entry */
export const unknownWhy = (context, { parts }) => (parts.length === 1 ? why(context, parts[0]) : null);

/** @param {Context} context @param {string} measure @param {number} value */
function amount({ state }, measure, value) {
  if (measure === 'coverage') return f.percent(state.lang, value);
  if (measure === 'meanDistance') return f.metres(state.lang, value);
  if (measure === 'floorAreaPer1000Dwellings') return `${f.number(state.lang, value)} m²`;
  return measure === 'count' ? f.number(state.lang, value) : f.ratio(state.lang, value);
}
