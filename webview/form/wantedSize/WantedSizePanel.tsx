import { useEffect, useRef, useState } from 'preact/hooks';
import type { CallShape, Pair } from '../../../src/engine/core/call.ts';
import type { Geometry } from '../../../src/engine/geometry/geometry.ts';
import { canStayShared, type PairSolution } from '../../../src/engine/layer/solveOutputSize.ts';
import { solveRequest } from '../../../src/protocol/workerMessages.ts';
import { readSizes } from '../../../src/scenario/paste/sizesText.ts';
import { scenarioWithSolution } from '../../solver/scenarioWithSolution.ts';
import { solutionWords } from '../../../src/scenario/text/solutionWords.ts';
import { declaredShape } from '../../store/formShape.ts';
import { useAnswer } from '../../store/useAnswer.ts';
import { useSession } from '../../store/useSession.ts';
import { Icon } from '../../ui/Icon.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import type { LongerText } from '../../ui/NumberField.tsx';
import { WantedSizeTable } from './WantedSizeTable.tsx';

/** Largest distance of a parameter from its current value; see the tab Overlap. */
const reach = 8;
/** The calls that are listed at first, and those that each press of "more" adds. */
const page = 6;
const size = { min: 1, max: null };

/** Asks for an output size, and lists the calls nearest to the current one that give it. Escape closes. */
export function WantedSizePanel(props: {
  readonly shape: CallShape;
  readonly geometry: Geometry;
  readonly close: () => void;
}) {
  const { shape, geometry, close } = props;
  const { form, messages, ports } = useSession();
  const { solver } = ports.workers;
  const [wanted, setWanted] = useState<Pair>([geometry.h.outputSize, geometry.w.outputSize]);
  const [limit, setLimit] = useState(page);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    root.current?.querySelector('input')?.focus();
    return () => solver.end();
  }, []);
  const [height, width] = wanted;
  const sameAlongBoth = canStayShared(shape, wanted);
  const freeKernel = form.scenario.value !== null && declaredShape(form.scenario.value.weight) !== null;
  const { answer, waiting, error } = useAnswer(
    solver,
    solveRequest,
    // One call more than is shown, to know if there are more.
    () => ({ shape, output: wanted, reach, freeKernel, sameAlongBoth, limit: limit + 1 }),
    [geometry, height, width, limit, sameAlongBoth, freeKernel],
  );
  const want = (next: Pair): void => {
    setWanted([Math.max(1, next[0]), Math.max(1, next[1])]);
    setLimit(page);
  };
  const bothSizes: LongerText = {
    take: (text) => {
      const [h, w, ...others] = readSizes(text) ?? [];
      if (typeof h !== 'number' || typeof w !== 'number' || others.length > 0) return false;
      want([h, w]);
      return true;
    },
    isUnfinished: (text) => /^\s*[[(]?\s*\d+\s*[x×,*]?/i.test(text),
  };
  const use = (solution: PairSolution): void => {
    form.edit((before) => scenarioWithSolution(before, solution));
    messages.tell(`Applied ${solutionWords(solution)}.`);
    close();
  };
  return (
    <div
      class="wanted-size"
      id="wanted-size"
      role="group"
      aria-label="Find parameters for an output size"
      ref={root}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        close();
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <div class="wanted-size-row">
        <span>Output</span>
        <NumberField
          name="Wanted output height in the form"
          value={height}
          legal={size}
          // A square output stays square until the width is edited.
          onChange={(value) => want([value, height === width ? value : width])}
          longer={bothSizes}
        />
        <span class="dim">×</span>
        <NumberField
          name="Wanted output width in the form"
          value={width}
          legal={size}
          onChange={(value) => want([height, value])}
          longer={bothSizes}
        />
        <button type="button" class="icon-button" title="Close (Esc)" aria-label="Close" onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      <p class="dim" role="status">
        {error ?? (answer === null ? 'Searching …' : summary(answer, limit))}
      </p>
      {answer !== null && answer.length > 0 && (
        <div class={waiting ? 'pending' : ''}>
          <WantedSizeTable solutions={answer.slice(0, limit)} current={geometry} use={use} />
          {answer.length > limit && (
            <button type="button" class="button secondary" onClick={() => setLimit(limit + page)}>
              {page} more
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function summary(found: readonly PairSolution[], limit: number): string {
  if (found.length === 0)
    return 'No parameters near the current ones give this size. Try a size of its own for H and W.';
  if (found.length > limit) return `The ${limit} nearest calls; ✓ overlaps evenly.`;
  return found.length === 1
    ? 'The only call nearby; ✓ overlaps evenly.'
    : `All ${found.length} calls nearby; ✓ overlaps evenly.`;
}
