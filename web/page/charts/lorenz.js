/** The Lorenz curve: which share of all metres falls to the residents who live nearest, beside the line of all equally far. */

import { h, strongText, svg } from '../dom.js';
import * as f from '../formats.js';
import { fill, lookUp } from '../words.js';
import { countText } from '../panels/parts.js';
import { asTable } from './as-table.js';
import { AREAS, arrowsAlong, marking, telling } from './marks.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../panels/common.js').Item} Item */

const SIZE = 150;
const PARTS = 10;
const LEFT = 44;
const TOP = 8;
const WIDTH = 384;
const HEIGHT = 182;

/**
 * The residents in ten parts, each with how far they live: the steeper the curve, the farther.
 * @param {{x: number, y: number}[]} curve @param {number} mean metres, of all @returns {{from: number, to: number, near: number, far: number}[]}
 */
export function tenths(curve, mean) {
  const at = (/** @type {number} */ share) =>
    curve.reduce(
      (best, point, index) => (Math.abs(point.x - share) < Math.abs((curve[best]?.x ?? 9) - share) ? index : best),
      0,
    );
  const metres = (/** @type {number} */ share) => {
    const index = at(share);
    const [before, after] = [curve[Math.max(0, index - 1)], curve[Math.min(curve.length - 1, index + 1)]];
    return before && after && after.x > before.x ? (mean * (after.y - before.y)) / (after.x - before.x) : 0;
  };
  return Array.from({ length: PARTS }, (_, index) => ({
    from: index / PARTS,
    to: (index + 1) / PARTS,
    near: index === 0 ? 0 : metres(index / PARTS),
    far: index === PARTS - 1 ? Infinity : metres((index + 1) / PARTS),
  }));
}

/**
 * @param {Context} context @param {Item[]} points of every group
 * @param {{mean: number, areas: {code: string, metres: number}[]}} far how far it is on average, in all and in each neighbourhood
 */
export function lorenzChart(context, points, far) {
  const { words, state } = context;
  const said = words.equity;
  const of = (/** @type {string} */ group) =>
    points
      .filter(({ properties }) => properties.group === group && properties.distanceShare !== null)
      .map(({ properties }) => ({ x: properties.populationShare, y: properties.distanceShare }))
      .sort((a, b) => a.x - b.x);
  const chosen = of(state.group);
  const others = state.group === 'all' ? [] : of('all');
  if (chosen.length === 0) return h('div', {});
  const x = (/** @type {number} */ share) => LEFT + share * SIZE;
  const y = (/** @type {number} */ share) => TOP + (1 - share) * SIZE;
  const path = (/** @type {{x: number, y: number}[]} */ curve) =>
    curve.map((point, index) => `${index === 0 ? 'M' : 'L'}${x(point.x).toFixed(1)} ${y(point.y).toFixed(1)}`).join('');
  const half = chosen.find((point) => point.x >= 0.5 - 1e-9)?.y ?? 0;
  const text = {
    strong: fill(said.curveText.strong, { share: f.percent(state.lang, half) }),
    rest: said.curveText.rest,
  };
  const key = (/** @type {string} */ name, /** @type {string} */ label, /** @type {number} */ row) => [
    svg('line', { class: name, x1: x(1) + 12, x2: x(1) + 32, y1: TOP + 12 + row * 22, y2: TOP + 12 + row * 22 }),
    svg('text', { x: x(1) + 38, y: TOP + 16 + row * 22 }, label),
  ];
  const pointed = h('p', { class: 'small chart-pointed', 'aria-hidden': 'true' }, said.point);
  const parts = tenths(chosen, far.mean).map((part) => {
    const own = far.areas.filter(({ metres }) => metres >= part.near && metres < part.far);
    const furthest = Math.max(...far.areas.map(({ metres }) => metres), part.near);
    const label = fill(said.tenth, {
      from: f.percentNumber(part.from),
      to: f.percent(state.lang, part.to),
      near: f.number(state.lang, Math.round(part.near)),
      far: f.metres(state.lang, part.far === Infinity ? furthest : part.far),
      n: own.length === 0 ? said.tenthNone : countText(said.tenthAreas, context, own.length),
    });
    const room = { x: x(part.from), width: SIZE / PARTS, y: TOP, height: SIZE };
    const mark = marking(
      svg('g', { 'aria-label': label }, svg('rect', { class: 'mark-room', ...room })),
      [AREAS, ...own.map(({ code }) => code)].join(' '),
    );
    return telling(mark, pointed, label);
  });
  const name = state.group === 'all' ? said.all : lookUp(words.groupsShort, state.group, state.group);
  return h(
    'figure',
    { class: 'chart chart-answer' },
    h('p', {}, ...strongText(text, (part) => part)),
    drawing(
      `${said.curve} ${text.strong}${text.rest}`,
      parts,
      ...[0, 0.5, 1].flatMap((share) => [
        svg('line', { class: 'chart-grid', x1: x(0), x2: x(1), y1: y(share), y2: y(share) }),
        svg('text', { x: LEFT - 6, y: y(share) + 4, 'text-anchor': 'end' }, f.percent(state.lang, share)),
        svg(
          'text',
          { x: x(share), y: y(0) + 17, 'text-anchor': share === 0 ? 'start' : 'middle' },
          f.percent(state.lang, share),
        ),
      ]),
      svg('path', { class: 'lorenz-area', d: `${path(chosen)}Z` }),
      svg('line', { class: 'lorenz-equal', x1: x(0), y1: y(0), x2: x(1), y2: y(1) }),
      others.length > 0 && svg('path', { class: 'lorenz-all', d: path(others) }),
      svg('path', { class: 'lorenz-curve', d: path(chosen) }),
      svg('circle', { class: 'lorenz-half', cx: x(0.5), cy: y(half), r: 4 }),
      ...key('lorenz-equal', said.equal, 0),
      ...key('lorenz-curve', name, 1),
      ...(others.length > 0 ? key('lorenz-all', said.all, 2) : []),
    ),
    pointed,
    h('figcaption', { class: 'small' }, said.axes),
  );
}

/** The parts lie above the lines, so that they can be pointed at. @param {string} label @param {SVGElement[]} parts @param {...(Element | false)} lines */
function drawing(label, parts, ...lines) {
  const chart = svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'group', 'aria-label': label },
    ...lines,
    ...parts,
  );
  arrowsAlong(chart, parts);
  return chart;
}

/** Every tenth of the residents, with the reason of each. @param {Context} context @param {Item[]} points of every group @param {Record<string, string>} parameters */
export function lorenzTable(context, points, parameters) {
  const { words, state } = context;
  const said = words.charts;
  const { distance: _, group: __, ...asked } = parameters;
  const tenths = points
    .filter(({ properties }) => properties.group === state.group && properties.distanceShare !== null)
    .filter(
      ({ properties }) =>
        Math.abs(properties.populationShare * 10 - Math.round(properties.populationShare * 10)) < 1e-6,
    )
    .filter(({ properties }) => properties.populationShare > 0)
    .sort((a, b) => a.properties.populationShare - b.properties.populationShare);
  return asTable(context, 'lorenz', {
    caption: words.equity.curve,
    heads: [said.nearest, said.share],
    rows: tenths.map(({ id, properties }) => ({
      name: fill(said.of, { share: f.percent(state.lang, properties.populationShare) }),
      figure: f.percent(state.lang, properties.distanceShare),
      why: { collection: 'lorenz', id, property: 'distanceShare', parameters: asked },
    })),
  });
}
