/** All neighbourhoods in a row, from little to much reached, with the lines of the norm and the ambition. */

import { h, svg } from '../dom.js';
import * as f from '../formats.js';
import { isLivedIn } from '../panels/norms.js';
import { fill } from '../words.js';
import { arrowsAlong, marking, telling } from './marks.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../panels/norms.js').Judged} Judged */

const WIDTH = 384;
const HEIGHT = 132;
const LEFT = 40;
const TOP = 18;
const FLOOR = 122;

/** @param {Context} context @param {Judged[]} judged neighbourhoods @param {Record<string, any>} rule of the norm */
export function againstNorm(context, judged, rule) {
  const { words, state } = context;
  const said = words.assessment;
  const known = judged
    .filter((area) => area.value !== null && isLivedIn(context, area))
    .sort((a, b) => (a.value ?? 0) - (b.value ?? 0));
  const width = (WIDTH - LEFT) / Math.max(known.length, 1);
  const y = (/** @type {number} */ share) => FLOOR - share * (FLOOR - TOP);
  const required = f.percent(state.lang, rule.required);
  const text = fill(said.chartText, {
    short: f.number(state.lang, known.filter(({ verdict }) => verdict === 'short').length),
    n: f.number(state.lang, known.length),
    required,
  });
  /** @param {number} share @param {string} label @param {string} name */
  const line = (share, label, name) => [
    svg('line', { class: name, x1: LEFT, x2: WIDTH, y1: y(share), y2: y(share) }),
    svg('text', { class: 'chart-norm-text', x: LEFT + 4, y: y(share) - 5 }, label),
  ];
  const parentOf = new Map(
    context.city.neighbourhoods.map(({ properties }) => [properties.code, properties.parentCode]),
  );
  const pointed = h('p', { class: 'small chart-pointed', 'aria-hidden': 'true' }, words.charts.pointed);
  const marks = known.map(({ key, name, value, verdict }, index) => {
    const label = fill(words.charts.bar, {
      name,
      figure: f.percent(state.lang, value ?? 0),
      verdict: words.verdicts[verdict].toLocaleLowerCase(),
    });
    const x = LEFT + index * width;
    const mark = marking(
      svg(
        'g',
        { 'aria-label': label },
        svg('rect', { class: 'mark-room', x, width, y: TOP, height: FLOOR - TOP }),
        svg('rect', {
          class: verdict === 'short' ? 'chart-not' : 'chart-reached',
          x: x + width * 0.1,
          width: width * 0.8,
          y: Math.min(y(value ?? 0), FLOOR - 1.5),
          height: Math.max(1.5, FLOOR - y(value ?? 0)),
        }),
      ),
      key,
      parentOf.get(key) ?? undefined,
    );
    return telling(mark, pointed, label);
  });
  const drawing = svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'group', 'aria-label': `${said.chartAxis}. ${text}` },
    ...[0, 0.5, 1].flatMap((share) => [
      svg('line', { class: 'chart-grid', x1: LEFT, x2: WIDTH, y1: y(share), y2: y(share) }),
      svg('text', { x: LEFT - 6, y: y(share) + 4, 'text-anchor': 'end' }, f.percent(state.lang, share)),
    ]),
    ...marks,
    ...line(rule.required, fill(said.chartNorm, { required }), 'chart-norm'),
    ...(rule.ambition === null || rule.ambition === rule.required
      ? []
      : line(
          rule.ambition,
          fill(said.chartAmbition, { ambition: f.percent(state.lang, rule.ambition) }),
          'chart-goal',
        )),
  );
  arrowsAlong(drawing, marks);
  return h(
    'figure',
    { class: 'chart chart-answer' },
    h('h2', {}, said.chart),
    h('p', { class: 'small' }, text),
    drawing,
    pointed,
    h('figcaption', { class: 'small' }, said.chartAxis),
  );
}
