import type { DType, Shape } from '../../engine/core/tensor.ts';
import { indexAt } from '../../engine/core/flatIndex.ts';
import { inputElementAt, weightElementAt } from '../../engine/probe/factorIndices.ts';
import type { DifferentElement, ProbeFindings, ProbeResult } from '../../engine/probe/probe.ts';
import { probePurposes, type ProbePurpose } from '../../engine/probe/probeRun.ts';
import type { ProbeTerm } from '../../engine/probe/termMap.ts';
import type { ProfileId } from '../../engine/precision/profiles.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';
import { parametersOfRule, channelFormulaText, mapClauses } from './mapWords.ts';
import { parametersReport } from './reportOf.ts';
import type { RunReport } from './runReport.ts';
import { type ProbeVerdict, probeVerdictOf } from './probeVerdict.ts';
import { type ProbedMistake, wordsOfProbe } from './probeWords.ts';

/** A product with the numbers of the run on integers. */
export interface ProbedTerm {
  /** (n, c, y, x) of the input. */
  readonly input: readonly number[];
  /** (cin, cout within the group, ky, kx) of the weight. */
  readonly weight: readonly number[];
  readonly coefficient: number;
  readonly x: number;
  readonly w: number;
}

/** The bias in an element: its channel, null if several or none fit, and how often it is added. */
export interface ProbedBias {
  readonly channel: number | null;
  readonly coefficient: number;
}

/** The first output element whose terms are not those of the definition, with the numbers of the run on integers. */
export interface ProbedElement {
  /** One index for each axis of the output. */
  readonly index: readonly number[];
  readonly required: readonly ProbedTerm[];
  readonly actual: readonly ProbedTerm[];
  /** The correct value without bias. */
  readonly requiredValue: number;
  /** The implementation's value without bias; null if it is not finite. */
  readonly actualValue: number | null;
  readonly requiredBias: ProbedBias | null;
  readonly actualBias: ProbedBias | null;
}

/** The map of an implementation, as far as it has a rule. */
export interface ProbedMap {
  readonly terms: number;
  readonly requiredTerms: number;
  /** Output elements with other terms, another bias or a constant. */
  readonly different: number;
  readonly elements: number;
  readonly stride: readonly number[] | null;
  readonly dilation: readonly number[] | null;
  /** At the top and left. */
  readonly padding: readonly number[] | null;
  readonly notRotated: readonly boolean[] | null;
  /** The output channel whose weights each output channel takes, as a formula of c and as a list; −1 where no term shows it. */
  readonly outputChannel: { readonly formula: string; readonly values: readonly number[] } | null;
  readonly inputChannel: { readonly formula: string; readonly values: readonly number[] } | null;
  /** Null if the coefficients differ. */
  readonly coefficient: number | null;
  readonly clauses: readonly string[];
}

/** A probe as `--json` prints it and `--out` writes it. The page opens it. */
export interface ProbeReport {
  readonly format: 'convt-probe';
  readonly version: 1;
  readonly command: readonly string[];
  readonly verdict: ProbeVerdict;
  readonly headline: string;
  readonly sentences: readonly string[];
  readonly dtype: DType;
  readonly input: { readonly shape: Shape };
  readonly weight: { readonly shape: Shape };
  readonly bias: { readonly shape: Shape } | null;
  readonly parameters: RunReport['parameters'];
  readonly output: { readonly shape: Shape };
  /** How often the implementation was run, for each purpose. */
  readonly runs: Readonly<Partial<Record<ProbePurpose, number>>>;
  readonly map: ProbedMap | null;
  readonly precision: ProbeFindings['precision'];
  readonly nonFinite: ProbeFindings['nonFinite'];
  readonly first: ProbedElement | null;
  readonly mistakes: readonly ProbedMistake[];
}

/** What the command adds to a probe's result. */
export interface ProbeFacts {
  readonly command: readonly string[];
  /** The precision that the implementation must have at least. */
  readonly profile: ProfileId;
  readonly mistakes: readonly ProbedMistake[];
}

/** Returns the report of a probe. */
export function probeReportOf(result: ProbeResult, { command, profile, mistakes }: ProbeFacts): ProbeReport {
  const { subject, answer, runs } = result;
  const { shape, geometry, dtype } = subject;
  const verdict = probeVerdictOf(result, profile);
  const found = answer.kind === 'found' ? answer : null;
  return {
    format: 'convt-probe',
    version: 1,
    command,
    verdict,
    ...wordsOfProbe(result, verdict, profile, mistakes),
    dtype,
    input: { shape: shape.input },
    weight: { shape: shape.weight },
    bias: shape.bias === null ? null : { shape: shape.bias },
    parameters: parametersReport(shape.params),
    output: { shape: geometry.outputShape },
    runs: Object.fromEntries(
      probePurposes.flatMap((purpose) => {
        const count = runs.filter((each) => each === purpose).length;
        return count === 0 ? [] : [[purpose, count]];
      }),
    ),
    map: found === null ? null : mapReport(found, geometry),
    precision: found?.precision ?? null,
    nonFinite: found?.nonFinite ?? null,
    first: answer.kind === 'found' && answer.first !== null ? elementReport(answer, answer.first, geometry) : null,
    mistakes,
  };
}

function mapReport(found: ProbeFindings, geometry: Geometry): ProbedMap {
  const { map, definition, rule, different } = found;
  const count = (terms: ProbeFindings['definition']): number => terms.reduce((sum, list) => sum + list.length, 0);
  const parameters = parametersOfRule(rule, geometry);
  const channel = (which: 'output' | 'input') =>
    rule.channels === null
      ? null
      : { formula: channelFormulaText(rule.channels[which]), values: rule.channels[which].values };
  return {
    terms: count(map.terms),
    requiredTerms: count(definition),
    different: different.length,
    elements: definition.length,
    stride: parameters?.stride ?? null,
    dilation: parameters?.dilation ?? null,
    padding: parameters?.padding ?? null,
    notRotated: parameters?.isFlipped ?? null,
    outputChannel: channel('output'),
    inputChannel: channel('input'),
    coefficient: rule.coefficient,
    clauses: mapClauses(found, geometry),
  };
}

function elementReport(found: ProbeFindings, first: DifferentElement, geometry: Geometry): ProbedElement {
  const [check] = found.map.checks;
  const withNumbers = (term: ProbeTerm): ProbedTerm => {
    const { n, c, y, x } = inputElementAt(geometry, term.input);
    const { cin, cout, ky, kx } = weightElementAt(geometry, term.weight);
    return {
      input: [n, c, y, x],
      weight: [cin, cout, ky, kx],
      coefficient: term.coefficient,
      x: check?.call.input.data[term.input] ?? 0,
      w: check?.call.weight.data[term.weight] ?? 0,
    };
  };
  const required = first.required.map(withNumbers);
  const value = check?.output.data[first.at] ?? NaN;
  return {
    index: indexAt(geometry.outputShape, first.at),
    required,
    actual: first.actual.map(withNumbers),
    requiredValue: required.reduce((sum, { x, w }) => sum + x * w, 0),
    actualValue: Number.isFinite(value) ? value : null,
    requiredBias: first.requiredBias,
    actualBias: first.actualBias,
  };
}
