import * as vscode from 'vscode';
import type { Channel, Port, RequestType } from '../../protocol/channel.ts';
import { fromJsonSafe, toJsonSafe } from '../../protocol/jsonSafe.ts';
import type { PageView } from '../../protocol/tensorMessages.ts';
import { pageHtml } from './pageHtml.ts';
import { PageLink } from './pageLink.ts';
import { servePage } from './pageServices.ts';

/** The parts in which the extension's pages differ. `I` is the data that a page starts with. */
export interface PageParts<I> {
  readonly view: PageView;
  /** The page's first message, and the reply to it. */
  readonly ready: RequestType<null, I>;
  readonly init: () => I | Promise<I>;
  /** The folder that relative paths of the page's requests start from; null if there is none. */
  readonly base: vscode.Uri | null;
  /** Registers handlers for this page's requests, beside those that every page has. */
  readonly serve: (channel: Channel) => void;
  /** Disposed with the panel. */
  readonly disposables: readonly { dispose(): void }[];
}

/** Loads a page into a panel and returns the link to it, which lasts as long as the panel. */
export function openPage<I>(extension: vscode.Uri, panel: vscode.WebviewPanel, parts: PageParts<I>): PageLink<I> {
  const folder = (name: string): vscode.Uri => vscode.Uri.joinPath(extension, name);
  // The page loads its bundles and pictures, and no other files.
  panel.webview.options = { enableScripts: true, localResourceRoots: [folder('dist'), folder('media')] };
  const link = new PageLink(portOf(panel.webview), parts.ready, parts.init, (channel) => {
    servePage(channel, extension, parts.base);
    parts.serve(channel);
  });
  // VS Code destroys the page of a hidden tab.
  const hidden = panel.onDidChangeViewState(() => {
    if (!panel.visible) link.lost();
  });
  panel.onDidDispose(() => {
    link.close();
    for (const each of [hidden, ...parts.disposables]) each.dispose();
  });
  // Last, because the page sends its first message as soon as it is loaded.
  panel.webview.html = pageHtml(panel.webview, extension, parts.view);
  return link;
}

/** The host's end of a webview. Buffers are copied: VS Code cannot transfer them between processes. */
function portOf(webview: vscode.Webview): Port {
  return {
    post: (message) => {
      try {
        void webview.postMessage(toJsonSafe(message));
      } catch {
        // The webview is disposed. The channel is disposed with it, which settles every pending call.
      }
    },
    listen: (receive) => {
      const listening = webview.onDidReceiveMessage((message: unknown) => receive(fromJsonSafe(message)));
      return () => void listening.dispose();
    },
  };
}
