import { isEmulated, type ProfileId, profileOf } from '../../../src/engine/precision/profiles.ts';
import { hasOpenDType, type Scenario } from '../../../src/scenario/document/scenario.ts';
import { precisionTitle } from '../../../src/scenario/text/precisionText.ts';
import { FieldRefusal, refusalId } from '../../fields/FieldRefusal.tsx';
import { isRefused } from '../../store/refusalAt.ts';
import { useSession } from '../../store/useSession.ts';

/** The precisions in the order of the list: first the native ones, then the emulated ones. */
const offered: readonly ProfileId[] = ['float32', 'float64', 'tf32', 'bfloat16', 'float16', 'float16-accumulate'];
const aboutId = 'precision-about';

/** Why a precision that nobody chose is the one of the call. */
const reasons: Partial<Record<ProfileId, string>> = {
  float16: 'Chosen because the files of the call are float16.',
  bfloat16: 'Chosen because the files of the call are bfloat16.',
  tf32: 'Chosen because the files of the call have half precision, but the output to check has numbers that it does not have: tensor cores keep their sums in float32.',
};

/** Selects the precision. For an emulated one, says what it is and what uses it. */
export function PrecisionField({ scenario }: { readonly scenario: Scenario }) {
  const { form, runner } = useSession();
  const dtype = form.precision.value ?? scenario.dtype;
  const { origin, title } = profileOf(dtype);
  return (
    <>
      <label class="source-field">
        <span>Precision</span>
        <select
          value={dtype}
          aria-describedby={`${aboutId} ${refusalId('dtype')}`}
          aria-invalid={isRefused(runner.refusal.value, 'dtype')}
          onChange={(event) => {
            const chosen = offered.find((id) => id === event.currentTarget.value);
            if (chosen !== undefined) form.edit((before) => ({ ...before, dtype: chosen, isDTypeOpen: undefined }));
          }}
        >
          {offered.map((id) => (
            <option key={id} value={id}>
              {precisionTitle[id]}
            </option>
          ))}
        </select>
      </label>
      {isEmulated(dtype) && (
        <p class="field-about" id={aboutId}>
          Emulated: {title}. Used by: {origin}.{hasOpenDType(scenario) && ` ${reasons[dtype] ?? ''}`}
        </p>
      )}
      <FieldRefusal argument="dtype" />
    </>
  );
}
