/** What a link asks for that is not here: a code that the city does not know, or a choice that does not exist. It is said, and the rest is shown. */

import { h } from './dom.js';
import { questions } from './panels/index.js';
import { DEFAULTS, refused } from './state.js';
import { fill, lookUp } from './words.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').City} City */
/** @typedef {import('./state.js').State} State */
/** @typedef {{name: keyof State, value: string}} Lack */

/** @param {State} state @param {City} city @param {string} search the address @returns {Lack[]} */
export function lackingIn(state, city, search) {
  const { types, districts, neighbourhoods, programmes } = city;
  const areas = [...districts, ...neighbourhoods, ...programmes];
  const code = (/** @type {import('./model.js').Area} */ { properties }) => properties.code;
  const known = {
    question: questions.map(({ name }) => String(name)),
    serviceType: types.map((type) => type.code),
    programme: programmes.map(code),
    area: areas.map(code),
  };
  return [
    .../** @type {(keyof typeof known)[]} */ (Object.keys(known)).flatMap((name) => {
      const value = state[name];
      return value === null || known[name].includes(value) ? [] : [{ name, value }];
    }),
    ...refused(search),
  ];
}

/** The state without what is not here. @param {State} state @param {Lack[]} lacking @returns {State} */
export const withoutLacking = (state, lacking) => ({
  ...state,
  ...Object.fromEntries(
    lacking.filter(({ name }) => ['programme', 'area', 'serviceType'].includes(name)).map(({ name }) => [name, null]),
  ),
});

/**
 * @param {Context} context @param {Lack[]} lacking
 * @param {{change: (change: Partial<State>) => void, search: () => void, question: () => void, type: () => void}} ways @returns {Node[]}
 */
export function lackingNotice(context, lacking, { change, search, question, type }) {
  const said = context.words.lacking;
  if (lacking.length === 0 || context.state.embed) return [];
  const clear = () => change(Object.fromEntries(lacking.map(({ name }) => [name, DEFAULTS[name]])));
  const has = (/** @type {(keyof State)[]} */ ...names) => lacking.some(({ name }) => names.includes(name));
  const way = (/** @type {string} */ text, /** @type {() => void} */ go) =>
    h('button', { type: 'button', class: 'link', onclick: go }, text);
  const asked = lacking.map(({ name, value }) => fill(lookUp(said.of, name, said.other), { value })).join(', ');
  return [
    h(
      'div',
      { class: 'banner lacking', role: 'status' },
      h('p', {}, fill(said.says, { asked })),
      h(
        'p',
        { class: 'lacking-ways' },
        has('area', 'facility') && way(said.search, search),
        has('question') && way(said.question, question),
        has('serviceType') && way(said.type, type),
        way(said.clear, clear),
      ),
    ),
  ];
}
