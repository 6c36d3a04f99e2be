/** A select of an index in a pane's header: "c 25 ⌄". */
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
      <select aria-label={label} value={value} onChange={(event) => choose(Number(event.currentTarget.value))}>
        {Array.from({ length: count }, (_, i) => (
          <option key={i} value={i}>
            {i}
          </option>
        ))}
      </select>
    </label>
  );
}
