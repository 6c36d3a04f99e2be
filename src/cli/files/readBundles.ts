import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { ReportBundles } from '../../report/write/packDebugger.ts';

/** Reads the bundles of an HTML report. They are beside the bundle of convt; from the source, in the folder dist. */
export async function readBundles(): Promise<Result<ReportBundles>> {
  const folder = ['./', '../../../dist/']
    .map((path) => new URL(path, import.meta.url))
    .find((url) => existsSync(new URL('webview.js', url)));
  if (folder === undefined) {
    return refuse('file', 'the debugger is not built: run npm run build, or leave it out with --static');
  }
  const read = async (name: string): Promise<string> => await readFile(new URL(name, folder), 'utf8');
  return ok({
    pageScript: await read('webview.js'),
    pageStyle: await read('webview.css'),
    frameScript: await read('report-frame.js'),
    frameStyle: await read('report-frame.css'),
    hostScript: await read('report.js'),
  });
}
