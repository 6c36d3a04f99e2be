import type { ComponentChildren } from 'preact';
import { Guard } from '../ui/Guard.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useWidth } from '../ui/useWidth.ts';
import { CompareMaps } from './CompareMaps.tsx';
import { CompareStatistics } from './CompareStatistics.tsx';
import { TermTip } from '../ui/TermTip.tsx';
import { MessageRegions } from '../ui/MessageRegions.tsx';
import { useComparison } from './comparisonState.ts';

/** The page of a comparison: two tensors side by side, and their difference. `help` is the button of the keys. */
export function CompareParts({ help }: { readonly help: ComponentChildren }) {
  const compare = useComparison();
  const { ref, width } = useWidth();
  const phase = compare.phase.value;
  const now = compare.current.value;
  return (
    <main class="compare-page">
      {help}
      <div ref={ref}>
        {phase.kind === 'refused' && (
          <div class="banner failed" role="alert">
            <Icon name="error" />
            <p>{phase.message}</p>
          </div>
        )}
        {phase.kind === 'computing' && now === null && <p class="dim">Reading …</p>}
        {now !== null && width > 0 && (
          <Guard name="The comparison" subject={now}>
            <div class={phase.kind === 'done' ? '' : 'pending'}>
              <CompareMaps compared={now} width={width} />
              <CompareStatistics compared={now} />
            </div>
          </Guard>
        )}
      </div>
      <TermTip openDocs={compare.viewer.host.openDocs} />
      <MessageRegions messages={compare.viewer.messages} />
    </main>
  );
}
