import type { Signal } from '@preact/signals';
import type { Shape } from '../../../src/engine/core/tensor.ts';
import { leadingAxes } from '../../../src/engine/views/plane.ts';
import { IndexSlider } from './IndexSlider.tsx';

/** Selects the plane of a tensor: one index for each axis before the last two that is longer than 1. */
export function AxisSelectors({
  shape,
  leading,
}: {
  readonly shape: Shape;
  readonly leading: Signal<readonly number[]>;
}) {
  const choose = (axis: number, value: number): void => {
    leading.value = leadingAxes(shape).map((_, i) => (i === axis ? value : (leading.peek()[i] ?? 0)));
  };
  return (
    <span class="selectors">
      {leadingAxes(shape).map((size, axis) =>
        size <= 1 ? null : (
          <span key={axis} class="axis-selector">
            <span aria-hidden="true">axis {axis}</span>
            <IndexSlider
              name={`axis ${axis}`}
              count={size}
              value={leading.value[axis] ?? 0}
              choose={(to) => choose(axis, to)}
            />
          </span>
        ),
      )}
    </span>
  );
}
