import * as vscode from 'vscode';
import { runMocha } from './mocha.ts';
import 'virtual:integration-tests';

/**
 * Runs the tests; VS Code calls this function in its extension host. The counts are written to a file in the workspace,
 * which both hosts can write. A rejection makes VS Code exit with a failure.
 */
export async function run(): Promise<void> {
  const counts = await runMocha();
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (folder === undefined) throw new Error('no workspace folder is open');
  const json = await vscode.workspace.encode(JSON.stringify(counts), { encoding: 'utf8' });
  await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, 'convt-counts.json'), json);
  if (counts.failed > 0) throw new Error(`${counts.failed} tests failed`);
}
