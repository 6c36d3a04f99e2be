import { formatInteger } from '../../src/scenario/text/format.ts';
import { Icon } from '../ui/Icon.tsx';
import { pendingStages, type StageProgress } from '../store/runProgress.ts';
import { useSession } from '../store/useSession.ts';

/**
 * Lists the stages of the current computation. The style sheet shows the list only if the computation takes a while.
 */
export function Stages() {
  const { escape, runner } = useSession();
  const { plan, stages } = runner.progress;
  return (
    <div class="stages">
      <ul>
        {stages.value.map((stage) => (
          <Stage key={stage.step.stage} stage={stage} />
        ))}
        {pendingStages(plan.value, stages.value).map((name) => (
          <li key={name} class="dim">
            <Icon name="remove" />
            <span>{name}</span>
          </li>
        ))}
      </ul>
      <button type="button" class="button secondary" onClick={escape}>
        Cancel <kbd>Esc</kbd>
      </button>
    </div>
  );
}

function Stage({ stage }: { readonly stage: StageProgress }) {
  const { step, milliseconds } = stage;
  const isDone = milliseconds !== null;
  const count = `${formatInteger(step.done)} / ${formatInteger(step.total)}`;
  return (
    <li>
      <span class={isDone ? 'passed' : 'active'}>
        <Icon name={isDone ? 'check' : 'play'} />
      </span>
      <span>{step.stage}</span>
      <span class="mono">{isDone ? `${formatInteger(milliseconds)} ms` : count}</span>
    </li>
  );
}
