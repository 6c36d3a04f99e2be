import * as vscode from 'vscode';
import { runMocha } from './mocha.ts';
import 'virtual:integration-tests';

/**
 * What VS Code calls to run the tests in its extension host. The counts go to a file in the
 * workspace, which both hosts can write; a rejection makes VS Code exit with a failure.
 */
export async function run(): Promise<void> {
  const counts = await runMocha();
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (folder === undefined) throw new Error('no workspace folder is open');
  const json = await vscode.workspace.encode(JSON.stringify(counts), { encoding: 'utf8' });
  await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, 'convt-counts.json'), json);
  if (counts.failed > 0) throw new Error(`${counts.failed} tests failed`);
}
