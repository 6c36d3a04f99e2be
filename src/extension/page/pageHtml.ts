import * as vscode from 'vscode';
import type { PageView } from '../../protocol/tensorMessages.ts';
import { nonce } from '../shared/nonce.ts';

/**
 * A page of the extension, `view` says which. It carries no data: everything it shows comes with the reply to its
 * first message, so that nothing has to be escaped into HTML.
 */
export function pageHtml(webview: vscode.Webview, extension: vscode.Uri, view: PageView): string {
  const resource = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', name)).toString();
  const scriptNonce = nonce();
  const policy = [
    // Nothing unless it is named below: no fonts, frames, images or connections at all.
    `default-src 'none'`,
    // The one bundle; an injected script does not know the nonce. The engine's worker, which takes
    // over this policy, compiles the WebAssembly of its kernels; this allows no eval of scripts.
    `script-src 'nonce-${scriptNonce}' 'wasm-unsafe-eval'`,
    // The one style sheet. Styles set through the CSSOM, as canvas overlays are, need no exception.
    `style-src ${webview.cspSource}`,
    // The engine's worker starts from the source inside the bundle: a webview's worker cannot load
    // the extension's files.
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
    <script nonce="${scriptNonce}" src="${resource('webview.js')}"></script>
  </body>
</html>`;
}
