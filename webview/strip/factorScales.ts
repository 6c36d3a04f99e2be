import { scaleOf } from '../panes/scales.ts';

/** Colours of the input's and the weight's values on the strip: those of the panes, clipped as they are there. */
export const inputScale = scaleOf('input');
export const weightScale = scaleOf('weight');
