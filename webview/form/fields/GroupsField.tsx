import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { DraftedNumberField } from '../../fields/DraftedNumberField.tsx';
import { FieldRefusal } from '../../fields/FieldRefusal.tsx';
import { withGroups } from '../../store/formShape.ts';
import { legalGroupsOf } from '../legalOf.ts';
import { useSession } from '../../store/useSession.ts';

/** Edits the number of groups; the steppers visit the common divisors of Cin and Cout. */
export function GroupsField({ scenario }: { readonly scenario: Scenario }) {
  const { form } = useSession();
  return (
    <>
      <div class="parameter-row">
        <span>Groups</span>
        <DraftedNumberField
          name="Groups"
          field={{ id: 'groups', kind: 'number', name: 'groups', argument: 'groups' }}
          value={scenario.params.groups}
          legal={legalGroupsOf(form.shapeOf(scenario), scenario.params.groups)}
          onChange={(value, pace) => form.edit((before) => withGroups(before, value), pace)}
        />
      </div>
      <FieldRefusal argument="groups" />
    </>
  );
}
