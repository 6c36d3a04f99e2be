import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { aptInstall } from './apt.ts';
import { npmInstall, onPath } from './command.ts';
import { Missing } from './missing.ts';
import { cache } from './paths.ts';

/** A Chromium: its executable, and the arguments that it needs besides the usual ones. */
export interface FoundBrowser {
  readonly executable: string;
  readonly args: readonly string[];
}

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const edge = ['microsoft-edge', 'msedge'];

/** Returns the paths to which the installers of Chrome and Edge write, which are not in PATH. */
function usualPlaces(): string[] {
  const { platform, env } = process;
  if (platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (platform !== 'win32') return [];
  const bases = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA];
  const tails = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
  return bases.flatMap((base) => (base === undefined ? [] : tails.map((tail) => join(base, tail))));
}

/**
 * Returns a Chromium, Chrome or Edge. Looks, in this order, for the executable that CONVT_BROWSER names, an installed
 * browser, Debian's package if it can be installed now, and, on Linux, a headless Chromium from npm.
 * @throws Missing if none is found; the message says what to install
 */
export async function findBrowser(): Promise<FoundBrowser> {
  const installed = process.env.CONVT_BROWSER ?? installedBrowser();
  if (installed !== undefined) return { executable: installed, args: [] };
  if (aptInstall(['chromium'])) {
    const debian = onPath('chromium');
    if (debian !== undefined) return { executable: debian, args: [] };
  }
  const packaged = process.platform === 'linux' ? await packagedBrowser() : undefined;
  if (packaged !== undefined) return packaged;
  throw new Missing('No browser was found: install Chromium, Chrome or Edge, or name one in CONVT_BROWSER.');
}

/** Returns an installed Chromium, Chrome or Edge. Downloads nothing. */
export function installedBrowser(): string | undefined {
  for (const program of [...programs, ...edge]) {
    const path = onPath(program);
    if (path !== undefined) return path;
  }
  return usualPlaces().find((path) => existsSync(path));
}

/** Downloads a headless Chromium that is packed into an npm package, which needs no root. Linux only. */
async function packagedBrowser(): Promise<FoundBrowser | undefined> {
  const home = join(cache, 'chromium');
  const packageFolder = join(home, 'node_modules', '@sparticuz', 'chromium');
  if (!existsSync(packageFolder)) {
    console.log('downloading a headless Chromium from npm …');
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
    if (npmInstall(home, ['@sparticuz/chromium']).code !== 0) return undefined;
  }
  const entry = readdirSync(join(packageFolder, 'build')).includes('esm') ? 'build/esm/index.js' : 'build/index.js';
  const imported: unknown = await import(pathToFileURL(join(packageFolder, entry)).href);
  const { default: chromium } = imported as { default: PackagedChromium };
  return { executable: await chromium.executablePath(), args: chromium.args };
}

interface PackagedChromium {
  readonly args: readonly string[];
  executablePath(): Promise<string>;
}
