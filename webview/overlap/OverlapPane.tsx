import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { overlapCounts, overlapView } from '../../src/engine/layer/overlap.ts';
import { formatIndex } from '../../src/scenario/text/format.ts';
import { unsignedScale } from '../../src/colour/scale.ts';
import { ColourBar } from '../viewer/ColourBar.tsx';
import { MatrixPane } from '../viewer/MatrixPane.tsx';
import { runStoreOf } from '../viewer/stageModel.ts';
import { boxOf } from '../viewer/boxOf.ts';
import { integerText } from '../viewer/cellNumbers.ts';
import { planeModel } from '../viewer/tensorStore.ts';
import type { RunModel } from '../store/runModel.ts';
import { useViewer } from '../store/useSession.ts';

/** The key of the map's colour limit and viewport. */
const key = 'overlap';
const height = 320;

/** A map of how many (input, tap) pairs contribute to each element of an output plane, per input channel. */
export function OverlapPane({ run, width }: { readonly run: RunModel; readonly width: number }) {
  const { clips, viewports } = useViewer();
  const { geometry } = run;
  const [rows, columns] = [geometry.h.outputSize, geometry.w.outputSize];
  const stage = useMemo(() => planeModel('', 'Overlap count', { rows, columns }, overlapView(geometry)), [geometry]);
  const most = useMemo(() => largest(overlapCounts(geometry.h)) * largest(overlapCounts(geometry.w)), [geometry]);
  const scale = useMemo(
    () => computed(() => unsignedScale('count', Math.min(clips.value[key] ?? Infinity, most))),
    [most],
  );
  return (
    <MatrixPane
      pane={{
        key,
        stage,
        dtype: 'float64',
        untitled: true,
        what: { kind: 'overlap' },
        axes: { rows: null, columns: null },
        index: (_, { row, column }) => formatIndex([row, column]),
      }}
      store={runStoreOf(run)}
      box={boxOf(rows, columns, width, height)}
      headerWidth={width}
      scale={scale}
      text={integerText}
      port={viewports.own(key)}
    >
      <div class="overlap-footer">
        <ColourBar label="the overlap" clipKey={key} scale={scale} natural={most} width={96} />
        <span class="dim">taps per element and input channel</span>
      </div>
    </MatrixPane>
  );
}

function largest(counts: Uint32Array): number {
  return counts.reduce((a, b) => Math.max(a, b), 0);
}
