import { boundReader } from '../../src/engine/bound.ts';
import { accept } from '../../src/engine/accept.ts';
import { buffersOfAreas } from '../../src/engine/areas/areas.ts';
import { reduceAreas } from '../../src/engine/areas/reduceAreas.ts';
import { shapeOf } from '../../src/engine/call.ts';
import { formulationOf } from '../../src/engine/formulations.ts';
import type { Geometry } from '../../src/engine/geometry.ts';
import type { Stage } from '../../src/engine/stage.ts';
import type { MatrixView } from '../../src/engine/view.ts';
import { drive } from '../../src/protocol/drive.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import {
  areasRequest,
  holdRequest,
  type Lookable,
  type LookedAt,
  releaseEvent,
} from '../../src/protocol/lookingMessages.ts';
import { errorMap } from '../results/errorMap.ts';
import { driverOf } from './driverOf.ts';
import { outputView, referenceView } from '../store/resultViews.ts';

interface Held {
  readonly run: Lookable;
  readonly geometry: Geometry;
  readonly stages: readonly Stage[];
  readonly boundAt: (at: number) => number;
}

/** Answers a page that looks at a run: holds its tensors and reads areas of its matrices. */
export function answerLooking(channel: Channel): void {
  let held: Held | null = null;
  channel.handle(holdRequest, (run) => {
    const geometry = accept(shapeOf(run.call));
    // It has been run: a refusal here is a programming error.
    if (!geometry.ok) throw new Error(geometry.refusal.message);
    const stages = formulationOf(run.formulation).stages(run.call, geometry.value, run.formulated);
    held = { run, geometry: geometry.value, stages, boundAt: boundReader(run.bound) };
    return null;
  });
  channel.on(releaseEvent, () => {
    held = null;
  });
  channel.handle(areasRequest, async ({ lookedAt, rows, columns }, context) => {
    if (held === null) throw new Error('There is no run to look at.');
    // A tile is too small to tell how far it is.
    const silent = { ...driverOf(context), progress: () => undefined };
    const driven = await drive(reduceAreas(viewOf(held, lookedAt), rows, columns), silent);
    // The channel drops whatever becomes of a cancelled call; nobody sees this.
    if (driven === null) throw new Error('Cancelled.');
    context.transfer(buffersOfAreas(driven.value));
    return driven.value;
  });
}

function viewOf(held: Held, { what, cursor }: LookedAt): MatrixView {
  switch (what.kind) {
    case 'stage': {
      const stage = held.stages.find(({ id }) => id === what.stage);
      if (stage === undefined) throw new Error(`This run has no stage "${what.stage}".`);
      return stage.view(cursor);
    }
    case 'actual':
      return outputView(held, cursor);
    case 'reference':
      return referenceView(held, cursor);
    case 'error':
      return errorMap(held, cursor, what.measure);
    default: {
      const never: never = what;
      throw new Error(`unknown matrix ${String(never)}`);
    }
  }
}
