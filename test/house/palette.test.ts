import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lab/paths.ts';

interface Manifest {
  readonly keywords: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
  };
}

const { contributes, keywords } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;

/** The commands that the command palette offers in a window without a debugger. */
const offered = contributes.commands.filter(({ command }) =>
  (contributes.menus.commandPalette ?? []).every((entry) => entry.command !== command),
);

/** Returns the commands that the palette lists for a text, in its order: by label, those with a word that begins so. */
function found(text: string): readonly string[] {
  return offered
    .map(({ command, title, category }) => ({ command, label: `${category}: ${title}` }))
    .filter(({ label }) => label.split(/[^\p{L}\d]+/u).some((word) => word.toLowerCase().startsWith(text)))
    .sort((one, other) => one.label.localeCompare(other.label))
    .map(({ command }) => command);
}

describe('the command palette', () => {
  for (const [text, first] of [
    ['transposed', 'convt.open'],
    ['deconv', 'convt.open'],
    ['deconvolution', 'convt.open'],
    ['unfold', 'convt.open'],
    ['debug', 'convt.open'],
    ['tensor', 'convt.viewTensorFile'],
    ['npy', 'convt.viewTensorFile'],
    ['pytorch', 'convt.viewTensorFile'],
    ['onnx', 'convt.viewTensorFile'],
    ['safetensors', 'convt.viewTensorFile'],
    ['compare', 'convt.compareTensors'],
    ['example', 'convt.openPreset'],
    ['started', 'convt.getStarted'],
  ] as const) {
    it(`finds ${first} first for “${text}”`, () => {
      assert.equal(found(text)[0], first);
    });
  }

  it('leads from the product’s name to its start before anything else', () => {
    assert.deepEqual(found('convtranspose2d').slice(0, 1), ['convt.getStarted']);
    assert.ok(
      found('convtranspose2d').indexOf('convt.open') < found('convtranspose2d').indexOf('convt.compareTensors'),
    );
  });

  it('offers no command twice: those of menus alone are hidden', () => {
    const titles = offered.map(({ title }) => title);
    assert.equal(new Set(titles).size, titles.length);
    const menuOnly = ['convt.openInTensorViewer', 'convt.openInDebugger', 'convt.compareSelected', 'convt.compareWith'];
    assert.deepEqual(
      menuOnly.filter((command) => offered.some((one) => one.command === command)),
      [],
    );
  });
});

describe('the keywords of the marketplace', () => {
  it('hold the words that people search for, and no more than the marketplace takes', () => {
    for (const word of ['pytorch', 'transposed convolution', 'deconvolution', 'unfold', 'npy']) {
      assert.ok(keywords.includes(word), word);
    }
    assert.ok(keywords.length <= 30);
    assert.equal(new Set(keywords.map((word) => word.toLowerCase())).size, keywords.length);
  });
});
