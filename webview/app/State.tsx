import { Empty } from './Empty.tsx';
import { Icon } from '../ui/Icon.tsx';
import { RefusedBanner } from './RefusedBanner.tsx';
import { Stages } from './Stages.tsx';
import { assertNever } from '../../src/engine/core/assertNever.ts';
import { useSession } from '../store/useSession.ts';

/** Shows the state of the page if it is not a finished run: empty, computing, cancelled, failed or refused. */
export function State() {
  const { form, runner } = useSession();
  const { currentRun, displayPhase } = runner;
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
          <p>Cancelled. {currentRun.value !== null && 'The figure shows the previous call.'}</p>
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
      return <RefusedBanner refusal={now.refusal} />;
    default:
      return assertNever(now, 'phase');
  }
}
