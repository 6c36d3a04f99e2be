import type { Roles } from './roles.ts';
import { stageStyles } from '../../viewer/stageStyles.ts';
import type { RunModel } from '../../store/runModel.ts';
import { useViewer } from '../../store/useSession.ts';

/** One sentence about the marked cell of the product, one about what its factors are. */
export function ProductNote(props: { readonly roles: Extract<Roles, { kind: 'scheme' }>; readonly run: RunModel }) {
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
