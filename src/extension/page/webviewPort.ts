import type * as vscode from 'vscode';
import type { Port } from '../../protocol/channel.ts';
import { fromJsonSafe, toJsonSafe } from '../../protocol/jsonSafe.ts';

/** The host's end of a webview. Buffers are copied: VS Code cannot transfer them between processes. */
export function webviewPort(webview: vscode.Webview): Port {
  return {
    post: (message) => {
      try {
        void webview.postMessage(toJsonSafe(message));
      } catch {
        // Disposed: the channel's own disposal settles whoever still waits.
      }
    },
    listen: (receive) => {
      const listening = webview.onDidReceiveMessage((message: unknown) => receive(fromJsonSafe(message)));
      return () => void listening.dispose();
    },
  };
}
