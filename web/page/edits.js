/**
 * A proposal: facilities of one type that come, move and go. Pure; the link, the map and the API each have their own form of it.
 */

/**
 * @typedef {{kind: 'add', lon: number, lat: number}
 *   | {kind: 'move', id: string, lon: number, lat: number}
 *   | {kind: 'remove', id: string}} Edit
 * @typedef {{lon: number, lat: number}} Place degrees
 */

/** So many changes fit in a link that every mail program keeps whole. */
export const MOST_EDITS = 25;
/** Of more places the reaches would only hide the map. */
export const MOST_REACHES = 40;
const LONGEST_ID = 100;
/** Decimals of a degree that are kept: about a metre. */
const DECIMALS = 5;

/** A place as precisely as the link keeps it. @param {number} lon @param {number} lat @returns {Place} */
export const placeAt = (lon, lat) => ({ lon: kept(lon), lat: kept(lat) });

/** @param {number} degrees */
const kept = (degrees) => Number(degrees.toFixed(DECIMALS)) + 0;

/** Each edit as one text, for a parameter of the address: `add_4.651_51.795`, `move_4.69_51.81_ID`, `remove_ID`. @param {Edit[]} edits */
export const textsOf = (edits) =>
  edits.map((edit) => {
    if (edit.kind === 'remove') return `remove_${edit.id}`;
    const at = `${edit.lon}_${edit.lat}`;
    return edit.kind === 'add' ? `add_${at}` : `move_${at}_${edit.id}`;
  });

/** The edits that texts tell, without those that are wrong, too many, or about a facility that an earlier one is about. @param {string[]} texts */
export function editsOf(texts) {
  /** @type {Edit[]} */
  const edits = [];
  const ids = new Set();
  for (const text of texts) {
    const edit = editOf(text);
    if (edit === null || edits.length === MOST_EDITS) continue;
    if (edit.kind !== 'add') {
      if (ids.has(edit.id)) continue;
      ids.add(edit.id);
    }
    edits.push(edit);
  }
  return edits;
}

const FORM = /^(?:(add)_([^_]+)_([^_]+)|(move)_([^_]+)_([^_]+)_(.+)|remove_(.+))$/su;

/** @param {string} text @returns {Edit | null} */
function editOf(text) {
  const [, add, addLon = '', addLat = '', move, moveLon = '', moveLat = '', moved = '', removed = ''] =
    FORM.exec(text) ?? [];
  if (add) {
    const at = degrees(addLon, addLat);
    return at && { kind: 'add', ...at };
  }
  if (move) {
    const at = degrees(moveLon, moveLat);
    return at && moved.length <= LONGEST_ID ? { kind: 'move', id: moved, ...at } : null;
  }
  return removed !== '' && removed.length <= LONGEST_ID ? { kind: 'remove', id: removed } : null;
}

const NUMBER = /^-?\d{1,3}(\.\d{1,15})?$/;

/** @param {string} lon @param {string} lat @returns {Place | null} */
function degrees(lon, lat) {
  if (!NUMBER.test(lon) || !NUMBER.test(lat)) return null;
  const at = placeAt(Number(lon), Number(lat));
  return Math.abs(at.lon) <= 180 && Math.abs(at.lat) <= 85 ? at : null;
}

/** What tells an edit from the others: a new place by its number, a facility by its id. @param {Edit} edit @param {number} index */
export const keyOf = (edit, index) => (edit.kind === 'add' ? newKey(index) : facilityKey(edit.id));

/** @param {number} index */
const newKey = (index) => `new ${index}`;

/** @param {string} id */
export const facilityKey = (id) => `id ${id}`;

/** @param {Edit[]} edits @param {Place} at @returns {Edit[]} the same ones where no more fit */
export const added = (edits, at) =>
  edits.length >= MOST_EDITS ? edits : [...edits, { kind: 'add', ...placeAt(at.lon, at.lat) }];

/** The place of a key elsewhere: a new place, or a facility that moves. @param {Edit[]} edits @param {string} key @param {Place} at @returns {Edit[]} */
export function moved(edits, key, at) {
  const to = placeAt(at.lon, at.lat);
  const index = edits.findIndex((edit, place) => keyOf(edit, place) === key);
  const known = edits[index];
  if (known) {
    /** @type {Edit} */
    const edit = known.kind === 'add' ? { kind: 'add', ...to } : { kind: 'move', id: known.id, ...to };
    return edits.with(index, edit);
  }
  return key.startsWith('id ') && edits.length < MOST_EDITS
    ? [...edits, { kind: 'move', id: key.slice(3), ...to }]
    : edits;
}

/** Without the place of a key: a new place is forgotten, a facility goes. @param {Edit[]} edits @param {string} key @returns {Edit[]} */
export function removed(edits, key) {
  const left = undone(edits, key);
  return key.startsWith('id ') && left.length < MOST_EDITS ? [...left, { kind: 'remove', id: key.slice(3) }] : left;
}

/** Without what happens to the place of a key: a facility is back where it stands. @param {Edit[]} edits @param {string} key @returns {Edit[]} */
export const undone = (edits, key) => edits.filter((edit, index) => keyOf(edit, index) !== key);

/** A proposal to begin with, and no other beside it: the part of the state that is about it. @param {Edit[]} edits */
export const begun = (edits) => ({
  question: 'what-if',
  edits: editsOf(textsOf(edits)),
  cost: null,
  other: null,
  otherCost: null,
  side: /** @type {const} */ ('a'),
});

/** What `/v1/what-if` is asked. @param {Edit[]} edits */
export function bodyOf(edits) {
  return {
    add: edits.flatMap((edit) => (edit.kind === 'add' ? [{ lon: edit.lon, lat: edit.lat }] : [])),
    move: edits.flatMap((edit) => (edit.kind === 'move' ? [{ id: edit.id, lon: edit.lon, lat: edit.lat }] : [])),
    remove: edits.flatMap((edit) => (edit.kind === 'remove' ? [edit.id] : [])),
  };
}

/**
 * The part of a kept scenario that is about one type. @param {{add: {lon: number, lat: number, serviceType: string}[],
 *   move: {id: string, lon: number, lat: number}[], remove: string[]}} scenario
 * @param {string} type @param {Set<string>} ids of the facilities of the type
 * @returns {{edits: Edit[], left: number}} and how many changes are left out
 */
export function ofScenario(scenario, type, ids) {
  /** @type {Edit[]} */
  const all = [
    ...scenario.add
      .filter((one) => one.serviceType === type)
      .map(({ lon, lat }) => /** @type {Edit} */ ({ kind: 'add', ...placeAt(lon, lat) })),
    ...scenario.move
      .filter((one) => ids.has(one.id))
      .map(({ id, lon, lat }) => /** @type {Edit} */ ({ kind: 'move', id, ...placeAt(lon, lat) })),
    ...scenario.remove.filter((id) => ids.has(id)).map((id) => /** @type {Edit} */ ({ kind: 'remove', id })),
  ];
  const edits = all.slice(0, MOST_EDITS);
  return { edits, left: scenario.add.length + scenario.move.length + scenario.remove.length - edits.length };
}

/** A step on the ground. @param {Place} at @param {number} east metres @param {number} north metres @returns {Place} */
export function stepped(at, east, north) {
  const METRES_PER_DEGREE = 111_320;
  return placeAt(
    at.lon + east / (METRES_PER_DEGREE * Math.cos((at.lat * Math.PI) / 180)),
    at.lat + north / METRES_PER_DEGREE,
  );
}
