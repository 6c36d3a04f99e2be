import { Icon } from '../../ui/Icon.tsx';
import type { FileSource, Scenario } from '../../../src/scenario/document/scenario.ts';
import { FieldRefusal } from '../../fields/FieldRefusal.tsx';
import { FileDrop } from '../../fields/FileDrop.tsx';
import { dropHint } from './SourceField.tsx';
import { useSession } from '../../store/useSession.ts';

/**
 * Edits the file with an output to check in place of the formulation's; without a file, offers to choose or drop one.
 */
export function ActualField({ actual }: { readonly actual: FileSource | undefined }) {
  const { isReadonly } = useSession().document;
  // A read-only document cannot be given a file.
  if (actual === undefined && isReadonly.value) return null;
  return (
    <FileDrop role="actual">
      <div class={`source-field actual-field ${actual === undefined ? 'vacant' : ''}`} title={dropHint}>
        <span id="actual-label">{actual === undefined ? 'Output to check' : 'Check'}</span>
        <span class="actual-file">
          {actual !== undefined && (
            <span class="mono" title={actual.file}>
              {actual.file}
            </span>
          )}
          <ActualButton key="button" actual={actual} />
        </span>
        {actual === undefined && <span class="drop-note">or drop a tensor file here</span>}
      </div>
      <FieldRefusal argument="actual" />
    </FileDrop>
  );
}

/** Asks for a file, or removes the current one. Both are the same button, so that it keeps the focus. */
function ActualButton({ actual }: { readonly actual: FileSource | undefined }) {
  const { form } = useSession();
  const isEmpty = actual === undefined;
  return (
    <button
      type="button"
      id="actual-button"
      class={isEmpty ? 'button secondary' : 'icon-button'}
      title={isEmpty ? undefined : 'Check the formulation’s own output instead'}
      aria-label={isEmpty ? undefined : `Stop checking ${actual.file}`}
      aria-labelledby={isEmpty ? 'actual-label actual-button' : undefined}
      onClick={() => (isEmpty ? void form.takeTensor('actual', null) : form.edit(withoutActual))}
    >
      {isEmpty ? 'Choose a file…' : <Icon name="close" />}
    </button>
  );
}

function withoutActual(scenario: Scenario): Scenario {
  return { ...scenario, actual: undefined };
}
