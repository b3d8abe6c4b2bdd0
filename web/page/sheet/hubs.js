/** What stands together: places where several facilities share one spot. */

import { h, symbol } from '../dom.js';
import * as f from '../formats.js';
import { groupOf } from '../places.js';
import { fill } from '../words.js';
import { numbers } from './facilities.js';
import { figured, most, quiet, section } from './parts.js';

/** @typedef {import('./parts.js').View} View */

const MOST_HUBS = 6;

/** @param {View} view */
export function hubSection(view) {
  const { sheet, paper } = view;
  const { hubs, context } = sheet;
  const { words, state } = context;
  const own = numbers(sheet);
  const types = new Map(
    [...context.facilities, ...sheet.facilities].map(({ properties }) => [properties.id, properties.serviceType]),
  );
  const sorted = [...hubs].sort((a, b) => b.facilities.length - a.facilities.length || a.id.localeCompare(b.id));
  const more = sorted.length - most(view, MOST_HUBS);
  return section(
    view,
    'hubs',
    words.sheets.hubs,
    sorted.length === 0 && quiet(words.sheets.hubsNone),
    h(
      'ul',
      { class: 'hubs' },
      ...sorted.slice(0, most(view, MOST_HUBS)).map((hub) =>
        h(
          'li',
          { 'data-hub': hub.id },
          h(
            'p',
            { class: 'hub-size' },
            ...figured(
              view,
              {
                collection: 'hubs',
                id: hub.id,
                property: 'facilityCount',
                parameters: { date: sheet.document.parameters.date },
              },
              h('strong', {}, fill(words.sheets.hubSize, { n: String(hub.facilities.length) })),
            ),
            ', ',
            ...figured(
              view,
              {
                collection: 'hubs',
                id: hub.id,
                property: 'widthM',
                parameters: { date: sheet.document.parameters.date },
              },
              h(
                'span',
                {},
                Math.round(hub.widthM) === 0
                  ? words.sheets.hubPoint
                  : fill(words.sheets.hubWidth, { d: f.metres(state.lang, hub.widthM) }),
              ),
            ),
          ),
          h(
            'p',
            { class: 'hub-names' },
            ...hub.facilities.map((id, index) => {
              const number = own.get(id);
              return h(
                'span',
                {},
                symbol(groupOf(context, types.get(id) ?? null)),
                `${hub.names[index] ?? words.nameless}${paper && number !== undefined ? ` (${number})` : ''}`,
              );
            }),
          ),
        ),
      ),
    ),
    more > 0 && quiet(fill(words.moreOverlaps, { n: String(more) })),
  );
}
