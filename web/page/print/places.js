/** Symbols and numbers on the printed map: none hides another, each stays near its place. */

/** @typedef {import('./scale.js').Point} Point */
/** @typedef {import('./scale.js').Box} Box */

const ROUNDS = 120;

/**
 * Moves what would overlap apart, and back towards its place where there is room.
 * @param {Point[]} points @param {number} size of a symbol @param {Box} frame that symbols stay inside @returns {Point[]}
 */
export function spread(points, size, frame) {
  const out = points.map((point, index) => ({
    // Places on one spot part in a fixed direction each, so that a print is the same every time.
    x: point.x + 0.01 * Math.cos(index * 2.4),
    y: point.y + 0.01 * Math.sin(index * 2.4),
  }));
  const clamp = (/** @type {number} */ value, /** @type {number} */ from, /** @type {number} */ to) =>
    Math.max(from + size / 2, Math.min(to - size / 2, value));
  for (let round = 0; round < ROUNDS; round += 1) {
    const pull = 0.08 * (1 - round / ROUNDS);
    out.forEach((at, index) => {
      const home = points[index] ?? at;
      at.x += (home.x - at.x) * pull;
      at.y += (home.y - at.y) * pull;
    });
    for (let i = 0; i < out.length; i += 1)
      for (let j = i + 1; j < out.length; j += 1) {
        const a = out[i];
        const b = out[j];
        if (!a || !b) continue;
        const dx = b.x - a.x;
        const dy = b.y - a.y;
        const away = Math.hypot(dx, dy);
        if (away >= size) continue;
        const push = (size - away) / 2 / Math.max(away, 1e-6);
        a.x -= dx * push;
        a.y -= dy * push;
        b.x += dx * push;
        b.y += dy * push;
      }
    for (const at of out) {
      at.x = clamp(at.x, frame.left, frame.right);
      at.y = clamp(at.y, frame.top, frame.bottom);
    }
  }
  return out;
}

/** @param {Box} a @param {Box} b @returns {number} the area that both cover */
export const shared = (a, b) =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

/** @param {Point} at @param {number} width @param {number} height @returns {Box} */
export const boxAt = ({ x, y }, width, height) => ({
  left: x - width / 2,
  right: x + width / 2,
  top: y - height / 2,
  bottom: y + height / 2,
});

/** Beside, above and below, aslant; and the same a little further off. */
const DIRECTIONS = [
  [1, 0],
  [-1, 0],
  [0, -1],
  [0, 1],
  [0.8, -0.75],
  [0.8, 0.75],
  [-0.8, -0.75],
  [-0.8, 0.75],
];
const FURTHER = 6;

/**
 * A place for the number beside each symbol, where it covers least.
 * @param {Point[]} symbols @param {number} size of a symbol @param {{width: number, height: number}[]} texts
 * @param {Box[]} taken keys and scale @param {Box} frame @returns {Point[]} the middle of each text
 */
export function besides(symbols, size, texts, taken, frame) {
  const symbolBoxes = symbols.map((at) => boxAt(at, size, size));
  const options = symbols.map((at, index) => {
    const { width, height } = texts[index] ?? { width: 0, height: 0 };
    return [0, FURTHER].flatMap((more) =>
      DIRECTIONS.map(([dx = 0, dy = 0]) => {
        const middle = {
          x: at.x + dx * (size / 2 + width / 2 + 1 + more),
          y: at.y + dy * (size / 2 + height / 2 + more),
        };
        return { middle, box: boxAt(middle, width, height) };
      }),
    );
  });
  /** Whether a number stands nearer to another symbol than to its own. */
  const ambiguous = (/** @type {number} */ index, /** @type {number} */ option) => {
    const middle = options[index]?.[option]?.middle;
    const own = symbols[index];
    if (!middle || !own) return true;
    const away = Math.hypot(middle.x - own.x, middle.y - own.y);
    return symbols.some((other, at) => at !== index && Math.hypot(middle.x - other.x, middle.y - other.y) < 1.1 * away);
  };
  const chosen = options.map((all) => all[0]);
  const cost = (/** @type {number} */ index, /** @type {number} */ option) => {
    const box = options[index]?.[option]?.box;
    if (!box) return Infinity;
    const area = (box.right - box.left) * (box.bottom - box.top);
    const inFrame = shared(box, frame);
    let total = option * 0.02 * area + 10 * (area - inFrame) + (ambiguous(index, option) ? area : 0);
    symbolBoxes.forEach((other, at) => at !== index && (total += 2 * shared(box, other)));
    chosen.forEach((other, at) => at !== index && other && (total += 4 * shared(box, other.box)));
    for (const other of taken) total += 5 * shared(box, other);
    return total;
  };
  for (let round = 0; round < 5; round += 1)
    options.forEach((all, index) => {
      const best = all.reduce((found, _, option) => (cost(index, option) < cost(index, found) ? option : found), 0);
      chosen[index] = all[best];
    });
  return chosen.map((one) => one?.middle ?? { x: 0, y: 0 });
}
