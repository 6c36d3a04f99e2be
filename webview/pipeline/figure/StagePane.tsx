import type { ComponentChildren } from 'preact';
import type { Highlight, Stage } from '../../../src/engine/provenance/stage.ts';
import { profileOf } from '../../../src/engine/precision/profiles.ts';
import { enteringNote } from './enteringNote.ts';
import type { PaneFrame } from '../../viewer/frame.ts';
import type { PanePlace } from '../../viewer/place.ts';
import { metrics } from '../../viewer/place.ts';
import { MatrixPane } from '../../viewer/MatrixPane.tsx';
import { runStoreOf, stageModel } from '../../viewer/stageModel.ts';
import { stageStyles } from '../../viewer/stageStyles.ts';
import type { Labelled } from '../../viewer/axisDecor.ts';
import { px } from '../../ui/px.ts';
import type { RunModel } from '../../store/runModel.ts';
import { useViewer } from '../../store/useSession.ts';
import { type ViewportAccess } from '../../store/viewports.ts';
import { useCentredStage } from '../useCentredStage.ts';
import { usePipeline } from '../../pipeline/pipelineState.ts';

/** Draws a stage at its place in the figure. */
export function StagePane(props: {
  readonly stage: Stage;
  readonly run: RunModel;
  readonly place: PanePlace;
  readonly port?: ViewportAccess;
  readonly labelled?: Labelled;
  readonly crosshair?: boolean;
  readonly brief?: boolean;
  readonly isOverviewed?: boolean;
  readonly follow?: (frame: PaneFrame, place: Highlight) => number | null;
  readonly extra?: ComponentChildren;
  readonly children?: ComponentChildren;
}) {
  const { run, place } = props;
  const stage = useCentredStage(props.stage, run);
  const { viewports } = useViewer();
  const { scaleOf } = usePipeline().scales;
  const note = enteringNote(stage.id, run.run.profile);
  const style = stageStyles[stage.id];
  const small = style.isSmall === true || props.brief === true;
  const cost = style.isSummedWhenRead ? run.geometry.cinPerGroup : 1;
  return (
    <div class="placed" style={{ left: px(place.header.x), top: px(place.header.y) }}>
      <MatrixPane
        pane={{
          ...stageModel(stage, run, stage.id, run.run.call.dtype),
          untitled: style.isUntitled === true,
          brief: props.brief === true,
        }}
        {...(small ? { remark: note } : note === '' ? {} : { suffix: note })}
        {...(note === '' ? {} : { hint: `Rounded to ${profileOf(run.run.profile).factors.format} before computing` })}
        store={runStoreOf(run)}
        box={place}
        headerWidth={place.header.width}
        above={place.y - place.header.y - metrics.header}
        indent={place.x - place.header.x}
        scale={scaleOf(style.scale)}
        port={props.port ?? viewports.own(stage.id)}
        labelled={props.labelled ?? null}
        crosshair={props.crosshair === true}
        isSmall={small}
        isOverviewed={props.isOverviewed === true}
        cost={cost}
        extra={props.extra}
        {...(props.follow === undefined ? {} : { follow: props.follow })}
      >
        {props.children}
      </MatrixPane>
    </div>
  );
}
