import { useRef, useState } from 'preact/hooks';
import { solvedParameters } from '../../src/engine/layer/axisSearch.ts';
import type { Geometry } from '../../src/engine/geometry/geometry.ts';
import type { PairSolution } from '../../src/engine/layer/solveOutputSize.ts';
import { solutionWords, solvedTitles, valueText } from './solutionWords.ts';
import { useSession } from '../store/useSession.ts';

/** The calls, one a row: a click or Enter takes one, arrow keys go through them. */
export function Solutions(props: {
  readonly solutions: readonly PairSolution[];
  readonly present: Pick<Geometry, 'h' | 'w'>;
  readonly choose: (solution: PairSolution) => void;
}) {
  const { isReadonly } = useSession().document;
  const { solutions, present, choose } = props;
  const [reached, setReached] = useState(0);
  // The present call is not to be taken.
  const takeable = solutions.flatMap(({ changed }, index) => (changed > 0 ? [index] : []));
  const active = takeable.includes(reached) ? reached : takeable[0];
  const body = useRef<HTMLTableSectionElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = active === undefined ? 0 : takeable.indexOf(active);
    const last = takeable.length - 1;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    body.current?.querySelectorAll('button')[Math.max(0, Math.min(to, last))]?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <table class="overlap-table solutions">
      <thead>
        <tr>
          {solvedParameters.map((name) => (
            <th key={name} scope="col">
              {solvedTitles[name]}
            </th>
          ))}
          <th scope="col">changes</th>
          <th scope="col">
            <span class="visually-hidden">Take it</span>
          </th>
        </tr>
      </thead>
      <tbody ref={body} onKeyDown={onKeyDown}>
        {solutions.map((solution, index) => {
          const { changed } = solution;
          return (
            <tr key={index}>
              {solvedParameters.map((name) => {
                const { h, w } = solution;
                const other = h[name] !== present.h[name] || w[name] !== present.w[name];
                return (
                  <td key={name} class={other ? 'changed' : ''}>
                    {valueText(solution, name)}
                  </td>
                );
              })}
              <td>{changed === 0 ? '–' : changed}</td>
              <td>
                {changed === 0 ? (
                  'present call'
                ) : (
                  <button
                    type="button"
                    class="button secondary"
                    tabIndex={index === active ? 0 : -1}
                    disabled={isReadonly.value}
                    aria-label={`Take ${solutionWords(solution)}`}
                    onFocus={() => setReached(index)}
                    onClick={() => choose(solution)}
                  >
                    Take
                  </button>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
