import type { Stage } from '../../../src/engine/provenance/stage.ts';
import type { PanePlace } from '../../viewer/place.ts';
import { StageExtra, StageFooter } from './StageFooter.tsx';
import { StagePane } from './StagePane.tsx';
import type { RunModel } from '../../store/runModel.ts';

/** Draws the images of a figure, each with its selectors above and its caption and colour bar below. */
export function ImagePanes(props: {
  readonly stages: readonly Stage[];
  readonly places: readonly PanePlace[];
  readonly run: RunModel;
}) {
  const { stages, places, run } = props;
  return stages.map((stage, i) => {
    const place = places[i];
    return (
      place !== undefined && (
        <StagePane key={stage.id} stage={stage} run={run} place={place} extra={<StageExtra stage={stage} run={run} />}>
          <StageFooter stage={stage} run={run} width={place.header.width} />
        </StagePane>
      )
    );
  });
}
