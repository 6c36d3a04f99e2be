import { useEffect, useState } from 'preact/hooks';
import type { Clock } from './clock.ts';

/** Returns the value once it has not changed for some milliseconds; until then null. */
export function useSettled<T>(value: T, milliseconds: number, clock: Clock): T | null {
  const [settled, setSettled] = useState<T | null>(null);
  useEffect(() => {
    setSettled(null);
    return clock.after(milliseconds, () => setSettled(value));
  }, [value]);
  return settled === value ? settled : null;
}
