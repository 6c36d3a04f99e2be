import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { type RunningServer, startDevServer } from '../../scripts/dev/server.ts';
import { variablesOfThePage } from '../../scripts/dev/theme-variables.ts';
import { themeNames, themes } from '../../scripts/dev/page/theme.ts';
import { themeKind } from '../../scripts/lab/theme.ts';
import { sharedBench, type SharedBench } from './sharedBench.ts';

describe('the development server', () => {
  let shared: SharedBench;
  let folder = '';
  before(async function () {
    this.timeout(60_000);
    shared = await sharedBench();
    folder = mkdtempSync(join(shared.folder, 'server-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const ask = async (path: string): Promise<Response> =>
    await fetch(`${shared.server.origin}/file?${new URLSearchParams({ path }).toString()}`);
  const versionOf = async ({ origin }: RunningServer): Promise<unknown> =>
    ((await (await fetch(`${origin}/config.json`)).json()) as { readonly version: unknown }).version;
  const codeOf = async (path: string): Promise<unknown> =>
    ((await (await ask(path)).json()) as { readonly code: unknown }).code;

  it('serves files below its folders, byte for byte', async () => {
    const path = join(folder, 'a b%.bin');
    writeFileSync(path, Uint8Array.of(0, 255, 10));
    const bytes = new Uint8Array(await (await ask(path)).arrayBuffer());
    assert.deepEqual([...bytes], [0, 255, 10]);
  });

  it('serves nothing else, and does not tell whether it is there', async () => {
    symlinkSync('/etc', join(folder, 'out'));
    for (const path of ['/etc/hosts', '/no/such/file', join(folder, '../../x'), join(folder, 'out/hosts')]) {
      assert.equal(await codeOf(path), 'NoPermissions', path);
    }
    assert.equal(await codeOf(join(folder, 'missing.npy')), 'FileNotFound');
  });

  it('answers nobody who knows this machine by another name', async () => {
    const { port } = new URL(shared.server.origin);
    const status = await new Promise((resolve, reject) => {
      const headers = { host: 'attacker.example' };
      request({ host: '127.0.0.1', port, path: '/config.json', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    assert.equal(status, 403);
  });

  it('reloads its pages after a source file was saved', async function () {
    this.timeout(60_000);
    const sources = join(folder, 'sources');
    mkdirSync(join(sources, 'inner'), { recursive: true });
    const watching = await startDevServer({ port: 0, folders: [folder], production: false, watched: [sources] });
    const page = await shared.context.newPage();
    try {
      await page.goto(`${watching.origin}/page?preset=strided`);
      await page.locator('iframe.webview').waitFor();
      const before = await versionOf(watching);
      await page.evaluate(() => (document.documentElement.dataset.loaded = 'before the save'));
      writeFileSync(join(sources, 'inner', 'saved.ts'), 'export const saved = 1;\n');
      await page.locator('html:not([data-loaded])').waitFor({ state: 'attached' });
      await page.locator('iframe.webview').waitFor();
      assert.notEqual(await versionOf(watching), before);
    } finally {
      await page.close();
      await watching.stop();
    }
  });

  it('has every custom property that the page names, of all four themes', () => {
    for (const name of themeNames) {
      const { variables, data } = themes[name];
      assert.deepEqual(
        variablesOfThePage().filter((variable) => !(variable in variables)),
        [],
      );
      assert.equal(data.vscodeThemeKind, themeKind[name]);
    }
  });
});
