import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { output, root } from '../../scripts/lab/paths.ts';
import { writeVsix } from '../../scripts/package/writeVsix.ts';

/** The files that may be in the package. A file that is not listed here must not be shipped. */
const allowed = [
  /^package\.json$/,
  /^package\.nls(\.[a-z-]+)?\.json$/,
  /^(README|CHANGELOG)\.md$/,
  /^LICENSE$/,
  /^dist\/(pythonTools|engineTools|fileTools|extension|extension\.web)\.cjs$/,
  /^dist\/webview\.(js|css)$/,
  /^dist\/report(-frame)?\.(js|css)$/,
  /^dist\/tensors\.js$/,
  /^dist\/convt\.js$/,
  /^media\/[\w.-]+\.(png|svg|json)$/,
  /^media\/walkthrough\/[\w.-]+\.(md|png|svg)$/,
  /^docs\/[\w-]+\.md$/,
  /^l10n\/[\w.-]+\.json$/,
];

/** The files that the package needs to work. */
const required = [
  'package.json',
  'README.md',
  'LICENSE',
  'dist/extension.cjs',
  'dist/pythonTools.cjs',
  'dist/engineTools.cjs',
  'dist/fileTools.cjs',
  'dist/extension.web.cjs',
  'dist/webview.js',
  'dist/tensors.js',
  'dist/webview.css',
  'dist/report.js',
  'dist/report-frame.js',
  'dist/report-frame.css',
  'dist/convt.js',
  // The explanations of terms lead there without a network.
  'docs/terms.md',
  'docs/verdicts.md',
];

describe('the packaged extension', function () {
  this.timeout(120_000);
  let files: readonly string[] = [];

  before(async () => {
    files = await listFiles({ cwd: root, packageManager: PackageManager.None });
  });

  it('holds nothing that was not meant to be shipped', () => {
    const strays = files.filter((file) => !allowed.some((pattern) => pattern.test(file)));
    assert.deepEqual(strays, []);
  });

  it('holds everything it runs on', () => {
    assert.deepEqual(
      required.filter((file) => !files.includes(file)),
      [],
    );
  });

  it('holds no source maps: they belong to development', () => {
    const bundles = files.filter((file) => /\.(c?js|css)$/.test(file));
    const mapped = bundles.filter((file) => readFileSync(join(root, file), 'utf8').includes('sourceMappingURL=data:'));
    assert.deepEqual(mapped, []);
  });

  it('can be built', async () => {
    mkdirSync(output, { recursive: true });
    const packagePath = join(output, 'conv-transpose2d-debugger.vsix');
    await writeVsix(packagePath);
    for (const file of files) console.log(`      ${kibibytes(join(root, file))}  ${file}`);
    console.log(`      ${kibibytes(packagePath)}  the VSIX`);
  });
});

function kibibytes(path: string): string {
  return `${(statSync(path).size / 1024).toFixed(1)} KiB`.padStart(12);
}
