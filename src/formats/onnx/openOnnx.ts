import { refuse, type Result } from '../../engine/refusal.ts';
import type { Beside, ByteSource } from '../byteSource.ts';
import type { TensorFile } from '../tensorFile.ts';

export function openOnnx(source: ByteSource, _beside: Beside): Promise<Result<TensorFile>> {
  return Promise.resolve(refuse('file', source.name));
}
