import assert from 'node:assert/strict';
import { archiveOf } from '../zip/archive.ts';
import { opened, refusalOf, tensorOf } from '../zip/fixtures.ts';

const text = (value: string): string => {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return `X${length.toString('latin1')}${bytes.toString('latin1')}`;
};
const int = (value: number): string => `I${value}\n`;
const tuple = (values: readonly number[]): string => `(${values.map(int).join('')}t`;

interface View {
  readonly type?: string;
  readonly key?: string;
  readonly count?: number;
  readonly offset?: number;
  readonly shape?: readonly number[];
  readonly strides?: readonly number[];
}

/** The opcodes of a tensor, by default a valid view of a storage of 6 float32 numbers. */
function tensor({
  type = 'FloatStorage',
  key = '0',
  count = 6,
  offset = 0,
  shape = [2, 3],
  strides = [3, 1],
}: View = {}) {
  const storage = `(${text('storage')}ctorch\n${type}\n${text(key)}${text('cpu')}${int(count)}tQ`;
  return `ctorch._utils\n_rebuild_tensor_v2\n(${storage}${int(offset)}${tuple(shape)}${tuple(strides)}\x89ccollections\nOrderedDict\n)RtR`;
}

const data = new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer);

/** Makes a PyTorch file with this pickle and one storage of 6 float32 numbers. */
function file(pickle: string, more: readonly { path: string; data: Uint8Array }[] = []) {
  return archiveOf([
    { path: 'm/data.pkl', data: Buffer.from(`${pickle}.`, 'latin1') },
    { path: 'm/data/0', data },
    ...more,
  ]);
}

const dict = (fields: Readonly<Record<string, string>>): string =>
  `}(${Object.entries(fields)
    .map(([key, value]) => text(key) + value)
    .join('')}u`;

/** Returns the line that stands for `x` in a file that also has a valid tensor. */
async function leftOut(x: string): Promise<string> {
  const { entries, leftOut: lines } = await opened(file(dict({ x, good: tensor() })), 'a.pt');
  assert.deepEqual(
    entries.map(({ key }) => key),
    ['good'],
  );
  return lines.join('\n');
}

describe('hostile PyTorch files', () => {
  it('reads a valid one', async () => {
    const read = await tensorOf(await opened(file(tensor()), 'a.pt'), '');
    assert.deepEqual([...read.data], [1, 2, 3, 4, 5, 6]);
  });

  it('refuses views that reach beyond their storage', async () => {
    const outside = /^x: a tensor that reaches beyond its storage of 24 bytes: shape \(\d+, \d+\), strides/;
    assert.match(await leftOut(tensor({ offset: 1 })), outside);
    assert.match(await leftOut(tensor({ shape: [3, 3] })), outside);
    assert.match(await leftOut(tensor({ strides: [4, 1] })), outside);
    assert.match(await leftOut(tensor({ shape: [2, 2 ** 50], strides: [0, 2 ** 50] })), outside);
    assert.match(await leftOut(tensor({ type: 'DoubleStorage' })), /has 24 bytes in the file, not 48/);
    assert.match(await leftOut(tensor({ count: 7 })), /has 24 bytes in the file, not 28/);
    assert.match(await leftOut(tensor({ count: 2 ** 52 })), /has 24 bytes in the file, not/);
    assert.match(await leftOut(tensor({ key: '1' })), /whose storage "1" is not in the file/);
    assert.match(await leftOut(tensor({ key: '../data.pkl' })), /is not in the file/);
    const wild = /^x: a tensor whose offset, shape or strides are not non-negative integers/;
    assert.match(await leftOut(tensor({ offset: -1 })), wild);
    assert.match(await leftOut(tensor({ shape: [-2, 3] })), wild);
    assert.match(await leftOut(tensor({ strides: [-3, 1] })), wild);
    assert.match(await leftOut(tensor({ strides: [1] })), wild);
    assert.match(await leftOut(tensor({ shape: Array<number>(65).fill(1), strides: Array<number>(65).fill(1) })), wild);
    const large = tensor({ shape: [2 ** 30, 2 ** 30], strides: [0, 0] });
    assert.match(await leftOut(large), /more than 2⁵³ − 1 elements/);
  });

  it('lists a view that repeats its storage beyond all memory, and leaves it to the caller to refuse it', async () => {
    const { entries } = await opened(file(tensor({ shape: [2 ** 40, 3], strides: [0, 1] })), 'a.pt');
    assert.deepEqual(entries[0]?.shape, [2 ** 40, 3]);
  });

  it('reads one tensor out of a storage that a deflated or a longer member holds', async () => {
    const longer = archiveOf([
      { path: 'x/y/data.pkl', data: Buffer.from(`${tensor()}.`, 'latin1'), deflated: true },
      { path: 'x/y/data/0', data: Buffer.concat([data, data]), deflated: true },
    ]);
    const read = await tensorOf(await opened(longer, 'a.pt'), '');
    assert.deepEqual([...read.data], [1, 2, 3, 4, 5, 6]);
  });

  it('executes nothing: a call is left out by its name', async () => {
    assert.match(await leftOut("cos\nsystem\n(S'touch /tmp/x'\ntR"), /^x: an object of class os\.system$/);
    assert.match(await leftOut('cbuiltins\neval\n(V1\ntR'), /an object of class builtins\.eval/);
    assert.match(await leftOut('cbuiltins\neval\n'), /^x: builtins\.eval$/);
    assert.match(await leftOut(`)R`.replace(')', `${tensor()})`)), /an object of class unknown/);
    assert.match(await leftOut('ctorch._utils\n_rebuild_parameter\n(K\x01tR'), /a parameter that wraps no tensor/);
    assert.match(await leftOut('ctorch._utils\n_rebuild_tensor_v2\n)R'), /a tensor without a storage/);
    assert.match(await leftOut(`${tensor()}}b`), /a tensor that sets its own state/);
    assert.match(
      await refusalOf(file('cos\nsystem\n(Vx\ntR'), 'a.pt'),
      /a\.pt has no readable tensor: an object of class os\.system/,
    );
  });

  it('names the byte at which a pickle is broken', async () => {
    assert.match(
      await refusalOf(file('h\x07'), 'a.pt'),
      /"m\/data\.pkl" in a\.pt cannot be read: it has no memo 7 at byte 2\.$/,
    );
    const order = { path: 'm/byteorder', data: Buffer.from('middle') };
    assert.match(
      await refusalOf(file(tensor(), [order]), 'a.pt'),
      /"m\/byteorder" in a\.pt is neither "little" nor "big"/,
    );
  });

  it('visits structures that contain or share each other, and refuses endless ones', async () => {
    assert.match(await leftOut(']q\x00h\x00a'), /^x: a list of 1 list$/);
    const self = await opened(file(`}q\x00(${text('t')}${tensor()}${text('me')}h\x00u`), 'a.pt');
    assert.deepEqual(self.leftOut, ['me: the structure that contains it']);
    // Each list holds the previous one twice: 2⁴⁰ paths.
    const doubled = (first: string) => `${first}q\x00${'0](h\x00h\x00eq\x00'.repeat(40)}`;
    assert.match(await leftOut(doubled(']')), /^x: a list of 2 lists$/);
    const endless = await opened(file(doubled(tensor())), 'a.pt');
    assert.match(endless.leftOut.at(-1) ?? '', /^the rest: it holds more than 100000 tensors or 1048576 values/);
    assert.match(await leftOut(`${']'.repeat(100_000)}${'a'.repeat(99_999)}`), /nested deeper than 64/);
    // A list that holds itself many times, and objects that share a long list.
    assert.match(await leftOut(`]q\x00(${'h\x00'.repeat(500_000)}e`), /^x: a list of 500.000 lists$/);
    const long = `](${`N${int(1)}\x86`.repeat(100_000)}e\x85q\x00`;
    const many = `ccollections\nOrderedDict\nq\x010${long}0](${'h\x01h\x00R'.repeat(100_000)}e`;
    assert.match(
      await refusalOf(file(many), 'a.pt'),
      /no readable tensor: 0: an OrderedDict of 1 number; .*in all\)\.$/,
    );
    // Tensors that share a shape of very many axes.
    const storage = `(${text('storage')}ctorch\nFloatStorage\n${text('0')}${text('cpu')}K\x06tQ`;
    const shape = `(${'K\x01'.repeat(200_000)}tq\x000`;
    const shared = `${shape}(${storage}K\x00h\x00h\x00tq\x010ctorch._utils\n_rebuild_tensor_v2\nq\x020`;
    assert.match(await leftOut(`${shared}](${'h\x02h\x01R'.repeat(50_000)}e`), /^x: a list of 50.000 values$/);
  });

  it('looks through a bounded number of objects around a value, which may contain itself', async () => {
    const around = (callee: string): string => `${`c${callee}\n`.repeat(100_000)}]${'\x85R'.repeat(100_000)}`;
    for (const callee of ['torch.jit._pickle\nrestore_type_tag', 'collections\nOrderedDict', 'mine\nWrapper'])
      assert.match(await leftOut(around(callee)), /^x: [^\n]{1,60}$/, callee);
    const wrapper = 'cjoblib.numpy_pickle\nNumpyArrayWrapper\n)R';
    assert.match(await leftOut(`${wrapper}q\x00h\x00a`), /^x: a NumPy array without a dtype$/);
    assert.match(await leftOut('(lq\x00cmine\nWrapper\nh\x00\x85Ra'), /^x\.0: an object of class mine\.Wrapper$/);
    const dtype = 'cnumpy\ndtype\n(X\x02\0\0\0O8K\0K\x01tR';
    const state = `}(X\x05\0\0\0shapeK\x01\x85X\x05\0\0\0dtype${dtype}u`;
    assert.match(
      await refusalOf(file(dict({ x: `${wrapper}${state}b`.repeat(17) })), 'a.pt'),
      /it has more than 16 pickles inside each other/,
    );
  });

  it('limits the length of names and the number of lines', async () => {
    const key = 'k'.repeat(3000);
    assert.match(await leftOut(dict({ [key]: tensor() })), /^x: a key of 3002 characters$/);
    assert.match(
      await leftOut(`}((${int(1)}lq\x05${tensor()}u`),
      /^x: an object of class .* under a key that is not a name$/,
    );
    assert.match(await leftOut(`cbad\nna\x1bme\n)R`), /^x: an object of class bad\.na\\u001bme$/);
    const objects = `}(${Array.from({ length: 3000 }, (_, i) => `${int(i)}cm\nC\n)R`).join('')}u`;
    assert.match(await leftOut(objects), /^x: a dict of 3.000 values$/);
    const { leftOut: lines } = await opened(file(`${objects.slice(0, -1)}${text('good')}${tensor()}u`), 'a.pt');
    assert.equal(lines.length, 1001);
    assert.equal(lines.at(-1), '… and more');
  });

  it('counts what stands beside tensors, in one line each, and keeps little of it', async () => {
    const batches = (batch: string, count: number): string =>
      `](${Array.from({ length: count }, () => batch).join('e(')}e`;
    const float = 'G\x3f\xe0\0\0\0\0\0\0';
    assert.match(await leftOut(batches(float.repeat(1000), 1100)), /^x: a list of 1.100.000 numbers$/);
    const words = (from: number): string =>
      Array.from({ length: 1000 }, (_, i) => `${text(`t${from + i}`)}\x94K\x01`).join('');
    const vocabulary = `}(${Array.from({ length: 200 }, (_, i) => words(1000 * i)).join('u(')}u`;
    assert.match(await leftOut(vocabulary), /^x: a dict of 200.000 numbers$/);
    // A replay buffer: tuples of NumPy arrays, each memoized as Python does.
    const dtype = 'cnumpy\ndtype\n(X\x02\0\0\0f4K\0K\x01tR(K\x03X\x01\0\0\0<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb';
    const array = `cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\0\x85C\x01btR\x94(K\x01K\x02\x85${dtype}\x89C\x08\0\0\0\0\0\0\0\0t\x94b`;
    const replay = batches(`${array}K\x01\x86\x94`.repeat(200), 100);
    assert.match(await leftOut(replay), /^x: a list of 20.000 values$/);
    // The tensor behind it is read.
    const after = await opened(file(`}(${text('replay')}${replay}${text('w')}${tensor()}u`), 'a.pt');
    assert.deepEqual(
      after.entries.map(({ key }) => key),
      ['w'],
    );
  });

  it('lists what was read of a pickle that has more values than are read', async () => {
    const endless = `}(${text('w')}${tensor()}u(${text('x')}](${']'.repeat(2 ** 21 + 2)}`;
    const { entries, leftOut: lines } = await opened(file(endless), 'a.pt');
    assert.deepEqual(
      entries.map(({ key }) => key),
      ['w'],
    );
    assert.match(lines.join('\n'), /^the last \d+.B of the pickle: it has more values than are read$/m);
  });
});
