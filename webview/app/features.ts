import { codeFeature } from '../code/codeFeature.tsx';
import { diagnoseFeature } from '../diagnose/diagnoseFeature.tsx';
import { overlapFeature } from '../overlap/overlapFeature.tsx';
import { pipelineFeature } from '../pipeline/pipelineFeature.tsx';
import type { Feature } from '../store/feature.ts';

/** The tabs of the debugger page, in this order; the keys 1, 2 … open them. A new tab is a folder and a row here. */
export const features: readonly [Feature, ...Feature[]] = [
  pipelineFeature,
  codeFeature,
  diagnoseFeature,
  overlapFeature,
];
