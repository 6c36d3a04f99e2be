import { Figure } from './figure/Figure.tsx';
import { Results } from './results/Results.tsx';
import { DotProduct } from './dotProduct/DotProduct.tsx';
import { Guard } from '../ui/Guard.tsx';
import { useSession } from '../store/useSession.ts';

/** The call drawn: figure, results, dot product. What is pending keeps its last picture at half strength. */
export function PipelineTab() {
  const { runner } = useSession();
  const run = runner.currentRun.value;
  return (
    <div class={runner.displayPhase.value.kind === 'computing' ? 'pipeline pending' : 'pipeline'}>
      <Guard name="The figure" subject={run}>
        <Figure />
      </Guard>
      <Guard name="The result" subject={run}>
        <Results />
      </Guard>
      <Guard name="The dot product" subject={run}>
        <DotProduct />
      </Guard>
    </div>
  );
}
