/** A listbox beside a button, with search where the list is long. */

import { h } from './dom.js';
import { closePopup, openPopup } from './popup.js';

/**
 * @typedef {object} Option
 * @property {string} value
 * @property {string} label
 * @property {string} [count] shown at the end of the line
 * @property {string} [group] heading under which it stands
 * @property {() => Node} [symbol]
 * @property {string} [search] more words that find it
 */

/**
 * @typedef {object} Choice
 * @property {string} label what is chosen, for who cannot see it
 * @property {Option[]} options
 * @property {string | null} selected
 * @property {(value: string) => void} choose
 * @property {string} [search] label of the search field; none without
 * @property {(typed: string) => Option | null} [typed] an option made of what is typed
 * @property {(typed: string) => Promise<Option[]>} [more] options that have to be asked for, shown below the others once they come
 * @property {string} [failed] said when those do not come
 * @property {string} [nothing] said when nothing is found
 */

let serial = 0;
const LEAST_TYPED = 3;
const WAIT_MS = 250;

/** Opens the list; the arrows move, Enter chooses, Escape closes. @param {HTMLElement} anchor @param {Choice} choice */
export function openChooser(anchor, choice) {
  serial += 1;
  const id = `chooser-${serial}`;
  const list = h('ul', { role: 'listbox', id, 'aria-label': choice.label, class: 'options' });
  const field = choice.search
    ? h('input', {
        class: 'search',
        type: 'text',
        role: 'combobox',
        'aria-label': choice.search,
        placeholder: choice.search,
        autocomplete: 'off',
        spellcheck: 'false',
        'aria-expanded': 'true',
        'aria-controls': id,
        'aria-autocomplete': 'list',
        'data-focus': true,
      })
    : null;
  if (!field) {
    list.tabIndex = 0;
    list.dataset.focus = '';
  }
  const nothing = h('p', { class: 'nothing', role: 'status' });
  const element = h('div', { class: 'chooser', role: 'dialog', 'aria-label': choice.label }, field, list, nothing);
  /** @type {HTMLElement} */
  const focused = field ?? list;

  /** @type {{option: Option, node: HTMLElement}[]} */
  let shown = [];
  let active = -1;

  /** @param {number} index */
  function activate(index) {
    active = index;
    shown.forEach(({ node }, at) => node.classList.toggle('active', at === active));
    const current = shown[active];
    if (current) {
      focused.setAttribute('aria-activedescendant', current.node.id);
      current.node.scrollIntoView({ block: 'nearest' });
    } else focused.removeAttribute('aria-activedescendant');
  }

  /** @param {Option[]} [more] */
  function draw(more = []) {
    const typed = field?.value.trim() ?? '';
    const own = typed === '' ? null : (choice.typed?.(typed) ?? null);
    const found = own ? [own] : [...choice.options.filter((option) => matches(option, typed)), ...more];
    list.replaceChildren();
    shown = [];
    /** @type {Map<string, HTMLElement>} */
    const groups = new Map();
    for (const option of found) {
      const node = item(option, `${id}-${shown.length}`, option.value === choice.selected);
      node.addEventListener('click', () => pick(option));
      const at = shown.length;
      node.addEventListener('pointermove', () => active !== at && activate(at));
      shown.push({ option, node });
      parentOf(option.group, list, groups, id).append(node);
    }
    nothing.textContent = shown.length === 0 ? (choice.nothing ?? '') : '';
    const chosen = shown.findIndex(({ option }) => option.value === choice.selected);
    activate(typed === '' ? chosen : Math.min(0, shown.length - 1));
  }

  /** @param {Option} option */
  function pick(option) {
    closePopup();
    choice.choose(option.value);
  }

  let turn = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  function askMore() {
    turn += 1;
    clearTimeout(timer);
    const mine = turn;
    const typed = field?.value.trim() ?? '';
    if (!choice.more || typed.length < LEAST_TYPED || choice.typed?.(typed)) return;
    timer = setTimeout(async () => {
      const more = await choice.more?.(typed).catch(() => null);
      if (mine !== turn || !element.isConnected) return;
      if (more) draw(more);
      else nothing.textContent = choice.failed ?? '';
    }, WAIT_MS);
  }

  field?.addEventListener('input', () => {
    draw();
    askMore();
  });
  focused.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    const last = shown.length - 1;
    /** @type {Record<string, number>} */
    const steps = {
      ArrowDown: Math.min(last, active + 1),
      ArrowUp: Math.max(0, active - 1),
      PageDown: Math.min(last, active + 8),
      PageUp: Math.max(0, active - 8),
    };
    const to = steps[event.key];
    const current = shown[active];
    if (to !== undefined) activate(to);
    else if (!field && event.key === 'Home') activate(0);
    else if (!field && event.key === 'End') activate(last);
    else if (event.key === 'Enter' && current) pick(current.option);
    else return;
    event.preventDefault();
  });
  openPopup(anchor, element);
  if (element.isConnected) draw();
}

/** @param {Option} option @param {string} typed */
function matches(option, typed) {
  const text = `${option.label} ${option.search ?? ''}`.toLocaleLowerCase();
  return typed
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** @param {Option} option @param {string} id @param {boolean} selected */
function item(option, id, selected) {
  return h(
    'li',
    { role: 'option', id, 'aria-selected': String(selected), class: 'option' },
    option.symbol?.(),
    h('span', { class: 'option-label' }, option.label),
    option.count !== undefined && h('span', { class: 'option-count' }, option.count),
  );
}

/** @param {string | undefined} group @param {HTMLElement} list @param {Map<string, HTMLElement>} groups @param {string} id */
function parentOf(group, list, groups, id) {
  if (group === undefined) return list;
  let parent = groups.get(group);
  if (!parent) {
    const heading = `${id}-group-${groups.size}`;
    parent = h('ul', { role: 'group', 'aria-labelledby': heading, class: 'options' });
    list.append(
      h(
        'li',
        { role: 'presentation' },
        h('span', { class: 'options-heading', id: heading, role: 'presentation' }, group),
        parent,
      ),
    );
    groups.set(group, parent);
  }
  return parent;
}
