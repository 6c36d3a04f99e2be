import { ChannelSelect } from '../../viewer/ChannelSelect.tsx';
import { chooseOutput } from './chooseChannel.ts';
import type { RunModel } from '../../store/runModel.ts';
import { useViewer } from '../../store/useSession.ts';

/** The slice of a tensor that is displayed, and how to choose another. */
interface Slice {
  /** Such as "Input channel". */
  readonly channelLabel: string;
  readonly batchLabel: string;
  readonly channels: number;
  readonly n: number;
  readonly c: number;
  readonly chooseChannel: (c: number) => void;
}

/** Offers the batch elements and the channels in a pane's header, if there is more than one. */
export function SliceSelectors({ run, slice }: { readonly run: RunModel; readonly slice: Slice }) {
  const { cursor } = useViewer();
  const batch = run.geometry.n;
  return (
    <span class="selectors">
      {batch > 1 && (
        <ChannelSelect
          name="n"
          label={slice.batchLabel}
          count={batch}
          value={slice.n}
          choose={(to) => chooseOutput(cursor, run, { n: to })}
        />
      )}
      {slice.channels > 1 && (
        <ChannelSelect
          name="c"
          label={slice.channelLabel}
          count={slice.channels}
          value={slice.c}
          choose={slice.chooseChannel}
        />
      )}
    </span>
  );
}
