import { assertNever } from '../../../src/engine/core/assertNever.ts';
import { useEffect, useMemo } from 'preact/hooks';
import { currentTheme } from '../../colour/theme.ts';
import { offerFigure } from './offerFigure.ts';
import type { Stage } from '../../../src/engine/provenance/stage.ts';
import { Arrows } from '../../viewer/Arrows.tsx';
import { ImagePanes } from './ImagePanes.tsx';
import { layoutChain } from './layoutChain.ts';
import { type Roles, rolesOf } from './roles.ts';
import { SchemeFigure } from './SchemeFigure.tsx';
import { stageSizeOf } from './stageSize.ts';
import { stageStyles } from '../../viewer/stageStyles.ts';
import { useWidth } from '../../ui/useWidth.ts';
import { VectorFigure } from './VectorFigure.tsx';
import { px } from '../../ui/px.ts';
import type { RunModel } from '../../store/runModel.ts';
import { useSession, useViewer } from '../../store/useSession.ts';
import { checkerboardOf } from '../../../src/scenario/report/checkerboard.ts';
import { Legend } from '../../viewer/Legend.tsx';
import { OverlapMap } from '../../viewer/OverlapMap.tsx';

/**
 * Draws the stages of the formulation, all linked by one cursor. Images grow until their cells have numbers if the figure
 * is then not higher than `room` CSS pixels.
 */
export function Figure({ room }: { readonly room: number }) {
  const { ref, width } = useWidth();
  const { currentRun } = useSession().runner;
  const viewer = useViewer();
  const run = currentRun.value;
  const theme = currentTheme.value;
  const name = run?.scenario.name;
  useEffect(() => (name === undefined ? undefined : offerFigure(name, viewer)), [name, theme]);
  return (
    <section class="figure-section" ref={ref} aria-label="Stages">
      {run !== null && width > 0 && <Stages run={run} width={width} room={room} />}
    </section>
  );
}

interface FigureProps {
  readonly run: RunModel;
  readonly width: number;
  readonly room: number;
}

function Stages({ run, width, room }: FigureProps) {
  const roles = useMemo(() => rolesOf(run.stages), [run]);
  if (run.geometry.n === 0) {
    return <p class="figure-empty">The batch is empty (N = 0), so there is nothing to draw. Set N to 1 or more.</p>;
  }
  switch (roles.kind) {
    case 'scheme':
      return <SchemeFigure roles={roles} run={run} width={width} room={room} aside={<FigureAside run={run} />} />;
    case 'vector':
      return <VectorFigure roles={roles} run={run} width={width} />;
    case 'chain':
      return <ChainFigure roles={roles} run={run} width={width} room={room} />;
    default:
      return assertNever(roles, 'roles');
  }
}

/** Draws the images in a row, for a formulation without matrices. */
function ChainFigure(props: FigureProps & { readonly roles: Extract<Roles, { kind: 'chain' }> }) {
  const { roles, run, width, room } = props;
  const { cursor } = useViewer();
  const layout = useMemo(
    () =>
      layoutChain(
        roles.images.map((stage) => stageSizeOf(stage, run, cursor.peek())),
        width,
        room,
      ),
    [roles, run, width, room],
  );
  return (
    <div class="figure" style={{ height: px(layout.height) }}>
      <Arrows arrows={layout.arrows.filter((_, i) => !isKernel(roles.images[i + 1]))} />
      {layout.arrows.map(
        ({ x, y }, i) =>
          isKernel(roles.images[i + 1]) && (
            // The kernel does not come from the input, so there is no arrow to it.
            <span key={x} class="sign" style={{ left: px(x), top: px(y) }} aria-hidden="true">
              ∗
            </span>
          ),
      )}
      <ImagePanes stages={roles.images} places={layout.places} run={run} />
    </div>
  );
}

function isKernel(stage: Stage | undefined): boolean {
  return stage !== undefined && stageStyles[stage.id].role === 'left-image';
}

/** Repeats the sidebar's legend and overlap map beside the first images, for pages too narrow for a sidebar. */
function FigureAside({ run }: { readonly run: RunModel }) {
  return (
    <aside class="figure-aside" aria-label="Legend">
      <header class="pane-header">
        <b>Legend</b>
      </header>
      <Legend />
      <header class="pane-header">
        <b>Overlap count</b>
        <span class="pane-shape">taps per cell</span>
      </header>
      <OverlapMap checkerboard={checkerboardOf(run.geometry)} />
    </aside>
  );
}
