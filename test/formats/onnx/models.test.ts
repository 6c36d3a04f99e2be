import assert from 'node:assert/strict';
import { ok, refuse } from '../../../src/engine/core/refusal.ts';
import { type Beside, bufferSource } from '../../../src/formats/common/byteSource.ts';
import type { LayerNode } from '../../../src/formats/common/layerNode.ts';
import { openOnnx } from '../../../src/formats/onnx/openOnnx.ts';
import { assertSurvives, survives } from '../hostileFiles.ts';
import { accepted, assertCase, casesOf, fixture, readKey, refused, type TensorCase } from '../tensorCases.ts';

type Described = Omit<LayerNode, 'params'>;
interface ModelCase extends TensorCase {
  readonly layers: readonly Described[];
}

const cases = casesOf('onnx/onnx.json') as readonly ModelCase[];
const bytesOf = (file: string): ArrayBuffer => fixture(`onnx/${file}`);

const beside: Beside = (path) =>
  Promise.resolve(
    path === 'data/weights.bin'
      ? ok(bufferSource(bytesOf(path), path))
      : refuse('file', `${JSON.stringify(path)} is not there.`),
  );

describe('reading .onnx', () => {
  for (const one of cases) {
    it(`gives the tensors and layers that were written: ${one.file}`, async () => {
      const source = bufferSource(bytesOf(one.file), one.file);
      const file = accepted(await openOnnx(source, beside));
      await assertCase(file, one);
      for (const { key, through } of one.tensors)
        assert.equal(file.entries.find((entry) => entry.key === key)?.through, through, key);
      const layers = file.layers.map((layer) =>
        Object.fromEntries(Object.entries(layer).filter(([name]) => name !== 'params')),
      );
      assert.deepEqual(layers, one.layers);
      for (const layer of file.layers.filter((each) => each.refused !== null)) {
        const message = refused(layer.params([1, 1, 4, 4], layer.weightShape ?? []));
        assert.ok(message.startsWith(`${one.file}: layer "${layer.name}" cannot be run: ${layer.refused ?? ''}`));
      }
    });
  }

  it('skips the data of a large tensor, and reads one tensor only', async () => {
    const large = new Uint8Array(4_000_000);
    const bytes = modelOf(
      initializer({ name: 'a', dims: [1_000_000], raw: large }),
      initializer({ name: 'b', dims: [1], raw: new Uint8Array(4).fill(1) }),
    );
    const source = bufferSource(bytes, 'm.onnx');
    let asked = 0;
    const counted = (from: number, length: number) => {
      asked += length;
      return source.read(from, length);
    };
    const file = accepted(await openOnnx({ ...source, read: counted }, beside));
    assert.deepEqual(
      file.entries.map(({ key }) => key),
      ['a', 'b'],
    );
    assert.ok(asked < 70_000, `${asked} bytes were read`);
    asked = 0;
    accepted(await readKey(file, 'b'));
    assert.equal(asked, 4);
  });

  it('refuses every file that is cut off, wherever it is cut', async () => {
    for (const { file } of cases) {
      const whole = bytesOf(file);
      // A model is whole before its functions, too.
      let survivors = 0;
      for (let length = 0; length < whole.byteLength; length++) {
        const open = (source: ReturnType<typeof bufferSource>) => openOnnx(source, beside);
        if (await survives(open, whole.slice(0, length))) survivors++;
      }
      assert.equal(survivors, file === 'nested.onnx' ? 5 : 0, file);
    }
  });

  for (const { file } of cases) {
    it(`refuses or reads every mutant of ${file}`, async () => {
      await assertSurvives((source) => openOnnx(source, beside), bytesOf(file), 1500);
    });
  }
});

/** A varint of an integer; negative ones in two's complement of 64 bits. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
}

function bytesField(id: number, value: string | Uint8Array): Uint8Array {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  return Buffer.concat([Uint8Array.from([...varint(id * 8 + 2), ...varint(bytes.length)]), bytes]);
}

const varintField = (id: number, value: number): Uint8Array => Uint8Array.from([...varint(id * 8), ...varint(value)]);

interface Parts {
  readonly name?: string;
  readonly dims?: readonly number[];
  readonly type?: number;
  readonly raw?: Uint8Array;
  readonly more?: readonly Uint8Array[];
}

/** TensorProto as a field of a graph. */
function initializer({ name = 'w', dims = [1], type = 1, raw, more = [] }: Parts): Uint8Array {
  const data = raw === undefined ? [] : [bytesField(9, raw)];
  const parts = [
    ...dims.map((size) => varintField(1, size)),
    varintField(2, type),
    ...more,
    bytesField(8, name),
    ...data,
  ];
  return bytesField(5, Buffer.concat(parts));
}

function external(entries: Readonly<Record<string, string>>): readonly Uint8Array[] {
  const pairs = Object.entries(entries).map(([key, value]) =>
    bytesField(13, Buffer.concat([bytesField(1, key), bytesField(2, value)])),
  );
  return [...pairs, varintField(14, 1)];
}

function modelOf(...graph: readonly Uint8Array[]): ArrayBuffer {
  const parts = [varintField(1, 7), bytesField(7, Buffer.concat(graph)), bytesField(8, varintField(2, 11))];
  return Uint8Array.from(Buffer.concat(parts)).buffer;
}

const four = new Uint8Array(4);
const rawBytes = (...bytes: readonly number[]): ArrayBuffer => Uint8Array.from(bytes).buffer;

describe('a broken .onnx', () => {
  const broken: readonly (readonly [rule: string, bytes: ArrayBuffer, message: RegExp])[] = [
    ['no bytes', rawBytes(), /not an ONNX model, or is cut off: it has no graph/],
    ['no opset', modelOf().slice(0, 4), /it has no opset_import/],
    ['a text', Uint8Array.from(Buffer.from('hello, world')).buffer, /m\.onnx is broken|is cut off/],
    ['a varint of 11 bytes', rawBytes(8, ...Array<number>(10).fill(255), 1), /no protobuf field starts at byte 0/],
    ['a tag of number 0', rawBytes(2, 0), /no protobuf field starts at byte 0/],
    ['a group', rawBytes(0x3b, 0x3c), /no protobuf field starts at byte 0/],
    [
      'a negative length',
      rawBytes(0x3a, ...varint(-1)),
      /is cut off or broken: the field at byte 0 ends at byte 18446744073709552000, its message at byte 11/,
    ],
    [
      'a field beyond its message',
      modelOf(Uint8Array.of(0x2a, 9, 0x10, 1)),
      /is cut off or broken: the field at byte 4 ends/,
    ],
    ['two graphs', Uint8Array.from([...new Uint8Array(modelOf()), ...bytesField(7, '')]).buffer, /two graphs/],
  ];
  for (const [rule, bytes, message] of broken) {
    it(`is refused: ${rule}`, async () => {
      assert.match(refused(await openOnnx(bufferSource(bytes, 'm.onnx'), beside)), message);
    });
  }

  const odd: readonly (readonly [rule: string, bytes: ArrayBuffer, message: RegExp])[] = [
    [
      'two tensors of one name',
      modelOf(initializer({ raw: four }), initializer({ raw: four })),
      /^w: another tensor with this name; the first is used$/,
    ],
    ['a tensor without a name', modelOf(initializer({ name: '', raw: four })), /^a tensor without a name$/],
    ['a name that is no UTF-8', modelOf(bytesField(5, bytesField(8, Uint8Array.of(0xff)))), /not UTF-8/],
    ['a long name', modelOf(initializer({ name: 'n'.repeat(70_000), raw: four })), /a name of 70000 bytes/],
    ['a tensor without a type', modelOf(initializer({ type: 0, raw: four })), /^w: a tensor without a data_type$/],
    ['a negative size', modelOf(initializer({ dims: [2, -1], raw: four })), /^w: a tensor with a size of -1/],
    ['too many dims', modelOf(initializer({ dims: Array<number>(65).fill(1), raw: four })), /more than 64 dims/],
    [
      'too many packed dims',
      modelOf(initializer({ dims: [], raw: four, more: [bytesField(1, new Uint8Array(9000).fill(1))] })),
      /more than 64 dims/,
    ],
    ['a product beyond 2⁵³', modelOf(initializer({ dims: [2 ** 40, 2 ** 40, 0], raw: four })), /more than 2⁵³/],
    [
      'too little raw_data',
      modelOf(initializer({ dims: [3, 1], raw: four })),
      /^w: a tensor that needs 12 bytes for the shape \(3, 1\) of FLOAT; its raw_data has 4/,
    ],
    [
      'too much raw_data',
      modelOf(initializer({ dims: [0], raw: four })),
      /needs 0 bytes for the shape \(0\) of FLOAT; its raw_data has 4/,
    ],
    ['no data', modelOf(initializer({ dims: [2] })), /^w: a tensor that has no data for the shape \(2\) of FLOAT/],
    [
      'numbers of another type',
      modelOf(initializer({ more: [varintField(5, 1)] })),
      /has int32_data; FLOAT must be in raw_data or float_data/,
    ],
    ['data twice', modelOf(initializer({ raw: four, more: [bytesField(4, four)] })), /both raw_data and float_data/],
    [
      'too few numbers',
      modelOf(initializer({ dims: [2], more: [bytesField(4, four)] })),
      /needs 2 numbers for the shape \(2\) of FLOAT; its float_data has 1/,
    ],
    [
      'fewer bytes than integers',
      modelOf(initializer({ dims: [1_000_000_000], type: 6, more: [bytesField(5, four)] })),
      /needs 1000000000 numbers for the shape .*; its int32_data has 4/,
    ],
    [
      'external data without a location',
      modelOf(initializer({ more: external({ offset: '0' }) })),
      /external data without a location/,
    ],
    ['a negative offset', modelOf(initializer({ more: external({ location: 'w', offset: '-4' }) })), /at offset "-4"/],
    [
      'another length',
      modelOf(initializer({ more: external({ location: 'w', length: '3' }) })),
      /needs 4 bytes; its external data has length "3"/,
    ],
    [
      'external data of many entries',
      modelOf(initializer({ more: Array(17).fill(external({ a: '' })[0]) as Uint8Array[] })),
      /more than 16/,
    ],
  ];
  for (const [rule, bytes, message] of odd) {
    it(`is read without one odd tensor: ${rule}`, async () => {
      const { leftOut, entries } = accepted(await openOnnx(bufferSource(bytes, 'm.onnx'), beside));
      assert.match(leftOut.join('\n'), message);
      assert.equal(entries.length, rule === 'two tensors of one name' ? 1 : 0);
    });
  }

  for (const location of [
    '/etc/passwd',
    '../w',
    'a/../../w',
    'a\\..\\w',
    '\\\\host\\w',
    'C:\\w',
    'C:w',
    'file:///w',
    'w\0',
    '',
  ]) {
    it(`is never opened: external data at ${JSON.stringify(location)}`, async () => {
      const bytes = modelOf(initializer({ more: external({ location }) }));
      const { leftOut, entries } = accepted(await openOnnx(bufferSource(bytes, 'm.onnx'), beside));
      assert.deepEqual(entries, []);
      assert.match(leftOut.join('\n'), /outside the model's folder; only files in it are read/);
    });
  }

  it('names the tensor if its external file is cut off or missing', async () => {
    const read = async (entries: Readonly<Record<string, string>>): Promise<string> => {
      const bytes = modelOf(initializer({ dims: [2], more: external(entries) }));
      return refused(await readKey(accepted(await openOnnx(bufferSource(bytes, 'm.onnx'), beside)), 'w'));
    };
    assert.match(
      await read({ location: 'data/weights.bin', offset: '148' }),
      /^data\/weights\.bin is cut off: tensor "w" of m\.onnx ends at byte 156 of it, the file at byte 152\.$/,
    );
    assert.match(await read({ location: 'none.bin' }), /"none\.bin" is not there/);
  });

  it('is refused if the number of packed integers is not that of the shape', async () => {
    for (const [dims, packed] of [
      [[1], [1, 1]],
      [[3], [1, 128, 1]],
      [[2], [1, 255]],
    ] as const) {
      const more = [bytesField(7, Uint8Array.from(packed))];
      const file = accepted(
        await openOnnx(bufferSource(modelOf(initializer({ dims, type: 7, more })), 'm.onnx'), beside),
      );
      assert.match(
        refused(await readKey(file, 'w')),
        /the int64_data of tensor "w" must hold as many numbers as its shape \(\d\) needs: \d\./,
      );
    }
  });

  it('is refused or skipped quickly, however many fields it has and however deep they nest', async () => {
    const repeated = (unit: readonly number[], count: number): Uint8Array =>
      new Uint8Array(Buffer.alloc(unit.length * count, Uint8Array.from(unit)));
    let nested: Uint8Array = Buffer.from('');
    const inIf = (graph: Uint8Array): Uint8Array =>
      bytesField(1, Buffer.concat([bytesField(4, 'If'), bytesField(5, bytesField(6, graph))]));
    for (let depth = 0; depth < 300; depth++) nested = inIf(nested);
    const hostile: readonly (readonly [string, ArrayBuffer])[] = [
      ['nodes', modelOf(repeated([0x0a, 0], 300_000))],
      ['initializers', modelOf(repeated([0x2a, 0], 300_000))],
      ['sparse', modelOf(repeated([0x7a, 0], 300_000))],
      ['varints', modelOf(repeated([0x60, 0], 4_100_000))],
      ['outer fields', Uint8Array.from(repeated([0x08, 0], 4_100_000)).buffer],
      ['dims', modelOf(bytesField(5, repeated([0x08, 1], 4_100_000)))],
      ['attributes', modelOf(bytesField(1, repeated([0x2a, 0], 2_000_000)))],
      ['nested graphs', modelOf(nested)],
    ];
    for (const [what, bytes] of hostile) {
      const opened = await openOnnx(bufferSource(bytes, 'm.onnx'), beside);
      // Many attributes and nested graphs are skipped; the other cases exceed a limit.
      assert.equal(opened.ok, what === 'attributes' || what === 'nested graphs', what);
    }
  });
});
