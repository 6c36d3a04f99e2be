import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { ByteReader, PickleFault } from './byteReader.ts';
import { opcodes } from './opcodes.ts';
import { PickleStack } from './pickleStack.ts';
import type { PickleValue } from './pickleValue.ts';

/** More are no description of tensors: fifty thousand tensors take as many. */
const mostSteps = 1 << 21;

/** STOP. */
const stop = 0x2e;

/**
 * What a pickle of protocol 0 to 5 describes (https://docs.python.org/3/library/pickletools.html), as
 * inert data: nothing is imported, called or executed. It takes as much memory as the pickle has bytes,
 * times a constant. Refusals call the pickle "it" and say at which byte.
 */
export function readPickle(bytes: Uint8Array): Result<PickleValue> {
  const reader = new ByteReader(bytes);
  const stack = new PickleStack(reader);
  try {
    for (let steps = 0; steps < mostSteps; steps++) {
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
  return refuse('file', `it takes more than ${mostSteps} steps.`);
}
