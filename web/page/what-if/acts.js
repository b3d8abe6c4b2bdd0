/** What can be done to a proposal. Each is one change of the state, told in a line that can undo it. */

import * as api from '../api.js';
import * as edit from '../edits.js';
import { toast } from '../toast.js';
import { placesOf } from '../many.js';
import { fill } from '../words.js';
import { trail } from './trail.js';

/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../state.js').State} State */
/** @typedef {import('../edits.js').Edit} Edit */
/** @typedef {import('../edits.js').Place} Place */
/** @typedef {import('./trail.js').Step} Step */
/** @typedef {(change: Partial<State>) => void} Change */

export const tried = trail();

/** The place on the map that gets the focus once the answer is there. @type {string | null} */
let focusNext = null;

export function takeFocus() {
  const key = focusNext;
  focusNext = null;
  return key;
}

/** The proposal that is on the map. @param {State} state @returns {Edit[]} */
export const editsOn = (state) => (state.side === 'b' ? (state.other ?? []) : state.edits);

/** @param {State} state */
export const costOn = (state) => (state.side === 'b' ? state.otherCost : state.cost);

/** @param {Context} context @param {Change} change */
export function actsOn(context, change) {
  const { state, words } = context;
  const w = words.whatIf;
  const edits = editsOn(state);

  /** @param {Step | null} step @param {string} said @param {import('../toast.js').Offer} [offer] */
  function go(step, said, offer) {
    if (!step) return;
    change({ ...step });
    toast(said, offer);
  }
  const undo = () => go(tried.before(), w.undone, { action: w.redo, run: redo });
  const redo = () => go(tried.after(), w.redone, { action: w.undo, run: undo });

  /** @param {Edit[]} next @param {string} said */
  function set(next, said) {
    if (next === edits) {
      toast(fill(w.full, { n: String(edit.MOST_EDITS) }));
      return;
    }
    tried.trying();
    change(state.side === 'b' ? { other: next } : { edits: next });
    toast(said, { action: w.undo, run: undo });
  }

  return {
    undo,
    redo,
    /** @param {Place} at */
    add(at) {
      focusNext = edit.keyOf({ kind: 'add', ...at }, edits.length);
      set(edit.added(edits, at), w.did.add);
    },
    /** @param {string} key @param {Place} at */
    move(key, at) {
      focusNext = key;
      set(edit.moved(edits, key, at), w.did.move);
    },
    /** @param {string} key */
    remove(key) {
      focusNext = key;
      set(edit.removed(edits, key), w.did.remove);
    },
    /** @param {string} key */
    restore(key) {
      set(edit.undone(edits, key), w.did.restore);
    },
    /** @param {number | null} euros */
    cost: (euros) => change(state.side === 'b' ? { otherCost: euros } : { cost: euros }),
    /** B starts as a copy of A, so that a variant is one drag away. */
    compare: () => change({ other: [...state.edits], otherCost: state.cost, side: 'b' }),
    /** @param {'a' | 'b'} side */
    look: (side) => change({ side }),
    stopCompare: () => change({ edits, cost: costOn(state), other: null, otherCost: null, side: 'a' }),
    /** What of a kept scenario is about this type; about the type that it is most about, where none is. @param {string} name */
    async start(name) {
      const scenario = await api.document(`/v1/scenarios/${encodeURIComponent(name)}`, {});
      const told = [...scenario.move.map((/** @type {{id: string}} */ one) => one.id), ...scenario.remove];
      const places = new Map((await placesOf(context, told)).map(({ properties }) => [properties.id, properties]));
      const typeOf = (/** @type {string} */ id) => places.get(id)?.serviceType ?? null;
      /** @type {(string | null)[]} */
      const types = [
        ...scenario.add.map((/** @type {{serviceType: string}} */ one) => one.serviceType),
        ...scenario.move.map((/** @type {{id: string}} */ one) => typeOf(one.id)),
        ...scenario.remove.map(typeOf),
      ];
      const own = context.type?.code ?? null;
      const type = types.includes(own) ? own : (types.find((one) => one !== null) ?? own);
      const ids = [...places.values()].flatMap((one) => (one.serviceType === type ? [one.id] : []));
      const { edits: begun, left } = edit.ofScenario(scenario, type ?? '', new Set(ids));
      change({ serviceType: type, ...(state.side === 'b' ? { other: begun } : { edits: begun }) });
      const rest = left === 0 ? '' : `. ${fill(left === 1 ? w.left.one : w.left.many, { n: String(left) })}`;
      toast(fill(w.did.start, { name }) + rest, { action: w.undo, run: undo });
    },
  };
}

/** @typedef {ReturnType<typeof actsOn>} Acts */
