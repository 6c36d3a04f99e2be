import { absError } from '../../src/engine/compare/errors.ts';
import { formatExponent, formatIndex } from '../../src/scenario/text/format.ts';
import { exactNumber } from '../viewer/cellWords.ts';
import { flatUnder, indexOf } from '../viewer/tensorStore.ts';
import { type TensorComparison, useComparison } from '../compare/comparisonState.ts';
import { useViewer } from '../store/useSession.ts';

/** Both values under the mouse, else under the cursor, and how far they are apart. */
export function ValuesAtCursor({ compared: { a, b } }: { readonly compared: TensorComparison }) {
  const at = useViewer().displayCursor.value;
  const { leading } = useComparison();
  const flat = flatUnder(a.shape, leading.value, at);
  const [one, other] = [a.data[flat], b.data[flat]];
  if (one === undefined || other === undefined) return null;
  const index = formatIndex(indexOf(a.shape, leading.value, { row: at.y, column: at.x }));
  return (
    <output class="mono values-under">
      <span>{index}</span>
      <span>A = {exactNumber(one, a.dtype)}</span>
      <span>B = {exactNumber(other, b.dtype)}</span>
      <span>|A − B| = {formatExponent(absError(one, other))}</span>
    </output>
  );
}
