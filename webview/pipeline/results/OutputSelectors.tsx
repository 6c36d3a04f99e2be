import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { chooseOutput } from '../figure/chooseChannel.ts';
import { SliceSelectors } from '../figure/SliceSelectors.tsx';
import { type Loaded, shown } from '../../store/session.ts';

/** Which batch element and which channel of the output is shown, where there is a choice. */
export function OutputSelectors({ run }: { readonly run: Loaded }) {
  const n = useMemo(() => computed(() => shown.value.n), []).value;
  const c = useMemo(() => computed(() => shown.value.c), []).value;
  const of = {
    batchLabel: 'Batch element of the output',
    channelLabel: 'Output channel',
    channels: run.geometry.cout,
    n,
    c,
    chooseChannel: (to: number) => chooseOutput(run, { c: to }),
  };
  return <SliceSelectors run={run} of={of} />;
}
