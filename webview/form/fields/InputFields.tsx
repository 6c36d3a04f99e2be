import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { DraftedNumberField } from '../../fields/DraftedNumberField.tsx';
import { FieldRefusal } from '../../fields/FieldRefusal.tsx';
import { declaredShape, inputSize, withBatch, withInputSize } from '../../store/formShape.ts';
import type { InputAxis } from '../../store/formShape.ts';
import { useSession } from '../../store/useSession.ts';

const axes: readonly (readonly [InputAxis, string])[] = [
  ['N', 'batch size'],
  ['C', 'channels'],
  ['H', 'height'],
  ['W', 'width'],
];

/** Edits the shape of x: N, C, H, W, or C, H, W without a batch axis. */
export function InputFields({ scenario }: { readonly scenario: Scenario }) {
  const { form, pasting, runner } = useSession();
  const declared = declaredShape(scenario.input);
  // The shape of a file is known once the call has run.
  const shape = declared ?? runner.currentRun.value?.run.call.input.shape ?? null;
  if (shape === null) return null;
  const batched = shape.length === 4;
  return (
    <fieldset class="shape-fields" data-role="input">
      <legend>
        Input <i class="mono">x</i>
      </legend>
      {declared !== null && (
        <label class="batched">
          <input
            type="checkbox"
            checked={batched}
            onChange={(event) => {
              const wanted = event.currentTarget.checked;
              form.edit((before) => withBatch(before, wanted));
            }}
          />
          batched
        </label>
      )}
      <div class="shape-row">
        {axes.map(([axis, words]) => {
          const size = inputSize(shape, axis);
          if (size === null) return null;
          return (
            <label key={axis}>
              <span aria-hidden="true">{axis}</span>
              <DraftedNumberField
                name={`Input ${words}`}
                field={{ id: `input.${axis}`, kind: 'number', name: axis, argument: 'input' }}
                value={size}
                legal={{ min: axis === 'N' ? 0 : 1, max: null }}
                readonly={declared === null}
                onChange={(value, pace) => form.edit((before) => withInputSize(before, axis, value), pace)}
                longer={pasting.shapeOf('input')}
              />
            </label>
          );
        })}
      </div>
      <FieldRefusal argument="input" />
    </fieldset>
  );
}
