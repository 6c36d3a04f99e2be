import { NumberField } from '../../ui/NumberField.tsx';

/** Chooses an index of an axis: a slider, and a field for the number. */
export function IndexSlider(props: {
  /** Name of the axis: "axis 0". */
  readonly name: string;
  /** Number of elements on the axis. */
  readonly count: number;
  readonly value: number;
  readonly choose: (value: number) => void;
}) {
  const { name, count, value, choose } = props;
  return (
    <span class="index-slider">
      <input
        type="range"
        aria-label={`Index of ${name}`}
        min={0}
        max={count - 1}
        value={value}
        onInput={(event) => choose(event.currentTarget.valueAsNumber)}
      />
      <NumberField
        name={`Index of ${name}, 0 to ${count - 1}`}
        value={value}
        legal={{ min: 0, max: count - 1 }}
        onChange={(typed) => {
          if (typed >= 0 && typed < count) choose(typed);
        }}
      />
    </span>
  );
}
