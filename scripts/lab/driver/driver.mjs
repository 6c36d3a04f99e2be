/**
 * The lab's own extension, loaded beside the extension under development. It runs VS Code commands that the lab sends,
 * which is faster and more reliable than typing them into the workbench. It is JavaScript, because VS Code loads it
 * without a build. CONVT_DRIVER names a folder: the commands in its `start.json` run at once, and its file `port` holds
 * the port that accepts more commands.
 */
import { createServer } from 'node:http';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** Replaces `{"$file": "/path"}` by a file URI and `{"$readonly": "/path"}` by a URI of {@link readOnlyDisk}. */
function revive(value) {
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value === 'object' && value !== null && '$file' in value) {
    return vscode.Uri.file(value.$file);
  }
  if (typeof value === 'object' && value !== null && '$readonly' in value) {
    return vscode.Uri.from({ scheme: readOnlyScheme, path: value.$readonly });
  }
  return value;
}

const readOnlyScheme = 'lab-readonly';

/** A file system that reads the disk's files and cannot write them, like the files of an archive or an old commit. */
const readOnlyDisk = {
  onDidChangeFile: new vscode.EventEmitter().event,
  watch: () => new vscode.Disposable(() => undefined),
  stat: (uri) => vscode.workspace.fs.stat(vscode.Uri.file(uri.path)),
  readFile: (uri) => vscode.workspace.fs.readFile(vscode.Uri.file(uri.path)),
  readDirectory: (uri) => vscode.workspace.fs.readDirectory(vscode.Uri.file(uri.path)),
  createDirectory: refuseToWrite,
  writeFile: refuseToWrite,
  delete: refuseToWrite,
  rename: refuseToWrite,
};

function refuseToWrite() {
  throw vscode.FileSystemError.NoPermissions('read-only');
}

/** Closes every editor. Unsaved edits are discarded, so that VS Code asks no question. */
async function closeEditors() {
  const unsaved = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).some(({ isDirty }) => isDirty);
  // The number of tries is limited in case a document cannot be reverted.
  for (let tries = 0; tries < 100 && unsaved(); tries++) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  return null;
}

async function perform({ command, args }) {
  if (command === 'lab.configure') {
    const [settings] = args;
    for (const [key, value] of Object.entries(settings)) {
      await vscode.workspace.getConfiguration().update(key, value, true);
    }
    return null;
  }
  if (command === 'lab.closeEditors') return await closeEditors();
  return await vscode.commands.executeCommand(command, ...revive(args));
}

function body(request) {
  return new Promise((resolve, reject) => {
    let text = '';
    request.on('data', (chunk) => (text += chunk));
    request.on('end', () => resolve(JSON.parse(text)));
    request.on('error', reject);
  });
}

function serve(folder) {
  const server = createServer((request, response) => {
    body(request)
      .then(perform)
      .then((value) => ({ value: serialisable(value) }))
      .catch((error) => ({ error: String(error) }))
      .then((reply) => response.end(JSON.stringify(reply)));
  });
  server.listen(0, '127.0.0.1', () => {
    // Written to another file and renamed, so that no reader sees half a number.
    writeFileSync(join(folder, 'port.new'), String(server.address().port));
    renameSync(join(folder, 'port.new'), join(folder, 'port'));
  });
  return server;
}

/** Returns a value that JSON can represent, or null for an object of VS Code that it cannot. */
function serialisable(value) {
  try {
    return JSON.parse(JSON.stringify(value ?? null));
  } catch {
    return null;
  }
}

/** Called by VS Code when it has started. */
export async function activate(context) {
  const folder = process.env.CONVT_DRIVER;
  if (folder === undefined) return;
  context.subscriptions.push(
    vscode.workspace.registerFileSystemProvider(readOnlyScheme, readOnlyDisk, { isReadonly: true }),
  );
  const server = serve(folder);
  context.subscriptions.push({ dispose: () => server.close() });
  const start = join(folder, 'start.json');
  if (!existsSync(start)) return;
  const steps = JSON.parse(readFileSync(start, 'utf8'));
  // The commands run only once, because a reloaded window restores its editors itself.
  rmSync(start);
  for (const step of steps) await perform(step);
}
