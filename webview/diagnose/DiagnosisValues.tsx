import { flatAt } from '../../src/engine/core/flatIndex.ts';
import { isSameShape, type Tensor } from '../../src/engine/core/tensor.ts';
import { formatIndex } from '../../src/scenario/text/format.ts';
import { shownNumber } from '../viewer/cellWords.ts';
import { indexOf } from '../viewer/tensorStore.ts';
import { planeIndices } from './diagnosisStore.ts';
import { useViewer } from '../store/useSession.ts';
import type { CurrentDiagnosis } from './currentDiagnosis.ts';

/** The values under the mouse, or under the cursor if the mouse is elsewhere. */
export function DiagnosisValues({ current }: { readonly current: CurrentDiagnosis }) {
  const at = useViewer().displayCursor.value;
  const { actual, expected, predicted } = current;
  const [rows = 1, columns = 1] = actual.shape.slice(-2);
  const cell = { row: Math.min(at.y, rows - 1), column: Math.min(at.x, columns - 1) };
  const index = indexOf(actual.shape, planeIndices(actual.shape, at), cell);
  // A tensor of another shape has another element at this index, so its value is not shown.
  const read = (tensor: Tensor): string => shownNumber(tensor.data[flatAt(tensor.shape, index)] ?? NaN, tensor.dtype);
  return (
    <output class="mono values-under">
      <span>{formatIndex(index)}</span>
      <span>yours = {read(actual)}</span>
      {current.report.error !== null && <span>expected = {read(expected)}</span>}
      {predicted !== null && isSameShape(predicted.shape, actual.shape) && <span>hypothesis = {read(predicted)}</span>}
    </output>
  );
}
