import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { formatBytes } from '../../scenario/text/format.ts';
import { systemErrorText } from './systemError.ts';

/** Reads a whole file, device or pipe. If it has more than `limit` bytes, stops reading and returns a refusal. */
export async function readBytes(path: string, limit: number): Promise<Result<ArrayBuffer>> {
  try {
    const about = await stat(path);
    const size = about.isFile() ? about.size : null;
    if (size !== null && size > limit) return tooLarge(path, `${formatBytes(size)}, `, limit);
    const bytes = size === null ? await readStream(path, limit) : await readFile(path);
    return bytes === null ? tooLarge(path, '', limit) : ok(new Uint8Array(bytes).buffer);
  } catch (error) {
    return refuse('file', `cannot read ${path}: ${systemErrorText(error)}`);
  }
}

/** Reads a file as UTF-8 text. Leaves out a byte order mark. */
export async function readText(path: string, limit: number): Promise<Result<string>> {
  const bytes = await readBytes(path, limit);
  return bytes.ok ? ok(new TextDecoder().decode(bytes.value)) : bytes;
}

/** Reads a device or a pipe to its end. Returns null as soon as there are more than `limit` bytes. */
async function readStream(path: string, limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of createReadStream(path)) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > limit) return null;
  }
  return Buffer.concat(chunks);
}

function tooLarge(path: string, size: string, limit: number): Result<never> {
  const cap = `the memory cap of ${formatBytes(limit)} (--memory-cap)`;
  return refuse('memory', `${path} has ${size}more than ${cap}`);
}
