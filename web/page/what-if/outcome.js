/** What comes of a proposal: the question to `/v1/what-if`, and its answer as figures and classes. */

import * as api from '../api.js';
import { bodyOf } from '../edits.js';
import { ground } from '../model.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Facility} Facility */
/** @typedef {import('../model.js').Verdict} Verdict */
/** @typedef {import('../edits.js').Edit} Edit */
/** @typedef {import('./dots.js').Cell} Cell */

/**
 * @typedef {{coverage: number | null, residentsServed: number | null, meanDistanceM?: number | null}} Figures
 * @typedef {{before: Figures, after: Figures, change: Figures, suppressed?: boolean}} Compared
 * @typedef {Compared & {code: string, level: string, name: string}} ChangedArea
 * @typedef {{city: Compared, areas: ChangedArea[], cells?: Cell[]}} Part
 * @typedef {object} ChangedNorm
 * @property {string} criterionId
 * @property {string} areaCode
 * @property {string} measure
 * @property {number | null} required
 * @property {{verdict: Verdict}} before
 * @property {{verdict: Verdict}} after
 * @typedef {Part & {groups?: (Part & {group: string})[], criteria: ChangedNorm[]}} Outcome
 */

/** Groups that are told beside the chosen one. */
const TOLD_GROUPS = ['all', '0-15', '65+'];

/** @param {string} group */
export const groupsFor = (group) => [group, ...TOLD_GROUPS.filter((other) => other !== group)];

/** Where residents are confidential their cells are never given out, and not asked again. */
let cellsRefused = false;

/**
 * @param {Context} context @param {Edit[]} edits that apply
 * @param {{whole?: boolean}} [how] `whole`: every group, and kept; else only what is looked at while the hand moves
 * @returns {Promise<Outcome>}
 */
export async function ask(context, edits, how = {}) {
  const { state, type, distance } = context;
  const body = {
    serviceType: type?.code,
    distance,
    ...(state.date === null ? {} : { date: state.date }),
    ...(how.whole ? { groups: groupsFor(state.group) } : { group: state.group }),
    ...bodyOf(edits),
  };
  const send = (/** @type {object} */ more) =>
    api.post('/v1/what-if', { ...body, ...more }, { keep: how.whole === true });
  if (cellsRefused) return send({});
  try {
    return await send({ include: ['cells'] });
  } catch (error) {
    if (!(error instanceof api.Problem) || !error.code.startsWith('400')) throw error;
    const answer = await send({});
    cellsRefused = true;
    return answer;
  }
}

/** The edits of facilities that are there, and the places in the list of those that are not. @param {Edit[]} edits @param {Map<string, Facility>} present */
export function applicable(edits, present) {
  const stale = edits.flatMap((edit, index) => (edit.kind === 'add' || present.has(edit.id) ? [] : [index]));
  return { edits: edits.filter((_, index) => !stale.includes(index)), stale: new Set(stale) };
}

/** Those that can be dragged and closed: located, and of the type. @param {Context} context @returns {Map<string, Facility>} */
export const presentIn = ({ facilities, type }) =>
  new Map(
    facilities
      .filter(({ properties, geometry }) => geometry !== null && properties.serviceType === type?.code)
      .map((facility) => [facility.properties.id, facility]),
  );

/** Of the whole, or of the programme area that the answer is limited to; null where that does not change. @param {Context} context @param {Part} part @returns {Compared | null} */
export const wholeOf = ({ state }, part) =>
  state.programme === null ? part.city : (part.areas.find((area) => area.code === state.programme) ?? null);

/** The areas of the list that change, most people first. @param {Context} context @param {Part} part */
export function changedAreas({ state, city }, part) {
  const level = state.level === 'neighbourhoods' ? 'neighbourhood' : 'district';
  const members = state.programme === null ? undefined : city.members.get(state.programme);
  const parents = new Set(
    city.neighbourhoods
      .filter((area) => members?.has(area.properties.code))
      .map((area) => (level === 'district' ? area.properties.parentCode : area.properties.code)),
  );
  const size = (/** @type {ChangedArea} */ area) => Math.abs(area.change.residentsServed ?? 0);
  return part.areas
    .filter((area) => area.level === level && (!members || parents.has(area.code)))
    .sort((a, b) => size(b) - size(a));
}

/** What an area is before anything changes. @param {Context['city']} city @returns {Map<string, string>} */
export const groundClasses = (city) =>
  new Map(
    city.neighbourhoods.map(({ properties }) => [
      properties.code,
      ground(properties) ?? (properties.residents === null ? 'unknown' : 'more-0'),
    ]),
  );

/** The class of each area that gains or loses; where almost nobody lives it stays as it is. @param {Map<string, string>} base @param {Part} part */
export function changedClasses(base, part) {
  /** @type {Map<string, string>} */
  const out = new Map();
  for (const { code, level, change } of part.areas) {
    if (level === 'neighbourhood' && base.get(code) === 'more-0') out.set(code, changeClass(change.coverage ?? 0));
  }
  return out;
}

/** @param {number} change of the share of residents @returns {string} */
export function changeClass(change) {
  const size = Math.abs(change);
  if (size < 1e-9) return 'more-0';
  if (change < 0) return size <= 1 / 3 ? 'less-1' : 'less-2';
  return size <= 1 / 3 ? 'more-1' : size <= 2 / 3 ? 'more-2' : 'more-3';
}
