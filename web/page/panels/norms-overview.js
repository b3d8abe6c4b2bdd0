/** All norms beside each other: which are missed, in how many areas, and what share each area meets. */

import * as f from '../formats.js';
import { SHARE_CLASSES, ground, residentsIn, shareClass } from '../model.js';
import { made } from '../reasons/made.js';
import { capital, fill } from '../words.js';
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
  const classOf = new Map(
    city.neighbourhoods.map(({ properties }) => {
      const { met: good = 0, judged = 0 } = tally.get(properties.code) ?? {};
      return [properties.code, ground(properties) ?? (judged === 0 ? 'unknown' : shareClass(good / judged))];
    }),
  );
  return {
    hero: hero(context, all, missed, parameters),
    lines: [
      said.overview,
      ...(unjudged.length === 0
        ? []
        : [
            {
              strong: '',
              rest: fill(unjudged.length === 1 ? said.notJudged.one : said.notJudged.many, {
                n: f.number(state.lang, unjudged.length),
              }),
            },
          ]),
    ],
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
    value: judged === 0 ? -1 : short,
    figure: judged === 0 ? '' : figure,
    why: norms.reasonOfNorm(context, norm, norms.given(context, norm, parameters), figure),
    verdict: judged === 0 ? 'unknown' : short > 0 ? 'short' : 'met',
    open: { serviceType: norm.rule.serviceType, criterion: norm.id, item: null, only: null },
  };
}

/** @param {Context} context @param {Norm[]} all @param {Record<string, string>} parameters @returns {import('../model.js').Table} */
function overviewTable(context, all, parameters) {
  const names = context.words.assessment.table;
  return {
    caption: names.caption,
    columns: [
      { name: 'name', label: names.area, kind: 'text' },
      { name: 'serviceType', label: names.type, kind: 'text' },
      { name: 'criterion', label: names.criterion, kind: 'text' },
      { name: 'source', label: names.source, kind: 'text' },
      { name: 'verdict', label: names.verdict, kind: 'verdict', property: 'verdict' },
    ],
    why: { collection: 'assessments', parameters },
    rows: all.flatMap((norm) =>
      norm.verdicts.map(({ id, properties }) => ({
        key: id,
        area: false,
        cells: [
          properties.name,
          norms.typeOf(context, norm),
          norms.ruleText(context, norm),
          norms.setBy(context, norm),
          properties.verdict,
        ],
      })),
    ),
  };
}
