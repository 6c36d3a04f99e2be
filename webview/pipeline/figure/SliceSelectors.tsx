import { ChannelSelect } from '../../viewer/ChannelSelect.tsx';
import { chooseOutput } from './chooseChannel.ts';
import type { RunModel } from '../../store/runModel.ts';
import { useViewer } from '../../store/useSession.ts';

/** The tensor whose slice is shown, and the channel of it. */
interface Sliced {
  /** In words: "Input channel". */
  readonly channelLabel: string;
  readonly batchLabel: string;
  readonly channels: number;
  readonly n: number;
  readonly c: number;
  readonly chooseChannel: (c: number) => void;
}

/** In a pane's header: which batch element and which channel is shown, where there is a choice. */
export function SliceSelectors({ run, of }: { readonly run: RunModel; readonly of: Sliced }) {
  const { cursor } = useViewer();
  const batch = run.geometry.n;
  return (
    <span class="selectors">
      {batch > 1 && (
        <ChannelSelect
          name="n"
          label={of.batchLabel}
          count={batch}
          value={of.n}
          choose={(to) => chooseOutput(cursor, run, { n: to })}
        />
      )}
      {of.channels > 1 && (
        <ChannelSelect name="c" label={of.channelLabel} count={of.channels} value={of.c} choose={of.chooseChannel} />
      )}
    </span>
  );
}
