import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Stage } from '../../../src/engine/provenance/stage.ts';
import { chooseInputChannel, inputChannel } from './chooseChannel.ts';
import { ColourBar } from '../../viewer/ColourBar.tsx';
import { px } from '../../ui/px.ts';
import { stageStyles } from '../../viewer/stageStyles.ts';
import { SliceSelectors } from './SliceSelectors.tsx';
import type { RunModel } from '../../store/runModel.ts';
import { useViewer } from '../../store/useSession.ts';
import { usePipeline } from '../../pipeline/pipelineState.ts';

/** The room that a picture beside U has at least. */
const besideU = 250;

interface Props {
  readonly stage: Stage;
  readonly run: RunModel;
}

/** Below an image: what it is a part of, how it came to be, its colours. */
export function StageFooter({ stage, run, width }: Props & { readonly width: number }) {
  const { scale, caption, isCaptionWrapped, hasColourBar } = stageStyles[stage.id];
  const { displayCursor } = useViewer();
  const { naturalLimit, scaleOf } = usePipeline().scales;
  const text = useMemo(
    () => computed(() => caption?.({ stage, run, cursor: displayCursor.value }) ?? null),
    [stage, run],
  ).value;
  return (
    <>
      {text !== null &&
        (isCaptionWrapped ? (
          <div class="pane-caption wrapped" style={{ maxWidth: px(Math.max(width, besideU)) }}>
            {text}
          </div>
        ) : (
          <div class="pane-caption">{text}</div>
        ))}
      {hasColourBar && (
        <ColourBar
          label={stage.symbol}
          clipKey={scale}
          scale={scaleOf(scale)}
          natural={naturalLimit(scale).value}
          width={Math.max(40, Math.min(64, width - 60))}
        />
      )}
    </>
  );
}

/** In the header of a stage that is chosen by them: which batch element, which channel. */
export function StageExtra({ stage, run }: Props) {
  return stageStyles[stage.id].hasSelectors ? <InputSelectors run={run} /> : null;
}

function InputSelectors({ run }: { readonly run: RunModel }) {
  const { cursor, displayCursor } = useViewer();
  const place = useMemo(
    () => computed(() => `${displayCursor.value.n} ${inputChannel(run, displayCursor.value)}`),
    [run],
  ).value;
  const [n = 0, c = 0] = place.split(' ').map(Number);
  const of = {
    batchLabel: 'Batch element',
    channelLabel: 'Input channel',
    channels: run.geometry.cin,
    n,
    c,
    chooseChannel: (to: number) => chooseInputChannel(cursor, run, to),
  };
  return <SliceSelectors run={run} of={of} />;
}
