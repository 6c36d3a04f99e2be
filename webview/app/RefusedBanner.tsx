import type { Refusal } from '../../src/engine/core/refusal.ts';
import { RefusalActions } from '../fields/RefusalActions.tsx';
import { hasField, stillShowing } from '../store/refusalAt.ts';
import { useSession } from '../store/useSession.ts';
import { Icon } from '../ui/Icon.tsx';
import type { Tabs } from './tabs.ts';

/** The tab that explains an output to check. */
const explainingTab = 'diagnose';

/**
 * Says why the edited call is refused, and what can be done about it. A refusal with a field is shown at the field
 * alone, unless there is no figure, or the refused argument is an output to check: then the figure shows the call
 * without it.
 */
export function RefusedBanner({ refusal, tabs }: { readonly refusal: Refusal; readonly tabs: Tabs }) {
  const { runner } = useSession();
  const shown = runner.currentRun.value;
  const isOutput = refusal.argument === 'actual';
  if (isOutput ? tabs.open.value.feature.id === explainingTab : hasField(refusal) && shown !== null) return null;
  const still = shown === null ? '' : stillShowing(refusal, shown.scenario);
  return (
    // A refusal with a field is announced at the field.
    <div class="banner failed refused" role={hasField(refusal) ? undefined : 'alert'}>
      <Icon name="error" />
      <p>
        {refusal.message} {still}
      </p>
      <span class="banner-actions">
        {isOutput && (
          <button type="button" class="button secondary" onClick={() => tabs.show(explainingTab)}>
            Open Diagnose
          </button>
        )}
        <RefusalActions refusal={refusal} />
      </span>
    </div>
  );
}
