import assert from 'node:assert/strict';
import { globSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configure, TextWriter, Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';
import { output, root } from '../../scripts/lab/paths.ts';
import { writeVsix } from '../../scripts/package/writeVsix.ts';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly name: string;
  readonly repository: { readonly url: string };
};
/** `https://github.com/OWNER/NAME`. */
const address = manifest.repository.url.replace(/\.git$/, '');

/** The text files that the project consists of, package.json aside. */
function otherFiles(): string[] {
  const generated = ['node_modules', 'dist', '.tsbuild', '.vscode-test', '.git', 'output'];
  const patterns = ['{.github,.vscode,media,scripts,src,test,webview}/**/*', '*', '.*'];
  return globSync(patterns, { cwd: root, exclude: (name) => generated.includes(name) }).filter(
    (file) => /\.(ts|tsx|mts|mjs|json|jsonc|md|yml|css|svg|py)$/.test(file) && file !== 'package.json',
  );
}

describe('the repository’s address', function () {
  this.timeout(120_000);
  /** The text files of the VSIX by their paths. */
  const shipped = new Map<string, string>();

  before(async () => {
    mkdirSync(output, { recursive: true });
    const path = join(output, 'repository.vsix');
    await writeVsix(path, 'v1.2.3');
    configure({ useWebWorkers: false });
    const zip = new ZipReader(new Uint8ArrayReader(new Uint8Array(readFileSync(path))));
    for (const entry of await zip.getEntries()) {
      if (entry.directory || !/\.(md|vsixmanifest)$/.test(entry.filename)) continue;
      shipped.set(entry.filename, await entry.getData(new TextWriter()));
    }
  });

  it('is one of GitHub and ends with the extension’s name', () => {
    assert.match(address, /^https:\/\/github\.com\/[A-Za-z\d-]+\/[\w.-]+$/);
    assert.equal(address.split('/').at(-1), manifest.name);
  });

  it('stands in package.json once and in no other file', () => {
    const place = address.slice('https://github.com/'.length);
    const times = readFileSync(join(root, 'package.json'), 'utf8').split(place).length - 1;
    assert.equal(times, 1);
    const files = otherFiles();
    for (const known of ['README.md', '.github/workflows/ci.yml', 'test/package/repository.test.ts']) {
      assert.ok(files.map((file) => file.replaceAll('\\', '/')).includes(known), known);
    }
    assert.deepEqual(
      files.filter((file) => readFileSync(join(root, file), 'utf8').includes(place)),
      [],
    );
  });

  it('is what the links of the published extension are derived from', () => {
    const text = shipped.get('extension.vsixmanifest') ?? '';
    const link = (kind: string): string | undefined =>
      new RegExp(`Services\\.Links\\.${kind}" Value="([^"]+)"`).exec(text)?.[1];
    assert.deepEqual(
      { source: link('Source'), support: link('Support'), learn: link('Learn') },
      { source: `${address}.git`, support: `${address}/issues`, learn: `${address}#readme` },
    );
  });

  it('stands before every relative link of the README and the changelog, with the ref', () => {
    for (const [source, name] of [
      ['README.md', 'extension/readme.md'],
      ['CHANGELOG.md', 'extension/changelog.md'],
    ] as const) {
      const links = (text: string): string[] =>
        [...text.matchAll(/(!?)\[[^\]]*\]\(([^)]+)\)/g)].map(([, image, to]) => `${image}${to}`);
      const expected = links(readFileSync(join(root, source), 'utf8')).map((link) => {
        const [image, to] = link.startsWith('!') ? ['!', link.slice(1)] : ['', link];
        if (/^(https?:|mailto:|#)/.test(to)) return link;
        return `${image}${address}/${image === '!' ? 'raw' : 'blob'}/v1.2.3/${to}`;
      });
      assert.deepEqual(links(shipped.get(name) ?? ''), expected, name);
    }
  });
});
