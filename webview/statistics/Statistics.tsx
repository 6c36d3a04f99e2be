import { gammaOf } from './gammaOf.ts';
import { NonFiniteList } from './NonFiniteList.tsx';
import { StatisticsTable } from './StatisticsTable.tsx';
import { VerdictBox } from './VerdictBox.tsx';
import { WorstList } from './WorstList.tsx';
import type { RunModel } from '../store/runModel.ts';
import { useSession } from '../store/useSession.ts';

/** Shows the statistics of the error over all channels, and the verdict. */
export function Statistics() {
  const run = useSession().runner.currentRun.value;
  if (run === null) return null;
  return <RunStatistics run={run} />;
}

function RunStatistics({ run }: { readonly run: RunModel }) {
  const gamma = gammaOf(run);
  return (
    <section class="statistics" aria-label="Statistics">
      <header class="pane-header">
        <b>Statistics</b>
        <span class="pane-shape">all channels</span>
      </header>
      <WorstList run={run} />
      <StatisticsTable run={run} gamma={gamma.equation} />
      <VerdictBox run={run} bound={gamma.bound} />
      <NonFiniteList run={run} />
    </section>
  );
}
