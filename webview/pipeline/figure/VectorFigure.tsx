import { useMemo } from 'preact/hooks';
import { ImagePanes } from './ImagePanes.tsx';
import { layoutVector } from './layoutChain.ts';
import type { Roles } from './roles.ts';
import { stageSizeOf } from './stageSize.ts';
import { StagePane } from './StagePane.tsx';
import { px } from '../../ui/px.ts';
import type { RunModel } from '../../store/runModel.ts';
import { useViewer } from '../../store/useSession.ts';

/** Draws y = Cᵀ·x: the matrix, the vector x and the vector y beside each other. */
export function VectorFigure(props: {
  readonly roles: Extract<Roles, { kind: 'vector' }>;
  readonly run: RunModel;
  readonly width: number;
}) {
  const { roles, run, width } = props;
  const { cursor } = useViewer();
  const layout = useMemo(() => {
    const at = cursor.peek();
    return layoutVector(
      {
        images: roles.images.map((stage) => stageSizeOf(stage, run, at)),
        matrix: stageSizeOf(roles.matrix, run, at),
        vector: stageSizeOf(roles.vector, run, at),
        product: stageSizeOf(roles.product, run, at),
      },
      width,
    );
  }, [roles, run, width]);
  return (
    <div class="figure" style={{ height: px(layout.height) }}>
      <ImagePanes stages={roles.images} places={layout.images} run={run} />
      <StagePane
        stage={roles.matrix}
        run={run}
        place={layout.matrix}
        brief={layout.brief}
        labelled={{ top: 'all', left: 'all' }}
      />
      <StagePane stage={roles.vector} run={run} place={layout.vector} brief={layout.brief} />
      <StagePane stage={roles.product} run={run} place={layout.product} brief={layout.brief} />
      {layout.signs.map(({ x, y, text }) => (
        <span key={text} class="sign" style={{ left: px(x), top: px(y) }} aria-hidden="true">
          {text}
        </span>
      ))}
    </div>
  );
}
