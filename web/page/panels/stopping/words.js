/** What "Which can go?" lets one choose, and what that asks of the API. */

import * as f from '../../formats.js';
import { CRITERIA, FLOOR_LEVELS, STOP_BY } from '../../state.js';
import { fill } from '../../words.js';
import { listWord } from '../../word.js';
import { countWord } from '../parts.js';

/** @typedef {import('../../model.js').Context} Context */
/** @typedef {(change: Partial<import('../../state.js').State>) => void} Change */

const COUNTS = [1, 2, 3, 4, 5];
const MOST = 10;
const STANDARD = 2;
const FLOORS = [50, 60, 70, 80, 90];

/** @param {Context} context @param {Change} change */
export const wordsOf = (context, change) => ({
  sentence: {
    k: countWord(context, change, {
      n: countOf(context),
      counts: COUNTS,
      most: MOST,
      text: context.words.stopping.k,
      label: context.words.stopping.chooseK,
      search: context.words.siting.typeK,
    }),
    aim: aimWord(context, change),
  },
  quiet: [
    floorWord(context, change),
    ...(context.state.floor === null ? [] : [levelWord(context, change)]),
    criteriaWord(context, change),
  ],
});

/** @param {Context} context */
export const countOf = ({ state }) => Math.min(state.k ?? STANDARD, MOST);

/** @param {Context} context @param {Change} change */
function aimWord({ words, state }, change) {
  return listWord({
    label: words.stopping.chooseAim,
    options: STOP_BY.map((value) => ({ value, label: words.stopping.aimOptions[value] })),
    selected: state.stopBy,
    standard: STOP_BY[0],
    short: words.stopping.aims[state.stopBy],
    choose: (stopBy) => change({ stopBy, item: null }),
  });
}

/** @param {Context} context @param {Change} change */
function floorWord({ words: all, state }, change) {
  const words = all.stopping;
  const label = (/** @type {number} */ floor) => fill(words.floor.some, { n: f.percent(state.lang, floor / 100) });
  const values = [...new Set([...FLOORS, ...(state.floor === null ? [] : [state.floor])])].sort((a, b) => a - b);
  return listWord({
    label: words.chooseFloor,
    options: [
      { value: '', label: words.floor.none },
      ...values.map((floor) => ({ value: String(floor), label: label(floor) })),
    ],
    selected: state.floor === null ? '' : String(state.floor),
    standard: '',
    search: words.typeFloor,
    nothing: all.noMatch,
    typed: (text) => {
      const typed = Number(text.replace(/\s*%$/, ''));
      return Number.isInteger(typed) && typed >= 1 && typed <= 100
        ? { value: String(typed), label: label(typed) }
        : null;
    },
    choose: (value) => change({ floor: value === '' ? null : Number(value), item: null }),
  });
}

/** @param {Context} context @param {Change} change */
function levelWord({ words, state, city }, change) {
  const levels = FLOOR_LEVELS.filter((value) => value !== 'programme' || city.programmes.length > 0);
  return listWord({
    label: words.stopping.chooseLevel,
    options: levels.map((value) => ({ value, label: words.stopping.levels[value] })),
    selected: state.floorLevel,
    standard: FLOOR_LEVELS[0],
    choose: (floorLevel) => change({ floorLevel, item: null }),
  });
}

/** @param {Context} context @param {Change} change */
function criteriaWord({ words, state }, change) {
  return listWord({
    label: words.stopping.chooseCriteria,
    options: CRITERIA.map((value) => ({ value, label: words.stopping.criteriaOptions[value] })),
    selected: state.criteria,
    standard: CRITERIA[0],
    short: words.stopping.criteria[state.criteria],
    choose: (criteria) => change({ criteria, item: null }),
  });
}

/** @param {Context} context @returns {Record<string, string>} */
export function parametersOf(context) {
  const { state, parameters } = context;
  return {
    ...parameters,
    k: String(countOf(context)),
    by: state.stopBy,
    ...(state.floor === null ? {} : { floor: String(state.floor / 100) }),
    // Without a floor the level only says of which areas it is told.
    floorLevel: state.floor === null ? (state.level === 'districts' ? 'district' : 'neighbourhood') : state.floorLevel,
    ...(state.criteria === 'keep' ? { criteria: 'keep' } : {}),
    ...(state.programme === null ? {} : { area: state.programme }),
  };
}
