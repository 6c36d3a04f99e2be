import assert from 'node:assert/strict';
import { quoted, shownName } from '../../src/formats/common/quoted.ts';
import { refuse } from '../../src/engine/core/refusal.ts';
import { visibleText } from '../../src/engine/core/visibleText.ts';

/** Characters that change the text around them or cannot be seen. */
const unseen = [
  ...Array.from({ length: 0x20 }, (_, code) => code),
  ...Array.from({ length: 0x21 }, (_, i) => 0x7f + i),
  ...[0xad, 0x61c, 0x180e, 0x200b, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e],
  ...[0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff, 0xfff9, 0xe0001, 0xe007f, 0xd800, 0xdfff],
];

describe('a name from a file in a message', () => {
  it('has no control, bidirectional or invisible character', () => {
    for (const code of unseen) {
      const character = code >= 0xd800 && code <= 0xdfff ? String.fromCharCode(code) : String.fromCodePoint(code);
      const name = `a${character}b`;
      const escape = code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
      assert.equal(visibleText(name), `a${escape}b`);
      assert.equal(quoted(name), `"a${escape}b"`);
      assert.equal(shownName(name), `a${escape}b`);
      assert.equal(refuse('file', `${name} is none.`).refusal.message, `a${escape}b is none.`);
    }
  });

  it('keeps letters of every script, symbols and emoji', () => {
    const joined = '\u200d';
    for (const name of ['gewicht-ä権', 'שלום', 'می\u200cخواهم', `👩${joined}🔬`, 'a b/c.d', "it's", 'C:\\weights']) {
      assert.equal(visibleText(name), name);
      assert.equal(shownName(name), name);
    }
  });

  it('is quoted so that its quotes end nothing, and cut in the middle', () => {
    assert.equal(quoted('a"b\\c'), '"a\\"b\\\\c"');
    const long = `begin.${'x'.repeat(500)}.weight`;
    assert.equal(shownName(long).length, 80);
    assert.match(shownName(long), /^begin\.x+…x+\.weight$/);
    const emoji = '🔬'.repeat(100);
    assert.match(shownName(emoji), /^(🔬){40}…(🔬){39}$/u);
    assert.equal(shownName('y'.repeat(80)), 'y'.repeat(80));
  });
});
