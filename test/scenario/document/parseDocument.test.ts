import assert from 'node:assert/strict';
import { parseDocument } from '../../../src/scenario/document/parseDocument.ts';
import { parseScenario } from '../../../src/scenario/document/parseScenario.ts';

const plain =
  '{ "version": 1, "name": "a // b, ]", "input": { "file": "x.npy" }, "weight": { "values": [[[[1, 2]]]] } }';

describe('the text of a document', () => {
  const same = {
    'without comments': plain,
    'with a comment to the end of the line': `${plain.replace('1,', '1, // one, "stride": 2\n')} // end`,
    'with a comment of several lines': plain.replace('1,', '1 /* one,\r\n } two */,'),
    'with trailing commas': plain
      .replace('[1, 2]', '[1, 2,]')
      .replace('"x.npy"', '"x.npy" , /* last */')
      .replace(/\}$/, ',\n}'),
  };
  for (const [what, text] of Object.entries(same)) {
    it(`${what} describes the same scenario`, () => assert.deepEqual(parseDocument(text), parseScenario(plain)));
  }

  const broken = {
    'a comma before the first value': ['[1, 2]', '[, 2]', /value expected \(line 1, column \d+\)/],
    'two commas': ['[1, 2]', '[1,, 2]', /value expected/],
    'a missing comma': ['1, "name"', '1\n"name"', /comma expected \(line 2, column 1\)/],
    'a missing end': ['] } }', '] }', /close brace expected/],
    'text after the end': ['] } }', '] } } 3', /end of file expected/],
    'a comment without an end': ['1,', '1, /* one', /unexpected end of comment/],
    'a word that is not JSON': ['1,', 'one,', /invalid symbol/],
  } as const;
  for (const [what, [from, to, reason]] of Object.entries(broken)) {
    it(`with ${what} is refused with the place`, () => {
      const result = parseDocument(plain.replace(from, to));
      assert(!result.ok);
      assert.match(result.refusal.message, reason);
      assert.match(result.refusal.message, /^The scenario is not JSON: /);
    });
  }

  it('that nests too deeply is refused with the place, with or without a comment', () => {
    const deep = `${'['.repeat(100_000)}1${']'.repeat(100_000)}`;
    const document = plain.replace('[[[[1, 2]]]]', deep);
    const [asJson, withComment] = [parseDocument(document), parseDocument(`// one line\n${document}`)];
    assert(!asJson.ok && !withComment.ok);
    assert.match(asJson.refusal.message, /^weight\.values.* is nested too deeply: at most 8 levels can be read\.$/);
    // The 98th bracket is level 101: the document and the weight are the first two levels.
    const column = plain.indexOf('[[[[') + 1 + 98;
    assert.equal(
      withComment.refusal.message,
      `The scenario is not JSON: more than 100 levels of nesting (line 2, column ${column}).`,
    );
  });

  it('may not define its keys by a prototype', () => {
    const result = parseDocument('{ "__proto__": { "version": 1 } }');
    assert(!result.ok);
    assert.match(result.refusal.message, /unknown key "__proto__"/);
  });
});
