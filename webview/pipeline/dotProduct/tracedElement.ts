import { computed, type ReadonlySignal } from '@preact/signals';
import type { Cursor } from '../../../src/engine/provenance/stage.ts';
import { traceOf, type Trace } from '../../../src/engine/trace/trace.ts';
import type { OutputIndex } from '../../../src/engine/provenance/provenance.ts';
import type { RunModel } from '../../store/runModel.ts';

/** The dot product of an output element, with its run. */
export interface TracedElement {
  readonly run: RunModel;
  readonly element: OutputIndex;
  readonly trace: Trace;
  /** Number of terms. */
  readonly count: number;
}

/** Creates the trace of the displayed output element; null without a run or an element. */
export function createTrace(
  currentRun: ReadonlySignal<RunModel | null>,
  displayCursor: ReadonlySignal<Cursor>,
): ReadonlySignal<TracedElement | null> {
  /** The indices of the element as a text, which does not change with the term. */
  const elementKey = computed(() => {
    const { n, c, y, x } = displayCursor.value;
    return [n, c, y, x].join(' ');
  });
  return computed(() => {
    const run = currentRun.value;
    if (run === null || run.geometry.n === 0) return null;
    const [n = 0, c = 0, y = 0, x = 0] = elementKey.value.split(' ').map(Number);
    const { geometry, formulation } = run;
    if (n >= geometry.n || c >= geometry.cout || y >= geometry.h.outputSize || x >= geometry.w.outputSize) {
      // The cursor still belongs to the previous run, whose output was larger.
      return null;
    }
    const element = { n, c, y, x };
    const trace = traceOf(run.run.call, geometry, formulation, element);
    return { run, element, trace, count: trace.count };
  });
}
