import assert from 'node:assert/strict';
import { comparedCode } from '../../../src/review/changes/fileChange.ts';
import { whereText } from '../../../src/review/changes/locatedCall.ts';
import { notebookCells } from '../../../src/review/changes/notebookCells.ts';
import { callsIn, changesBetween, lineOf } from './inPython.ts';

/** Writes a notebook as Jupyter does: the source as a list of lines. */
function notebook(...cells: readonly (readonly [type: string, source: string])[]): string {
  const json = {
    cells: cells.map(([type, source]) => ({
      cell_type: type,
      metadata: {},
      ...(type === 'code'
        ? { execution_count: 1, outputs: [{ data: { 'text/plain': ['nn.ConvTranspose2d(1, 1, 1)'] } }] }
        : {}),
      source: source.match(/[^\n]*\n|[^\n]+$/g) ?? [],
    })),
    metadata: { kernelspec: { language: 'python', name: 'python3' }, language_info: { name: 'python' } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(json, null, 1)}\n`;
}

const imports = ['code', 'from torch import nn\n'] as const;
const text = ['markdown', '# nn.ConvTranspose2d(8, 8, 3)\n'] as const;

describe('a notebook', () => {
  const file = notebook(imports, text, [
    'code',
    '%matplotlib inline\nup = nn.ConvTranspose2d(8, 4, 4,\n  stride=2, padding=1)',
  ]);

  it('has the calls of its code cells, with their places in the file', () => {
    const [call, ...others] = callsIn(file, 'a.ipynb');
    assert.ok(call);
    assert.deepEqual(others, []);
    assert.equal(whereText(call), 'cell 3, line 2');
    const lines = file.split('\n');
    const { line, column, endLine, endColumn } = call.place;
    assert.ok(lines[line - 1]?.slice(column - 1).startsWith('nn.ConvTranspose2d(8, 4, 4,'));
    assert.ok(lines[endLine - 1]?.slice(0, endColumn - 1).endsWith('padding=1)'));
  });

  it('finds places after escapes', () => {
    const escaped = notebook(imports, ['code', 'a = "\\t\\"é"; up = nn.ConvTranspose2d(8, 4, 4)']);
    const [call] = callsIn(escaped, 'a.ipynb');
    const line = escaped.split('\n')[(call?.place.line ?? 0) - 1] ?? '';
    assert.ok(line.slice((call?.place.column ?? 0) - 1).startsWith('nn.ConvTranspose2d(8, 4, 4)'), line);
  });

  it('reads a cell whose source is one text, and the cells of nbformat 3', () => {
    const source = 'import torch.nn as nn\nnn.ConvTranspose2d(8, 4, 4)';
    const one = JSON.stringify({ cells: [{ cell_type: 'code', source }], metadata: {} });
    const old = JSON.stringify({
      worksheets: [{ cells: [{ cell_type: 'code', language: 'python', input: [source] }] }],
    });
    for (const each of [one, old]) assert.equal(callsIn(each, 'a.ipynb').length, 1);
  });

  it('has no calls if its language is another', () => {
    const other = file.replaceAll('"python"', '"R"');
    assert.deepEqual(callsIn(other, 'a.ipynb'), []);
  });

  it('compares the calls across cells that were added', () => {
    const after = notebook(
      imports,
      text,
      ['code', 'x = 1'],
      ['code', 'up = nn.ConvTranspose2d(8, 4, 3,\n  stride=2, padding=1)'],
    );
    assert.deepEqual(changesBetween(file, after, 'a.ipynb').map(lineOf), [
      'up: 2H×2W → (2H − 1)×(2W − 1) · overlap even → uneven · weights no longer load: 8×4×4×4 → 8×4×3×3',
    ]);
  });

  it('that is none is refused in a sentence', () => {
    for (const broken of ['{', '[]', '{"cells": 3}', 'nn.ConvTranspose2d']) {
      const cells = notebookCells(broken, 'a.ipynb');
      assert.ok(!cells.ok);
      assert.match(cells.refusal.message, /^a\.ipynb is not a notebook: /);
    }
    const versions = { status: 'changed', path: 'a.ipynb', pathBefore: null } as const;
    assert.equal(comparedCode(versions, null, 'nn.ConvTranspose2d(')?.kind, 'unread');
  });
});
