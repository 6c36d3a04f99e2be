import * as vscode from 'vscode';
import { validateCall } from '../../engine/validation/validateCall.ts';
import { defaultParams, type Params } from '../../engine/core/call.ts';
import type { Result } from '../../engine/core/refusal.ts';
import { shownName } from '../../formats/common/quoted.ts';
import type { TensorEntry } from '../../formats/common/tensorFile.ts';
import { formatShape } from '../../scenario/text/format.ts';
import { layerParamsText, parseLayerParams } from '../../scenario/document/layerParams.ts';
import { layerInput } from '../../scenario/document/layerScenario.ts';
import { withHeight } from '../../scenario/document/withHeight.ts';

/**
 * Asks the user for the parameters of a layer with this weight, and shows while the user types what PyTorch would refuse.
 * Returns null if the user cancels.
 */
export async function askLayerParams({ key, shape }: TensorEntry): Promise<Params | null> {
  const check = (text: string): Result<Params> => {
    const params = parseLayerParams(text);
    if (!params.ok) return params;
    const call = { input: layerInput(shape), weight: shape, bias: null, params: params.value };
    const lined = withHeight(call, shape.length);
    const valid = lined.ok ? validateCall(lined.value) : lined;
    return valid.ok ? params : valid;
  };
  const text = await vscode.window.showInputBox({
    title: `Open ${shownName(key)} as a ConvTranspose2d Layer`,
    prompt: `The weight has the axes ${shape.length === 3 ? '(Cin, Cout/groups, k)' : '(Cin, Cout/groups, kH, kW)'} = ${formatShape(shape)}. A state_dict does not contain the other parameters.`,
    value: layerParamsText(defaultParams),
    ignoreFocusOut: true,
    validateInput: (typed) => {
      const checked = check(typed);
      return checked.ok ? undefined : checked.refusal.message;
    },
  });
  const checked = text === undefined ? null : check(text);
  return checked?.ok === true ? checked.value : null;
}
