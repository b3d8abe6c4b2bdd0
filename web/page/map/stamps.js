/** How a symbol, and a disc that stands for several places, looks on a canvas. */

import { drawingOf, symbolName } from '../dom.js';
import { paint, readSprite } from './sprite.js';

/**
 * `groups`: how many places of each group stand together.
 * @typedef {{kind: 'symbol', group: string | null, glyph: boolean, marking?: import('../dom.js').Marking} | {kind: 'disc', groups: [string, number][], text: string}} Look
 */

/** Units of the box that a disc is drawn in. */
const BOX = 28;
const SHADOW = '#13262f40';

/** @param {string} name of a token */
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Symbols are drawn once for every size, and then put down. */
export function stamps() {
  /** @type {ReturnType<typeof readSprite>} */
  let sprite = new Map();
  /** @type {Map<string, HTMLCanvasElement>} */
  const kept = new Map();
  /** @type {Map<string, string>} */
  const colours = new Map();
  const font = getComputedStyle(document.body).fontFamily;

  /** @param {string} name */
  function colour(name) {
    const known = colours.get(name) ?? token(name);
    colours.set(name, known);
    return known;
  }

  /** @param {Extract<Look, {kind: 'symbol'}>} look @param {number} size in pixels of the canvas @param {number} shadow its width, or 0 */
  function symbolStamp({ group, glyph, marking = null }, size, shadow) {
    const name = symbolName(group);
    const key = `${name} ${glyph} ${marking} ${size} ${shadow}`;
    const known = kept.get(key);
    if (known) return known;
    const stamp = document.createElement('canvas');
    stamp.width = stamp.height = size + 4 * shadow;
    const pen = stamp.getContext('2d');
    const { colours: tokens, over } = drawingOf(name, marking);
    const colours = Object.fromEntries(Object.entries(tokens).map(([what, token]) => [what, colour(token)]));
    if (pen) {
      if (shadow > 0) {
        [pen.shadowColor, pen.shadowBlur, pen.shadowOffsetY] = [SHADOW, 2 * shadow, shadow];
        pen.save();
      }
      for (const part of [name, ...(glyph ? [`${name}-glyph`] : []), ...(over ? [over] : [])]) {
        const drawing = sprite.get(part);
        if (drawing) paint(pen, drawing, 2 * shadow, 2 * shadow, size, colours);
        pen.shadowColor = 'transparent';
      }
    }
    kept.set(key, stamp);
    return stamp;
  }

  /**
   * A white disc with the count, and a ring with a part per group.
   * @param {CanvasRenderingContext2D} pen @param {Extract<Look, {kind: 'disc'}>} look
   * @param {number} x of its middle @param {number} y @param {number} size in pixels of the canvas
   */
  function disc(pen, look, x, y, size) {
    const unit = size / BOX;
    pen.beginPath();
    pen.arc(x, y, 13 * unit, 0, 2 * Math.PI);
    pen.fillStyle = '#fff';
    pen.fill();
    pen.lineWidth = 1.2 * unit;
    pen.strokeStyle = colour('--ink');
    pen.stroke();
    pen.lineWidth = 2.6 * unit;
    const all = look.groups.reduce((sum, [, count]) => sum + count, 0);
    let from = -Math.PI / 2;
    for (const [group, count] of look.groups) {
      const to = from + (2 * Math.PI * count) / all;
      pen.beginPath();
      pen.arc(x, y, 10.6 * unit, from, to);
      pen.strokeStyle = colour(`--group-${symbolName(group)}`);
      pen.stroke();
      from = to;
    }
    const height = Math.min(12 * unit, (31.5 * unit) / look.text.length);
    pen.font = `600 ${height}px ${font}`;
    pen.fillStyle = colour('--ink');
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.fillText(look.text, x, y + 0.5 * unit);
  }

  return {
    /** @param {string} text the sprite, as SVG */
    read(text) {
      sprite = readSprite(text);
      kept.clear();
    },
    /**
     * @param {CanvasRenderingContext2D} pen @param {Look} look @param {number} x of its middle @param {number} y
     * @param {number} width on screen @param {number} scale of the canvas @param {boolean} raised with a shadow
     */
    put(pen, look, x, y, width, scale, raised) {
      const size = Math.round(width * scale);
      if (look.kind === 'disc') return disc(pen, look, x, y, size);
      const stamp = symbolStamp(look, size, raised ? Math.round(scale) : 0);
      pen.drawImage(stamp, Math.round(x - stamp.width / 2), Math.round(y - stamp.height / 2));
    },
  };
}
