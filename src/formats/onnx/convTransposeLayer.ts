import { convTransposeParams } from '../../dialects/convTransposeParams.ts';
import { refuse } from '../../engine/core/refusal.ts';
import type { Shape } from '../../engine/core/tensor.ts';
import { type LayerNode, nothingMissing } from '../common/layerNode.ts';
import { quoted } from '../common/quoted.ts';
import { attributesText, readConvTransposeAttributes } from './convTransposeAttributes.ts';
import type { ConvTransposeNode, OnnxModel } from './readModel.ts';

/**
 * Returns the ConvTranspose nodes of a model, in the order of the file. Nodes with the same name are numbered: "up",
 * "up (2)".
 */
export function convTransposeLayers(model: OnnxModel, file: string): readonly LayerNode[] {
  const taken = new Set<string>();
  const repeats = new Map<string, number>();
  return model.nodes.map((node) => {
    const plain = node.name === '' ? node.output : node.name;
    let name = plain;
    for (let count = repeats.get(plain) ?? 1; taken.has(name);) {
      name = `${plain} (${++count})`;
      repeats.set(plain, count);
    }
    taken.add(name);
    return layerOf(model, node, name, file);
  });
}

function layerOf(model: OnnxModel, node: ConvTransposeNode, name: string, file: string): LayerNode {
  const [, weightName = '', biasName = ''] = node.inputs;
  const weightShape = model.tensors.get(weightName)?.entry?.shape ?? null;
  const weight = weightShape === null ? null : weightName;
  const bias = model.tensors.get(biasName)?.entry ? biasName : null;
  const kernelShape = node.attributes.find((each) => each.name === 'kernel_shape')?.integers;
  const kernel = weightShape?.slice(2) ?? kernelShape ?? [];
  const isTensorMissing = weight === null || (biasName !== '' && bias === null);
  const attributes =
    kernel.length === 2
      ? readConvTransposeAttributes(node.attributes, [kernel[0] as number, kernel[1] as number])
      : null;
  const refused =
    rankProblem(kernel, weightShape) ??
    (isTensorMissing
      ? missing(model, weight === null ? 'weight' : 'bias', weight === null ? weightName : biasName)
      : null) ??
    (typeof attributes === 'string' ? `${attributes}.` : null);
  const read = typeof attributes === 'string' ? null : attributes;
  const summary =
    read === null ? (kernel.length > 0 ? `k ${kernel.join('×')}` : 'ConvTranspose') : attributesText(read);
  return {
    name,
    weight,
    bias,
    missing: nothingMissing,
    weightShape,
    refused,
    summary,
    params: (input) =>
      refused !== null || read === null
        ? refuse('file', `${file}: layer ${quoted(name)} cannot be run: ${refused ?? 'it is not 2-D.'}`)
        : convTransposeParams(read, input, `${file}: layer ${quoted(name)}`),
  };
}

/** If a kernel does not have two axes, returns a text that says why the node cannot be run; otherwise null. */
function rankProblem(kernel: Shape, weightShape: Shape | null): string | null {
  if (kernel.length === 2 || (kernel.length === 0 && weightShape === null)) return null;
  if (kernel.length === 0)
    return `its weight of shape (${weightShape?.join(', ') ?? ''}) has no kernel; only 2-D transposed convolutions can be run.`;
  return `${kernel.length}-D: kernel_shape ${kernel.join(' × ')}; only 2-D transposed convolutions can be run.`;
}

/** Returns a text that says why a tensor that the node reads cannot be taken from the file. */
function missing(model: OnnxModel, what: string, name: string): string {
  if (name === '') return `it has no ${what}.`;
  const located = model.tensors.get(name);
  if (located?.entry === null) return `its ${what} cannot be read: ${located.leftOut}.`;
  const producer = model.producers.get(name);
  return producer === undefined
    ? `its ${what} ${quoted(name)} is not a tensor of the model: it is an input of the model, or not the first output of a node.`
    : `its ${what} ${quoted(name)} is computed by ${quoted(producer)}; only tensors stored in the model can be read.`;
}
