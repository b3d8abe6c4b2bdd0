/** The answer to "What does it cost?" as a table. */

import { nameOf } from './rows.js';

/** @typedef {import('../../model.js').Context} Context */
/** @typedef {import('./rows.js').Item} Item */

/** @param {Context} context @param {Item[]} items @param {boolean} perArea @param {Record<string, string>} parameters @returns {import('../../model.js').Table} */
export function tableOf(context, items, perArea, parameters) {
  const { columns } = context.words.spending;
  return {
    caption: context.words.spending.where,
    columns: [
      { name: 'name', label: columns.name, kind: 'text' },
      { name: 'eurosPerYear', label: columns.euros, kind: 'euros', property: 'eurosPerYear' },
      { name: 'share', label: columns.share, kind: 'share', property: 'share' },
      ...(perArea
        ? [
            {
              name: 'eurosPerResident',
              label: columns.perResident,
              kind: /** @type {const} */ ('euros'),
              property: 'eurosPerResident',
            },
          ]
        : []),
      { name: 'grants', label: columns.grants, kind: 'count', property: 'grants' },
      { name: 'grantsWithoutAmount', label: columns.unknown, kind: 'count', property: 'grantsWithoutAmount' },
      { name: 'facilities', label: columns.facilities, kind: 'count', property: 'facilities' },
      { name: 'allocatedEuros', label: columns.allocated, kind: 'euros', property: 'allocatedEuros' },
    ],
    why: { collection: 'spending', parameters },
    rows: items.map(({ id, properties }) => ({
      key: perArea && properties.code !== null ? properties.code : id,
      id,
      area: perArea && properties.code !== null,
      cells: [
        nameOf(context, properties),
        properties.eurosPerYear,
        properties.share,
        ...(perArea ? [properties.eurosPerResident ?? null] : []),
        properties.grants,
        properties.grantsWithoutAmount,
        properties.facilities,
        properties.allocatedEuros,
      ],
    })),
  };
}
