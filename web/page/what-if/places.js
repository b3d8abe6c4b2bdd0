/** The places of a proposal in words: what they are, where they are, and where one could be put. */

import * as f from '../formats.js';
import { keyOf, facilityKey, placeAt } from '../edits.js';
import { interiorPoint } from '../map/labels.js';
import { neighbourhoodAt } from '../search.js';
import { capital, fill, shortLabel } from '../words.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Facility} Facility */
/** @typedef {import('../edits.js').Edit} Edit */
/** @typedef {import('../edits.js').Place} Place */
/** @typedef {import('../map/proposals.js').ScenePlace} ScenePlace */

/** The district around a place, in words. @param {Omit<Context, 'facilities'>} context @param {Place} at */
export function whereIs({ city, words }, { lon, lat }) {
  const inside = neighbourhoodAt(city, lon, lat);
  if (!inside) return fill(words.whatIf.outside, { name: city.info.name });
  const district = city.districts.find((area) => area.properties.code === inside.properties.parentCode) ?? inside;
  return fill(words.whatIf.inArea, { name: district.properties.name });
}

/** What the type is called in a sentence. @param {Omit<Context, 'facilities'>} context */
export const typeWord = ({ type, state, words }) =>
  type === null ? words.anyType : shortLabel(state.lang === 'nl' ? type.labelNl : type.labelEn);

/** @param {Facility} facility @returns {Place} */
export function standsAt({ geometry }) {
  const [lon = 0, lat = 0] = geometry?.coordinates ?? [];
  return { lon, lat };
}

/** What a place of the proposal is called. @param {Context} context @param {Edit[]} edits @param {number} index @param {Map<string, Facility>} present */
export function nameOf(context, edits, index, present) {
  const { words } = context;
  const edit = edits[index];
  if (!edit) return '';
  if (edit.kind !== 'add') return present.get(edit.id)?.properties.name ?? edit.id;
  const added = edits.filter((one) => one.kind === 'add');
  const text = added.length > 1 ? words.whatIf.newPlaceN : words.whatIf.newPlace;
  return fill(text, { n: String(added.indexOf(edit) + 1), type: typeWord(context) });
}

/** Metres between two places. @param {Place} a @param {Place} b */
export function metresBetween(a, b) {
  const METRES_PER_DEGREE = 111_320;
  const east = (a.lon - b.lon) * METRES_PER_DEGREE * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(east, (a.lat - b.lat) * METRES_PER_DEGREE);
}

/** Everything that can be dragged on the map. @param {Context} context @param {Edit[]} edits @param {Map<string, Facility>} present @returns {ScenePlace[]} */
export function scenePlaces(context, edits, present) {
  const { markers } = context.words.whatIf;
  /** @type {Map<string, {edit: Edit, index: number}>} */
  const byKey = new Map(edits.map((edit, index) => [keyOf(edit, index), { edit, index }]));
  /** @type {ScenePlace[]} */
  const places = [];
  const push = (/** @type {Omit<ScenePlace, 'name'>} */ place, /** @type {string} */ name) =>
    places.push({ ...place, name: fill(markers[place.fate], { name, where: whereIs(context, place.at) }) });
  for (const [id, facility] of present) {
    const key = facilityKey(id);
    const edit = byKey.get(key)?.edit;
    const from = standsAt(facility);
    const name = facility.properties.name ?? context.words.nameless;
    if (edit?.kind === 'move') push({ key, fate: 'moved', at: { lon: edit.lon, lat: edit.lat }, from }, name);
    else push({ key, fate: edit ? 'removed' : 'present', at: from }, name);
  }
  for (const [key, { edit, index }] of byKey)
    if (edit.kind === 'add')
      push({ key, fate: 'new', at: { lon: edit.lon, lat: edit.lat } }, nameOf(context, edits, index, present));
  return places;
}

/** The question as a sentence about what is tried. @param {Omit<Context, 'facilities'>} context @param {Edit[]} edits */
export function sentenceOf(context, edits) {
  const { words } = context;
  const { sentence } = words.whatIf;
  const [first] = edits;
  const n = String(edits.length);
  const all = (/** @type {Edit['kind']} */ kind) => edits.every((edit) => edit.kind === kind);
  if (!first) return words.sentences['what-if'];
  const place = first.kind === 'remove' ? '' : whereIs(context, first).replace(/[{}]/g, '');
  if (edits.length === 1)
    return { add: sentence.open, move: sentence.move, remove: sentence.close }[first.kind].replace(
      '{place}',
      () => place,
    );
  if (all('add')) return sentence.openMany.replace('{n}', n);
  return (all('remove') ? sentence.closeMany : sentence.mixed).replace('{n}', n);
}

const NUMBER = String.raw`(-?\d{1,3}(?:[.,]\d+)?)`;
const PAIR = new RegExp(String.raw`^\s*${NUMBER}\s*[\s;,/]\s*${NUMBER}\s*$`);

/**
 * A place from typed degrees, in either order: which number is the latitude follows from where the city is.
 * @param {string} text @param {[number, number, number, number] | null} extent @returns {Place | null}
 */
export function typedPlace(text, extent) {
  const [, a, b] = PAIR.exec(text) ?? [];
  if (a === undefined || b === undefined) return null;
  const [first, second] = [a, b].map((number) => Number(number.replace(',', '.')));
  if (first === undefined || second === undefined) return null;
  const [west, south, east, north] = extent ?? [-180, -85, 180, 85];
  const near = (/** @type {number} */ lat, /** @type {number} */ lon) =>
    lat >= south - 1 && lat <= north + 1 && lon >= west - 1 && lon <= east + 1;
  if (near(first, second)) return placeAt(second, first);
  return near(second, first) ? placeAt(first, second) : null;
}

/** Where a place can be put without a hand: at what stands, in the middle of an area, at typed degrees. @param {Context} context @returns {{options: import('../chooser.js').Option[], at: Map<string, Place>}} */
export function addresses(context) {
  const { city, facilities, words, state } = context;
  /** @type {Map<string, Place>} */
  const at = new Map();
  /** @type {import('../chooser.js').Option[]} */
  const options = [];
  for (const area of [...city.districts, ...city.neighbourhoods]) {
    const [lon, lat] = interiorPoint(area.geometry);
    const value = `area ${area.properties.code}`;
    at.set(value, { lon, lat });
    options.push({ value, label: capital(fill(words.whatIf.inMiddleOf, { name: area.properties.name })) });
  }
  for (const facility of facilities) {
    const { id, name, address } = facility.properties;
    if (!facility.geometry || !address) continue;
    const value = `place ${id}`;
    at.set(value, standsAt(facility));
    options.push({ value, label: address, count: name ?? '', search: name ?? '' });
  }
  options.sort((a, b) => a.label.localeCompare(b.label, state.lang));
  return { options, at };
}

/** @param {Context} context @param {number} metres */
export const distanceText = ({ state }, metres) => f.metres(state.lang, Math.round(metres / 10) * 10);
