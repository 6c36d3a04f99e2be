/**
 * The driver: a helper extension, loaded beside the extension under development, that runs VS Code commands for the
 * scripts. That is faster and more reliable than typing the commands. It is JavaScript, because VS Code loads it
 * without a build. CONVT_DRIVER names a folder: the commands in its file `start.json` run at once, and its file `port`
 * has the port that accepts more commands.
 */
import { createServer } from 'node:http';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';

/**
 * Replaces `{"$file": "/path"}` by the URI of the file, and `{"$readonly": "/path"}` by a URI of {@link readOnlyDisk}.
 */
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

/** A file system that can read the disk's files but not write them, like the files in an archive or an old commit. */
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

/** Closes every editor. Discards unsaved edits, so that VS Code asks no question. */
async function closeEditors() {
  const unsaved = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).some(({ isDirty }) => isDirty);
  // The number of attempts is limited, because it may be impossible to revert a document.
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
    // Written to another file, which is then renamed, so that no reader sees half a number.
    writeFileSync(join(folder, 'port.new'), String(server.address().port));
    renameSync(join(folder, 'port.new'), join(folder, 'port'));
  });
  return server;
}

/** Returns the value if JSON can represent it; null if it is an object of VS Code that JSON cannot represent. */
function serialisable(value) {
  try {
    return JSON.parse(JSON.stringify(value ?? null));
  } catch {
    return null;
  }
}

/** Called by VS Code after it has started. */
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
  // Deleted, so that the commands run only once: a reloaded window restores its editors by itself.
  rmSync(start);
  for (const step of steps) await perform(step);
}
