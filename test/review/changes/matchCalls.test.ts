import assert from 'node:assert/strict';
import { changesBetween, classOf, lineOf, netOf } from './inPython.ts';

const up = (channels: string, kernel = 4): string => `nn.ConvTranspose2d(${channels}, ${kernel}, stride=2, padding=1)`;

/** A list of layers whose names are their places. */
const list = (...layers: readonly string[]): string => `self.main = nn.Sequential(${layers.join(', nn.ReLU(), ')})`;

describe('calls that are matched', () => {
  const cases: readonly (readonly [title: string, before: string, after: string, lines: readonly string[]])[] = [
    ['an unchanged file', netOf(`self.up = ${up('8, 4')}`), netOf(`self.up = ${up('8, 4')}`), []],
    [
      'lines that moved down, and another way of writing',
      netOf(`self.up = ${up('8, 4')}`),
      `# A comment.\n\n${netOf('self.a = 1', 'self.up = nn.ConvTranspose2d(8, 4,', '    kernel_size=(4, 4), stride=2, padding=1)')}`,
      [],
    ],
    [
      'a changed call between others of the same API',
      netOf(`self.a = ${up('8, 4')}`, `self.b = ${up('8, 4')}`, `self.c = ${up('8, 4')}`),
      netOf(`self.a = ${up('8, 4')}`, `self.b = ${up('8, 4', 6)}`, `self.c = ${up('8, 4')}`),
      ['Net.__init__ › self.b: 2H×2W → (2H + 2)×(2W + 2) · weights no longer load: 8×4×4×4 → 8×4×6×6'],
    ],
    [
      'a call that is added and one that is removed',
      netOf(`self.a = ${up('8, 4')}`, `self.b = ${up('16, 2')}`),
      netOf(`self.b = ${up('16, 2')}`, `self.c = ${up('64, 32')}`),
      ['Net.__init__ › self.c: added', 'Net.__init__ › self.a: removed'],
    ],
    [
      'a call under another name',
      netOf(`self.up = ${up('8, 4')}`),
      netOf(`self.upsample = ${up('8, 4')}`),
      ['Net.__init__ › self.upsample: moved from Net.__init__ › self.up'],
    ],
    [
      'a class under another name, with one change',
      classOf('Net', `self.a = ${up('8, 4')}`, `self.b = ${up('4, 2')}`),
      classOf('Generator', `self.a = ${up('8, 4')}`, `self.b = ${up('4, 2', 2)}`),
      [
        'Generator.__init__ › self.a: moved from Net.__init__ › self.a',
        'Generator.__init__ › self.b: 2H×2W → (2H − 2)×(2W − 2) · weights no longer load: 4×2×4×4 → 4×2×2×2 (from Net.__init__ › self.b)',
      ],
    ],
    [
      'a layer that is put in front of a list',
      netOf(list(up('8, 4'), up('4, 2'))),
      netOf(list(up('16, 8'), up('8, 4'), up('4, 2'))),
      [
        'Net.__init__ › self.main[0]: added',
        'Net.__init__ › self.main[2]: moved from Net.__init__ › self.main[0]',
        'Net.__init__ › self.main[4]: moved from Net.__init__ › self.main[2]',
      ],
    ],
    [
      'the first layer of a list removed, another added at its end',
      netOf(list(up('16, 8'), up('8, 4'), up('4, 2'))),
      netOf(list(up('8, 4'), up('4, 2'), up('2, 1'))),
      [
        'Net.__init__ › self.main[0]: moved from Net.__init__ › self.main[2]',
        'Net.__init__ › self.main[2]: moved from Net.__init__ › self.main[4]',
        'Net.__init__ › self.main[4]: added',
        'Net.__init__ › self.main[0]: removed',
      ],
    ],
    [
      'a change of every layer of a list',
      netOf(list(up('8, 4'), up('4, 2'))),
      netOf(list(up('8, 4', 2), up('4, 2', 2))),
      [
        'Net.__init__ › self.main[0]: 2H×2W → (2H − 2)×(2W − 2) · weights no longer load: 8×4×4×4 → 8×4×2×2',
        'Net.__init__ › self.main[2]: 2H×2W → (2H − 2)×(2W − 2) · weights no longer load: 4×2×4×4 → 4×2×2×2',
      ],
    ],
    [
      'another API in the same place',
      netOf('self.up = nn.ConvTranspose2d(8, 4, 4, 2, 1)'),
      netOf('self.up = nn.LazyConvTranspose2d(4, 4, 2, 1)'),
      ['Net.__init__ › self.up: nn.ConvTranspose2d → nn.LazyConvTranspose2d'],
    ],
    [
      'an unfold in place of a transposed convolution',
      netOf(`self.up = ${up('8, 4')}`),
      netOf('self.up = nn.Fold((8, 8), 2, stride=2)'),
      ['Net.__init__ › self.up: added', 'Net.__init__ › self.up: removed'],
    ],
    ['no calls', 'x = 1\n', 'x = 2\n', []],
  ];
  for (const [title, before, after, lines] of cases) {
    it(`tells ${title}`, () => assert.deepEqual(changesBetween(before, after).map(lineOf), lines));
  }

  it('tells nothing twice and forgets nothing, whatever is edited', () => {
    const layers = ['64, 32', '32, 16', '16, 8', '8, 4', '4, 2', '2, 1'];
    for (let seed = 0; seed < 60; seed++) {
      let state = seed;
      const random = (below: number): number => {
        state = (state * 1103515245 + 12345) % 2 ** 31;
        return Math.floor((state / 2 ** 31) * below);
      };
      const pick = (): readonly string[] =>
        layers.filter(() => random(3) > 0).map((each) => up(each, [2, 3, 4][random(3)]));
      const [before, after] = [pick(), pick()];
      const changes = changesBetween(netOf(list(...before)), netOf(list(...after)));
      const added = changes.filter(({ kind }) => kind === 'added').length;
      const removed = changes.filter(({ kind }) => kind === 'removed').length;
      assert.equal(after.length - added, before.length - removed, `seed ${seed}`);
    }
  });
});
