/**
 * The map as a picture: what is drawn in the map's panes, without background tiles, with the question above it and the legend,
 * the sources and the date below it.
 */

import { drawingOf } from '../dom.js';
import { paint, pathOf, readSprite } from './sprite.js';

/** @typedef {{name: string, label: string}} Swatch */

/**
 * @typedef {object} Caption
 * @property {string} title the question, or the area
 * @property {string} answer
 * @property {string} legend its title
 * @property {{colour: string, label: string}[]} swatches
 * @property {{style: string, text: string}[]} keys
 * @property {{symbol: string, marking: import('../dom.js').Marking, text: string}[]} groups names of symbols in the sprite
 * @property {string} foot sources and date
 */

const SCALE = 2;
const PAD = 20;
const LINE = 22;

/** @param {string} name of a token */
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A pen on a canvas, with the sprite's symbols. */
class Pen {
  /** @param {CanvasRenderingContext2D} ctx @param {ReturnType<typeof readSprite>} sprite */
  constructor(ctx, sprite) {
    this.ctx = ctx;
    this.sprite = sprite;
    this.font = getComputedStyle(document.body).fontFamily;
    this.hatch = hatch(ctx);
  }

  /** @param {string} text @param {number} x @param {number} y @param {{size?: number, weight?: number, colour?: string}} [how] */
  write(text, x, y, { size = 14, weight = 400, colour = token('--ink') } = {}) {
    const { ctx } = this;
    ctx.font = `${weight} ${size}px ${this.font}`;
    ctx.fillStyle = colour;
    ctx.textAlign = 'left';
    ctx.textBaseline = 'middle';
    ctx.fillText(text, x, y);
    return ctx.measureText(text).width;
  }

  /** A symbol of the sprite. @param {string} id @param {number} x @param {number} y @param {number} size @param {Record<string, string>} [colours] in place of its own */
  symbol(id, x, y, size, colours = {}) {
    const found = this.sprite.get(id);
    if (found) paint(this.ctx, found, x, y, size, { ...colours, text: token('--ink') });
  }

  /** A shape that stands in the page, as its style draws it. @param {SVGElement} element */
  shape(element) {
    const path = pathOf(element);
    if (!path) return;
    const { ctx } = this;
    const style = getComputedStyle(element);
    const alpha = (/** @type {string} */ name) =>
      Number(style.getPropertyValue(name) || 1) * Number(style.opacity || 1);
    const fill = style.fill;
    if (fill !== 'none') {
      ctx.globalAlpha = alpha('fill-opacity');
      ctx.fillStyle = fill.startsWith('url') ? this.hatch : fill;
      ctx.fill(path, 'evenodd');
    }
    if (style.stroke !== 'none') {
      ctx.globalAlpha = alpha('stroke-opacity');
      ctx.strokeStyle = style.stroke;
      ctx.lineWidth = Number.parseFloat(style.strokeWidth);
      ctx.lineCap = /** @type {CanvasLineCap} */ (style.strokeLinecap);
      ctx.lineJoin = /** @type {CanvasLineJoin} */ (style.strokeLinejoin);
      const length = /** @type {SVGGeometryElement} */ (element).pathLength?.baseVal ?? 0;
      const whole = length > 0 ? /** @type {SVGGeometryElement} */ (element).getTotalLength() / length : 1;
      const dashes =
        style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(/[ ,]+/).map(Number.parseFloat);
      ctx.setLineDash(dashes.map((dash) => dash * whole));
      ctx.lineDashOffset = Number.parseFloat(style.strokeDashoffset) * whole;
      ctx.stroke(path);
      ctx.setLineDash([]);
    }
    ctx.globalAlpha = 1;
  }
}

/** The pattern of what is unknown. @param {CanvasRenderingContext2D} ctx */
export function hatch(ctx) {
  const tile = document.createElement('canvas');
  [tile.width, tile.height] = [10, 10];
  const pen = tile.getContext('2d');
  if (pen) {
    pen.fillStyle = '#f4f2ec';
    pen.fillRect(0, 0, 10, 10);
    pen.strokeStyle = token('--edge');
    pen.lineWidth = 2.4;
    for (const shift of [-10, 0, 10]) {
      pen.moveTo(shift - 1, 11);
      pen.lineTo(shift + 11, -1);
    }
    pen.stroke();
  }
  return ctx.createPattern(tile, 'repeat') ?? '#f4f2ec';
}

/**
 * @param {{map: HTMLElement, tag: string}[]} maps one, or two side by side, each with what it shows @param {string} sprite the symbols, as SVG
 * @param {Caption} caption @returns {Promise<Blob | null>} a PNG at twice the size on screen
 */
export function pictureOf(maps, sprite, caption) {
  const boxes = maps.map(({ map }) => map.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left));
  const width = Math.max(...boxes.map((box) => box.right)) - left;
  const height = Math.max(...boxes.map((box) => box.height));
  const canvas = document.createElement('canvas');
  const ctx = canvas.getContext('2d');
  if (!ctx) return Promise.resolve(null);
  const pen = new Pen(ctx, readSprite(sprite));
  const top = headHeight(pen, caption, width);
  const foot = drawFoot(pen, caption, width, 0, false);
  canvas.width = width * SCALE;
  canvas.height = (top + height + foot) * SCALE;
  ctx.scale(SCALE, SCALE);
  ctx.fillStyle = '#fff';
  ctx.fillRect(0, 0, width, top + height + foot);
  drawHead(pen, caption, width);
  for (const [index, { map, tag }] of maps.entries()) {
    const box = boxes[index] ?? new DOMRect();
    drawMap(pen, map, { x: box.left - left, y: top, width: box.width, height: box.height }, tag);
  }
  drawFoot(pen, caption, width, top + height, true);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

/** @param {Pen} pen @param {HTMLElement} map @param {{x: number, y: number, width: number, height: number}} to @param {string} tag what it shows */
function drawMap(pen, map, { x, y, width, height }, tag) {
  const { ctx } = pen;
  ctx.save();
  ctx.beginPath();
  ctx.rect(x, y, width, height);
  ctx.clip();
  ctx.fillStyle = getComputedStyle(map).backgroundColor;
  ctx.fillRect(x, y, width, height);
  const { tiles } = map.dataset;
  // Without its tiles the ground is drawn plain, and nothing lies see-through over it.
  map.dataset.tiles = 'off';
  map.dataset.picture = 'on';
  drawPanes(pen, map, { x, y });
  delete map.dataset.picture;
  if (tiles !== undefined) map.dataset.tiles = tiles;
  if (tag !== '') {
    ctx.font = `600 16px ${pen.font}`;
    const wide = ctx.measureText(tag).width + 24;
    ctx.fillStyle = '#fff';
    ctx.beginPath();
    ctx.roundRect(x + 12, y + 12, wide, 32, 8);
    ctx.fill();
    pen.write(tag, x + 24, y + 28, { size: 16, weight: 600 });
  }
  ctx.restore();
}

/** @param {Pen} pen @param {HTMLElement} map @param {{x: number, y: number}} to */
function drawPanes(pen, map, { x, y }) {
  const frame = map.getBoundingClientRect();
  const level = (/** @type {Element} */ pane) => Number(getComputedStyle(pane).zIndex) || 0;
  const panes = [...map.querySelectorAll('.leaflet-map-pane > .leaflet-pane:not(.leaflet-tile-pane)')];
  for (const pane of panes.sort((a, b) => level(a) - level(b))) {
    for (const child of pane.children) drawElement(pen, child, { x: x - frame.left, y: y - frame.top });
  }
}

/** @param {Pen} pen @param {Element} element @param {{x: number, y: number}} by from the window to the picture */
function drawElement(pen, element, by) {
  const { ctx } = pen;
  const box = element.getBoundingClientRect();
  if (element instanceof HTMLCanvasElement) {
    // One without anything on it has no size, and cannot be drawn.
    if (element.width > 0) ctx.drawImage(element, box.left + by.x, box.top + by.y, box.width, box.height);
    return;
  }
  if (element instanceof SVGSVGElement) return drawSvg(pen, element, by);
  const style = getComputedStyle(element);
  if (style.display === 'none' || style.visibility === 'hidden') return;
  disc(pen, style, box, by);
  for (const child of element.childNodes) {
    if (child instanceof Element) drawElement(pen, child, by);
    else if (child.textContent?.trim()) label(pen, child.textContent.trim(), style, box, by);
  }
}

/** The round ground of a marker. @param {Pen} pen @param {CSSStyleDeclaration} style @param {DOMRect} box @param {{x: number, y: number}} by */
function disc({ ctx }, style, box, by) {
  const border = Number.parseFloat(style.borderTopWidth);
  const clear = /^(transparent|rgba\(0, 0, 0, 0\))$/.test(style.backgroundColor);
  if ((clear && border === 0) || box.width === 0) return;
  ctx.beginPath();
  const radius = Math.min(
    box.width / 2,
    Number.parseFloat(style.borderTopLeftRadius) * (style.borderTopLeftRadius.endsWith('%') ? box.width / 100 : 1),
  );
  ctx.roundRect(
    box.left + by.x + border / 2,
    box.top + by.y + border / 2,
    box.width - border,
    box.height - border,
    radius,
  );
  ctx.fillStyle = style.backgroundColor;
  ctx.fill();
  if (border === 0) return;
  ctx.strokeStyle = style.borderTopColor;
  ctx.lineWidth = border;
  ctx.stroke();
}

/** A name, with a white edge where the page gives it one. @param {Pen} pen @param {string} text @param {CSSStyleDeclaration} style @param {DOMRect} box @param {{x: number, y: number}} by */
function label({ ctx, font }, text, style, box, by) {
  const [x, y] = [box.left + box.width / 2 + by.x, box.top + box.height / 2 + by.y];
  ctx.font = `${style.fontWeight} ${style.fontSize} ${font}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  if (style.textShadow !== 'none') {
    ctx.strokeStyle = '#fff';
    ctx.lineWidth = 4;
    ctx.lineJoin = 'round';
    ctx.strokeText(text, x, y);
  }
  ctx.fillStyle = style.color;
  ctx.fillText(text, x, y);
}

/** @param {Pen} pen @param {SVGSVGElement} svg @param {{x: number, y: number}} by */
function drawSvg(pen, svg, by) {
  const { ctx } = pen;
  const box = svg.getBoundingClientRect();
  const { width: inner, x, y } = svg.viewBox.baseVal ?? { width: 0, x: 0, y: 0 };
  const scale = inner > 0 ? box.width / inner : 1;
  ctx.save();
  ctx.translate(box.left + by.x, box.top + by.y);
  for (const part of svg.querySelectorAll('path, circle, text, use')) {
    const style = getComputedStyle(part);
    if (style.visibility === 'hidden' || style.display === 'none') continue;
    if (part.tagName === 'use') {
      const id = (part.getAttribute('href') ?? '').split('#')[1] ?? '';
      const colours = ['symbol', 'ring', 'glyph'].map((of) => [of, style.getPropertyValue(`--${of}`).trim()]);
      pen.symbol(id, 0, 0, box.width, Object.fromEntries(colours));
      continue;
    }
    ctx.save();
    ctx.scale(scale, scale);
    ctx.translate(-x, -y);
    if (part.tagName === 'text') {
      ctx.font = `${style.fontWeight} ${style.fontSize} ${pen.font}`;
      ctx.textAlign = style.textAnchor === 'middle' ? 'center' : 'left';
      ctx.textBaseline = 'middle';
      ctx.fillStyle = style.fill;
      ctx.fillText(part.textContent ?? '', Number(part.getAttribute('x')), Number(part.getAttribute('y')));
    } else pen.shape(/** @type {SVGElement} */ (part));
    ctx.restore();
  }
  ctx.restore();
}

/** A text in lines that fit. @param {Pen} pen @param {string} text @param {number} size @param {number} weight @param {number} width */
function lines({ ctx, font }, text, size, weight, width) {
  ctx.font = `${weight} ${size}px ${font}`;
  const out = [''];
  for (const word of text.split(' ')) {
    const longer = `${out.at(-1)} ${word}`.trim();
    if (out.at(-1) !== '' && ctx.measureText(longer).width > width) out.push(word);
    else out[out.length - 1] = longer;
  }
  return out;
}

/** @param {Pen} pen @param {Caption} caption @param {number} width */
const headHeight = (pen, caption, width) =>
  PAD +
  lines(pen, caption.title, 22, 600, width - 2 * PAD).length * 30 +
  lines(pen, caption.answer, 16, 400, width - 2 * PAD).length * LINE +
  12;

/** @param {Pen} pen @param {Caption} caption @param {number} width */
function drawHead(pen, caption, width) {
  let y = PAD + 12;
  for (const line of lines(pen, caption.title, 22, 600, width - 2 * PAD)) {
    pen.write(line, PAD, y, { size: 22, weight: 600 });
    y += 30;
  }
  for (const line of lines(pen, caption.answer, 16, 400, width - 2 * PAD)) {
    pen.write(line, PAD, y - 2, { size: 16, colour: token('--ink-2') });
    y += LINE;
  }
}

/** Legend, sources and date. @param {Pen} pen @param {Caption} caption @param {number} width @param {number} from @param {boolean} draw @returns {number} its height */
function drawFoot(pen, caption, width, from, draw) {
  const { ctx } = pen;
  let x = PAD;
  let y = from + PAD;
  const measure = (/** @type {string} */ text) => {
    ctx.font = `400 14px ${pen.font}`;
    return ctx.measureText(text).width;
  };
  /** @param {number} mark width of what stands before the text @param {string} text @param {(x: number, y: number) => void} sign */
  const entry = (mark, text, sign) => {
    const wide = mark + 8 + measure(text) + 20;
    if (x > PAD && x + wide > width - PAD) [x, y] = [PAD, y + LINE];
    if (draw) {
      sign(x, y);
      pen.write(text, x + mark + 8, y);
    }
    x += wide;
  };
  const newLine = () => {
    if (x > PAD) [x, y] = [PAD, y + LINE + 4];
  };
  if (draw) pen.write(caption.legend, x, y, { weight: 600 });
  y += LINE;
  for (const { colour, label: text } of caption.swatches)
    entry(24, text, (at, line) => {
      ctx.fillStyle = colour;
      ctx.fillRect(at, line - 8, 24, 16);
    });
  newLine();
  for (const { style, text } of caption.keys) entry(24, text, (at, line) => drawKey(pen, style, at, line));
  newLine();
  for (const { symbol, marking, text } of caption.groups)
    entry(20, text, (at, line) => {
      const { colours: tokens, over } = drawingOf(symbol, marking);
      const colours = Object.fromEntries(Object.entries(tokens).map(([what, name]) => [what, token(name)]));
      for (const part of [symbol, `${symbol}-glyph`, ...(over ? [over] : [])])
        pen.symbol(part, at, line - 10, 20, colours);
    });
  newLine();
  for (const line of lines(pen, caption.foot, 12, 400, width - 2 * PAD)) {
    if (draw) pen.write(line, PAD, y, { size: 12, colour: token('--ink-2') });
    y += 17;
  }
  return y - from + 8;
}

/** What dots, lines and hatches mean. @param {Pen} pen @param {string} style @param {number} x @param {number} y */
function drawKey({ ctx, hatch: pattern }, style, x, y) {
  ctx.save();
  if (style === 'dots' || style === 'pair') {
    ctx.fillStyle = token(style === 'dots' ? '--not-reached' : '--same');
    for (const dx of [4, 11, 18]) {
      ctx.beginPath();
      ctx.arc(x + dx, y, 1.9, 0, 2 * Math.PI);
      ctx.fill();
    }
  } else if (style === 'programme') {
    ctx.strokeStyle = token('--ink');
    ctx.lineWidth = 2.6;
    ctx.setLineDash([8, 4]);
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(x + 24, y);
    ctx.stroke();
  } else {
    const sample = document.querySelector(`.key-${CSS.escape(style)}`);
    const seen = sample && getComputedStyle(sample);
    ctx.fillStyle = style === 'unknown' ? pattern : (seen?.backgroundColor ?? token('--barely'));
    ctx.strokeStyle = seen && Number.parseFloat(seen.borderTopWidth) > 0 ? seen.borderTopColor : token('--edge');
    ctx.lineWidth = 1;
    if (seen?.borderTopLeftRadius === '50%') {
      ctx.lineWidth = Number.parseFloat(seen.borderTopWidth);
      ctx.setLineDash(/dashed|dotted/.test(seen.borderTopStyle) ? [4, 3] : []);
      ctx.beginPath();
      ctx.arc(x + 11, y, 8, 0, 2 * Math.PI);
      ctx.stroke();
    } else {
      ctx.fillRect(x, y - 7, 22, 14);
      ctx.strokeRect(x + 0.5, y - 6.5, 21, 13);
    }
  }
  ctx.restore();
}
