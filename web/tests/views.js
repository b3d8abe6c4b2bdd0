/** The names of the questions, as the menu has them. */
export const panels = [
  'density',
  'hubs',
  'coverage',
  'assessment',
  'supply',
  'equity',
  'usage',
  'overlaps',
  'spending',
  'siting',
  'stopping',
  'what-if',
  'indicators',
];
