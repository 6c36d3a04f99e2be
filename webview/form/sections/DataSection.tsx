import { precisionName } from '../../../src/scenario/text/precisionText.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { ActualField } from '../fields/ActualField.tsx';
import { DraftedNumberField } from '../../fields/DraftedNumberField.tsx';
import { FieldRefusal } from '../../fields/FieldRefusal.tsx';
import { PrecisionField } from '../fields/PrecisionField.tsx';
import { Section } from '../Section.tsx';
import { SourceField } from '../fields/SourceField.tsx';
import { useSession } from '../../store/useSession.ts';

/** "New seed" draws a seed below this; any non-negative integer can be typed. */
const newSeeds = 100_000;

/** Edits where the numbers of the tensors come from: fills, values and files, the seed, the precision. */
export function DataSection({ scenario }: { readonly scenario: Scenario }) {
  const { document, form } = useSession();
  const withSeed = (seed: number) => (before: Scenario) => ({ ...before, seed });
  return (
    <Section id="data" title="Data" aside={precisionName[form.precision.value ?? scenario.dtype]}>
      <fieldset class="plain" disabled={document.isReadonly.value}>
        <SourceField name="input" symbol="x" source={scenario.input} />
        <SourceField name="weight" symbol="w" source={scenario.weight} />
        {scenario.bias !== null && <SourceField name="bias" symbol="b" source={scenario.bias} />}
        <ActualField actual={scenario.actual} />
        <FieldRefusal argument="fill" />
        <div class="source-field">
          <span>Seed</span>
          <span class="seed">
            <DraftedNumberField
              name="Seed"
              field={{ id: 'seed', kind: 'number', name: 'seed', argument: 'seed' }}
              value={scenario.seed}
              legal={{ min: 0, max: Number.MAX_SAFE_INTEGER }}
              onChange={(seed, pace) => form.edit(withSeed(seed), pace)}
            />
            <button
              type="button"
              class="icon-button"
              title="New seed"
              aria-label="New seed"
              onClick={() => form.edit(withSeed(Math.floor(Math.random() * newSeeds)))}
            >
              <Icon name="refresh" />
            </button>
          </span>
        </div>
        <FieldRefusal argument="seed" />
        <PrecisionField scenario={scenario} />
      </fieldset>
    </Section>
  );
}
