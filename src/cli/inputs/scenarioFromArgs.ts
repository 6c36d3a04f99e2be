import { existsSync } from 'node:fs';
import { type CallShape, defaultParams } from '../../engine/core/call.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { validateCall } from '../../engine/validation/validateCall.ts';
import type { ElementName } from '../../formats/common/element.ts';
import { tensorPathOf, tensorPathText } from '../../formats/common/tensorPath.ts';
import { isElement } from '../../formats/npy/npyElement.ts';
import { mayBeRaw, rawKeyLike } from '../../formats/openRaw.ts';
import {
  defaultFormulation,
  formulationChoices,
  type Scenario,
  type TensorSource,
} from '../../scenario/document/scenario.ts';
import { scenarioShape } from '../../scenario/document/scenarioShape.ts';
import type { Args } from '../arguments/parseCommandLine.ts';
import { withFileSources } from '../files/fileSources.ts';
import { loadHeaders } from '../files/loadTensorFiles.ts';
import { inputInLayout, type Layouts, readLayouts, weightInLayout } from './layouts.ts';
import { readDocument, scenarioFromHere } from './readDocument.ts';
import { readMemoryCap } from '../arguments/readMemoryCap.ts';
import { isLayerPath, readLayerNode } from './readLayerNode.ts';
import { tensorFileHint } from './tensorFileHint.ts';
import { readInteger, readParams } from '../arguments/readParams.ts';
import { readTolerance } from '../arguments/readTolerance.ts';
import { paramsBySize, readSizeRule, type SizeRule } from './sizedParams.ts';
import { parseChoice, parseDType, parseSource } from '../arguments/parseFlagValue.ts';

/** The scenario that a command line asks for. */
export interface RequestedScenario {
  readonly scenario: Scenario;
  /** True if a flag or a document gives the dtype, false if it is the default. */
  readonly dtypeGiven: boolean;
  readonly layouts: Layouts;
  /** The files whose tensors are stored with their channels last. */
  readonly channelsLast: ReadonlySet<string>;
  /** Memory limit in bytes. */
  readonly memoryCap: number;
}

/**
 * Makes the scenario that a command line asks for. Flags override the values of `FILE.convt.json` or of the node of a
 * model. If neither is given, the flags define everything. Paths in the result are relative to the working folder.
 */
export async function scenarioFromArgs({ flags, positionals: [path] }: Args): Promise<Result<RequestedScenario>> {
  const memoryCap = readMemoryCap(flags);
  if (!memoryCap.ok) return memoryCap;
  const document = path === undefined ? null : await readBase(path, flags, memoryCap.value);
  if (document?.ok === false) return document;
  const base = document?.value ?? null;
  const layouts = readLayouts(flags);
  if (!layouts.ok) return layouts;
  const given = readSource(flags, 'input', base?.input ?? null);
  const input = given.ok ? inputInLayout(given.value, layouts.value.input) : given;
  if (!input.ok) return input;
  const stored = readSource(flags, 'weight', base?.weight ?? null);
  if (!stored.ok) return stored;
  const bias = readBias(flags, base?.bias ?? null);
  if (!bias.ok) return bias;
  const actualFile = flags.get('actual') ?? base?.actual?.file;
  if (actualFile === '') return refuse('actual', '--actual must name a tensor file, but is empty');
  const params = readParams(flags, base?.params ?? defaultParams);
  if (!params.ok) return params;
  const weight = weightInLayout(stored.value, layouts.value.weight, params.value.groups);
  if (!weight.ok) return weight;
  const rule = readSizeRule(flags);
  if (!rule.ok) return rule;
  const seed = readInteger(flags, 'seed', base?.seed ?? 0);
  if (!seed.ok) return seed;
  const dtype = parseDType(flags.get('dtype') ?? base?.dtype ?? 'float32');
  if (!dtype.ok) return dtype;
  const formulation = parseChoice(
    flags.get('formulation') ?? base?.formulation ?? defaultFormulation,
    'formulation',
    formulationChoices,
  );
  if (!formulation.ok) return formulation;
  const tolerance = readTolerance(flags);
  if (!tolerance.ok) return tolerance;
  const scenario: Scenario = {
    version: 1,
    name: base?.name ?? 'conv_transpose2d',
    dtype: dtype.value,
    ...(!flags.has('dtype') && base?.isDTypeOpen === true ? { isDTypeOpen: true } : {}),
    input: input.value,
    weight: weight.value,
    bias: bias.value,
    ...(actualFile === undefined ? {} : { actual: { file: actualFile } }),
    ...(base?.call === undefined ? {} : { call: base.call }),
    params: params.value,
    seed: seed.value,
    formulation: formulation.value,
    tolerance: { ...base?.tolerance, ...tolerance.value },
  };
  const dtypeGiven = flags.has('dtype') || (base?.dtype !== undefined && base.isDTypeOpen !== true);
  const requested = {
    scenario,
    dtypeGiven,
    layouts: layouts.value,
    channelsLast: new Set([
      ...(layouts.value.input === 'NHWC' && 'file' in input.value ? [input.value.file] : []),
      ...(layouts.value.actual === 'NHWC' && actualFile !== undefined ? [actualFile] : []),
    ]),
    memoryCap: memoryCap.value,
  };
  const isLaidOut = await checkLayoutsOfLine(requested);
  if (!isLaidOut.ok) return isLaidOut;
  const sized = rule.value === null ? ok(requested) : await withSizeRule(requested, rule.value);
  return sized.ok ? ok(await withRawActual(sized.value)) : sized;
}

/** Refuses layouts of images for a 1-D call, whose tensors have no height. */
async function checkLayoutsOfLine(requested: RequestedScenario): Promise<Result<null>> {
  const { input, actual } = requested.layouts;
  if (input === 'NCHW' && actual === 'NCHW') return ok(null);
  const shape = await requestedShape(requested);
  if (!shape.ok || shape.value.is1d !== true) return ok(null);
  const [argument, flag, what] =
    input === 'NHWC'
      ? (['input', 'input-layout', 'input'] as const)
      : (['actual', 'actual-layout', 'output to check'] as const);
  return refuse(
    argument,
    `--${flag} NHWC is the order of images, but the weight has one spatial axis, so the call is 1-D: store the ${what} as (N, C, L), with numpy.swapaxes(x, -1, -2), and leave the flag out.`,
  );
}

/** Names the output to check of a request as {@link namedActual} does. */
async function withRawActual(requested: RequestedScenario): Promise<RequestedScenario> {
  const { scenario, channelsLast } = requested;
  if (scenario.actual === undefined) return requested;
  const { file } = scenario.actual;
  const named = await namedActual(requested, file);
  return {
    ...requested,
    scenario: { ...scenario, actual: { file: named } },
    channelsLast: channelsLast.has(file) ? new Set([...channelsLast, named]) : channelsLast,
  };
}

/**
 * Returns the path of an output to check. If it is a file of raw numbers, the shape of the call's output and a dtype that
 * fits are added: "y.bin:float32:1x3x6x6".
 */
export async function namedActual(requested: RequestedScenario, actual: string): Promise<string> {
  const { scenario, layouts, memoryCap } = requested;
  const { file, key } = tensorPathOf(actual);
  if (key !== null || !existsSync(file)) return actual;
  const raw = await withFileSources(memoryCap, async (sources) => {
    const source = await sources.open(file);
    if (!source.ok || !(await mayBeRaw(source.value))) return null;
    const shape = await requestedShape(requested);
    const geometry = shape.ok ? validateCall(shape.value) : shape;
    if (!geometry.ok) return null;
    const { outputShape } = geometry.value;
    const [n = 1, c = 1, ...spatial] = outputShape;
    const stored = layouts.actual === 'NHWC' && outputShape.length === 4 ? [n, ...spatial, c] : outputShape;
    return await rawKeyLike(source.value, stored, elementOf(scenario));
  });
  return raw === null ? actual : tensorPathText({ file, key: raw });
}

function elementOf({ dtype }: Scenario): ElementName {
  return isElement(dtype) ? dtype : 'float32';
}

/** Returns the request with the parameters that a rule gives for the shapes of the call. Of files only the headers are read. */
async function withSizeRule(requested: RequestedScenario, rule: SizeRule): Promise<Result<RequestedScenario>> {
  const shape = await requestedShape(requested);
  if (!shape.ok) return shape;
  const params = paramsBySize(shape.value, rule);
  return params.ok ? ok({ ...requested, scenario: { ...requested.scenario, params: params.value } }) : params;
}

/** Returns the shapes and parameters of a requested call. Of files only the headers are read. */
export async function requestedShape({
  scenario,
  channelsLast,
  memoryCap,
}: RequestedScenario): Promise<Result<CallShape>> {
  const headers = await loadHeaders({ ...scenario, actual: undefined }, memoryCap, channelsLast);
  return headers.ok ? scenarioShape(scenario, headers.value) : headers;
}

/** Reads the document or the model node whose values flags may override. */
async function readBase(path: string, flags: Args['flags'], limit: number): Promise<Result<Partial<Scenario>>> {
  const isLayer = await isLayerPath(path, limit);
  return isLayer ? await readLayerNode(path, flags, limit) : await readScenario(path, limit);
}

/** Reads a document. Its file paths, which are relative to the document, become relative to the working folder. */
async function readScenario(path: string, limit: number): Promise<Result<Scenario>> {
  const scenario = await readDocument(path, limit);
  if (scenario.ok) return ok(scenarioFromHere(scenario.value, path));
  return (await tensorFileHint(path, limit)) ?? scenario;
}

function readSource(
  flags: Args['flags'],
  argument: 'input' | 'weight',
  base: TensorSource | null,
): Result<TensorSource> {
  const text = flags.get(argument);
  if (text !== undefined) return parseSource(text, argument);
  return base === null
    ? refuse(argument, `--${argument} is missing: give a tensor file, or a fill such as randn:1x50x28x28`)
    : ok(base);
}

function readBias(flags: Args['flags'], base: TensorSource | null): Result<TensorSource | null> {
  const text = flags.get('bias');
  if (text === undefined) return ok(base);
  return text === 'none' ? ok(null) : parseSource(text, 'bias');
}
