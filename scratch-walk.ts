import { mkdirSync } from 'node:fs';
import type { Frame } from 'playwright-core';
import { openComparison, openPreset, openScenario, openTensorFile } from './scripts/lab/open.ts';
import { startWorkbench } from './scripts/lab/workbench.ts';
const out = '/tmp/polish/shots'; mkdirSync(out, { recursive: true });
const only = process.argv[2]?.split(',');
const sizesArg = (process.argv[3] ?? '500,700,1000,1400,1920').split(',').map(Number);
const themesArg = (process.argv[4] ?? 'dark,light,hc-dark,hc-light').split(',') as any[];
const W = '/tmp/polish/walk/';
const w = await startWorkbench();
const key = async (...ks: string[]) => { for (const k of ks) await w.page.keyboard.press(k); };
const tab = async (f: Frame, name: string) => { await f.getByRole('tab', { name }).click(); };
const states: Record<string, () => Promise<unknown>> = {
  start: async () => { await openPreset(w, 'strided'); },
  stepped: async () => { await openPreset(w, 'strided'); const f = await w.frame(); await f.locator('[data-pane=unfolded] .heatmap-cells').click({ position: { x: 40, y: 30 } }); await key('ArrowRight', 'ArrowRight', 'ArrowRight'); },
  forum: async () => { await openPreset(w, 'forum'); },
  refused: async () => { await openPreset(w, 'strided'); const f = await w.frame(); await f.getByRole('spinbutton', { name: 'Groups' }).fill('3'); },
  wrong: async () => { await openScenario(w, W + 'bad.convt.json'); },
  diagnose: async () => { await openScenario(w, W + 'bad.convt.json'); const f = await w.frame(); await tab(f, 'Diagnose'); await f.locator('.hypotheses, table').first().waitFor(); },
  nan: async () => { await openScenario(w, W + 'nan.convt.json'); const f = await w.frame(); await tab(f, 'Diagnose'); },
  shape: async () => { await openScenario(w, W + 'shape.convt.json'); },
  break: async () => { await openPreset(w, 'strided'); const f = await w.frame(); await tab(f, 'Diagnose'); await f.getByRole('button', { name: /Break it/ }).first().click(); },
  empty: async () => { await openPreset(w, 'strided'); const f = await w.frame(); await tab(f, 'Diagnose'); },
  npy: async () => { await openTensorFile(w, W + 'x.npy'); },
  pt: async () => { await openTensorFile(w, W + 'state.pt'); },
  image: async () => { await openTensorFile(w, W + 'image.npy'); },
  compare: async () => { await openComparison(w, [{ $file: W + 'y.npy' }, { $file: W + 'near.npy' }]); },
  overlap: async () => { await openPreset(w, 'checkerboard'); const f = await w.frame(); await tab(f, 'Overlap'); },
  code: async () => { await openPreset(w, 'strided'); const f = await w.frame(); await tab(f, 'Code'); },
  keys: async () => { await openPreset(w, 'strided'); await key('?'); },
  walkthrough: async () => { await w.driver.run('convt.getStarted'); await w.page.waitForTimeout(2500); },
};
for (const [name, open] of Object.entries(states)) {
  if (only && only[0] !== 'all' && !only.includes(name)) continue;
  await w.resize({ width: 1400, height: 900 });
  await w.setTheme('dark' as any);
  await w.driver.run('lab.closeEditors');
  await w.page.waitForTimeout(400);
  try { await open(); } catch (e) { console.log(name, 'FAILED', String(e).slice(0, 300)); continue; }
  await w.page.waitForTimeout(900);
  for (const theme of themesArg) {
    await w.setTheme(theme);
    for (const width of sizesArg) {
      await w.resize({ width, height: 900 });
      await w.page.waitForTimeout(450);
      await w.page.screenshot({ path: `${out}/${name}-${theme}-${width}.png`, animations: 'disabled' });
      if (name !== 'walkthrough') {
        const f = await w.frame().catch(() => null);
        const over = await f?.evaluate(() => {
          const el = document.scrollingElement!;
          const bad: string[] = [];
          if (el.scrollWidth > el.clientWidth) {
            bad.push(`PAGE ${el.scrollWidth}>${el.clientWidth}`);
          }
          for (const e of document.querySelectorAll('*')) {
            const s = getComputedStyle(e);
            if ((s.overflowX === 'auto' || s.overflowX === 'scroll') && e.scrollWidth > e.clientWidth + 1 && (e as HTMLElement).offsetParent !== null) bad.push(`${e.tagName}.${String((e as any).className).slice(0, 40)} ${e.scrollWidth}>${e.clientWidth}`);
          }
          for (const e of document.querySelectorAll('.pane-title, .pane-header *, h1, h2, .verdict, .button, th, td, label')) {
            const s = getComputedStyle(e);
            if (s.overflowX === 'hidden' && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 2) bad.push(`CUT ${e.tagName}.${String((e as any).className).slice(0, 30)} "${e.textContent?.slice(0, 30)}"`);
          }
          return [...new Set(bad)];
        });
        if (over && over.length && theme === themesArg[0]) console.log(name, width, JSON.stringify(over));
      }
    }
  }
}
console.log('complaints', w.complaints.slice(0, 10));
await w.stop();
