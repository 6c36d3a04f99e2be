import { execPath } from 'node:process';
import * as vscode from 'vscode';

/** The id in package.json. */
const providerId = 'convt.mcp';

/**
 * Registers `convt mcp` as an MCP server, so that agents in VS Code which use MCP have the tools as well. The program that
 * runs the extension runs the server, so that nothing has to be installed.
 */
export function registerMcpServer(extension: vscode.Uri, version: string): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    vscode.workspace.onDidChangeWorkspaceFolders(() => changed.fire()),
    vscode.lm.registerMcpServerDefinitionProvider(providerId, {
      onDidChangeMcpServerDefinitions: changed.event,
      provideMcpServerDefinitions: () => {
        const program = vscode.Uri.joinPath(extension, 'dist', 'convt.js').fsPath;
        const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
        // Without a folder there is no file that the tools may read, and no working folder.
        if (folders.length === 0) return [];
        const args = [program, 'mcp', ...folders.map(({ uri }) => uri.fsPath)];
        return [
          new vscode.McpStdioServerDefinition(
            'ConvTranspose2d Debugger',
            execPath,
            args,
            { ELECTRON_RUN_AS_NODE: '1' },
            version,
          ),
        ];
      },
    }),
  );
}
