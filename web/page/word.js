/** Words to choose that belong to one question. */

import { openChooser } from './chooser.js';
import { openDay } from './day.js';
import * as f from './formats.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Word} Word */

/**
 * A word with a list. `standard` is the value that is not told in the address.
 * @template {string} T
 * @param {{label: string, options: {value: T, label: string}[], selected: T, standard: T, choose: (value: T) => void, short?: string,
 *   typed?: import('./chooser.js').Choice['typed'], search?: string, nothing?: string}} word
 * @returns {Word}
 */
export function listWord({ label, options, selected, standard, choose, short, typed, search, nothing }) {
  return {
    text: short ?? options.find((option) => option.value === selected)?.label ?? selected,
    label,
    open: (button) =>
      openChooser(button, {
        label,
        options,
        selected,
        choose: (value) => choose(/** @type {T} */ (value)),
        ...(search === undefined ? {} : { search }),
        ...(typed === undefined ? {} : { typed }),
        ...(nothing === undefined ? {} : { nothing }),
      }),
    clear: selected === standard ? null : () => choose(standard),
  };
}

/** A word with a day. @param {Context} context @param {{label: string, value: string, differs: boolean, choose: (date: string | null) => void, most?: string}} word @returns {Word} */
export function dayWord({ words, state }, { label, value, differs, choose, most }) {
  return {
    text: f.date(state.lang, value),
    label,
    open: (button) => openDay(button, words, { value, choose, label, ...(most === undefined ? {} : { most }) }),
    clear: differs ? () => choose(null) : null,
  };
}
