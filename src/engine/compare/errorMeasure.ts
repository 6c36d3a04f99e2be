/** How an error can be measured: absolute, relative, in units in the last place, as a share of its bound. */
export const errorMeasures = ['abs', 'rel', 'ulp', 'bound'] as const;
export type ErrorMeasure = (typeof errorMeasures)[number];
