import { useEffect, useRef } from 'preact/hooks';
import { indicesInPart, planeOf } from '../../src/engine/views/pictureAxes.ts';
import type { MatrixView } from '../../src/engine/geometry/matrixView.ts';
import { planeView } from '../../src/engine/views/plane.ts';
import { entryOf, type Scale } from '../../src/colour/scale.ts';
import { boxOf } from '../viewer/boxOf.ts';
import { px } from '../ui/px.ts';
import { imagePixels, imageTensor } from './colourImage.ts';
import { finiteRange, naturalLimits, tensorScale } from './colourScale.ts';
import { plainColouring } from './picture.ts';
import type { VisibleTensor } from './tensorReader.ts';

/** A picture of some of the rows and columns of a slice, until all of them have been read. */
export function PreviewPicture(props: {
  readonly preview: VisibleTensor;
  readonly width: number;
  readonly height: number;
}) {
  const { preview, width, height } = props;
  const { axes, entry } = preview;
  const canvas = useRef<HTMLCanvasElement>(null);
  const sizeOf = (axis: number | null): number => (axis === null ? 1 : (entry.shape[axis] ?? 1));
  const box = boxOf(sizeOf(axes.rows), sizeOf(axes.columns), width, height);
  useEffect(() => {
    if (canvas.current !== null) paint(canvas.current, preview);
  }, [preview]);
  return (
    <canvas
      ref={canvas}
      class="tensor-preview"
      role="img"
      aria-label="Preview of the slice"
      style={{ width: px(box.width), height: px(box.height) }}
    />
  );
}

function paint(canvas: HTMLCanvasElement, { tensor, part, axes, indices, entry }: VisibleTensor): void {
  const relative = indicesInPart(part, indices);
  const view = planeView(tensor, planeOf(tensor.shape, axes, relative));
  canvas.width = view.columns;
  canvas.height = view.rows;
  const range = finiteRange(tensor.data) ?? { low: 0, high: 1 };
  const isImage = axes.colours !== null;
  const pixels = isImage
    ? imagePixels(imageTensor(tensor, axes, relative), naturalLimits('grey', entry.element, range, true))
    : scaledPixels(view, tensorScale(plainColouring, entry.element, range, false));
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, view.columns, view.rows), 0, 0);
}

function scaledPixels(view: MatrixView, scale: Scale): Uint8ClampedArray<ArrayBuffer> {
  const { rows, columns } = view;
  const pixels = new Uint8ClampedArray(rows * columns * 4);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at += 4) {
      const number = view.value(row, column);
      pixels[at + 3] = 255;
      if (number - number !== 0) continue;
      const entry = entryOf(scale, number) * 3;
      for (let i = 0; i < 3; i++) pixels[at + i] = scale.lut[entry + i] as number;
    }
  }
  return pixels;
}
