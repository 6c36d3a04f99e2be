import { useState } from 'preact/hooks';
import { type Pair, shapeOf } from '../../src/engine/core/call.ts';
import { solvedParameters } from '../../src/engine/layer/axisSearch.ts';
import type { PairSolution } from '../../src/engine/layer/solveOutputSize.ts';
import { solveRequest } from '../../src/protocol/workerMessages.ts';
import { declaredShape } from '../store/formShape.ts';
import { NumberField } from '../ui/NumberField.tsx';
import { Solutions } from './Solutions.tsx';
import { scenarioWithSolution } from '../solver/scenarioWithSolution.ts';
import { solutionWords } from '../../src/scenario/text/solutionWords.ts';
import { useAnswer } from '../store/useAnswer.ts';
import type { RunModel } from '../store/runModel.ts';
import { useSession } from '../store/useSession.ts';
import { useOverlap } from './overlapState.ts';

/** Largest distance of a parameter from its current value: a search over all of them takes some tenths of a second. */
const reach = 8;
const page = 30;
const size = { min: 1, max: null };

/** The calls near the current one whose output has the wanted size. */
export function Solver({ run }: { readonly run: RunModel }) {
  const { form, messages, ports } = useSession();
  const { wantedOutput, sameAxes } = useOverlap();
  const { geometry } = run;
  const output = wantedOutput.value ?? ([geometry.h.outputSize, geometry.w.outputSize] as const);
  const [limit, setLimit] = useState(page);
  const freeKernel = declaredShape(run.scenario.weight) !== null;
  const sameAlongBoth = sameAxes.value ?? solvedParameters.every((name) => geometry.h[name] === geometry.w[name]);
  const { answer, waiting, error } = useAnswer(
    ports.workers.layer,
    solveRequest,
    // One call more than is shown, to know if there are more.
    () => ({
      shape: shapeOf(run.run.call),
      output,
      reach,
      freeKernel,
      sameAlongBoth,
      limit: limit + 1,
    }),
    [run, output[0], output[1], limit, sameAlongBoth],
  );
  const want = (next: Pair): void => {
    wantedOutput.value = next;
    setLimit(page);
  };
  const choose = (solution: PairSolution): void => {
    // The wanted size stays, whatever the output size of the new call.
    wantedOutput.value = output;
    form.edit((before) => scenarioWithSolution(before, solution));
    messages.tell(`Applied ${solutionWords(solution)}.`);
  };
  return (
    <section class="overlap-part" aria-labelledby="overlap-solver">
      <header>
        <h2 id="overlap-solver">Find parameters for an output of</h2>
        <NumberField
          name="Wanted output height"
          value={output[0]}
          legal={size}
          onChange={(value) => want([Math.max(1, value), output[1]])}
        />
        <span class="dim">×</span>
        <NumberField
          name="Wanted output width"
          value={output[1]}
          legal={size}
          onChange={(value) => want([output[0], Math.max(1, value)])}
        />
        <label class="check">
          <input
            type="checkbox"
            checked={sameAlongBoth}
            onChange={(event) => {
              sameAxes.value = event.currentTarget.checked;
              setLimit(page);
            }}
          />
          same along both axes
        </label>
        <span class="dim" role="status">
          {error ?? (waiting && answer === null ? 'Searching …' : summary(answer ?? [], limit))}
        </span>
      </header>
      {answer !== null && answer.length > 0 && (
        <div class={waiting ? 'overlap-list pending' : 'overlap-list'}>
          <Solutions solutions={answer.slice(0, limit)} current={geometry} choose={choose} />
          {answer.length > limit && (
            <button type="button" class="button secondary" onClick={() => setLimit(limit + page)}>
              {page} more
            </button>
          )}
        </div>
      )}
    </section>
  );
}

function summary(found: readonly PairSolution[], limit: number): string {
  if (found.length === 0) return `No valid parameters within ±${reach} of the current ones give this output size.`;
  if (found.length > limit) return `The nearest ${limit} calls.`;
  return found.length === 1 ? 'The only call.' : `All ${found.length} calls.`;
}
