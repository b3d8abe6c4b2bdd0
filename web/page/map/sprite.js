/** The symbols of the sprite as paths for a canvas, in their own colours or in another. */

/**
 * @typedef {object} Part
 * @property {Path2D} path
 * @property {string | null} fill a colour, or `var(--name, colour)` where another can take its place
 * @property {string | null} stroke
 * @property {number} width of its stroke
 * @property {CanvasLineCap} cap
 * @property {CanvasLineJoin} join
 *
 * @typedef {{left: number, top: number, size: number, parts: Part[]}} Drawing
 */

/** @param {string} text the sprite, as SVG @returns {Map<string, Drawing>} by the name of the symbol */
export function readSprite(text) {
  const sprite = new DOMParser().parseFromString(text, 'image/svg+xml');
  /** @type {Map<string, Drawing>} */
  const drawings = new Map();
  for (const symbol of sprite.querySelectorAll('symbol')) {
    const [left = 0, top = 0, size = 24] = (symbol.getAttribute('viewBox') ?? '0 0 24 24').split(' ').map(Number);
    const parts = [...symbol.children].flatMap((part) => partOf(part) ?? []);
    drawings.set(symbol.id, { left, top, size, parts });
  }
  return drawings;
}

/** @param {Element} element @returns {Part | null} */
function partOf(element) {
  const path = pathOf(element);
  if (!path) return null;
  const of = (/** @type {string} */ name) => element.getAttribute(name);
  const colour = (/** @type {string | null} */ value) => (value === 'none' ? null : value);
  return {
    path,
    fill: colour(of('fill') ?? '#000'),
    stroke: colour(of('stroke') ?? 'none'),
    width: Number(of('stroke-width') ?? 1),
    cap: /** @type {CanvasLineCap} */ (of('stroke-linecap') ?? 'butt'),
    join: /** @type {CanvasLineJoin} */ (of('stroke-linejoin') ?? 'miter'),
  };
}

/** @param {Element} element a path or a circle */
export function pathOf(element) {
  const of = (/** @type {string} */ name) => Number(element.getAttribute(name) ?? 0);
  if (element.tagName === 'path') return new Path2D(element.getAttribute('d') ?? '');
  if (element.tagName !== 'circle') return null;
  const path = new Path2D();
  path.arc(of('cx'), of('cy'), of('r'), 0, 2 * Math.PI);
  return path;
}

/**
 * @param {CanvasRenderingContext2D} ctx @param {Drawing} drawing @param {number} x left @param {number} y top @param {number} size
 * @param {Record<string, string>} [colours] in place of its own, by their names, and as `text` of `currentColor`
 */
export function paint(ctx, drawing, x, y, size, colours = {}) {
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(size / drawing.size, size / drawing.size);
  ctx.translate(-drawing.left, -drawing.top);
  for (const { path, fill, stroke, width, cap, join } of drawing.parts) {
    const colour = (/** @type {string} */ value) => {
      if (value === 'currentColor') return colours.text || '#000';
      const [, name = '', own = value] = /^var\(--(\w+), ?(.+)\)$/.exec(value) ?? [];
      return colours[name] || own;
    };
    ctx.lineWidth = width;
    ctx.lineCap = cap;
    ctx.lineJoin = join;
    if (fill !== null) {
      ctx.fillStyle = colour(fill);
      ctx.fill(path);
    }
    if (stroke !== null) {
      ctx.strokeStyle = colour(stroke);
      ctx.stroke(path);
    }
  }
  ctx.restore();
}
