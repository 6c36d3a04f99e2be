import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { messageOf } from '../../engine/core/messageOf.ts';
import { type JsonObject, JsonReader } from '../document/json/jsonReader.ts';
import type { ProbedBias, ProbedElement, ProbedTerm, ProbeReport } from './probeReport.ts';
import { probeVerdicts } from './probeVerdict.ts';

/** What a page shows of a probe's result file. */
export type ShownProbe = Pick<ProbeReport, 'command' | 'verdict' | 'headline' | 'sentences' | 'first'> & {
  /** "2×4×3×4", the shapes of input, weight and output. */
  readonly shapes: readonly (readonly [name: string, shape: readonly number[]])[];
};

/** Parses the text of a probe's result file. Refuses any other text in a sentence. */
export function readProbeReport(text: string): Result<ShownProbe> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return refuse('file', `It is no JSON: ${messageOf(error)}.`);
  }
  const record = typeof json === 'object' && json !== null ? (json as JsonObject) : {};
  if (record.format !== 'convt-probe') {
    return refuse('file', 'It is not a result of convt probe: write one with convt probe --out FILE.json.');
  }
  if (record.version !== 1) {
    return refuse('file', 'It was written by another version of convt probe: write it anew, or update the extension.');
  }
  const reader = new JsonReader();
  const shapeOf = (name: string): readonly [string, readonly number[]] => {
    const tensor = reader.object(record[name], name, ['shape']);
    return [name, naturals(reader, tensor.shape, `${name}.shape`)];
  };
  const strings = (name: string): readonly string[] =>
    reader.array(record[name], name).map((each, at) => reader.string(each, `${name}[${at}]`));
  const shown: ShownProbe = {
    command: strings('command'),
    verdict: reader.oneOf(record.verdict, 'verdict', probeVerdicts),
    headline: reader.string(record.headline, 'headline'),
    sentences: strings('sentences'),
    first: record.first === null ? null : readElement(reader, record.first),
    shapes: ['input', 'weight', 'output'].map(shapeOf),
  };
  return reader.problem === null ? ok(shown) : refuse('file', reader.problem.message);
}

function naturals(reader: JsonReader, value: unknown, path: string): readonly number[] {
  return reader.array(value, path).map((each, at) => reader.natural(each, `${path}[${at}]`));
}

function readElement(reader: JsonReader, value: unknown): ProbedElement {
  const known = ['index', 'required', 'actual', 'requiredValue', 'actualValue', 'requiredBias', 'actualBias'];
  const element = reader.object(value, 'first', known);
  const terms = (name: 'required' | 'actual'): readonly ProbedTerm[] =>
    reader.array(element[name], `first.${name}`).map((term, at) => readTerm(reader, term, `first.${name}[${at}]`));
  const bias = (name: 'requiredBias' | 'actualBias'): ProbedBias | null =>
    element[name] === null ? null : readBias(reader, element[name], `first.${name}`);
  return {
    index: naturals(reader, element.index, 'first.index'),
    required: terms('required'),
    actual: terms('actual'),
    requiredValue: finite(reader, element.requiredValue, 'first.requiredValue'),
    actualValue: element.actualValue === null ? null : finite(reader, element.actualValue, 'first.actualValue'),
    requiredBias: bias('requiredBias'),
    actualBias: bias('actualBias'),
  };
}

function readTerm(reader: JsonReader, value: unknown, path: string): ProbedTerm {
  const term = reader.object(value, path, ['input', 'weight', 'coefficient', 'x', 'w']);
  const number = (name: 'coefficient' | 'x' | 'w'): number => finite(reader, term[name], `${path}.${name}`);
  return {
    input: naturals(reader, term.input, `${path}.input`),
    weight: naturals(reader, term.weight, `${path}.weight`),
    coefficient: number('coefficient'),
    x: number('x'),
    w: number('w'),
  };
}

function readBias(reader: JsonReader, value: unknown, path: string): ProbedBias {
  const bias = reader.object(value, path, ['channel', 'coefficient']);
  return {
    channel: bias.channel === null ? null : reader.natural(bias.channel, `${path}.channel`),
    coefficient: finite(reader, bias.coefficient, `${path}.coefficient`),
  };
}

function finite(reader: JsonReader, value: unknown, path: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  reader.complain(path, `${path} must be a number.`);
  return 0;
}
