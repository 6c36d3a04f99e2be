import { Guard } from '../ui/Guard.tsx';
import { Icon } from '../ui/Icon.tsx';
import { LiveRegion } from '../ui/LiveRegion.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useWidth } from '../ui/useWidth.ts';
import { compared, comparePhase } from './compared.ts';
import { CompareMaps } from './CompareMaps.tsx';
import { CompareStatistics } from './CompareStatistics.tsx';

/** Two tensors side by side, and how they differ. */
export function ComparePage() {
  const { ref, width } = useWidth();
  const phase = comparePhase.value;
  const now = compared.value;
  return (
    <main class="compare-page">
      <div ref={ref}>
        {phase.kind === 'refused' && (
          <div class="banner failed" role="alert">
            <Icon name="error" />
            <p>{phase.message}</p>
          </div>
        )}
        {phase.kind === 'computing' && now === null && <p class="dim">Reading …</p>}
        {now !== null && width > 0 && (
          <Guard name="The comparison" of={now}>
            <div class={phase.kind === 'done' ? '' : 'pending'}>
              <CompareMaps compared={now} width={width} />
              <CompareStatistics compared={now} />
            </div>
          </Guard>
        )}
      </div>
      <Notice />
      <LiveRegion />
    </main>
  );
}
