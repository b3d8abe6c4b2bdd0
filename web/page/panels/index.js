/** The questions that can be asked, in the order of the menu. What answers the first comes with the page, the others when they are asked. */

import { Problem } from '../api.js';
import { coverage } from './coverage.js';

/** @typedef {import('../model.js').Panel} Panel */
/** @typedef {import('../words.js').Words} Words */

/** @type {{name: keyof Words['questions'], heading: keyof Words['headings'], load: () => Promise<Panel>}[]} */
export const questions = [
  { name: 'density', heading: 'map', load: async () => (await import('./density.js')).density },
  { name: 'hubs', heading: 'map', load: async () => (await import('./hubs.js')).hubs },
  { name: 'coverage', heading: 'enough', load: async () => coverage },
  { name: 'assessment', heading: 'enough', load: async () => (await import('./assessment.js')).assessment },
  { name: 'supply', heading: 'enough', load: async () => (await import('./supply.js')).supply },
  { name: 'equity', heading: 'enough', load: async () => (await import('./equity.js')).equity },
  { name: 'usage', heading: 'enough', load: async () => (await import('./usage.js')).usage },
  { name: 'overlaps', heading: 'money', load: async () => (await import('./overlaps.js')).overlaps },
  { name: 'spending', heading: 'money', load: async () => (await import('./spending.js')).spending },
  { name: 'siting', heading: 'money', load: async () => (await import('./siting.js')).siting },
  { name: 'stopping', heading: 'money', load: async () => (await import('./stopping.js')).stopping },
  { name: 'what-if', heading: 'money', load: async () => (await import('./what-if.js')).whatIf },
  { name: 'indicators', heading: 'time', load: async () => (await import('./indicators.js')).indicators },
];

const FIRST = coverage.name;
/** The code of a problem: a part of the page did not come. */
export const LACKING = 'part-of-the-page';
/** @type {Map<string, Panel>} */
const loaded = new Map();

/** A name that is asked, or the first question. @param {string} name */
const known = (name) =>
  questions.find((question) => question.name === name) ?? questions.find(({ name }) => name === FIRST);

/** Fetches what answers a question; at once where it is there. @param {string} name @returns {Promise<Panel>} */
export async function loadPanel(name) {
  const question = known(name);
  if (!question) throw new Error(`no question ${name}`);
  const there = loaded.get(question.name);
  if (there) return there;
  const panel = await fetched(question.load());
  loaded.set(question.name, panel);
  return panel;
}

/** What answers a question, once it is loaded. @param {string} name @returns {Panel} */
export function panelOf(name) {
  const panel = loaded.get(known(name)?.name ?? FIRST);
  if (!panel) throw new Error(`${name} is not loaded`);
  return panel;
}

/** A part of the page; where it does not come, loading the page again helps. @template T @param {Promise<T>} part @returns {Promise<T>} */
export const fetched = (part) =>
  part.catch((error) => {
    throw new Problem(String(error), LACKING);
  });
