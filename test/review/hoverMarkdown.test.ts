import assert from 'node:assert/strict';
import { hoverMarkdown } from '../../src/review/hoverMarkdown.ts';
import { siteOf } from './siteOf.ts';

const links = {
  debug: 'command:debug',
  frameworks: 'command:frameworks',
  setInputSize: 'command:size',
  setting: 'command:setting',
};
const hover = (...given: Parameters<typeof siteOf>): string =>
  hoverMarkdown(siteOf(...given).site, links).replaceAll('\u00a0', ' ');

describe('the hover over a call', () => {
  const known = hover('nn.ConvTranspose2d(64, 32, 4, 2, 1)', {
    input: [1, 64, 4, 4],
    inputFrom: 'the comment in line 12',
    output: [1, 32, 8, 8],
  });

  it('says the shapes and where the input comes from', () => {
    assert.match(known, /`1×64×4×4 → 1×32×8×8`, with the input from the comment in line 12/);
  });

  it('has the formula with the numbers, once if the axes are the same', () => {
    assert.match(known, /Ho = Wo = \(4 − 1\)·2 − 2·1 \+ 1·\(4 − 1\) \+ 0 \+ 1 = 8\n/);
    const both = hover('nn.ConvTranspose2d(64, 32, (4, 3), 2, 1)', { input: [1, 64, 4, 5] });
    assert.match(both, /Ho = \(4 − 1\)·2 .* = 8\nWo = \(5 − 1\)·2 .* = 9\n/);
  });

  it('says the cost: parameters, multiply-adds, the size and memory of U', () => {
    // 64·32·4·4 + 32 parameters; 64·16 rows and 8·8 columns of float32; 32·64·(64·16) multiply-adds.
    assert.match(known, /Weight `64×32×4×4`: 32 800 parameters, bias included/);
    assert.match(known, /Unfolded matrix U `1024×64`: 262 KB in float32/);
    assert.match(known, /2 097 152 multiply-adds by unfold and matmul/);
  });

  it('shows the overlap as a picture without a network', () => {
    const [, svg = ''] = /!\[[^\]]*\]\(data:image\/svg\+xml,([^)]*)\)/.exec(known) ?? [];
    const picture = decodeURIComponent(svg);
    assert.match(picture, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" [^>]*>.*<\/svg>$/);
    assert.equal(picture.match(/<rect /g)?.length, 64);
  });

  it('says how many taps reach an output element', () => {
    assert.match(known, /Overlap even: 4 taps reach every output element/);
    assert.match(hover('nn.ConvTranspose2d(64, 32, 3, 2)'), /Overlap uneven: 1, 2 and 4 taps reach/);
  });

  it('says what is not known, and the ways to tell it', () => {
    const open = hover('nn.ConvTranspose2d(in_ch, 32, 4, 2, 1)');
    assert.match(open, /Not known from the code: `in_ch` and the height and width of the input\./);
    assert.match(open, /a comment such as `# x: Nxin_chxHxW` beside the code/);
    assert.match(open, /\[setting\]\(command:setting\)/);
    assert.match(open, /\[an answer\]\(command:size\)/);
  });

  it('leads to the debugger, unless the call is still being typed', () => {
    assert.match(known, /\[Debug this call\]\(command:debug\) · \[Other frameworks\]\(command:frameworks\)$/);
    assert.doesNotMatch(hover('nn.ConvTranspose2d(64, 32', { isComplete: false }), /Debug this call/);
  });

  it('has the reason of an illegal call in place of a formula', () => {
    const illegal = hover('nn.ConvTranspose2d(64, 32, 4, 2, 1, 2)');
    assert.match(illegal, /\*\*Illegal:\*\* output\\_padding = 2 must be smaller/);
    assert.doesNotMatch(illegal, /Ho =/);
  });

  it('takes the words of the code as text, not as markup', () => {
    const odd = hover('nn.ConvTranspose2d(64, 32, 4, 2, 1)', { input: [1, 64, { source: '`a`<b>' }, 4], output: null });
    assert.doesNotMatch(odd.replace(/`{2,}.*?`{2,}/gs, ''), /<b>/);
  });
});
