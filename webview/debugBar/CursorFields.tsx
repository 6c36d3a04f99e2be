import { formatInteger } from '../../src/scenario/text/format.ts';
import { NumberField } from '../ui/NumberField.tsx';
import type { RunModel } from '../store/runModel.ts';
import { termsAt } from '../store/places.ts';
import { useSession, useViewer } from '../store/useSession.ts';

/** Shows the cursor, n, c, y, x and the term, in fields that can be edited. */
export function CursorFields({ run }: { readonly run: RunModel }) {
  const { navigation } = useSession();
  const { cursor } = useViewer();
  const { geometry } = run;
  const at = cursor.value;
  const axes = [
    ['n', 'Batch element n', geometry.n],
    ['c', 'Output channel c', geometry.cout],
    ['y', 'Output row y', geometry.h.outputSize],
    ['x', 'Output column x', geometry.w.outputSize],
  ] as const;
  const terms = termsAt(run, at);
  return (
    <span class="cursor-fields">
      {axes.map(([axis, name, size]) => (
        <label key={axis}>
          <span aria-hidden="true">{axis}</span>
          <NumberField
            class="element"
            name={name}
            value={at[axis]}
            legal={{ min: 0, max: Math.max(0, size - 1) }}
            onChange={(value) => navigation.goToElement({ [axis]: value })}
          />
        </label>
      ))}
      <label>
        <span aria-hidden="true">term</span>
        <NumberField
          class="term"
          name="Term of the dot product"
          value={at.term}
          legal={{ min: 0, max: Math.max(0, terms - 1) }}
          onChange={(term) => navigation.moveTo({ term })}
        />
      </label>
      <span class="mono dim">/ {formatInteger(terms)}</span>
    </span>
  );
}
