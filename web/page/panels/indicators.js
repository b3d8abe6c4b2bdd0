/** Is it getting better? Indicators over time, and what changed between two days and by what. */

import * as api from '../api.js';
import * as f from '../formats.js';
import { h } from '../dom.js';
import { ground, linesText, residentsIn, within } from '../model.js';
import { made } from '../reasons/made.js';
import { capital, fill, lookUp, shortLabel } from '../words.js';
import { dayWord } from '../word.js';
import { cardSection, normSection, seriesOf, titleOf } from './indicators-parts.js';
import { reasonOfWhole } from './of-areas.js';
import { countText, only } from './parts.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Answer} Answer */
/** @typedef {import('../model.js').Line} Line */
/** @typedef {import('../model.js').Row} Row */
/** @typedef {import('../state.js').State} State */
/** @typedef {(change: Partial<State>) => void} Change */
/** @typedef {Record<string, any>} Properties */
/** @typedef {{id: string, properties: Properties}} Item */

const CLASSES = /** @type {const} */ (['loss-2', 'loss-1', 'same', 'gain-1', 'gain-2']);
/** Below these a change is shown as none: half a percentage point, half a facility. */
const LEAST = { reach: 0.005, count: 0.5 };
const MUCH = { reach: 0.1, count: 1.5 };
const YEARS_BACK = 5;
const PARTS = /** @type {const} */ ([
  'opened',
  'closed',
  'moved',
  'residentsPart',
  'criterionPart',
  'correction',
  'inseparable',
]);

/** @type {import('../model.js').Panel} */
export const indicators = {
  name: 'indicators',
  needsType: false,
  usesDistance: true,
  usesGroup: true,
  usesRole: false,
  ask,
  sentence: ({ words, type }) => (type === null ? words.indicators.sentenceAll : words.sentences.indicators),
  words: (context, change) => ({
    sentence: {
      from: dayWord(context, {
        label: context.words.indicators.chooseFrom,
        value: fromOf(context),
        differs: context.state.from !== null,
        most: context.state.date ?? context.city.info.today,
        choose: (from) => change({ from }),
      }),
    },
    quiet: [],
  }),
};

/** @param {string} day @param {number} years */
function yearsBefore(day, years) {
  const date = new Date(`${day}T00:00:00Z`);
  const month = date.getUTCMonth();
  date.setUTCFullYear(date.getUTCFullYear() - years);
  // 29 February is the last of February elsewhere.
  if (date.getUTCMonth() !== month) date.setUTCDate(0);
  return date.toISOString().slice(0, 10);
}

/** The day that is compared with: a year before the date of the question. @param {Context} context */
const fromOf = ({ state, city }) => state.from ?? yearsBefore(state.date ?? city.info.today, 1);

/** @param {Context} context @param {Change} change @returns {Promise<Answer>} */
async function ask(context, change) {
  const { state, city, type, parameters } = context;
  const words = context.words.indicators;
  const from = fromOf(context);
  const [whole] = await api.items('municipalities', type ? parameters : only(parameters, 'date'));
  const code = state.programme ?? whole?.properties.code ?? null;
  const asked = { ...parameters, from, ...(state.programme === null ? {} : { area: state.programme }) };
  const normed = only(parameters, 'date', 'serviceType');
  const monitored = {
    ...only(parameters, 'date', 'serviceType', ...(type ? ['group'] : [])),
    ...(code === null ? {} : { area: String(code) }),
  };
  const [changes, readings, norms, programmes] = await Promise.all([
    api.items('changes', asked),
    api.items('indicators', monitored),
    api.items('criterion-changes', normed),
    state.programme === null || !type ? [] : api.areas('programme-areas', parameters),
  ]);
  const now = state.programme === null ? whole : programmes.find(({ properties }) => properties.code === code);
  const series = seriesOf(
    readings.filter(({ properties }) => properties.areaCode === code && belongs(context, properties)),
  );
  const kind = type ? 'reach' : 'count';
  const measure = type ? 'coverage' : 'facilityCount';
  const of = (/** @type {string} */ name) =>
    new Map(
      changes
        .filter(({ properties }) => properties.measure === name && (type !== null || properties.serviceType === null))
        .map((item) => [item.properties.areaCode, item]),
    );
  const measured = of(measure);
  const counted = type ? of('residentsServed') : measured;
  const classOf = classes(context, measured, kind);
  const rows = rowsOf(context, counted, of('coverage'), asked);
  const anything = rows.length > 0 || measured.size > 0;
  return {
    ...(type
      ? reachAnswer(context, {
          change: measured.get(code),
          served: counted.get(code),
          now: now?.properties,
          from,
          asked,
        })
      : monitorAnswer(context, series, { counted: measured.get(code), from, monitored })),
    bar: null,
    list: {
      heading: rows.length > 0 ? (type ? words.listReach : words.listCount) : '',
      tone: 'count',
      byLevel: true,
      rows,
    },
    legend: anything
      ? {
          title: type ? words.legendReach : words.legendCount,
          note: '',
          edges: type ? words.edgesReach : words.edgesCount,
          classes: CLASSES.map((name, index) => ({
            name,
            label: (type ? words.edgesReach : words.edgesCount)[index] ?? '',
            residents: residentsIn(context, classOf, name),
          })),
        }
      : { title: words.legendNone, note: '', edges: [], classes: [] },
    classOf: anything
      ? classOf
      : new Map(city.neighbourhoods.map((area) => [area.properties.code, ground(area.properties) ?? 'plain'])),
    tips: tipsOf(context, measured, kind),
    gaps: [],
    overlaps: [],
    empty: false,
    downloads: [
      { name: 'indicators', parameters: monitored },
      { name: 'changes', parameters: asked },
      { name: 'criterion-changes', parameters: normed },
    ],
    choices: anything ? [] : wayBack(context, change, from),
    after: [...cardSection(context, series, monitored), ...normSection(context, norms)],
    table: tableOf(context, counted, type !== null, asked),
  };
}

/** Of one type only its own indicators, else those of the whole. @param {Context} context @param {Properties} reading */
function belongs({ type, state }, { serviceType, group }) {
  if (type === null) return serviceType === null;
  return serviceType === type.code && (group === null || group === state.group);
}

/**
 * How many are reached, then and now.
 * @param {Context} context
 * @param {{change: Item | undefined, served: Item | undefined, now: Properties | undefined, from: string, asked: Record<string, string>}} found
 * @returns {Pick<Answer, 'hero' | 'lines'>}
 */
function reachAnswer(context, { change, served, now, from, asked }) {
  const { state, words: all } = context;
  const words = all.indicators;
  const { lang } = state;
  const plain = (/** @type {string} */ rest) => ({ strong: '', rest });
  const values = {
    type: shortLabel((lang === 'nl' ? context.type?.labelNl : context.type?.labelEn) ?? ''),
    distance: f.metres(lang, context.distance),
    from: f.date(lang, from),
    group: lookUp(all.groups, state.group, state.group).toLocaleLowerCase(),
  };
  const after = change ? change.properties.after : (now?.coverage ?? null);
  const before = change ? change.properties.before : after;
  const hero = {
    value:
      after === null
        ? all.unknown
        : before === null || f.percentNumber(before) === f.percentNumber(after)
          ? f.percentNumber(after)
          : fill(words.shift, { before: f.percentNumber(before), after: f.percentNumber(after) }),
    unit: after === null ? '' : '%',
    wide: true,
    why: change
      ? { collection: 'changes', id: change.id, property: 'change', parameters: asked }
      : nowWhy(context, after === null ? all.unknown : f.percent(lang, after)),
  };
  if (!served) return { hero, lines: [plain(fill(words.nothingReach, values))] };
  const { properties } = served;
  if (properties.change === null) return { hero, lines: [plain(fill(words.unknownThen, values))] };
  const n = f.residents(lang, Math.abs(properties.change));
  const line = state.group === 'all' ? words.reach : words.reachGroup;
  return {
    hero,
    lines: [
      Math.abs(properties.change) < 0.5
        ? plain(fill(words.sameReachMoved, values))
        : {
            strong: fill(line.strong, { n }),
            rest: fill(line.rest, { ...values, way: properties.change > 0 ? words.more : words.less }),
          },
      plain(sentence(partsText(context, properties))),
      plain(facilitiesText(context, properties, from)),
    ].filter(({ strong, rest }) => strong !== '' || rest !== ''),
  };
}

/** Where nothing changed: of the figure as it is. @param {Context} context @param {string} text */
const nowWhy = (context, text) =>
  reasonOfWhole(
    context,
    within(context, context.city.neighbourhoods),
    { what: context.city.info.name, text, property: 'coverage', kind: 'share', rule: 'share' },
    context.parameters,
  );

/** @param {string} text */
const sentence = (text) => (text === '' ? '' : `${capital(text)}.`);

/** @param {Context} context @param {Properties} change @param {string} from */
function facilitiesText({ words, state }, { facilitiesOpened, facilitiesClosed, facilitiesCorrected }, from) {
  if (!facilitiesOpened && !facilitiesClosed && !facilitiesCorrected) return '';
  return fill(facilitiesCorrected ? words.indicators.facilitiesCorrected : words.indicators.facilities, {
    from: f.date(state.lang, from),
    opened: f.number(state.lang, facilitiesOpened ?? 0),
    closed: f.number(state.lang, facilitiesClosed ?? 0),
    corrected: f.number(state.lang, facilitiesCorrected ?? 0),
  });
}

/**
 * How many indicators go the wanted way.
 * @param {Context} context @param {import('./indicators-parts.js').Series[]} series
 * @param {{counted: Item | undefined, from: string, monitored: Record<string, string>}} found @returns {Pick<Answer, 'hero' | 'lines'>}
 */
function monitorAnswer(context, series, { counted, from, monitored }) {
  const words = context.words.indicators;
  const { lang } = context.state;
  const plain = (/** @type {string} */ rest) => ({ strong: '', rest });
  const n = (/** @type {string} */ verdict) => series.filter((one) => one.verdict === verdict).length;
  const known = series.filter(({ latest }) => latest !== null);
  const once = known.filter(({ points }) => points.filter(({ value }) => value !== null).length < 2).length;
  const compared = n('better') + n('worse') + n('same');
  /** @type {Line[]} */
  const lines = [
    compared === 0
      ? plain(series.length === 0 ? words.none : words.tooEarlyText)
      : plain(fill(words.counted, { worse: f.number(lang, n('worse')), same: f.number(lang, n('same')) })),
    ...(once > 0 ? [plain(countText(words.once, context, once))] : []),
    ...(series.length > known.length ? [plain(countText(words.noFigure, context, series.length - known.length))] : []),
    plain(
      counted ? facilitiesText(context, counted.properties, from) : fill(words.nothing, { from: f.date(lang, from) }),
    ),
  ];
  return {
    hero:
      compared === 0
        ? { value: words.tooEarly, unit: '', wide: true }
        : {
            value: f.number(lang, n('better')),
            unit: n('better') === 1 ? words.better.one : words.better.many,
            wide: true,
            told: `${f.number(lang, n('better'))} ${n('better') === 1 ? words.better.one : words.better.many}. ${linesText(lines)}`,
            why: reasonOfSeries(context, series, monitored, n('better')),
          },
    lines: lines.filter(({ rest }) => rest !== ''),
  };
}

/** Each indicator of which there are two readings or more. @param {Context} context @param {import('./indicators-parts.js').Series[]} series @param {Record<string, string>} parameters @param {number} better */
function reasonOfSeries(context, series, parameters, better) {
  const { words, state } = context;
  const { verdicts, better: unit } = words.indicators;
  return made(context, {
    key: 'indicators',
    what: words.questions.indicators.replace(/\?$/, ''),
    figure: `${f.number(state.lang, better)} ${better === 1 ? unit.one : unit.many}`,
    rule: 'better',
    parts: series
      .filter(({ points }) => points.filter(({ value }) => value !== null).length > 1)
      .sort((a, b) => Number(b.verdict === 'better') - Number(a.verdict === 'better'))
      .map(({ name, about, verdict, latest }) => ({
        name: titleOf(context, { name, about }).text,
        figure: verdicts[verdict],
        why: latest && { collection: 'indicators', id: latest.id, property: 'change', parameters },
      })),
  });
}

/** @param {'nl' | 'en'} lang @param {number} value @param {boolean} residents */
export function signed(lang, value, residents) {
  if (residents) return f.signed(lang, value);
  const text = f.number(lang, Math.abs(value), 1);
  return value === 0 ? text : `${value > 0 ? '+' : '−'}\u00a0${text}`;
}

/** Whether anything happened, also where it adds up to nothing. @param {Properties} change */
const moved = (change) =>
  change.change === null || [change.change, ...PARTS.map((name) => change[name] ?? 0)].some((n) => Math.abs(n) >= 0.5);

/** What the change comes from, in words; one cause needs no number. @param {Context} context @param {Properties} change */
function partsText({ words, state, type }, change) {
  const causes = PARTS.filter((name) => Math.abs(change[name] ?? 0) >= 0.5);
  const text = (/** @type {typeof PARTS[number]} */ name) => words.indicators.parts[name];
  const [only] = causes;
  if (only && causes.length === 1) return text(only);
  return causes.map((name) => `${signed(state.lang, change[name], type !== null)} ${text(name)}`).join(', ');
}

/**
 * @param {Context} context @param {Map<string, Item>} counted @param {Map<string, Item>} coverage @param {Record<string, string>} parameters
 * @returns {Row[]}
 */
function rowsOf(context, counted, coverage, parameters) {
  const { state, type, words } = context;
  const level = state.level === 'districts' ? 'district' : 'neighbourhood';
  return [...counted.values()]
    .filter(({ properties }) => properties.level === level && moved(properties))
    .sort((a, b) => (a.properties.change ?? 0) - (b.properties.change ?? 0))
    .map(({ id, properties }) => {
      const share = coverage.get(properties.areaCode)?.properties;
      const shift =
        type && share && share.before !== null && share.after !== null
          ? fill(words.indicators.shift, {
              before: f.percentNumber(share.before),
              after: f.percent(state.lang, share.after),
            })
          : '';
      const second = [shift, partsText(context, properties)].filter((text) => text !== '').join(' · ');
      return {
        key: properties.areaCode,
        name: properties.name,
        ...(second === '' ? {} : { second }),
        value: Math.abs(properties.change ?? 0),
        figure: properties.change === null ? words.unknown : signed(state.lang, properties.change, type !== null),
        why: { collection: 'changes', id, property: 'change', parameters },
      };
    });
}

/** @param {Context} context @param {Map<string, Item>} measured @param {'reach' | 'count'} kind */
function classes({ city }, measured, kind) {
  return new Map(
    city.neighbourhoods.map(({ properties }) => {
      const item = measured.get(properties.code)?.properties;
      const change = item ? item.change : 0;
      return [properties.code, ground(properties) ?? (change === null ? 'unknown' : className(change, kind))];
    }),
  );
}

/** @param {number} change @param {'reach' | 'count'} kind */
function className(change, kind) {
  const size = Math.abs(change);
  if (size < LEAST[kind]) return 'same';
  return `${change > 0 ? 'gain' : 'loss'}-${size >= MUCH[kind] ? 2 : 1}`;
}

/** @param {Context} context @param {Map<string, Item>} measured @param {'reach' | 'count'} kind @returns {Map<string, Line[]>} */
function tipsOf({ city, words: all, state }, measured, kind) {
  const words = all.indicators;
  const text = (/** @type {number | null} */ value) =>
    value === null ? all.unknown : kind === 'reach' ? f.percent(state.lang, value) : f.number(state.lang, value);
  const line = kind === 'reach' ? words.tipReach : words.tipCount;
  return new Map(
    [...city.neighbourhoods, ...city.districts].map(({ properties }) => {
      const item = measured.get(properties.code)?.properties;
      return [
        properties.code,
        item
          ? [{ strong: fill(line.strong, { before: text(item.before), after: text(item.after) }), rest: line.rest }]
          : [{ strong: '', rest: words.tipSame }],
      ];
    }),
  );
}

/** Nothing changed: the nearest way out is to look further back. @param {Context} context @param {Change} change @param {string} from */
function wayBack({ words, state, city }, change, from) {
  const back = yearsBefore(state.date ?? city.info.today, YEARS_BACK);
  return from <= back
    ? []
    : [h('button', { type: 'button', class: 'link', onclick: () => change({ from: back }) }, words.indicators.back)];
}

/** @param {Context} context @param {Map<string, Item>} counted @param {boolean} residents @param {Record<string, string>} parameters @returns {import('../model.js').Table} */
function tableOf({ words, state }, counted, residents, parameters) {
  const { columns } = words.indicators;
  const level = state.level === 'districts' ? 'district' : 'neighbourhood';
  const kind = residents ? /** @type {const} */ ('residents') : /** @type {const} */ ('count');
  const names = /** @type {const} */ ([
    ['before', columns.before],
    ['after', columns.after],
    ['change', columns.change],
    ['opened', columns.opened],
    ['closed', columns.closed],
    ['moved', columns.moved],
    ['residentsPart', columns.residents],
    ['correction', columns.correction],
  ]);
  return {
    caption: residents ? words.indicators.listReach : words.indicators.listCount,
    columns: [
      { name: 'name', label: columns.name, kind: 'text' },
      ...names.map(([name, label]) => ({ name, label, kind, property: name })),
    ],
    why: { collection: 'changes', parameters },
    rows: [...counted.values()]
      .filter(({ properties }) => properties.level === level)
      .map(({ id, properties }) => ({
        key: properties.areaCode,
        id,
        area: true,
        cells: [properties.name, ...names.map(([name]) => properties[name] ?? null)],
      })),
  };
}
