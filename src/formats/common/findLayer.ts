import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { LayerNode } from './layerNode.ts';
import { quoted } from './quoted.ts';
import type { TensorFile } from './tensorFile.ts';
import { listNames } from './tensorPath.ts';

/**
 * Finds a layer by its name or, if only one layer has it, by a part of its name: "up" and "inner" of "up/inner".
 */
function layerNamed(layers: readonly LayerNode[], name: string): LayerNode | undefined {
  const whole = layers.find((layer) => layer.name === name);
  if (whole !== undefined || name === '') return whole;
  const within = layers.filter((layer) => layer.name.endsWith(`/${name}`) || layer.name.startsWith(`${name}/`));
  return within.length === 1 ? within[0] : undefined;
}

/**
 * Finds the layer named `node` or, if `node` is null, the only one in the file. If the layer cannot be run, returns a refusal
 * with the reason. Refusals say node for a model of ONNX, layer for any other file.
 */
export function findLayer({ layers, name, format }: TensorFile, node: string | null): Result<LayerNode> {
  const [word, label, part] =
    format === 'onnx' ? ['ConvTranspose node', 'NODE', 'node'] : ['ConvTranspose layer', 'LAYER', 'layer'];
  if (layers.length === 0) return refuse('file', `${name} has no ${word}.`);
  const [only] = layers.length === 1 ? layers : [];
  const found = node === null ? only : layerNamed(layers, node);
  if (found === undefined) {
    const list = listNames(layers.map((layer) => layer.name));
    return refuse(
      'file',
      node === null
        ? `${name} has ${layers.length} ${word}s: name one as ${name}#${label}. They are ${list}.`
        : `${name} has no ${word} ${quoted(node)}; it has ${list}.`,
    );
  }
  return found.refused === null
    ? ok(found)
    : refuse('file', `${name}: ${part} ${quoted(found.name)} cannot be run: ${found.refused}`);
}
