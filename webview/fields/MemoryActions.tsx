import { openMemoryCapRequest } from '../../src/protocol/hostMessages.ts';
import { formatMemory } from '../../src/scenario/text/format.ts';
import { useSession } from '../store/useSession.ts';
import { waysToFit } from '../store/waysToFit.ts';

/** Offers the ways out of a refusal for memory: a formulation that needs less, and the setting of the limit. */
export function MemoryActions() {
  const { document, files, form, ports } = useSession();
  const scenario = form.scenario.value;
  const ways = scenario === null ? null : waysToFit(scenario, files, document.settings.value.memoryCap);
  const raise = (
    <button
      type="button"
      class="button secondary"
      title="Open the setting convt.memoryCap"
      onClick={() => void ports.host.call(openMemoryCapRequest, null)}
    >
      Raise the limit…
    </button>
  );
  if (ways === null) return raise;
  const { own, other } = ways;
  return (
    <>
      {other !== null && (
        <>
          <span class="dim">
            {own.title} needs {formatMemory(own.bytes)}, {other.title} {formatMemory(other.bytes)}:
          </span>
          {!document.isReadonly.value && (
            <button
              type="button"
              class="button secondary"
              onClick={() => form.edit((before) => ({ ...before, formulation: other.id }))}
            >
              Switch to {other.title}
            </button>
          )}
        </>
      )}
      {raise}
    </>
  );
}
