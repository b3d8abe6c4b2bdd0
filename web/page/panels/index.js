/** The questions that can be asked, in the order of the menu. */

import { assessment } from './assessment.js';
import { coverage } from './coverage.js';
import { density } from './density.js';
import { equity } from './equity.js';
import { hubs } from './hubs.js';
import { indicators } from './indicators.js';
import { overlaps } from './overlaps.js';
import { siting } from './siting.js';
import { spending } from './spending.js';
import { stopping } from './stopping.js';
import { supply } from './supply.js';
import { usage } from './usage.js';
import { whatIf } from './what-if.js';

/** @type {import('../model.js').Panel[]} */
export const panels = [
  density,
  hubs,
  coverage,
  assessment,
  supply,
  equity,
  usage,
  overlaps,
  spending,
  siting,
  stopping,
  whatIf,
  indicators,
];

/** @param {string} name */
export const panelOf = (name) => panels.find((panel) => panel.name === name) ?? coverage;
