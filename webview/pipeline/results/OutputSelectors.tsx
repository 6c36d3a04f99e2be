import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { chooseOutput } from '../figure/chooseChannel.ts';
import { SliceSelectors } from '../figure/SliceSelectors.tsx';
import type { RunModel } from '../../store/runModel.ts';
import { useViewer } from '../../store/useSession.ts';

/** Which batch element and which channel of the output is shown, where there is a choice. */
export function OutputSelectors({ run }: { readonly run: RunModel }) {
  const { cursor, displayCursor } = useViewer();
  const n = useMemo(() => computed(() => displayCursor.value.n), []).value;
  const c = useMemo(() => computed(() => displayCursor.value.c), []).value;
  const of = {
    batchLabel: 'Batch element of the output',
    channelLabel: 'Output channel',
    channels: run.geometry.cout,
    n,
    c,
    chooseChannel: (to: number) => chooseOutput(cursor, run, { c: to }),
  };
  return <SliceSelectors run={run} of={of} />;
}
