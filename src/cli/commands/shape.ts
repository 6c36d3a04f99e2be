import { validateWithHint } from '../../dialects/likelySlip.ts';
import type { CallShape, Pair } from '../../engine/core/call.ts';
import { type AxisGeometry, axisOf, type Geometry } from '../../engine/geometry/geometry.ts';
import { ok, refuse, type Refusal, type Result } from '../../engine/core/refusal.ts';
import { type SolvedParameter, solvedParameters } from '../../engine/layer/axisSearch.ts';
import { nearestCalls } from '../../engine/layer/nearestCalls.ts';
import { isOverlapEven } from '../../engine/layer/overlap.ts';
import { canStayShared, type PairSolution } from '../../engine/layer/solveOutputSize.ts';
import { unreachedOutputs } from '../../engine/layer/unreached.ts';
import { parametersReport } from '../../scenario/report/reportOf.ts';
import { formatShape } from '../../scenario/text/format.ts';
import { sizeFormula } from '../../scenario/text/sizeFormula.ts';
import { solvedTitles, valueText } from '../../scenario/text/solutionWords.ts';
import { unreachedSentences } from '../../scenario/text/unreachedText.ts';
import { shapeWithoutHeight } from '../../scenario/document/withHeight.ts';
import type { Args } from '../arguments/parseCommandLine.ts';
import { type Command, jsonOutput } from '../arguments/command.ts';
import { sharedFlags, callFlags } from '../arguments/flags.ts';
import { parsePair } from '../arguments/parseFlagValue.ts';
import { requestedShape, scenarioFromArgs } from '../inputs/scenarioFromArgs.ts';
import { withPlainShapes } from '../inputs/withPlainShapes.ts';
import { columns } from '../text/columns.ts';

/** The most that a parameter of a listed call differs from the given one, as in the debugger. */
const reach = 8;
/** The most calls that are listed for a wanted size. */
const mostCalls = 12;
/** The most rows or columns that no tap reaches which the JSON lists. */
const mostUnreached = 64;

/** `convt shape`: prints the shape of the output and the formula for it. Allocates no tensors. */
export const shapeCommand: Command = {
  name: 'shape',
  usage: '[FILE.convt.json | MODEL[#layer]] [--input S --weight S] [flags]',
  summary: 'print the shape of the output, and the formula with its numbers',
  notes: [
    'Here S may also be a plain shape: convt shape --input 1x1x28x28 --weight 1x1x3x3',
    '--wanted lists the legal calls that give an output of this height and width, those with the fewest changes first. The',
    'kernel stays if the weight is a file.',
  ],
  flags: [
    ...callFlags,
    { name: 'wanted', value: '24|24,32', help: 'list the nearest calls with an output of this height and width' },
    sharedFlags.json,
    sharedFlags.memoryCap,
  ],
  maxPositionals: 1,
  async run({ flags, positionals }) {
    const wanted = readWanted(flags);
    if (!wanted.ok) return wanted;
    const requested = await scenarioFromArgs({ flags: withPlainShapes(flags), positionals });
    if (!requested.ok) return requested;
    const shape = await requestedShape(requested.value);
    if (!shape.ok) return shape;
    const geometry = validateWithHint(shape.value);
    const isSearched = wanted.value !== null && (geometry.ok || isAboutSize(geometry.refusal));
    if (!geometry.ok && !isSearched) return geometry;
    const freeKernel = !('file' in requested.value.scenario.weight);
    const found =
      wanted.value === null
        ? null
        : callsGiving(
            geometry.ok ? shape.value : withoutPadding(shape.value),
            // A 1-D call keeps its height of 1.
            shape.value.is1d === true ? [1, wanted.value[1]] : wanted.value,
            freeKernel,
          );
    const text = flags.has('json')
      ? jsonOutput({
          ...shapeReport(shape.value, geometry),
          ...(found === null ? {} : { wanted: wantedReport(found) }),
        })
      : [
          ...shapeLines(shape.value, geometry),
          ...(found === null ? [] : ['', ...wantedLines(shape.value, found)]),
        ].join('\n');
    return ok({ text, exitCode: 0 });
  },
};

/** Returns true if a call is illegal only by numbers that the search for a size changes. */
function isAboutSize({ argument }: Refusal): boolean {
  return argument === 'padding' || argument === 'padding_end' || argument === 'output_padding';
}

function readWanted(flags: Args['flags']): Result<Pair | null> {
  const text = flags.get('wanted');
  const wanted = text === undefined ? ok(null) : parsePair(text, 'output_size', 'wanted');
  if (!wanted.ok || wanted.value === null) return wanted;
  return wanted.value.every((size) => size >= 1)
    ? wanted
    : refuse('output_size', `wanted = ${wanted.value.join()} must be at least 1 along both axes`);
}

function shapeLines({ params }: CallShape, geometry: Result<Geometry>): readonly string[] {
  if (!geometry.ok) return [geometry.refusal.message];
  const { outputShape, h, w } = geometry.value;
  const end = params.paddingEnd;
  if (geometry.value.is1d === true)
    return [
      formatShape(shapeWithoutHeight(outputShape, geometry.value)),
      `Lo = (L−1)·s − ${end === undefined ? '2p' : 'p − p_end'} + d·(k−1) + op + 1`,
      `   = ${sizeFormula(w, end !== undefined)}`,
      ...unreachedSentences(geometry.value),
    ];
  return [
    formatShape(outputShape),
    `Ho = (H−1)·s − ${end === undefined ? '2p' : 'p − p_end'} + d·(kH−1) + op + 1`,
    `   = ${sizeFormula(h, end !== undefined)}`,
    `Wo = ${sizeFormula(w, end !== undefined)}`,
    ...unreachedSentences(geometry.value),
  ];
}

function shapeReport(call: CallShape, geometry: Result<Geometry>): object {
  const { input, weight, bias, params } = call;
  return {
    input: { shape: shapeWithoutHeight(input, call) },
    weight: { shape: shapeWithoutHeight(weight, call) },
    bias: bias === null ? null : { shape: bias },
    parameters: parametersReport(params),
    ...(geometry.ok
      ? {
          output: { shape: shapeWithoutHeight(geometry.value.outputShape, call) },
          unreached: { rows: unreachedReport(geometry.value.h), columns: unreachedReport(geometry.value.w) },
        }
      : { output: null, refusal: geometry.refusal.message }),
  };
}

/** The outputs of an axis that no tap reaches: their number, and the first of them. */
function unreachedReport(axis: AxisGeometry): object {
  const outputs = unreachedOutputs(axis);
  return { count: outputs.length, first: outputs.slice(0, mostUnreached) };
}

/** Returns the call from which the search starts if the padding is not legal. */
function withoutPadding({ params, ...shape }: CallShape): CallShape {
  return { ...shape, params: { ...params, padding: [0, 0], paddingEnd: undefined, outputPadding: [0, 0] } };
}

/** The calls that give a wanted output size. */
interface FoundCalls {
  readonly size: Pair;
  readonly calls: readonly PairSolution[];
}

function callsGiving(shape: CallShape, size: Pair, freeKernel: boolean): FoundCalls {
  const sameAlongBoth = canStayShared(shape, size);
  return { size, calls: nearestCalls({ shape, output: size, reach, freeKernel, sameAlongBoth, limit: mostCalls }) };
}

function wantedReport({ size, calls }: FoundCalls): object {
  return {
    size,
    calls: calls.map(({ h, w, changed }) => ({
      ...Object.fromEntries(solvedParameters.map((name) => [solvedTitles[name], [h[name], w[name]]])),
      changed,
      even: isOverlapEven(h) && isOverlapEven(w),
    })),
  };
}

function wantedLines(shape: CallShape, { size, calls }: FoundCalls): readonly string[] {
  const is1d = shape.is1d === true;
  const wanted = formatShape(is1d ? size.slice(1) : size);
  if (calls.length === 0) return [`No call near this one gives ${wanted}.`];
  const [h, w] = [axisOf(shape, 0), axisOf(shape, 1)];
  const isChanged = (call: PairSolution, name: SolvedParameter): boolean =>
    call.h[name] !== h[name] || call.w[name] !== w[name];
  const rows = calls.map((call) => {
    const changed = solvedParameters.filter((name) => isChanged(call, name)).map((name) => solvedTitles[name]);
    return [
      ...solvedParameters.map((name) => valueText(call, name, is1d)),
      isOverlapEven(call.h) && isOverlapEven(call.w) ? 'even' : 'uneven',
      changed.length === 0 ? 'nothing: the call itself' : changed.join(', '),
    ];
  });
  const titles = [...solvedParameters.map((name) => solvedTitles[name]), 'overlap', 'changes'];
  return [`Calls that give ${wanted}, the nearest first:`, ...columns([titles, ...rows])];
}
