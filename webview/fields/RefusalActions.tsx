import type { Refusal } from '../../src/engine/core/refusal.ts';
import { showSourceRequest } from '../../src/protocol/hostMessages.ts';
import { remediesOf } from '../store/remedies.ts';
import { MemoryActions } from './MemoryActions.tsx';
import { useSession } from '../store/useSession.ts';

/** Offers what can be done about a refused edit: changes that remove the reason, and the scenario before the edit. */
export function RefusalActions({ refusal }: { readonly refusal: Refusal }) {
  const { document, escape, form, ports } = useSession();
  const scenario = form.scenario.value;
  const remedies =
    scenario === null || document.isReadonly.value ? [] : remediesOf(refusal, scenario, form.shapeOf(scenario));
  return (
    <>
      {refusal.argument === 'memory' && <MemoryActions />}
      {scenario === null && (
        <button type="button" class="button secondary" onClick={() => void ports.host.call(showSourceRequest, null)}>
          Show the text
        </button>
      )}
      {remedies.map(({ label, change }) => (
        <button key={label} type="button" class="button secondary" onClick={() => form.edit(change)}>
          {label}
        </button>
      ))}
      {form.fallback.value !== null && !document.isReadonly.value && (
        <button type="button" class="button secondary" title="Back to the last valid call (Escape)" onClick={escape}>
          Undo
        </button>
      )}
    </>
  );
}
