/** Asking while the hand moves: one question is under way at most, and of those that wait only the newest is asked. */

/**
 * @template Q, A
 * @param {(question: Q) => Promise<A>} ask
 * @param {(answer: A, question: Q) => void} show
 * @param {(error: unknown) => void} fail
 */
export function latest(ask, show, fail) {
  /** @type {{question: Q} | null} */
  let waiting = null;
  let busy = false;
  let stopped = false;

  async function next() {
    if (busy || stopped || waiting === null) return;
    const { question } = waiting;
    waiting = null;
    busy = true;
    try {
      const answer = await ask(question);
      if (!stopped) show(answer, question);
    } catch (error) {
      if (!stopped) fail(error);
    } finally {
      busy = false;
      void next();
    }
  }

  return {
    /** @param {Q} question */
    want(question) {
      waiting = { question };
      void next();
    },
    /** What still comes is not shown. */
    stop() {
      stopped = true;
    },
  };
}
