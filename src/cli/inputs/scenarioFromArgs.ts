import { type CallShape, defaultParams } from '../../engine/core/call.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import {
  defaultFormulation,
  formulationChoices,
  type Scenario,
  type TensorSource,
} from '../../scenario/document/scenario.ts';
import { scenarioShape } from '../../scenario/document/scenarioShape.ts';
import type { Args } from '../arguments/parseCommandLine.ts';
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
  return rule.value === null ? ok(requested) : await withSizeRule(requested, rule.value);
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
  return isLayerPath(path) ? await readLayerNode(path, flags, limit) : await readScenario(path, limit);
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
