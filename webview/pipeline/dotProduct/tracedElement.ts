import { computed } from '@preact/signals';
import { traceOf, type Trace } from '../../../src/engine/trace/trace.ts';
import type { OutputIndex } from '../../../src/engine/provenance/provenance.ts';
import { loaded, shown, type Loaded } from '../../store/session.ts';

/** The dot product on the strip, with the run it belongs to. */
export interface Traced {
  readonly run: Loaded;
  readonly element: OutputIndex;
  readonly trace: Trace;
  /** Number of terms. */
  readonly count: number;
}

/** The element in sight, as a value that only changes when the element does, not with the term. */
const elementKey = computed(() => {
  const { n, c, y, x } = shown.value;
  return [n, c, y, x].join(' ');
});

/** The trace of the shown output element; recomputed when the element or the run changes. */
export const traced = computed<Traced | null>(() => {
  const run = loaded.value;
  if (run === null || run.geometry.n === 0) return null;
  const [n = 0, c = 0, y = 0, x = 0] = elementKey.value.split(' ').map(Number);
  const { geometry, formulation } = run;
  if (n >= geometry.n || c >= geometry.cout || y >= geometry.h.outputSize || x >= geometry.w.outputSize) {
    // A place of the run before, until the cursor has been put inside this one.
    return null;
  }
  const element = { n, c, y, x };
  const trace = traceOf(run.run.call, geometry, formulation, element);
  return { run, element, trace, count: trace.count };
});
