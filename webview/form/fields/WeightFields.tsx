import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { DraftedNumberField } from '../../fields/DraftedNumberField.tsx';
import { FieldRefusal } from '../../fields/FieldRefusal.tsx';
import { outputChannelsOf, declaredShape, withWeightSize } from '../../store/formShape.ts';
import { useSession } from '../../store/useSession.ts';

/** Edits the shape of w. Cin is that of the input and cannot be edited here. */
export function WeightFields({ scenario }: { readonly scenario: Scenario }) {
  const { form, pasting, runner } = useSession();
  const declared = declaredShape(scenario.weight);
  // The shape of a file is known once the call has run.
  const shape = declared ?? runner.currentRun.value?.run.call.weight.shape ?? null;
  if (shape === null) return null;
  const { groups } = scenario.params;
  const fields = [
    ['Cin', 'Weight input channels (same as the input)', shape[0] ?? 0],
    ['Cout', 'Weight output channels', outputChannelsOf(shape, groups)],
    ['kH', 'Kernel height', shape[2] ?? 0],
    ['kW', 'Kernel width', shape[3] ?? 0],
  ] as const;
  return (
    <fieldset class="shape-fields" data-role="weight">
      <legend>
        Weight <i class="mono">w</i>
      </legend>
      <div class="shape-row weight-row">
        {fields.map(([axis, name, size]) => (
          <label key={axis}>
            <span aria-hidden="true">{axis}</span>
            <DraftedNumberField
              name={name}
              field={{ id: `weight.${axis}`, kind: 'number', name: axis, argument: 'weight' }}
              value={size}
              legal={axis === 'Cout' ? { min: groups, max: null } : { min: 1, max: null }}
              readonly={axis === 'Cin' || declared === null}
              onChange={(value, pace) => {
                if (axis === 'Cin') return;
                form.edit((before) => withWeightSize(before, axis, value), pace);
              }}
              longer={pasting.shapeOf('weight')}
            />
          </label>
        ))}
      </div>
      <FieldRefusal argument="weight" />
    </fieldset>
  );
}
