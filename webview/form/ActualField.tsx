import { Icon } from '../app/Icon.tsx';
import type { FileSource, Scenario } from '../../src/scenario/scenario.ts';
import { editScenario } from '../store/actions.ts';
import { FieldRefusal } from './FieldRefusal.tsx';
import { FileDrop } from './FileDrop.tsx';
import { dropHint } from './SourceField.tsx';

/** The output to check in place of the formulation's: where it comes from, and how to be rid of it. */
export function ActualField({ actual }: { readonly actual: FileSource }) {
  return (
    <FileDrop role="actual">
      <div class="source-field" title={dropHint}>
        <span>Check</span>
        <span class="actual-file">
          <span class="mono" title={actual.file}>
            {actual.file}
          </span>
          <button
            type="button"
            class="icon-button"
            title="Check the formulation's own output again"
            aria-label={`Stop checking ${actual.file}`}
            onClick={() => editScenario(withoutActual, 'output to check')}
          >
            <Icon name="close" />
          </button>
        </span>
      </div>
      <FieldRefusal of="actual" />
    </FileDrop>
  );
}

function withoutActual(scenario: Scenario): Scenario {
  return { ...scenario, actual: undefined };
}
