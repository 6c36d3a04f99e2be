import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { indicesInPart, planeOf } from '../../src/engine/views/pictureAxes.ts';
import { hasElements, planeView } from '../../src/engine/views/plane.ts';
import { elementFormats } from '../../src/formats/common/element.ts';

import { MatrixPane } from '../viewer/MatrixPane.tsx';
import type { PixelPicture } from '../viewer/paneModel.ts';
import type { PaneBox } from '../viewer/frame.ts';
import { cellNumbers, integerText } from '../viewer/cellNumbers.ts';
import { planeModel, tensorStoreOf } from '../viewer/tensorStore.ts';
import type { Scale } from '../../src/colour/scale.ts';
import { imageCanvas, imageTensor } from './colourImage.ts';
import { pixelWords } from './pixelWords.ts';
import { cellIndex, sliceName } from './sliceName.ts';
import type { VisibleTensor } from './tensorReader.ts';
import { useViewer } from '../store/useSession.ts';

/** A picture of a slice of the selected tensor. */
export function TensorPane(props: {
  readonly shown: VisibleTensor;
  /** The tensor's key, or the name of its file. */
  readonly name: string;
  readonly scale: Scale;
  readonly box: PaneBox;
  readonly headerWidth: number;
}) {
  const { viewports } = useViewer();
  const { shown, name, scale, box, headerWidth } = props;
  const { tensor, entry, axes, indices, part } = shown;
  const relative = indicesInPart(part, indices);
  const plane = planeOf(tensor.shape, axes, relative);
  const title = sliceName(axes, indices);
  const stage = useMemo(() => planeModel(name, title, plane, planeView(tensor, plane)), [tensor, name, title]);
  const store = useMemo(() => tensorStoreOf([tensor], name), [tensor, name]);
  const numbers = useMemo(() => (axes.colours === null ? null : imageTensor(tensor, axes, relative)), [tensor, title]);
  const image = useMemo(
    (): PixelPicture | null =>
      numbers === null
        ? null
        : {
            canvas: imageCanvas(numbers, scale),
            tensor: () => numbers,
            words: (cell) => pixelWords(shown, cell),
          },
    [numbers, scale.low, scale.high],
  );
  const colours = useMemo(() => computed(() => scale), [scale]);
  const size = Math.max(Math.abs(scale.low), Math.abs(scale.high));
  const text = useMemo(
    () => (elementFormats[entry.element].stored === 'integer' ? integerText : cellNumbers(size)),
    [entry.element, size],
  );
  if (!hasElements(entry.shape)) return <p class="dim">The tensor has no elements.</p>;
  return (
    <MatrixPane
      pane={{
        key: 'tensor',
        stage,
        dtype: tensor.dtype,
        untitled: true,
        what: { kind: 'plane', tensor: 0, plane },
        axes: { rows: null, columns: null },
        index: (_, cell) => cellIndex(axes, indices, cell),
        ...(image === null ? {} : { image }),
      }}
      store={store}
      box={box}
      headerWidth={headerWidth}
      scale={colours}
      text={text}
      port={viewports.own('tensor')}
    >
      <div class="tensor-footer">
        <ValueAtCursor shown={shown} />
      </div>
    </MatrixPane>
  );
}

/** The value under the mouse, or under the cursor if the mouse is elsewhere, with its index and all its digits. */
function ValueAtCursor({ shown }: { readonly shown: VisibleTensor }) {
  const { y, x } = useViewer().displayCursor.value;
  return (
    <output class="mono value-under">
      {cellIndex(shown.axes, shown.indices, { row: y, column: x })} = {pixelWords(shown, { row: y, column: x })}
    </output>
  );
}
