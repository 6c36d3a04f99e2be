import { findApi, dialects } from '../dialects/dialects.ts';
import type { Layer, LayerAxis } from '../dialects/layer.ts';
import { isOverlapEven } from '../engine/layer/overlap.ts';
import { wordList } from '../engine/core/wordList.ts';
import type { TransposedSite } from '../python/callSite.ts';
import { argumentEdits, axisExpression, canGive, isLiteral, writtenArgument } from './argumentEdits.ts';
import type { Fix } from './finding.ts';
import { type AxisParameters, evenKernels, reshapedKernels } from './reshapedKernel.ts';
import { resizeFix } from './resizeFix.ts';

/**
 * Returns the fixes of an uneven overlap that keep the size of the output for every input: the nearest larger and smaller
 * kernel, with the padding and output padding that they need, and a resize followed by a convolution.
 */
export function evenFixes(source: string, site: TransposedSite): readonly Fix[] {
  const parameters = pytorchAxes(site.layer);
  if (parameters === null) return namedFixes(source, site);
  const candidates = parameters.map((axis) => (isOverlapEven(axis) ? [axis] : evenKernels(axis)));
  const resize = resizeFix(source, site, parameters);
  return [...kernelFixes(source, site, parameters, candidates), ...(resize === null ? [] : [resize])];
}

/**
 * Returns the fixes of an output padding that no tap reaches: a kernel that reaches it, with the size of the output kept
 * and an even overlap where it was even.
 */
export function reachedFixes(source: string, site: TransposedSite): readonly Fix[] {
  const parameters = pytorchAxes(site.layer);
  if (parameters === null) return [];
  const candidates = parameters.map((axis) => {
    if (axis.outputPadding <= axis.padding) return [axis];
    const isEven = isOverlapEven(axis);
    return reshapedKernels(
      axis,
      (candidate) => candidate.kernelSize > axis.kernelSize && (!isEven || isOverlapEven(candidate)),
    );
  });
  return kernelFixes(source, site, parameters, candidates).slice(0, 1);
}

/** Returns the parameters of the axes of a layer that pads as PyTorch does; null for any other, or if one is not known. */
export function pytorchAxes(layer: Layer): readonly AxisParameters[] | null {
  if (layer.dialect !== 'pytorch') return null;
  const axes = layer.axes.map(
    ({ kernel, stride, dilation, padding, outputPadding, outputSize }): AxisParameters | null => {
      if (typeof kernel !== 'number' || typeof stride !== 'number' || typeof dilation !== 'number') return null;
      if (padding.kind !== 'crop' || typeof padding.start !== 'number' || padding.start !== padding.end) return null;
      if (typeof outputPadding !== 'number' || outputSize !== null) return null;
      return { kernelSize: kernel, stride, dilation, padding: padding.start, outputPadding };
    },
  );
  return axes.every((axis) => axis !== null) ? axes : null;
}

/** Returns a fix for the nearest candidates of every axis, and one for the nearest on the other side of the kernel. */
function kernelFixes(
  source: string,
  site: TransposedSite,
  before: readonly AxisParameters[],
  candidates: readonly (readonly AxisParameters[])[],
): readonly Fix[] {
  const sides = [1, -1].map((side) =>
    candidates.map((each, at) => {
      const kernel = before[at]?.kernelSize ?? 0;
      return each.find(({ kernelSize }) => kernelSize === kernel || Math.sign(kernelSize - kernel) === side) ?? null;
    }),
  );
  const complete = sides.filter((axes): axes is AxisParameters[] => axes.every((axis) => axis !== null));
  const distance = (axes: readonly AxisParameters[]): number =>
    axes.reduce((sum, { kernelSize }, at) => sum + Math.abs(kernelSize - (before[at]?.kernelSize ?? 0)), 0);
  return complete
    .sort((a, b) => distance(a) - distance(b))
    .flatMap((axes) => parametersFix(source, site, before, axes) ?? []);
}

/** What a fix of the overlap promises. */
const evenPromise = 'even overlap, same output size';

const names = [
  ['kernel_size', 'kernelSize'],
  ['padding', 'padding'],
  ['output_padding', 'outputPadding'],
] as const;

/** Returns the fix that gives a layer of PyTorch other parameters; null if the call has no kernel_size. */
function parametersFix(
  source: string,
  site: TransposedSite,
  before: readonly AxisParameters[],
  after: readonly AxisParameters[],
): Fix | null {
  if (!site.arguments.has('kernel_size')) return null;
  const changed = names.filter(([, key]) => after.some((axis, at) => axis[key] !== before[at]?.[key]));
  if (!changed.every(([name]) => canGive(site, name))) return null;
  return writtenFix(
    source,
    site,
    changed.map(([name, key]) => [name, after.map((axis) => axis[key])]),
    after.every(isOverlapEven) ? evenPromise : 'same output size',
  );
}

/** Returns the fix that writes values, in the style of what stands there. A symbol that is replaced is named in the title. */
function writtenFix(
  source: string,
  site: TransposedSite,
  values: readonly (readonly [name: string, values: readonly number[]])[],
  promise: string,
): Fix {
  const expressions = values.map(([name, each]) => {
    const written = writtenArgument(source, site, name);
    return { name, expression: axisExpression(each, written), written };
  });
  const symbols = expressions.flatMap(({ written }) =>
    written === null || isLiteral(written) ? [] : [written.replace(/\s+/g, ' ')],
  );
  const replaced = symbols.length === 0 ? '' : ` in place of ${wordList(symbols)}`;
  const shown = expressions.map(({ name, expression }) => `${name}=${expression}`).join(', ');
  return {
    title: `Use ${shown}${replaced} (${promise})`,
    edits: argumentEdits(
      source,
      site,
      expressions.map(({ name, expression }) => [name, expression]),
    ),
  };
}

/** Input sizes at which the output of another kernel is compared; the formulas of all frameworks are linear from here on. */
const comparedInputs = [1, 2, 3, 4, 7, 8, 16, 33];

/** Returns the nearest even kernel of a layer whose padding has a name, such as 'same', if it keeps the size of the output. */
function namedFixes(source: string, site: TransposedSite): readonly Fix[] {
  const { layer } = site;
  const found = findApi(site.resolvedName);
  if (found?.api.kind !== 'class' || !site.arguments.has('kernel_size') || !canGive(site, 'kernel_size')) return [];
  const kernels = layer.axes.map((axis, at) => nearestNamed(layer, axis, at));
  if (!kernels.every((kernel) => kernel !== null)) return [];
  return [writtenFix(source, site, [['kernel_size', kernels]], evenPromise)];
}

function nearestNamed(layer: Layer, axis: LayerAxis, at: number): number | null {
  const { kernel, stride, dilation, padding } = axis;
  if (typeof kernel !== 'number' || typeof stride !== 'number' || typeof dilation !== 'number') return null;
  if (padding.kind !== 'named') return null;
  const isEven = (kernelSize: number): boolean => isOverlapEven({ kernelSize, stride, dilation });
  if (isEven(kernel)) return kernel;
  for (let distance = 1; distance <= stride; distance++) {
    for (const other of [kernel + distance, kernel - distance])
      if (other >= 1 && isEven(other) && hasSameSizes(layer, at, other)) return other;
  }
  return null;
}

function hasSameSizes(layer: Layer, at: number, kernel: number): boolean {
  const reshaped = { ...layer, axes: layer.axes.map((axis, each) => (each === at ? { ...axis, kernel } : axis)) };
  const dialect = dialects[layer.dialect];
  return comparedInputs.every((input) => {
    const [before, after] = [dialect.axisCrop(layer, at, input), dialect.axisCrop(reshaped, at, input)];
    return before.kind === 'crop' && after.kind === 'crop' && before.outputSize === after.outputSize;
  });
}
