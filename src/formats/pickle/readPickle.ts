import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { ByteReader, PickleFault } from './byteReader.ts';
import { opcodes } from './opcodes.ts';
import { PickleStack } from './pickleStack.ts';
import type { PickleValue } from './pickleValue.ts';

/** The most opcodes that are executed. A file with fifty thousand tensors has about as many. */
const maxSteps = 1 << 21;

/** The opcode STOP. */
const stop = 0x2e;

/**
 * Reads a pickle of protocol 0 to 5 (https://docs.python.org/3/library/pickletools.html) as plain data. Nothing is
 * imported, called or executed. The result takes memory in proportion to the size of the pickle. Error messages call
 * the pickle "it" and name the byte.
 */
export function readPickle(bytes: Uint8Array): Result<PickleValue> {
  const reader = new ByteReader(bytes);
  const stack = new PickleStack(reader);
  try {
    for (let steps = 0; steps < maxSteps; steps++) {
      const opcode = reader.byte();
      if (opcode === stop) return ok(stack.pop());
      const run = opcodes[opcode];
      if (run !== undefined) run(stack, reader);
      else reader.fault(`it has the unknown opcode 0x${opcode.toString(16).padStart(2, '0')}`);
    }
  } catch (error) {
    if (error instanceof PickleFault) return refuse('file', `${error.message}.`);
    throw error;
  }
  return refuse('file', `it takes more than ${maxSteps} steps.`);
}
