import * as vscode from 'vscode';
import type { PageView } from '../../protocol/tensorMessages.ts';
import { nonce } from '../shared/nonce.ts';

/** The bundle of each page. */
const scripts: Readonly<Record<PageView, string>> = {
  debugger: 'webview.js',
  file: 'tensors.js',
  compare: 'tensors.js',
};

/**
 * Returns the HTML of the page `view`. The HTML carries no data: the page receives everything it shows in the reply to
 * its first message, so that nothing has to be escaped.
 */
export function pageHtml(webview: vscode.Webview, extension: vscode.Uri, view: PageView): string {
  const resource = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', name)).toString();
  const scriptNonce = nonce();
  const policy = [
    // Forbids whatever is not named below, such as fonts, frames, images and connections.
    `default-src 'none'`,
    // Allows the one bundle: an injected script does not know the nonce. The engine's worker inherits this policy and
    // compiles its WebAssembly kernels, which 'wasm-unsafe-eval' permits; text still cannot be evaluated as a script.
    `script-src 'nonce-${scriptNonce}' 'wasm-unsafe-eval'`,
    // Allows the one style sheet. Styles set through the CSSOM, such as those of canvas overlays, need no exception.
    `style-src ${webview.cspSource}`,
    // Allows the engine's worker, whose source is part of the bundle: a webview's worker cannot load the extension's
    // files.
    `worker-src blob:`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>ConvTranspose2d Debugger</title>
    <link rel="stylesheet" href="${resource('webview.css')}" />
  </head>
  <body>
    <div id="root" data-view="${view}"></div>
    <script nonce="${scriptNonce}" src="${resource(scripts[view])}"></script>
  </body>
</html>`;
}
