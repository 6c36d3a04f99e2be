import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readNpy } from '../../../src/formats/npy/readNpy.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';

interface Case {
  readonly file: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: readonly (number | string)[];
  readonly canonical: boolean;
}

const fixtures = new URL('../../fixtures/', import.meta.url);
const { cases } = JSON.parse(readFileSync(new URL('npy.json', fixtures), 'utf8')) as {
  cases: readonly Case[];
};

function bytesOf(file: string): ArrayBuffer {
  return Uint8Array.from(readFileSync(new URL(`npy/${file}`, fixtures))).buffer;
}

function read(file: string) {
  const result = readNpy(bytesOf(file), file);
  assert.ok(result.ok, result.ok ? '' : result.refusal.message);
  return result.value;
}

function refusalOf(bytes: ArrayBuffer): string {
  const result = readNpy(bytes, 'x.npy');
  assert.ok(!result.ok, 'it was read');
  assert.equal(result.refusal.argument, 'file');
  return result.refusal.message;
}

/** Makes a file with this header, without alignment, and this many bytes of data. */
function file(header: string, dataBytes: number, version = 1): ArrayBuffer {
  const start = version === 1 ? 10 : 12;
  const bytes = new Uint8Array(start + header.length + dataBytes);
  bytes.set([0x93, ...Buffer.from('NUMPY'), version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, header.length, true);
  else view.setUint32(8, header.length, true);
  bytes.set(Buffer.from(header, 'latin1'), start);
  return bytes.buffer;
}

const plainHeader = (shape: string, descr = "'<f4'", order = 'False'): string =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }`;

describe('reading .npy', () => {
  for (const { file: name, dtype, shape, values } of cases) {
    it(`gives the numbers NumPy wrote: ${name}`, () => {
      const tensor = read(name);
      assert.equal(tensor.dtype, dtype);
      assert.deepEqual(tensor.shape, shape);
      assert.deepEqual([...tensor.data], values.map(Number));
    });
  }

  it('refuses elements that are not numbers: records, complex, text, dates and objects', () => {
    assert.match(refusalOf(bytesOf('records.npy')), /records/);
    assert.match(
      refusalOf(bytesOf('complex.npy')),
      /the dtype "<c8", which cannot be read: save its real and its imaginary/,
    );
    assert.match(refusalOf(bytesOf('text.npy')), /dtype "<U2".*text, not numbers/);
    assert.match(refusalOf(bytesOf('date.npy')), /dtype "<M8\[D\]".*dates or times/);
    assert.match(refusalOf(bytesOf('objects.npy')), /dtype "\|O"/);
  });

  it('refuses another magic, an empty file and an unknown version', () => {
    assert.match(refusalOf(new ArrayBuffer(0)), /not a \.npy file/);
    assert.match(refusalOf(Uint8Array.from(Buffer.from('PK\u0003\u0004 something else')).buffer), /not a \.npy/);
    assert.match(refusalOf(file(plainHeader('(1,)'), 4, 4)), /version 4\.0; 1\.0, 2\.0 and 3\.0/);
  });

  it('refuses every file that is cut off, wherever it is cut', () => {
    const whole = bytesOf('f4-little.npy');
    for (let length = 0; length < whole.byteLength; length++) {
      refusalOf(whole.slice(0, length));
    }
    assert.match(refusalOf(whole.slice(0, 40)), /cut off: its header ends at byte 128, the file at byte 40/);
    assert.match(
      refusalOf(whole.slice(0, 200)),
      /cut off: shape \(2, 3, 4\) of <f4 needs 96 bytes of data, the file has 72/,
    );
  });

  it('refuses bytes after the data', () => {
    assert.match(refusalOf(file(plainHeader('(1,)'), 5)), /longer than its header says.*needs 4 bytes.*has 5/);
  });

  it('refuses a declared size that the file does not have, before it allocates', () => {
    for (const shape of ['(1000000000, 1000000000)', '(9007199254740991,)', '(4, 2000000000)']) {
      assert.match(refusalOf(file(plainHeader(shape), 16)), /cut off/);
    }
  });

  it('parses the header as a literal and executes nothing', () => {
    const broken = [
      `__import__('os').system('true')`,
      plainHeader('(1,)', "'<f4' + ''"),
      plainHeader('(1,)', "'<f4"),
      plainHeader('(1.5,)'),
      plainHeader('(-1,)'),
      plainHeader('1'),
      plainHeader("('1',)"),
      plainHeader('(1,)', "'<f4'", '0'),
      plainHeader('(1,)', "'<f4'", 'false'),
      `{'descr': '<f4', 'shape': (1,)}`,
      `{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}`,
      `{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}`,
      `${plainHeader('(1,)')} trailing`,
      `{'descr' '<f4'}`,
      '',
      '('.repeat(60000),
    ];
    for (const header of broken) {
      assert.match(refusalOf(file(header, 4)), /broken \.npy header/, header.slice(0, 60));
    }
  });

  it('accepts the headers of other writers: no spaces, double quotes, Python 2 longs, lists', () => {
    for (const header of [
      `{'descr':'<f4','fortran_order':False,'shape':(1,)}\n`,
      `{"descr": "<f4", "fortran_order": False, "shape": (1,)}`,
      plainHeader('(1L,)'),
      plainHeader('[1]'),
    ]) {
      const result = readNpy(file(header, 4), 'x.npy');
      assert.ok(result.ok && result.value.shape.length === 1, header);
    }
  });
});

describe('writing .npy', () => {
  for (const { file: name } of cases.filter(({ canonical }) => canonical)) {
    it(`writes what numpy.save writes, byte for byte: ${name}`, () => {
      assert.deepEqual(Buffer.from(writeNpy(read(name))), Buffer.from(bytesOf(name)));
    });
  }
});
