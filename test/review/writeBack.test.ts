import assert from 'node:assert/strict';
import type { CallShape } from '../../src/engine/core/call.ts';
import { applySourceEdits } from '../../src/review/argumentEdits.ts';
import { siteCallShape } from '../../src/review/siteScenario.ts';
import { writeBack, type CodeChange } from '../../src/review/writeBack.ts';
import { siteOf } from './siteOf.ts';

interface Written extends CodeChange {
  readonly text: string;
}

/** Edits the shapes of a call in the debugger, and writes the edit into its text. */
function written(
  source: string,
  edit: (shape: CallShape) => CallShape,
  options: {
    readonly input?: readonly number[];
    readonly names?: Parameters<typeof siteOf>[1];
    readonly overwrite?: readonly string[];
  } = {},
): Written {
  const { site } = siteOf(source, { input: options.input ?? [1, 64, 4, 4], ...options.names });
  const code = siteCallShape(site, { input: null, numbers: { stride: 2 } });
  assert.ok(code.ok, code.ok ? '' : code.refusal.message);
  const back = writeBack(source, site, code.value, edit(code.value), new Set(options.overwrite));
  return { ...back, text: applySourceEdits(source, back.edits) };
}

const withParams =
  (params: Partial<CallShape['params']>) =>
  (shape: CallShape): CallShape => ({ ...shape, params: { ...shape.params, ...params } });
const withWeight =
  (weight: readonly number[]) =>
  (shape: CallShape): CallShape => ({ ...shape, weight });

describe('an edit in the debugger', () => {
  const cases: readonly (readonly [
    what: string,
    before: string,
    edit: (shape: CallShape) => CallShape,
    after: string,
  ])[] = [
    [
      'changes nothing that stays',
      'nn.ConvTranspose2d(64, 32, 4, 2, 1)',
      (shape) => shape,
      'nn.ConvTranspose2d(64, 32, 4, 2, 1)',
    ],
    [
      'replaces an argument where it stands',
      'nn.ConvTranspose2d(64, 32, 4, 2, 1)',
      withParams({ stride: [3, 3] }),
      'nn.ConvTranspose2d(64, 32, 4, 3, 1)',
    ],
    [
      'writes a tuple where the axes differ',
      'nn.ConvTranspose2d(64, 32, 4, stride=2)',
      withParams({ stride: [3, 2] }),
      'nn.ConvTranspose2d(64, 32, 4, stride=(3, 2))',
    ],
    [
      'adds an argument that is absent',
      'nn.ConvTranspose2d(64, 32, 4)',
      withParams({ padding: [1, 1] }),
      'nn.ConvTranspose2d(64, 32, 4, padding=1)',
    ],
    [
      'keeps an argument that becomes its default',
      'nn.ConvTranspose2d(64, 32, 4, stride=2)',
      withParams({ stride: [1, 1] }),
      'nn.ConvTranspose2d(64, 32, 4, stride=1)',
    ],
    [
      'writes kernel and channels',
      'nn.ConvTranspose2d(64, 32, 4)',
      withWeight([48, 16, 3, 5]),
      'nn.ConvTranspose2d(48, 16, (3, 5))',
    ],
    [
      'writes the output channels of all groups',
      'nn.ConvTranspose2d(64, 32, 4, groups=2)',
      withWeight([64, 24, 4, 4]),
      'nn.ConvTranspose2d(64, 48, 4, groups=2)',
    ],
    [
      'switches the bias off',
      'nn.ConvTranspose2d(64, 32, 4)',
      (shape) => ({ ...shape, bias: null }),
      'nn.ConvTranspose2d(64, 32, 4, bias=False)',
    ],
  ];
  for (const [what, before, edit, after] of cases) {
    it(what, () => {
      const { text, held, refused } = written(before, edit);
      assert.deepEqual({ text, held, refused }, { text: after, held: [], refused: [] });
    });
  }

  it('writes the names of Keras', () => {
    const options = { input: [1, 4, 4, 64] };
    const { text } = written(
      "layers.Conv2DTranspose(32, 3, strides=1, padding='same')",
      withParams({ stride: [2, 2] }),
      options,
    );
    assert.equal(text, "layers.Conv2DTranspose(32, 3, strides=2, padding='same')");
  });

  it('writes one number for a layer of one axis', () => {
    const { text, refused } = written('nn.ConvTranspose1d(64, 32, 4)', withParams({ stride: [1, 2] }), {
      input: [1, 64, 9],
    });
    assert.deepEqual([text, refused], ['nn.ConvTranspose1d(64, 32, 4, stride=2)', []]);
  });

  it('does not overwrite a symbol, whether or not its value is known', () => {
    const names = { names: { STRIDE: 2 } };
    const source = 'nn.ConvTranspose2d(64, 32, 4, stride=STRIDE, padding=1)';
    const back = written(source, withParams({ stride: [3, 3], padding: [2, 2] }), { names });
    assert.equal(back.text, 'nn.ConvTranspose2d(64, 32, 4, stride=STRIDE, padding=2)');
    assert.deepEqual(
      back.held.map(({ name, symbol, expression }) => [name, symbol, expression]),
      [['stride', 'STRIDE', '3']],
    );
    assert.equal(
      written('nn.ConvTranspose2d(64, 32, 4, stride=stride)', withParams({ stride: [3, 3] })).held[0]?.symbol,
      'stride',
    );
  });

  it('writes a value again as the code spelled it before', () => {
    const source = 'nn.ConvTranspose2d(64, 32, 4, stride=2)';
    const there = written(source, withParams({ stride: [3, 2] }));
    const { site } = siteOf(there.text, { input: [1, 64, 4, 4] });
    const code = siteCallShape(site, { input: null, numbers: {} });
    assert.ok(code.ok);
    const back = writeBack(
      there.text,
      site,
      code.value,
      withParams({ stride: [2, 2] })(code.value),
      new Set(),
      there.spellings,
    );
    assert.equal(applySourceEdits(there.text, back.edits), source);
  });

  it('overwrites a symbol when it is asked to', () => {
    const back = written('nn.ConvTranspose2d(64, 32, 4, stride=stride)', withParams({ stride: [3, 3] }), {
      overwrite: ['stride'],
    });
    assert.deepEqual([back.text, back.held], ['nn.ConvTranspose2d(64, 32, 4, stride=3)', []]);
  });

  it('says what is no argument of the call', () => {
    const options = { input: [1, 4, 4, 64] };
    const source = "layers.Conv2DTranspose(32, 4, strides=2, padding='same')";
    const padding = written(source, withParams({ padding: [0, 0] }), options);
    assert.equal(padding.text, source);
    assert.match(padding.refused[0] ?? '', /padding argument of layers\.Conv2DTranspose decides/);
  });
});
