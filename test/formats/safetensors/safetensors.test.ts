import assert from 'node:assert/strict';
import { bufferSource } from '../../../src/formats/common/byteSource.ts';
import { openSafetensors } from '../../../src/formats/safetensors/openSafetensors.ts';
import { assertSurvives, survives } from '../hostileFiles.ts';
import { accepted, assertCase, casesOf, fixture, readKey, refused } from '../tensorCases.ts';

const cases = casesOf('safetensors/safetensors.json');
const bytesOf = (file: string): ArrayBuffer => fixture(`safetensors/${file}`);

/** Makes a file with this header and this many bytes of data. */
function file(header: string | Uint8Array, dataBytes = 0, size?: bigint): ArrayBuffer {
  const text = typeof header === 'string' ? Buffer.from(header) : header;
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, size ?? BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes.buffer;
}

async function refusal(bytes: ArrayBuffer): Promise<string> {
  return refused(await openSafetensors(bufferSource(bytes, 'm.safetensors')));
}

const tensor = (key: string, begin: number, end: number, shape = `[${end - begin}]`, dtype = 'U8') =>
  `"${key}":{"dtype":"${dtype}","shape":${shape},"data_offsets":[${begin},${end}]}`;

describe('reading .safetensors', () => {
  for (const one of cases) {
    it(`reads the numbers of every dtype and names the other tensors: ${one.file}`, async () => {
      const source = bufferSource(bytesOf(one.file), one.file);
      await assertCase(accepted(await openSafetensors(source)), one);
    });
  }

  it('reads only the header and the bytes of the tensor', async () => {
    const source = bufferSource(bytesOf('dtypes.safetensors'), 'dtypes.safetensors');
    const asked: [number, number][] = [];
    const read = (from: number, length: number) => {
      asked.push([from, length]);
      return source.read(from, length);
    };
    const opened = accepted(await openSafetensors({ ...source, read }));
    const headerEnd = 8 + Number(new DataView(bytesOf('dtypes.safetensors')).getBigUint64(0, true));
    assert.ok(
      asked.every(([from, length]) => from + length <= headerEnd),
      JSON.stringify(asked),
    );
    asked.length = 0;
    accepted(await readKey(opened, 'f32'));
    assert.deepEqual(
      asked.map(([, length]) => length),
      [2 * 3 * 2 * 2 * 4],
    );
    assert.ok(asked.every(([from]) => from >= headerEnd));
  });

  it('reads metadata of null as none, as the reference implementation does', async () => {
    const header = `{"__metadata__": null, ${tensor('w', 0, 2)}}`;
    const opened = accepted(await openSafetensors(bufferSource(file(header, 2), 'm.safetensors')));
    assert.deepEqual(opened.entries, [{ key: 'w', element: 'uint8', shape: [2] }]);
    assert.match(await refusal(file('{"__metadata__": nul}')), /expected "\{"/);
  });

  it('reads a file with bytes after its last tensor, and says how many are left out', async () => {
    const found = accepted(await openSafetensors(bufferSource(file(`{${tensor('a', 0, 2)}}`, 5), 'm.safetensors')));
    assert.deepEqual([...accepted(await readKey(found, 'a')).data].length, 2);
    assert.deepEqual(
      found.leftOut.map((line) => line.replaceAll(/\s/g, ' ')),
      ['the last 3 B, which belong to no tensor'],
    );
  });

  it('accepts spaces in and after the header, and escaped names', async () => {
    const header = `{ "\\u0061\\ud834\\udd1e" :\n{"shape": [ ] ,"data_offsets":[0, 1],\t"dtype":"U8"} }   `;
    const opened = accepted(await openSafetensors(bufferSource(file(header, 1), 'm.safetensors')));
    assert.deepEqual(opened.entries, [{ key: 'a𝄞', element: 'uint8', shape: [] }]);
  });

  const broken: readonly (readonly [rule: string, bytes: ArrayBuffer, message: RegExp])[] = [
    ['a header beyond the file', file('{}', 0, 3n), /cut off: its header ends at byte 11, the file at byte 10/],
    ['a header above the limit', file('{}', 0, 100_000_001n), /100000001 bytes.*at most 100000000/],
    ['a negative size of the header', file('{}', 0, 2n ** 64n - 1n), /at most 100000000/],
    ['a header that begins with a space', file(' {}'), /must begin with "\{"/],
    ['an empty header', file(''), /must begin with "\{"/],
    ['a header that is an array', file('[]'), /must begin with "\{"/],
    ['a header that is no UTF-8', file(Uint8Array.of(0x7b, 0x22, 0xc0, 0x80, 0x22)), /not UTF-8/],
    ['surrogates in UTF-8', file(Uint8Array.of(0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22)), /not UTF-8/],
    ['something after the header', file('{} x'), /expected its end at character 3, but found "x"/],
    ['another white space after it', file('{}\n'), /expected its end/],
    ['a tensor twice', file(`{${tensor('w', 0, 1)},${tensor('w', 1, 2)}}`, 2), /the header has the key "w" twice/],
    ['a tensor twice, once escaped', file(`{${tensor('w', 0, 1)},${tensor('\\u0077', 1, 2)}}`, 2), /"w" twice/],
    [
      'a dtype twice',
      file('{"w":{"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]}}', 1),
      /tensor "w" has the key "dtype" twice/,
    ],
    ['metadata twice', file('{"__metadata__":{},"__metadata__":{}}'), /"__metadata__" twice/],
    ['a key of metadata twice', file('{"__metadata__":{"a":"","a":""}}'), /__metadata__ has the key "a" twice/],
    ['metadata that is no text', file('{"__metadata__":{"a":1}}'), /expected a string/],
    ['a tensor without a shape', file('{"w":{"dtype":"U8","data_offsets":[0,1]}}', 1), /"w" has no shape/],
    ['a tensor with another key', file('{"w":{"dtype":"U8","strides":[1]}}', 1), /"w" has an unknown key "strides"/],
    ['a negative size', file(`{${tensor('w', 0, 1, '[-1]')}}`, 1), /an integer from 0 to 2⁵³/],
    ['a size with a fraction', file(`{${tensor('w', 0, 1, '[1.0]')}}`, 1), /expected "\]".*\.0/],
    ['a size with an exponent', file(`{${tensor('w', 0, 1, '[1e0]')}}`, 1), /expected "\]".*e0/],
    ['a size with a leading zero', file(`{${tensor('w', 0, 1, '[01]')}}`, 1), /an integer from 0/],
    ['a size beyond 2⁵³', file(`{${tensor('w', 0, 1, '[9007199254740993]')}}`, 1), /an integer from 0/],
    [
      'a product beyond 2⁵³',
      file(`{${tensor('w', 0, 1, '[4294967296,4294967296,0]')}}`, 1),
      /needs more than 2⁵³ bytes/,
    ],
    ['65 axes', file(`{${tensor('w', 0, 1, `[${Array(65).fill(1).join()}]`)}}`, 1), /more than 64/],
    [
      'three offsets',
      file('{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1,1]}}', 1),
      /data_offsets of tensor "w" has more than 2/,
    ],
    ['one offset', file('{"w":{"dtype":"U8","shape":[1],"data_offsets":[0]}}', 1), /two integers, begin and end/],
    [
      'an end before the beginning',
      file(`{${tensor('w', 1, 0, '[1]')}}`, 1),
      /"w" ends before it begins: its data_offsets are \[1, 0\]/,
    ],
    ['a tensor beyond the file', file(`{${tensor('w', 0, 4)}}`, 3), /"w" is cut off.*\[0, 4\].*3 bytes/],
    [
      'too few bytes for the shape',
      file(`{${tensor('w', 0, 4, '[2]', 'F32')}}`, 4),
      /"w" of shape \(2\) and dtype F32 needs 8 bytes; its data_offsets \[0, 4\] span 4/,
    ],
    [
      'an overlap',
      file(`{${tensor('a', 0, 4)},${tensor('b', 3, 5)}}`, 5),
      /"b" overlaps.*begins at byte 3.*ends at byte 4/,
    ],
    ['the same bytes for two tensors', file(`{${tensor('a', 0, 4)},${tensor('b', 0, 4)}}`, 4), /"b" overlaps/],
    ['a hole', file(`{${tensor('a', 0, 2)},${tensor('b', 3, 5)}}`, 5), /"b" leaves a hole/],
    ['a hole at the beginning', file(`{${tensor('a', 1, 2)}}`, 2), /"a" leaves a hole before it/],
    ['a string that does not end', file('{"w'), /the string at character \d+ is invalid/],
    ['a line break in a string', file('{"a\nb":{}}'), /the string at character \d+ is invalid/],
    [
      'a dtype that is a text',
      file(`{${tensor('w', 0, 1, '[1]', 'a b')}}`, 1),
      /the dtype of tensor "w" is invalid: "a b"/,
    ],
    ['a comma too many', file(`{${tensor('a', 0, 1)},}`, 1), /expected a string/],
    ['a number instead of a tensor', file('{"w":1}'), /expected "\{"/],
  ];
  for (const [rule, bytes, message] of broken) {
    it(`refuses ${rule}`, async () => assert.match(await refusal(bytes), message));
  }

  it('refuses deep nesting and long names quickly', async () => {
    assert.match(await refusal(file('{"a":'.repeat(1_000_000))), /has a key "a"|twice|data_offsets/);
    assert.match(await refusal(file(`{"${'k'.repeat(5_000_000)}":1}`)), /expected "\{"/);
    const long = await refusal(file(`{"${'k'.repeat(5_000_000)}":{}}`));
    assert.ok(long.length < 300);
  });

  it('refuses every file that is cut off, wherever it is cut', async () => {
    const whole = bytesOf('names.safetensors');
    for (let length = 0; length < whole.byteLength; length++) {
      assert.equal(await survives(openSafetensors, whole.slice(0, length)), false, `${length}`);
    }
  });

  for (const { file: name } of cases) {
    it(`refuses or reads every mutant of ${name}`, async () => {
      await assertSurvives(openSafetensors, bytesOf(name), 2000);
    });
  }
});
