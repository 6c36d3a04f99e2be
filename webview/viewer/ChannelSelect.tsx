import { NumberField } from '../ui/NumberField.tsx';

/** The most indices that are listed; a longer list takes long to draw and to search. */
const mostListed = 1000;

/** A select of an index in a pane's header: "c 25 ⌄". Among very many, the index is typed. */
export function ChannelSelect(props: {
  /** Name as in the equation: c, n. */
  readonly name: string;
  /** Name for screen readers. */
  readonly label: string;
  readonly count: number;
  readonly value: number;
  readonly choose: (value: number) => void;
}) {
  const { name, label, count, value, choose } = props;
  return (
    <label class="channel-select">
      <span aria-hidden="true">{name}</span>
      {count > mostListed ? (
        <NumberField
          name={label}
          value={value}
          legal={{ min: 0, max: count - 1 }}
          onChange={(to) => choose(Math.min(Math.max(0, to), count - 1))}
        />
      ) : (
        <select aria-label={label} value={value} onChange={(event) => choose(Number(event.currentTarget.value))}>
          {Array.from({ length: count }, (_, i) => (
            <option key={i} value={i}>
              {i}
            </option>
          ))}
        </select>
      )}
    </label>
  );
}
