import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Highlight, Stage } from '../../../src/engine/provenance/stage.ts';
import { Arrows } from '../../viewer/Arrows.tsx';
import { stageStyles } from '../../viewer/stageStyles.ts';
import type { PaneFrame } from '../../viewer/frame.ts';
import { ImagePanes } from './ImagePanes.tsx';
import { layoutScheme } from './layoutScheme.ts';
import type { Roles } from './roles.ts';
import { stageSizeOf } from './stageSize.ts';
import { StagePane } from './StagePane.tsx';
import { Bands } from './Bands.tsx';
import { Overview } from './Overview.tsx';
import { useThirdAxis } from './useThirdAxis.ts';
import { windowStart } from './schemeCells.ts';
import { px } from '../../ui/px.ts';
import type { RunModel } from '../../store/runModel.ts';
import { useViewer } from '../../store/useSession.ts';

/** Draws a product of two matrices as a Falk scheme, with the images that its factors are made from. */
export function SchemeFigure(props: {
  readonly roles: Extract<Roles, { kind: 'scheme' }>;
  readonly run: RunModel;
  readonly width: number;
  readonly room: number;
  readonly aside: ComponentChildren;
}) {
  const { roles, run, width, room, aside } = props;
  const { cursor, viewports } = useViewer();
  const { top, left, product, folded } = roles;
  const block = stageStyles[top.id].axes(run.geometry).columns?.size ?? 1;
  const layout = useMemo(() => {
    const size = (stage: Stage) => stageSizeOf(stage, run, cursor.peek());
    return layoutScheme(
      {
        topImages: roles.topImages.map(size),
        leftImages: roles.leftImages.map(size),
        top: size(top),
        left: size(left),
        product: size(product),
        folded: folded && size(folded),
        block,
      },
      width,
      room,
    );
  }, [roles, run, width, room, block]);
  const places = useMemo(() => ({ top: layout.top, left: layout.left, product: layout.product }), [layout]);
  useThirdAxis(roles, places);
  const window = layout.window;
  const follow = (_frame: PaneFrame, place: Highlight): number | null => {
    // An element that fold sums has several cells in this matrix: the window follows the cell of the term.
    const target = place.cells === undefined ? place.element : place.term;
    if (window === null || target === null) return null;
    const columns = top.view(cursor.peek()).columns;
    return windowStart(target.column, window, block, columns);
  };
  return (
    <div class="figure" style={{ height: px(layout.height) }}>
      <Bands scheme={roles} places={places} width={width} height={layout.height} />
      <Arrows arrows={layout.arrows} />
      <ImagePanes stages={roles.topImages} places={layout.topImages} run={run} />
      <StagePane
        stage={top}
        run={run}
        place={layout.top}
        port={viewports.scheme('top')}
        labelled={{ top: 'all', left: 'all' }}
        isOverviewed={layout.overview !== null}
        {...(window === null ? {} : { follow })}
      />
      {layout.overview !== null && window !== null && (
        <Overview stage={top} run={run} place={layout.overview} port={viewports.scheme('top')} shown={layout.top} />
      )}
      <ImagePanes stages={roles.leftImages} places={layout.leftImages} run={run} />
      <StagePane
        stage={left}
        run={run}
        place={layout.left}
        port={viewports.scheme('left')}
        labelled={{
          top: 'all',
          left: layout.left.x >= 40 && run.geometry.coutPerGroup > 1 ? 'cursor' : 'none',
        }}
      />
      <StagePane
        stage={product}
        run={run}
        place={layout.product}
        port={viewports.scheme('product')}
        labelled={{ top: 'cursor', left: 'none' }}
        crosshair
        isOverviewed={layout.overview !== null}
        {...(window === null ? {} : { follow })}
      />
      {folded !== null && layout.folded !== null && <StagePane stage={folded} run={run} place={layout.folded} />}
      {layout.note !== null && (
        <div class="placed" style={{ left: px(layout.note.x), top: px(layout.note.y), width: px(layout.note.width) }}>
          <ProductNote roles={roles} run={run} />
        </div>
      )}
      {layout.aside !== null && (
        <div
          class="placed"
          style={{
            left: px(layout.aside.x),
            top: px(layout.aside.y),
            width: px(layout.aside.width),
          }}
        >
          {aside}
        </div>
      )}
    </div>
  );
}

/** Says how the marked cell of the product is computed, and what the factors are. */
function ProductNote(props: { readonly roles: Extract<Roles, { kind: 'scheme' }>; readonly run: RunModel }) {
  const { top, left, product } = props.roles;
  const at = useViewer().displayCursor.value;
  const place = product.highlight(at);
  const cell = place.element?.rows === 1 && place.element.columns === 1 ? place.element : place.term;
  const { geometry } = props.run;
  const { role, note } = stageStyles[product.id];
  const bias = geometry.hasBias && role === 'product' ? ' + b' : '';
  return (
    <p class="product-note">
      {cell !== null && (
        <span class="element-ink">
          {`${product.symbol}[${cell.row}, ${cell.column}] = row ${cell.row} of ${left.symbol} · column ${cell.column} of ${top.symbol}${bias}`}
        </span>
      )}
      <span class="pane-note">{note?.(geometry)}</span>
    </p>
  );
}
