import { useRef, useState } from 'preact/hooks';
import { solvedParameters } from '../../src/engine/layer/axisSearch.ts';
import { isOverlapEven } from '../../src/engine/layer/overlap.ts';
import type { Geometry } from '../../src/engine/geometry/geometry.ts';
import type { PairSolution } from '../../src/engine/layer/solveOutputSize.ts';
import { solutionWords, solvedTitles, valueText } from '../../src/scenario/text/solutionWords.ts';
import { useSession } from '../store/useSession.ts';

/** A table of calls: a click or Enter applies a call, arrow keys move between them. */
export function Solutions(props: {
  readonly solutions: readonly PairSolution[];
  readonly current: Pick<Geometry, 'h' | 'w'>;
  readonly choose: (solution: PairSolution) => void;
}) {
  const { isReadonly } = useSession().document;
  const { solutions, current, choose } = props;
  const [focused, setFocused] = useState(0);
  // The current call cannot be applied again.
  const applicable = solutions.flatMap(({ changed }, index) => (changed > 0 ? [index] : []));
  const active = applicable.includes(focused) ? focused : applicable[0];
  const body = useRef<HTMLTableSectionElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = active === undefined ? 0 : applicable.indexOf(active);
    const last = applicable.length - 1;
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
          <th scope="col">overlap</th>
          <th scope="col">changes</th>
          <th scope="col">
            <span class="visually-hidden">Use</span>
          </th>
        </tr>
      </thead>
      <tbody ref={body} onKeyDown={onKeyDown}>
        {solutions.map((solution, index) => {
          const { changed } = solution;
          const isEven = isOverlapEven(solution.h) && isOverlapEven(solution.w);
          return (
            <tr key={index}>
              {solvedParameters.map((name) => {
                const { h, w } = solution;
                const differs = h[name] !== current.h[name] || w[name] !== current.w[name];
                return (
                  <td key={name} class={differs ? 'changed' : ''}>
                    {valueText(solution, name)}
                  </td>
                );
              })}
              <td class={isEven ? 'passed' : ''}>{isEven ? 'even' : 'uneven'}</td>
              <td>{changed === 0 ? '–' : changed}</td>
              <td>
                {changed === 0 ? (
                  'current call'
                ) : (
                  <button
                    type="button"
                    class="button secondary"
                    tabIndex={index === active ? 0 : -1}
                    disabled={isReadonly.value}
                    aria-label={`Use ${solutionWords(solution)}, ${isEven ? 'even' : 'uneven'} overlap`}
                    onFocus={() => setFocused(index)}
                    onClick={() => choose(solution)}
                  >
                    Use
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
