import { deflateSync } from 'fflate/browser';
import type { Steps } from '../../engine/core/steps.ts';
import type { NpyOfTensor } from '../../formats/readTensorAsNpy.ts';
import type { ReadFiles } from '../../scenario/document/filesByPath.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { serializeScenario } from '../../scenario/document/serializeScenario.ts';
import { base64Length, base64Of, encodeBase64 } from '../bytes/base64.ts';
import { portableScenario } from '../facts/portableScenario.ts';
import type { ReportFacts } from '../facts/reportFacts.ts';
import { hashSource, jsonElementText, scriptElementText } from './contentSecurity.ts';
import type { EmbeddedReport } from './embeddedReport.ts';

/** The bundles of which an HTML report with a debugger consists, as texts. */
export interface ReportBundles {
  /** The page's script and style sheet: dist/webview.js and dist/webview.css. */
  readonly pageScript: string;
  readonly pageStyle: string;
  /** The first script of the frame that holds the page, and its themes: dist/report-frame.js and dist/report-frame.css. */
  readonly frameScript: string;
  readonly frameStyle: string;
  /** The report's own script: dist/report.js. */
  readonly hostScript: string;
}

/** Reads the bundles of an HTML report; `read` returns the text of a file in the folder dist. */
export async function readReportBundles(read: (name: string) => Promise<string>): Promise<ReportBundles> {
  return {
    pageScript: await read('webview.js'),
    pageStyle: await read('webview.css'),
    frameScript: await read('report-frame.js'),
    frameStyle: await read('report-frame.css'),
    hostScript: await read('report.js'),
  };
}

/** The debugger of an HTML report, ready to be put into it. */
export interface PackedDebugger {
  /** The frame's document, deflated, in base64. */
  readonly page: string;
  readonly hostScript: string;
  /** The source expressions of CSP for the scripts and styles of the report and of its frame, which inherits its policy. */
  readonly scriptSources: readonly string[];
  readonly styleSources: readonly string[];
}

/** Prepares the debugger of reports. `tab` is the id of the tab that is open at first; the first tab if null. */
export function packDebugger(bundles: ReportBundles, tab: string | null): PackedDebugger {
  const [page, frame, host] = [bundles.pageScript, bundles.frameScript, bundles.hostScript].map(scriptElementText) as [
    string,
    string,
    string,
  ];
  const styles = [bundles.frameStyle, bundles.pageStyle].map((style) => style.replaceAll('\r', ''));
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ConvTranspose2d Debugger</title>
${styles.map((style) => `<style>${style}</style>`).join('\n')}
</head>
<body${tab === null ? '' : ` data-tab="${tab}"`}>
<script>${frame}</script>
<div id="root" data-view="debugger"></div>
<script>${page}</script>
</body>
</html>
`;
  return {
    page: base64Of(deflateSync(new TextEncoder().encode(html), { level: 9 })),
    hostScript: host,
    scriptSources: [host, frame, page].map(hashSource),
    styleSources: styles.map(hashSource),
  };
}

/** The largest tensor, in megabytes of the report, that an HTML report holds unless the user asks for more. */
export const largestTensorMegabytes = 16;

/** A tensor that a report may hold, and the bytes that it adds to the report. */
export interface EmbeddedTensor {
  readonly path: string;
  readonly npy: NpyOfTensor;
  readonly size: number;
}

/** Returns the tensors that a scenario names under their paths in the report, in the order of the scenario. */
export function embeddedTensors(scenario: Scenario, files: ReadFiles): readonly EmbeddedTensor[] {
  return [...portableScenario(scenario).paths].flatMap(([path, portable]) => {
    const npy = files.get(path);
    return npy === undefined ? [] : [{ path: portable, npy, size: base64Length(npy.bytes.byteLength) }];
  });
}

/** The parts of the debugger's data in a report, beside the facts and the tensors. */
export interface EmbeddedParts {
  /** The debugger's document; see {@link PackedDebugger}. */
  readonly page: string;
  /** Returns whether a tensor is put into the report. The others are named. */
  readonly isKept: (tensor: EmbeddedTensor) => boolean;
  /** The address of the documentation's folder on the web. */
  readonly documentation: string;
}

/** Returns the data of the debugger in a report, as the text of a script element. */
export function* embeddedData(
  { scenario, outcome }: ReportFacts,
  tensors: readonly EmbeddedTensor[],
  { page, isKept, documentation }: EmbeddedParts,
): Steps<string> {
  const encoded: EmbeddedReport['tensors'][number][] = [];
  for (const { path, npy } of tensors.filter(isKept)) {
    encoded.push([path, yield* encodeBase64(new Uint8Array(npy.bytes)), npy.element]);
  }
  const leftOut = tensors.filter((tensor) => !isKept(tensor));
  const report: EmbeddedReport = {
    scenario: serializeScenario(scenario),
    tensors: encoded,
    leftOut: leftOut.map(({ path, npy }) => [path, npy.bytes.byteLength]),
    sha256: outcome.kind === 'ran' ? outcome.run.output.sha256 : null,
    documentation,
    page,
  };
  return jsonElementText(JSON.stringify(report));
}
