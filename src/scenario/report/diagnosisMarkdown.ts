import { type CallShape, defaultParams } from '../../engine/core/call.ts';
import type { DiffLine } from '../../engine/diagnose/model/fixCode.ts';
import { type Shape, shapeText } from '../../engine/core/tensor.ts';
import type { Params } from '../../engine/core/call.ts';
import type { ProfileId } from '../../engine/precision/profiles.ts';
import { formatIndex, formatShort } from '../text/format.ts';
import type { DiagnosisReport } from './diagnosisReport.ts';
import { otherCallText, wordsOfDiagnosis, type WrongElement } from './diagnosisWords.ts';
import { parametersReport } from './reportOf.ts';

/** The facts that a report for people has beside the diagnosis. */
export interface MarkdownFacts {
  /** The output's file, or a name for it. */
  readonly file: string;
  readonly input: Shape;
  readonly weight: Shape;
  readonly bias: Shape | null;
  readonly params: Params;
  /** The lines of the fix; empty if no code expresses it. */
  readonly code: readonly (readonly DiffLine[])[];
  /** The first element that rounding does not explain; null if there is none. */
  readonly firstMismatch: WrongElement | null;
  readonly nonFinite: WrongElement | null;
  /** The version of this program. */
  readonly version: string;
}

/** Returns a diagnosis as Markdown for an issue or a chat: answer, fix, call, first mismatch and versions. */
export function diagnosisMarkdown(report: DiagnosisReport, facts: MarkdownFacts): string {
  const parts = [
    `### conv_transpose2d: \`${facts.file}\``,
    ...answerParts(report, facts),
    `<sub>ConvTranspose2d Debugger ${facts.version}. Compared with the definition in float64, within the bound of ${report.dtype} rounding.</sub>`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Returns the paragraphs of a diagnosis: answer, fix, call and first mismatch. */
export function answerParts(report: DiagnosisReport, facts: Omit<MarkdownFacts, 'version'>): readonly string[] {
  const { headline, detail } = wordsOfDiagnosis(report, facts.nonFinite);
  return [
    `**${headline}.** ${detail}`,
    ...(report.ambiguity === null ? [] : [report.ambiguity]),
    ...otherCallParts(report, facts),
    ...fixParts(report, facts),
    fenced('python', callLines(report.dtype, facts)),
    ...mismatchParts(report, facts),
  ];
}

/** Returns the call that the output is of, if that is the call with other parameters. */
function otherCallParts({ matches: [best] }: DiagnosisReport, { bias }: Pick<CallShape, 'bias'>): readonly string[] {
  const text = best === undefined ? null : otherCallText(best);
  const call = best?.call ?? null;
  return text === null || call === null ? [] : [text, fenced('python', callCodeLines(call, bias !== null))];
}

function fixParts({ matches }: DiagnosisReport, { code }: Pick<MarkdownFacts, 'code'>): readonly string[] {
  const [best] = matches;
  if (best === undefined) return [];
  const diffs = code.map((lines) =>
    fenced(
      'diff',
      lines.map(({ sign, text }) => `${sign}${text}`),
    ),
  );
  return [`**Fix:** ${best.fix}`, ...diffs];
}

/** Returns the call as a line of PyTorch, with the shapes of its tensors. */
export function callLines(dtype: ProfileId, { input, weight, bias, params }: CallShape): readonly string[] {
  const shapes = [
    `x ${shapeText(input)}`,
    `w ${shapeText(weight)}`,
    bias === null ? 'no bias' : `b ${shapeText(bias)}`,
  ];
  return [`# ${dtype}: ${shapes.join(', ')}`, ...callCodeLines(parametersReport(params), bias !== null)];
}

/** Returns a call as PyTorch writes it: "y = F.conv_transpose2d(x, w, b, stride=(2, 2))", and what PyTorch cannot say. */
export function callCodeLines(
  { padding_end: end, ...named }: ReturnType<typeof parametersReport>,
  hasBias: boolean,
): readonly string[] {
  return [
    // PyTorch crops both ends alike.
    ...(end === undefined ? [] : [`# cropped at the bottom and right by ${shapeText(end)} in place of padding`]),
    `y = F.conv_transpose2d(${['x', 'w', hasBias ? 'b' : 'None', ...keywordsOf(named)].join(', ')})`,
  ];
}

/** Returns the arguments "stride=(2, 2)", …: the parameters that are not PyTorch's defaults. */
export function keywordsOf(parameters: ReturnType<typeof parametersReport>): readonly string[] {
  const usual = parametersReport(defaultParams) as Readonly<Record<string, unknown>>;
  const text = (value: number | readonly number[]): string =>
    typeof value === 'number' ? String(value) : shapeText(value);
  return Object.entries(parameters)
    .filter(([name, value]) => String(value) !== String(usual[name]))
    .map(([name, value]) => `${name}=${text(value)}`);
}

function mismatchParts(
  { output, actual }: DiagnosisReport,
  { firstMismatch: first }: Pick<MarkdownFacts, 'firstMismatch'>,
): readonly string[] {
  if (first === null) {
    return String(output.shape) === String(actual.shape)
      ? []
      : [`Shape: ${shapeText(actual.shape)}; correct: ${shapeText(output.shape)}.`];
  }
  const { index, yours, correct } = first;
  return [
    [
      '| first mismatch | yours | correct |',
      '| --- | ---: | ---: |',
      `| ${formatIndex(index)} | ${formatShort(yours, 9)} | ${formatShort(correct, 9)} |`,
    ].join('\n'),
  ];
}

function fenced(language: string, lines: readonly string[]): string {
  return ['```' + language, ...lines, '```'].join('\n');
}
