/** The proposed places as a table. */

/** @typedef {import('../../model.js').Context} Context */
/** @typedef {import('./sites.js').Place} Place */

/** @param {Context} context @param {Place[]} places @param {Record<string, string>} parameters @returns {import('../../model.js').Table} */
export function tableOf({ words, state }, places, parameters) {
  const byMean = state.model === 'pmedian';
  const { columns, list } = words.siting;
  return {
    caption: list,
    columns: [
      { name: 'name', label: columns.name, kind: 'text' },
      { name: 'rank', label: columns.rank, kind: 'count', property: 'rank' },
      { name: 'neighbourhood', label: columns.neighbourhood, kind: 'text' },
      { name: 'district', label: columns.district, kind: 'text' },
      { name: 'gainResidents', label: columns.gain, kind: 'residents', property: 'gainResidents' },
      { name: 'gainShare', label: columns.share, kind: 'share', property: 'gainShare' },
      { name: 'coverageAfter', label: columns.after, kind: 'share', property: 'coverageAfter' },
      ...(byMean
        ? [
            {
              name: 'meanDistanceAfterM',
              label: columns.mean,
              kind: /** @type {const} */ ('metres'),
              property: 'meanDistanceAfterM',
            },
          ]
        : []),
      { name: 'lon', label: columns.lon, kind: 'text' },
      { name: 'lat', label: columns.lat, kind: 'text' },
    ],
    why: { collection: 'siting', parameters },
    rows: places.map(({ id, geometry, properties, name, neighbourhood, district }) => ({
      key: id,
      area: false,
      cells: [
        name,
        properties.rank,
        neighbourhood,
        district,
        properties.gainResidents,
        properties.gainShare,
        properties.coverageAfter,
        ...(byMean ? [properties.meanDistanceAfterM] : []),
        String(geometry.coordinates[0]),
        String(geometry.coordinates[1]),
      ],
    })),
  };
}
