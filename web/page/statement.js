/** The accessibility statement tells whom to ask, where the city says it. Without an answer it stays as it is written. */

import { city } from './api.js';
import { h } from './dom.js';

const WORDS = {
  nl: { ask: 'Stuur uw melding naar', or: 'of ga naar' },
  en: { ask: 'Send your report to', or: 'or go to' },
};

/** @param {import('./api.js').Contact} contact @param {{ask: string, or: string}} words @returns {(Node | string)[]} */
function sentence({ name, email, url }, words) {
  const ways = [
    email && h('a', { href: `mailto:${email}` }, email),
    url && h('a', { href: url, rel: 'noreferrer' }, url),
  ].filter((way) => way instanceof Node);
  const [first, second] = ways;
  const said = [`${words.ask} `, h('strong', {}, name), ': ', first ?? ''];
  return second ? [...said, ` ${words.or} `, second, '.'] : [...said, '.'];
}

async function tell() {
  const { contact } = await city();
  if (contact === null) return;
  for (const language of /** @type {const} */ (['nl', 'en'])) {
    const place = document.getElementById(`contact-${language}`);
    place?.replaceChildren(...sentence(contact, WORDS[language]));
    place?.removeAttribute('hidden');
    document.getElementById(`no-contact-${language}`)?.remove();
  }
}

void tell().catch(() => {});
