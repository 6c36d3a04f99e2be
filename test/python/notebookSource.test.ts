import assert from 'node:assert/strict';
import { NotebookSource } from '../../src/python/notebookSource.ts';
import { shape } from './sites.ts';

const cells = [
  '%matplotlib inline\n!pip install torch\nimport torch\nfrom torch import nn',
  '%%html\n<b>nn.ConvTranspose2d(9, 9, 9)</b>',
  'width = 8\n%timeit x = 1\n\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.up = nn.ConvTranspose2d(width, 4, 4, 2, 1)\n\n    def forward(self, x):\n        return self.up(x)\n',
  'net = Net()\nnet?\n',
  '',
  'y = net(torch.zeros(1, 8, 5, 6))\nhead = nn.ConvTranspose2d(4, 1, 2, 2)\nhead(y).shape',
  '%%time\nagain = nn.ConvTranspose2d(\n    width,',
];

describe('a notebook', () => {
  it('is one program, whose calls have ranges in their cells', () => {
    const found = NotebookSource.of(cells).findCalls();
    assert.deepEqual(
      found.map((sites, index) =>
        sites.map(({ range, input, output }) => [
          cells[index]?.slice(range.from, range.to),
          `${shape(input)} → ${shape(output)}`,
        ]),
      ),
      [
        [],
        [],
        [['nn.ConvTranspose2d(width, 4, 4, 2, 1)', '1 × 8 × 5 × 6 → 1 × 4 × 10 × 12']],
        [],
        [],
        [['nn.ConvTranspose2d(4, 1, 2, 2)', '1 × 4 × 10 × 12 → 1 × 1 × 20 × 24']],
        [['nn.ConvTranspose2d(\n    width,', 'N × 8 × H × W → N × out_channels × ? × ?']],
      ],
    );
    const [site] = found[2] ?? [];
    const range = site?.arguments.get('in_channels')?.range;
    assert.equal(cells[2]?.slice(range?.from, range?.to), 'width');
  });

  it('says in which cell and line sizes were found', () => {
    const [site] = NotebookSource.of(cells).findCalls()[2] ?? [];
    assert.equal(site?.inputFrom, 'torch.zeros in line 1 of cell 6');
  });

  it('has after an edit of a cell the calls that a new notebook with the same cells has', () => {
    const edited = cells.map((cell, index) => (index === 2 ? cell.replace('width = 8', 'width = 16') : cell));
    assert.deepEqual(NotebookSource.of(cells).withCells(edited).findCalls(), NotebookSource.of(edited).findCalls());
    const [site] = NotebookSource.of(edited).findCalls()[2] ?? [];
    assert.deepEqual(site?.arguments.get('in_channels')?.value, { kind: 'number', number: 16 });
  });
});
