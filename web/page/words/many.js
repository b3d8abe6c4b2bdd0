/** What is said where there are too many places or areas to show or list all of them. */

export const nl = {
  tilesFail: 'Niet alle plekken op de kaart zijn gekomen. Verschuif de kaart om het opnieuw te proberen.',
  placeFails: 'We kunnen deze plek nu niet ophalen. Probeer het opnieuw.',
  cluster: '{n} plekken bij elkaar. Kies om dichterbij te kijken.',
  firstRows: 'Dit zijn de eerste {n} van {all}; zoeken en sorteren gaat over deze rijen. De download bevat ze alle.',
  notSearched: 'Er zijn te veel plekken om op naam te zoeken. Zoek een wijk of een adres.',
  dotsInSheet: 'Open een wijk om te zien waar zij wonen',
  moreRows: 'Toon de volgende {n}',
};

/** @type {typeof nl} */
export const en = {
  tilesFail: 'Not all places on the map have come. Move the map to try again.',
  placeFails: 'We cannot get this place now. Try again.',
  cluster: '{n} places together. Choose to look closer.',
  firstRows: 'These are the first {n} of {all}; search and sort work on these rows. The download holds them all.',
  notSearched: 'There are too many places to search by name. Search for a district or an address.',
  dotsInSheet: 'Open a district to see where they live',
  moreRows: 'Show the next {n}',
};
