import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { FieldRefusal } from '../../fields/FieldRefusal.tsx';
import { GroupsField } from '../fields/GroupsField.tsx';
import { InputFields } from '../fields/InputFields.tsx';
import { PairField } from '../fields/PairField.tsx';
import { WeightFields } from '../fields/WeightFields.tsx';
import { withBias } from '../../store/formShape.ts';
import { fieldAttributes } from '../../store/codeState.ts';
import { useSession } from '../../store/useSession.ts';

const pairs = [
  { argument: 'stride', words: 'Stride', symbol: 's' },
  { argument: 'padding', words: 'Padding', symbol: 'p' },
  { argument: 'padding_end', words: 'Padding at the end', symbol: 'pe' },
  { argument: 'output_padding', words: 'Output padding', symbol: 'op' },
  { argument: 'dilation', words: 'Dilation', symbol: 'd' },
] as const;

/** Edits the shapes and the parameters of the call. */
export function CallFields({ scenario }: { readonly scenario: Scenario }) {
  const { form, escape } = useSession();
  return (
    <div class="call-fields">
      <InputFields scenario={scenario} />
      <WeightFields scenario={scenario} />
      <div class="parameters">
        <span class="parameters-head">
          <span>H</span>
          <span>W</span>
        </span>
        {pairs
          // Only for a call with padding_end, which PyTorch does not have.
          .filter(({ argument }) => argument !== 'padding_end' || scenario.params.paddingEnd !== undefined)
          .map((pair) => (
            <PairField key={pair.argument} {...pair} scenario={scenario} />
          ))}
        <GroupsField scenario={scenario} />
        <label class="parameter-row">
          <span>
            Bias <i>b</i>
          </span>
          <input
            {...fieldAttributes('bias', 'bias')}
            type="checkbox"
            checked={scenario.bias !== null}
            onChange={(event) => {
              const wanted = event.currentTarget.checked;
              form.edit((before) => withBias(before, wanted));
            }}
            onKeyDown={(event) => {
              if (event.key === 'Escape' && escape()) event.stopPropagation();
            }}
          />
        </label>
        <FieldRefusal argument="bias" />
      </div>
    </div>
  );
}
