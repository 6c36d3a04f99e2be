import assert from 'node:assert/strict';
import { applySourceEdits, argumentEdits, axisExpression, isLiteral } from '../../src/review/argumentEdits.ts';
import { siteOf } from './siteOf.ts';

describe('edits of the arguments of a call', () => {
  const cases: readonly (readonly [
    what: string,
    before: string,
    edits: readonly (readonly [string, string])[],
    after: string,
  ])[] = [
    [
      'replace a positional argument in its place',
      'nn.ConvTranspose2d(64, 32, 3, 2)',
      [['kernel_size', '4']],
      'nn.ConvTranspose2d(64, 32, 4, 2)',
    ],
    [
      'replace a keyword argument, whatever the spaces',
      'nn.ConvTranspose2d(64, 32, kernel_size = 3)',
      [['kernel_size', '(4, 3)']],
      'nn.ConvTranspose2d(64, 32, kernel_size = (4, 3))',
    ],
    [
      'add an absent argument as a keyword',
      'x = nn.ConvTranspose2d(64, 32, 3) # up',
      [['stride', '2']],
      'x = nn.ConvTranspose2d(64, 32, 3, stride=2) # up',
    ],
    [
      'add several absent arguments in their order',
      'nn.ConvTranspose2d(64, 32, 3)',
      [
        ['stride', '2'],
        ['padding', '1'],
      ],
      'nn.ConvTranspose2d(64, 32, 3, stride=2, padding=1)',
    ],
    [
      'add an argument on a line of its own after a trailing comma',
      'nn.ConvTranspose2d(\n    64,\n    32,\n    kernel_size=3,\n)',
      [['stride', '2']],
      'nn.ConvTranspose2d(\n    64,\n    32,\n    kernel_size=3,\n    stride=2,\n)',
    ],
    [
      'add an argument after the comment of the last one',
      'nn.ConvTranspose2d(\n    64, 32,\n    3,  # kernel, (odd)\n)',
      [['stride', '2']],
      'nn.ConvTranspose2d(\n    64, 32,\n    3,  # kernel, (odd)\n    stride=2,\n)',
    ],
    [
      'add an argument in the line where several stand',
      'nn.ConvTranspose2d(\n    64, 32, 3,\n)',
      [['stride', '2']],
      'nn.ConvTranspose2d(\n    64, 32, 3, stride=2,\n)',
    ],
    [
      'keep line ends of two characters',
      'nn.ConvTranspose2d(\r\n    64,\r\n    32,\r\n    3\r\n)',
      [['stride', '2']],
      'nn.ConvTranspose2d(\r\n    64,\r\n    32,\r\n    3,\r\n    stride=2\r\n)',
    ],
    [
      'add an argument after a dictionary of others',
      'nn.ConvTranspose2d(64, 32, 3, **{"a": (1, 2)})',
      [['stride', '2']],
      'nn.ConvTranspose2d(64, 32, 3, **{"a": (1, 2)}, stride=2)',
    ],
    ['add the only argument', 'nn.ConvTranspose2d()', [['stride', '2']], 'nn.ConvTranspose2d(stride=2)'],
  ];
  for (const [what, before, edits, after] of cases) {
    it(what, () => {
      const { source, site } = siteOf(before);
      assert.equal(applySourceEdits(source, argumentEdits(source, site, edits)), after);
    });
  }
});

describe('the expression of a parameter', () => {
  const cases: readonly (readonly [values: readonly number[], current: string | null, expression: string])[] = [
    [[2, 2], null, '2'],
    [[2, 2], '3', '2'],
    [[2, 2], '(3, 3)', '(2, 2)'],
    [[2, 1], '3', '(2, 1)'],
    [[2, 1], '[3, 3]', '[2, 1]'],
    [[2, 1], 'STRIDE', '(2, 1)'],
    [[5], '3', '5'],
    [[5], '(3,)', '(5,)'],
  ];
  for (const [values, current, expression] of cases) {
    it(`of ${values.join(' and ')} in place of ${current ?? 'nothing'} is ${expression}`, () => {
      assert.equal(axisExpression(values, current), expression);
    });
  }
});

describe('a literal', () => {
  for (const text of ['2', '-1', '1_000', '(2, 3)', '[2, 3]', '(2,)', 'True', 'None', "'same'", '"valid"'])
    it(`is ${text}`, () => assert.equal(isLiteral(text), true));
  for (const text of ['stride', 'cfg.stride', '2 * k', '(k, 3)', 'f(2)', 'STRIDE[0]', '()'])
    it(`is not ${text}`, () => assert.equal(isLiteral(text), false));
});
