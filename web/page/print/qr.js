/**
 * QR codes of texts (ISO/IEC 18004), as a square of dark and light modules: byte mode, error correction level M (15 %), the
 * smallest version that fits, and the mask with the least penalty.
 */

/** Error correction codewords per block and number of blocks at level M, for versions 1 to 20. */
const CORRECTION = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];
const LEVEL_M = 0;

/** Modules of a version that hold data. @param {number} version */
function dataModules(version) {
  let all = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const aligned = Math.floor(version / 7) + 2;
    all -= (25 * aligned - 10) * aligned - 55;
    if (version >= 7) all -= 36;
  }
  return all;
}

/** @param {number} version */
const dataCodewords = (version) =>
  Math.floor(dataModules(version) / 8) - (CORRECTION[version - 1] ?? 0) * (BLOCKS[version - 1] ?? 0);

/** @param {string} text @returns {boolean[][]} rows of modules, true is dark */
export function qrCode(text) {
  const bytes = new TextEncoder().encode(text);
  const version = CORRECTION.findIndex((_, index) => {
    const lengthBits = index + 1 < 10 ? 8 : 16;
    return 4 + lengthBits + 8 * bytes.length <= 8 * dataCodewords(index + 1);
  });
  if (version < 0) throw new RangeError('the text is too long for a QR code');
  const codewords = interleaved(version + 1, filled(version + 1, bytes));
  let best = null;
  for (let mask = 0; mask < 8; mask += 1) {
    const modules = drawn(version + 1, codewords, mask);
    const cost = penalty(modules);
    if (best === null || cost < best.cost) best = { cost, modules };
  }
  return best?.modules ?? [];
}

/** The bytes with their header, padded to what the version holds. @param {number} version @param {Uint8Array} bytes */
function filled(version, bytes) {
  /** @type {number[]} */
  const bits = [];
  const push = (/** @type {number} */ value, /** @type {number} */ length) => {
    for (let bit = length - 1; bit >= 0; bit -= 1) bits.push((value >>> bit) & 1);
  };
  push(0b0100, 4);
  push(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) push(byte, 8);
  const capacity = 8 * dataCodewords(version);
  push(0, Math.min(4, capacity - bits.length));
  push(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < capacity; pad ^= 0xec ^ 0x11) push(pad, 8);
  return Array.from({ length: bits.length / 8 }, (_, index) =>
    bits.slice(8 * index, 8 * index + 8).reduce((byte, bit) => (byte << 1) | bit, 0),
  );
}

/** Product in the field of 256 elements with x⁸ + x⁴ + x³ + x² + 1. @param {number} a @param {number} b */
function product(a, b) {
  let out = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    out = (out << 1) ^ ((out >>> 7) * 0x11d);
    out ^= ((b >>> bit) & 1) * a;
  }
  return out;
}

/** The generator polynomial of Reed and Solomon, without its leading 1. @param {number} degree */
function generator(degree) {
  /** @type {number[]} */
  const out = Array.from({ length: degree }, (_, index) => (index === degree - 1 ? 1 : 0));
  let root = 1;
  for (let step = 0; step < degree; step += 1) {
    for (let index = 0; index < degree; index += 1) out[index] = product(out[index] ?? 0, root) ^ (out[index + 1] ?? 0);
    root = product(root, 2);
  }
  return out;
}

/** @param {number[]} data @param {number[]} divisor */
function remainder(data, divisor) {
  const out = divisor.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ (out.shift() ?? 0);
    out.push(0);
    divisor.forEach((coefficient, index) => (out[index] = (out[index] ?? 0) ^ product(coefficient, factor)));
  }
  return out;
}

/** Data and error correction in the order in which they are drawn. @param {number} version @param {number[]} data */
function interleaved(version, data) {
  const count = BLOCKS[version - 1] ?? 1;
  const correction = CORRECTION[version - 1] ?? 0;
  const all = Math.floor(dataModules(version) / 8);
  const short = Math.floor(all / count) - correction;
  const longOnes = all % count;
  const divisor = generator(correction);
  let from = 0;
  const blocks = Array.from({ length: count }, (_, index) => {
    const length = short + (index < count - longOnes ? 0 : 1);
    const own = data.slice(from, from + length);
    from += length;
    return { own, check: remainder(own, divisor) };
  });
  const out = [];
  for (let index = 0; index <= short; index += 1)
    for (const { own } of blocks) if (index < own.length) out.push(own[index] ?? 0);
  for (let index = 0; index < correction; index += 1) for (const { check } of blocks) out.push(check[index] ?? 0);
  return out;
}

/** Where the middles of the alignment patterns are, on both axes. @param {number} version @param {number} size */
function alignments(version, size) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, index) => size - 7 - step * (count - 2 - index))];
}

const MASKS = [
  (/** @type {number} */ x, /** @type {number} */ y) => (x + y) % 2 === 0,
  (/** @type {number} */ _, /** @type {number} */ y) => y % 2 === 0,
  (/** @type {number} */ x) => x % 3 === 0,
  (/** @type {number} */ x, /** @type {number} */ y) => (x + y) % 3 === 0,
  (/** @type {number} */ x, /** @type {number} */ y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (/** @type {number} */ x, /** @type {number} */ y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (/** @type {number} */ x, /** @type {number} */ y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (/** @type {number} */ x, /** @type {number} */ y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** @param {number} version @param {number[]} codewords @param {number} mask @returns {boolean[][]} */
function drawn(version, codewords, mask) {
  const size = 17 + 4 * version;
  /** @type {(boolean | null)[][]} null: free for data */
  const grid = Array.from({ length: size }, () => Array.from({ length: size }, () => null));
  const set = (/** @type {number} */ x, /** @type {number} */ y, /** @type {boolean} */ dark) => {
    const row = grid[y];
    if (row && x >= 0 && x < size) row[x] = dark;
  };
  for (let at = 0; at < size; at += 1) {
    set(6, at, at % 2 === 0);
    set(at, 6, at % 2 === 0);
  }
  for (const [cx, cy] of /** @type {const} */ ([
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ]))
    for (let dy = -4; dy <= 4; dy += 1)
      for (let dx = -4; dx <= 4; dx += 1) {
        const away = Math.max(Math.abs(dx), Math.abs(dy));
        set(cx + dx, cy + dy, away !== 2 && away !== 4);
      }
  const middles = alignments(version, size);
  const last = middles.length - 1;
  middles.forEach((cx, i) =>
    middles.forEach((cy, j) => {
      if ((i === 0 && (j === 0 || j === last)) || (i === last && j === 0)) return;
      for (let dy = -2; dy <= 2; dy += 1)
        for (let dx = -2; dx <= 2; dx += 1) set(cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
    }),
  );
  drawFormat(set, size, mask);
  if (version >= 7) drawVersion(set, size, version);

  let next = 0;
  const upward = (/** @type {number} */ right) => ((right + 1) & 2) === 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1)
      for (const x of [right, right - 1]) {
        const y = upward(right) ? size - 1 - step : step;
        const row = grid[y];
        if (!row || row[x] !== null) continue;
        const bit = ((codewords[next >>> 3] ?? 0) >>> (7 - (next & 7))) & 1;
        row[x] = (bit === 1) !== (MASKS[mask]?.(x, y) ?? false);
        next += 1;
      }
  }
  return grid.map((row) => row.map((module) => module === true));
}

/** @typedef {(x: number, y: number, dark: boolean) => void} Set */

/** Level and mask, with their own error correction, twice. @param {Set} set @param {number} size @param {number} mask */
function drawFormat(set, size, mask) {
  const data = (LEVEL_M << 3) | mask;
  let rest = data;
  for (let step = 0; step < 10; step += 1) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
  const bits = ((data << 10) | rest) ^ 0x5412;
  const bit = (/** @type {number} */ index) => ((bits >>> index) & 1) === 1;
  for (let index = 0; index <= 5; index += 1) set(8, index, bit(index));
  set(8, 7, bit(6));
  set(8, 8, bit(7));
  set(7, 8, bit(8));
  for (let index = 9; index < 15; index += 1) set(14 - index, 8, bit(index));
  for (let index = 0; index < 8; index += 1) set(size - 1 - index, 8, bit(index));
  for (let index = 8; index < 15; index += 1) set(8, size - 15 + index, bit(index));
  set(8, size - 8, true);
}

/** @param {Set} set @param {number} size @param {number} version */
function drawVersion(set, size, version) {
  let rest = version;
  for (let step = 0; step < 12; step += 1) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let index = 0; index < 18; index += 1) {
    const dark = ((bits >>> index) & 1) === 1;
    const a = size - 11 + (index % 3);
    const b = Math.floor(index / 3);
    set(a, b, dark);
    set(b, a, dark);
  }
}

/** How badly a reader may be misled: long runs, blocks, what looks like a corner, and too much of one colour. @param {boolean[][]} modules */
function penalty(modules) {
  const size = modules.length;
  const at = (/** @type {number} */ x, /** @type {number} */ y) => modules[y]?.[x] ?? false;
  let cost = 0;
  let dark = 0;
  for (const across of [true, false])
    for (let line = 0; line < size; line += 1) {
      let run = 0;
      let text = '';
      for (let step = 0; step < size; step += 1) {
        const module = across ? at(step, line) : at(line, step);
        const before = step > 0 && (across ? at(step - 1, line) : at(line, step - 1));
        run = step > 0 && module === before ? run + 1 : 1;
        if (run === 5) cost += 3;
        else if (run > 5) cost += 1;
        text += module ? '1' : '0';
      }
      for (const like of ['10111010000', '00001011101'])
        for (let found = text.indexOf(like); found >= 0; found = text.indexOf(like, found + 1)) cost += 40;
    }
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) {
      const module = at(x, y);
      if (module) dark += 1;
      if (
        x + 1 < size &&
        y + 1 < size &&
        module === at(x + 1, y) &&
        module === at(x, y + 1) &&
        module === at(x + 1, y + 1)
      )
        cost += 3;
    }
  return cost + 10 * Math.floor(Math.abs((dark * 20) / (size * size) - 10));
}
