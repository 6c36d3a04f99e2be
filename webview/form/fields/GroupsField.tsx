import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { FieldRefusal, refusalId } from '../../fields/FieldRefusal.tsx';
import { withGroups } from '../../store/formShape.ts';
import { legalGroupsOf } from '../legalOf.ts';
import { NumberField } from '../../ui/NumberField.tsx';
import { isRefused } from '../../store/refusalAt.ts';
import { useSession } from '../../store/useSession.ts';

/** Edits the number of groups; the steppers visit the common divisors of Cin and Cout. */
export function GroupsField({ scenario }: { readonly scenario: Scenario }) {
  const { form, runner, escape } = useSession();
  return (
    <>
      <div class="parameter-row">
        <span>Groups</span>
        <NumberField
          name="Groups"
          value={scenario.params.groups}
          legal={legalGroupsOf(form.shapeOf(scenario), scenario.params.groups)}
          invalid={isRefused(runner.refusal.value, 'groups')}
          describedBy={refusalId('groups')}
          onChange={(value, pace) => form.edit((before) => withGroups(before, value), pace)}
          onInvalidText={(text) => form.refuseText('groups', text)}
          onEscape={escape}
        />
      </div>
      <FieldRefusal argument="groups" />
    </>
  );
}
