import { assertNever } from '../../engine/core/assertNever.ts';
import { formatBytes } from '../../scenario/text/format.ts';
import { lensParts } from '../lensText.ts';
import type { CallChange } from './callChange.ts';
import type { FileChange } from './fileChange.ts';
import { whereText } from './locatedCall.ts';
import { tensorChangeText } from './tensorChanges.ts';

/**
 * Says in a line what became of a call: "55×55 → 56×56 · overlap even → uneven", "added · ×2 · 4×4 → 8×8", "moved from
 * Net.__init__ › self.up". What only tells how much is left out if there is more to say.
 */
export function changeText(change: CallChange): string {
  const { kind, before, after, effects, findings } = change;
  switch (kind) {
    case 'changed': {
      const major = effects.filter(({ isMinor }) => !isMinor);
      const shown = (major.length > 0 ? major : effects).map(({ text }) => text);
      const parts = shown.length > 0 ? shown : findings.map(({ message }) => message.replace(/\.$/, ''));
      return parts.join(' · ');
    }
    case 'moved':
      return `moved from ${originText(change)}`;
    case 'added':
      return ['added', ...(after === null ? [] : lensParts(after.site))].join(' · ');
    case 'removed':
      return ['removed', ...(before === null ? [] : lensParts(before.site))].join(' · ');
    default:
      return assertNever(kind, 'kind');
  }
}

/** Says where a moved call was: the file if it was another, and the place in it. */
export function originText({ before, after }: Pick<CallChange, 'before' | 'after'>): string {
  if (before === null) return '';
  const parts = [
    ...(after?.file === before.file ? [] : [before.file]),
    ...(after?.site.path === before.site.path ? [] : [before.site.path]),
  ];
  return parts.length === 0 ? whereText(before) : parts.join(', ');
}

/** Returns whether a changed call was also moved to another file, function or name. */
export function isMovedCall({ before, after }: Pick<CallChange, 'before' | 'after'>): boolean {
  return before !== null && after !== null && (before.file !== after.file || before.site.path !== after.site.path);
}

/** Says in lines what became of a file, apart from its calls; empty for a file with calls. */
export function fileChangeLines(file: FileChange): readonly string[] {
  switch (file.kind) {
    case 'calls':
      return [];
    case 'unread':
      return [file.reason];
    case 'scenario': {
      if (file.after === null) return ['removed'];
      if (!file.after.ok) return [`not a valid scenario: ${file.after.refusal.message}`];
      if (file.before === null) return ['added'];
      if (file.comparison === null) return ['valid now'];
      return [...file.comparison.effects.map(({ text }) => text), ...file.comparison.edits];
    }
    case 'tensors':
      return tensorLines(file);
    default:
      return assertNever(file, 'file');
  }
}

function tensorLines({ before, after, tensors }: Extract<FileChange, { readonly kind: 'tensors' }>): readonly string[] {
  if (after === null) return ['removed'];
  if (after.kind === 'unread') return [`cannot be read: ${after.reason}`];
  if (before === null) {
    return after.kind === 'pointer'
      ? [`added, ${formatBytes(after.bytes)} in Git LFS`]
      : [`added, ${tensorCount(after.entries.length)}`];
  }
  if (before.kind === 'unread') return [`could not be read before: ${before.reason}`];
  if (before.kind === 'pointer' || after.kind === 'pointer') {
    const place = 'in Git LFS; its tensors are not on this machine';
    return before.bytes === after.bytes
      ? [`changed, ${place}`]
      : [`${formatBytes(before.bytes)} → ${formatBytes(after.bytes)}, ${place}`];
  }
  return tensors.length > 0
    ? tensors.map(tensorChangeText)
    : [`other values in the same ${after.entries.length === 1 ? 'tensor' : `${after.entries.length} tensors`}`];
}

function tensorCount(count: number): string {
  return count === 1 ? '1 tensor' : `${count} tensors`;
}
