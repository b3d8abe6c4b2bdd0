/** Tells when the server has newer data. What is on screen stays until the reader asks for it. */

import * as api from './api.js';
import { toast } from './toast.js';

/** @typedef {import('./words.js').Words} Words */

const EVERY_MS = 5 * 60_000;

/** @param {() => {revision: number, words: Words} | null} now what is on screen */
export function watchForNews(now) {
  let told = 0;
  let asked = Date.now();
  async function look() {
    const shown = now();
    if (!shown || document.visibilityState !== 'visible') return;
    asked = Date.now();
    const revision = await api.revision().catch(() => null);
    if (revision === null || revision === shown.revision || revision === told) return;
    told = revision;
    toast(shown.words.shell.newData, {
      action: shown.words.shell.refresh,
      run: () => location.reload(),
      stay: true,
    });
  }
  setInterval(() => void look(), EVERY_MS);
  document.addEventListener('visibilitychange', () => {
    if (Date.now() - asked >= EVERY_MS) void look();
  });
}
