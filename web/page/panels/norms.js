/** Norms: what each asks, in words, and how an area stands beside it. */

import * as api from '../api.js';
import * as f from '../formats.js';
import { ground, nameOfAll, ranked, within } from '../model.js';
import { made } from '../reasons/made.js';
import { capital, fill, lookUp } from '../words.js';
import { typeInWords } from './common.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Verdict} Verdict */
/** @typedef {import('../model.js').Reason} Reason */
/** @typedef {import('./common.js').Item} Item */
/** @typedef {'residents' | 'facilities' | 'places' | 'm2'} ShortUnit */

/**
 * One criterion with what it says of every area.
 * @typedef {object} Norm
 * @property {string} id
 * @property {Record<string, any>} rule the properties that every verdict of it repeats
 * @property {Item[]} verdicts
 */

/**
 * An area beside the norm.
 * @typedef {object} Judged
 * @property {string} key
 * @property {string} name
 * @property {Verdict} verdict
 * @property {number | null} value
 * @property {number | null} [people] of the group, where it is judged here
 * @property {number | null} shortBy
 * @property {string | null} reason
 * @property {Reason} why
 */

/** @param {Item[]} items @returns {Norm[]} */
export function normsOf(items) {
  /** @type {Map<string, Norm>} */
  const norms = new Map();
  for (const item of items) {
    const { criterionId } = item.properties;
    /** @type {Norm} */
    const norm = norms.get(criterionId) ?? { id: criterionId, rule: item.properties, verdicts: [] };
    norm.verdicts.push(item);
    norms.set(criterionId, norm);
  }
  return [...norms.values()];
}

/** @param {Norm} norm @param {Verdict} verdict */
export const count = (norm, verdict) => norm.verdicts.filter(({ properties }) => properties.verdict === verdict).length;

/** @param {Context} context @param {Item} item whether it says something of the areas that the answer is limited to */
export function isInside({ state, city }, { properties }) {
  if (state.programme === null) return true;
  const members = city.members.get(state.programme);
  if (properties.level === 'municipality') return true;
  return city.neighbourhoods.some(
    ({ properties: { code, parentCode } }) =>
      members?.has(code) && [code, parentCode, state.programme].includes(properties.areaCode),
  );
}

/** A value as its measure is said. @param {Context} context @param {string} measure @param {number} value */
export function amount({ state }, measure, value) {
  if (measure === 'coverage') return f.percent(state.lang, value);
  if (measure === 'meanDistance') return f.metres(state.lang, value);
  return f.number(state.lang, value, value < 10 ? 1 : 0);
}

/** "80 % bereikt". @param {Context} context @param {string} measure @param {number} value */
export const measured = (context, measure, value) =>
  fill(lookUp(context.words.assessment.measures, measure, '{n}'), { n: amount(context, measure, value) });

/** For whom and how near: "65 jaar en ouder, binnen 500 m". @param {Context} context @param {Norm} norm */
export function scope(context, { rule }) {
  const { words } = context;
  const { assessment } = words;
  const parts = [];
  if (rule.group !== 'all') parts.push(lookUp(words.groups, rule.group, rule.group).toLocaleLowerCase());
  if (rule.distanceM !== null && rule.measure === 'coverage') parts.push(nearby(context, rule));
  if (parts.length === 0 || rule.measure !== 'coverage') {
    parts.push(rule.required === null ? assessment.noRequired : measured(context, rule.measure, rule.required));
  }
  return capital(parts.join(', '));
}

/** "binnen 500 m lopen". @param {Context} context @param {Record<string, any>} rule */
function nearby({ words, state }, { distanceM, mode }) {
  const { within: near, walking } = words.assessment;
  const text = fill(near, { distance: f.metres(state.lang, distanceM) });
  return mode === 'walking' ? `${text} ${walking}` : text;
}

/** Who set it: norms may differ by that alone. @param {Context} context @param {Norm} norm */
export const setBy = ({ words }, norm) =>
  isProposal(norm) || !norm.rule.source ? words.assessment.proposalShort : String(norm.rule.source);

/** What it asks: "minstens 80 % bereikt binnen 500 m, doel 100 %". @param {Context} context @param {Norm} norm */
export function ruleText(context, { rule }) {
  const { assessment } = context.words;
  if (rule.required === null) return assessment.noRequired;
  const least = rule.measure === 'meanDistance' ? assessment.most : assessment.least;
  const near = rule.distanceM !== null && rule.measure === 'coverage' ? ` ${nearby(context, rule)}` : '';
  const ambition =
    rule.ambition === null
      ? ''
      : `, ${fill(assessment.ambition, { ambition: amount(context, rule.measure, rule.ambition) })}`;
  return fill(least, { required: measured(context, rule.measure, rule.required) }) + near + ambition;
}

/** The same, and for whom: "minstens 80 % bereikt binnen 500 m, doel 100 % (65 jaar en ouder)". @param {Context} context @param {Norm} norm */
export const ruleFor = (context, norm) =>
  norm.rule.group === 'all'
    ? ruleText(context, norm)
    : `${ruleText(context, norm)} (${lookUp(context.words.groups, norm.rule.group, norm.rule.group).toLocaleLowerCase()})`;

/** Whether nobody else set the norm. @param {Norm} norm */
export const isProposal = ({ rule }) => rule.proposal === true;

/** The norm's own note, and its language where that is not the reader's. @param {Context} context @param {Norm} norm */
export function noteOf({ state }, { rule }) {
  const english = state.lang === 'en' ? (rule.noteEn ?? null) : null;
  const text = /** @type {string | null} */ (english ?? rule.note ?? null);
  return text === null ? null : { text, lang: state.lang === 'en' && english === null ? 'nl' : null };
}

/** "Huiskamer van de wijk". @param {Context} context @param {Norm} norm */
export const typeOf = (context, { rule }) => capital(typeInWords(context, rule.serviceType));

/** The parameters with which coverage answers the same as the norm. @param {Context} context @param {Norm} norm @returns {Record<string, string>} */
export function coverageParameters(context, { rule }) {
  const { date, role } = context.parameters;
  return {
    serviceType: rule.serviceType,
    ...(rule.distanceM === null ? {} : { distance: String(rule.distanceM) }),
    ...(rule.group === 'all' ? {} : { group: rule.group }),
    ...(date ? { date } : {}),
    ...(role ? { role } : {}),
  };
}

/** Whether neighbourhoods can be held against the norm of a larger area. @param {Norm} norm */
export const isCoverage = ({ rule }) =>
  rule.measure === 'coverage' && rule.mode !== 'walking' && rule.required !== null;

/** The verdicts as the API gives them, for the areas of the answer. @param {Context} context @param {Norm} norm @param {Record<string, string>} parameters @returns {Judged[]} */
export function given(context, norm, parameters) {
  return norm.verdicts
    .filter((item) => isInside(context, item))
    .map(({ id, properties }) => ({
      key: properties.areaCode,
      name: properties.name,
      verdict: properties.verdict,
      value: properties.value,
      shortBy: properties.shortBy,
      reason: properties.reason,
      why: {
        collection: 'assessments',
        id,
        property: properties.verdict === 'short' && properties.shortBy !== null ? 'shortBy' : 'verdict',
        parameters,
      },
    }));
}

/** Coverage of every neighbourhood, held against the norm of the larger area. @param {Context} context @param {Norm} norm @returns {Promise<Judged[]>} */
export async function perNeighbourhood(context, norm) {
  const parameters = coverageParameters(context, norm);
  const { required } = norm.rule;
  const areas = within(context, await api.areas('neighbourhoods', parameters));
  return areas.map(
    ({
      properties: { code, name, coverage = null, residentsServed, residentsUnserved, groupResidents, suppressed },
    }) => {
      const served = residentsServed ?? 0;
      const people = served + (residentsUnserved ?? 0);
      const short = coverage !== null && coverage < required - 1e-9;
      return {
        key: code,
        name,
        verdict: coverage === null ? 'unknown' : short ? 'short' : 'met',
        value: coverage,
        people: groupResidents,
        shortBy: short ? required * people - served : null,
        reason: coverage !== null ? null : suppressed ? 'suppressed' : 'noResidents',
        why: { collection: 'neighbourhoods', id: code, property: 'coverage', parameters },
      };
    },
  );
}

/** What is short where something is. @param {Norm} norm @returns {ShortUnit | null} */
export const shortUnit = ({ rule, verdicts }) =>
  verdicts.find(({ properties }) => properties.shortUnit !== null)?.properties.shortUnit ??
  (rule.measure === 'coverage' ? 'residents' : null);

/** @param {Context} context @param {ShortUnit} unit @param {number} by */
export const lacking = ({ state }, unit, by) =>
  unit === 'residents' ? f.residents(state.lang, by) : f.number(state.lang, Math.ceil(by));

/**
 * Worst first: short by how much, then more than needed, met, unknown.
 * @template {Pick<Judged, 'name' | 'verdict' | 'value' | 'shortBy'>} T @param {T} a @param {T} b @param {(one: T) => number} [lack]
 */
export function worstFirst(a, b, lack = ({ shortBy }) => shortBy ?? 0) {
  const order = { short: 0, surplus: 1, met: 2, unknown: 3 };
  return (
    order[a.verdict] - order[b.verdict] ||
    (a.verdict === 'short' ? lack(b) - lack(a) : 0) ||
    (a.value ?? 0) - (b.value ?? 0) ||
    a.name.localeCompare(b.name)
  );
}

/** Whether more than a few people live there. @param {Context} context @param {Judged} area */
export const isLivedIn = ({ city }, area) =>
  city.neighbourhoods.some(({ properties }) => properties.code === area.key && ground(properties) === null);

/** A neighbourhood is held against the norm of a larger area here, so only what is reached there is explained. @param {Judged} area @param {string} property @returns {Reason} */
export const reasonOf = ({ why }, property) =>
  'parts' in why || why.collection !== 'assessments' ? why : { ...why, property };

/** Where a norm is missed, with what each area says. @param {Context} context @param {Norm} norm @param {Judged[]} judged @param {string} figure @returns {Reason} */
export const reasonOfNorm = (context, norm, judged, figure) =>
  made(context, {
    key: `norm-${norm.id}`,
    what: `${typeOf(context, norm)}, ${ruleText(context, norm)}. ${context.words.verdicts.short}`,
    figure,
    rule: 'verdict',
    parts: [...judged].sort(worstFirst).map((area) => ({
      name: area.name,
      figure:
        context.words.verdicts[area.verdict] +
        (area.value === null ? '' : ` (${amount(context, norm.rule.measure, area.value)})`),
      why: area.why,
    })),
  });

/** What the areas of a norm are called. @param {Context} context @param {Norm} norm */
export const levelWords = ({ words }, { rule }) =>
  words.assessment.level[/** @type {keyof Context['words']['assessment']['level']} */ (rule.level)] ??
  words.assessment.level.programme;

/** That a district is judged as a whole, where a part of one lies in the programme area that is asked. @param {Context} context @returns {string | null} */
export function wholeDistricts(context) {
  const { state, city, words } = context;
  if (state.programme === null) return null;
  const asked = { ...context, state: { ...state, level: /** @type {const} */ ('districts') } };
  const parted = ranked(asked, city.neighbourhoods, city.districts).some(({ whole }) => !whole);
  return parted ? fill(words.assessment.wholeDistricts, { name: nameOfAll(context) }) : null;
}
