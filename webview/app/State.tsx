import { hasField, stillShowing } from '../store/refusalAt.ts';
import { Empty } from './Empty.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Stages } from './Stages.tsx';
import type { Refusal } from '../../src/engine/core/refusal.ts';
import { useSettled } from '../ui/useSettled.ts';
import { assertNever } from '../../src/engine/core/assertNever.ts';
import { useSession } from '../store/useSession.ts';

/** Shows the state of the page if it is not a finished run: empty, computing, cancelled, failed or refused. */
export function State() {
  const { escape, form, runner } = useSession();
  const { currentRun, displayPhase, validScenario } = runner;
  const now = displayPhase.value;
  switch (now.kind) {
    case 'empty':
      return <Empty />;
    case 'computing':
      return <Stages />;
    case 'done':
      return null;
    case 'cancelled':
      return (
        <div class="banner">
          <Icon name="circle-slash" />
          <p>Cancelled. {currentRun.value !== null && 'Showing the previous result.'}</p>
          <button type="button" class="button secondary" onClick={form.runAgain}>
            Run again
          </button>
        </div>
      );
    case 'failed':
      return (
        <div class="banner failed" role="alert">
          <Icon name="error" />
          <p>The run failed: {now.error}</p>
          <button type="button" class="button secondary" onClick={form.runAgain}>
            Run again
          </button>
        </div>
      );
    case 'refused':
      if (currentRun.value !== null) return hasField(now.refusal) ? null : <RefusedOverlay refusal={now.refusal} />;
      return (
        // A refusal with a field is announced at the field. Without a figure the message is shown here as well.
        <div class="banner failed" role={hasField(now.refusal) ? undefined : 'alert'}>
          <Icon name="error" />
          <p>{now.refusal.message}</p>
          {validScenario.value !== null && (
            <button type="button" class="button secondary" onClick={escape}>
              Back to the last valid call <kbd>Esc</kbd>
            </button>
          )}
        </div>
      );
    default:
      return assertNever(now, 'phase');
  }
}

/** The time without a change after which a refusal is shown over the figure: a document is refused at almost every key. */
const restMilliseconds = 600;

/** A refusal without a field. It lies over the figure, which keeps its place. */
function RefusedOverlay({ refusal }: { readonly refusal: Refusal }) {
  const { escape, runner, ports } = useSession();
  const valid = runner.validScenario.value;
  const shown = useSettled(refusal, restMilliseconds, ports.clock);
  return (
    <div class="refused-place" role="alert">
      {shown !== null && (
        <div class="banner failed refused-overlay">
          <Icon name="error" />
          <p>
            {shown.message} {stillShowing(shown, valid)}
          </p>
          {valid !== null && (
            <button type="button" class="button secondary" onClick={escape}>
              Back to the last valid call <kbd>Esc</kbd>
            </button>
          )}
        </div>
      )}
    </div>
  );
}
