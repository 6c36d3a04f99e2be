import type { Argument } from '../../src/engine/core/refusal.ts';
import { accepted } from '../store/page.ts';
import { refusal } from '../store/refusal.ts';
import { stillShowing } from '../store/refusalAt.ts';

/** Id of an argument's message, for its field's `aria-describedby`. */
export function refusalId(argument: Argument): string {
  return `refusal-${argument}`;
}

/** Why the value above is not accepted, and what the figure shows meanwhile. */
export function FieldRefusal({ of }: { readonly of: Argument }) {
  const present = refusal.value;
  if (present?.argument !== of) return null;
  const still = stillShowing(present, accepted.value);
  return (
    <div class="field-refusal" id={refusalId(of)} role="alert">
      {present.message}
      {still !== '' && (
        <>
          <br />
          {still}
        </>
      )}
    </div>
  );
}
