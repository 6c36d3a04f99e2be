import { isRight } from '../../engine/compare/verdict.ts';
import { gradientCatalogue } from '../../engine/gradients/mistakes/gradientCatalogue.ts';
import type { GradientDiagnosis } from '../../engine/gradients/search/diagnoseGradient.ts';
import type { GradientMatch } from '../../engine/gradients/search/gradientMatch.ts';
import type { GradientCall, GradientKind } from '../../engine/gradients/sums/gradientCall.ts';
import type { Params } from '../../engine/core/call.ts';
import { type Shape, shapeText } from '../../engine/core/tensor.ts';
import { formatIndex, formatShort } from '../text/format.ts';
import { keywordsOf } from './diagnosisMarkdown.ts';
import { type DiagnosisReport, firstMismatchOf, type MatchReport } from './diagnosisReport.ts';
import { type DiagnosisWords, type WrongElement, wordsOfDiagnosis, wrongElementAt } from './diagnosisWords.ts';
import { errorReportOf, errorScaleOf, parametersReport } from './reportOf.ts';
import { weightWords, whereSentences } from './whereWords.ts';

/** The diagnosis of a gradient in numbers and sentences. JSON-safe. */
export interface GradientReport extends DiagnosisReport {
  /** The tensor with respect to which the gradient was taken. */
  readonly gradient: GradientKind;
}

/** The check of a gradient: the answer first, then why. */
export interface GradientCheckReport extends DiagnosisWords {
  /** True if the gradient is exact, or within the rounding of the dtype, including its overflows. */
  readonly passed: boolean;
  readonly report: GradientReport;
  /** The lines of PyTorch that compute the gradient. */
  readonly program: readonly string[];
  readonly firstMismatch: WrongElement | null;
}

/** Returns the check that the diagnosis of a gradient amounts to. */
export function gradientReportOf(diagnosis: GradientDiagnosis): GradientCheckReport {
  const { target, comparison, verdict, profile, own } = diagnosis;
  const { call, actual, reference } = target;
  const report = reportOfGradient(diagnosis);
  const tensors = { actual, expected: reference };
  const count = gradientCatalogue.filter(({ of }) => of.includes(call.of)).length;
  const nonFinite = wrongElementAt(tensors, comparison?.nonFinite.first ?? null);
  return {
    ...wordsOfDiagnosis(report, nonFinite, { count, what: 'gradient' }),
    passed: verdict !== 'shape-mismatch' && (isRight(verdict) || profile === own),
    report,
    program: programOf(call),
    firstMismatch: wrongElementAt(tensors, firstMismatchOf(comparison)),
  };
}

function reportOfGradient(diagnosis: GradientDiagnosis): GradientReport {
  const { target, matches, confidence, where, comparison, verdict, profile, own, shapeCauses } = diagnosis;
  const { call, actual, reference } = target;
  const causes = verdict === 'shape-mismatch' && matches.length === 0 ? causesText(shapeCauses) : null;
  const words = call.of === 'weight' ? weightWords : undefined;
  return {
    gradient: call.of,
    verdict,
    profile,
    dtype: own,
    matches: confidence === null ? [] : matches.map((match) => matchReportOf(match, confidence)),
    evidence: diagnosis.evidence,
    ambiguity: diagnosis.ambiguity,
    shape: verdict === 'shape-mismatch' ? shapeSentence(call.of, actual.shape, reference.shape, causes) : null,
    where: where && { ...where, sentences: whereSentences(where, words) },
    shapeCauses: causes,
    output: { shape: reference.shape },
    actual: { shape: actual.shape },
    error: comparison === null ? null : errorReportOf(comparison, reference.shape, errorScaleOf(own)),
  };
}

function matchReportOf(
  { mistakes, detail, maxAbs, hypothesis }: GradientMatch,
  confidence: MatchReport['confidence'],
): MatchReport {
  return {
    id: mistakes.map(({ id }) => id).join('+'),
    kind: mistakes.length === 1 ? 'single' : 'pair',
    title: mistakes.map(({ title }) => title).join('; '),
    detail,
    place: '',
    fix: mistakes.map(({ fix }) => fix).join(' '),
    known: [],
    maxAbs,
    call: hypothesis.params === undefined ? null : parametersReport(hypothesis.params),
    // The detail says so.
    instead: null,
    confidence,
  };
}

function shapeSentence(of: GradientKind, actual: Shape, expected: Shape, causes: string | null): string {
  const both = `The gradient’s shape is ${shapeText(actual)}, but that of the ${of} is ${shapeText(expected)}.`;
  return causes === null ? both : `${both} ${causes}`;
}

function causesText(titles: readonly string[]): string {
  if (titles.length === 0) return 'No single known mistake gives this shape.';
  const listed = titles.map((title) => `“${title}”`).join(', ');
  return titles.length === 1
    ? `One known mistake gives this shape, but other values: ${listed}.`
    : `These known mistakes give this shape, but other values: ${listed}.`;
}

const variables = { input: 'x', weight: 'w', bias: 'b' } as const;

/** Returns the lines of PyTorch that compute a gradient, with the shapes of the tensors. */
function programOf(call: GradientCall): readonly string[] {
  const { of, geometry, gradOutput, factor } = call;
  const gy = `gy ${shapeText(gradOutput.shape)}`;
  if (of === 'bias') return [`# ${gy}`, 'db = gy.sum(dim=(0, 2, 3))'].map((line) => unbatched(line, geometry.batched));
  const keywords = keywordsOfCall(geometry.params);
  const other = `${of === 'input' ? 'w' : 'x'} ${shapeText(factor?.shape ?? [])}`;
  const forward = ['x', 'w', ...keywords].join(', ');
  const name = variables[of];
  return [
    `# ${gy}, ${other}`,
    `d${name}, = torch.autograd.grad(F.conv_transpose2d(${forward}), ${name}, gy)`,
    ...(of === 'input'
      ? [`# the same: ${convolution(geometry.params, [geometry.h.inputSize, geometry.w.inputSize])}`]
      : []),
  ];
}

function unbatched(line: string, batched: boolean): string {
  return batched ? line : line.replace('(0, 2, 3)', '(1, 2)');
}

/** Returns the parameters as PyTorch's keywords; PyTorch crops both ends alike. */
function keywordsOfCall(params: Params): readonly string[] {
  return keywordsOf(parametersReport({ ...params, paddingEnd: undefined }));
}

/** Returns the gradient of the input as a convolution. output_padding only adds rows that may be left out. */
function convolution(params: Params, [height, width]: readonly [number, number]): string {
  const keywords = keywordsOfCall({ ...params, outputPadding: [0, 0] });
  return `F.conv2d(${['gy', 'w', ...keywords].join(', ')})[..., :${height}, :${width}]`;
}

/** Returns the check of a gradient as Markdown for an issue or a chat. */
export function gradientMarkdown(
  check: GradientCheckReport,
  { file, version }: { readonly file: string; readonly version: string },
): string {
  const { report, headline, detail, program, firstMismatch: first } = check;
  const [best] = report.matches;
  const parts = [
    `### Gradient of conv_transpose2d’s ${report.gradient}: \`${file}\``,
    `**${headline}.** ${detail}`,
    ...(report.ambiguity === null ? [] : [report.ambiguity]),
    ...(best === undefined ? [] : [`**Fix:** ${best.fix}`]),
    ['```python', ...program, '```'].join('\n'),
    ...(first === null
      ? []
      : [
          [
            '| first mismatch | yours | correct |',
            '| --- | ---: | ---: |',
            `| ${formatIndex(first.index)} | ${formatShort(first.yours, 9)} | ${formatShort(first.correct, 9)} |`,
          ].join('\n'),
        ]),
    `<sub>ConvTranspose2d Debugger ${version}. Compared with the definition in float64, within the bound of ${report.dtype} rounding.</sub>`,
  ];
  return `${parts.join('\n\n')}\n`;
}
