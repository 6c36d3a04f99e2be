import assert from 'node:assert/strict';
import { type CallChange, comparedCall } from '../../../src/review/changes/callChange.ts';
import { callsOfFile } from '../../../src/review/changes/callsOfFile.ts';
import { changeText, originText } from '../../../src/review/changes/changeText.ts';
import type { LocatedCall } from '../../../src/review/changes/locatedCall.ts';
import { matchCalls } from '../../../src/review/changes/matchCalls.ts';

/** Finds the calls in the text of a file, which must be readable. */
export function callsIn(text: string, file = 'net.py'): readonly LocatedCall[] {
  const found = callsOfFile(file, text);
  assert.ok(found.ok, found.ok ? '' : found.refusal.message);
  return found.value;
}

/** Compares the calls of two versions of a file. */
export function changesBetween(before: string, after: string, file = 'net.py'): readonly CallChange[] {
  return matchCalls(callsIn(before, file), callsIn(after, file))
    .map(comparedCall)
    .filter((change) => change !== null);
}

/** Says in a line what became of a call: its kind, its path, and what changed. */
export function lineOf(change: CallChange): string {
  const { kind, before, after } = change;
  const path = (after ?? before)?.site.path ?? '';
  const told = kind === 'added' || kind === 'removed' ? kind : changeText(change);
  const isElsewhere = kind === 'changed' && before?.site.path !== after?.site.path;
  return `${path}: ${told}${isElsewhere ? ` (from ${originText(change)})` : ''}`;
}

/** Writes a module with the lines as the body of `__init__`. */
export function netOf(...lines: readonly string[]): string {
  return classOf('Net', ...lines);
}

export function classOf(name: string, ...lines: readonly string[]): string {
  const body = ['super().__init__()', ...lines].map((line) => `        ${line}`);
  return ['from torch import nn', '', '', `class ${name}(nn.Module):`, '    def __init__(self):', ...body, ''].join(
    '\n',
  );
}
