import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { readReportBundles, type ReportBundles } from '../../report/write/packDebugger.ts';

/** Reads the bundles of an HTML report. They are beside the bundle of convt; from the source, in the folder dist. */
export async function readBundles(): Promise<Result<ReportBundles>> {
  const folder = ['./', '../../../dist/']
    .map((path) => new URL(path, import.meta.url))
    .find((url) => existsSync(new URL('webview.js', url)));
  if (folder === undefined) {
    return refuse('file', 'the debugger is not built: run npm run build, or leave it out with --static');
  }
  return ok(await readReportBundles((name) => readFile(new URL(name, folder), 'utf8')));
}
