/**
 * `npm run pictures`: takes the pictures of the README, the documentation and the walkthrough anew, from the page as it
 * is, and writes them into media/. With names (`npm run pictures -- step check`) it takes only those.
 */
import { mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { startDevServer } from './dev/server.ts';
import { startBrowser } from './lab/browser.ts';
import { settled } from './lab/debugger-frame.ts';
import { main, Missing } from './lab/missing.ts';
import { root } from './lab/paths.ts';
import type { Theme } from './lab/theme.ts';
import { codePictureName, takeCodePicture } from './pictures/codePicture.ts';
import { type Picture, pictures } from './pictures/pictures.ts';

await main(async () => {
  const names = process.argv.slice(2);
  const known = [...pictures.map(({ name }) => name), codePictureName];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Missing(`There is no picture ${unknown}; there are ${known.join(', ')}.`);
  const isWanted = (name: string): boolean => names.length === 0 || names.includes(name);
  if (isWanted(codePictureName)) for (const path of await takeCodePicture()) tell(path);
  if (!pictures.some(({ name }) => isWanted(name))) return 0;
  const [browser, server] = await Promise.all([
    startBrowser(),
    startDevServer({ port: 0, folders: [join(root, 'test', 'fixtures')], production: true, watched: [] }),
  ]);
  try {
    const context = await browser.newContext({ baseURL: server.origin, reducedMotion: 'reduce' });
    const page = await context.newPage();
    for (const picture of pictures.filter(({ name }) => isWanted(name))) {
      for (const [theme, file] of Object.entries(picture.files) as [Theme, string][]) {
        await take(page, picture, theme, join(root, 'media', file));
      }
    }
    return 0;
  } finally {
    await browser.close();
    await server.stop();
  }
});

/** Takes a picture in one theme. */
async function take(page: Page, picture: Picture, theme: Theme, path: string): Promise<void> {
  const { query, size, clip } = picture;
  await page.setViewportSize(size);
  await page.goto(`/page?${new URLSearchParams({ ...query, theme }).toString()}`);
  const inner = page.locator('iframe.webview');
  await inner.waitFor();
  const frame = await (await inner.elementHandle()).contentFrame();
  if (frame === null) throw new Error('The page has no frame.');
  await frame.locator('[data-state]').waitFor({ state: 'attached' });
  await settled(frame, { orEmpty: true });
  await picture.prepare?.(frame);
  await page.mouse.move(1, 1);
  mkdirSync(dirname(path), { recursive: true });
  const box = clip === undefined ? null : await boxIn(frame, clip);
  await page.screenshot({ path, animations: 'disabled', ...(box === null ? {} : { clip: box }) });
  tell(path);
}

/** Returns the box of an element, no more than the picture's size. */
async function boxIn(frame: Frame, { selector, width, height }: NonNullable<Picture['clip']>) {
  const box = await frame.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`${selector} is not visible.`);
  return { x: box.x, y: box.y, width: Math.min(box.width, width), height: Math.min(box.height, height) };
}

/** Prints the size of a picture and its path. */
function tell(path: string): void {
  console.log(`${String(Math.round(statSync(path).size / 1024)).padStart(5)} KiB  ${path}`);
}
