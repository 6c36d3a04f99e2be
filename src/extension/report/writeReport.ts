import * as vscode from 'vscode';
import { assertNever } from '../../engine/core/assertNever.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Steps } from '../../engine/core/steps.ts';
import { gatherReport } from '../../report/facts/gatherReport.ts';
import type { ReportFacts, ReportPicture } from '../../report/facts/reportFacts.ts';
import { firstTab } from '../../report/write/embeddedReport.ts';
import {
  embeddedData,
  type EmbeddedTensor,
  embeddedTensors,
  packDebugger,
  type PackedDebugger,
  type ReportBundles,
} from '../../report/write/packDebugger.ts';
import { reportHtml } from '../../report/write/reportHtml.ts';
import { reportJson } from '../../report/write/reportJson.ts';
import { pictureData, reportMarkdown } from '../../report/write/reportMarkdown.ts';
import { parsedFiles } from '../../scenario/document/filesByPath.ts';
import type { PlacedScenario } from '../debugger/shownScenario.ts';
import { readScenarioFiles } from '../files/readScenarioFiles.ts';
import { driveInHost } from '../shared/driveInHost.ts';
import { readSettings } from '../shared/settings.ts';

export type ReportFormat = 'html' | 'md' | 'json';

/** The parts of a report that the user wants. */
export interface ReportParts {
  readonly withDebugger: boolean;
  /** The paths of tensors that are left out of an HTML file. */
  readonly leftOut: ReadonlySet<string>;
  /** Where the pictures are: in the file, in files beside it, or nowhere. */
  readonly pictures: 'in' | 'beside' | 'none';
}

/** The facts about this program that a report needs. */
export interface ReportProgram {
  /** The folder of the extension's files. */
  readonly extension: vscode.Uri;
  readonly version: string;
  /** The address of the documentation's folder on the web. */
  readonly documentation: string;
}

/** A report that is computed, with everything that may be put into a file. */
export interface GatheredReport {
  readonly facts: ReportFacts;
  readonly tensors: readonly EmbeddedTensor[];
  readonly packed: PackedDebugger;
  readonly documentation: string;
}

/** A file of a report: its name, and its content. */
export interface ReportFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Computes a report. A call that PyTorch would refuse has a report as well; an unreadable file has none. */
export async function gatherFacts(
  { scenario, base }: PlacedScenario,
  { extension, version, documentation }: ReportProgram,
  token: vscode.CancellationToken,
): Promise<Result<GatheredReport>> {
  const { memoryCap } = readSettings();
  const files = await readScenarioFiles(scenario, base, memoryCap);
  if (!files.ok) return files;
  const facts = await driveInHost(
    'The report',
    succeeding(gatherReport(scenario, parsedFiles(files.value), { memoryCap, withPictures: true, version })),
    token,
  );
  if (!facts.ok) return facts;
  const packed = packDebugger(await readBundles(extension), firstTab(facts.value.outcome));
  return ok({ facts: facts.value, tensors: embeddedTensors(scenario, files.value), packed, documentation });
}

/** Returns the files of a report, the first of which has the given name. */
export async function writeReport(
  gathered: GatheredReport,
  parts: ReportParts,
  format: ReportFormat,
  name: string,
): Promise<readonly ReportFile[]> {
  const facts = parts.pictures === 'none' ? withoutPictures(gathered.facts) : gathered.facts;
  const fileOf = (text: string): ReportFile => ({ name, bytes: new TextEncoder().encode(text) });
  switch (format) {
    case 'html':
      return [fileOf(reportHtml(facts, parts.withDebugger ? await debuggerPart(gathered, parts) : null))];
    case 'md':
      return markdownFiles(facts, parts, name);
    case 'json':
      return [fileOf(reportJson(facts))];
    default:
      return assertNever(format, 'format');
  }
}

async function debuggerPart({ facts, tensors, packed, documentation }: GatheredReport, { leftOut }: ReportParts) {
  // A tensor that is left out is larger than any limit.
  const sized = tensors.map((tensor) => (leftOut.has(tensor.path) ? { ...tensor, size: Infinity } : tensor));
  const limit = Number.MAX_VALUE;
  const data = await driveInHost(
    'The report',
    succeeding(embeddedData(facts, sized, { page: packed.page, limit, documentation })),
  );
  if (!data.ok) throw new Error(data.refusal.message);
  return { parts: packed, data: data.value };
}

function markdownFiles(facts: ReportFacts, { pictures }: ReportParts, name: string): readonly ReportFile[] {
  const stem = name.replace(/\.[^.]*$/, '');
  const nameOf = ({ id }: ReportPicture): string => `${stem}.${id}.png`;
  const text = reportMarkdown(facts, pictures === 'in' ? pictureData : (picture) => encodeURI(nameOf(picture)));
  const beside = pictures === 'beside' && facts.outcome.kind === 'ran' ? facts.outcome.pictures : [];
  return [
    { name, bytes: new TextEncoder().encode(text) },
    ...beside.map((picture) => ({ name: nameOf(picture), bytes: picture.png })),
  ];
}

function withoutPictures(facts: ReportFacts): ReportFacts {
  const { outcome } = facts;
  return outcome.kind === 'ran' ? { ...facts, outcome: { ...outcome, pictures: [] } } : facts;
}

async function readBundles(extension: vscode.Uri): Promise<ReportBundles> {
  const read = async (name: string): Promise<string> =>
    new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, 'dist', name)));
  return {
    pageScript: await read('webview.js'),
    pageStyle: await read('webview.css'),
    frameScript: await read('report-frame.js'),
    frameStyle: await read('report-frame.css'),
    hostScript: await read('report.js'),
  };
}

function* succeeding<T>(steps: Steps<T>): Steps<Result<T>> {
  return ok(yield* steps);
}
