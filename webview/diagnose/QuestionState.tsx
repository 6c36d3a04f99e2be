import type { Signal } from '@preact/signals';
import { formatInteger } from '../../src/scenario/text/format.ts';
import { Icon } from '../ui/Icon.tsx';
import { StepBar } from './StepBar.tsx';
import type { QuestionPhase } from './question.ts';

/** What there is to say while a question is under way, or when it came to nothing. */
export function QuestionState(props: {
  readonly question: { readonly phase: Signal<QuestionPhase>; cancel(): boolean };
  /** What is done: "Tracing". */
  readonly doing: string;
  readonly again: string;
  readonly onAgain: () => void;
}) {
  const { question, doing, again, onAgain } = props;
  const phase = question.phase.value;
  switch (phase.kind) {
    case 'idle':
      return null;
    case 'computing':
      return <Computing doing={doing} phase={phase} cancel={() => void question.cancel()} />;
    case 'cancelled':
    case 'failed':
      return (
        <div class={phase.kind === 'failed' ? 'banner failed' : 'banner'} role="alert">
          <Icon name={phase.kind === 'failed' ? 'error' : 'circle-slash'} />
          <p>{phase.kind === 'failed' ? phase.error : 'It was cancelled.'}</p>
          <button type="button" class="button secondary" onClick={onAgain}>
            {again}
          </button>
        </div>
      );
    default: {
      const never: never = phase;
      return never;
    }
  }
}

/** Appears only once it takes long enough to be read. */
function Computing(props: {
  readonly doing: string;
  readonly phase: QuestionPhase & { readonly kind: 'computing' };
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
