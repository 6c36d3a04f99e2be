import { chromium, type Browser } from 'playwright-core';
import { findBrowser } from './browser-find.ts';

/**
 * Starts a headless browser with a fresh profile and without background requests.
 * @throws Missing if no browser is installed and none can be downloaded
 */
export async function startBrowser(): Promise<Browser> {
  const { executable, args } = await findBrowser();
  return await chromium.launch({
    executablePath: executable,
    headless: true,
    args: [
      // Chromium's sandbox does not start as root, which containers and CI use.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // The same colours and glyph edges on every machine that takes screenshots.
      '--force-color-profile=srgb',
      '--font-render-hinting=none',
      ...args,
    ],
  });
}
