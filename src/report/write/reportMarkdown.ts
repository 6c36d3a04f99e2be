import { assertNever } from '../../engine/core/assertNever.ts';
import { shapeText } from '../../engine/core/tensor.ts';
import { answerParts, callLines } from '../../scenario/report/diagnosisMarkdown.ts';
import { base64Of } from '../bytes/base64.ts';
import { errorRows, type FactRow, parameterRows } from '../facts/factTables.ts';
import type { RanCall, ReportFacts, ReportOutcome, ReportPicture } from '../facts/reportFacts.ts';
import { markdownCode, markdownTable, markdownText } from '../../scenario/text/markdownText.ts';

/** A report in Markdown. */
export interface MarkdownReport {
  readonly text: string;
  /** The pictures that the text names, as files in its folder. */
  readonly beside: readonly ReportFile[];
}

/** A file of a report: its name, and its content. */
export interface ReportFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Returns the address of a picture: a path relative to the report, or a data URI. */
type PictureAddress = (picture: ReportPicture) => string;

/** Returns a picture within the text, as a data URI. */
export function pictureData({ png }: ReportPicture): string {
  return `data:image/png;base64,${base64Of(png)}`;
}

/**
 * Writes a report as Markdown for a comment on a pull request: verdict, cause, fix, parameters, hashes and pictures. The
 * pictures are in the text, or in files beside the one with this name, which begin with its name.
 */
export function reportMarkdown(facts: ReportFacts, name: string, pictures: 'in' | 'beside'): MarkdownReport {
  if (pictures === 'in') return { text: markdownOf(facts, pictureData), beside: [] };
  const stem = name.replace(/\.[^.]*$/, '');
  const nameOf = ({ id }: ReportPicture): string => `${stem}.${id}.png`;
  const { outcome } = facts;
  return {
    text: markdownOf(facts, (picture) => encodeURI(nameOf(picture))),
    beside:
      outcome.kind === 'ran' ? outcome.pictures.map((picture) => ({ name: nameOf(picture), bytes: picture.png })) : [],
  };
}

function markdownOf({ title, outcome, version }: ReportFacts, addressOf: PictureAddress): string {
  const parts = [
    `### conv_transpose2d: ${markdownText(title)}`,
    ...partsOf(outcome, addressOf),
    `<sub>ConvTranspose2d Debugger ${version}. Compared with the definition in float64.</sub>`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function partsOf(outcome: ReportOutcome, addressOf: PictureAddress): readonly string[] {
  switch (outcome.kind) {
    case 'refused':
      return ['**The call is refused.**', markdownText(outcome.refusal.message)];
    case 'ran':
      return ranParts(outcome, addressOf);
    default:
      return assertNever(outcome, 'outcome');
  }
}

function ranParts(call: RanCall, addressOf: PictureAddress): readonly string[] {
  const { headline, detail, run, checked, tensors, pictures } = call;
  const coded = (rows: readonly FactRow[]): readonly FactRow[] =>
    rows.map(([name, value]) => [name, markdownCode(value)]);
  return [
    ...(checked === null
      ? [`**${headline}.** ${detail}`.trim(), ['```python', ...callLines(run.dtype, call.call), '```'].join('\n')]
      : answerParts(checked.report, checked.facts)),
    ...pictures.map((picture) => `![${markdownText(picture.caption)}](${addressOf(picture)})`),
    // An output to check of another shape has no numbers of its own.
    ...(checked?.report.error === null ? [] : [markdownTable(['error', ''], errorRows(run.error))]),
    markdownTable(['parameter', 'value'], coded(parameterRows(run))),
    markdownTable(
      ['tensor', 'from', 'shape', 'dtype', 'SHA-256'],
      tensors.map(({ name, source, shape, dtype, sha256 }) => [
        name,
        markdownCode(source),
        shapeText(shape),
        dtype,
        markdownCode(sha256),
      ]),
    ),
  ];
}
