/** Facilities in words: on the map, in their own window, and in a sheet. */

import { h, markingOf, symbol } from './dom.js';
import { capital, fill, lookUp } from './words.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').Facility} Facility */

/** One facility, or those on one spot. @param {Context} context @param {Facility[]} facilities @param {(id: string) => void} choose */
export function placeCard(context, facilities, choose) {
  const { words } = context;
  return h(
    'div',
    { class: 'place-card', role: 'dialog', 'aria-label': placeName(context, facilities), tabindex: '-1' },
    facilities.length > 1 && h('h2', {}, fill(words.clusterTitle, { n: String(facilities.length) })),
    h('ul', {}, ...facilities.map((facility) => h('li', {}, facilityEntry(context, facility, choose)))),
  );
}

/** A facility with symbol, type, organisation and role; its name can choose it. @param {Context} context @param {Facility} facility @param {(id: string) => void} [choose] */
export function facilityEntry(context, { properties }, choose) {
  const { words } = context;
  const name = properties.name ?? words.nameless;
  const role = properties.municipalRole ?? 'unknown';
  return h(
    'div',
    { class: 'facility' },
    symbol(groupOf(context, properties.serviceType), { marking: markingOf(properties.municipalRole) }),
    h(
      'div',
      {},
      h(
        'p',
        { class: 'facility-name' },
        choose
          ? h(
              'button',
              {
                type: 'button',
                class: 'link place-choose',
                'aria-label': fill(words.catchment.choose, { name }),
                onclick: () => choose(properties.id),
              },
              name,
            )
          : name,
      ),
      h(
        'p',
        { class: 'small' },
        [typeLabel(context, properties.serviceType), properties.organisation, properties.address]
          .filter(Boolean)
          .join(' · '),
      ),
      h('p', { class: 'small' }, capital(lookUp(words.roleOf, role, role))),
    ),
  );
}

/** @param {Context} context @param {string | null} code */
export const groupOf = ({ city }, code) => city.types.find((type) => type.code === code)?.group ?? null;

/** @param {Context} context @param {string | null} code */
export function typeLabel({ city, words, state }, code) {
  const type = city.types.find((one) => one.code === code);
  if (!type) return words.noType;
  return capital(state.lang === 'nl' ? type.labelNl : type.labelEn);
}

/** The same, of what a tile tells. @param {Context} context @param {import('./map/places.js').Told} told */
export const toldName = (context, told) =>
  'count' in told
    ? fill(context.words.many.cluster, { n: told.count.toLocaleString(context.state.lang) })
    : fill(context.words.facilityOf, {
        type: typeLabel(context, told.serviceType),
        name: told.name ?? context.words.nameless,
      });

/** What a symbol on the map stands for. @param {Context} context @param {Facility[]} facilities */
export function placeName(context, facilities) {
  const [first] = facilities;
  if (facilities.length > 1 || !first) return fill(context.words.clusterLabel, { n: String(facilities.length) });
  return fill(context.words.facilityOf, {
    type: typeLabel(context, first.properties.serviceType),
    name: first.properties.name ?? context.words.nameless,
  });
}
