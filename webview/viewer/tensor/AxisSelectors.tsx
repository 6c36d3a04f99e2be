import { leadingAxes } from '../../../src/engine/views/plane.ts';
import type { Shape } from '../../../src/engine/core/tensor.ts';
import { ChannelSelect } from '../ChannelSelect.tsx';
import type { Signal } from '@preact/signals';

/** Largest size of an axis whose index is chosen from a list; on longer axes the index is typed. */
const longestList = 256;

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
      {leadingAxes(shape).map((size, axis) => {
        const common = { name: `axis ${axis}`, label: `Index of axis ${axis}`, count: size };
        const value = leading.value[axis] ?? 0;
        if (size <= 1) return null;
        return size <= longestList ? (
          <ChannelSelect key={axis} {...common} value={value} choose={(to) => choose(axis, to)} />
        ) : (
          <AxisField key={axis} {...common} value={value} choose={(to) => choose(axis, to)} />
        );
      })}
    </span>
  );
}

function AxisField(props: {
  readonly name: string;
  readonly label: string;
  readonly count: number;
  readonly value: number;
  readonly choose: (value: number) => void;
}) {
  const { name, label, count, value, choose } = props;
  return (
    <label class="channel-select">
      <span aria-hidden="true">{name}</span>
      <input
        type="number"
        aria-label={`${label}, 0 to ${count - 1}`}
        min={0}
        max={count - 1}
        value={value}
        onInput={(event) => {
          const typed = event.currentTarget.valueAsNumber;
          if (Number.isInteger(typed) && typed >= 0 && typed < count) choose(typed);
        }}
      />
    </label>
  );
}
