import type { ByteReader } from './byteReader.ts';
import { decimalFloat, decimalInteger, longInteger } from './pickleNumbers.ts';
import { unescapedString, unescapedUnicode } from './pickledBytes.ts';
import { isJoblibArray, takeJoblibArray } from './joblibArray.ts';
import { addTo, pickledObject, type PickleStack } from './pickleStack.ts';
import {
  isPickleObject,
  type PickleBytes,
  type PickleEncoding,
  type PickleName,
  type PickleValue,
} from './pickleValue.ts';

/** What an opcode does to the stack. When it is called, the reader is at the opcode's argument. */
export type Opcode = (stack: PickleStack, reader: ByteReader) => void;

const push =
  (value: (reader: ByteReader) => PickleValue): Opcode =>
  (stack, reader) =>
    stack.push(value(reader));

/** Returns the opcode that replaces the last `count` values by a tuple of them. */
const tupleOf =
  (count: 1 | 2 | 3): Opcode =>
  (stack) => {
    const items = Array.from({ length: count }, () => stack.pop()).reverse();
    stack.pushStructure({ kind: 'tuple', items });
  };

const gathered =
  (kind: 'tuple' | 'list' | 'frozenset'): Opcode =>
  (stack) =>
    stack.gather(kind);

/** Returns the opcode that pushes an empty collection. */
const emptyOf =
  (kind: 'tuple' | 'list' | 'dict' | 'set'): Opcode =>
  (stack) =>
    stack.pushStructure({ kind, items: [] });

/** The longest text, in bytes, that is read. A longer one stays in the pickle. */
const maxText = 1 << 12;

const text = (length: 1 | 4 | 8) =>
  push((reader) => {
    const bytes = reader.uint(length);
    return bytes <= maxText ? reader.text(bytes) : left('str', reader.skip(bytes), bytes, 'utf8');
  });

/** Returns the opcode of a string of Python 2, which is text or bytes. */
const oldText = (length: 1 | 4) =>
  push((reader) => {
    const bytes = reader.uint(length);
    const from = reader.at;
    const known = bytes <= maxText ? reader.textOrNull(bytes) : null;
    if (known !== null) return known;
    reader.at = from;
    return left('str', reader.skip(bytes), bytes, 'raw');
  });

/** Returns the opcode of a text that is a line: of a unicode string, or of the repr of a string of Python 2. */
const lineText = (encoding: 'unicode-escape' | 'string-escape') =>
  push((reader) => {
    const start = reader.at;
    const { from, length } = reader.skipLine();
    if (length > maxText) return left('str', from, length, encoding);
    reader.at = start;
    const line = reader.line();
    if (encoding === 'unicode-escape') return unescapedUnicode(line);
    const bytes = unescapedString(line);
    // eslint-disable-next-line no-control-regex -- the characters of ASCII
    return /^[\x00-\x7f]*$/.test(bytes) ? bytes : left('str', from, length, encoding);
  });

const left = (type: PickleBytes['type'], from: number, length: number, encoding: PickleEncoding): PickleBytes => ({
  kind: 'bytes',
  type,
  from,
  length,
  encoding,
});

const bytes = (length: 4 | 8, type: 'bytes' | 'bytearray' = 'bytes') =>
  push((reader) => {
    const count = reader.uint(length);
    return left(type, reader.skip(count), count, 'raw');
  });

/** The most bytes that are kept as text, because they may be a key. */
export const maxShortBytes = 64;

/** SHORT_BINBYTES, whose bytes may be a key, such as b'data'. */
const shortBytes = push((reader) => {
  const count = reader.uint(1);
  if (count > maxShortBytes) return left('bytes', reader.skip(count), count, 'raw');
  const value = left('bytes', reader.at, count, 'raw');
  const short = String.fromCharCode(...reader.bytes(count));
  return /^[\x20-\x7e]+$/.test(short) ? { ...value, text: short } : value;
});

const named = (module: string, name: string): PickleName => ({
  kind: 'name',
  name: `${module}.${name}`,
});

/** Records the call of a class or function as an object. Nothing is called. */
const make: Opcode = (stack) => {
  const args = stack.pop();
  stack.pushStructure(pickledObject(stack.pop(), args));
};

/** Sets the state of an object. The numbers of an array of joblib follow it in the file. */
const build: Opcode = (stack, reader) => {
  const state = stack.pop();
  const target = stack.top();
  // The state of any other value does not matter for reading tensors.
  if (!isPickleObject(target)) return;
  target.state = state;
  if (!isJoblibArray(target)) return;
  const numbers = takeJoblibArray(target, reader);
  if (numbers === null) stack.enter(target);
  else addTo(target, 'items', [numbers]);
};

/** The opcodes by their byte. Any other opcode, such as an extension code, is refused. */
export const opcodes: Readonly<Partial<Record<number, Opcode>>> = {
  0x80: (_, reader) => {
    const protocol = reader.byte();
    if (protocol > 5) reader.fault(`it has protocol ${protocol}; 0 to 5 can be read`);
  },
  // FRAME: its length is only a hint for readers that buffer.
  0x95: (_, reader) => {
    reader.check(reader.uint(8));
  },
  0x28: (stack) => stack.mark(),
  0x30: (stack) => stack.drop(),
  0x31: (stack) => stack.popMark(),
  0x32: (stack) => stack.push(stack.top()),
  // None, True, False and numbers.
  0x4e: push(() => null),
  0x88: push(() => true),
  0x89: push(() => false),
  0x49: push(decimalInteger),
  0x4c: push(decimalInteger),
  0x4a: push((reader) => BigInt(reader.int32())),
  0x4b: push((reader) => BigInt(reader.uint(1))),
  0x4d: push((reader) => BigInt(reader.uint(2))),
  0x8a: push((reader) => longInteger(reader, reader.uint(1))),
  0x8b: push((reader) => longInteger(reader, reader.int32())),
  0x46: push(decimalFloat),
  0x47: push((reader) => reader.float64()),
  // Strings and bytes, those of Python 2 as text.
  0x53: lineText('string-escape'),
  0x54: oldText(4),
  0x55: oldText(1),
  0x56: lineText('unicode-escape'),
  0x58: text(4),
  0x8c: text(1),
  0x8d: text(8),
  0x42: bytes(4),
  0x43: shortBytes,
  0x8e: bytes(8),
  0x96: bytes(8, 'bytearray'),
  0x97: push((reader) => left('buffer', reader.at, 0, 'raw')),
  0x98: () => undefined,
  // Collections.
  0x29: emptyOf('tuple'),
  0x5d: emptyOf('list'),
  0x7d: emptyOf('dict'),
  0x8f: emptyOf('set'),
  0x85: tupleOf(1),
  0x86: tupleOf(2),
  0x87: tupleOf(3),
  0x74: gathered('tuple'),
  0x6c: gathered('list'),
  0x91: gathered('frozenset'),
  0x64: (stack) => {
    const items = stack.popMark();
    stack.pushStructure({ kind: 'dict', items: [] });
    stack.mark();
    for (const item of items) stack.push(item);
    stack.addMarked('pairs');
  },
  0x61: (stack) => stack.addOne(),
  0x65: (stack) => stack.addMarked('items'),
  0x90: (stack) => stack.addMarked('items'),
  0x73: (stack) => stack.setOne(),
  0x75: (stack) => stack.addMarked('pairs'),
  // The memo.
  0x70: (stack, reader) => stack.memoize(memoIndex(reader)),
  0x71: (stack, reader) => stack.memoize(reader.uint(1)),
  0x72: (stack, reader) => stack.memoize(reader.uint(4)),
  0x94: (stack) => stack.memoize(),
  0x67: (stack, reader) => stack.push(stack.recall(memoIndex(reader))),
  0x68: (stack, reader) => stack.push(stack.recall(reader.uint(1))),
  0x6a: (stack, reader) => stack.push(stack.recall(reader.uint(4))),
  // Names, objects and persistent values.
  0x63: push((reader) => named(reader.line(), reader.line())),
  0x93: (stack, reader) => {
    const [name, module] = [stack.pop(), stack.pop()];
    const found = typeof name === 'string' && typeof module === 'string';
    stack.push(found ? named(module, name) : reader.fault('it has a name that is not a string'));
  },
  0x50: (stack, reader) => stack.pushStructure({ kind: 'persistent', id: reader.line() }),
  0x51: (stack) => stack.pushStructure({ kind: 'persistent', id: stack.pop() }),
  0x52: make,
  0x81: make,
  // NEWOBJ_EX, with arguments by keyword.
  0x92: (stack, reader) => {
    stack.pop();
    make(stack, reader);
  },
  0x69: (stack, reader) => {
    const callee = named(reader.line(), reader.line());
    stack.pushStructure(pickledObject(callee, { kind: 'tuple', items: stack.popMark() }));
  },
  0x6f: (stack, reader) => {
    const [callee, ...items] = stack.popMark();
    if (callee === undefined) return reader.fault('it makes an object without a class');
    stack.pushStructure(pickledObject(callee, { kind: 'tuple', items }));
  },
  0x62: build,
};

function memoIndex(reader: ByteReader): number {
  const line = reader.line();
  return /^\d{1,15}$/.test(line) ? Number(line) : reader.fault('it has an invalid memo index');
}
