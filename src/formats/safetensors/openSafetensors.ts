import { refuse, type Result } from '../../engine/refusal.ts';
import type { ByteSource } from '../byteSource.ts';
import type { TensorFile } from '../tensorFile.ts';

export function openSafetensors(source: ByteSource): Promise<Result<TensorFile>> {
  return Promise.resolve(refuse('file', source.name));
}
