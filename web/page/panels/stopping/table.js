/** Every place of the type as a table. */

/** @typedef {import('../../model.js').Context} Context */
/** @typedef {import('../stopping.js').Item} Item */

/** Every place of the type, and whether it stops. @param {Context} context @param {Item[]} each @param {Set<string>} stopped @param {Record<string, string>} parameters @returns {import('../../model.js').Table} */
export function tableOf({ words: all, city, facilities }, each, stopped, parameters) {
  const { columns, list } = all.stopping;
  const byId = new Map(facilities.map(({ properties }) => [properties.id, properties]));
  const names = new Map(
    [...city.neighbourhoods, ...city.districts].map((one) => [one.properties.code, one.properties.name]),
  );
  return {
    caption: list,
    columns: [
      { name: 'name', label: columns.name, kind: 'text' },
      { name: 'neighbourhood', label: columns.neighbourhood, kind: 'text' },
      { name: 'district', label: columns.district, kind: 'text' },
      { name: 'residentsLost', label: columns.alone, kind: 'residents', property: 'residentsLost' },
      { name: 'eurosPerYear', label: columns.euros, kind: 'euros', property: 'eurosPerYear' },
      { name: 'chosen', label: columns.chosen, kind: 'text' },
    ],
    why: { collection: 'removals', parameters },
    rows: each.map(({ id, properties }) => {
      const [facility] = properties.facilities;
      const known = byId.get(facility);
      return {
        key: id,
        area: false,
        cells: [
          properties.names[0] ?? facility,
          names.get(known?.neighbourhoodCode ?? '') ?? null,
          names.get(known?.districtCode ?? '') ?? null,
          properties.residentsLost,
          properties.eurosPerYear,
          stopped.has(facility) ? columns.yes : columns.no,
        ],
      };
    }),
  };
}
