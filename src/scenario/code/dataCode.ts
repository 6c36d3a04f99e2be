import { assertNever } from '../../engine/core/assertNever.ts';
import { weightExpression } from '../../dialects/tensorCode.ts';
import type { FillId } from '../../engine/fills/fillIds.ts';
import { arithmeticDType } from '../../engine/precision/profiles.ts';
import { elementCount, type DType, type Shape } from '../../engine/core/tensor.ts';
import type { Scenario, TensorSource } from '../document/scenario.ts';
import { fileExpression, filePrelude } from './filePrelude.ts';
import { fillPrelude } from './fillPrelude.ts';
import { pythonList, pythonTuple } from './literals.ts';
import { torchGeneratorCode } from './numpyPrelude.ts';
import type { Library } from './stages.ts';

/** Writes the tensors x, w and b of a scenario, drawn in the order of the engine: input, weight, bias. */
export function dataCode(scenario: Scenario, library: Library): string {
  const { input, weight, bias, seed } = scenario;
  const dtype = arithmeticDType(scenario.dtype);
  const sources = bias === null ? [input, weight] : [input, weight, bias];
  const fills = new Set(sources.flatMap((source) => ('fill' in source ? [source.fill] : [])));
  const random = fills.has('randn') || fills.has('smooth');
  return [
    ...(random ? [generatorCode(library, seed)] : []),
    ...fillPrelude(fills, library),
    ...filePrelude(sources),
    tensorCode('x', input, dtype, library),
    ...weightCode(scenario, dtype, library),
    ...(bias === null ? [] : [tensorCode('b', bias, dtype, library)]),
    '',
  ].join('\n');
}

/** Writes the weight; one that a file stores in another framework's order is brought into PyTorch's. */
function weightCode({ weight, params }: Scenario, dtype: DType, library: Library): readonly string[] {
  const layout = 'file' in weight ? weight.stored?.layout : undefined;
  const turned =
    layout === undefined ? null : weightExpression(layout, { order: 'IOHW', isRotated: false }, params.groups, 2);
  if (turned === null) return [tensorCode('w', weight, dtype, library)];
  // A rotated array has negative strides, which PyTorch does not take.
  return [`w = ${arrayOf(weight)}`, `w = ${cast(`np.ascontiguousarray(${turned})`, dtype, library)}`];
}

function generatorCode(library: Library, seed: number): string {
  return library === 'pytorch'
    ? `torch.manual_seed(${String(seed)})`
    : `${torchGeneratorCode}\n\ngenerator = TorchGenerator(${String(seed)})`;
}

function tensorCode(name: string, source: TensorSource, dtype: DType, library: Library): string {
  if ('fill' in source && source.fill === 'randn') return `${name} = ${randn(source.shape, dtype, library)}`;
  const array = `${name} = ${cast(arrayOf(source), dtype, library)}`;
  return 'fill' in source && source.fill === 'impulse' ? `${array}\n${name}[${middleOf(source.shape)}] = 1` : array;
}

function randn(shape: Shape, dtype: DType, library: Library): string {
  const sizes = shape.join(', ');
  return library === 'pytorch'
    ? `torch.randn(${sizes}, dtype=torch.${dtype})`
    : `generator.randn(${sizes}, dtype=np.${dtype})`;
}

function cast(array: string, dtype: DType, library: Library): string {
  return library === 'pytorch'
    ? `torch.from_numpy(np.asarray(${array}, np.${dtype}))`
    : `np.asarray(${array}, np.${dtype})`;
}

/** Writes an expression for the values of a tensor in float64, or in its own dtype if it comes from a file. */
function arrayOf(source: TensorSource): string {
  if ('file' in source) return fileExpression(source.file);
  const shape = pythonTuple(source.shape);
  if ('fill' in source) return fillExpression(source.fill, source.shape, shape);
  // An empty list has no shape.
  return source.values.length === 0 ? `np.zeros(${shape})` : pythonList(source.values, source.shape);
}

function fillExpression(fill: FillId, sizes: Shape, shape: string): string {
  const count = elementCount(sizes);
  switch (fill) {
    case 'ones':
      return `np.ones(${shape})`;
    case 'zeros':
    case 'impulse':
      return `np.zeros(${shape})`;
    case 'arange':
      return `np.arange(${String(count)}).reshape(${shape})`;
    case 'linspace':
      return count === 1
        ? `np.full(${shape}, -1)`
        : `((2 * np.arange(${String(count)}) - ${String(count - 1)}) / ${String(count - 1)}).reshape(${shape})`;
    case 'smooth':
    case 'bilinear':
    case 'randn':
      return `${fill}(${sizes.join(', ')})`;
    default:
      return assertNever(fill, 'fill');
  }
}

/** Writes the index of the middle of each plane, where the impulse is. */
function middleOf(shape: Shape): string {
  const half = (size: number): string => String(Math.floor(size / 2));
  const spatial = shape.slice(-2).map(half).join(', ');
  return shape.length > 2 ? `..., ${spatial}` : spatial;
}
