import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Scenario } from '../document/scenario.ts';
import type { LayerText } from './layerText.ts';
import { readOnnxLayer } from './onnxLayer.ts';
import { readPythonLayer } from './pythonLayer.ts';
import { readSizes, type SizesText } from './sizesText.ts';
import { readTensorText, type TensorText } from './tensorText.ts';
import { withLayer } from './withLayer.ts';
import { type KnownShapes, type PastedRole, type PastedScenario, withPastedTensor } from './withPastedTensor.ts';
import { withPastedSizes } from './withPastedSizes.ts';

/** What a pasted text is. */
export type Pasted =
  | { readonly kind: 'layer'; readonly layer: LayerText }
  | { readonly kind: 'sizes'; readonly sizes: SizesText }
  | { readonly kind: 'tensor'; readonly tensor: TensorText };

/** A text with brackets, a constructor or several rows: more than a number that somebody pastes into a field. */
const looksLikeTensor =
  /^[^\w]*\[|^[^\w]*\([\s(]*[-+.\d]|\b(?:tensor|array|Tensor|Array|Parameter)\s*\(|Parameter containing|Tensor of size|<tf\./;

/**
 * Reads a text that was pasted outside the values of a tensor: a layer, sizes or a tensor. `role` is the tensor that a
 * tensor's numbers would belong to. Returns null for any other text, which belongs to the field that it was pasted into.
 */
export function readPaste(text: string, role: PastedRole): Result<Pasted> | null {
  const layer = readPythonLayer(text) ?? readOnnxLayer(text);
  if (layer !== null) return layer.ok ? ok({ kind: 'layer', layer: layer.value }) : layer;
  const sizes = readSizes(text);
  if (sizes !== null) return ok({ kind: 'sizes', sizes });
  if (!looksLikeTensor.test(text.slice(0, 200)) && !areRows(text)) return null;
  const tensor = readTensorText(text, role);
  return tensor.ok ? ok({ kind: 'tensor', tensor: tensor.value }) : tensor;
}

/** Returns whether a text is two rows of numbers or more. */
function areRows(text: string): boolean {
  const [first = '', second = ''] = text.trim().slice(0, 200_000).split('\n', 2);
  const row = /^\s*[-+.\d]+(?:[\s,;]+[-+.\de]+)*[\s,;]*$/i;
  return row.test(first) && row.test(second) && second !== '';
}

/** Returns the scenario that a pasted text makes of the current one; null as `scenario` means that there is none. */
export function withPaste(
  scenario: Scenario | null,
  pasted: Pasted,
  role: PastedRole,
  shapes: KnownShapes | null,
): Result<PastedScenario> {
  if (pasted.kind === 'layer') return withLayer(scenario, pasted.layer, shapes);
  if (scenario === null || shapes === null)
    return refuse(
      'scenario',
      'There is no call yet that the numbers could belong to. Paste nn.ConvTranspose2d(…) first.',
    );
  if (pasted.kind === 'tensor') return withPastedTensor(scenario, role, pasted.tensor, shapes);
  return withPastedSizes(scenario, role === 'weight' ? 'weight' : 'input', pasted.sizes, shapes);
}
