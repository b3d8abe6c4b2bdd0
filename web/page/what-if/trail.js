/**
 * What was tried, in order, so that it can be undone and redone. The browser's back button goes along the same way: a
 * proposal that was just before or after is recognised.
 */

/** @typedef {import('../state.js').State} State */
/** @typedef {Pick<State, 'edits' | 'cost' | 'other' | 'otherCost' | 'side'>} Step */

const LONGEST = 200;

export function trail() {
  /** @type {Step[]} */
  let steps = [];
  let at = -1;
  let trying = false;
  const key = (/** @type {Step | undefined} */ step) =>
    step && JSON.stringify([step.edits, step.cost, step.other, step.otherCost]);

  return {
    /** What comes next is tried now, also where it is the same as what was before. */
    trying: () => (trying = true),
    /** The proposal is now this one. @param {Step} now */
    visit({ edits, cost, other, otherCost, side }) {
      const step = { edits, cost, other, otherCost, side };
      const [before, here, after] = [steps[at - 1], steps[at], steps[at + 1]].map(key);
      const now = key(step);
      if (now === here) steps[at] = step;
      else if (!trying && now === before) at -= 1;
      else if (!trying && now === after) at += 1;
      else {
        steps = [...steps.slice(Math.max(0, at + 2 - LONGEST), at + 1), step];
        at = steps.length - 1;
      }
      trying = false;
    },
    /** @returns {Step | null} */
    before: () => steps[at - 1] ?? null,
    /** @returns {Step | null} */
    after: () => steps[at + 1] ?? null,
  };
}
