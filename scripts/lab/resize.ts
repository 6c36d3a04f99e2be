import type { CDPSession, Page } from 'playwright-core';

export interface Size {
  readonly width: number;
  readonly height: number;
}

const zoomed = new WeakMap<Page, CDPSession>();

/**
 * Resizes a window to `width` × `height` CSS pixels at zoom 1. At another zoom, as with a browser's zoom, the window
 * has fewer or more CSS pixels and each is larger or smaller. Only the DevTools protocol can change this ratio.
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

/**
 * Waits until VS Code and the pages in its editors are laid out for the window's new size.
 * @throws if the layout is not finished after `timeout` milliseconds
 */
export async function laidOut(page: Page, timeout = 60_000): Promise<void> {
  await page.waitForFunction(
    () => {
      const edges = (element: Element): string => {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        return [left, top, right, bottom].map(Math.round).join();
      };
      const workbench = document.querySelector('.monaco-workbench');
      const editors = [...document.querySelectorAll('.editor-instance')].map(edges);
      // VS Code puts a webview's page above its editor, in a separate layer.
      const pages = [...document.querySelectorAll('iframe.webview')].filter((each) => each.checkVisibility());
      return (
        workbench !== null &&
        edges(workbench) === [0, 0, innerWidth, innerHeight].join() &&
        pages.every((each) => editors.includes(edges(each)))
      );
    },
    null,
    { timeout },
  );
  for (const outer of page.mainFrame().childFrames()) {
    const box = await (await outer.frameElement()).boundingBox();
    if (box === null) continue;
    for (const inner of outer.childFrames()) {
      await inner.waitForFunction((width) => Math.abs(innerWidth - width) < 1, box.width, { timeout });
      // In the first frame, observers in the page learn of the new size; in the second, they draw.
      await inner.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    }
  }
}
