import { isEmulated, type ProfileId, profileOf } from '../../../src/engine/precision/profiles.ts';
import { precisionTitle } from '../../../src/scenario/text/precisionText.ts';
import { FieldRefusal, refusalId } from '../../fields/FieldRefusal.tsx';
import { isRefused } from '../../store/refusalAt.ts';
import { useSession } from '../../store/useSession.ts';

/** The precisions in the order of the list: first the native ones, then the emulated ones. */
const offered: readonly ProfileId[] = ['float32', 'float64', 'tf32', 'bfloat16', 'float16', 'float16-accumulate'];
const aboutId = 'precision-about';

/** Selects the precision. For an emulated one, says what it is and what uses it. */
export function PrecisionField({ dtype }: { readonly dtype: ProfileId }) {
  const { form, runner } = useSession();
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
            if (chosen !== undefined) form.edit((before) => ({ ...before, dtype: chosen }));
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
          Emulated: {title}. Used by: {origin}.
        </p>
      )}
      <FieldRefusal argument="dtype" />
    </>
  );
}
