import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { hasElements, planeAt, planeView } from '../../src/engine/views/plane.ts';
import { elementFormats } from '../../src/formats/common/element.ts';
import { formatIndex } from '../../src/scenario/text/format.ts';
import { finiteMax, niceLimit } from '../colour/limits.ts';
import { signedScale } from '../colour/scale.ts';
import { ColourBar } from '../viewer/ColourBar.tsx';
import { MatrixPane } from '../viewer/MatrixPane.tsx';
import { AxisSelectors } from '../viewer/tensor/AxisSelectors.tsx';
import { boxOf } from '../viewer/boxOf.ts';
import { integerText } from '../viewer/cellNumbers.ts';
import { exactNumber } from '../viewer/cellWords.ts';
import { flatUnder, indexOf, planeIndex, planeModel, tensorStoreOf, numpySliceText } from '../viewer/tensorStore.ts';
import type { Tensor } from '../../src/engine/core/tensor.ts';
import type { VisibleTensor } from './tensorReader.ts';
import { useViewer } from '../store/useSession.ts';
import { useFile } from './fileState.ts';

/** The key of the pane's colour limit. */
const clipKey = 'tensor';

/** A picture of the selected tensor's last two axes, with selectors for the other axes. */
export function TensorPane(props: {
  readonly shown: VisibleTensor;
  /** The tensor's key, or the name of its file. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
}) {
  const { clips, viewports } = useViewer();
  const { leading } = useFile().reader;
  const { shown, name, width, height } = props;
  const { tensor, entry } = shown;
  const { shape } = tensor;
  const indices = leading.value;
  const plane = planeAt(shape, indices);
  const title = numpySliceText(shape, indices);
  const stage = useMemo(() => planeModel(name, title, plane, planeView(tensor, plane)), [tensor, plane.at]);
  const scene = useMemo(() => tensorStoreOf([tensor], name), [tensor, name]);
  const natural = useMemo(() => niceLimit(finiteMax(tensor.data)), [tensor]);
  const scale = useMemo(
    () => computed(() => signedScale(Math.min(clips.value[clipKey] ?? Infinity, natural))),
    [natural],
  );
  if (!hasElements(shape)) return <p class="dim">The tensor has no elements.</p>;
  const { stored } = elementFormats[entry.element];
  return (
    <MatrixPane
      pane={{
        key: 'tensor',
        stage,
        dtype: tensor.dtype,
        untitled: true,
        what: { kind: 'plane', tensor: 0, plane },
        axes: { rows: null, columns: null },
        index: planeIndex(shape, indices),
      }}
      store={scene}
      box={boxOf(plane.rows, plane.columns, width, height)}
      headerWidth={width}
      scale={scale}
      {...(stored === 'integer' ? { text: integerText } : {})}
      port={viewports.own('tensor')}
      extra={<AxisSelectors shape={shape} leading={leading} />}
    >
      <div class="tensor-footer">
        <ColourBar label={name} clipKey={clipKey} scale={scale} natural={natural} width={96} />
        <ValueAtCursor tensor={tensor} />
      </div>
    </MatrixPane>
  );
}

/** The value under the mouse, or under the cursor if the mouse is elsewhere, with its index and all its digits. */
function ValueAtCursor({ tensor }: { readonly tensor: Tensor }) {
  const at = useViewer().displayCursor.value;
  const { leading } = useFile().reader;
  const { shape, data, dtype } = tensor;
  const index = formatIndex(indexOf(shape, leading.value, { row: at.y, column: at.x }));
  const value = data[flatUnder(shape, leading.value, at)];
  return value === undefined ? null : (
    <output class="mono value-under">
      {index} = {exactNumber(value, dtype)}
    </output>
  );
}
