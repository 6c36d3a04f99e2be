import { refuse, type Result } from '../../engine/core/refusal.ts';

/** Refuses a file of `size` bytes that ends before its header, which takes `headerEnd` bytes. */
export function refuseCutOff(name: string, headerEnd: number, size: number): Result<never> {
  return refuse(
    'file',
    `${name} is cut off: its header ends at byte ${headerEnd}, the file at byte ${size}; copy or download it again.`,
  );
}
