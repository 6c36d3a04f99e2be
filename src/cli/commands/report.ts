import { basename, dirname, join } from 'node:path';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { finish } from '../../engine/core/steps.ts';
import { bytesPerMegabyte } from '../../engine/validation/memory.ts';
import { gatherReport } from '../../report/facts/gatherReport.ts';
import type { ReportFacts } from '../../report/facts/reportFacts.ts';
import {
  embeddedData,
  type EmbeddedTensor,
  embeddedTensors,
  largestTensorMegabytes,
  packDebugger,
} from '../../report/write/packDebugger.ts';
import { type DebuggerPart, reportHtml } from '../../report/write/reportHtml.ts';
import { firstTab } from '../../report/write/embeddedReport.ts';
import { reportJson } from '../../report/write/reportJson.ts';
import { reportMarkdown } from '../../report/write/reportMarkdown.ts';
import { parsedFiles, type ReadFiles } from '../../scenario/document/filesByPath.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { formatBytes } from '../../scenario/text/format.ts';
import type { Command } from '../arguments/command.ts';
import { sharedFlags } from '../arguments/flags.ts';
import type { Args } from '../arguments/parseCommandLine.ts';
import { parseChoice } from '../arguments/parseFlagValue.ts';
import { readMemoryCap } from '../arguments/readMemoryCap.ts';
import { documentationAddress, packageVersion } from '../files/packageVersion.ts';
import { readBundles } from '../files/readBundles.ts';
import { writeAtomically } from '../files/writeAtomically.ts';
import { loadDocumentFiles, readDocument } from '../inputs/readDocument.ts';

const pictureChoices = ['files', 'data', 'none'] as const;

interface OutputFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** `convt report`: writes a scenario's report as HTML, Markdown or JSON. */
export const reportCommand: Command = {
  name: 'report',
  usage: 'FILE.convt.json [--html FILE] [--md FILE] [--json FILE] [flags]',
  summary: 'write a report of a scenario: HTML with the debugger, Markdown for a pull request, JSON',
  notes: [
    'The HTML report is one file that needs no network. --static leaves the debugger out; the answer, the numbers and the',
    'pictures stay. Two pictures show the output and its difference from the reference.',
    'The same scenario gives the same bytes: a report has no date, no absolute path and no name of a machine.',
    'Exit code: 0 if the output is right, 1 if not, 2 if the call is refused, which the report then says.',
  ],
  flags: [
    { name: 'html', value: 'FILE', help: 'write one HTML file with the debugger' },
    { name: 'md', value: 'FILE', help: 'write Markdown' },
    { name: 'json', value: 'FILE', help: 'write JSON' },
    { name: 'static', value: null, help: 'leave the debugger out of the HTML' },
    {
      name: 'tensors',
      value: 'MB',
      help: `largest tensor file to put into the HTML, default ${largestTensorMegabytes}`,
    },
    {
      name: 'pictures',
      value: pictureChoices.join('|'),
      help: 'pictures of the Markdown: files beside it (default), in it, none',
    },
    sharedFlags.memoryCap,
  ],
  maxPositionals: 1,
  async run({ flags, positionals: [path] }) {
    if (path === undefined)
      return refuse('scenario', 'report needs a scenario: convt report FILE.convt.json --html r.html');
    if (!['html', 'md', 'json'].some((name) => flags.has(name))) {
      return refuse('file', 'name a file for the report: --html FILE, --md FILE or --json FILE');
    }
    const pictures = parseChoice(flags.get('pictures') ?? 'files', 'scenario', pictureChoices, '--pictures');
    if (!pictures.ok) return pictures;
    const limit = readTensorLimit(flags);
    if (!limit.ok) return limit;
    const cap = readMemoryCap(flags);
    if (!cap.ok) return cap;
    const scenario = await readDocument(path, cap.value);
    if (!scenario.ok) return scenario;
    const files = await loadDocumentFiles(scenario.value, path, cap.value);
    if (!files.ok) return files;
    const withPictures = pictures.value !== 'none' && (flags.has('html') || flags.has('md'));
    const options = { memoryCap: cap.value, withPictures, version: packageVersion() };
    const facts = finish(gatherReport(scenario.value, parsedFiles(files.value), options));
    const outputs = await outputsOf(facts, scenario.value, files.value, {
      flags,
      pictures: pictures.value,
      limit: limit.value,
    });
    if (!outputs.ok) return outputs;
    for (const { path: target, bytes } of outputs.value) {
      const written = await writeAtomically(target, bytes);
      if (!written.ok) return written;
    }
    const lines = outputs.value.map((file) => `${file.path}  ${formatBytes(file.bytes.length)}`);
    const { outcome } = facts;
    return outcome.kind === 'refused'
      ? ok({ text: [`refused: ${outcome.refusal.message}`, ...lines].join('\n'), exitCode: 2 })
      : ok({ text: [outcome.headline, ...lines].join('\n'), exitCode: outcome.isRight ? 0 : 1 });
  },
};

interface Wanted {
  readonly flags: Args['flags'];
  readonly pictures: (typeof pictureChoices)[number];
  /** The most bytes that a tensor may take in the HTML. */
  readonly limit: number;
}

/** Returns the files of a report, none of them written yet. */
async function outputsOf(
  facts: ReportFacts,
  scenario: Scenario,
  files: ReadFiles,
  { flags, pictures, limit }: Wanted,
): Promise<Result<readonly OutputFile[]>> {
  const outputs: OutputFile[] = [];
  const add = (path: string, text: string): void => {
    outputs.push({ path, bytes: new TextEncoder().encode(text) });
  };
  const html = flags.get('html');
  if (html !== undefined) {
    const part = flags.has('static') ? ok(null) : await debuggerPart(facts, scenario, files, limit);
    if (!part.ok) return part;
    add(html, reportHtml(facts, part.value));
  }
  const markdown = flags.get('md');
  if (markdown !== undefined) {
    const { text, beside } = reportMarkdown(facts, basename(markdown), pictures === 'data' ? 'in' : 'beside');
    add(markdown, text);
    for (const { name, bytes } of beside) outputs.push({ path: join(dirname(markdown), name), bytes });
  }
  const json = flags.get('json');
  if (json !== undefined) add(json, reportJson(facts));
  return ok(outputs);
}

async function debuggerPart(
  facts: ReportFacts,
  scenario: Scenario,
  files: ReadFiles,
  limit: number,
): Promise<Result<DebuggerPart>> {
  const bundles = await readBundles();
  if (!bundles.ok) return bundles;
  const parts = packDebugger(bundles.value, firstTab(facts.outcome));
  const tensors = embeddedTensors(scenario, files);
  const embedded = {
    page: parts.page,
    isKept: ({ size }: EmbeddedTensor) => size <= limit,
    documentation: documentationAddress(),
  };
  return ok({ parts, data: finish(embeddedData(facts, tensors, embedded)) });
}

function readTensorLimit(flags: Args['flags']): Result<number> {
  const text = flags.get('tensors');
  if (text === undefined) return ok(largestTensorMegabytes * bytesPerMegabyte);
  const megabytes = Number(text);
  return text.trim() !== '' && Number.isFinite(megabytes) && megabytes >= 0
    ? ok(megabytes * bytesPerMegabyte)
    : refuse('memory', `tensors = ${JSON.stringify(text)} must be a number of megabytes of at least 0`);
}
