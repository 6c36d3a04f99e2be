import type { ConsoleMessage, Page } from 'playwright-core';

/**
 * Collects the errors of the debugger's page into a list: console errors, violations of its content security policy
 * (which Chromium reports as console errors), and uncaught errors of the page and its workers. Leaves out errors of VS
 * Code around the page, about missing native modules and the network.
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
  // VS Code's own log lines start with a style for their level.
  if (message.text().startsWith('%c')) return true;
  // From VS Code's service worker.
  if (message.text().startsWith('A bad HTTP response code (404)')) return true;
  if (/\/static\/out\/vs\/(?!.*\/webview\/)/.test(url)) return true;
  return message.text().startsWith('Failed to load resource') && !/vscode-(resource|webview)/.test(url);
}
