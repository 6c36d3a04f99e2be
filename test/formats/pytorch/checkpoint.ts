import { archiveOf } from '../zip/archive.ts';

/** Opcodes of pickle protocol 2 (pickletools.py). */
const text = (word: string): Buffer => {
  const bytes = Buffer.from(word);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([Buffer.from('X'), length, bytes]);
};
const opcodes = (source: string): Buffer => Buffer.from(source, 'latin1');

/**
 * Makes a checkpoint as torch.save writes it: a dict of one float32 tensor of shape (2, 2) for each key, all of which are
 * views of one storage with the numbers 1, 2, 3, 4. As for a multiple of 1000 keys, the last batch of pairs is empty.
 */
export function checkpointOf(keys: readonly string[]): Uint8Array<ArrayBuffer> {
  const first = Buffer.concat([
    opcodes('ctorch._utils\n_rebuild_tensor_v2\nq\x00(('),
    text('storage'),
    opcodes('ctorch\nFloatStorage\n'),
    text('0'),
    text('cpu'),
    opcodes('K\x04tQK\x00K\x02K\x02\x86K\x02K\x01\x86\x89ccollections\nOrderedDict\n)Rtq\x01R'),
  ]);
  const others = opcodes('h\x00h\x01R');
  const pairs = keys.flatMap((key, i) => [text(key), i === 0 ? first : others]);
  const pickle = Buffer.concat([opcodes('\x80\x02}('), ...pairs, opcodes('u(u.')]);
  const storage = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer);
  return archiveOf([
    { path: 'm/data.pkl', data: pickle },
    { path: 'm/data/0', data: storage },
  ]);
}
