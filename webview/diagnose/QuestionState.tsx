import { formatInteger } from '../../src/scenario/text/format.ts';
import { Icon } from '../ui/Icon.tsx';
import { StepBar } from './StepBar.tsx';
import { assertNever } from '../../src/engine/core/assertNever.ts';
import type { LatestTask, TaskPhase } from '../store/latestTask.ts';
import { useViewer } from '../store/useSession.ts';

/** The progress of a query, or the reason why it has no answer. */
export function QuestionState(props: {
  readonly question: Pick<LatestTask<never, unknown>, 'phase' | 'cancel'>;
  /** Names the work: "Tracing". */
  readonly doing: string;
  readonly again: string;
  readonly onAgain: () => void;
}) {
  const { question, doing, again, onAgain } = props;
  const { messages } = useViewer();
  const cancel = (): void => {
    if (question.cancel()) messages.announce('Cancelled.');
  };
  const phase = question.phase.value;
  switch (phase.kind) {
    case 'idle':
      return null;
    case 'computing':
      return <Computing doing={doing} phase={phase} cancel={cancel} />;
    case 'cancelled':
    case 'failed':
      return (
        <div class={phase.kind === 'failed' ? 'banner failed' : 'banner'} role="alert">
          <Icon name={phase.kind === 'failed' ? 'error' : 'circle-slash'} />
          <p>{phase.kind === 'failed' ? phase.error : 'Cancelled.'}</p>
          <button type="button" class="button secondary" onClick={onAgain}>
            {again}
          </button>
        </div>
      );
    default:
      return assertNever(phase, 'phase');
  }
}

/** CSS hides it for the time in which it could not be read. */
function Computing(props: {
  readonly doing: string;
  readonly phase: TaskPhase & { readonly kind: 'computing' };
  readonly cancel: () => void;
}) {
  const { step } = props.phase;
  return (
    <div class="question-progress">
      <StepBar label={props.doing} step={step} before={props.doing} />
      <span>{step?.stage ?? props.doing}</span>
      <span class="mono">{step !== null && `${formatInteger(step.done)} / ${formatInteger(step.total)}`}</span>
      <button type="button" class="button secondary" onClick={props.cancel}>
        Cancel <kbd>Esc</kbd>
      </button>
    </div>
  );
}
