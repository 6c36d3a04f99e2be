import { moveCursor } from '../../src/engine/provenance/moveCursor.ts';
import { outputAt } from '../../src/engine/provenance/offsets.ts';
import { indexAt } from '../../src/engine/core/flatIndex.ts';
import { isSameShape } from '../../src/engine/core/tensor.ts';
import { formatIndex, formatShort } from '../../src/scenario/text/format.ts';
import { Icon } from '../ui/Icon.tsx';
import { useSession } from '../store/useSession.ts';
import { useDiagnose } from '../diagnose/diagnoseState.ts';
import type { CurrentDiagnosis } from '../diagnose/diagnosisState.ts';

/** The first element that rounding does not explain, with what the selected hypothesis makes there. */
export function FirstMismatch({ of }: { readonly of: CurrentDiagnosis }) {
  const { firstMismatch: at, actual, expected, predicted, explanation, selected } = of;
  if (at === null) return null;
  const index = indexAt(actual.shape, at);
  const yours = actual.data[at] as number;
  const has = predicted !== null && explanation?.row.key === selected && isSameShape(predicted.shape, actual.shape);
  const made = has ? (predicted.data[at] as number) : null;
  return (
    <>
      <h3>
        First mismatch <span class="mono">{formatIndex(index)}</span>
      </h3>
      <table class="first-mismatch">
        <tbody>
          <Value name="yours" value={yours} />
          <Value name="expected" value={expected.data[at] as number} />
          {made !== null && <Value name="hypothesis" value={made} remark={remarkOn(yours, made, of)} />}
        </tbody>
      </table>
      <StepThere shape={actual.shape} at={at} />
    </>
  );
}

/** How what the hypothesis makes fits there. Of a match every element is explained. */
function remarkOn(yours: number, made: number, { explanation, actual }: CurrentDiagnosis): string {
  const same = actual.dtype === 'float32' ? Math.fround(made) : made;
  if (Object.is(yours, same) || yours === same) return 'equal';
  if (explanation?.row.fit.kind === 'match') return 'equal within rounding';
  return `differs by ${formatShort(Math.abs(yours - made))}`;
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

/** Moves the cursor there, in the pipeline; not while the run at hand is of another output. */
function StepThere({ shape, at }: { readonly shape: readonly number[]; readonly at: number }) {
  const { runner, navigation, viewer } = useSession();
  const { goToStage } = useDiagnose();
  const run = runner.currentRun.value;
  const place = run?.stages.at(-1);
  if (run === null || place === undefined || !isSameShape(run.geometry.outputShape, shape)) {
    return null;
  }
  const step = (): void => {
    const { formulation, geometry } = run;
    navigation.moveTo(moveCursor(formulation, geometry, viewer.cursor.value, outputAt(geometry, at)));
    goToStage(place.id);
  };
  return (
    <button type="button" class="button" onClick={step}>
      <Icon name="next-mismatch" />
      Step to first mismatch
    </button>
  );
}
