import type { ComponentChildren } from 'preact';
import type { TermId } from '../../src/scenario/text/explainedTerms.ts';

/**
 * A statistic or a symbol that explains itself: under the pointer, with the focus, and at a click, by the page's
 * `TermTip`. Anything else that shows a term, such as a button of its own, has the attribute `data-term` instead.
 */
export function TermLabel({ term, children }: { readonly term: TermId; readonly children: ComponentChildren }) {
  return (
    <button type="button" class="term-button" data-term={term}>
      {children}
    </button>
  );
}
