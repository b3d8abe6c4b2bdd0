/** What stands below the list of "Where next?": what each place adds, who gains, and how sure it is. */

import { breakable } from '../../answer.js';
import { arrowsAlong, marking } from '../../charts/marks.js';
import { h, strongText, svg } from '../../dom.js';
import * as f from '../../formats.js';
import { reasoned } from '../../reasons.js';
import { fill } from '../../words.js';
import { part, shift } from '../parts.js';

/** @typedef {import('../../model.js').Context} Context */
/** @typedef {import('../siting.js').Found} Found */

const WIDTH = 384;
const HEIGHT = 132;
const FLOOR = 104;
const TOP = 20;
const MOST_BARS = 12;
const BAR = 26;

/** What each place adds, and after which one it is little. @param {Context} context @param {Found} found */
export function chartSection(context, found) {
  const { state } = context;
  const words = context.words.siting;
  const sites = found.features;
  if (sites.length === 0 || state.model === 'pmedian') return [];
  const { lang } = state;
  const least = f.percent(lang, found.parameters.stopBelow);
  const text =
    found.worthwhile === 0
      ? words.chartNone
      : found.worthwhile < sites.length
        ? words.chartStop
        : sites.length === 1
          ? words.chartEnough.one
          : words.chartEnough.many;
  return [
    part(
      words.chart,
      h('p', {}, fill(text, { n: f.number(lang, found.worthwhile), least })),
      sites.length > 1 && gainChart(context, found),
      sites.length > MOST_BARS &&
        h('p', { class: 'quiet-text' }, fill(words.chartMore, { n: f.number(lang, sites.length - MOST_BARS) })),
    ),
  ];
}

/** @param {Context} context @param {Found} found */
function gainChart({ state, words: all }, found) {
  const words = all.siting;
  const sites = found.features.slice(0, MOST_BARS);
  const gains = sites.map(({ properties }) => properties.gainResidents);
  const most = Math.max(...gains, 1);
  const step = WIDTH / sites.length;
  const width = Math.min(BAR, step - 6);
  const y = (/** @type {number} */ value) => FLOOR - (Math.max(0, value) / most) * (FLOOR - TOP);
  const marks = sites.map((site, index) => {
    const gain = gains[index] ?? 0;
    const middle = (index + 0.5) * step;
    return marking(
      svg(
        'g',
        {
          'aria-label': fill(words.chartBar, { rank: String(index + 1), n: f.residents(state.lang, gain) }),
        },
        svg('rect', { class: 'mark-room', x: middle - step / 2, width: step, y: 0, height: FLOOR }),
        svg('rect', {
          class: index < found.worthwhile ? 'chart-gain' : 'chart-gain-little',
          x: middle - width / 2,
          width,
          y: y(gain),
          height: Math.max(1, FLOOR - y(gain)),
          rx: 2,
        }),
      ),
      site.id,
    );
  });
  /** What is written beside a bar stands in its name; the bar is what is pressed. @param {number} index @param {number} at @param {string} text */
  const written = (index, at, text) =>
    svg(
      'text',
      { class: 'mark-text', x: (index + 0.5) * step, y: at, 'text-anchor': 'middle', 'aria-hidden': 'true' },
      text,
    );
  const drawing = svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'group', 'aria-label': words.axis },
    svg('line', { class: 'chart-grid', x1: 0, x2: WIDTH, y1: FLOOR, y2: FLOOR }),
    ...marks,
    ...gains.map((gain, index) => sites.length <= 7 && written(index, y(gain) - 6, f.signed(state.lang, gain))),
    ...gains.map((_, index) => written(index, FLOOR + 18, String(index + 1))),
  );
  arrowsAlong(drawing, marks);
  return h('figure', { class: 'chart' }, drawing, h('figcaption', { class: 'small' }, words.axis));
}

/** Per district, before and after. @param {Context} context @param {Found} found @param {Record<string, string>} parameters */
export function districtSection(context, found, parameters) {
  const { state, words: all } = context;
  const words = all.siting;
  const own = found.districts
    .filter(({ gainResidents }) => gainResidents > 0)
    .sort((a, b) => b.gainResidents - a.gainResidents);
  if (own.length === 0 || found.coverageBefore === 0 || found.parameters.present === 'free') return [];
  return [
    part(
      words.perDistrict,
      h(
        'ul',
        { class: 'shifts' },
        ...own.map((district) => {
          const { name, coverageBefore, coverageAfter } = district;
          const [track, text] = shift(state.lang, coverageBefore, coverageAfter);
          const why = reasonOfShift(context, district, parameters);
          return marking(
            h('li', {}, h('span', {}, ...breakable(name)), track, ...reasoned(context, why, text)),
            district.code,
          );
        }),
      ),
    ),
  ];
}

/**
 * The last place that adds something to a district tells what it is then. @param {Context} context @param {Found['districts'][0]} district
 * @param {Record<string, string>} parameters
 */
function reasonOfShift({ type }, { code, gainBySite }, parameters) {
  const last = gainBySite.findLastIndex((gain) => gain > 0);
  const id = `${type?.code}:${code}:${last + 1}`;
  return last < 0 ? undefined : { collection: 'siting-districts', id, property: 'coverageAfter', parameters };
}

/** @param {Context} context @param {Found} found */
export function sureSection({ state, words: all }, found) {
  const words = all.siting;
  const { lang } = state;
  const n = found.features.length;
  const candidates =
    found.candidateCount === 1
      ? words.candidateCount.one
      : fill(words.candidateCount.many, { n: f.number(lang, found.candidateCount) });
  return [
    part(
      words.sure,
      ...(found.optimal
        ? [h('p', {}, state.model === 'lscp' ? words.provedLscp : n === 1 ? words.provedOne : words.proved)]
        : doubt(lang, words, state, found).map((text) => h('p', {}, text))),
      h(
        'p',
        { class: 'quiet-text' },
        [
          fill(words.sureCandidates, { n: candidates }),
          found.parameters.cell === undefined ? '' : fill(words.cells, { cell: f.metres(lang, found.parameters.cell) }),
          words.straight,
        ]
          .filter((text) => text !== '')
          .join(' '),
      ),
    ),
  ];
}

/**
 * How far from the best it can be at most.
 * @param {'nl' | 'en'} lang @param {import('../../words.js').Words['siting']} words @param {Context['state']} state @param {Found} found
 * @returns {DocumentFragment[]}
 */
function doubt(lang, words, state, found) {
  const text = (/** @type {{strong: string, rest: string}} */ line, /** @type {Record<string, string>} */ values) => {
    const out = document.createDocumentFragment();
    const parts = strongText(line, (one) => fill(one, values)).filter((part) => part !== null);
    out.append(...parts);
    return out;
  };
  if (state.model === 'lscp')
    return [
      text(words.lscpHere, {
        n: f.number(lang, Math.ceil(found.bound - 1e-9)),
        found: f.number(lang, found.features.length),
      }),
    ];
  if (state.model === 'pmedian')
    return [text(words.meanHere, { d: f.metres(lang, found.bound), gap: f.percent(lang, found.gap) })];
  const values = {
    // Rounded down: what is told as certain is never more than it is.
    share: f.percent(lang, Math.floor((1 - found.gap) * 100) / 100),
    n: f.residents(lang, found.bound),
  };
  if (state.method === 'exact') return [text(words.exactHere, values)];
  return [text({ strong: '', rest: words.greedy }, {}), text(words.greedyHere, values)];
}
