import type { ByteReader } from './byteReader.ts';
import { decimalFloat, decimalInteger, longInteger } from './pickleNumbers.ts';
import type { PickleStack } from './pickleStack.ts';
import type { PickleName, PickleObject, PickleValue } from './pickleValue.ts';

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
    stack.push({ kind: 'tuple', items });
  };

const gathered =
  (kind: 'tuple' | 'list' | 'frozenset'): Opcode =>
  (stack) =>
    stack.push({ kind, items: stack.popMark() });

const text = (length: 1 | 4 | 8) => push((reader) => reader.text(reader.uint(length)));

const bytes = (length: 1 | 4 | 8, type: 'bytes' | 'bytearray' = 'bytes') =>
  push((reader) => {
    reader.bytes(reader.uint(length));
    return { kind: 'bytes', type };
  });

const named = (module: string, name: string): PickleName => ({
  kind: 'name',
  name: `${module}.${name}`,
});

const made = (callee: PickleValue, args: PickleValue): PickleObject => ({
  kind: 'object',
  callee,
  args,
  appended: [],
  items: [],
  state: null,
});

/** Records the call of a class or function as an object. Nothing is called. */
const make: Opcode = (stack) => {
  const args = stack.pop();
  stack.push(made(stack.pop(), args));
};

const append = (stack: PickleStack, reader: ByteReader, added: readonly PickleValue[]): void => {
  const container = stack.container();
  if (container.kind === 'dict') reader.fault('it appends to a dict');
  const items = container.kind === 'object' ? container.appended : container.items;
  for (const value of added) items.push(value);
};

const setItems = (stack: PickleStack, reader: ByteReader, added: readonly PickleValue[]): void => {
  const container = stack.container();
  if (container.kind !== 'dict' && container.kind !== 'object')
    reader.fault('it sets items of a value that is not a dict');
  if (added.length % 2 !== 0) reader.fault('it sets a key without a value');
  for (const value of added) container.items.push(value);
};

/** Returns the content of a quoted Python 2 string, with escape sequences left as they are. */
const quoted = (line: string): string => /^(['"])(.*)\1$/.exec(line.trim())?.[2] ?? line;

/**
 * Decodes "raw-unicode-escape", the encoding of the opcode UNICODE: Latin-1, with \uXXXX and \UXXXXXXXX for other
 * characters.
 */
const unescaped = (line: string): string =>
  line.replace(/\\u([\da-fA-F]{4})|\\U(00(?:0[\da-fA-F]|10)[\da-fA-F]{4})/g, (_, short?: string, long?: string) =>
    String.fromCodePoint(parseInt(short ?? long ?? '', 16)),
  );

/** The opcodes by their byte. Any other opcode, such as an extension code, is refused. */
export const opcodes: Readonly<Partial<Record<number, Opcode>>> = {
  0x80: (_, reader) => {
    const protocol = reader.byte();
    if (protocol > 5) reader.fault(`it has protocol ${protocol}; 0 to 5 can be read`);
  },
  // FRAME: its length is only a hint for readers that buffer.
  0x95: (_, reader) => {
    const [length, from] = [reader.uint(8), reader.at];
    reader.bytes(length);
    reader.at = from;
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
  0x53: push((reader) => quoted(reader.line())),
  0x54: text(4),
  0x55: text(1),
  0x56: push((reader) => unescaped(reader.line())),
  0x58: text(4),
  0x8c: text(1),
  0x8d: text(8),
  0x42: bytes(4),
  0x43: bytes(1),
  0x8e: bytes(8),
  0x96: bytes(8, 'bytearray'),
  0x97: push(() => ({ kind: 'bytes', type: 'buffer' })),
  0x98: () => undefined,
  // Collections.
  0x29: push(() => ({ kind: 'tuple', items: [] })),
  0x5d: push(() => ({ kind: 'list', items: [] })),
  0x7d: push(() => ({ kind: 'dict', items: [] })),
  0x8f: push(() => ({ kind: 'set', items: [] })),
  0x85: tupleOf(1),
  0x86: tupleOf(2),
  0x87: tupleOf(3),
  0x74: gathered('tuple'),
  0x6c: gathered('list'),
  0x91: gathered('frozenset'),
  0x64: (stack, reader) => {
    const items = stack.popMark();
    stack.push({ kind: 'dict', items: [] });
    setItems(stack, reader, items);
  },
  0x61: (stack, reader) => {
    const value = stack.pop();
    append(stack, reader, [value]);
  },
  0x65: (stack, reader) => append(stack, reader, stack.popMark()),
  0x90: (stack, reader) => append(stack, reader, stack.popMark()),
  0x73: (stack, reader) => {
    const value = stack.pop();
    setItems(stack, reader, [stack.pop(), value]);
  },
  0x75: (stack, reader) => setItems(stack, reader, stack.popMark()),
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
  0x50: push((reader) => ({ kind: 'persistent', id: reader.line() })),
  0x51: (stack) => stack.push({ kind: 'persistent', id: stack.pop() }),
  0x52: make,
  0x81: make,
  // NEWOBJ_EX, with arguments by keyword.
  0x92: (stack, reader) => {
    stack.pop();
    make(stack, reader);
  },
  0x69: (stack, reader) => {
    const callee = named(reader.line(), reader.line());
    stack.push(made(callee, { kind: 'tuple', items: stack.popMark() }));
  },
  0x6f: (stack, reader) => {
    const [callee, ...items] = stack.popMark();
    if (callee === undefined) return reader.fault('it makes an object without a class');
    stack.push(made(callee, { kind: 'tuple', items }));
  },
  0x62: (stack) => {
    const state = stack.pop();
    const target = stack.top();
    // The state of any other value does not matter for reading tensors.
    if (typeof target === 'object' && target?.kind === 'object') target.state = state;
  },
};

function memoIndex(reader: ByteReader): number {
  const line = reader.line();
  return /^\d{1,15}$/.test(line) ? Number(line) : reader.fault('it has an invalid memo index');
}
