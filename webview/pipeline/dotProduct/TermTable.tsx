import type { Scale } from '../../../src/colour/scale.ts';
import { factorNamesOf } from './factorNames.ts';
import { isZero, termLines } from './termLines.tsx';
import { runLength, termWindowOf } from './termWindow.ts';
import type { TracedElement } from './tracedElement.ts';
import { TermLabel } from '../../ui/TermLabel.tsx';
import { useSession, useViewer } from '../../store/useSession.ts';

interface Props {
  readonly traced: TracedElement;
  /** Number of terms that fit, one per column. */
  readonly capacity: number;
  readonly weights: Scale;
  readonly inputs: Scale;
}

/** Lists the terms around the cursor: one term per column, one step of the arithmetic per line. */
export function TermTable({ traced, capacity, weights, inputs }: Props) {
  const { navigation } = useSession();
  const { displayCursor } = useViewer();
  const { run, element, count } = traced;
  const { geometry, formulation } = run;
  const term = Math.min(displayCursor.value.term, Math.max(0, count - 1));
  const accumulation = formulation.accumulation(geometry);
  const length = runLength(accumulation, count, geometry.cinPerGroup);
  const window = termWindowOf(term, count, length, capacity);
  const { first, end } = window;
  const columns = Array.from({ length: end - first }, (_, i) => first + i);
  const terms = columns.map((index) => formulation.termAt(geometry, element, index));
  const lines = termLines(traced, window, weights, inputs);
  return (
    <table class="terms">
      <thead>
        <tr>
          <th scope="row">term {factorNamesOf(run, element).index}</th>
          {columns.map((index) => (
            <th
              key={index}
              scope="col"
              class={classOf(index, term)}
              aria-current={index === term ? 'step' : undefined}
              onClick={() => navigation.moveTo({ term: index })}
            >
              {index}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.name} class={line.className}>
            <th scope="row">
              {line.explained === undefined ? line.name : <TermLabel term={line.explained}>{line.name}</TermLabel>}
            </th>
            {terms.map((listed, i) => {
              const index = first + i;
              return (
                <td
                  key={index}
                  class={`${classOf(index, term)} ${isZero(listed) ? 'zero' : ''}`}
                  onClick={() => navigation.moveTo({ term: index })}
                >
                  {line.cell(listed, index)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function classOf(index: number, term: number): string {
  return index === term ? 'current' : index > term ? 'future' : '';
}
