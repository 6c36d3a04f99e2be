import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { ByteSource } from '../common/byteSource.ts';
import { ByteReader, BytesMissing, PickleFault } from './byteReader.ts';
import { opcodes } from './opcodes.ts';
import { PickleStack } from './pickleStack.ts';
import type { PickleObject, PicklePersistent, PickleValue } from './pickleValue.ts';

/** The most opcodes that are executed. A list of ten million numbers has as many, or a file with half a million tensors. */
const maxSteps = 1 << 25;

/** Bytes of a pickle that are in memory at a time. Longer texts and bytes are passed over. */
const windowBytes = 1 << 18;

/** Bytes that must be in memory before an opcode, unless the pickle ends before. No opcode but a line needs more. */
const mostPerOpcode = 1 << 13;

/** The opcode STOP. */
const stop = 0x2e;

/** A pickle as plain data. */
export interface UnpickledValue {
  readonly value: PickleValue;
  /** The byte of the source after the pickle. */
  readonly end: number;
  /** False if the pickle has more values than are read; the value is then what was read. */
  readonly isWhole: boolean;
  /** The persistent ids in the pickle, and the calls that load a storage from bytes. */
  readonly storages: readonly (PicklePersistent | PickleObject)[];
}

/**
 * Reads a pickle of protocol 0 to 5 (https://docs.python.org/3/library/pickletools.html), which begins at byte `from` of a
 * source, as plain data. Nothing is imported, called or executed. Arrays stay in the source. Members of a long collection
 * without storages are counted and not kept, so that the memory has a bound. Error messages call the pickle "it" and name
 * the byte; a refusal of the source is passed on.
 */
export async function readPickle(source: ByteSource, from = 0): Promise<Result<UnpickledValue>> {
  const reader = new ByteReader(source.size);
  const machine = new Machine(reader);
  reader.at = from;
  let needed = from + 1;
  for (;;) {
    const to = Math.min(source.size, Math.max(reader.at + windowBytes, needed));
    const bytes = await source.read(reader.at, Math.max(0, to - reader.at));
    if (!bytes.ok) return bytes;
    reader.refill(reader.at, new Uint8Array(bytes.value));
    try {
      const ended = machine.run(to === source.size);
      if (ended !== null) return ok({ ...ended, end: reader.at, storages: machine.storages });
      needed = 0;
    } catch (error) {
      if (error instanceof PickleFault) return refuse('file', `${source.name} cannot be read: ${error.message}.`);
      if (!(error instanceof BytesMissing)) throw error;
      needed = error.to;
    }
  }
}

class Machine {
  readonly #reader: ByteReader;
  readonly #stack: PickleStack;
  #steps = 0;

  get storages(): UnpickledValue['storages'] {
    return this.#stack.storages;
  }

  constructor(reader: ByteReader) {
    this.#reader = reader;
    this.#stack = new PickleStack(reader);
  }

  /** Executes opcodes to the end, or (null) until more bytes should be in memory. An opcode that throws has done nothing. */
  run(isLast: boolean): { readonly value: PickleValue; readonly isWhole: boolean } | null {
    const [reader, stack] = [this.#reader, this.#stack];
    const enough = isLast ? Infinity : reader.end - mostPerOpcode;
    while (reader.at <= enough) {
      if (++this.#steps > maxSteps || stack.isFull) return { value: stack.soFar(), isWhole: false };
      const start = reader.at;
      try {
        const opcode = reader.byte();
        if (opcode === stop) {
          if (stack.leave()) continue;
          return { value: stack.pop(), isWhole: true };
        }
        const run = opcodes[opcode];
        if (run !== undefined) run(stack, reader);
        else reader.fault(`it has the unknown opcode 0x${opcode.toString(16).padStart(2, '0')}`);
      } catch (error) {
        if (error instanceof BytesMissing) reader.at = start;
        throw error;
      }
    }
    return null;
  }
}
