import { useState } from 'preact/hooks';
import type { Tolerance } from '../../src/engine/compare/comparison.ts';
import { formatShort } from '../../src/scenario/text/format.ts';
import { TermLabel } from '../ui/TermLabel.tsx';
import type { ToleranceEdit } from './toleranceEdit.ts';

export interface ToleranceRowsProps {
  readonly tolerance: Tolerance;
  readonly disabled?: boolean;
  readonly change: (edit: ToleranceEdit) => void;
}

/** Rows for a table of statistics: rtol and atol as in `torch.testing.assert_close`, and fields to change them. */
export function ToleranceRows({ tolerance, disabled = false, change }: ToleranceRowsProps) {
  const [editing, setEditing] = useState(false);
  return (
    <>
      <tr class="tolerances">
        <th scope="row">
          <TermLabel term="tolerances">rtol, atol</TermLabel>
        </th>
        <td class="number">
          {formatShort(tolerance.rtol)}, {formatShort(tolerance.atol)}
        </td>
        <td class="aside">
          <button
            type="button"
            class="link"
            disabled={disabled}
            aria-expanded={editing}
            onClick={() => setEditing(!editing)}
          >
            {editing ? 'done' : 'edit'}
          </button>
        </td>
      </tr>
      {editing && (
        <tr>
          <td colSpan={3}>
            <div class="tolerance-fields">
              <ToleranceField name="rtol" value={tolerance.rtol} change={(rtol) => change({ rtol })} />
              <ToleranceField name="atol" value={tolerance.atol} change={(atol) => change({ atol })} />
              <label class="check">
                <input
                  type="checkbox"
                  checked={tolerance.equalNan}
                  onChange={(event) => change({ equalNan: event.currentTarget.checked })}
                />
                NaN equals NaN
              </label>
            </div>
          </td>
        </tr>
      )}
    </>
  );
}

/** A field for one tolerance; an empty text restores the dtype's default. */
function ToleranceField(props: {
  readonly name: 'rtol' | 'atol';
  readonly value: number;
  readonly change: (value: number | null) => void;
}) {
  const { name, value, change } = props;
  const [wrong, setWrong] = useState<string | null>(null);
  const onChange = (text: string): void => {
    const number = Number(text);
    if (text.trim() !== '' && !(number >= 0 && Number.isFinite(number))) {
      setWrong(`${name} = ${text} must be a number of at least 0.`);
      return;
    }
    setWrong(null);
    change(text.trim() === '' ? null : number);
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
