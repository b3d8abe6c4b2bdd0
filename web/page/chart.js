/** How many residents live how far away, with the line of the norm. Pointing at a bar marks where people live so far away on average. */

import { h, svg } from './dom.js';
import * as f from './formats.js';
import { BINS_TO_NORM, areasPerBin, bins } from './charts/bins.js';
import { AREAS, arrowsAlong, marking, telling } from './charts/marks.js';
import { countText } from './panels/parts.js';
import { fill } from './words.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./api.js').Demand} Demand */

const WIDTH = 288;
const HEIGHT = 150;
const FLOOR = 118;
const TOP = 20;
const LEFT = 40;

/** @param {Context} context @param {Demand[]} demand @param {{paper: boolean}} how nothing can be pointed at on paper */
export function distanceChart(context, demand, { paper }) {
  const { words, state, distance } = context;
  const { step, open, counts } = bins(demand, distance);
  const most = Math.max(...counts, 1);
  const width = (WIDTH - LEFT) / counts.length;
  const x = (/** @type {number} */ index) => LEFT + index * width;
  const y = (/** @type {number} */ value) => FLOOR - (value / most) * (FLOOR - TOP - 8);
  const step10 = 10 ** Math.floor(Math.log10(most / 2));
  const tick = ([5, 2, 1].find((digit) => digit * step10 <= most / 2) ?? 1) * step10;
  const ticks = Array.from({ length: Math.floor(most / tick) + 1 }, (_, index) => index * tick);
  const texts = counts.map((count, index) =>
    fill(index === open ? words.binLast : words.binLabel, {
      from: f.metres(state.lang, index * step),
      to: f.metres(state.lang, (index + 1) * step),
      n: f.residents(state.lang, count),
    }),
  );
  const areas = areasPerBin(demand, distance);
  // Of one neighbourhood there is nothing to tell apart.
  const pointable = !paper && areas.flat().length > 1;
  const pointed = pointable && h('p', { class: 'small chart-pointed', 'aria-hidden': 'true' }, words.charts.pointedFar);
  const norm = x(BINS_TO_NORM);
  const bars = counts.map((count, index) => {
    const bar = svg('rect', {
      class: index < BINS_TO_NORM ? 'chart-reached' : 'chart-not',
      x: x(index) + 1,
      width: width - 2,
      y: y(count),
      height: Math.max(0, FLOOR - y(count)),
      rx: 1.5,
    });
    if (!pointed) return bar;
    const own = areas[index] ?? [];
    const label = `${texts[index]}. ${own.length === 0 ? words.charts.farNone : countText(words.charts.farAreas, context, own.length)}`;
    const room = svg('rect', { class: 'mark-room', x: x(index), width, y: TOP, height: FLOOR - TOP });
    const mark = marking(svg('g', { 'aria-label': label }, room, bar), [AREAS, ...own].join(' '));
    return telling(mark, pointed, label);
  });
  const drawing = svg(
    'svg',
    {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: pointable ? 'group' : 'img',
      'aria-label': `${words.distanceAxis}. ${texts.join('. ')}`,
    },
    ...ticks.flatMap((value) => [
      svg('line', { class: 'chart-grid', x1: LEFT, x2: WIDTH, y1: y(value), y2: y(value) }),
      svg('text', { x: LEFT - 6, y: y(value) + 4, 'text-anchor': 'end' }, f.number(state.lang, value)),
    ]),
    ...bars,
    svg('line', { class: 'chart-norm', x1: norm, x2: norm, y1: 2, y2: FLOOR }),
    svg('text', { class: 'chart-norm-text', x: norm + 6, y: 13 }, f.metres(state.lang, distance)),
    ...[0, 2, 4, 6, 8]
      .filter((index) => index < counts.length)
      .map((index) =>
        svg(
          'text',
          { x: x(index), y: FLOOR + 18, 'text-anchor': index === 0 ? 'start' : 'middle' },
          index === 0 ? '0' : f.metres(state.lang, index * step),
        ),
      ),
  );
  if (pointable) arrowsAlong(drawing, bars);
  return h('figure', { class: 'chart' }, drawing, pointed, h('figcaption', { class: 'small' }, words.distanceAxis));
}
