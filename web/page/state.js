/**
 * What the reader has chosen, as one object. It is mirrored in the address, so that a link shows the same view and the
 * browser's back button undoes a choice.
 */

import { editsOf, textsOf } from './edits.js';

/** @typedef {import('./edits.js').Edit} Edit */

/**
 * @typedef {object} State
 * @property {string} question which question is asked: the name of a panel
 * @property {string | null} serviceType null: all types, or the question's own default
 * @property {number | null} distance norm distance in metres; null: the type's own, else the city's
 * @property {string} group population group
 * @property {string | null} date null: today
 * @property {string | null} role municipal role that counts; null: every role
 * @property {string | null} programme code of the programme area that the answer is limited to
 * @property {'districts' | 'neighbourhoods'} level what the list ranks
 * @property {'residents' | 'land'} per what density is divided by
 * @property {string | null} criterion which norm of the type is judged; null: the one that is missed most
 * @property {'capacity' | 'floorArea'} of what supply counts
 * @property {'2sfca' | 'e2sfca' | '3sfca'} supplyMethod how supply divides it over the residents
 * @property {MoneyBy} moneyBy what the money is divided over
 * @property {number | null} k how many places come or go; null: the question's own default
 * @property {SitingModel} model what a new place is chosen for
 * @property {Candidates} candidates where a new place may come
 * @property {'locked' | 'free'} present whether what is there stays
 * @property {'greedy' | 'exact'} method one by one, or the best choice of all
 * @property {number | null} floor share of the residents that stays reached, in percent; null: no floor
 * @property {'district' | 'neighbourhood' | 'programme' | 'none'} floorLevel of which areas, beside the whole city
 * @property {'any' | 'keep'} criteria whether norms that are met stay met
 * @property {'residents' | 'euros'} stopBy what the best choice to stop is
 * @property {string | null} from day that is compared with; null: a year earlier
 * @property {string | null} area code of the area whose sheet is open
 * @property {string | null} item key of what is chosen in the list where that is no area: an overlap, a hub, a site
 * @property {string | null} facility id of the facility whose reach is shown
 * @property {string | null} why the figure whose reason is open
 * @property {string | null} only class of the legend that stays bright
 * @property {boolean} outlines the areas where somebody is not reached have an outline
 * @property {string[]} hide groups of facilities that are off the map
 * @property {'sheet' | 'districts' | 'neighbourhoods' | 'programmes' | 'all' | null} print which sheets are shown as they are printed; null: none
 * @property {'a4' | 'a3'} paper what they are printed on
 * @property {'map' | 'table'} show
 * @property {'answer' | 'facilities' | 'all-facilities'} rows what the table holds: the facilities are of the type that is asked, or of every type
 * @property {string | null} sort name of the table's column, after a minus where the most stands first; null: as the answer has it
 * @property {string | null} find text that the table's rows hold
 * @property {{lat: number, lon: number, name: string} | null} at address that was searched
 * @property {boolean} embed map and legend only, for another site
 * @property {Edit[]} edits the proposal that is tried
 * @property {number | null} cost what it costs, in euros a year; null: unknown
 * @property {Edit[] | null} other the second proposal, B; null: none is compared
 * @property {number | null} otherCost
 * @property {'a' | 'b'} side which of the two is on the map and changed
 * @property {'nl' | 'en'} lang
 * @property {{zoom: number, lat: number, lon: number} | null} view where the reader moved the map to; null: fitted
 */

/** Choices of single questions, the default first. */
export const MONEY_BY = /** @type {const} */ ([
  'area',
  'serviceType',
  'recipient',
  'scheme',
  'kind',
  'role',
  'provision',
  'endYear',
]);
export const MODELS = /** @type {const} */ (['mclp', 'lscp', 'pmedian']);
export const CANDIDATES = /** @type {const} */ (['lattice', 'places', 'hubs']);
export const PRESENT = /** @type {const} */ (['locked', 'free']);
export const METHODS = /** @type {const} */ (['greedy', 'exact']);
export const FLOOR_LEVELS = /** @type {const} */ (['district', 'neighbourhood', 'programme', 'none']);
export const CRITERIA = /** @type {const} */ (['any', 'keep']);
export const STOP_BY = /** @type {const} */ (['residents', 'euros']);

/** @typedef {typeof MONEY_BY[number]} MoneyBy */
/** @typedef {typeof MODELS[number]} SitingModel */
/** @typedef {typeof CANDIDATES[number]} Candidates */

/** @type {Readonly<State>} */
export const DEFAULTS = Object.freeze({
  question: 'coverage',
  serviceType: null,
  distance: null,
  group: 'all',
  date: null,
  role: null,
  programme: null,
  level: 'districts',
  per: 'residents',
  criterion: null,
  of: 'capacity',
  supplyMethod: '2sfca',
  moneyBy: 'area',
  k: null,
  model: 'mclp',
  candidates: 'lattice',
  present: 'locked',
  method: 'greedy',
  floor: null,
  floorLevel: 'district',
  criteria: 'any',
  stopBy: 'residents',
  from: null,
  area: null,
  item: null,
  facility: null,
  why: null,
  only: null,
  outlines: false,
  hide: [],
  print: null,
  paper: 'a4',
  show: 'map',
  rows: 'answer',
  sort: null,
  find: null,
  at: null,
  embed: false,
  edits: [],
  cost: null,
  other: null,
  otherCost: null,
  side: 'a',
  lang: 'nl',
  view: null,
});

export const GROUPS = ['0-15', '15-25', '25-45', '45-65', '65+'];
export const ROLES = ['subsidy', 'commission', 'none'];
export const PRINTS = /** @type {const} */ (['sheet', 'districts', 'neighbourhoods', 'programmes', 'all']);
const MAX_DISTANCE_M = 100_000;
const MAX_PLACES = 100;
const MAX_EUROS = 1_000_000_000;

/** @template {string} T @param {string | null} text @param {readonly T[]} allowed @param {T} otherwise */
function oneOf(text, allowed, otherwise) {
  return allowed.find((value) => value === text) ?? otherwise;
}

/** @param {string | null} text */
function distanceOf(text) {
  const value = Number(text);
  return text !== null && value > 0 && value <= MAX_DISTANCE_M ? value : null;
}

/** A whole number from 1. @param {string | null} text @param {number} most */
function countOf(text, most) {
  return text !== null && /^[1-9]\d{0,3}$/.test(text) && Number(text) <= most ? Number(text) : null;
}

/** @param {string | null} text */
const dayOf = (text) => (text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null);
/** Whole euros. @param {string | null} text */
export const eurosOf = (text) =>
  text !== null && /^\d+$/.test(text) && Number(text) <= MAX_EUROS ? Number(text) : null;

/** @param {string | null} text */
function viewOf(text) {
  const [zoom, lat, lon] = (text ?? '').split('_').map(Number);
  if (zoom === undefined || lat === undefined || lon === undefined || ![zoom, lat, lon].every(Number.isFinite))
    return null;
  return Math.abs(lat) <= 85 && Math.abs(lon) <= 180 ? { zoom, lat, lon } : null;
}

/** @param {string | null} text @returns {State['at']} */
function atOf(text) {
  const [, lat, lon, name] = /^(-?[\d.]+)_(-?[\d.]+)_(.{1,120})$/.exec(text ?? '') ?? [];
  if (name === undefined || !(Math.abs(Number(lat)) <= 85 && Math.abs(Number(lon)) <= 180)) return null;
  return { lat: Number(lat), lon: Number(lon), name };
}

/** The state that an address tells; what it does not tell, or tells wrongly, is the default. @param {string} search @returns {State} */
export function fromQuery(search) {
  const query = new URLSearchParams(search);
  const other = query.has('other') ? editsOf(query.getAll('other')) : null;
  const group = query.get('group');
  return {
    question: query.get('question') ?? DEFAULTS.question,
    serviceType: query.get('serviceType'),
    distance: distanceOf(query.get('distance')),
    group: oneOf(group, ['all', ...GROUPS], DEFAULTS.group),
    date: dayOf(query.get('date')),
    role: ROLES.find((role) => role === query.get('role')) ?? null,
    programme: query.get('programme'),
    level: oneOf(query.get('level'), ['districts', 'neighbourhoods'], DEFAULTS.level),
    per: oneOf(query.get('per'), ['residents', 'land'], DEFAULTS.per),
    criterion: query.get('criterion'),
    of: oneOf(query.get('of'), ['capacity', 'floorArea'], DEFAULTS.of),
    supplyMethod: oneOf(query.get('supplyMethod'), ['2sfca', 'e2sfca', '3sfca'], DEFAULTS.supplyMethod),
    moneyBy: oneOf(query.get('moneyBy'), MONEY_BY, DEFAULTS.moneyBy),
    k: countOf(query.get('k'), MAX_PLACES),
    model: oneOf(query.get('model'), MODELS, DEFAULTS.model),
    candidates: oneOf(query.get('candidates'), CANDIDATES, DEFAULTS.candidates),
    present: oneOf(query.get('present'), PRESENT, DEFAULTS.present),
    method: oneOf(query.get('method'), METHODS, DEFAULTS.method),
    floor: countOf(query.get('floor'), 100),
    floorLevel: oneOf(query.get('floorLevel'), FLOOR_LEVELS, DEFAULTS.floorLevel),
    criteria: oneOf(query.get('criteria'), CRITERIA, DEFAULTS.criteria),
    stopBy: oneOf(query.get('stopBy'), STOP_BY, DEFAULTS.stopBy),
    from: dayOf(query.get('from')),
    area: query.get('area'),
    item: query.get('item'),
    facility: query.get('facility')?.slice(0, 200) || null,
    why: query.get('why')?.slice(0, 300) || null,
    only: query.get('only'),
    outlines: query.get('outlines') === '1',
    hide: query.get('hide')?.split(',').filter(Boolean) ?? [],
    print: PRINTS.find((print) => print === query.get('print')) ?? null,
    paper: oneOf(query.get('paper'), ['a4', 'a3'], DEFAULTS.paper),
    show: oneOf(query.get('show'), ['map', 'table'], DEFAULTS.show),
    rows: oneOf(query.get('rows'), ['answer', 'facilities', 'all-facilities'], DEFAULTS.rows),
    sort: /^-?\w+$/.test(query.get('sort') ?? '') ? query.get('sort') : null,
    find: query.get('find')?.slice(0, 100) || null,
    at: atOf(query.get('at')),
    embed: query.get('embed') === '1',
    edits: editsOf(query.getAll('edits')),
    cost: eurosOf(query.get('cost')),
    other,
    otherCost: other && eurosOf(query.get('otherCost')),
    side: other === null ? DEFAULTS.side : oneOf(query.get('side'), ['a', 'b'], DEFAULTS.side),
    lang: oneOf(query.get('lang'), ['nl', 'en'], DEFAULTS.lang),
    view: viewOf(query.get('view')),
  };
}

/** What an address tells wrongly. @param {string} search @returns {{name: keyof State, value: string}[]} */
export function refused(search) {
  const taken = new URLSearchParams(toQuery(fromQuery(search)));
  return /** @type {(keyof State)[]} */ (Object.keys(DEFAULTS)).flatMap((name) => {
    const values = new URLSearchParams(search).getAll(name).filter((value) => value !== '');
    const plain = String(DEFAULTS[name]);
    return taken.has(name) || values.every((value) => value === plain)
      ? []
      : [{ name, value: values.join(', ').slice(0, 60) }];
  });
}

/** The address of a state: only what differs from the default. @param {State} state */
export function toQuery(state) {
  const query = new URLSearchParams();
  for (const key of /** @type {(keyof State)[]} */ (Object.keys(DEFAULTS))) {
    const value = state[key];
    if (key === 'edits' || key === 'other') {
      for (const text of textsOf(state[key] ?? [])) query.append(key, text);
      if (key === 'other' && state.other?.length === 0) query.append(key, '');
      continue;
    }
    if (value === null || value === DEFAULTS[key] || (Array.isArray(value) && value.length === 0)) continue;
    if (key === 'view' && state.view)
      query.set(key, [state.view.zoom, state.view.lat.toFixed(5), state.view.lon.toFixed(5)].join('_'));
    else if (key === 'at' && state.at) query.set(key, `${state.at.lat}_${state.at.lon}_${state.at.name}`);
    else query.set(key, value === true ? '1' : String(value));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** The parts of the state that decide the figures: the API's parameters. @param {State} state @returns {Record<string, string>} */
export function parameters(state) {
  /** @type {Record<string, string>} */
  const out = {};
  if (state.serviceType !== null) out.serviceType = state.serviceType;
  if (state.distance !== null) out.distance = String(state.distance);
  if (state.group !== DEFAULTS.group) out.group = state.group;
  if (state.date !== null) out.date = state.date;
  if (state.role !== null) out.role = state.role;
  return out;
}

/**
 * Keeps the one state and the address together.
 * @param {(state: State, before: State) => void} changed called after every change, also by the back button
 */
export function keepState(changed) {
  let state = fromQuery(location.search);
  window.addEventListener('popstate', () => {
    const before = state;
    state = fromQuery(location.search);
    changed(state, before);
  });
  return {
    get: () => state,
    /**
     * One change is one step back in the history; moving the map (`quiet`) is none and tells nobody, and who has shown it already
     * needs not be told (`shown`).
     * @param {Partial<State>} change @param {{quiet?: boolean, shown?: boolean}} [how]
     */
    set(change, how = {}) {
      const before = state;
      state = { ...state, ...change };
      const address = location.pathname + toQuery(state);
      if (how.quiet) history.replaceState(null, '', address);
      else if (toQuery(before) !== toQuery(state)) history.pushState(null, '', address);
      if (!how.quiet && !how.shown) changed(state, before);
    },
  };
}

/** @typedef {ReturnType<typeof keepState>} Keeper */
