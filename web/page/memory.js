/** What this browser remembers for its reader: never needed, and not there in every browser. */

const NAME = 'wijkkaart-';

/** @param {string} key @returns {string | null} */
export function recall(key) {
  try {
    return localStorage.getItem(NAME + key);
  } catch {
    return null;
  }
}

/** @param {string} key @param {string} value */
export function remember(key, value) {
  try {
    localStorage.setItem(NAME + key, value);
  } catch {
    // A browser that keeps nothing forgets it at the next visit.
  }
}
