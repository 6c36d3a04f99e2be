import type { Result } from '../../src/engine/core/refusal.ts';
import { formulationOf } from '../../src/engine/formulations/formulations.ts';
import type { Geometry } from '../../src/engine/geometry/geometry.ts';
import { servesProfile } from '../../src/engine/precision/emulate.ts';
import { profileOf } from '../../src/engine/precision/profiles.ts';
import { formulationChoices, type Scenario } from '../../src/scenario/document/scenario.ts';
import { isSoonPlanned } from '../store/checkScenario.ts';
import { isRefused } from '../store/refusalAt.ts';
import { useSession } from '../store/useSession.ts';

type Choice = Scenario['formulation'];

/** Selects the formulation. One that does not support the call cannot be chosen and says why. */
export function FormulationField({ scenario }: { readonly scenario: Scenario }) {
  const { document, form, runner } = useSession();
  const geometry = form.callGeometry.value;
  const supported = (id: Choice): Result<Geometry> | null =>
    geometry === null || !isSoonPlanned(geometry)
      ? null
      : servesProfile(formulationOf(id), geometry, profileOf(geometry.dtype));
  return (
    <select
      class="formulation"
      aria-label="Formulation"
      disabled={document.isReadonly.value}
      aria-invalid={isRefused(runner.refusal.value, 'formulation')}
      value={scenario.formulation}
      onChange={(event) => {
        const chosen = formulationChoices.find((id) => id === event.currentTarget.value);
        if (chosen === undefined) return;
        form.edit((before) => ({ ...before, formulation: chosen }));
      }}
    >
      {formulationChoices.map((id) => {
        const { title } = formulationOf(id);
        const support = id === scenario.formulation ? null : supported(id);
        return (
          <option key={id} value={id} disabled={support?.ok === false}>
            {support?.ok === false
              ? `${title}: ${support.refusal.message.replace(/\.$/, '')}`
              : id === 'auto'
                ? `auto: ${title}`
                : title}
          </option>
        );
      })}
    </select>
  );
}
