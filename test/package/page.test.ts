import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { root } from '../../scripts/lab/paths.ts';

const bundle = (name: string): string => readFileSync(join(root, 'dist', name), 'utf8');

/** What the grammar of @lezer/python names its nodes; minifying keeps texts. */
const grammar = 'AssignStatement';

/** Returns the scripts of the workers that a page's script contains, deflated and in base64. */
function workersIn(script: string): readonly string[] {
  return (script.match(/[A-Za-z0-9+/]{4000,}={0,2}/g) ?? []).map((packed) =>
    inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8'),
  );
}

describe('the packaged pages', () => {
  it('contain no parser of Python, which the extension has', () => {
    for (const name of ['pythonTools.cjs', 'extension.web.cjs']) assert.ok(bundle(name).includes(grammar), name);
    for (const name of ['webview.js', 'tensors.js']) {
      const script = bundle(name);
      const workers = workersIn(script);
      assert.equal(workers.length, 1, `${name} has one worker`);
      for (const text of [script, ...workers]) assert.ok(!text.includes(grammar), name);
    }
  });
});

describe('the script that VS Code loads at activation', () => {
  it('contains no parser of Python, which is loaded when it is needed', () => {
    assert.ok(!bundle('extension.cjs').includes(grammar));
    assert.match(bundle('extension.cjs'), /require\("\.\/pythonTools\.cjs"\)/);
  });

  it('contains no diagnosis, which is loaded when a call is computed', () => {
    const mistake = 'kernel-not-rotated';
    for (const name of ['engineTools.cjs', 'extension.web.cjs']) assert.ok(bundle(name).includes(mistake), name);
    assert.ok(!bundle('extension.cjs').includes(mistake));
    assert.match(bundle('extension.cjs'), /require\("\.\/engineTools\.cjs"\)/);
  });

  it('contains no reader of tensor files, which is loaded when one is opened', () => {
    const reader = 'it has an array of joblib of an impossible shape';
    for (const name of ['fileTools.cjs', 'extension.web.cjs']) assert.ok(bundle(name).includes(reader), name);
    assert.ok(!bundle('extension.cjs').includes(reader));
    assert.match(bundle('extension.cjs'), /require\("\.\/fileTools\.cjs"\)/);
  });

  it('takes the names of VS Code from its module once', () => {
    assert.equal(bundle('extension.cjs').match(/require\("vscode"\)/g)?.length, 1);
  });
});
