/** Finds areas, facilities and addresses: one field at the top left of the map. */

import * as api from './api.js';
import { indexOf } from './area-index.js';
import { viewOf } from './catchment.js';
import { h, icon, symbol } from './dom.js';
import { ADDRESSES } from './map/services.js';
import { typeLabel } from './places.js';
import { fill } from './words.js';

/** @typedef {import('./model.js').Context} Context */
/** @typedef {import('./model.js').City} City */
/** @typedef {import('./state.js').State} State */

/**
 * @typedef {object} Found
 * @property {string} label
 * @property {string} [second]
 * @property {() => Node} symbol
 * @property {() => void | Promise<void>} choose
 *
 * @typedef {object} SearchHandlers
 * @property {() => Context | null} context
 * @property {(change: Partial<State>) => void} change
 * @property {() => void} closed on a phone the field makes room again
 */

const MOST_AREAS = 5;
const MOST_FACILITIES = 5;
const LEAST_TYPED = 3;
const WAIT_MS = 250;
const CLOSE_UP = 17;
/** Room that the field keeps beside its hint, in pixels. */
const SPARE = 4;

/** The neighbourhood that a place lies in. @param {City} city @param {number} lon @param {number} lat */
export const neighbourhoodAt = (city, lon, lat) => indexOf(city.neighbourhoods).at(lon, lat);

/** How well a text answers what is typed: every word has to stand in it. @param {string} text @param {string} typed @returns {number} lower is better; Infinity: not */
export function rank(text, typed) {
  const plain = simple(text);
  const words = simple(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0 || !words.every((word) => plain.includes(word))) return Infinity;
  const whole = words.join(' ');
  if (plain.startsWith(whole)) return 0;
  return new RegExp(`(^|[^\\p{L}\\p{N}])${whole.replace(/[^\p{L}\p{N}\s]/gu, '\\$&')}`, 'u').test(plain) ? 1 : 2;
}

/** Without capitals and accents. @param {string} text */
const simple = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();

/** @template T @param {T[]} all @param {(one: T) => string} text @param {string} typed @param {number} most */
function best(all, text, typed, most) {
  return all
    .map((one) => ({ one, at: rank(text(one), typed) }))
    .filter(({ at }) => at < Infinity)
    .sort((a, b) => a.at - b.at || text(a.one).length - text(b.one).length)
    .slice(0, most)
    .map(({ one }) => one);
}

/** What the field asks for, in as many words as it has room for. @param {HTMLInputElement} field @param {string[]} hints the longest first */
function hinted(field, hints) {
  const pen = document.createElement('canvas').getContext('2d');
  new ResizeObserver(() => {
    const style = getComputedStyle(field);
    const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    if (pen) pen.font = style.font;
    const fits = (/** @type {string} */ hint) => (pen?.measureText(hint).width ?? 0) + SPARE <= room;
    field.placeholder = hints.find(fits) ?? hints.at(-1) ?? '';
  }).observe(field);
}

/** @param {Context} context @param {SearchHandlers} handlers */
export function searchCard(context, handlers) {
  const { shell } = context.words;
  const list = h('div', { role: 'listbox', id: 'search-list', class: 'search-list', 'aria-label': shell.found });
  const said = h('p', { class: 'search-said', role: 'status' });
  const source = h('p', { class: 'small search-source' }, ADDRESSES.attribution);
  const results = h('div', { class: 'card search-results', hidden: true }, list, said, source);
  const field = h('input', {
    class: 'search-field',
    type: 'search',
    id: 'search-field',
    'data-key': 'search-field',
    role: 'combobox',
    'aria-label': shell.search,
    placeholder: shell.search,
    'aria-expanded': 'false',
    'aria-controls': 'search-list',
    'aria-autocomplete': 'list',
    autocomplete: 'off',
    spellcheck: 'false',
    maxlength: '100',
    enterkeyhint: 'search',
  });
  hinted(field, [shell.search, shell.searchShort, shell.searchShortest]);
  /** @type {{found: Found, node: HTMLElement}[]} */
  let shown = [];
  let active = -1;
  let turn = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {number} index */
  function activate(index) {
    active = index;
    shown.forEach(({ node }, at) => {
      node.classList.toggle('active', at === active);
      node.setAttribute('aria-selected', String(at === active));
    });
    const node = shown[active]?.node;
    if (node) {
      field.setAttribute('aria-activedescendant', node.id);
      node.scrollIntoView({ block: 'nearest' });
    } else field.removeAttribute('aria-activedescendant');
  }

  /** @param {{heading: string, items: Found[]}[]} groups @param {string} text */
  function draw(groups, text) {
    const kept = shown[active]?.found.label;
    shown = [];
    list.replaceChildren(
      ...groups
        .filter((group) => group.items.length > 0)
        .map((group, at) =>
          h(
            'div',
            { role: 'group', 'aria-labelledby': `search-heading-${at}` },
            h('p', { class: 'options-heading', id: `search-heading-${at}`, role: 'presentation' }, group.heading),
            ...group.items.map((found) => {
              const node = h(
                'div',
                { role: 'option', id: `search-${shown.length}`, class: 'option', 'aria-selected': 'false' },
                found.symbol(),
                h(
                  'span',
                  { class: 'option-label' },
                  found.label,
                  found.second && h('span', { class: 'small' }, found.second),
                ),
              );
              node.addEventListener('click', () => void pick(found));
              shown.push({ found, node });
              return node;
            }),
          ),
        ),
    );
    said.textContent = text;
    results.hidden = false;
    field.setAttribute('aria-expanded', 'true');
    activate(
      Math.max(
        0,
        shown.findIndex(({ found }) => found.label === kept),
      ),
    );
  }

  function close() {
    turn += 1;
    clearTimeout(timer);
    results.hidden = true;
    shown = [];
    active = -1;
    field.setAttribute('aria-expanded', 'false');
    field.removeAttribute('aria-activedescendant');
  }

  /** @param {Found} found */
  async function pick(found) {
    close();
    field.value = '';
    try {
      await found.choose();
      handlers.closed();
    } catch {
      field.focus();
      draw([], shell.addressesFail);
    }
  }

  function search() {
    const now = handlers.context();
    const typed = field.value.trim();
    turn += 1;
    clearTimeout(timer);
    if (!now || typed === '') return close();
    const mine = turn;
    const local = [
      { heading: shell.foundAreas, items: areasFor(now, typed, handlers) },
      { heading: shell.facilities, items: facilitiesFor(now, typed, handlers) },
    ];
    const here = local.some((group) => group.items.length > 0);
    // Of many places only those of the question are loaded, so the others are not found by name.
    const left = now.counts ? `${now.words.many.notSearched} ` : '';
    if (typed.length < LEAST_TYPED) return draw(local, left + (here ? '' : now.words.noMatch));
    draw(local, left + shell.searching);
    timer = setTimeout(async () => {
      try {
        const addresses = await addressesFor(now, typed, handlers);
        if (mine !== turn) return;
        const none = !here && addresses.length === 0;
        draw([...local, { heading: shell.foundAddresses, items: addresses }], left + (none ? now.words.noMatch : ''));
      } catch {
        if (mine === turn) draw(local, left + shell.addressesFail);
      }
    }, WAIT_MS);
  }

  field.addEventListener('input', search);
  field.addEventListener('focus', () => field.value !== '' && results.hidden && search());
  field.addEventListener('keydown', (event) => {
    const last = shown.length - 1;
    const chosen = shown[active]?.found;
    if (event.key === 'ArrowDown') activate(active >= last ? 0 : active + 1);
    else if (event.key === 'ArrowUp') activate(active <= 0 ? last : active - 1);
    else if (event.key === 'Enter' && chosen) void pick(chosen);
    else if (event.key === 'Escape' && (field.value !== '' || !results.hidden)) {
      event.stopPropagation();
      field.value = '';
      close();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      field.blur();
      handlers.closed();
    } else return;
    event.preventDefault();
  });
  const card = h(
    'div',
    { class: 'search-card', role: 'search' },
    h('div', { class: 'card search-box' }, icon('search'), field),
    results,
  );
  card.addEventListener('focusout', (event) => {
    if (!card.contains(/** @type {Node | null} */ (event.relatedTarget))) close();
  });
  // A press in the list must not take the focus from the field.
  results.addEventListener('pointerdown', (event) => event.preventDefault());
  return card;
}

/** @param {Context} context @param {string} typed @param {SearchHandlers} handlers @returns {Found[]} */
function areasFor({ city, words }, typed, { change }) {
  const districts = new Map(city.districts.map(({ properties }) => [properties.code, properties.name]));
  const all = [...city.programmes, ...city.districts, ...city.neighbourhoods];
  return best(all, (area) => area.properties.name, typed, MOST_AREAS).map(({ properties }) => {
    const { level, code, name, parentCode } = properties;
    const parent = level === 'neighbourhood' ? districts.get(parentCode ?? '') : undefined;
    const kind = words.levels[/** @type {keyof typeof words.levels} */ (level)] ?? level;
    return {
      label: name,
      second: parent === undefined ? kind : `${kind} ${fill(words.inDistrict, { name: parent })}`,
      symbol: () => icon('map'),
      choose: () => change({ area: code, view: null }),
    };
  });
}

/** @param {Context} context @param {string} typed @param {SearchHandlers} handlers @returns {Found[]} */
function facilitiesFor(context, typed, { change }) {
  const groups = new Map(context.city.types.map((type) => [type.code, type.group]));
  const located = context.facilities.filter((one) => one.geometry !== null && one.properties.name !== null);
  const text = (/** @type {typeof located[0]} */ { properties }) =>
    `${properties.name} ${properties.organisation ?? ''}`;
  return best(located, text, typed, MOST_FACILITIES).map((facility) => {
    const { properties } = facility;
    const group = groups.get(properties.serviceType ?? '') ?? '';
    const name = properties.name ?? context.words.nameless;
    return {
      label: name,
      second: typeLabel(context, properties.serviceType),
      symbol: () => symbol(group),
      choose: () =>
        change({
          show: 'map',
          area: null,
          hide: context.state.hide.filter((one) => one !== group),
          at: null,
          facility: properties.id,
          view: viewOf(context, facility),
        }),
    };
  });
}

/** @param {Context} context @param {string} typed @param {SearchHandlers} handlers @returns {Promise<Found[]>} */
async function addressesFor({ city }, typed, { change }) {
  const found = await api.addresses(typed, city.municipality?.properties.code ?? null);
  return found.map(({ id, weergavenaam }) => ({
    label: weergavenaam,
    symbol: () => icon('pin'),
    choose: async () => {
      const { lon, lat } = await api.addressPlace(id);
      change({ show: 'map', area: null, at: { lat, lon, name: weergavenaam }, view: { zoom: CLOSE_UP, lat, lon } });
    },
  }));
}

/** What the marker of an address says: where it is, and a way to that neighbourhood. @param {Context} context @param {(change: Partial<State>) => void} change */
export function atCard({ state, city, words }, change) {
  const { at } = state;
  if (!at || state.area !== null) return null;
  const area = neighbourhoodAt(city, at.lon, at.lat);
  const district = city.districts.find((one) => one.properties.code === area?.properties.parentCode);
  const { shell } = words;
  return h(
    'section',
    { class: 'card at-card', 'aria-label': shell.address },
    h('p', { class: 'at-name' }, at.name),
    h(
      'p',
      { role: 'status' },
      area
        ? h(
            'button',
            { type: 'button', class: 'link', onclick: () => change({ area: area.properties.code, view: null }) },
            fill(district ? shell.liesInOf : shell.liesIn, {
              name: area.properties.name,
              district: district?.properties.name ?? '',
            }),
          )
        : fill(shell.liesOutside, { name: city.info.name }),
    ),
    h(
      'button',
      {
        type: 'button',
        class: 'reason-close at-close',
        'aria-label': fill(words.clear, { what: at.name }),
        onclick: () => change({ at: null }),
      },
      icon('close'),
    ),
  );
}
