import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { fillIds } from '../../engine/fills/fillIds.ts';
import { filePathsOf } from '../../scenario/document/filesByPath.ts';
import { JsonReader } from '../../scenario/document/json/jsonReader.ts';
import { parseDocument } from '../../scenario/document/parseDocument.ts';
import { scenarioFromJson } from '../../scenario/document/parseScenario.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { dtypeSchema, parameterKeys, parameterSchemas } from '../shared/schemas.ts';
import type { ToolHost } from '../shared/tool.ts';

/** An output to check: a scenario document that names one, or the call's tensors themselves. */
export type OutputInput =
  | { readonly kind: 'document'; readonly path: string; readonly actual: string | null }
  | { readonly kind: 'call'; readonly scenario: Scenario };

const tensors = ['input', 'weight', 'bias', 'actual'] as const;
const keys = ['scenario', ...tensors, ...parameterKeys, 'dtype', 'seed'] as const;

const hint =
  'Pass scenario, the path of a *.convt.json, or input, weight and actual, each the path of a tensor file (.npy, .npz#key, .pt#key, .safetensors#key).';

const tensorSchema = {
  anyOf: [
    { type: 'string', description: 'Path of a tensor file; FILE#key if it holds several.' },
    {
      type: 'object',
      properties: { fill: { enum: [...fillIds] }, shape: { type: 'array', items: { type: 'integer', minimum: 0 } } },
      required: ['fill', 'shape'],
      additionalProperties: false,
      description: 'A tensor made by a rule; randn gives the numbers of torch.manual_seed(seed).',
    },
    {
      type: 'object',
      properties: { values: { type: 'array' }, shape: { type: 'array', items: { type: 'integer', minimum: 0 } } },
      required: ['values'],
      additionalProperties: false,
      description: 'Numbers in nested lists, for small tensors.',
    },
  ],
} as const;

/** The schema of the input of the tools that check an output. */
export const outputSchema = {
  type: 'object',
  properties: {
    scenario: {
      type: 'string',
      description: 'Path of a *.convt.json that describes the call. Its file names are relative to its folder.',
    },
    input: { description: 'x (N, Cin, H, W) or (Cin, H, W).', ...tensorSchema },
    weight: { description: 'w (Cin, Cout/groups, kH, kW).', ...tensorSchema },
    bias: { description: 'b (Cout). Left out: none.', ...tensorSchema },
    actual: {
      type: 'string',
      description: 'Path of the output to check; FILE#key if the file holds several. Overrides that of the scenario.',
    },
    ...parameterSchemas,
    dtype: dtypeSchema,
    seed: { type: 'integer', minimum: 0, description: 'Seed of the random fills. Default 0.' },
  },
  additionalProperties: false,
} as const;

/** Reads the input of a tool that checks an output. A refusal says what to pass instead. */
export function readOutputInput(input: unknown): Result<OutputInput> {
  const reader = new JsonReader();
  const fields = reader.object(input, 'the tool’s input', keys);
  if (reader.problem !== null) return { ok: false, refusal: reader.problem };
  const { scenario: path, actual, input: x, weight, bias, ...others } = fields;
  if (path !== undefined) {
    if (typeof path !== 'string' || !['string', 'undefined'].includes(typeof actual)) {
      return refuse('scenario', `scenario and actual must be paths. ${hint}`);
    }
    const output = typeof actual === 'string' ? actual : null;
    const surplus = keys.find((key) => key !== 'scenario' && key !== 'actual' && fields[key] !== undefined);
    return surplus === undefined
      ? ok({ kind: 'document', path, actual: output })
      : refuse(
          'scenario',
          `${surplus} cannot be passed together with scenario, which describes the call. Leave one of them out.`,
        );
  }
  const missing = (['input', 'weight', 'actual'] as const).find((key) => fields[key] === undefined);
  if (missing !== undefined) return refuse('scenario', `${missing} is missing. ${hint}`);
  const sourceOf = (value: unknown): unknown => (typeof value === 'string' ? { file: value } : value);
  const scenario = scenarioFromJson({
    version: 1,
    name: 'conv_transpose2d',
    ...others,
    input: sourceOf(x),
    weight: sourceOf(weight),
    ...(bias === undefined ? {} : { bias: sourceOf(bias) }),
    actual: sourceOf(actual),
  });
  return scenario.ok
    ? ok({ kind: 'call', scenario: scenario.value })
    : refuse('scenario', `${scenario.refusal.message} ${hint}`);
}

/** Returns the files that an input names. A document names more, which are known once it is read. */
export function namedFiles(input: OutputInput): readonly string[] {
  if (input.kind === 'call') return filePathsOf(input.scenario);
  return [input.path, ...(input.actual === null ? [] : [input.actual])];
}

/** Reads the scenario of an input, and the document that its relative paths belong to; null if there is none. */
export async function scenarioOfInput(
  input: OutputInput,
  host: ToolHost,
): Promise<Result<{ readonly scenario: Scenario; readonly document: string | null }>> {
  if (input.kind === 'call') return ok({ scenario: input.scenario, document: null });
  const text = await host.readText(input.path);
  if (!text.ok) return text;
  const parsed = parseDocument(text.value);
  if (!parsed.ok) return refuse('scenario', `${input.path}: ${parsed.refusal.message}`);
  const given = input.actual === null ? ok(null) : fromDocument(input.path, input.actual);
  if (!given.ok) return given;
  const scenario = given.value === null ? parsed.value : { ...parsed.value, actual: { file: given.value } };
  return scenario.actual === undefined
    ? refuse('actual', `${input.path} names no output to check. Pass actual, the path of the output’s tensor file.`)
    : ok({ scenario, document: input.path });
}

/** Returns the path that leads from a document's folder to a file, both given from the working folder. */
function fromDocument(document: string, path: string): Result<string> {
  const isAbsolute = (each: string): boolean => /^([\\/]|[a-z]:)/i.test(each);
  if (isAbsolute(path)) return ok(path);
  const folders = document
    .split(/[\\/]/)
    .slice(0, -1)
    .filter((folder) => folder !== '.');
  return isAbsolute(document) || folders.includes('..')
    ? refuse(
        'actual',
        `actual = ${JSON.stringify(path)} must be an absolute path if scenario is one or leads out of the working folder.`,
      )
    : ok('../'.repeat(folders.length) + path);
}
