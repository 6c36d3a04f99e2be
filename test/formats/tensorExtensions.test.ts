import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lab/paths.ts';
import { refuse } from '../../src/engine/core/refusal.ts';
import { bufferSource } from '../../src/formats/common/byteSource.ts';
import { tensorExtensions } from '../../src/formats/common/tensorExtensions.ts';
import { openTensorFile } from '../../src/formats/openTensorFile.ts';

const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const sorted = (names: Iterable<string>): readonly string[] => [...names].sort();

describe('the extensions of tensor files', () => {
  for (const extension of tensorExtensions) {
    it(`are each read by a format: .${extension}`, async () => {
      const name = `empty.${extension.toUpperCase()}`;
      const opened = await openTensorFile(bufferSource(new ArrayBuffer(0), name), (path) =>
        Promise.resolve(refuse('file', `${path} does not exist.`)),
      );
      assert.ok(!opened.ok);
      assert.doesNotMatch(opened.refusal.message, /is not a tensor file/);
    });
  }

  it('are all in the selector and in every menu of package.json', () => {
    const manifest = read('package.json');
    const patterns = [...manifest.matchAll(/"filenamePattern": "\*\.([^"]+)"/g)].map(([, extension = '']) => extension);
    assert.deepEqual(sorted(patterns.filter((one) => one !== 'convt.json')), sorted(tensorExtensions));
    const menus = [...manifest.matchAll(/resourceFilename =~ \/\\\\\.\(([^)]+)\)\$\/i/g)];
    assert.equal(menus.length, 4);
    for (const [clause, extensions = ''] of menus) {
      assert.deepEqual(sorted(extensions.replaceAll('\\\\', '').split('|')), sorted(tensorExtensions), clause);
    }
  });

  it('that a click opens have their diffs in the viewer, which a comparison takes the place of', () => {
    const { contributes } = JSON.parse(read('package.json')) as {
      readonly contributes: {
        readonly customEditors: readonly {
          readonly viewType: string;
          readonly selector: readonly { readonly filenamePattern: string }[];
        }[];
        readonly configurationDefaults: {
          readonly 'workbench.diffEditorAssociations': Readonly<Record<string, string>>;
        };
      };
    };
    const editor = contributes.customEditors.find(({ viewType }) => viewType === 'convt.tensorFile');
    const associations = contributes.configurationDefaults['workbench.diffEditorAssociations'];
    const associated = Object.keys(associations).filter((pattern) => associations[pattern] === 'convt.tensorFile');
    assert.deepEqual(sorted(associated), sorted(editor?.selector.map(({ filenamePattern }) => filenamePattern) ?? []));
  });

  it('each have a row in docs/tensor-files.md', () => {
    const files = [...read('docs/tensor-files.md').matchAll(/^\| (`\..*?) +\|/gm)].map(([, cell = '']) => cell);
    const named = files.flatMap((cell) => [...cell.matchAll(/`\.([\w.]+)`/g)].map(([, extension = '']) => extension));
    assert.deepEqual(sorted(named), sorted(tensorExtensions));
  });
});
