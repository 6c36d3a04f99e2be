import type { Finding } from '../finding.ts';
import { findingsOf } from '../findings.ts';
import { callEffects } from './callEffects.ts';
import type { Effect } from './effect.ts';
import type { LocatedCall } from './locatedCall.ts';
import type { CallPair } from './matchCalls.ts';

/** What became of a call. */
export interface CallChange {
  /**
   * `changed`: it does something else, or was also moved. `moved`: it does the same elsewhere, in another file or under
   * another name.
   */
  readonly kind: 'changed' | 'added' | 'removed' | 'moved';
  /** Null if the call was added. */
  readonly before: LocatedCall | null;
  /** Null if the call was removed. */
  readonly after: LocatedCall | null;
  /** What the change alters, most important first; empty unless `changed`. */
  readonly effects: readonly Effect[];
  /** What a reader should know of the call and could not know of the call before. */
  readonly findings: readonly Finding[];
  /** True if the call became illegal or its overlap uneven, or was added so. */
  readonly isWorse: boolean;
}

/** The findings that make a call worse. */
const worse: ReadonlySet<Finding['kind']> = new Set(['illegal-call', 'uneven-overlap']);

/** Compares a call before and after a change; null if it does the same in the same place. */
export function comparedCall({ before, after }: CallPair): CallChange | null {
  if (after === null) {
    return { kind: 'removed', before, after, effects: [], findings: [], isWorse: false };
  }
  const findings = newFindings(before, after);
  const isWorse = findings.some(({ kind }) => worse.has(kind));
  if (before === null) return { kind: 'added', before, after, effects: [], findings, isWorse };
  const effects = callEffects(before.site, after.site);
  const isMoved = before.file !== after.file || before.site.path !== after.site.path;
  if (effects.length === 0 && findings.length === 0 && !isMoved) return null;
  const kind = effects.length > 0 || findings.length > 0 ? 'changed' : 'moved';
  return { kind, before, after, effects, findings, isWorse };
}

function newFindings(before: LocatedCall | null, after: LocatedCall): readonly Finding[] {
  const found = findingsOf(after.source, after.site);
  if (before === null) return found;
  const old = new Set(findingsOf(before.source, before.site).map(({ kind }) => kind));
  return found.filter(({ kind }) => !old.has(kind));
}
