import { useRef } from 'preact/hooks';
import { type ErrorMeasure, errorMeasures } from '../../../src/engine/compare/errors.ts';
import { isEmulated, type ProfileId, profileOf } from '../../../src/engine/precision/profiles.ts';
import { boundTitle } from '../../../src/scenario/text/precisionText.ts';
import type { TermId } from '../../../src/scenario/text/explainedTerms.ts';
import { usePipeline } from '../../pipeline/pipelineState.ts';

type Names = Readonly<Record<ErrorMeasure, { readonly short: string; readonly long: string }>>;

const termOf: Readonly<Record<ErrorMeasure, TermId>> = { abs: 'abs', rel: 'rel', ulp: 'ulp', bound: 'bound-ratio' };

/** Returns the names of the measures; for an emulated precision they name its format and its bound. */
function namesOf(profile: ProfileId): Names {
  const emulated = isEmulated(profile);
  const ulp = emulated ? ` of ${profileOf(profile).output.format}` : '';
  const bound = emulated ? `the ${boundTitle(profile)}` : 'its rounding bound';
  return {
    abs: { short: 'Abs', long: 'Absolute error' },
    rel: { short: 'Rel', long: 'Relative error' },
    ulp: { short: 'ULP', long: `Error in units in the last place${ulp}` },
    bound: { short: '÷ bound', long: `Error divided by ${bound}` },
  };
}

/** Selects the error measure of the map; the key E selects the next one. */
export function MeasureSwitch({ profile }: { readonly profile: ProfileId }) {
  const { errorMeasure } = usePipeline();
  const names = namesOf(profile);
  const group = useRef<HTMLSpanElement>(null);
  const at = errorMeasures.indexOf(errorMeasure.value);
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (by === undefined || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const to = (at + by + errorMeasures.length) % errorMeasures.length;
    errorMeasure.value = errorMeasures[to] ?? 'abs';
    group.current?.querySelectorAll('button')[to]?.focus();
  };
  return (
    <span ref={group} class="measure-switch" role="radiogroup" aria-label="Error measure" onKeyDown={onKeyDown}>
      {errorMeasures.map((measure) => (
        <button
          key={measure}
          type="button"
          role="radio"
          aria-checked={measure === errorMeasure.value}
          aria-label={names[measure].long}
          data-term={termOf[measure]}
          tabIndex={measure === errorMeasure.value ? 0 : -1}
          onClick={() => {
            errorMeasure.value = measure;
          }}
        >
          {names[measure].short}
        </button>
      ))}
    </span>
  );
}
