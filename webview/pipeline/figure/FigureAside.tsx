import { checkerboardOf } from '../../../src/scenario/report/checkerboard.ts';
import { Legend } from '../../viewer/Legend.tsx';
import { OverlapMap } from '../../viewer/OverlapMap.tsx';
import type { RunModel } from '../../store/runModel.ts';

/** Beside the first images, where the page is too narrow for a sidebar: what it says there. */
export function FigureAside({ run }: { readonly run: RunModel }) {
  return (
    <aside class="figure-aside" aria-label="Legend">
      <header class="pane-header">
        <b>Legend</b>
      </header>
      <Legend />
      <header class="pane-header">
        <b>Overlap count</b>
        <span class="pane-shape">taps per cell</span>
      </header>
      <OverlapMap checkerboard={checkerboardOf(run.geometry)} />
    </aside>
  );
}
