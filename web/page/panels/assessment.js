/** What is needed where? Assessment: every area held against the norms that are in force. */

import * as api from '../api.js';
import { againstNorm } from '../charts/against-norm.js';
import { h } from '../dom.js';
import { choiceWord, paragraph } from '../extra.js';
import * as f from '../formats.js';
import { gapsOf } from '../many.js';
import { ground, linesText, peopled, residentsIn } from '../model.js';
import { capital, fill, lookUp } from '../words.js';
import { plainClasses, residentTips } from './common.js';
import { without } from './density.js';
import { overview } from './norms-overview.js';
import * as norms from './norms.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Answer} Answer */
/** @typedef {import('../model.js').Verdict} Verdict */
/** @typedef {import('../model.js').Line} Line */
/** @typedef {import('../state.js').State} State */
/** @typedef {(change: Partial<State>) => void} Change */
/** @typedef {import('./common.js').Item} Item */
/** @typedef {import('./norms.js').Norm} Norm */
/** @typedef {import('./norms.js').Judged} Judged */

const VERDICTS = /** @type {const} */ (['short', 'met', 'surplus']);

/** @type {import('../model.js').Panel} */
export const assessment = {
  name: 'assessment',
  needsType: false,
  usesDistance: false,
  usesGroup: true,
  ask,
};

/** @param {Context} context @param {Change} change @returns {Promise<Answer>} */
async function ask(context, change) {
  const { state } = context;
  const parameters = without(context.parameters, 'distance', 'group');
  const items = await api.items('assessments', parameters);
  const all = norms.normsOf(items.filter((item) => norms.isInside(context, item)));
  const asked = all.filter(({ rule }) => state.group === 'all' || rule.group === state.group);
  if (asked.length === 0) return nothing(context, change, all.length > 0);
  return state.serviceType === null ? overview(context, asked, parameters) : one(context, change, asked, parameters);
}

/** No norm to hold anything against. @param {Context} context @param {Change} change @param {boolean} others @returns {Answer} */
function nothing(context, change, others) {
  const { words, state } = context;
  const said = words.assessment;
  const button = (/** @type {string} */ text, /** @type {Partial<State>} */ to) =>
    h('p', {}, h('button', { type: 'button', class: 'link', onclick: () => change(to) }, text));
  const none = others ? said.noneGroup : state.serviceType === null ? said.noneCity : said.none;
  return {
    hero: { value: said.heroNone, unit: '', wide: true },
    lines: [{ strong: '', rest: none }],
    bar: null,
    choices: [
      ...(state.serviceType !== null || others
        ? [button(said.showAll, { serviceType: null, group: 'all', criterion: null })]
        : []),
      button(said.askCoverage, { question: 'coverage', item: null, only: null }),
    ],
    list: { heading: said.list, tone: 'not-reached', byLevel: false, rows: [] },
    legend: { title: words.legendOverlaps, note: '', edges: [], classes: [] },
    classOf: plainClasses(context),
    tips: residentTips(context, (n) => f.residents(state.lang, n)),
    gaps: [],
    overlaps: [],
    empty: false,
    downloads: [],
  };
}

/** One norm, area by area. @param {Context} context @param {Change} change @param {Norm[]} all @param {Record<string, string>} parameters @returns {Promise<Answer>} */
async function one(context, change, all, parameters) {
  const { words, state, city } = context;
  const said = words.assessment;
  const norm = all.find(({ id }) => id === state.criterion) ?? mostMissed(all);
  const covers = norms.isCoverage(norm);
  const [fine, gaps] = covers
    ? await Promise.all([
        norms.perNeighbourhood(context, norm),
        gapsOf(context, norms.coverageParameters(context, norm)),
      ])
    : [[], []];
  const byNeighbourhood = state.level === 'neighbourhoods' && covers && norm.rule.level !== 'neighbourhood';
  const { entries: judged, note } = peopled(context, byNeighbourhood ? fine : norms.given(context, norm, parameters));
  const nowhere = judged.every(({ verdict }) => verdict === 'unknown');
  const classOf = classes(context, judged);
  const counted = byNeighbourhood ? judged.filter((area) => norms.isLivedIn(context, area)) : judged;
  const members = state.programme === null ? undefined : city.members.get(state.programme);
  const people = covers && norm.rule.group !== 'all' ? new Map(fine.map((area) => [area.key, area.people])) : null;
  // First what the list and the table show.
  const verdicts = { name: 'assessments', parameters };
  const coverage = { name: 'neighbourhoods', parameters: norms.coverageParameters(context, norm) };
  return {
    hero: hero(context, norm, counted, byNeighbourhood),
    lines: lines(context, norm, counted),
    bar: null,
    choices: [...normWords(context, change, all, norm), ...remarks(context, norm, byNeighbourhood)],
    ...(covers ? { extra: [againstNorm(context, fine, norm.rule)] } : {}),
    list: {
      heading: said.list,
      tone: 'not-reached',
      byLevel: true,
      rows: [...judged].sort(norms.worstFirst).map((area) => row(context, norm, area, nowhere)),
      note,
    },
    legend: {
      group: people && norm.rule.group,
      title: fill(said.legend, {
        level: byNeighbourhood ? said.level.neighbourhood.one : norms.levelWords(context, norm).one,
      }),
      note: '',
      edges: present(judged).map((name) => words.verdicts[name]),
      classes: present(judged).map((name) => ({
        name,
        label: words.verdicts[name],
        residents: residentsIn(context, classOf, name, people),
      })),
    },
    classOf,
    tips: new Map(
      [...fine, ...norms.given(context, norm, parameters)].map((area) => [area.key, tip(context, norm, area)]),
    ),
    gaps: members ? gaps.filter((gap) => members.has(gap.properties.areaCode)) : gaps,
    group: norm.rule.group,
    ...(state.criterion === null || norm.id === state.criterion
      ? {}
      : { lacks: [{ name: /** @type {const} */ ('criterion'), value: state.criterion }] }),
    overlaps: [],
    empty: false,
    downloads: covers && byNeighbourhood ? [coverage, verdicts] : covers ? [verdicts, coverage] : [verdicts],
    table: table(context, norm, judged),
  };
}

/** @param {Norm[]} all */
function mostMissed(all) {
  const [first, ...rest] = all;
  if (!first) throw new Error('there is no norm');
  return rest.reduce((most, norm) => (norms.count(norm, 'short') > norms.count(most, 'short') ? norm : most), first);
}

/** The verdicts that the legend names. @param {Judged[]} judged */
const present = (judged) =>
  VERDICTS.filter((name) => name !== 'surplus' || judged.some(({ verdict }) => verdict === name));

/** @param {Context} context @param {Judged[]} judged */
function classes({ city }, judged) {
  const of = new Map(judged.map(({ key, verdict }) => [key, verdict]));
  return new Map(
    city.neighbourhoods.map(({ properties }) => {
      const { code, parentCode } = properties;
      const programme = [...city.members].find(([area, members]) => of.has(area) && members.has(code));
      const verdict = of.get(code) ?? of.get(parentCode ?? '') ?? (programme && of.get(programme[0]));
      const whole = judged.length === 1 ? judged[0]?.verdict : undefined;
      return [code, ground(properties) ?? verdict ?? whole ?? 'plain'];
    }),
  );
}

/** @param {Context} context @param {Norm} norm @param {Judged[]} judged @param {boolean} byNeighbourhood @returns {Answer['hero']} */
function hero(context, norm, judged, byNeighbourhood) {
  const { words, state } = context;
  const known = judged.filter(({ verdict }) => verdict !== 'unknown');
  if (known.length === 0) return { value: words.unknown, unit: '', wide: true };
  const level = byNeighbourhood ? words.assessment.level.neighbourhood : norms.levelWords(context, norm);
  const value = f.number(state.lang, known.filter(({ verdict }) => verdict === 'short').length);
  const unit = fill(words.assessment.ofAreas, {
    total: f.number(state.lang, known.length),
    levels: known.length === 1 ? level.one : level.many,
  });
  const said = linesText(lines(context, norm, judged));
  return {
    value,
    unit,
    wide: true,
    why: norms.reasonOfNorm(context, norm, judged, `${value} ${unit}`),
    told: `${norms.typeOf(context, norm)}, ${norms.ruleFor(context, norm)}: ${value} ${unit} ${said}`,
  };
}

/** @param {Context} context @param {Norm} norm @param {Judged[]} judged @returns {Line[]} */
function lines(context, norm, judged) {
  const { words } = context;
  const hidden = judged.some(({ reason }) => reason === 'suppressed');
  return [...answerLines(context, norm, judged), ...(hidden ? [{ strong: '', rest: words.suppressed }] : [])];
}

/** @param {Context} context @param {Norm} norm @param {Judged[]} judged @returns {Line[]} */
function answerLines(context, norm, judged) {
  const said = context.words.assessment;
  if (judged.every(({ verdict }) => verdict === 'unknown')) {
    const [first] = judged;
    return [{ strong: '', rest: fill(said.allUnknown, { reason: reasonOf(context, first?.reason ?? null) }) }];
  }
  if (judged.every(({ verdict }) => verdict !== 'short')) return [{ strong: said.notMet, rest: said.allMet }];
  const unit = norms.shortUnit(norm);
  const by = judged.reduce((sum, { shortBy }) => sum + (shortBy ?? 0), 0);
  return [
    {
      strong: said.notMet,
      rest: unit === null || by === 0 ? '' : fill(said.lacksAll[unit], { n: norms.lacking(context, unit, by) }),
    },
  ];
}

/** @param {Context} context @param {string | null} reason */
const reasonOf = ({ words }, reason) =>
  lookUp(words.assessment.reasons, reason ?? 'other', words.assessment.reasons.other);

/** Which norm, and who set it. @param {Context} context @param {Change} change @param {Norm[]} all @param {Norm} norm @returns {Node[]} */
function normWords(context, change, all, norm) {
  const { words } = context;
  const said = words.assessment;
  const source = norms.isProposal(norm) ? said.proposal : fill(said.source, { source: norm.rule.source });
  const link =
    typeof norm.rule.sourceUrl === 'string' && /^https?:\/\//.test(norm.rule.sourceUrl) ? norm.rule.sourceUrl : null;
  const note = norms.noteOf(context, norm);
  return [
    ...(all.length === 1
      ? []
      : [
          choiceWord(said.choose, `${norms.scope(context, norm)} · ${norms.setBy(context, norm)}`, {
            selected: norm.id,
            options: all.map((one) => ({
              value: one.id,
              label: `${norms.scope(context, one)} · ${norms.setBy(context, one)}`,
              count: f.number(context.state.lang, norms.count(one, 'short')),
            })),
            choose: (criterion) => change({ criterion, only: null }),
          }),
        ]),
    paragraph({ strong: '', rest: `${capital(norms.ruleText(context, norm))}.` }),
    link === null
      ? paragraph({ strong: '', rest: source }, 'small')
      : h('p', { class: 'small' }, h('a', { href: link, rel: 'noreferrer' }, source)),
    ...(note === null ? [] : [h('p', { class: 'small', lang: note.lang }, note.text)]),
  ];
}

/** @param {Context} context @param {Norm} norm @param {boolean} byNeighbourhood @returns {Node[]} */
function remarks(context, norm, byNeighbourhood) {
  const { words, state } = context;
  const said = words.assessment;
  const level = norms.levelWords(context, norm).one;
  const out = [];
  if (byNeighbourhood) out.push(fill(said.byNeighbourhood, { level }));
  else if (state.level === 'neighbourhoods' && norm.rule.level !== 'neighbourhood')
    out.push(fill(said.onlyLevel, { level }));
  const parts = norm.rule.level === 'district' && !byNeighbourhood ? norms.wholeDistricts(context) : null;
  if (parts !== null) out.push(parts);
  if (norm.verdicts.some(({ properties }) => properties.householdsForDwellings)) out.push(said.households);
  return out.map((rest) => paragraph({ strong: '', rest }, 'small'));
}

/** @param {Context} context @param {Norm} norm @param {Judged} area @param {boolean} nowhere whether no area can be judged: then the answer tells why @returns {import('../model.js').Row} */
function row(context, norm, area, nowhere) {
  const { words } = context;
  const unit = norms.shortUnit(norm);
  const { measure } = norm.rule;
  const short =
    area.verdict === 'short' && unit !== null && area.shortBy !== null
      ? fill(words.assessment.lacks[unit], { n: norms.lacking(context, unit, area.shortBy) })
      : null;
  const reason = area.reason === null || nowhere ? null : reasonOf(context, area.reason);
  // What a share or a distance counts is plain; any other figure says it below the name.
  const counts =
    measure === 'coverage' || measure === 'meanDistance' || area.value === null
      ? null
      : fill(lookUp(words.assessment.measures, measure, ''), { n: '' }).trim();
  const second = [counts, short ?? reason].filter((part) => part !== null).join(', ');
  return {
    key: area.key,
    name: area.name,
    ...(second === '' ? {} : { second }),
    value: area.shortBy ?? 0,
    figure: area.value === null ? '' : norms.amount(context, measure, area.value),
    verdict: area.verdict,
    why: area.why,
  };
}

/** @param {Context} context @param {Norm} norm @param {Judged} area @returns {Line[]} */
function tip(context, norm, area) {
  const { words } = context;
  const { measure, required } = norm.rule;
  const verdict = words.verdicts[area.verdict];
  if (area.value === null)
    return [{ strong: verdict, rest: area.reason === null ? '' : `: ${reasonOf(context, area.reason)}` }];
  const asked =
    required === null
      ? ''
      : `, ${fill(words.assessment.chartNorm, { required: norms.amount(context, measure, required) })}`;
  return [{ strong: verdict, rest: `: ${norms.measured(context, measure, area.value)}${asked}` }];
}

/** @param {Norm} norm */
const kindOf = ({ rule }) => {
  if (rule.measure === 'coverage') return /** @type {const} */ ('share');
  return rule.measure === 'meanDistance' ? /** @type {const} */ ('metres') : /** @type {const} */ ('ratio');
};

/** @param {Context} context @param {Norm} norm @param {Judged[]} judged @returns {import('../model.js').Table} */
function table(context, norm, judged) {
  const names = context.words.assessment.table;
  const kind = kindOf(norm);
  const unit = norms.shortUnit(norm);
  return {
    caption: `${names.caption}: ${norms.typeOf(context, norm)}, ${norms.ruleText(context, norm)}`,
    columns: [
      { name: 'name', label: names.area, kind: 'text' },
      { name: 'verdict', label: names.verdict, kind: 'verdict', property: 'verdict' },
      { name: 'value', label: names.value, kind, property: 'value' },
      {
        name: 'shortBy',
        label: unit === null ? names.shortBy : `${names.shortBy} (${context.words.assessment.units[unit]})`,
        kind: unit === 'residents' ? 'residents' : 'ratio',
        property: 'shortBy',
      },
    ],
    rows: [...judged].sort(norms.worstFirst).map((area) => ({
      key: area.key,
      area: true,
      explain: (property) => norms.reasonOf(area, property),
      cells: [area.name, area.verdict, area.value, area.verdict === 'unknown' ? null : (area.shortBy ?? 0)],
    })),
  };
}
