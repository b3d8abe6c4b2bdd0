/** The questions that can be asked, in the order of the menu. */

import { coverage } from './coverage.js';
import { density } from './density.js';
import { indicators } from './indicators.js';
import { overlaps } from './overlaps.js';
import { siting } from './siting.js';
import { stopping } from './stopping.js';
import { spending } from './spending.js';

/** @type {import('../model.js').Panel[]} */
export const panels = [
  density, //
  coverage,
  overlaps,
  spending,
  siting,
  stopping,
  indicators,
];

/** @param {string} name */
export const panelOf = (name) => panels.find((panel) => panel.name === name) ?? coverage;
