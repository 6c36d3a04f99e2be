import { openPreset, openTensorFile } from './scripts/lab/open.ts';
import { startWorkbench } from './scripts/lab/workbench.ts';
const w = await startWorkbench();
await w.page.waitForTimeout(2500);
for (const words of ['transposed', 'deconvolution', 'npy', 'unfold', 'tensor', 'pytorch', 'conv']) {
  await w.page.keyboard.press('F1');
  await w.page.locator('.quick-input-widget input').fill(`>${words}`);
  await w.page.waitForTimeout(700);
  const rows = await w.page.locator('.quick-input-list .monaco-list-row').evaluateAll((list) => list.slice(0, 6).map((r) => (r.getAttribute('aria-label') ?? '').slice(0, 90)));
  console.log(words, '→', JSON.stringify(rows));
  if (words === 'transposed' || words === 'npy') await w.page.screenshot({ path: `/tmp/polish/shots/f1-${words}.png` });
  await w.page.keyboard.press('Escape');
}
await openPreset(w, 'strided');
const f = await w.frame();
await f.getByRole('tab', { name: 'Overlap' }).click();
const term = f.locator('[data-term=response]');
await term.focus(); await w.page.keyboard.press('Tab'); await w.page.keyboard.press('Shift+Tab');
await w.page.waitForTimeout(600);
await w.page.screenshot({ path: '/tmp/polish/shots/tip.png' });
await w.page.keyboard.press('Enter');
await w.page.waitForTimeout(300);
await w.page.keyboard.press('Enter');
await w.page.waitForTimeout(2500);
await w.page.screenshot({ path: '/tmp/polish/shots/docs.png' });
console.log('tabs', await w.page.locator('.tab').evaluateAll((t) => t.map((x) => x.getAttribute('aria-label'))));
console.log(w.complaints);
// walkthrough: every step's picture
await w.driver.run('lab.closeEditors');
await w.resize({ width: 1600, height: 900 });
await w.driver.run('convt.getStarted');
await w.page.waitForTimeout(2000);
for (const title of ['Change it', 'Step through a value', 'Check an output', 'Open a tensor file', 'Review a change']) {
  await w.page.locator('.getting-started-step', { hasText: title }).click();
  await w.page.waitForTimeout(1200);
  await w.page.screenshot({ path: `/tmp/polish/shots/walk-${title.split(' ')[0]}.png` });
}
await w.stop();
