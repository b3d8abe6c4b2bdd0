/** The questions that can be asked, in the order of the menu. */

import { coverage } from './coverage.js';
import { density } from './density.js';
import { overlaps } from './overlaps.js';

/** @type {import('../model.js').Panel[]} */
export const panels = [
  density, //
  coverage,
  overlaps,
];

/** @param {string} name */
export const panelOf = (name) => panels.find((panel) => panel.name === name) ?? coverage;
