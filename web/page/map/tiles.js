/**
 * The places of a country: tiles of the server, of which only those in sight are asked. What was shown stays until what is asked
 * has come, so that nothing flickers.
 */

/** @typedef {import('../api.js').TileFeature} TileFeature */
/** @typedef {(zoom: number, x: number, y: number, parameters: Record<string, string>, signal: AbortSignal) => Promise<TileFeature[]>} Fetch */

/** A tile is drawn so wide, in pixels. */
const WIDTH = 512;
const DEEPEST = 22;
/** Places together stand in one of so many cells in a row of a tile. */
export const CELLS = 8;
/** So many tiles are kept: a screen is about twelve, and there are two kinds. */
const MOST_TILES = 240;

/**
 * @typedef {{zoom: number, left: number, top: number, right: number, bottom: number}} Range numbers of tiles
 *
 * @typedef {object} Sight
 * @property {number} zoom of the map
 * @property {(zoom: number) => {left: number, top: number, right: number, bottom: number}} pixels what is drawn, in pixels of the world at a zoom
 */

/** The tiles that a view needs. @param {Sight} sight @returns {Range} */
export function rangeOf({ zoom, pixels }) {
  const level = Math.max(0, Math.min(DEEPEST, Math.round(zoom) - 1));
  // At this zoom of the map a tile is as wide as it was meant.
  const { left, top, right, bottom } = pixels(level + 1);
  const last = 2 ** level - 1;
  const tile = (/** @type {number} */ value) => Math.max(0, Math.min(last, Math.floor(value / WIDTH)));
  return { zoom: level, left: tile(left), top: tile(top), right: tile(right), bottom: tile(bottom) };
}

/**
 * One kind of places: all, or those of a type.
 * @param {Fetch} fetch @param {() => void} changed something came that is in sight @param {() => void} failed
 */
export function tileSource(fetch, changed, failed) {
  /** @type {Map<string, TileFeature[]>} in the order in which they were last used */
  const tiles = new Map();
  /** @type {Map<string, AbortController>} */
  const asked = new Map();
  /** @type {TileFeature[]} */
  let shown = [];
  /** What `shown` is of: the parameters and the zoom. */
  let kind = '';

  /** @param {string} key @param {Range} range @param {number} x @param {number} y @param {Record<string, string>} parameters */
  async function ask(key, { zoom }, x, y, parameters) {
    const control = new AbortController();
    asked.set(key, control);
    try {
      tiles.set(key, await fetch(zoom, x, y, parameters, control.signal));
      for (const oldest of tiles.keys()) {
        if (tiles.size <= MOST_TILES) break;
        tiles.delete(oldest);
      }
      if (!control.signal.aborted) changed();
    } catch {
      if (!control.signal.aborted) failed();
    } finally {
      if (asked.get(key) === control) asked.delete(key);
    }
  }

  return {
    /** What there is to show of a view; what is lacking is asked. @param {Range} range @param {Record<string, string>} parameters */
    see(range, parameters) {
      const text = `${range.zoom} ${new URLSearchParams(parameters)}`;
      /** @type {TileFeature[]} */
      const found = [];
      /** @type {Set<string>} */
      const wanted = new Set();
      let whole = true;
      for (let x = range.left; x <= range.right; x += 1) {
        for (let y = range.top; y <= range.bottom; y += 1) {
          const key = `${text} ${x}/${y}`;
          wanted.add(key);
          const known = tiles.get(key);
          if (known) {
            tiles.delete(key);
            tiles.set(key, known);
            found.push(...known);
          } else {
            whole = false;
            if (!asked.has(key)) void ask(key, range, x, y, parameters);
          }
        }
      }
      for (const [key, control] of asked) {
        if (wanted.has(key)) continue;
        control.abort();
        asked.delete(key);
      }
      // Of another scale the old places stay until all of the new ones are there.
      if (whole || kind === text) [shown, kind] = [found, text];
      return { features: shown, whole };
    },
    /** Nothing is in sight. */
    rest() {
      for (const control of asked.values()) control.abort();
      asked.clear();
      [shown, kind] = [[], ''];
    },
  };
}
