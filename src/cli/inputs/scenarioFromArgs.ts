import { defaultParams } from '../../engine/core/call.ts';
import { profileIds } from '../../engine/precision/profiles.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import {
  defaultFormulation,
  formulationChoices,
  type Scenario,
  type TensorSource,
} from '../../scenario/document/scenario.ts';
import type { Args } from '../arguments/parseCommandLine.ts';
import { readDocument, scenarioFromHere } from './readDocument.ts';
import { readMemoryCap } from '../arguments/readMemoryCap.ts';
import { isLayerPath, readLayerNode } from './readLayerNode.ts';
import { readInteger, readParams } from '../arguments/readParams.ts';
import { readTolerance } from '../arguments/readTolerance.ts';
import { parseChoice, parseSource } from '../arguments/parseFlagValue.ts';

/** The scenario that a command line asks for. */
export interface RequestedScenario {
  readonly scenario: Scenario;
  /** True if a flag or a document gives the dtype, false if it is the default. */
  readonly dtypeGiven: boolean;
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
  const input = readSource(flags, 'input', base?.input ?? null);
  if (!input.ok) return input;
  const weight = readSource(flags, 'weight', base?.weight ?? null);
  if (!weight.ok) return weight;
  const bias = readBias(flags, base?.bias ?? null);
  if (!bias.ok) return bias;
  const actualFile = flags.get('actual') ?? base?.actual?.file;
  if (actualFile === '') return refuse('actual', '--actual must name a tensor file, but is empty');
  const params = readParams(flags, base?.params ?? defaultParams);
  if (!params.ok) return params;
  const seed = readInteger(flags, 'seed', base?.seed ?? 0);
  if (!seed.ok) return seed;
  const dtype = parseChoice(flags.get('dtype') ?? base?.dtype ?? 'float32', 'dtype', profileIds);
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
  return ok({ scenario, dtypeGiven, memoryCap: memoryCap.value });
}

/** Reads the document or the model node whose values flags may override. */
async function readBase(path: string, flags: Args['flags'], limit: number): Promise<Result<Partial<Scenario>>> {
  return isLayerPath(path) ? await readLayerNode(path, flags, limit) : await readScenario(path, limit);
}

/** Reads a document. Its file paths, which are relative to the document, become relative to the working folder. */
async function readScenario(path: string, limit: number): Promise<Result<Scenario>> {
  const scenario = await readDocument(path, limit);
  return scenario.ok ? ok(scenarioFromHere(scenario.value, path)) : scenario;
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
