import type { ComponentChildren } from 'preact';
import type { Argument } from '../../src/engine/core/refusal.ts';
import { stillShowing } from '../store/refusalAt.ts';
import { RefusalActions } from './RefusalActions.tsx';
import { useSession } from '../store/useSession.ts';

/** Returns the id of an argument's message, for the `aria-describedby` of its field. */
export function refusalId(argument: Argument): string {
  return `refusal-${argument}`;
}

/**
 * Shows why a text that was typed into a number field above is no value, or else why the value of the field is
 * invalid, and what the figure shows in the meantime.
 */
export function FieldRefusal({ argument }: { readonly argument: Argument }) {
  const { drafts, runner } = useSession();
  const ofNumber = drafts.all.value.find(({ field }) => field.argument === argument && field.kind === 'number');
  const current = ofNumber?.refusal ?? runner.refusal.value;
  if (current?.argument !== argument) return null;
  return (
    <RefusalBox
      id={refusalId(argument)}
      message={current.message}
      still={
        ofNumber === undefined
          ? stillShowing(current, runner.currentRun.value?.scenario ?? null)
          : `The figure still shows ${ofNumber.instead}.`
      }
    >
      {ofNumber === undefined && <RefusalActions refusal={current} />}
    </RefusalBox>
  );
}

/**
 * A message below its field: why the field's content is refused, what the figure shows in the meantime, and buttons that
 * do something about it.
 */
export function RefusalBox(props: {
  readonly id: string;
  readonly message: string;
  readonly still: string;
  readonly children?: ComponentChildren;
}) {
  const { id, message, still, children } = props;
  return (
    <div class="field-refusal">
      <div id={id} role="alert">
        {message}
        {still !== '' && (
          <>
            <br />
            {still}
          </>
        )}
      </div>
      <div class="refusal-actions">{children}</div>
    </div>
  );
}
