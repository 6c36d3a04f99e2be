import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ElementHandle, Frame } from 'playwright-core';
import type { Workbench } from './workbench.ts';

/** What a screenshot shows: the debugger's page, or VS Code's whole window. */
export type Extent = 'page' | 'window';

/** Writes a PNG of the visible debugger. Creates the folder of the file. */
export async function screenshot(workbench: Workbench, file: string, extent: Extent = 'page'): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const clip = extent === 'page' ? await boundsOf(await workbench.frame()) : null;
  await workbench.page.screenshot({
    path: file,
    animations: 'disabled',
    ...(clip === null ? {} : { clip }),
  });
}

/**
 * Returns the position and size of a debugger in the window. Its inner frame fills the outer one, whose position
 * Playwright knows.
 */
async function boundsOf(frame: Frame): ReturnType<ElementHandle['boundingBox']> {
  return await (await (frame.parentFrame() ?? frame).frameElement()).boundingBox();
}
