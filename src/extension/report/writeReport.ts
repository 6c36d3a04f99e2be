import * as vscode from 'vscode';
import { assertNever } from '../../engine/core/assertNever.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Steps } from '../../engine/core/steps.ts';
import { gatherReport } from '../../report/facts/gatherReport.ts';
import type { ReportFacts } from '../../report/facts/reportFacts.ts';
import { firstTab } from '../../report/write/embeddedReport.ts';
import {
  embeddedData,
  type EmbeddedTensor,
  embeddedTensors,
  packDebugger,
  type PackedDebugger,
  readReportBundles,
  type ReportBundles,
} from '../../report/write/packDebugger.ts';
import { type DebuggerPart, reportHtml } from '../../report/write/reportHtml.ts';
import { reportJson } from '../../report/write/reportJson.ts';
import { type ReportFile, reportMarkdown } from '../../report/write/reportMarkdown.ts';
import { parsedFiles } from '../../scenario/document/filesByPath.ts';
import type { PlacedScenario } from '../debugger/shownScenario.ts';
import { readScenarioFiles } from '../files/readScenarioFiles.ts';
import { driveInHost } from '../shared/driveInHost.ts';
import { readSettings } from '../shared/settings.ts';

/** The formats of a report, by the ending of the file's name. */
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

/** A report that is computed, with everything that may be put into a file of its format. */
export type GatheredReport = GatheredHtml | { readonly format: 'md' | 'json'; readonly facts: ReportFacts };

/** A report for an HTML file, which may hold the debugger and the tensors. */
export interface GatheredHtml {
  readonly format: 'html';
  readonly facts: ReportFacts;
  readonly tensors: readonly EmbeddedTensor[];
  readonly packed: PackedDebugger;
  readonly documentation: string;
}

/** Computes a report. A call that PyTorch would refuse has a report as well; an unreadable file has none. */
export async function gatherFacts(
  { scenario, base }: PlacedScenario,
  format: ReportFormat,
  { extension, version, documentation }: ReportProgram,
  token: vscode.CancellationToken,
): Promise<Result<GatheredReport>> {
  const { memoryCap } = readSettings();
  const files = await readScenarioFiles(scenario, base, memoryCap);
  if (!files.ok) return files;
  const options = { memoryCap, withPictures: format !== 'json', version };
  const facts = await driveInHost(
    'The report',
    succeeding(gatherReport(scenario, parsedFiles(files.value), options)),
    token,
  );
  if (!facts.ok) return facts;
  if (format !== 'html') return ok({ format, facts: facts.value });
  const packed = packDebugger(await readBundles(extension), firstTab(facts.value.outcome));
  return ok({ format, facts: facts.value, tensors: embeddedTensors(scenario, files.value), packed, documentation });
}

/** Returns the files of a report, the first of which has the given name. */
export async function writeReport(
  gathered: GatheredReport,
  parts: ReportParts,
  name: string,
): Promise<readonly ReportFile[]> {
  const facts = parts.pictures === 'none' ? withoutPictures(gathered.facts) : gathered.facts;
  const fileOf = (text: string): ReportFile => ({ name, bytes: new TextEncoder().encode(text) });
  switch (gathered.format) {
    case 'html':
      return [fileOf(reportHtml(facts, parts.withDebugger ? await debuggerPart(gathered, parts) : null))];
    case 'md': {
      const { text, beside } = reportMarkdown(facts, name, parts.pictures === 'in' ? 'in' : 'beside');
      return [fileOf(text), ...beside];
    }
    case 'json':
      return [fileOf(reportJson(facts))];
    default:
      return assertNever(gathered, 'format');
  }
}

async function debuggerPart(
  { facts, tensors, packed, documentation }: GatheredHtml,
  { leftOut }: ReportParts,
): Promise<DebuggerPart> {
  const isKept = ({ path }: EmbeddedTensor): boolean => !leftOut.has(path);
  const steps = embeddedData(facts, tensors, { page: packed.page, isKept, documentation });
  const data = await driveInHost('The report', succeeding(steps));
  if (!data.ok) throw new Error(data.refusal.message);
  return { parts: packed, data: data.value };
}

function withoutPictures(facts: ReportFacts): ReportFacts {
  const { outcome } = facts;
  return outcome.kind === 'ran' ? { ...facts, outcome: { ...outcome, pictures: [] } } : facts;
}

async function readBundles(extension: vscode.Uri): Promise<ReportBundles> {
  return await readReportBundles(async (name) =>
    new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, 'dist', name))),
  );
}

function* succeeding<T>(steps: Steps<T>): Steps<Result<T>> {
  return ok(yield* steps);
}
