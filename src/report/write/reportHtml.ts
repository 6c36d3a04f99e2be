import { assertNever } from '../../engine/core/assertNever.ts';
import { shapeText } from '../../engine/core/tensor.ts';
import { callLines } from '../../scenario/report/diagnosisMarkdown.ts';
import { formatIndex, formatShort } from '../../scenario/text/format.ts';
import { errorRows, type FactRow, parameterRows } from '../facts/factTables.ts';
import type { RanCall, ReportFacts, ReportOutcome, ReportPicture } from '../facts/reportFacts.ts';
import { escapedMarkup } from '../text/markup.ts';
import { hashSource } from './contentSecurity.ts';
import { reportElements } from './embeddedReport.ts';
import type { PackedDebugger } from './packDebugger.ts';
import { pictureData } from './reportMarkdown.ts';
import { reportStyle } from './reportStyle.ts';

/** The debugger of a report and its data, as the text of a script element. */
export interface DebuggerPart {
  readonly parts: PackedDebugger;
  readonly data: string;
}

/**
 * Writes a report as one HTML file, which opens without a network: the answer, the fix, the numbers and the pictures as
 * plain HTML and, unless `debuggerPart` is null, the debugger itself in a frame.
 */
export function reportHtml(facts: ReportFacts, debuggerPart: DebuggerPart | null): string {
  const title = escapedMarkup(facts.title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(debuggerPart)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}: conv_transpose2d</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
<p class="kind">conv_transpose2d</p>
<h1>${title}</h1>
${sectionsOf(facts.outcome).join('\n')}
<p class="note">ConvTranspose2d Debugger ${escapedMarkup(facts.version)}. Compared with the definition in float64.</p>
</main>
${debuggerPart === null ? '' : debuggerSection(debuggerPart)}</body>
</html>
`;
}

/** Returns the content security policy: nothing is loaded, and no script or style runs but those of the report. */
function policyOf(debuggerPart: DebuggerPart | null): string {
  const { scriptSources = [], styleSources = [] } = debuggerPart?.parts ?? {};
  return [
    "default-src 'none'",
    'img-src data:',
    `style-src ${[hashSource(reportStyle), ...styleSources].join(' ')}`,
    // The engine's worker is a blob of the page's script, and compiles its WebAssembly kernels.
    ...(debuggerPart === null ? [] : [`script-src ${scriptSources.join(' ')} 'wasm-unsafe-eval'`, 'worker-src blob:']),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function debuggerSection({ parts, data }: DebuggerPart): string {
  const { frame, status, data: id } = reportElements;
  return `<section class="debugger" aria-labelledby="debugger-title">
<h2 id="debugger-title">Debugger</h2>
<p class="note" id="${status}" role="status">The debugger computes the call again in this browser. It needs no network.</p>
<noscript><p>The debugger needs JavaScript. Everything above is complete without it.</p></noscript>
<iframe id="${frame}" title="ConvTranspose2d Debugger" sandbox="allow-scripts"></iframe>
</section>
<script type="application/json" id="${id}">${data}</script>
<script>${parts.hostScript}</script>
`;
}

function sectionsOf(outcome: ReportOutcome): readonly string[] {
  switch (outcome.kind) {
    case 'refused':
      return [answer('The call is refused', false), paragraph(outcome.refusal.message)];
    case 'ran':
      return ranSections(outcome);
    default:
      return assertNever(outcome, 'outcome');
  }
}

function ranSections(ran: RanCall): readonly string[] {
  const { headline, isRight, detail, run, call, checked, tensors, pictures } = ran;
  const ambiguity = checked?.report.ambiguity ?? null;
  return [
    answer(headline, isRight),
    ...(detail === '' ? [] : [paragraph(detail)]),
    ...(ambiguity === null ? [] : [paragraph(ambiguity)]),
    ...fixSection(ran),
    section('Call', code(callLines(run.dtype, call).map((text) => ({ text })))),
    ...mismatchSection(ran),
    ...(pictures.length === 0 ? [] : [section('Pictures', picturesHtml(pictures))]),
    // An output to check of another shape has no numbers of its own.
    ...(checked?.report.error === null ? [] : [section('Error', rowsHtml(errorRows(run.error)))]),
    section('Parameters', rowsHtml(parameterRows(run))),
    section(
      'Tensors',
      tableHtml(
        ['tensor', 'from', 'shape', 'dtype', 'SHA-256'],
        tensors.map(({ name, source, shape, dtype, sha256 }) => [
          escapedMarkup(name),
          `<code>${escapedMarkup(source)}</code>`,
          shapeText(shape),
          dtype,
          `<code class="hash">${sha256}</code>`,
        ]),
      ),
    ),
  ];
}

/** Says by a sign, by words and by colour whether the output is right. */
function answer(headline: string, isRight: boolean): string {
  return `<p class="answer ${isRight ? 'right' : 'wrong'}">${isRight ? '✓' : '✕'} ${escapedMarkup(headline)}</p>`;
}

function fixSection({ checked }: RanCall): readonly string[] {
  const fix = checked?.fix ?? null;
  if (checked === null || fix === null) return [];
  const classes = { '+': 'add', '-': 'remove', ' ': '' } as const;
  const diffs = checked.facts.code.map((lines) =>
    code(lines.map(({ sign, text }) => ({ text: `${sign}${text}`, look: classes[sign] }))),
  );
  return [section('Fix', [paragraph(fix), ...diffs].join('\n'))];
}

function mismatchSection({ checked }: RanCall): readonly string[] {
  const first = checked?.facts.firstMismatch ?? null;
  if (first === null) return [];
  const cells = [formatIndex(first.index), formatShort(first.yours, 9), formatShort(first.correct, 9)];
  return [section('First mismatch', tableHtml(['index', 'yours', 'correct'], [cells]))];
}

function picturesHtml(pictures: readonly ReportPicture[]): string {
  const figures = pictures.map((picture) => {
    const { caption, width, height } = picture;
    const text = escapedMarkup(caption);
    const image = `<img src="${pictureData(picture)}" width="${width}" height="${height}" alt="${text}">`;
    return `<figure>${image}<figcaption>${text}</figcaption></figure>`;
  });
  return `<div class="pictures">${figures.join('\n')}</div>`;
}

function section(title: string, content: string): string {
  return `<section><h2>${title}</h2>\n${content}</section>`;
}

function paragraph(text: string): string {
  return `<p>${escapedMarkup(text)}</p>`;
}

/** Writes lines of code, which can be scrolled with the keyboard. */
function code(lines: readonly { readonly text: string; readonly look?: string }[]): string {
  const spans = lines.map(
    ({ text, look = '' }) => `<span${look === '' ? '' : ` class="${look}"`}>${escapedMarkup(text)}</span>`,
  );
  return `<pre tabindex="0"><code>${spans.join('')}</code></pre>`;
}

function rowsHtml(rows: readonly FactRow[]): string {
  const lines = rows.map(
    ([name, value]) => `<tr><th scope="row">${escapedMarkup(name)}</th><td>${escapedMarkup(value)}</td></tr>`,
  );
  return `<table>${lines.join('\n')}</table>`;
}

/** Writes a table. The cells are HTML. */
function tableHtml(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const headRow = head.map((name) => `<th scope="col">${escapedMarkup(name)}</th>`).join('');
  const lines = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`);
  return `<div class="scroll" tabindex="0" role="group" aria-label="${escapedMarkup(head.join(', '))}"><table><tr>${headRow}</tr>${lines.join('\n')}</table></div>`;
}
