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

/** The least width of a caption that wraps, in CSS pixels. */
const leastCaptionWidth = 250;

interface Props {
  readonly stage: Stage;
  readonly run: RunModel;
}

/** Shows the caption and the colour bar of an image. */
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
          <div class="pane-caption wrapped" style={{ maxWidth: px(Math.max(width, leastCaptionWidth)) }}>
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

/** Shows the selectors of batch element and channel in the header of a stage that has them. */
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
  const slice = {
    batchLabel: 'Batch element',
    channelLabel: 'Input channel',
    channels: run.geometry.cin,
    n,
    c,
    chooseChannel: (to: number) => chooseInputChannel(cursor, run, to),
  };
  return <SliceSelectors run={run} slice={slice} />;
}
