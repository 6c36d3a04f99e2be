import { canBeColours, fixedAxes, type PictureAxes } from '../../src/engine/views/pictureAxes.ts';
import type { Shape } from '../../src/engine/core/tensor.ts';
import { IndexSlider } from '../viewer/tensor/IndexSlider.tsx';
import { type AxisRole, axesWith, roleOf } from './axisRole.ts';
import { mostImagePixels } from './colourImage.ts';
import { useFile } from './fileState.ts';

const roleWords: Readonly<Record<AxisRole, string>> = {
  rows: 'rows',
  columns: 'columns',
  colours: 'colours',
  index: 'slice',
};

/** Chooses for each axis of the tensor whether it is the picture's rows, columns or colours, or which index it has. */
export function AxesBar({
  shape,
  axes,
  indices,
}: {
  readonly shape: Shape;
  readonly axes: PictureAxes;
  readonly indices: readonly number[];
}) {
  const { chooseAxes, chooseIndex } = useFile();
  if (shape.length === 0) return null;
  const fixed = fixedAxes(shape, axes);
  return (
    <div class="axes-bar" role="group" aria-label="Axes of the picture">
      {shape.map((size, axis) => (
        <span key={axis} class="axis" role="group" aria-label={`Axis ${axis} of size ${size}`}>
          <span class="axis-name" aria-hidden="true">
            axis {axis} <span class="dim">({size})</span>
          </span>
          <select
            aria-label={`Axis ${axis} is shown as`}
            value={roleOf(axes, axis)}
            onChange={(event) => {
              chooseAxes(axesWith(shape, axes, axis, event.currentTarget.value as AxisRole));
            }}
          >
            {rolesFor(shape, axis).map((role) => (
              <option key={role} value={role}>
                {roleWords[role]}
              </option>
            ))}
          </select>
          {fixed.includes(axis) && size > 1 && (
            <IndexSlider
              name={`axis ${axis}`}
              count={size}
              value={indices[axis] ?? 0}
              choose={(to) => chooseIndex(axis, to)}
            />
          )}
        </span>
      ))}
    </div>
  );
}

function rolesFor(shape: Shape, axis: number): readonly AxisRole[] {
  const isSmall = shape.every((size, other) => other === axis || size <= mostImagePixels);
  return ['rows', 'columns', 'index', ...(canBeColours(shape[axis]) && isSmall ? (['colours'] as const) : [])];
}
