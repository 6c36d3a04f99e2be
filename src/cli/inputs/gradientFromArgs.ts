import { channelsFirst } from '../../dialects/channelsFirst.ts';
import { engineWeight } from '../../dialects/engineWeight.ts';
import type { CallShape } from '../../engine/core/call.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { type Shape, shapeText, type Tensor } from '../../engine/core/tensor.ts';
import { type GradientKind, gradientKinds } from '../../engine/gradients/sums/gradientCall.ts';
import type { CheckedGradient } from '../../scenario/run/diagnoseScenarioGradient.ts';
import { isTensorPath } from '../../formats/common/tensorPath.ts';
import type { Args } from '../arguments/parseCommandLine.ts';
import { parseChoice } from '../arguments/parseFlagValue.ts';
import { type Layouts, readLayouts } from './layouts.ts';
import { judgedBy, type LoadedScenario, loadScenario } from './loadScenario.ts';
import { readShapeOfFlag, readTensorFlag } from './readTensorFlag.ts';
import { requestedShape, scenarioFromArgs } from './scenarioFromArgs.ts';

/** A gradient that a command line asks to check, with the call that it belongs to. */
export interface RequestedGradient {
  readonly loaded: LoadedScenario;
  readonly gradient: CheckedGradient;
  readonly memoryCap: number;
}

/** The axes of gy. */
const planeAxes = '(N, Cout, Ho, Wo) or (Cout, Ho, Wo)';

/** The axes of gy if the call is 1-D. */
const lineAxes = '(N, Cout, Lo) or (Cout, Lo)';

/**
 * Reads the call, gy and the gradient that `--grad` asks to check. A tensor that the gradient does not depend on need not
 * be given: its size follows from gy's.
 */
export async function gradientFromArgs({ flags, positionals }: Args): Promise<Result<RequestedGradient>> {
  const of = parseChoice(flags.get('grad') ?? '', 'grad', gradientKinds);
  if (!of.ok) return of;
  const layouts = readLayouts(flags);
  if (!layouts.ok) return layouts;
  for (const [name, what] of neededOf(of.value, positionals.length > 0)) {
    if (!flags.has(name)) return refuse('grad', `--grad ${of.value} needs --${name}, ${what}: give a tensor file.`);
  }
  const stored = await readTensorFlag(flags, 'grad_output');
  if (!stored.ok) return stored;
  const gradOutput = layouts.value.input === 'NHWC' ? channelsFirst(stored.value) : stored.value;
  if (gradOutput.shape.length < 2 || gradOutput.shape.length > 4) {
    const message = `grad_output of shape ${shapeText(gradOutput.shape)} must be ${planeAxes}; of a 1-D layer ${lineAxes}`;
    return refuse('grad_output', message);
  }
  const given = await readTensorFlag(flags, 'actual');
  if (!given.ok) return given;
  const completed = await withSizes(of.value, flags, positionals, gradOutput.shape, given.value.shape);
  if (!completed.ok) return completed;
  const requested = await scenarioFromArgs({ flags: completed.value, positionals });
  if (!requested.ok) return requested;
  const scenario = { ...requested.value.scenario, bias: null, actual: undefined };
  const path = flags.get('grad-output') ?? '';
  const beside = isTensorPath(path) ? { gradOutput: { file: path } } : {};
  const loaded = await loadScenario({ ...requested.value, ...beside, scenario });
  if (!loaded.ok) return loaded;
  const judged = judgedBy(loaded.value, given.value);
  const actual = inPlace(of.value, given.value, layouts.value, scenario.params.groups);
  return ok({
    loaded: judged,
    gradient: { of: of.value, gradOutput, actual },
    memoryCap: requested.value.memoryCap,
  });
}

/** Returns the flags that a gradient needs, and what they name. A document gives the tensors of the call. */
function neededOf(of: GradientKind, hasDocument: boolean): readonly (readonly [flag: string, what: string])[] {
  return [
    ...(of === 'input' && !hasDocument ? [['weight', 'the weight of the call'] as const] : []),
    ...(of === 'weight' && !hasDocument ? [['input', 'the input of the call'] as const] : []),
    ['grad-output', 'gy, the gradient of the output'],
    ['actual', 'the gradient to check'],
  ];
}

type Flags = Args['flags'];

function without(flags: Flags, ...names: readonly string[]): Map<string, string> {
  return new Map([...flags].filter(([name]) => !names.includes(name)));
}

/**
 * Returns flags that define the whole call: a tensor that is missing, and that the gradient does not depend on, becomes
 * zeros of the size that gy and the parameters give.
 */
async function withSizes(
  of: GradientKind,
  flags: Flags,
  positionals: readonly string[],
  gradOutput: Shape,
  actual: Shape,
): Promise<Result<Flags>> {
  const own = without(flags, 'actual', 'bias', 'grad', 'grad-output');
  if (positionals.length > 0 || (flags.has('input') && flags.has('weight'))) return ok(own);
  const fill = (shape: Shape): string => `zeros:${shape.join('x')}`;
  const missing = of === 'input' ? 'input' : 'weight';
  const line = await isLine(of, flags, gradOutput, actual);
  if (!line.ok) return line;
  const spatial = line.value ? gradOutput.slice(-1) : gradOutput.slice(-2);
  const [cout = 1] = gradOutput.slice(-spatial.length - 1);
  const batch = gradOutput.slice(0, -spatial.length - 1);
  if (spatial.length + 1 > gradOutput.length || batch.length > 1) {
    const axes = line.value ? `${lineAxes}, because the call is 1-D` : planeAxes;
    return refuse('grad_output', `grad_output of shape ${shapeText(gradOutput)} must be ${axes}.`);
  }
  if (of === 'bias') {
    // Any call with an output of this size.
    const left = new Map([...own].filter(([name]) => ['dtype', 'seed', 'memory-cap'].includes(name)));
    return ok(
      left.set('input', fill([...batch, 1, ...spatial])).set('weight', fill([1, cout, ...spatial.map(() => 1)])),
    );
  }
  const rule = ['auto-pad', 'output-size'].find((name) => flags.has(name));
  if (rule !== undefined) {
    return refuse(missing, `--${rule} needs the size of the ${missing}: give --${missing} as well.`);
  }
  const kept = without(own, of === 'input' ? 'input-layout' : 'weight-layout');
  const draft = await scenarioFromArgs({
    flags: new Map([...kept, [missing, fill([1, 1, ...spatial.map(() => 1)])]]),
    positionals,
  });
  if (!draft.ok) return draft;
  const shape = await requestedShape(draft.value);
  if (!shape.ok) return shape;
  const sizes = missingSizes(of, shape.value, [spatial.length === 1 ? 1 : (spatial[0] ?? 1), spatial.at(-1) ?? 1]);
  if (!sizes.ok) return sizes;
  // The input and the weight of a 1-D call have a height here.
  const channels =
    of === 'input'
      ? [...batch, shape.value.weight[0] ?? 1]
      : [shape.value.input.at(-3) ?? 1, Math.max(1, Math.floor(cout / Math.max(1, shape.value.params.groups)))];
  return ok(new Map([...kept, [missing, fill([...channels, ...sizes.value.slice(-spatial.length)])]]));
}

/**
 * Returns true if the call of a gradient is 1-D: if its weight has three axes, or, where it is not given, the gradient of the
 * weight. Refused if gy and the gradient of the bias fit both, and the weight is not given.
 */
async function isLine(of: GradientKind, flags: Flags, gradOutput: Shape, actual: Shape): Promise<Result<boolean>> {
  if (flags.has('weight')) {
    const weight = await readShapeOfFlag(flags, 'weight');
    return weight.ok ? ok(weight.value.length === 3) : weight;
  }
  if (gradOutput.length === 2) return ok(true);
  if (of !== 'bias' || gradOutput.length !== 3) return ok(of === 'weight' && actual.length === 3);
  // The gradient of a 1-D bias is also that of a 2-D one that was summed over other axes.
  if (actual.length !== 1 || actual[0] !== gradOutput[1]) return ok(false);
  return refuse(
    'grad_output',
    `grad_output of shape ${shapeText(gradOutput)} may be (Cout, Ho, Wo) or, of a 1-D layer, (N, Cout, Lo): give --weight as well.`,
  );
}

/**
 * Returns the height and width of the input, or of the kernel, for which the output has gy's size. Refused if there is
 * none, because the parameters are not those of the call.
 */
function missingSizes(
  of: GradientKind,
  { input, weight, params }: CallShape,
  output: readonly [number, number],
): Result<readonly number[]> {
  const sizes: number[] = [];
  for (const axis of [0, 1] as const) {
    const [s, d] = [params.stride[axis], params.dilation[axis]];
    const cropped = params.padding[axis] + (params.paddingEnd ?? params.padding)[axis];
    const rest = output[axis] - 1 - params.outputPadding[axis] + cropped;
    const known = of === 'input' ? d * ((weight.at(axis - 2) ?? 1) - 1) : ((input.at(axis - 2) ?? 1) - 1) * s;
    const size = (rest - known) / (of === 'input' ? s : d) + 1;
    if (!Number.isInteger(size) || size < 1) {
      const [what, side] = [of === 'input' ? 'input' : 'kernel', axis === 0 ? 'height' : 'width'];
      const advice =
        of === 'input'
          ? `check stride, padding and dilation, and --output-padding, or give --input`
          : 'check the parameters, or give --weight';
      return refuse(
        'grad_output',
        `grad_output of ${side} ${output[axis]} is the output of no ${what} with stride ${s}, padding ${params.padding[axis]}, output_padding ${params.outputPadding[axis]} and dilation ${d}: ${advice}.`,
      );
    }
    sizes.push(size);
  }
  return ok(sizes);
}

/** Returns a gradient in PyTorch's order of axes. */
function inPlace(of: GradientKind, given: Tensor, layouts: Layouts, groups: number): Tensor {
  if (of === 'input' && layouts.actual === 'NHWC') return channelsFirst(given);
  if (of === 'weight' && layouts.weight !== null) {
    return engineWeight(given, { weight: { order: layouts.weight, isRotated: false }, groups });
  }
  return given;
}
