import { fillIds, fillTitles } from '../../../src/engine/fills/fillIds.ts';
import type { Scenario, TensorSource } from '../../../src/scenario/document/scenario.ts';
import { FileDrop } from '../../fields/FileDrop.tsx';
import { declaredShape } from '../../store/formShape.ts';
import { ValuesField } from './ValuesField.tsx';
import { editableValues, writtenOut } from '../valuesText.ts';
import type { Tensor } from '../../../src/engine/core/tensor.ts';
import { useSession } from '../../store/useSession.ts';

/** The entry of the list that asks for a file. */
const choose = 'choose-file';
/** What the field says to those who point at it. */
export const dropHint = 'A tensor file can be dropped here from the explorer: hold Shift.';

type SourceName = 'input' | 'weight' | 'bias';
const words: Readonly<Record<SourceName, string>> = { input: 'Input', weight: 'Weight', bias: 'Bias' };

/** Where a tensor's numbers come from: a rule, the document itself, or a file. */
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
            if (chosen !== choose) edit(chosen);
            else {
              // Until there is a file, what was there stays.
              event.currentTarget.value = kindOf(source);
              void form.takeTensor(name, null);
            }
          }}
        >
          {'file' in source && <option value="file">File {source.file}</option>}
          {canBeWritten(source, tensor) && <option value="values">Written out</option>}
          {fillIds.map((id) => (
            <option key={id} value={id}>
              {fillTitles[id]}
            </option>
          ))}
          <option value={choose}>Choose file…</option>
        </select>
      </label>
      {'values' in source && source.values.length <= editableValues && <ValuesField name={name} source={source} />}
    </FileDrop>
  );
}

function kindOf(source: TensorSource): string {
  if ('fill' in source) return source.fill;
  return 'file' in source ? 'file' : 'values';
}

/** Whether a tensor can be written out, to change single values of it: it is here and small. */
function canBeWritten(source: TensorSource, tensor: Tensor | null): boolean {
  if ('values' in source) return true;
  return tensor !== null && tensor.data.length <= editableValues;
}

/** `tensor`: the source's numbers, as the last run had them. */
function withSource(scenario: Scenario, name: SourceName, chosen: string, tensor: Tensor | null): Scenario {
  const source = scenario[name];
  if (source === null || chosen === kindOf(source)) return scenario;
  if (chosen === 'values' && tensor !== null)
    return { ...scenario, [name]: { shape: tensor.shape, values: writtenOut(tensor) } };
  const fill = fillIds.find((id) => id === chosen);
  const shape = declaredShape(source) ?? tensor?.shape;
  return fill === undefined || shape === undefined ? scenario : { ...scenario, [name]: { fill, shape } };
}
