import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Stage } from '../../../src/engine/provenance/stage.ts';
import { paddedCaption } from './captions.ts';
import { chooseInputChannel, inputChannel } from './chooseChannel.ts';
import { ColourBar } from '../../viewer/ColourBar.tsx';
import { px } from '../../ui/px.ts';
import { scaleGroupOf } from '../../viewer/scales.ts';
import { SliceSelectors } from './SliceSelectors.tsx';
import type { Loaded } from '../../store/loaded.ts';
import { useViewer } from '../../store/useSession.ts';
import { usePipeline } from '../../pipeline/pipelineState.ts';

/** The room that a picture beside U has at least. */
const besideU = 250;

interface Props {
  readonly stage: Stage;
  readonly run: Loaded;
}

/** Below an image: what it is a part of, how it came to be, its colours. */
export function StageFooter({ stage, run, width }: Props & { readonly width: number }) {
  const { displayCursor } = useViewer();
  const { naturalLimit, scaleOf } = usePipeline().scales;
  const slice = useMemo(() => computed(() => stage.slice(displayCursor.value)), [stage]).value;
  const bar = (
    <ColourBar
      label={stage.symbol}
      clipKey={scaleGroupOf(stage.id)}
      scale={scaleOf(scaleGroupOf(stage.id))}
      natural={naturalLimit(scaleGroupOf(stage.id)).value}
      width={Math.max(40, Math.min(64, width - 60))}
    />
  );
  switch (stage.id) {
    case 'input':
      return (
        <>
          {run.geometry.cin === 1 && <div class="pane-caption">c 0 of 1</div>}
          {bar}
        </>
      );
    case 'padded':
      return (
        <div class="pane-caption wrapped" style={{ maxWidth: px(Math.max(width, besideU)) }}>
          {paddedCaption(run.geometry)}
        </div>
      );
    case 'weight':
      return (
        <>
          <div class="pane-caption">{slice === '' ? '[0, 0]' : slice}</div>
          {bar}
        </>
      );
    case 'rotated':
      return <div class="pane-caption">180°</div>;
    case 'phase-kernel':
      // Between w and GgGᵀ there is no room for the channels, which w names.
      return <div class="pane-caption">{run.formulation.id === 'winograd' ? /phase .*$/.exec(slice)?.[0] : slice}</div>;
    case 'tile':
      return <div class="pane-caption">{/tile \(.*\)$/.exec(slice)?.[0]}</div>;
    case 'transformed-tile':
    case 'transformed-kernel':
      return <PointCaption stage={stage} />;
    default:
      return null;
  }
}

/** Which place of a transformed tile the term multiplies. */
function PointCaption({ stage }: { readonly stage: Stage }) {
  const { displayCursor } = useViewer();
  const point = useMemo(
    () =>
      computed(() => {
        const { term } = stage.highlight(displayCursor.value);
        return term === null ? '' : `ξ (${String(term.row)}, ${String(term.column)})`;
      }),
    [stage],
  ).value;
  return <div class="pane-caption">{point}</div>;
}

/** In the header of x: which batch element, which channel. */
export function StageExtra({ stage, run }: Props) {
  if (stage.id !== 'input') return null;
  return <InputSelectors run={run} />;
}

function InputSelectors({ run }: { readonly run: Loaded }) {
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
