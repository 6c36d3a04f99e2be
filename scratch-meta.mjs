import * as esbuild from 'esbuild';
import { gzipSync } from 'node:zlib';
import { pageBundles, browserOptions } from './scripts/build/page.mjs';
const show = (meta, total, label) => {
  const out = Object.values(meta.outputs)[0];
  const by = new Map();
  for (const [p, { bytesInOutput }] of Object.entries(out.inputs)) {
    const key = p.startsWith('node_modules') ? p.split('/').slice(0, p.includes('@') ? 3 : 2).join('/') : p.split('/').slice(0, 3).join('/');
    by.set(key, (by.get(key) ?? 0) + bytesInOutput);
  }
  console.log('==', label, total);
  for (const [k, v] of [...by].sort((a, b) => b[1] - a[1]).slice(0, 45)) console.log(String((v / 1024).toFixed(1)).padStart(8), k);
};
const [page, tensors] = pageBundles(true);
const r = await esbuild.build({ ...page.options, entryPoints: [page.entry], write: false });
show(r.metafile, gzipSync(r.outputFiles[0].contents).length / 1024, 'page');
const t = await esbuild.build({ ...tensors.options, entryPoints: [tensors.entry], write: false });
show(t.metafile, gzipSync(t.outputFiles[0].contents).length / 1024, "tensors");
const w = await esbuild.build({ ...browserOptions(true), entryPoints: ['webview/worker/main.ts'], write: false });
show(w.metafile, gzipSync(w.outputFiles[0].contents).length / 1024, 'worker');
import { writeFileSync } from 'node:fs';
writeFileSync('/tmp/polish/meta.json', JSON.stringify(r.metafile));
writeFileSync('/tmp/polish/metaw.json', JSON.stringify(w.metafile));
