/** The city as it is loaded once, and what a question gets to answer with. */

import * as api from './api.js';
import { askPlaces, hasMany } from './many.js';
import { panelOf } from './panels/index.js';
import { parameters } from './state.js';
import { wordsOf } from './words.js';

/** @typedef {import('./model.js').City} City */
/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./state.js').State} State */

/** What is loaded once. @param {State} chosen of whom the first answer will tell @returns {Promise<City>} */
export async function loadCity(chosen) {
  const areas = api.areas('programme-areas', {});
  const city = api.city();
  void city.then(
    (info) => askPlaces(info, parameters(chosen)),
    () => {},
  );
  const [info, types, neighbourhoods, districts, programmes, members, municipalities] = await Promise.all([
    city,
    api.serviceTypes({}),
    api.areas('neighbourhoods', {}),
    api.areas('districts', {}),
    areas,
    areas.then((found) => Promise.all(found.map(membersOf))),
    api.areas('municipalities', {}),
  ]);
  const municipality = (municipalities.length === 1 && municipalities[0]) || null;
  return { info, types, neighbourhoods, districts, programmes, municipality, members: new Map(members) };
}

/** The neighbourhoods of a programme area. @param {import('./model.js').Area} programme @returns {Promise<[string, Set<string>]>} */
async function membersOf({ properties: { code } }) {
  const inside = await api.areas('neighbourhoods', { area: code });
  return [code, new Set(inside.map((area) => area.properties.code))];
}

/** The state with what the question itself decides. @param {State} chosen @param {City} loaded @returns {Omit<Context, 'facilities'>} */
export function contextOf(chosen, loaded) {
  const panelNow = panelOf(chosen.question);
  const known = loaded.types.find((type) => type.code === chosen.serviceType);
  const type =
    known ??
    (panelNow.needsType || (panelNow.usesPlaces && hasMany(loaded))
      ? (loaded.types.find((one) => one.facilityCount > 0) ?? loaded.types[0] ?? null)
      : null);
  const role = panelNow.usesRole === false ? null : chosen.role;
  const roleLeftOut = panelNow.usesRole === false ? chosen.role : null;
  const state = { ...chosen, question: panelNow.name, serviceType: type?.code ?? null, role };
  const distance = state.distance ?? type?.distanceM ?? loaded.info.defaultDistanceM;
  return {
    state,
    city: loaded,
    words: wordsOf(state.lang),
    type,
    distance,
    parameters: parameters(state),
    roleLeftOut,
  };
}
