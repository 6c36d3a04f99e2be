import { fillIds, fillTitles } from '../../../src/engine/fills/fillIds.ts';
import type { Scenario, TensorSource } from '../../../src/scenario/document/scenario.ts';
import { formatInteger } from '../../../src/scenario/text/format.ts';
import { FileDrop } from '../../fields/FileDrop.tsx';
import { declaredShape } from '../../store/formShape.ts';
import { ValuesField } from './ValuesField.tsx';
import { editableValues, documentValues } from '../valuesText.ts';
import type { Tensor } from '../../../src/engine/core/tensor.ts';
import { useSession } from '../../store/useSession.ts';

/** The value of the option that asks for a file. */
const chooseFile = 'choose-file';
/** The tooltip of a field that accepts a tensor file. */
export const dropHint = 'Drop a tensor file here (hold Shift when dragging from the Explorer).';

type SourceName = 'input' | 'weight' | 'bias';
const words: Readonly<Record<SourceName, string>> = { input: 'Input', weight: 'Weight', bias: 'Bias' };

/** Edits where a tensor's numbers come from: a fill, values in the document, or a file. */
export function SourceField(props: {
  readonly name: SourceName;
  readonly symbol: string;
  readonly source: TensorSource;
}) {
  const { name, symbol, source } = props;
  const { form, runner } = useSession();
  const tensor = runner.currentRun.value?.run.originalCall[name] ?? null;
  const edit = (chosen: string): void => form.edit((before) => withSource(before, name, chosen, tensor));
  return (
    <FileDrop role={name}>
      <label class="source-field" title={dropHint}>
        <span>
          {words[name]} <i class="mono">{symbol}</i>
        </span>
        <select
          value={kindOf(source)}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            if (chosen !== chooseFile) edit(chosen);
            else {
              // The source stays until a file has been chosen.
              event.currentTarget.value = kindOf(source);
              void form.takeTensor(name, null);
            }
          }}
        >
          {'file' in source && <option value="file">File {source.file}</option>}
          {canBeValues(source, tensor) && <option value="values">Explicit values</option>}
          {fillIds.map((id) => (
            <option key={id} value={id}>
              {fillTitles[id]}
            </option>
          ))}
          <option value={chooseFile}>Choose file…</option>
        </select>
      </label>
      {'values' in source &&
        (source.values.length <= editableValues ? (
          <ValuesField name={name} source={source} />
        ) : (
          <p class="field-about">
            {formatInteger(source.values.length)} values, too many to edit here. To replace them, focus this list and
            paste others.
          </p>
        ))}
    </FileDrop>
  );
}

function kindOf(source: TensorSource): string {
  if ('fill' in source) return source.fill;
  return 'file' in source ? 'file' : 'values';
}

/** Returns whether the source can become values in the document: its numbers are available and few. */
function canBeValues(source: TensorSource, tensor: Tensor | null): boolean {
  if ('values' in source) return true;
  return tensor !== null && tensor.data.length <= editableValues;
}

/** Returns the scenario with another source. `tensor` has the source's numbers in the last run; null without one. */
function withSource(scenario: Scenario, name: SourceName, chosen: string, tensor: Tensor | null): Scenario {
  const source = scenario[name];
  if (source === null || chosen === kindOf(source)) return scenario;
  if (chosen === 'values' && tensor !== null)
    return { ...scenario, [name]: { shape: tensor.shape, values: documentValues(tensor) } };
  const fill = fillIds.find((id) => id === chosen);
  const shape = declaredShape(source) ?? tensor?.shape;
  return fill === undefined || shape === undefined ? scenario : { ...scenario, [name]: { fill, shape } };
}
