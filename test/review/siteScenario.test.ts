import assert from 'node:assert/strict';
import { findCalls } from '../../src/python/findCalls.ts';
import { PythonSource } from '../../src/python/syntax/pythonSource.ts';
import { validateCall } from '../../src/engine/validation/validateCall.ts';
import { scenarioShape } from '../../src/scenario/document/scenarioShape.ts';
import {
  answersOfUses,
  questionsAbout,
  readAnswer,
  type SiteAnswer,
  withAnsweredInput,
} from '../../src/review/knownLayer.ts';
import { siteCallShape, siteScenario, withSiteChange } from '../../src/review/siteScenario.ts';
import { siteOf } from './siteOf.ts';

const nothing: SiteAnswer = { input: null, numbers: {} };

/** Returns the shape of the output of a call's scenario. */
function outputOf(source: string, input: readonly number[]): readonly number[] {
  const scenario = siteScenario(siteOf(source, { input }).site, nothing);
  assert.ok(scenario.ok, scenario.ok ? '' : scenario.refusal.message);
  const shape = scenarioShape(scenario.value, new Map());
  assert.ok(shape.ok);
  const geometry = validateCall(shape.value);
  assert.ok(geometry.ok, geometry.ok ? '' : geometry.refusal.message);
  return geometry.value.outputShape;
}

describe('the scenario of a call', () => {
  // Output shapes by the frameworks' documentation; the debugger has channels first and a height of 1 for one axis.
  const cases: readonly (readonly [source: string, input: readonly number[], output: readonly number[]])[] = [
    ['nn.ConvTranspose2d(64, 32, 4, 2, 1)', [1, 64, 4, 4], [1, 32, 8, 8]],
    ['nn.ConvTranspose2d(64, 32, 3, 2, 1, 1, groups=2)', [2, 64, 5, 7], [2, 32, 10, 14]],
    ['nn.ConvTranspose1d(8, 4, 16, 8, 4)', [1, 8, 10], [1, 4, 1, 80]],
    ['nn.ConvTranspose2d(8, 4, 2)', [8, 3, 3], [4, 4, 4]],
    // Channels that the input tells are not asked for.
    ['nn.ConvTranspose2d(width, 3, 4, 2, 1)', [1, 8, 9, 7], [1, 3, 18, 14]],
    ["layers.Conv2DTranspose(32, 3, strides=2, padding='same')", [1, 7, 7, 64], [1, 32, 14, 14]],
    ['layers.Conv2DTranspose(32, 2, strides=3)', [1, 4, 4, 8], [1, 32, 12, 12]],
  ];
  for (const [source, input, output] of cases) {
    it(`of ${source} on ${input.join('×')} gives ${output.join('×')}`, () => {
      assert.deepEqual(outputOf(source, input), output);
    });
  }

  it('has PyTorch’s own padding and output padding, also those of an illegal call', () => {
    const { site } = siteOf('nn.ConvTranspose2d(8, 4, 3, 2, 1, 2)', { input: [1, 8, 4, 4] });
    const shape = siteCallShape(site, nothing);
    assert.ok(shape.ok);
    assert.deepEqual(shape.value.params, {
      stride: [2, 2],
      padding: [1, 1],
      outputPadding: [2, 2],
      dilation: [1, 1],
      groups: 1,
    });
  });

  it('is refused if the debugger’s call cannot express it', () => {
    const { site } = siteOf('ConvTranspose(4, (3, 3), padding=((4, 4), (4, 4)))', {
      input: [1, 5, 5, 8],
      resolvedName: 'flax.linen.ConvTranspose',
    });
    const scenario = siteScenario(site, nothing);
    assert.equal(scenario.ok, false);
  });
});

describe('what has to be asked about a call', () => {
  const open = siteOf('nn.ConvTranspose2d(in_ch, 32, k, stride=2)').site;
  const questions = questionsAbout(open);
  assert.ok(questions);

  it('is the size of the input and every expression, once', () => {
    assert.equal(questions.axes, 2);
    assert.deepEqual(
      questions.numbers.map(({ source }) => source),
      ['in_ch', 'k'],
    );
  });

  it('is nothing if the code says everything', () => {
    const known = questionsAbout(siteOf('nn.ConvTranspose2d(64, 32, 4)', { input: [1, 64, 8, 8] }).site);
    assert.deepEqual(known, { axes: 0, numbers: [] });
  });

  it('is the channels of a lazy layer', () => {
    const lazy = questionsAbout(siteOf('nn.LazyConvTranspose2d(32, 4)').site);
    assert.deepEqual(lazy?.numbers, [{ source: 'input channels', suggestion: 64 }]);
  });

  const answers: readonly (readonly [
    text: string,
    input: readonly number[] | null,
    numbers: Readonly<Record<string, number>>,
  ])[] = [
    ['16x16', [1, 64, 16, 16], { in_ch: 64, k: 4 }],
    ['16', [1, 64, 16, 16], { in_ch: 64, k: 4 }],
    ['in_ch=3, k=5, 16x20', [1, 3, 16, 20], { in_ch: 3, k: 5 }],
    ['in_ch = 3', [1, 3, 8, 8], { in_ch: 3, k: 4 }],
    ['2x64x16x16', [2, 64, 16, 16], { in_ch: 64, k: 4 }],
    ['(16, 20)', [1, 64, 16, 20], { in_ch: 64, k: 4 }],
  ];
  for (const [text, input, numbers] of answers) {
    it(`is answered by ${text}`, () => assert.deepEqual(readAnswer(text, open, questions), { input, numbers }));
  }
  for (const text of ['sixteen', '0x4', '1x2x3x4x5', 'width=3'])
    it(`is not answered by ${text}`, () => assert.equal(readAnswer(text, open, questions), null));

  // Sizes of the uses: a transposed convolution with kernel 4 (6 with padding 2), stride 2 and padding 1 doubles each size.
  const block = `import torch.nn as nn
class Up(nn.Module):
    def __init__(self, cin, cout, k=4, p=1):
        super().__init__()
        self.up = nn.ConvTranspose2d(cin, cout, k, stride=2, padding=p)
    def forward(self, x):
        return self.up(x)
class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.c = Up(256, 128), Up(128, 64), Up(64, 3, 6, 2)
        self.again = Up(256, 128)
    def forward(self, z):{comment}
        self.again(z)
        return self.c(self.b(self.a(z)))
`;
  const usesOf = (comment: string): readonly SiteAnswer[] => {
    const [site] = findCalls(PythonSource.of(block.replace('{comment}', comment)));
    assert.ok(site?.kind === 'transposed');
    const asked = questionsAbout(site);
    assert.ok(asked);
    return answersOfUses(site, asked);
  };

  it('is answered by each use of the call in the code, once', () => {
    assert.deepEqual(usesOf('  # z: 1x256x4x4'), [
      { input: [1, 256, 4, 4], numbers: { cin: 256, cout: 128, k: 4, p: 1 } },
      { input: [1, 128, 8, 8], numbers: { cin: 128, cout: 64, k: 4, p: 1 } },
      { input: [1, 64, 16, 16], numbers: { cin: 64, cout: 3, k: 6, p: 2 } },
    ]);
  });

  it('is answered by uses whose input has no known size, with a size that is likely', () => {
    assert.deepEqual(
      usesOf('').map(({ input, numbers }) => [input, numbers.cout]),
      [
        [[1, 256, 8, 8], 128],
        [[1, 128, 8, 8], 64],
        [[1, 64, 8, 8], 3],
      ],
    );
  });
});

describe('a change in the code', () => {
  const before = siteOf('nn.ConvTranspose2d(64, 32, 3, 2, 1)', { input: [1, 64, 4, 4] }).site;
  const after = siteOf('nn.ConvTranspose2d(64, 16, 3, 2, 1, bias=False)', { input: [1, 64, 4, 4] }).site;

  it('reaches the scenario, and nothing else of the scenario changes', () => {
    const [from, to, scenario] = [
      siteCallShape(before, nothing),
      siteCallShape(after, nothing),
      siteScenario(before, nothing),
    ];
    assert.ok(from.ok && to.ok && scenario.ok);
    const edited = {
      ...scenario.value,
      seed: 7,
      input: { fill: 'smooth', shape: [1, 64, 9, 9] } as const,
      params: { ...scenario.value.params, stride: [3, 3] as const },
    };
    assert.deepEqual(withSiteChange(edited, from.value, to.value), {
      ...edited,
      weight: { fill: 'randn', shape: [64, 16, 3, 3] },
      bias: null,
    });
  });
});

describe('an answer about a call that nothing applies', () => {
  it('gives it an input and an output, in the layout of the layer', () => {
    const { site } = siteOf("layers.Conv2DTranspose(32, 3, strides=2, padding='same')");
    const answered = withAnsweredInput(site, { input: [1, 7, 7, 64], numbers: {} });
    assert.deepEqual(
      [answered.input, answered.output, answered.inputFrom],
      [[1, 7, 7, 64], [1, 14, 14, 32], 'your answer'],
    );
  });

  it('changes nothing where the code says the size', () => {
    const { site } = siteOf('nn.ConvTranspose2d(64, 32, 4)', { input: [1, 64, 8, 8] });
    assert.equal(withAnsweredInput(site, { input: [1, 64, 4, 4], numbers: {} }), site);
  });
});
