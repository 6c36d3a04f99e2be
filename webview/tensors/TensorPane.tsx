import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { hasElements, planeAt, planeView } from '../../src/engine/views/plane.ts';
import { elementFormats } from '../../src/formats/common/element.ts';
import { finiteMax, niceLimit } from '../colour/limits.ts';
import { signedScale } from '../colour/scale.ts';
import { ColourBar } from '../viewer/ColourBar.tsx';
import { MatrixPane } from '../viewer/MatrixPane.tsx';
import { AxisSelectors } from '../viewer/tensor/AxisSelectors.tsx';
import { boxOf } from '../viewer/boxOf.ts';
import { integerText } from '../viewer/cellNumbers.ts';
import { planeIndex, planeModel, tensorStoreOf, numpySliceText } from '../viewer/tensorStore.ts';
import { ValueUnder } from './ValueUnder.tsx';
import type { VisibleTensor } from './tensorReader.ts';
import { useViewer } from '../store/useSession.ts';
import { useFile } from '../tensors/fileState.ts';

/** Limits of the colours are kept under this name. */
const clipKey = 'tensor';

/** The selected tensor as a picture: its last two axes, and selectors for the others. */
export function TensorPane(props: {
  readonly shown: VisibleTensor;
  /** What it is called: its key, or its file. */
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
        <ValueUnder tensor={tensor} />
      </div>
    </MatrixPane>
  );
}
