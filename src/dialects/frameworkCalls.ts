import { dialects } from './dialects.ts';
import type { DialectId } from './layer.ts';
import type { PortableCall, Writing } from './writing.ts';

/** A call in the words of one framework. */
export interface FrameworkCall {
  readonly id: DialectId;
  readonly title: string;
  readonly writing: Writing;
}

/** Writes a call in the words of every framework, in the order in which frameworks are shown. */
export function frameworkCalls(call: PortableCall): readonly FrameworkCall[] {
  return Object.values(dialects).map((dialect) => ({
    id: dialect.id,
    title: dialect.title,
    writing: dialect.writeCall(call),
  }));
}
