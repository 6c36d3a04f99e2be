import { useState } from 'preact/hooks';
import { formatShort } from '../../src/scenario/format.ts';
import { isReadonly } from '../store/page.ts';
import { editScenario } from '../store/actions.ts';
import type { Loaded } from '../store/session.ts';

/** rtol and atol of `torch.testing.assert_close`; editing them is an edit of the scenario. */
export function Tolerances({ run }: { readonly run: Loaded }) {
  const [editing, setEditing] = useState(false);
  const { tolerance } = run.run.comparison;
  return (
    <>
      <tr class="tolerances">
        <th scope="row">rtol, atol</th>
        <td class="number">
          {formatShort(tolerance.rtol)}, {formatShort(tolerance.atol)}
        </td>
        <td class="aside">
          <button
            type="button"
            class="link"
            disabled={isReadonly.value}
            aria-expanded={editing}
            onClick={() => setEditing(!editing)}
          >
            {editing ? 'done' : 'edit'}
          </button>
        </td>
      </tr>
      {editing ? <Fields run={run} /> : null}
    </>
  );
}

function Fields({ run }: { readonly run: Loaded }) {
  const { tolerance } = run.run.comparison;
  return (
    <tr>
      <td colSpan={3}>
        <div class="tolerance-fields">
          <ToleranceField name="rtol" value={tolerance.rtol} />
          <ToleranceField name="atol" value={tolerance.atol} />
          <label class="check">
            <input
              type="checkbox"
              checked={tolerance.equalNan}
              onChange={(event) => {
                const equalNan = event.currentTarget.checked;
                editScenario(
                  (s) => ({ ...s, tolerance: { ...s.tolerance, equalNan } }),
                  'equal_nan',
                );
              }}
            />
            NaN equals NaN
          </label>
        </div>
      </td>
    </tr>
  );
}

/** Empty text takes the dtype's default back. */
function ToleranceField({
  name,
  value,
}: {
  readonly name: 'rtol' | 'atol';
  readonly value: number;
}) {
  const [wrong, setWrong] = useState<string | null>(null);
  const onChange = (text: string): void => {
    const number = Number(text);
    if (text.trim() !== '' && !(number >= 0 && Number.isFinite(number))) {
      setWrong(`${name} = ${text} must be a number of at least 0.`);
      return;
    }
    setWrong(null);
    editScenario((s) => {
      const others = Object.entries(s.tolerance).filter(([key]) => key !== name);
      const own = text.trim() === '' ? [] : [[name, number] as const];
      return { ...s, tolerance: Object.fromEntries([...others, ...own]) };
    }, name);
  };
  return (
    <label class="tolerance-field">
      {name}
      <input
        type="text"
        class="input"
        inputMode="decimal"
        value={String(value)}
        aria-invalid={wrong !== null}
        aria-describedby={wrong === null ? undefined : `${name}-refusal`}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {wrong === null ? null : (
        <span id={`${name}-refusal`} class="refusal" role="alert">
          {wrong}
        </span>
      )}
    </label>
  );
}
