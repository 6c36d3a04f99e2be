import type { ComparedSums } from '../../../../src/engine/orders/compareOrders.ts';
import { termWindowOf } from '../termWindow.ts';
import type { TracedElement } from '../tracedElement.ts';
import { positionAt } from './positionAt.ts';
import { sumLines } from './sumLines.tsx';
import { TermLabel } from '../../../ui/TermLabel.tsx';
import { useViewer } from '../../../store/useSession.ts';
import { usePipeline } from '../../../pipeline/pipelineState.ts';

interface Props {
  readonly traced: TracedElement;
  readonly sums: ComparedSums;
  /** Number of columns that fit. */
  readonly columns: number;
  /** Width of a column in CSS pixels. */
  readonly width: number;
}

/** Lists the partial sums of both orders around the cursor, one position per column. */
export function SumsTable({ traced, sums, columns, width }: Props) {
  const { displayCursor } = useViewer();
  const { goToPosition } = usePipeline();
  const { own, count, sumsDivergeAt } = sums;
  if (count === 0) return null;
  const here = positionAt(own.places, displayCursor.value.term);
  const { first, end } = termWindowOf(here, count, count, columns);
  const positions = Array.from({ length: end - first }, (_, i) => first + i);
  const classOf = (position: number): string =>
    [position === here ? 'current' : position > here ? 'future' : '', position === sumsDivergeAt ? 'parts' : ''].join(
      ' ',
    );
  return (
    <div class="terms-frame">
      <table class="terms sums" style={{ '--column': `${String(width)}px` }}>
        <thead>
          <tr>
            <th scope="row">position</th>
            {positions.map((position) => (
              <th
                key={position}
                scope="col"
                class={classOf(position)}
                aria-current={position === here ? 'step' : undefined}
                title={position === sumsDivergeAt ? 'The sums diverge here' : undefined}
                onClick={() => goToPosition(position)}
              >
                {position === sumsDivergeAt ? `≠ ${String(position)}` : position}
              </th>
            ))}
          </tr>
        </thead>
        {sumLines(traced, sums, { first, end }).map(({ side, title, lines }) => (
          <tbody key={side}>
            {title !== null && (
              <tr class="rule">
                <th scope="rowgroup" colSpan={1 + positions.length}>
                  <span class={`swatch ${side}`} />
                  {title}
                </th>
              </tr>
            )}
            {lines.map(({ name, term, className, cell }) => (
              <tr key={name} class={title === null ? 'rule' : className}>
                <th scope="row">{term === undefined ? name : <TermLabel term={term}>{name}</TermLabel>}</th>
                {positions.map((position) => (
                  <td key={position} class={classOf(position)} onClick={() => goToPosition(position)}>
                    {cell(position)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}
