import type { Scale } from '../../colour/scale.ts';
import { factorNamesOf } from './factorNames.ts';
import { isZero, termLines } from './termLines.tsx';
import { runLength, termWindowOf } from './termWindow.ts';
import type { TracedElement } from './tracedElement.ts';
import { useSession, useViewer } from '../../store/useSession.ts';

interface Props {
  readonly traced: TracedElement;
  /** Columns of terms that there is room for. */
  readonly capacity: number;
  readonly weights: Scale;
  readonly inputs: Scale;
}

/** The terms around the cursor as a table: a column a term, a line a step of the arithmetic. */
export function TermTable({ traced, capacity, weights, inputs }: Props) {
  const { navigation } = useSession();
  const { displayCursor } = useViewer();
  const { run, element, count } = traced;
  const { geometry, formulation } = run;
  const term = Math.min(displayCursor.value.term, Math.max(0, count - 1));
  const accumulation = formulation.accumulation(geometry);
  const length = runLength(accumulation, count, geometry.cinPerGroup);
  const inSight = termWindowOf(term, count, length, capacity);
  const { first, end } = inSight;
  const columns = Array.from({ length: end - first }, (_, i) => first + i);
  const terms = columns.map((index) => formulation.termAt(geometry, element, index));
  const lines = termLines(traced, inSight, weights, inputs);
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
            <th scope="row">{line.name}</th>
            {terms.map((of, i) => {
              const index = first + i;
              return (
                <td
                  key={index}
                  class={`${classOf(index, term)} ${isZero(of) ? 'zero' : ''}`}
                  onClick={() => navigation.moveTo({ term: index })}
                >
                  {line.cell(of, index)}
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
