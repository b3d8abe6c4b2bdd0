/** Which areas the address asks to print. */

/** @typedef {import('../model.js').Area} Area */
/** @typedef {import('../model.js').City} City */
/** @typedef {import('../state.js').State} State */

/** @param {City} city @param {State} state @returns {Area[]} */
export function areasToPrint(city, state) {
  const members = state.programme === null ? undefined : city.members.get(state.programme);
  const lived = (/** @type {Area} */ { properties }) => (properties.residents ?? 0) > 0 || properties.facilityCount > 0;
  const neighbourhoods = city.neighbourhoods.filter(
    (one) => lived(one) && (!members || members.has(one.properties.code)),
  );
  const parents = new Set(neighbourhoods.map((one) => one.properties.parentCode));
  const districts = city.districts.filter((one) => lived(one) && (!members || parents.has(one.properties.code)));
  switch (state.print) {
    case 'sheet':
      return [...city.districts, ...city.neighbourhoods, ...city.programmes].filter(
        (one) => one.properties.code === state.area,
      );
    case 'districts':
      return districts;
    case 'neighbourhoods':
      return neighbourhoods;
    case 'programmes':
      return city.programmes;
    default:
      return [...districts, ...city.programmes.filter((one) => !members || one.properties.code === state.programme)];
  }
}
