import { solvedParameters, type SolvedParameter } from '../../../src/engine/layer/axisSearch.ts';
import { isOverlapEven } from '../../../src/engine/layer/overlap.ts';
import type { PairSolution } from '../../../src/engine/layer/solveOutputSize.ts';
import type { Geometry } from '../../../src/engine/geometry/geometry.ts';
import { solutionWords, solvedTitles, valueText } from '../../../src/scenario/text/solutionWords.ts';
import { useSession } from '../../store/useSession.ts';
import { Icon } from '../../ui/Icon.tsx';

/** The parameters as the form abbreviates them. */
const symbols: Readonly<Record<SolvedParameter, string>> = {
  kernelSize: 'k',
  stride: 's',
  padding: 'p',
  outputPadding: 'op',
  dilation: 'd',
};

/** A narrow table of calls; changed parameters are bold, calls with an even overlap are marked. */
export function WantedSizeTable(props: {
  readonly solutions: readonly PairSolution[];
  readonly current: Pick<Geometry, 'h' | 'w'>;
  readonly use: (solution: PairSolution) => void;
}) {
  const { solutions, current, use } = props;
  const { isReadonly } = useSession().document;
  return (
    <table class="wanted-size-table">
      <thead>
        <tr>
          {solvedParameters.map((name) => (
            <th key={name} scope="col" title={solvedTitles[name]} aria-label={solvedTitles[name]}>
              {symbols[name]}
            </th>
          ))}
          <th scope="col">
            <span class="visually-hidden">overlap</span>
          </th>
          <th scope="col">
            <span class="visually-hidden">Use</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {solutions.map((solution, index) => {
          const { h, w, changed } = solution;
          const isEven = isOverlapEven(h) && isOverlapEven(w);
          return (
            <tr key={index}>
              {solvedParameters.map((name) => (
                <td key={name} class={h[name] !== current.h[name] || w[name] !== current.w[name] ? 'changed' : ''}>
                  {valueText(solution, name)}
                </td>
              ))}
              <td class={isEven ? 'passed' : ''} title={isEven ? 'Even overlap: no checkerboard' : undefined}>
                {isEven && <Icon name="check" />}
                <span class="visually-hidden">{isEven ? 'even' : 'uneven'}</span>
              </td>
              <td>
                {changed === 0 ? (
                  'current'
                ) : (
                  <button
                    type="button"
                    class="button secondary"
                    disabled={isReadonly.value}
                    aria-label={`Use ${solutionWords(solution)}, ${isEven ? 'even' : 'uneven'} overlap`}
                    onClick={() => use(solution)}
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
