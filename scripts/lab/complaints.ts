import type { ConsoleMessage, Page } from 'playwright-core';

/**
 * Collects what goes wrong in the debugger's page: console errors, violations of its content
 * security policy (Chromium reports them as console errors), uncaught errors in it and its workers.
 * The workbench around it, which is not ours, complains about missing natives and the network.
 */
export function collectComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !fromWorkbench(message)) complaints.push(message.text());
  });
  page.on('pageerror', (error) => {
    if (!(error.stack ?? '').includes('/static/out/vs/')) complaints.push(String(error));
  });
  return complaints;
}

function fromWorkbench(message: ConsoleMessage): boolean {
  const { url } = message.location();
  // Log lines of the workbench start with a style for the level; requests that failed name their address.
  if (message.text().startsWith('%c')) return true;
  if (message.text().startsWith('A bad HTTP response code (404)')) return true; // its service worker
  if (/\/static\/out\/vs\/(?!.*\/webview\/)/.test(url)) return true;
  return message.text().startsWith('Failed to load resource') && !/vscode-(resource|webview)/.test(url);
}
