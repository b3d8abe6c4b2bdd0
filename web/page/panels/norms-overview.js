/** All norms beside each other: which are missed, in how many areas, and what share each area meets. */

import * as f from '../formats.js';
import { SHARE_CLASSES, ground, linesText, nameOfAll, residentsIn, shareClass, within } from '../model.js';
import { made } from '../reasons/made.js';
import { capital, fill, lookUp } from '../words.js';
import * as norms from './norms.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Answer} Answer */
/** @typedef {import('./common.js').Item} Item */
/** @typedef {import('./norms.js').Norm} Norm */

/** All norms beside each other. @param {Context} context @param {Norm[]} all @param {Record<string, string>} parameters @returns {Answer} */
export function overview(context, all, parameters) {
  const { words, state, city } = context;
  const said = words.assessment;
  const missed = all.filter((norm) => norms.count(norm, 'short') > 0);
  const unjudged = all.filter((norm) => norm.verdicts.every(({ properties }) => properties.verdict === 'unknown'));
  const verdicts = all.flatMap((norm) => norm.verdicts);
  const tally = new Map(
    city.neighbourhoods.map((area) => [area.properties.code, met(context, verdicts, area.properties.code)]),
  );
  // What lies outside the area that is asked is not judged, and not unknown either.
  const inside = new Set(within(context, city.neighbourhoods).map((area) => area.properties.code));
  const isAway = (/** @type {string} */ code) =>
    !inside.has(code) &&
    !city.neighbourhoods.some((one) => one.properties.parentCode === code && inside.has(one.properties.code));
  const classOf = new Map(
    city.neighbourhoods.map(({ properties }) => {
      const { met: good = 0, judged = 0 } = tally.get(properties.code) ?? {};
      const none = isAway(properties.code) ? 'plain' : 'unknown';
      return [properties.code, ground(properties) ?? (judged === 0 ? none : shareClass(good / judged))];
    }),
  );
  const byDistrict = all.some(({ rule, verdicts: of }) => rule.level === 'district' && of.length > 0);
  const parts = byDistrict ? norms.wholeDistricts(context) : null;
  const whole = parts === null ? [] : [{ strong: '', rest: parts }];
  const rest =
    unjudged.length === 0
      ? []
      : [
          {
            strong: '',
            rest: fill(unjudged.length === 1 ? said.notJudged.one : said.notJudged.many, {
              n: f.number(state.lang, unjudged.length),
            }),
          },
        ];
  const figure = hero(context, all, missed, parameters);
  return {
    hero: {
      ...figure,
      told: linesText([{ strong: `${figure.value} ${figure.unit} `, rest: said.overview.strong }, ...rest]),
    },
    lines: [said.overview, ...rest, ...whole],
    bar: null,
    list: {
      heading: said.listCriteria,
      tone: 'not-reached',
      byLevel: false,
      rows: all
        .map((norm) => normRow(context, norm, parameters))
        .sort((a, b) => b.value - a.value || a.name.localeCompare(b.name)),
    },
    legend: {
      title: said.legendOverview,
      note: '',
      edges: [...SHARE_CLASSES.map((from) => String(from * 100)), `100${f.percentSign(state.lang)}`],
      classes: SHARE_CLASSES.map((from, index) => ({
        name: `class-${index + 1}`,
        label: `${from * 100}–${from * 100 + 20}${f.percentSign(state.lang)}`,
        residents: residentsIn(context, classOf, `class-${index + 1}`),
      })),
    },
    classOf,
    tips: new Map(
      [...city.neighbourhoods, ...city.districts].map(({ properties: { code } }) => {
        const { met: good, judged } = tally.get(code) ?? met(context, verdicts, code);
        const n = f.number(state.lang, judged);
        if (judged === 0) {
          const rest = isAway(code) ? fill(said.tipAway, { name: nameOfAll(context) }) : words.unknown;
          return [code, [{ strong: '', rest }]];
        }
        return [
          code,
          [
            {
              strong: fill(said.tipOverview.strong, { met: f.number(state.lang, good), n }),
              rest: said.tipOverview.rest,
            },
          ],
        ];
      }),
    ),
    gaps: [],
    overlaps: [],
    empty: false,
    downloads: [{ name: 'assessments', parameters }],
    table: overviewTable(context, all, parameters),
  };
}

/** @param {Context} context @param {Norm[]} all @param {Norm[]} missed @param {Record<string, string>} parameters @returns {Answer['hero']} */
function hero(context, all, missed, parameters) {
  const { words, state } = context;
  const value = f.number(state.lang, missed.length);
  const { one, many } = words.assessment.ofNorms;
  const unit = fill(all.length === 1 ? one : many, { n: f.number(state.lang, all.length) });
  const why = made(context, {
    key: 'norms',
    what: capital(words.verdicts.short),
    figure: `${value} ${unit}`,
    rule: 'norms',
    parts: [...all]
      .sort((a, b) => norms.count(b, 'short') - norms.count(a, 'short'))
      .map((norm) => {
        const figure = shortText(context, norm);
        return {
          name: `${norms.typeOf(context, norm)}. ${norms.scope(context, norm)} (${norms.setBy(context, norm)})`,
          figure,
          why: norms.reasonOfNorm(context, norm, norms.given(context, norm, parameters), figure),
        };
      }),
  });
  return { value, unit, wide: true, why };
}

/** In how many areas a norm is missed. @param {Context} context @param {Norm} norm */
function shortText({ words, state }, norm) {
  const judged = norm.verdicts.length - norms.count(norm, 'unknown');
  return judged === 0
    ? words.verdicts.unknown
    : fill(words.assessment.shortIn, {
        n: f.number(state.lang, norms.count(norm, 'short')),
        total: f.number(state.lang, judged),
      });
}

/** How many norms an area meets, of those that can be judged there or in what it lies in. @param {Context} context @param {Item[]} verdicts @param {string} code */
function met({ city }, verdicts, code) {
  const parent = city.neighbourhoods.find((area) => area.properties.code === code)?.properties.parentCode ?? null;
  const programmes = [...city.members].filter(([, members]) => members.has(code)).map(([programme]) => programme);
  const around = new Set([code, parent, ...programmes]);
  const judged = verdicts.filter(
    ({ properties: { areaCode, level, verdict } }) =>
      verdict !== 'unknown' && (around.has(areaCode) || level === 'municipality'),
  );
  return { judged: judged.length, met: judged.filter(({ properties }) => properties.verdict !== 'short').length };
}

/** @param {Context} context @param {Norm} norm @param {Record<string, string>} parameters @returns {import('../model.js').Row} */
function normRow(context, norm, parameters) {
  const short = norms.count(norm, 'short');
  const judged = norm.verdicts.length - norms.count(norm, 'unknown');
  const figure = shortText(context, norm);
  return {
    key: norm.id,
    name: norms.typeOf(context, norm),
    second: `${norms.scope(context, norm)} · ${norms.setBy(context, norm)}`,
    told: {
      name: `${norms.typeOf(context, norm)}, ${norms.ruleFor(context, norm)}`,
      figure: fill(context.words.assessment.shortInLevels, {
        in: figure,
        levels: norms.levelWords(context, norm).many,
      }),
    },
    value: judged === 0 ? -1 : short,
    figure: judged === 0 ? '' : figure,
    why: norms.reasonOfNorm(context, norm, norms.given(context, norm, parameters), figure),
    verdict: judged === 0 ? 'unknown' : short > 0 ? 'short' : 'met',
    open: { serviceType: norm.rule.serviceType, criterion: norm.id, item: null, only: null },
  };
}

/**
 * Every verdict with its figures. The worst first, and what is unknown last: by what is short, or where that is counted in several
 * units by how far each is from its norm.
 * @param {Context} context @param {Norm[]} all @param {Record<string, string>} parameters @returns {import('../model.js').Table}
 */
function overviewTable(context, all, parameters) {
  const { words } = context;
  const { table: names, units } = words.assessment;
  const alike = new Set(all.map((norm) => norms.shortUnit(norm)).filter((unit) => unit !== null)).size <= 1;
  const judged = all.flatMap((norm) =>
    norm.verdicts.map(({ id, properties }) => ({ ...judgedOf(properties), id, norm, properties })),
  );
  judged.sort((a, b) => norms.worstFirst(a, b, alike ? undefined : away));
  return {
    caption: names.caption,
    columns: [
      { name: 'name', label: names.area, kind: 'text' },
      { name: 'serviceType', label: names.type, kind: 'text' },
      { name: 'criterion', label: names.criterion, kind: 'text' },
      { name: 'verdict', label: names.verdict, kind: 'verdict', property: 'verdict' },
      { name: 'value', label: names.value, kind: 'ratio', property: 'value' },
      { name: 'required', label: names.required, kind: 'ratio', property: 'required' },
      { name: 'shortBy', label: names.shortBy, kind: 'ratio', property: 'shortBy' },
      { name: 'shortUnit', label: names.shortUnit, kind: 'text' },
      { name: 'measure', label: names.measure, kind: 'text' },
      { name: 'source', label: names.source, kind: 'text' },
    ],
    why: { collection: 'assessments', parameters },
    rows: judged.map(({ id, norm, verdict, value, shortBy, properties }) => {
      const { measure, required, name } = properties;
      const unit = norms.shortUnit(norm);
      const lacks = verdict === 'short' && shortBy !== null && unit !== null;
      const short = verdict === 'unknown' ? null : (shortBy ?? 0);
      const shown = (/** @type {number | null} */ of) => (of === null ? null : norms.amount(context, measure, of));
      return {
        key: id,
        area: false,
        cells: [
          name,
          norms.typeOf(context, norm),
          norms.ruleFor(context, norm),
          verdict,
          value,
          required,
          short,
          lacks ? units[unit] : '',
          lookUp(words.assessment.measureUnits, measure, measure),
          norms.setBy(context, norm),
        ],
        texts: [
          ...[null, null, null, null],
          shown(value),
          shown(required) ?? words.assessment.noRequired,
          lacks ? norms.lacking(context, unit, shortBy) : null,
          ...[null, null, null],
        ],
      };
    }),
  };
}

/** @param {Record<string, any>} properties */
const judgedOf = ({ name, verdict, value, shortBy }) => ({ name, verdict, value, shortBy });

/** How far it is from its norm, as a part of what is required. @param {{properties: Record<string, any>}} verdict */
export const away = ({ properties: { value, required } }) =>
  value === null || !required ? 0 : Math.abs(required - value) / required;
