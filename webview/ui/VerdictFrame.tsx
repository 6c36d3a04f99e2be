import type { ComponentChildren } from 'preact';
import { Icon } from './Icon.tsx';
import type { VerdictMark } from './verdictMarks.ts';

/** Shows a verdict as an icon and words, a sentence that justifies it, and below them what it offers. */
export function VerdictFrame(
  props: VerdictMark & {
    readonly words: string;
    readonly detail: string;
    readonly children?: ComponentChildren;
  },
) {
  const { tone, icon, words, detail, children } = props;
  return (
    <div class={`verdict-box ${tone}`}>
      <strong>
        <Icon name={icon} />
        {words}
      </strong>
      <p>{detail}</p>
      {children}
    </div>
  );
}
