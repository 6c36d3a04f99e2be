import { fillIds, fillTitles } from '../../../src/engine/fills/fill.ts';
import type { Scenario, TensorSource } from '../../../src/scenario/document/scenario.ts';
import { editScenario } from '../../store/actions.ts';
import { loaded } from '../../store/session.ts';
import { FileDrop } from '../../fields/FileDrop.tsx';
import { declaredShape } from '../../store/formShape.ts';
import { takeTensor } from '../../store/takeTensor.ts';
import { ValuesField } from './ValuesField.tsx';
import { editableValues, writtenOut } from '../valuesText.ts';

/** The entry of the list that asks for a file. */
const choose = 'choose-file';
/** What the field says to those who point at it. */
export const dropHint = 'A tensor file can be dropped here from the explorer: hold Shift.';

type Of = 'input' | 'weight' | 'bias';
const words: Readonly<Record<Of, string>> = { input: 'Input', weight: 'Weight', bias: 'Bias' };

/** Where a tensor's numbers come from: a rule, the document itself, or a file. */
export function SourceField(props: { readonly of: Of; readonly symbol: string; readonly source: TensorSource }) {
  const { of, symbol, source } = props;
  const edit = (chosen: string): void => editScenario((before) => withSource(before, of, chosen), `${of} data`);
  return (
    <FileDrop role={of}>
      <label class="source-field" title={dropHint}>
        <span>
          {words[of]} <i class="mono">{symbol}</i>
        </span>
        <select
          value={kindOf(source)}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            if (chosen !== choose) edit(chosen);
            else {
              // Until there is a file, what was there stays.
              event.currentTarget.value = kindOf(source);
              void takeTensor(of, null);
            }
          }}
        >
          {'file' in source && <option value="file">File {source.file}</option>}
          {canBeWritten(of, source) && <option value="values">Written out</option>}
          {fillIds.map((id) => (
            <option key={id} value={id}>
              {fillTitles[id]}
            </option>
          ))}
          <option value={choose}>Choose file…</option>
        </select>
      </label>
      {'values' in source && source.values.length <= editableValues && <ValuesField of={of} source={source} />}
    </FileDrop>
  );
}

function kindOf(source: TensorSource): string {
  if ('fill' in source) return source.fill;
  return 'file' in source ? 'file' : 'values';
}

/** A tensor that is here and small can be written out, to change single values of it. */
function canBeWritten(of: Of, source: TensorSource): boolean {
  if ('values' in source) return true;
  const tensor = loaded.value?.run.originalCall[of];
  return tensor !== null && tensor !== undefined && tensor.data.length <= editableValues;
}

function withSource(scenario: Scenario, of: Of, chosen: string): Scenario {
  const source = scenario[of];
  const tensor = loaded.value?.run.originalCall[of] ?? null;
  if (source === null || chosen === kindOf(source)) return scenario;
  if (chosen === 'values' && tensor !== null)
    return { ...scenario, [of]: { shape: tensor.shape, values: writtenOut(tensor) } };
  const fill = fillIds.find((id) => id === chosen);
  const shape = declaredShape(source) ?? tensor?.shape;
  return fill === undefined || shape === undefined ? scenario : { ...scenario, [of]: { fill, shape } };
}
