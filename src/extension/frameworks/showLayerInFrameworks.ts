import * as vscode from 'vscode';
import { frameworkCalls } from '../../dialects/frameworkCalls.ts';
import type { Layer } from '../../dialects/layer.ts';
import { portableOfLayer } from '../../dialects/portableCall.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import { frameworksText } from '../../scenario/code/frameworksText.ts';

/**
 * Opens a layer from source code in the words of every framework, beside the code: a Python file with a section for
 * each. `inputSizes` has the size of each of the layer's axes, null where it is not known. Refused if the layer is, and
 * if what it crops is not known.
 */
export async function showLayerInFrameworks(
  layer: Layer,
  inputSizes: readonly (number | null)[],
): Promise<Result<null>> {
  const call = portableOfLayer(layer, inputSizes);
  if (!call.ok) return call;
  const content = frameworksText(layer.api, frameworkCalls(call.value));
  const document = await vscode.workspace.openTextDocument({ content, language: 'python' });
  await vscode.window.showTextDocument(document, vscode.ViewColumn.Beside);
  return ok(null);
}
