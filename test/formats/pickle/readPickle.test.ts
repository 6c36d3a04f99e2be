import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bufferSource } from '../../../src/formats/common/byteSource.ts';
import type { PickleValue } from '../../../src/formats/pickle/pickleValue.ts';
import { readPickle } from '../../../src/formats/pickle/readPickle.ts';
import { pickles } from '../zip/fixtures.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

const sourceOf = (bytes: Uint8Array) => bufferSource(Uint8Array.from(bytes).buffer, 'a.pkl');

async function read(bytes: Uint8Array): Promise<PickleValue> {
  const result = await readPickle(sourceOf(bytes));
  assert.ok(result.ok, result.ok ? '' : result.refusal.message);
  return result.value.value;
}

async function refusalOf(text: string): Promise<string> {
  const result = await readPickle(sourceOf(bytesOf(text)));
  assert.ok(!result.ok, 'it was read');
  return result.refusal.message;
}

/** Converts the content of a pickle to a form that can be compared; a structure seen before becomes its number. */
function plain(value: PickleValue, met = new Map<PickleValue, number>()): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const known = met.get(value);
  if (known !== undefined) return `the ${known}th`;
  met.set(value, met.size);
  const all = (values: readonly PickleValue[]) => values.map((one) => plain(one, met));
  if (value.kind === 'bytes') return value.type;
  if (value.kind === 'name') return value.name;
  if (value.kind === 'persistent') return ['persistent', plain(value.id, met)];
  if (value.kind !== 'object') return [value.kind, ...all(value.items)];
  return ['object', ...all([value.callee, value.args]), all(value.appended), all(value.items), plain(value.state, met)];
}

/** The dict that zip.py pickles, by Python's own definition. */
function numbersOf(value: PickleValue, key: string): unknown {
  const items = typeof value === 'object' && value !== null && 'items' in value ? value.items : [];
  return plain(items[items.indexOf(key) + 1] ?? null);
}

describe('reading pickles', () => {
  for (const [protocol, hex] of pickles.entries()) {
    it(`reads what Python pickles by protocol ${protocol}`, async () => {
      const value = await read(Uint8Array.from(Buffer.from(hex, 'hex')));
      assert.deepEqual(numbersOf(value, 'ints'), [
        'list',
        ...[0n, 1n, -1n, 255n, 256n, 65535n, 65536n, 2n ** 31n, -(2n ** 31n), 2n ** 63n, -(2n ** 64n)],
        'int',
      ]);
      assert.deepEqual(numbersOf(value, 'floats'), ['list', 0.5, Infinity, -1e300]);
      assert.deepEqual(numbersOf(value, 'tuples'), [
        'list',
        ...[[], [1n], [1n, 2n], [1n, 2n, 3n], [1n, 2n, 3n, 4n]].map((one) => ['tuple', ...one]),
      ]);
      const none = numbersOf(value, 'none') as readonly unknown[];
      assert.deepEqual(none, ['list', null, true, false]);
      const text = numbersOf(value, 'text') as readonly string[];
      assert.deepEqual(text, ['list', '', 'ä权', 'a\nb\\u0041é😀', 'x'.repeat(300)]);
      assert.match(String(numbersOf(value, 'sets')), protocol < 4 ? /builtin/ : /^list,set,1,2,frozenset,3$/);
      // The dict contains itself.
      assert.ok(typeof value === 'object' && value !== null && 'items' in value);
      assert.equal(value.items[value.items.indexOf('self') + 1], value);
    });
  }

  it('executes nothing: a call is only recorded by name', async () => {
    assert.deepEqual(plain(await read(bytesOf("cos\nsystem\n(S'touch /tmp/x'\ntR."))), [
      'object',
      'os.system',
      ['tuple', 'touch /tmp/x'],
      [],
      [],
      null,
    ]);
    assert.deepEqual(plain(await read(bytesOf("(S'echo'\nios\nsystem\n."))), [
      'object',
      'os.system',
      ['tuple', 'echo'],
      [],
      [],
      null,
    ]);
    assert.deepEqual(plain(await read(bytesOf('(cbuiltins\nexec\nVx = 1\no.'))), [
      'object',
      'builtins.exec',
      ['tuple', 'x = 1'],
      [],
      [],
      null,
    ]);
    assert.deepEqual(plain(await read(bytesOf('\x8c\x02os\x8c\x06system\x93)\x81}b.'))), [
      'object',
      'os.system',
      ['tuple'],
      [],
      [],
      ['dict'],
    ]);
    assert.deepEqual(plain(await read(bytesOf('cx\ny\n)}\x92.'))), ['object', 'x.y', ['tuple'], [], [], null]);
  });

  it('refuses a length beyond the end before allocating anything', async () => {
    assert.match(await refusalOf('\x8b\xff\xff\xff\x7f\x01.'), /needs 2147483647 bytes and has 2 at byte 5/);
    assert.match(await refusalOf('\x8b\xff\xff\xff\xff.'), /negative length/);
    assert.match(await refusalOf('\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\xff.'), /needs \d+ bytes and has 1/);
    assert.match(await refusalOf('X\xff\xff\xff\xffabc.'), /needs 4294967295 bytes/);
    assert.match(await refusalOf('\x8e\xff\xff\xff\xff\xff\xff\xff\x7fabc.'), /needs \d+ bytes/);
    assert.match(await refusalOf('\x96\xff\x00\x00\x00\x00\x00\x00\x00abc.'), /needs 255 bytes/);
  });

  it('refuses invalid pickles and names the byte', async () => {
    assert.match(await refusalOf(''), /needs 1 bytes and has 0 at byte 0/);
    assert.match(await refusalOf('.'), /stack is empty at byte 1/);
    assert.match(await refusalOf('\x80\x06N.'), /protocol 6; 0 to 5/);
    assert.match(await refusalOf('\xff.'), /unknown opcode 0xff/);
    assert.match(await refusalOf('\x82\x01.'), /unknown opcode 0x82/);
    assert.match(await refusalOf('h\x05.'), /no memo 5/);
    assert.match(await refusalOf('g1x\n.'), /invalid memo index/);
    assert.match(await refusalOf('Na.'), /stack is empty/);
    assert.match(await refusalOf('NNa.'), /adds to a value that is not a collection/);
    assert.match(await refusalOf('}Na.'), /appends to a dict/);
    assert.match(await refusalOf(']NNs.'), /sets items of a value that is not a dict/);
    assert.match(await refusalOf('}(Nu.'), /key without a value/);
    assert.match(await refusalOf('Nt.'), /no mark/);
    assert.match(await refusalOf('(.'), /stack is empty/);
    assert.match(await refusalOf('(o.'), /object without a class/);
    assert.match(await refusalOf('NN\x93.'), /name that is not a string/);
    assert.match(await refusalOf('I1.5\n.'), /an invalid int/);
    assert.match(await refusalOf('Fabc\n.'), /an invalid float/);
    assert.match(await refusalOf('Vabc'), /middle of a line/);
  });

  it('stops quickly for endless steps and digits', async () => {
    const many = await readPickle(sourceOf(bytesOf(']'.repeat(2 ** 21 + 2))));
    assert.ok(many.ok && !many.value.isWhole);
    assert.equal(plain(await read(bytesOf(`L${'9'.repeat(2 ** 22)}L\n.`))), 'int');
  });

  it('reads or refuses arbitrary bytes', async () => {
    const opcodes = fc.constantFrom(
      ...bytesOf(
        '().012FNIJKMLRQPVXUabcdeghijloprstu}]\x80\x81\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8f\x90\x91\x92\x93\x94\x95\x96\n',
      ),
    );
    const bytes = fc.array(fc.oneof({ weight: 9, arbitrary: opcodes }, { weight: 1, arbitrary: fc.nat(255) }));
    await fc.assert(
      fc.asyncProperty(bytes, async (values) => {
        const result = await readPickle(sourceOf(Uint8Array.from(values)));
        assert.ok(result.ok || result.refusal.message.endsWith('.'));
      }),
      { numRuns: 3000 },
    );
  });
});
