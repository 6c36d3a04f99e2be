import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { editScenario, escape, refuseText } from '../../store/actions.ts';
import { FieldRefusal, refusalId } from '../../fields/FieldRefusal.tsx';
import { withGroups } from '../../store/formShape.ts';
import { legalGroupsOf } from '../legalOf.ts';
import { NumberField } from '../../ui/NumberField.tsx';
import { refusal } from '../../store/refusal.ts';
import { isRefused } from '../../store/refusalAt.ts';

/** Groups: the steppers go through the common divisors of Cin and Cout. */
export function GroupsField({ scenario }: { readonly scenario: Scenario }) {
  return (
    <>
      <div class="parameter-row">
        <span>Groups</span>
        <NumberField
          name="Groups"
          value={scenario.params.groups}
          legal={legalGroupsOf(scenario)}
          invalid={isRefused(refusal.value, 'groups')}
          describedBy={refusalId('groups')}
          onChange={(value, pace) => editScenario((before) => withGroups(before, value), 'groups', pace)}
          onNonsense={(text) => refuseText('groups', text)}
          onEscape={escape}
        />
      </div>
      <FieldRefusal of="groups" />
    </>
  );
}
