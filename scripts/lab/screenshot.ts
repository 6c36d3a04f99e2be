import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ElementHandle, Frame } from 'playwright-core';
import type { Workbench } from './workbench.ts';

/** What a picture shows: the debugger's page alone, or VS Code's window around it as well. */
export type Extent = 'page' | 'window';

/** Writes a PNG of the debugger in front; creates the file's folder. */
export async function screenshot(workbench: Workbench, file: string, extent: Extent = 'page'): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const clip = extent === 'page' ? await boundsOf(await workbench.frame()) : null;
  await workbench.page.screenshot({
    path: file,
    animations: 'disabled',
    ...(clip === null ? {} : { clip }),
  });
}

// The inner frame fills the outer one, whose place in the window Playwright knows.
async function boundsOf(frame: Frame): ReturnType<ElementHandle['boundingBox']> {
  return await (await (frame.parentFrame() ?? frame).frameElement()).boundingBox();
}
