/** Services of others that the map uses, in one place: for another city these are other addresses. The server has to allow each of them. */

/** The background map. */
export const BACKGROUND = {
  url: 'https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{z}/{x}/{y}.png',
  attribution: 'Kaartgegevens © Kadaster',
  minZoom: 6,
  maxNativeZoom: 19,
};

/** Addresses: a service that answers as PDOK's Locatieserver 3.1 does (`suggest` and `lookup`). */
export const ADDRESSES = {
  url: 'https://api.pdok.nl/bzk/locatieserver/search/v3_1',
  attribution: 'Adressen: PDOK Locatieserver (BAG, Kadaster)',
};
