/**
 * What the reader has chosen, as one object. It is mirrored in the address, so that a link shows the same view and the
 * browser's back button undoes a choice.
 */

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
 * @property {string | null} area code of the area whose sheet is open
 * @property {string | null} item key of what is chosen in the list where that is no area: an overlap, a hub, a site
 * @property {string | null} only class of the legend that stays bright
 * @property {string[]} hide groups of facilities that are off the map
 * @property {'sheet' | 'districts' | 'neighbourhoods' | 'programmes' | 'all' | null} print which sheets are shown as they are printed; null: none
 * @property {'a4' | 'a3'} paper what they are printed on
 * @property {'nl' | 'en'} lang
 * @property {{zoom: number, lat: number, lon: number} | null} view where the reader moved the map to; null: fitted
 */

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
  area: null,
  item: null,
  only: null,
  hide: [],
  print: null,
  paper: 'a4',
  lang: 'nl',
  view: null,
});

export const GROUPS = ['0-15', '15-25', '25-45', '45-65', '65+'];
export const ROLES = ['subsidy', 'commission', 'none'];
export const PRINTS = /** @type {const} */ (['sheet', 'districts', 'neighbourhoods', 'programmes', 'all']);
const MAX_DISTANCE_M = 100_000;

/** @template {string} T @param {string | null} text @param {readonly T[]} allowed @param {T} otherwise */
function oneOf(text, allowed, otherwise) {
  return allowed.find((value) => value === text) ?? otherwise;
}

/** @param {string | null} text */
function distanceOf(text) {
  const value = Number(text);
  return text !== null && value > 0 && value <= MAX_DISTANCE_M ? value : null;
}

/** @param {string | null} text */
function viewOf(text) {
  const [zoom, lat, lon] = (text ?? '').split('_').map(Number);
  if (zoom === undefined || lat === undefined || lon === undefined || ![zoom, lat, lon].every(Number.isFinite))
    return null;
  return Math.abs(lat) <= 85 && Math.abs(lon) <= 180 ? { zoom, lat, lon } : null;
}

/** The state that an address tells; what it does not tell, or tells wrongly, is the default. @param {string} search @returns {State} */
export function fromQuery(search) {
  const query = new URLSearchParams(search);
  const date = query.get('date');
  const group = query.get('group');
  return {
    question: query.get('question') ?? DEFAULTS.question,
    serviceType: query.get('serviceType'),
    distance: distanceOf(query.get('distance')),
    group: oneOf(group, ['all', ...GROUPS], DEFAULTS.group),
    date: date !== null && /^\d{4}-\d{2}-\d{2}$/.test(date) ? date : null,
    role: ROLES.find((role) => role === query.get('role')) ?? null,
    programme: query.get('programme'),
    level: oneOf(query.get('level'), ['districts', 'neighbourhoods'], DEFAULTS.level),
    per: oneOf(query.get('per'), ['residents', 'land'], DEFAULTS.per),
    area: query.get('area'),
    item: query.get('item'),
    only: query.get('only'),
    hide: query.get('hide')?.split(',').filter(Boolean) ?? [],
    print: PRINTS.find((print) => print === query.get('print')) ?? null,
    paper: oneOf(query.get('paper'), ['a4', 'a3'], DEFAULTS.paper),
    lang: oneOf(query.get('lang'), ['nl', 'en'], DEFAULTS.lang),
    view: viewOf(query.get('view')),
  };
}

/** The address of a state: only what differs from the default. @param {State} state */
export function toQuery(state) {
  const query = new URLSearchParams();
  for (const key of /** @type {(keyof State)[]} */ (Object.keys(DEFAULTS))) {
    const value = state[key];
    if (value === null || value === DEFAULTS[key] || (Array.isArray(value) && value.length === 0)) continue;
    if (key === 'view' && state.view)
      query.set(key, [state.view.zoom, state.view.lat.toFixed(5), state.view.lon.toFixed(5)].join('_'));
    else query.set(key, String(value));
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
     * One change is one step back in the history; moving the map (`quiet`) is none and tells nobody.
     * @param {Partial<State>} change @param {{quiet?: boolean}} [how]
     */
    set(change, how = {}) {
      const before = state;
      state = { ...state, ...change };
      const address = location.pathname + toQuery(state);
      if (how.quiet) history.replaceState(null, '', address);
      else if (toQuery(before) !== toQuery(state)) history.pushState(null, '', address);
      if (!how.quiet) changed(state, before);
    },
  };
}

/** @typedef {ReturnType<typeof keepState>} Keeper */
