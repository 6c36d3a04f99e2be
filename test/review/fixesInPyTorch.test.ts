import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { findPython } from '../../scripts/lab/python.ts';
import { applySourceEdits } from '../../src/review/argumentEdits.ts';
import { findingsOf } from '../../src/review/findings.ts';
import { siteOf } from './siteOf.ts';

/** Makes the layers that both texts describe, and compares the shapes of their outputs for inputs of several sizes. */
const program = `
import json, sys
import torch
from torch import nn

wrong = []
for before, after in json.load(sys.stdin):
    old, new = eval(before), eval(after)
    rank = 1 if "1d" in before else 2
    for size in (3, 4, 7, 8):
        x = torch.zeros(1, 4, *([size, size + 1][:rank]))
        with torch.no_grad():
            if old(x).shape != new(x).shape:
                wrong.append([before, after, size, list(old(x).shape), list(new(x).shape)])
print(json.dumps(wrong))
`;

/** The sources of legal layers with an uneven overlap, or with an output padding that no tap reaches. */
function layers(): string[] {
  const sources: string[] = [];
  for (const stride of [2, 3, 4])
    for (let kernel = 1; kernel <= 7; kernel++)
      for (let padding = 0; padding <= Math.min(2, kernel - 1); padding++)
        for (let outputPadding = 0; outputPadding < stride; outputPadding++)
          for (const rank of [1, 2])
            sources.push(
              `nn.ConvTranspose${rank}d(4, 2, ${kernel}, ${stride}, ${padding}, output_padding=${outputPadding})`,
            );
  sources.push(
    'nn.ConvTranspose2d(4, 2, (3, 5), stride=2, padding=(1, 2))',
    'nn.ConvTranspose2d(4, 2, [3, 4], stride=[2, 2], padding=1, output_padding=[1, 0])',
    'nn.ConvTranspose2d(4, 4, 3, stride=2, groups=2, bias=False)',
    'nn.ConvTranspose2d(4, 2, 3, stride=2, dilation=3, padding=1)',
    'nn.ConvTranspose2d(4, 2, 3, stride=(2, 1), padding=1)',
  );
  return sources;
}

describe('the fixes, in PyTorch', () => {
  it('keep the shape of the output for every input', function () {
    const python = findPython();
    if (!python.ok) {
      console.log(`      ${python.reason}`);
      this.skip();
    }
    const pairs = layers().flatMap((text) => {
      const { source, site } = siteOf(text);
      const fixes = findingsOf(source, site).flatMap((finding) => finding.fixes);
      return fixes.map(({ edits }) => [source, applySourceEdits(source, edits)] as const);
    });
    assert.ok(pairs.length > 400, `${pairs.length} fixes`);
    const run = spawnSync(python.path, ['-c', program], { input: JSON.stringify(pairs), encoding: 'utf8' });
    assert.equal(run.status, 0, run.stderr);
    assert.deepEqual(JSON.parse(run.stdout), []);
  }).timeout(120_000);

  it('leave nothing to be fixed', () => {
    for (const text of layers()) {
      const { source, site } = siteOf(text);
      for (const { kind, fixes } of findingsOf(source, site)) {
        for (const { edits, title } of fixes) {
          const after = applySourceEdits(source, edits);
          if (after.startsWith('nn.Sequential')) continue;
          const left = siteOf(after);
          const kinds = findingsOf(left.source, left.site).map((finding) => finding.kind);
          assert.ok(!kinds.includes(kind), `${text} has ${kind} after ${title}: ${after}`);
        }
      }
    }
  });
});
