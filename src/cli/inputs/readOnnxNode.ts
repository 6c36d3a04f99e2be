import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Shape } from '../../engine/core/tensor.ts';
import { findLayer } from '../../formats/common/findLayer.ts';
import { openTensorFile } from '../../formats/openTensorFile.ts';
import { findTensorEntry } from '../../formats/readTensorAsNpy.ts';
import { tensorPathOf, tensorPathText } from '../../formats/common/tensorPath.ts';
import type { FileSource, FillSource, Scenario } from '../../scenario/document/scenario.ts';
import type { Args } from '../arguments/parseCommandLine.ts';
import { type FileSources, withFileSources } from '../files/fileSources.ts';
import { readLayouts, shapeInLayout } from './layouts.ts';
import { parseSource } from '../arguments/parseFlagValue.ts';

/** Returns true if a path in place of a document names an ONNX model: `MODEL.onnx`, or `MODEL.onnx#node`. */
export function isOnnxPath(path: string): boolean {
  return /\.onnx$/i.test(tensorPathOf(path).file);
}

/** Returns true if a path names a transposed convolution of a file of modules or of TorchScript, or a file with such layers. */
export async function namesLayer(path: string, limit: number): Promise<boolean> {
  const { file, key } = tensorPathOf(path);
  return await withFileSources(limit, async (sources) => {
    const source = await sources.open(file);
    const opened = source.ok ? await openTensorFile(source.value, sources.beside(file)) : source;
    if (!opened.ok) return false;
    const { layers, entries } = opened.value;
    return layers.length > 0 && (key === null || !entries.some((entry) => entry.key === key));
  });
}

/**
 * Reads the weight, the bias and the parameters of a ConvTranspose node or module. The parameters may depend on the shape of
 * `--input`.
 */
export async function readOnnxNode(
  path: string,
  flags: Args['flags'],
  limit: number,
): Promise<Result<Partial<Scenario>>> {
  const text = flags.get('input');
  if (text === undefined)
    return refuse('input', '--input is missing: give a tensor file, or a fill such as randn:1x50x28x28');
  const input = parseSource(text, 'input');
  if (!input.ok) return input;
  const layouts = readLayouts(flags);
  if (!layouts.ok) return layouts;
  const { file, key } = tensorPathOf(path);
  return await withFileSources(limit, async (sources) => {
    const source = await sources.open(file);
    if (!source.ok) return source;
    const model = await openTensorFile(source.value, sources.beside(file));
    if (!model.ok) return model;
    const layer = findLayer(model.value, key);
    if (!layer.ok) return layer;
    const { name, weight, bias, weightShape } = layer.value;
    const shape = await shapeOf(input.value, sources);
    if (!shape.ok) return shape;
    const params = layer.value.params(shapeInLayout(shape.value, layouts.value.input), weightShape ?? []);
    if (!params.ok) return params;
    const sourceOf = (tensor: string): FileSource => ({
      file: tensorPathText({ file, key: tensor }),
    });
    return ok({
      name: `${file}#${name}`,
      ...(weight === null ? {} : { weight: sourceOf(weight) }),
      bias: bias === null ? null : sourceOf(bias),
      params: params.value,
    });
  });
}

async function shapeOf(source: FileSource | FillSource, sources: FileSources): Promise<Result<Shape>> {
  if ('shape' in source) return ok(source.shape);
  const { file, key } = tensorPathOf(source.file);
  const opened = await sources.open(file);
  if (!opened.ok) return opened;
  const found = await findTensorEntry(opened.value, key, sources.beside(file));
  return found.ok ? ok(found.value.entry.shape) : found;
}
