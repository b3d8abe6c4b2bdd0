/** Which of many findings chance does not explain. */

/**
 * The largest p that still counts as a finding, so that of all that count at most the share `level` is expected to be chance
 * (Benjamini & Hochberg 1995); −1 where none does. Of many pairs some stand out by chance alone: a p below 0.05 says nothing there.
 * @param {number[]} chances p of every pair that was compared @param {number} level 0–1
 */
export function largestFinding(chances, level) {
  const sorted = [...chances].sort((a, b) => a - b);
  const last = sorted.findLastIndex((p, index) => p <= ((index + 1) / sorted.length) * level);
  return sorted[last] ?? -1;
}
