import type { CDPSession, Page } from 'playwright-core';

export interface Size {
  readonly width: number;
  readonly height: number;
}

const zoomed = new WeakMap<Page, CDPSession>();

/**
 * Resizes a window to `width` × `height` CSS pixels at zoom 1. At another zoom the page has fewer CSS pixels of more device
 * pixels each, as with the browser's zoom. Only the DevTools protocol can change that ratio.
 */
export async function resizeTo(page: Page, { width, height }: Size, zoom = 1): Promise<void> {
  const session = zoomed.get(page) ?? (await page.context().newCDPSession(page));
  zoomed.set(page, session);
  await session.send('Emulation.clearDeviceMetricsOverride');
  await page.setViewportSize({
    width: Math.round(width / zoom),
    height: Math.round(height / zoom),
  });
  if (zoom === 1) return;
  await session.send('Emulation.setDeviceMetricsOverride', {
    width: Math.round(width / zoom),
    height: Math.round(height / zoom),
    deviceScaleFactor: zoom,
    mobile: false,
  });
}
