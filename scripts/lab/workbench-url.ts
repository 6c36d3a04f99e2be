import { pathToFileURL } from 'node:url';

/** What a window of VS Code in the browser opens. */
export interface WindowOptions {
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  /** Absolute path of the extension under development. VS Code in the browser can load only one. */
  readonly extension?: string;
  /** Absolute path of the module whose `run()` runs the extension's tests. */
  readonly tests?: string;
}

/**
 * Returns the address of a window of VS Code in the browser. `authority` must be the host and port of the server that
 * serves the window: VS Code takes any other for another remote machine.
 */
export function workbenchUrl(authority: string, options: WindowOptions): string {
  const remote = (path: string): string => `vscode-remote://${authority}${urlPath(path)}`;
  const payload: [string, string][] = [['skipWelcome', 'true']];
  if (options.extension !== undefined) {
    payload.push(['extensionDevelopmentPath', remote(options.extension)]);
  }
  if (options.tests !== undefined) payload.push(['extensionTestsPath', remote(options.tests)]);
  const query = new URLSearchParams({
    folder: urlPath(options.folder),
    payload: JSON.stringify(payload),
  });
  return `http://${authority}/?${query.toString()}`;
}

/**
 * Returns the path of a file's URI: `/C:/a b` for `C:\a b`. Not encoded, because it is encoded as part of the query.
 */
function urlPath(path: string): string {
  return decodeURIComponent(pathToFileURL(path).pathname);
}
