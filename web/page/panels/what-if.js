/** What if …? Places that come, move and go: who is reached before and after, tried by hand on the map. */

import * as api from '../api.js';
import { standsBeside } from '../beside.js';
import { isNarrow } from '../dom.js';
import { MOST_REACHES } from '../edits.js';
import * as f from '../formats.js';
import { gapsOf, hasManyAreas } from '../many.js';
import { mayBeHouseholds, within } from '../model.js';
import { toast } from '../toast.js';
import { fill, lookUp } from '../words.js';
import { actsOn, editsOn, tried } from '../what-if/acts.js';
import { bodyOf } from '../what-if/body.js';
import { dotIndex } from '../what-if/dots.js';
import { compared, fewIn, gainLine, people, signed } from '../what-if/figures.js';
import { follow } from '../what-if/live.js';
import { applicable, ask as askOutcome, changedClasses, groundClasses, presentIn } from '../what-if/outcome.js';
import { scenePlaces, sentenceOf } from '../what-if/places.js';
import { reasonOfProposal } from '../what-if/reasons.js';
import { dotValue, dots } from './gaps.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Answer} Answer */
/** @typedef {import('../model.js').Line} Line */
/** @typedef {import('../model.js').Gap} Gap */
/** @typedef {import('../state.js').State} State */
/** @typedef {import('../what-if/outcome.js').Outcome} Outcome */
/** @typedef {import('../what-if/body.js').Shown} Shown */

const LOSSES = ['less-2', 'less-1'];
const GAINS = ['more-0', 'more-1', 'more-2', 'more-3'];

/** @type {import('../model.js').Panel} */
export const whatIf = {
  name: 'what-if',
  needsType: true,
  usesDistance: true,
  usesGroup: true,
  usesPlaces: true,
  usesRole: false,
  proposes: true,
  sentence: (context) => sentenceOf(context, editsOn(context.state)),
  leave: {
    text: (words) => words.whatIf.stop,
    go(change, { state, words }) {
      const { question, edits, cost, other, otherCost, side } = state;
      change({
        question: 'coverage',
        edits: [],
        cost: null,
        other: null,
        otherCost: null,
        side: 'a',
        item: null,
        only: null,
      });
      if (edits.length > 0)
        toast(words.whatIf.stopped, {
          action: words.whatIf.undo,
          run: () => change({ question, edits, cost, other, otherCost, side, only: null }),
        });
    },
  },
  ask,
};

/** @param {Context} context @param {(change: Partial<State>) => void} change @returns {Promise<Answer>} */
async function ask(context, change) {
  const { state, city, parameters, words } = context;
  tried.visit(state);
  const present = presentIn(context);
  const edits = editsOn(state);
  const asked = (/** @type {import('../edits.js').Edit[]} */ of) => {
    const fit = applicable(of, present).edits;
    return fit.length > 0 ? askOutcome(context, fit, { whole: true }) : null;
  };
  const [gaps, whole, norms, scenarios, a, b] = await Promise.all([
    gapsOf(context, parameters),
    wholeBefore(context),
    criteria(context),
    kept(),
    asked(state.edits),
    state.other && asked(state.other),
  ]);
  const outcome = state.side === 'b' ? b : a;
  /** @type {Shown} */
  const shown = {
    context,
    edits,
    stale: applicable(edits, present).stale,
    present,
    whole,
    outcome,
    both: state.other === null ? null : { a, b },
    ...norms,
    scenarios,
    acts: actsOn(context, change),
    hand: { middle: () => ({ lon: 0, lat: 0 }), place: () => {}, cancel: () => false },
  };
  const ground = groundClasses(city);
  const index = hasManyAreas(city) || (outcome && !outcome.cells) ? null : dotsOf(context, gaps);
  /** @type {(outcome: Outcome) => void} */
  let update = () => {};
  const beside = standsBeside(state);
  // On two maps A stands on the first, whichever is changed.
  const first = beside ? a : outcome;
  const here = (/** @type {import('../map/map.js').CityMap} */ map) =>
    follow(shown, map, { ground, dots: index, update: (now) => update(now) });
  /** @param {'a' | 'b'} side @param {Outcome | null} own */
  const aside = (side, own) => (/** @type {import('../map/map.js').CityMap} */ map) => {
    const of = side === 'b' ? (state.other ?? []) : state.edits;
    const acts = actsOn({ ...context, state: { ...state, side } }, (to) => change({ side, ...to }));
    const hand = { middle: () => ({ lon: 0, lat: 0 }), place: () => {}, cancel: () => false };
    const other = { ...shown, edits: of, stale: applicable(of, present).stale, outcome: own, acts, hand };
    return follow(other, map, { ground, dots: index, update: () => {}, aside: true });
  };
  const line = gainLine(context, compared(context, whole, outcome).change.residentsServed ?? 0);
  return {
    hero: { value: '', unit: '' },
    lines: [],
    bar: null,
    list: { heading: '', tone: 'proposal', byLevel: true, rows: [] },
    legend: legend(
      context,
      edits.some((edit) => edit.kind !== 'add'),
    ),
    keys: keys(context, index?.value ?? null),
    classOf: classesOf(ground, first),
    tips: tips(context, first),
    gaps: [],
    overlaps: [],
    empty: false,
    downloads: [],
    table: table(context, outcome),
    ownPlaces: true,
    fits: reachesOf(context, edits, present),
    ...(outcome ? { said: said(context, whole, outcome, line) } : {}),
    body(handlers) {
      const body = bodyOf(shown, handlers);
      ({ update } = body);
      return body.nodes;
    },
    live: (map) => (beside && state.side === 'b' ? aside('a', a)(map) : here(map)),
    ...(beside
      ? {
          pair: {
            classOf: classesOf(ground, b ?? null),
            tips: tips(context, b ?? null),
            label: fill(words.whatIf.side, { side: 'B' }),
            tags: /** @type {const} */ (['a', 'b']).map((side) => ({
              name: fill(words.whatIf.side, { side: side.toUpperCase() }),
              figure: shareOf(context, whole, side === 'a' ? a : (b ?? null)),
              on: state.side === side,
            })),
            live: (map) => (state.side === 'b' ? here(map) : aside('b', b ?? null)(map)),
          },
        }
      : {}),
  };
}

/** The reach of each place, where they are drawn. @param {Context} context @param {import('../edits.js').Edit[]} edits @param {Map<string, import('../model.js').Facility>} present @returns {import('../model.js').Shape[]} */
function reachesOf(context, edits, present) {
  if (present.size > MOST_REACHES) return [];
  return scenePlaces(context, edits, present).map(({ at: { lon, lat } }) => ({
    kind: 'circle',
    style: 'reach',
    lon,
    lat,
    radiusM: context.distance,
  }));
}

/** @param {Map<string, string>} ground @param {Outcome | null} outcome */
const classesOf = (ground, outcome) => (outcome ? new Map([...ground, ...changedClasses(ground, outcome)]) : ground);

/** How many are reached then. @param {Context} context @param {import('../what-if/figures.js').Whole} whole @param {Outcome | null} outcome */
function shareOf(context, whole, outcome) {
  const { coverage } = compared(context, whole, outcome).after;
  return coverage === null ? context.words.unknown : f.percent(context.state.lang, coverage);
}

/** The figures of the whole as it is. @param {Context} context @returns {Promise<import('../what-if/figures.js').Whole>} */
async function wholeBefore({ state, parameters }) {
  const collection = state.programme === null ? 'municipalities' : 'programme-areas';
  const areas = await api.items(collection, parameters);
  const one = state.programme === null ? areas : areas.filter((area) => area.properties.code === state.programme);
  const [first] = one;
  if (one.length === 1 && first)
    return {
      coverage: first.properties.coverage ?? null,
      residentsServed: first.properties.residentsServed ?? null,
      why: { collection, id: first.id, property: 'coverage', parameters },
    };
  const sum = (/** @type {string} */ name) => one.reduce((total, area) => total + (area.properties[name] ?? 0), 0);
  const [served, unserved] = [sum('residentsServed'), sum('residentsUnserved')];
  return { coverage: served + unserved > 0 ? served / (served + unserved) : null, residentsServed: served };
}

/** What criteria of the type ask. @param {Context} context @returns {Promise<Pick<Shown, 'norm' | 'normDistances' | 'verdictIds'>>} */
async function criteria({ parameters, distance, state }) {
  const { serviceType, date } = parameters;
  const rows = await api.items('assessments', { serviceType: serviceType ?? '', ...(date ? { date } : {}) });
  const all = rows.map((row) => row.properties);
  const same = all.find(
    (one) =>
      one.measure === 'coverage' && one.level === 'district' && one.distanceM === distance && one.group === state.group,
  );
  const far = all.filter((one) => typeof one.distanceM === 'number');
  return {
    norm: same?.required ?? null,
    normDistances: new Map(far.map((one) => [one.criterionId, one.distanceM])),
    verdictIds: new Map(rows.map(({ id, properties }) => [`${properties.criterionId} ${properties.areaCode}`, id])),
  };
}

/** Scenarios that the city keeps. @returns {Promise<Shown['scenarios']>} */
const kept = async () => (await api.document('/v1/scenarios', {})).scenarios;

/** The dots are made once for a choice. @type {{key: string, index: import('../what-if/dots.js').DotIndex} | null} */
let known = null;

/** @param {Context} context @param {Gap[]} gaps */
function dotsOf(context, gaps) {
  const inside = new Set(within(context, context.city.neighbourhoods).map((area) => area.properties.code));
  const key = JSON.stringify([isNarrow(), context.parameters, context.state.programme, context.city.info.revision]);
  if (known?.key !== key) {
    const drawn = gaps.filter((gap) => inside.has(gap.properties.areaCode));
    const value = dotValue(drawn, { narrow: isNarrow(), coarse: mayBeHouseholds(context) });
    known = { key, index: dotIndex(dots(drawn, value), value) };
  }
  return known.index;
}

/** @param {Context} context @param {boolean} losses whether somebody may lose @returns {Answer['legend']} */
function legend({ words, state }, losses) {
  const w = words.whatIf;
  // Losses are told from the moment on that somebody may lose: see what-if.css.
  const names = [...LOSSES, ...GAINS];
  const group = lookUp(words.groups, state.group, state.group).toLocaleLowerCase();
  const title = losses ? { all: w.legendBoth, group: w.legendBothGroup } : { all: w.legend, group: w.legendGroup };
  return {
    title: state.group === 'all' ? title.all : fill(title.group, { group }),
    note: '',
    edges: names.map((name) => lookUp(losses || LOSSES.includes(name) ? w.short : w.classes, name, name)),
    classes: names.map((name) => ({ name, label: lookUp(w.classes, name, name), residents: 0 })),
    plain: true,
    ...(losses ? {} : { style: 'gains' }),
  };
}

/** @param {Context} context @param {number | null} value people per dot @returns {Answer['keys']} */
function keys({ words, state, distance }, value) {
  const w = words.whatIf;
  const text = fill(state.group === 'all' ? w.dots : w.dotsGroup, { n: f.number(state.lang, value ?? 0) });
  const metres = f.metres(state.lang, distance);
  return [
    ...(value === null ? [] : [{ style: 'dots', text }]),
    { style: 'proposal', text: fill(w.around, { distance: metres }) },
    { style: 'reach', text: fill(w.aroundPresent, { distance: metres }) },
  ];
}

/** @param {Context} context @param {Outcome | null} outcome @returns {Map<string, Line[]>} */
function tips(context, outcome) {
  const { words, state, city } = context;
  const w = words.whatIf;
  /** @type {Map<string, Line[]>} */
  const out = new Map();
  for (const { properties } of [...city.neighbourhoods, ...city.districts])
    out.set(properties.code, [{ strong: '', rest: w.tipNone }]);
  for (const { code, before, after, change, suppressed } of outcome?.areas ?? []) {
    if (suppressed || before.coverage === null || after.coverage === null) {
      out.set(code, [{ strong: '', rest: suppressed ? w.hidden : w.unknown }]);
      continue;
    }
    const few = fewIn(context, change.residentsServed ?? 0);
    const shares = { before: f.percent(state.lang, before.coverage), after: f.percent(state.lang, after.coverage) };
    out.set(code, [
      { strong: fill(w.tipChange.strong, shares), rest: w.tipChange.rest },
      few
        ? { strong: few.strong, rest: ` ${few.rest}` }
        : {
            strong: fill(w.tipPeople.strong, { n: signed(context, change.residentsServed ?? 0) }),
            rest: fill(w.tipPeople.rest, { people: people(context) }),
          },
    ]);
  }
  return out;
}

/** @param {Context} context @param {Outcome | null} outcome @returns {import('../model.js').Table} */
function table(context, outcome) {
  const { words, state } = context;
  const { table: t } = words.whatIf;
  const level = state.level === 'neighbourhoods' ? 'neighbourhood' : 'district';
  return {
    caption: t.caption,
    columns: [
      { name: 'name', label: t.name, kind: 'text' },
      { name: 'before', label: t.before, kind: 'share', property: 'before' },
      { name: 'after', label: t.after, kind: 'share', property: 'coverage' },
      { name: 'change', label: t.change, kind: 'residents', property: 'change' },
    ],
    rows: (outcome?.areas ?? [])
      .filter((area) => area.level === level)
      .map((area) => ({ area, ...area }))
      .map(({ area, code, name, before, after, change }) => ({
        key: code,
        area: true,
        explain: (property, text) =>
          property === 'before'
            ? { collection: state.level, id: code, property: 'coverage', parameters: context.parameters }
            : reasonOfProposal(context, area, { area, text, as: property === 'change' ? 'change' : 'coverage' }),
        cells: [name, before.coverage, after.coverage, change.residentsServed],
      })),
  };
}

/** @param {Context} context @param {import('../what-if/figures.js').Whole} whole @param {Outcome} outcome @param {{strong: string, rest: string}} line */
function said(context, whole, outcome, line) {
  const { after } = compared(context, whole, outcome);
  const share = after.coverage === null ? context.words.whatIf.unknown : f.percent(context.state.lang, after.coverage);
  return fill(context.words.whatIf.said, { share, change: line.strong.toLocaleLowerCase(), people: line.rest }).replace(
    / \.$/,
    '.',
  );
}
