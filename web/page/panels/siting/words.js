/** What "Where next?" lets one choose, and what that asks of the API. */

import { within } from '../../model.js';
import { CANDIDATES, METHODS, MODELS, PRESENT } from '../../state.js';
import { lookUp } from '../../words.js';
import { listWord } from '../../word.js';
import { countWord } from '../parts.js';

/** @typedef {import('../../model.js').Context} Context */
/** @typedef {import('../../state.js').State} State */
/** @typedef {(change: Partial<State>) => void} Change */

const COUNTS = [1, 2, 3, 4, 5, 10];
const MOST_PLACES = 100;
const STANDARD = 3;
const MOST_CELLS = 40_000;
const MOST_CELLS_COMPARED = 400;
const LEAST_CELL_M = 100;

/** @param {Context} context @param {Change} change */
export const wordsOf = (context, change) => ({
  sentence: {
    k: countWord(context, change, {
      n: countOf(context),
      counts: COUNTS,
      most: MOST_PLACES,
      text: context.words.siting.k,
      label: context.words.siting.chooseK,
      search: context.words.siting.typeK,
    }),
    model: modelWord(context, change),
  },
  quiet: [
    choiceWord(context, change, 'candidates', CANDIDATES),
    ...(context.state.programme === null ? [choiceWord(context, change, 'present', PRESENT)] : []),
    choiceWord(context, change, 'method', METHODS),
  ],
});

/** Whether what is there stays: within a programme area always, or what stands elsewhere would be gone. @param {Context} context */
export const presentOf = ({ state }) => (state.programme === null ? state.present : 'locked');

/** How many places are asked: as many as there are where all may change. @param {Context} context */
function countOf(context) {
  const now = context.type?.facilityCount ?? 0;
  return context.state.k ?? (presentOf(context) === 'free' && now > 0 ? Math.min(now, MOST_PLACES) : STANDARD);
}

/** @param {Context} context @param {Change} change */
function modelWord({ words, state }, change) {
  return listWord({
    label: words.siting.chooseModel,
    options: MODELS.map((value) => ({ value, label: words.siting.modelOptions[value] })),
    selected: state.model,
    standard: MODELS[0],
    short: words.siting.models[state.model],
    choose: (model) => change({ model, item: null }),
  });
}

/**
 * @template {'candidates' | 'present' | 'method'} K
 * @param {Context} context @param {Change} change @param {K} name @param {readonly State[K][]} values
 */
function choiceWord({ words, state }, change, name, values) {
  const { siting } = words;
  const texts = { candidates: siting.candidates, present: siting.present, method: siting.methods }[name];
  const options = name === 'method' ? siting.methodOptions : texts;
  const labels = { candidates: siting.chooseCandidates, present: siting.choosePresent, method: siting.chooseMethod };
  return listWord({
    label: labels[name],
    options: values.map((value) => ({ value, label: lookUp(options, value, value) })),
    selected: state[name],
    standard: /** @type {State[K]} */ (values[0]),
    short: lookUp(texts, state[name], state[name]),
    choose: (value) => change(/** @type {Partial<State>} */ ({ [name]: value, item: null })),
  });
}

/** Side of the cells in metres, so that there are not more than can be compared while one waits. @param {Context} context */
export function cellOf(context) {
  const { city, state } = context;
  const km2 = within(context, city.neighbourhoods).reduce((sum, { properties }) => sum + properties.areaKm2, 0);
  const most = state.model === 'pmedian' ? MOST_CELLS_COMPARED : MOST_CELLS;
  return Math.max(LEAST_CELL_M, Math.ceil(Math.sqrt((km2 * 1e6) / most) / 50) * 50);
}

/** @param {Context} context @returns {Record<string, string>} */
export function parametersOf(context) {
  const { state, parameters } = context;
  return {
    ...parameters,
    ...(state.model === 'lscp' ? {} : { k: String(countOf(context)) }),
    candidates: state.candidates,
    ...(state.candidates === 'lattice' ? { cell: String(cellOf(context)) } : {}),
    present: presentOf(context),
    model: state.model,
    method: state.method,
    ...(state.programme === null ? {} : { area: state.programme }),
  };
}
