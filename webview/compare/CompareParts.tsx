import type { ComponentChildren } from 'preact';
import { formatInteger } from '../../src/scenario/text/format.ts';
import { shapeOfPair } from '../../src/formats/differences/pairEntries.ts';
import type { ComparedFile } from '../../src/protocol/tensorMessages.ts';
import { Guard } from '../ui/Guard.tsx';
import { Icon } from '../ui/Icon.tsx';
import { MessageRegions } from '../ui/MessageRegions.tsx';
import { ProgressBar } from '../ui/ProgressBar.tsx';
import { TermTip } from '../ui/TermTip.tsx';
import { useWidth } from '../ui/useWidth.ts';
import { CompareMaps } from './CompareMaps.tsx';
import { CompareStatistics } from './CompareStatistics.tsx';
import { useComparison } from './comparisonState.ts';
import { PairHeader } from './PairHeader.tsx';
import { PairTable } from './PairTable.tsx';

/**
 * The page of a comparison: the tensors of two files if there are several, and the selected one side by side with the
 * difference. `help` is the button of the keys.
 */
export function CompareParts({ help }: { readonly help: ComponentChildren }) {
  const { info, viewer } = useComparison();
  const contents = info.value;
  const isList = contents !== null && contents.pairs.length !== 1;
  return (
    <main class={isList ? 'compare-page listed' : 'compare-page'}>
      {help}
      {contents !== null && (
        <header class="compare-files">
          <FileName symbol="A" file={contents.a} isCounted={isList} />
          <FileName symbol="B" file={contents.b} isCounted={isList} />
        </header>
      )}
      <div class="compare-parts">
        {isList && <PairTable />}
        <SelectedPair />
      </div>
      <TermTip openDocs={viewer.host.openDocs} />
      <MessageRegions messages={viewer.messages} />
    </main>
  );
}

function FileName(props: { readonly symbol: string; readonly file: ComparedFile; readonly isCounted: boolean }) {
  const { symbol, file, isCounted } = props;
  const { label, tensors } = file;
  return (
    <span>
      <b>{symbol}</b> <span class="mono">{label}</span>
      {isCounted && <span class="dim"> {tensors === 1 ? '1 tensor' : `${formatInteger(tensors)} tensors`}</span>}
    </span>
  );
}

/** The selected pair: its tensors, their difference and its statistics. */
function SelectedPair() {
  const { phase, current, stop, info } = useComparison();
  const { ref, width } = useWidth();
  const now = phase.value;
  const shown = current.value;
  const isWorking = now.kind === 'computing';
  const progress = isWorking && now.progress !== null && now.progress.total > longWork ? now.progress : null;
  return (
    <section class="compare-pair" aria-label="Selected tensor">
      <div ref={ref}>
        {now.kind === 'refused' && (
          <div class="banner failed" role="alert">
            <Icon name="error" />
            <p>{now.message}</p>
          </div>
        )}
        {progress !== null && <ProgressBar label="Comparing" progress={progress} cancel={stop} />}
        {isWorking && shown === null && <p class="dim">Comparing …</p>}
        {info.value?.pairs.length === 0 && <p class="dim">Neither file has a tensor.</p>}
        {shown !== null && width > 0 && (
          <Guard name="The comparison" subject={shown}>
            <div class={now.kind === 'done' ? '' : 'pending'}>
              <PairHeader shown={shown} />
              <CompareMaps shown={shown} width={width} />
              {shown.compared !== null && (
                <CompareStatistics compared={shown.compared} shape={shapeOfPair(shown.pair)} />
              )}
            </div>
          </Guard>
        )}
      </div>
    </section>
  );
}

/** Work on more elements than this may take long enough to be cancelled. */
const longWork = 4_000_000;
