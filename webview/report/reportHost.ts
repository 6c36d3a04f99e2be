import { ok, refuse } from '../../src/engine/core/refusal.ts';
import { writeNpz } from '../../src/formats/npy/writeNpz.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import {
  copyTextRequest,
  editRequest,
  openDocsRequest,
  openMemoryCapRequest,
  openProbeRequest,
  openTensorRequest,
  openTextRequest,
  type PageStart,
  readFileRequest,
  readyRequest,
  saveFileRequest,
  saveProblemRequest,
  saveTensorsRequest,
  showSourceRequest,
  stepHistoryRequest,
} from '../../src/protocol/hostMessages.ts';
import type { EmbeddedReport } from '../../src/report/write/embeddedReport.ts';
import { parseScenario } from '../../src/scenario/document/parseScenario.ts';
import { serializeScenario } from '../../src/scenario/document/serializeScenario.ts';
import { formatBytes } from '../../src/scenario/text/format.ts';

/** The memory that a run in the reader's browser may allocate, in bytes: the default of the setting in VS Code. */
const memoryCap = 1024e6;

/**
 * Answers the debugger's page in an HTML report, in place of VS Code: tensors come from the report, saved files go to the
 * reader's downloads, and the scenario cannot be edited. Nothing leaves the browser.
 */
export function serveReport(channel: Channel, report: EmbeddedReport): void {
  const start: PageStart = {
    scenario: parseScenario(report.scenario),
    origin: { kind: 'document', readonly: true },
    history: null,
    settings: { memoryCap },
    canHandOn: false,
    coach: false,
    code: null,
    versions: null,
  };
  channel.handle(readyRequest, () => start);
  channel.handle(readFileRequest, ({ path }, context) => {
    const found = report.tensors.find(([name]) => name === path);
    if (found === undefined) return refuse('file', absence(path, report));
    const [, npy, element] = found;
    const { buffer } = Uint8Array.from(atob(npy), (letter) => letter.charCodeAt(0));
    context.transfer([buffer]);
    return ok({ bytes: buffer, element });
  });
  channel.handle(saveFileRequest, ({ suggestedName, bytes }) => download(suggestedName, bytes));
  channel.handle(saveTensorsRequest, async ({ suggestedName, members }) => {
    const npz = await writeNpz(members.map(([key, npy]) => [key, new Uint8Array(npy)] as const));
    return download(suggestedName, npz);
  });
  channel.handle(saveProblemRequest, ({ suggestedName, scenario, actual }) => {
    const file = suggestedName.replace(/(\.convt)?\.json$/, '.actual.npy');
    download(file, actual);
    return download(suggestedName, serializeScenario({ ...scenario, actual: { file } }));
  });
  channel.handle(copyTextRequest, async ({ text }) => {
    await navigator.clipboard.writeText(text);
    return null;
  });
  channel.handle(openTextRequest, ({ text }) => {
    download('conv_transpose2d.py', text);
    return null;
  });
  channel.handle(openDocsRequest, ({ page, anchor }) => {
    window.open(`${report.documentation}/${page}.md#${anchor}`, '_blank', 'noopener');
    return null;
  });
  // A report has no settings, no files to open, and no edits.
  channel.handle(showSourceRequest, () => null);
  channel.handle(openMemoryCapRequest, () => null);
  channel.handle(openTensorRequest, () => ok(null));
  channel.handle(openProbeRequest, () => ok(null));
  channel.handle(editRequest, () => false);
  channel.handle(stepHistoryRequest, () => null);
}

/** Says why a tensor is not in the report. */
function absence(path: string, { leftOut }: EmbeddedReport): string {
  const bytes = leftOut.find(([name]) => name === path)?.[1];
  return bytes === undefined
    ? `${path} is not in this report.`
    : `${path} (${formatBytes(bytes)}) was left out of this report to keep it small. Export it again with larger tensors, or open the scenario in the debugger.`;
}

/** Saves a file to the reader's downloads, and returns its name. */
function download(name: string, content: ArrayBuffer | Uint8Array<ArrayBuffer> | string): string {
  const address = URL.createObjectURL(new Blob([content]));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the file after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return name;
}
