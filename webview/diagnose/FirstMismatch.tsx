import { indexAt } from '../../src/engine/core/flatIndex.ts';
import { isSameShape } from '../../src/engine/core/tensor.ts';
import { formatIndex, formatShort } from '../../src/scenario/text/format.ts';
import { Icon } from '../ui/Icon.tsx';
import type { CurrentDiagnosis } from './currentDiagnosis.ts';
import { useStepTo } from './useStepTo.ts';

/** The first element that rounding does not explain, with the selected hypothesis's prediction of it. */
export function FirstMismatch({ current }: { readonly current: CurrentDiagnosis }) {
  const { firstMismatch: at, actual, expected, predicted, explanation, selected } = current;
  const way = useStepTo(current);
  if (at === null) return null;
  const index = indexAt(actual.shape, at);
  const yours = actual.data[at] as number;
  const isPredicted =
    predicted !== null && explanation?.row.key === selected && isSameShape(predicted.shape, actual.shape);
  const prediction = isPredicted ? (predicted.data[at] as number) : null;
  return (
    <>
      <h3>
        First mismatch <span class="mono">{formatIndex(index)}</span>
      </h3>
      <table class="first-mismatch">
        <tbody>
          <Value name="yours" value={yours} />
          <Value name="expected" value={expected.data[at] as number} />
          {prediction !== null && (
            <Value name="hypothesis" value={prediction} remark={remarkOn(yours, prediction, current)} />
          )}
        </tbody>
      </table>
      {way !== null && (
        <button type="button" class="button" onClick={() => way.step(at)}>
          <Icon name="next-mismatch" />
          Step to first mismatch
        </button>
      )}
    </>
  );
}

/** Compares a prediction with the output's value; a match is equal to it within rounding. */
function remarkOn(yours: number, prediction: number, { explanation, actual }: CurrentDiagnosis): string {
  const rounded = actual.dtype === 'float32' ? Math.fround(prediction) : prediction;
  if (Object.is(yours, rounded) || yours === rounded) return 'equal';
  if (explanation?.row.fit.kind === 'match') return 'equal within rounding';
  return `differs by ${formatShort(Math.abs(yours - prediction))}`;
}

function Value(props: { readonly name: string; readonly value: number; readonly remark?: string }) {
  return (
    <tr>
      <th scope="row">{props.name}</th>
      <td class="mono">{formatShort(props.value, 9)}</td>
      <td class="dim">{props.remark}</td>
    </tr>
  );
}
