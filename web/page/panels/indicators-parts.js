/** What stands below the list of "Is it getting better?": each indicator over time, and the norms that will change. */

import { asTable } from '../charts/as-table.js';
import { h, svg } from '../dom.js';
import * as f from '../formats.js';
import { reasoned } from '../reasons.js';
import { capital, fill, lookUp, shortLabel } from '../words.js';
import { countText, part } from './parts.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {Record<string, any>} Properties */
/** @typedef {{id: string, properties: Properties}} Item */
/** @typedef {{id: string, date: string | null, value: number | null}} Point */

/**
 * One indicator of one area through time.
 * @typedef {object} Series
 * @property {string} indicator
 * @property {string} name
 * @property {Properties} about what holds for the last reading
 * @property {Point[]} points in time; an unknown value is a gap
 * @property {Point | null} latest the last that is known
 * @property {'better' | 'worse' | 'same' | 'open'} verdict
 */

const WIDTH = 120;
const HEIGHT = 44;
const EDGE = 5;
const SAME = 1e-9;

/** Readings by indicator. @param {Item[]} readings @returns {Series[]} */
export function seriesOf(readings) {
  /** @type {Map<string, Item[]>} */
  const byName = new Map();
  for (const item of readings) {
    const name = item.properties.indicator;
    byName.set(name, [...(byName.get(name) ?? []), item]);
  }
  return [...byName].map(([indicator, items]) => {
    const ordered = items.sort((a, b) => (a.properties.date ?? '').localeCompare(b.properties.date ?? ''));
    const points = ordered.map(({ id, properties }) => ({ id, date: properties.date, value: properties.value }));
    const latest = points.findLast(({ value }) => value !== null) ?? null;
    const about = ordered.find(({ id }) => id === latest?.id)?.properties ?? ordered.at(-1)?.properties ?? {};
    return { indicator, name: nameOf(indicator, about.name), about, points, latest, verdict: verdictOf(about, points) };
  });
}

/** A name that was never given is the id in words. @param {string} indicator @param {string | null} name */
function nameOf(indicator, name) {
  return capital(name === null || name === indicator ? indicator.replaceAll('-', ' ') : name);
}

/** @param {Properties} about @param {Point[]} points @returns {Series['verdict']} */
function verdictOf({ improved, change }, points) {
  if (points.filter(({ value }) => value !== null).length < 2) return 'open';
  if (improved === true) return 'better';
  if (change !== null && Math.abs(change) < SAME) return 'same';
  return improved === false ? 'worse' : 'open';
}

/** What an indicator is called, and the language of that where it is not the reader's. @param {Context} context @param {Pick<Series, 'name' | 'about'>} series @returns {{text: string, lang: 'nl' | null}} */
export function titleOf({ state }, { name, about }) {
  const title = state.lang === 'en' ? (about.titleEn ?? null) : null;
  return title === null ? { text: name, lang: state.lang === 'nl' ? null : 'nl' } : { text: title, lang: null };
}

/** A value as people read it. @param {Context} context @param {number | null} value @param {string | null} unit */
export function valueText({ words, state }, value, unit) {
  const { lang } = state;
  if (value === null) return words.unknown;
  if (unit === '1') return f.percent(lang, value);
  if (unit?.startsWith('%')) return f.number(lang, value, 1) + f.percentSign(lang);
  if (unit === 'residents') return fill(words.residentsN, { n: f.residents(lang, value) });
  const n = f.number(lang, value, 2);
  return fill(lookUp(words.indicators.units, unit ?? '', '{n}'), { n });
}

/** @param {Context} context @param {Series[]} series @param {Record<string, string>} parameters */
export function cardSection(context, series, parameters) {
  const words = context.words.indicators;
  const known = series.filter(({ latest }) => latest !== null);
  const unknown = series.filter(({ latest }) => latest === null);
  if (series.length === 0) return [];
  return [
    part(
      context.type ? words.cardsType : words.cards,
      h('ul', { class: 'indicator-cards' }, ...known.map((one) => h('li', {}, ...card(context, one, parameters)))),
      unknown.length > 0 &&
        h(
          'details',
          { class: 'fold' },
          h('summary', {}, countText(words.noFigures, context, unknown.length)),
          h(
            'ul',
            { class: 'entries' },
            ...unknown.map(({ name, about }) =>
              h(
                'li',
                { class: 'entry' },
                h('span', { lang: titleOf(context, { name, about }).lang }, titleOf(context, { name, about }).text),
                h(
                  'span',
                  { class: 'small' },
                  about.measuredBy ? fill(words.measuredBy, { who: about.measuredBy }) : words.unmeasured,
                ),
              ),
            ),
          ),
        ),
    ),
  ];
}

/** @param {Context} context @param {Series} series @param {Record<string, string>} parameters */
function card(context, series, parameters) {
  const words = context.words.indicators;
  const { lang } = context.state;
  const { about, points, latest, verdict } = series;
  const title = titleOf(context, series);
  const known = points.filter(({ value }) => value !== null);
  const [first] = known;
  const text = (/** @type {number | null} */ value) => valueText(context, value, about.unit);
  const direction = about.direction === 'up' ? words.up : about.direction === 'down' ? words.down : words.neither;
  const when =
    known.length > 1 && first?.date && latest?.date
      ? fill(words.since, { from: f.date(lang, first.date), to: f.date(lang, latest.date) })
      : latest?.date
        ? fill(words.onceShort, { date: f.date(lang, latest.date) })
        : words.onceUndated;
  return [
    h('h3', { lang: title.lang }, title.text),
    h(
      'p',
      { class: 'indicator-value' },
      ...reasoned(
        context,
        latest ? { collection: 'indicators', id: latest.id, property: 'value', parameters } : undefined,
        h('strong', {}, text(latest?.value ?? null)),
      ),
      known.length > 1 && h('span', { class: `way way-${verdict}` }, words.verdicts[verdict]),
    ),
    known.length > 1 ? line(context, series) : null,
    known.length > 1 ? readings(context, series, parameters) : null,
    h(
      'p',
      { class: 'small' },
      [
        when,
        direction,
        known.length > 1 && about.baseline !== null ? fill(words.baseline, { value: text(about.baseline) }) : '',
        about.ambition === null
          ? ''
          : fill(words.ambition, { value: text(about.ambition) }) +
            (about.ambitionMet === true ? `, ${words.ambitionMet}` : ''),
        about.measuredBy ? fill(words.measuredBy, { who: about.measuredBy }) : '',
      ]
        .filter((one) => one !== '')
        .join(' · '),
    ),
  ].filter((node) => node !== null);
}

/** Every reading with its reason. @param {Context} context @param {Series} series @param {Record<string, string>} parameters */
const readings = (context, { indicator, name, points, about }, parameters) =>
  asTable(context, `indicator-${indicator}`, {
    caption: titleOf(context, { name, about }).text,
    heads: [context.words.charts.date, context.words.charts.value],
    rows: points.map(({ id, date, value }) => ({
      name: date === null ? context.words.indicators.onceUndated : f.date(context.state.lang, date),
      figure: valueText(context, value, about.unit),
      why: value === null ? null : { collection: 'indicators', id, property: 'value', parameters },
    })),
  });

/** The line through the known points; where one is unknown the line stops. @param {Context} context @param {Series} series */
function line(context, series) {
  const { points, about } = series;
  const name = titleOf(context, series).text;
  const words = context.words.indicators;
  const dated = points.filter(({ date }) => date !== null);
  const times = dated.map(({ date }) => Date.parse(date ?? ''));
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const marks = [about.baseline, about.ambition].filter((value) => value !== null && value !== undefined);
  const values = [...dated.flatMap(({ value }) => (value === null ? [] : [value])), ...marks];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const x = (/** @type {number} */ time) =>
    to > from ? EDGE + ((time - from) / (to - from)) * (WIDTH - 2 * EDGE) : WIDTH / 2;
  const y = (/** @type {number} */ value) =>
    most > least ? HEIGHT - EDGE - ((value - least) / (most - least)) * (HEIGHT - 2 * EDGE) : HEIGHT / 2;
  /** @type {string[]} */
  const strokes = [];
  let open = false;
  dated.forEach(({ value }, index) => {
    if (value !== null) strokes.push(`${open ? 'L' : 'M'}${x(times[index] ?? 0).toFixed(1)} ${y(value).toFixed(1)}`);
    open = value !== null;
  });
  const told = dated
    .map(({ date, value }) =>
      fill(words.point, {
        date: f.date(context.state.lang, date ?? ''),
        value: valueText(context, value, about.unit),
      }),
    )
    .join('. ');
  const across = (/** @type {string} */ style, /** @type {number | null | undefined} */ value) =>
    value === null || value === undefined
      ? []
      : [svg('line', { class: style, x1: 0, x2: WIDTH, y1: y(value), y2: y(value) })];
  return svg(
    'svg',
    {
      class: 'indicator-line',
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: 'img',
      'aria-label': fill(words.chart, { name, points: told }),
    },
    ...across('indicator-baseline', about.baseline),
    ...across('indicator-ambition', about.ambition),
    svg('path', { class: 'indicator-path', d: strokes.join('') }),
    ...dated.map(({ value }, index) =>
      value === null
        ? svg('path', {
            class: 'indicator-gap',
            d: `M${x(times[index] ?? 0) - 3} ${HEIGHT - 8}l6 6m0 -6l-6 6`,
          })
        : svg('circle', { class: 'indicator-point', cx: x(times[index] ?? 0), cy: y(value), r: 2.6 }),
    ),
  );
}

/** Later versions of criteria, and where they change the verdict. @param {Context} context @param {Item[]} norms */
export function normSection(context, norms) {
  const { state, city } = context;
  const words = context.words.indicators;
  const members = state.programme === null ? undefined : city.members.get(state.programme);
  const parents = members
    ? new Set(
        city.neighbourhoods
          .filter(({ properties }) => members.has(properties.code))
          .map(({ properties }) => properties.parentCode),
      )
    : null;
  const inside = (/** @type {string} */ code) =>
    !members || members.has(code) || parents?.has(code) || code === state.programme;
  /** @type {Map<string, Properties[]>} */
  const versions = new Map();
  for (const { properties } of norms) {
    if (!inside(properties.areaCode)) continue;
    const key = `${properties.criterionId}:${properties.versionAfter}`;
    versions.set(key, [...(versions.get(key) ?? []), properties]);
  }
  if (versions.size === 0) return [];
  return [part(words.norms, ...[...versions.values()].map((areas) => version(context, areas)))];
}

/** @param {Context} context @param {Properties[]} areas */
function version(context, areas) {
  const { state, city } = context;
  const words = context.words.indicators;
  const [about = {}] = areas;
  const type = city.types.find(({ code }) => code === about.serviceType);
  const label = type ? shortLabel(state.lang === 'nl' ? type.labelNl : type.labelEn) : context.words.anyType;
  const changed = areas.filter(({ verdictChanged }) => verdictChanged);
  const groups = [
    { text: words.normShort, own: changed.filter(({ verdictAfter }) => verdictAfter === 'short') },
    { text: words.normMet, own: changed.filter(({ verdictAfter }) => verdictAfter === 'met') },
    { text: words.normOther, own: changed.filter(({ verdictAfter }) => !['short', 'met'].includes(verdictAfter)) },
  ].filter(({ own }) => own.length > 0);
  return h(
    'div',
    { class: 'norm' },
    h(
      'h3',
      {},
      about.validFrom
        ? fill(words.normFrom, { type: capital(label), date: f.date(state.lang, about.validFrom) })
        : fill(words.normFromOpen, { type: capital(label) }),
    ),
    h('p', {}, fieldTexts(context, about.changedFields ?? []).join(' ')),
    ...groups.map(({ text, own }) =>
      h('p', {}, countText(text, context, own.length), own.map(({ name }) => name).join(', '), '.'),
    ),
    groups.length === 0 && h('p', {}, words.normNone),
    about.source && h('p', { class: 'small' }, fill(words.source, { source: about.source })),
  );
}

/** What a new version says otherwise, as sentences; when it holds and its note are told elsewhere. @param {Context} context @param {string[]} fields */
function fieldTexts({ words: all, state }, fields) {
  const words = all.indicators;
  return fields.flatMap((field) => {
    const [, name = '', before = '', after = ''] = /^(\w+) (.+) → (.+)$/.exec(field) ?? [];
    const what = lookUp(words.fields, name, '');
    if (what === '') return [];
    const value = (/** @type {string} */ text) => {
      const number = Number(text);
      if (!Number.isFinite(number)) return text;
      return name === 'distanceM'
        ? f.metres(state.lang, number)
        : number <= 1
          ? f.percent(state.lang, number)
          : f.number(state.lang, number, 1);
    };
    return [capital(fill(words.normChange, { what, before: value(before), after: value(after) }))];
  });
}
