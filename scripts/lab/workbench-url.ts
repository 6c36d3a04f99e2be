import { pathToFileURL } from 'node:url';

/** What a window of the web workbench is opened on. */
export interface WindowOptions {
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  /** Absolute path of the extension to load from source; the web workbench takes only one. */
  readonly extension?: string;
  /** Absolute path of the module whose `run()` is the extension test run. */
  readonly tests?: string;
}

/**
 * The address of a web workbench window on this server. The authority in the payload must be the
 * page's own host, or the workbench takes it for another remote.
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

// C:\a b becomes /C:/a%20b; decoded again because the query encodes the whole.
function urlPath(path: string): string {
  return decodeURIComponent(pathToFileURL(path).pathname);
}
