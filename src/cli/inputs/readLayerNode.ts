import { engineWeightShape } from '../../dialects/engineWeight.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Shape } from '../../engine/core/tensor.ts';
import { findLayer } from '../../formats/common/findLayer.ts';
import type { LayerNode } from '../../formats/common/layerNode.ts';
import type { TensorFile } from '../../formats/common/tensorFile.ts';
import { openTensorFile } from '../../formats/openTensorFile.ts';
import { findTensorEntry } from '../../formats/readTensorAsNpy.ts';
import { isTensorPath, tensorPathOf, tensorPathText } from '../../formats/common/tensorPath.ts';
import type { FileSource, FillSource, Scenario } from '../../scenario/document/scenario.ts';
import type { Args } from '../arguments/parseCommandLine.ts';
import { type FileSources, withFileSources } from '../files/fileSources.ts';
import { type Layouts, readLayouts, shapeInLayout } from './layouts.ts';
import { parseSource } from '../arguments/parseFlagValue.ts';

/**
 * Returns true if a path in place of a document names a layer: `MODEL.onnx`, `MODEL.onnx#node`, or a file with modules or
 * scripts and the name of a transposed convolution in it, which the only one needs not.
 */
export async function isLayerPath(path: string, limit: number): Promise<boolean> {
  const { file, key } = tensorPathOf(path);
  if (/\.onnx$/i.test(file)) return true;
  if (!isTensorPath(path)) return false;
  return await withFileSources(limit, async (sources) => {
    const source = await sources.open(file);
    const opened = source.ok ? await openTensorFile(source.value, sources.beside(file)) : source;
    if (!opened.ok) return false;
    const { layers, entries } = opened.value;
    const isNamed = key === null || layers.some((layer) => layer.name === key);
    return layers.length > 0 && (isNamed || !entries.some((entry) => entry.key === key));
  });
}

/**
 * Reads the weight, the bias and the parameters of a layer of a model. The parameters may depend on the shapes of
 * `--input` and `--weight`. A tensor that the model does not have must be given by `--weight` or `--bias`.
 */
export async function readLayerNode(
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
    const { name, weight, bias, missing } = layer.value;
    const given = flags.get('weight');
    if (given === undefined && missing.weight !== null) {
      const axes = '(Cin, Cout/groups, kH, kW)';
      return refuse('weight', `${file}#${name}: ${missing.weight}. Give it as ${axes}: --weight FILE`);
    }
    if (!flags.has('bias') && missing.bias !== null)
      return refuse('bias', `${file}#${name}: ${missing.bias}. Give it: --bias FILE, or --bias none to run without it`);
    const shape = await shapeOf(input.value, sources);
    if (!shape.ok) return shape;
    const weightShape = await shapeOfWeight(given, layouts.value, model.value, layer.value, sources);
    if (!weightShape.ok) return weightShape;
    const params = layer.value.params(shapeInLayout(shape.value, layouts.value.input), weightShape.value);
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

/** Returns the shape, in PyTorch's order, of the weight that `--weight` gives, or else of the layer's own. */
async function shapeOfWeight(
  given: string | undefined,
  layouts: Layouts,
  { entries }: TensorFile,
  { weight, weightShape }: LayerNode,
  sources: FileSources,
): Promise<Result<Shape>> {
  if (given === undefined) return ok(entries.find(({ key }) => key === weight)?.shape ?? weightShape ?? []);
  const source = parseSource(given, 'weight');
  const shape = source.ok ? await shapeOf(source.value, sources) : source;
  if (!shape.ok || layouts.weight === null) return shape;
  // Of a weight in another order only the kernel is needed, which the groups do not change.
  return ok(engineWeightShape(shape.value, { weight: { order: layouts.weight, isRotated: false }, groups: 1 }));
}

async function shapeOf(source: FileSource | FillSource, sources: FileSources): Promise<Result<Shape>> {
  if ('shape' in source) return ok(source.shape);
  const { file, key } = tensorPathOf(source.file);
  const opened = await sources.open(file);
  if (!opened.ok) return opened;
  const found = await findTensorEntry(opened.value, key, sources.beside(file));
  return found.ok ? ok(found.value.entry.shape) : found;
}
