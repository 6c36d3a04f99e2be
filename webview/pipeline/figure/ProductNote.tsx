import type { Roles } from './roles.ts';
import type { Loaded } from '../../store/loaded.ts';
import { useViewer } from '../../store/useSession.ts';

/** One sentence about the marked cell of the product, one about what its factors are. */
export function ProductNote(props: { readonly roles: Extract<Roles, { kind: 'scheme' }>; readonly run: Loaded }) {
  const { top, left, product } = props.roles;
  const at = useViewer().displayCursor.value;
  const place = product.highlight(at);
  const cell = place.element?.rows === 1 && place.element.columns === 1 ? place.element : place.term;
  const { h, w, hasBias } = props.run.geometry;
  const finished = product.id !== 'columns' && product.id !== 'transformed-product';
  const bias = hasBias && finished ? ' + b' : '';
  return (
    <p class="product-note">
      {cell !== null && (
        <span class="element-ink">
          {`${product.symbol}[${cell.row}, ${cell.column}] = row ${cell.row} of ${left.symbol} · column ${cell.column} of ${top.symbol}${bias}`}
        </span>
      )}
      <span class="pane-note">{explain(product.id, `${h.kernelSize}×${w.kernelSize}`)}</span>
    </p>
  );
}

function explain(product: string, kernel: string): string {
  switch (product) {
    case 'product':
      return `a column of U is one ${kernel} window of x̂; a row of K is one rotated kernel, flattened`;
    case 'phase-product':
      return 'a column of U is one window of x; a row of K is the taps that reach this phase, rotated';
    case 'columns':
      return 'fold (col2im) adds each cell to the output place that its tap reaches from its input place';
    case 'transformed-product':
      return 'Vξ and Uξ are place ξ of all transformed tiles and kernels; Aᵀ makes a tile’s outputs of the Mξ';
    default:
      return '';
  }
}
