/** Reads a QR code with another program's decoder. */

import { createRequire } from 'node:module';

const jsQR = createRequire(import.meta.url)('jsqr');

const SCALE = 4;
const QUIET = 4;

/** @param {boolean[][]} modules true is dark @returns {string | null} */
export function decoded(modules) {
  const side = (modules.length + 2 * QUIET) * SCALE;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  modules.forEach((row, y) =>
    row.forEach((dark, x) => {
      if (!dark) return;
      for (let dy = 0; dy < SCALE; dy += 1)
        for (let dx = 0; dx < SCALE; dx += 1) {
          const at = (((y + QUIET) * SCALE + dy) * side + (x + QUIET) * SCALE + dx) * 4;
          pixels.fill(0, at, at + 3);
        }
    }),
  );
  return jsQR(pixels, side, side)?.data ?? null;
}
