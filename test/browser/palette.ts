import type { Locator, Page } from 'playwright-core';

/** The rows of the open quick pick (the command palette) that are in sight. */
export function paletteRows(page: Page): Locator {
  // Other kinds of quick picks have lists of their own, which stay in the document when they are closed.
  return page.locator('.quick-input-list .monaco-list-row').filter({ visible: true });
}

/**
 * The row of exactly this label. To be waited for: until what was typed has been looked up, the
 * palette shows the rows of before.
 */
export function paletteRow(page: Page, label: string): Locator {
  const exactly = new RegExp(`^${label.replace(/[^\w\s]/g, '\\$&')}$`);
  return paletteRows(page).filter({ has: page.locator('.label-name', { hasText: exactly }) });
}
