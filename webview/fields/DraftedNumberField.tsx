import { fieldAttributes } from '../store/codeState.ts';
import type { DraftField } from '../store/drafts.ts';
import { refuseNumberText } from '../store/drafts.ts';
import { isRefused } from '../store/refusalAt.ts';
import { useSession } from '../store/useSession.ts';
import { NumberField, type NumberFieldProps } from '../ui/NumberField.tsx';
import { refusalId } from './FieldRefusal.tsx';
import { useDraft } from './useDraft.ts';

type Props = Pick<NumberFieldProps, 'name' | 'value' | 'legal' | 'readonly' | 'onChange' | 'longer'> & {
  readonly field: DraftField;
};

/**
 * A number of the call. A text that is no whole number stays in the field as a draft, and the message of the field's
 * argument says why.
 */
export function DraftedNumberField({ field, onChange, readonly, longer, ...rest }: Props) {
  const { drafts, escape, runner } = useSession();
  const draft = useDraft(field);
  return (
    <NumberField
      {...rest}
      {...(longer === undefined
        ? {}
        : {
            longer: {
              ...longer,
              take: (text) => {
                const isTaken = longer.take(text);
                if (isTaken) drafts.drop(field.id);
                return isTaken;
              },
            },
          })}
      attributes={fieldAttributes(field.argument, field.name)}
      draft={draft?.text ?? null}
      readonly={readonly === true}
      invalid={draft !== null || (readonly !== true && isRefused(runner.refusal.value, field.argument, field.axis))}
      describedBy={refusalId(field.argument)}
      onChange={(value, pace) => {
        drafts.drop(field.id);
        onChange(value, pace);
      }}
      onInvalidText={(text) => {
        const instead = `${field.name} = ${rest.value}`;
        drafts.keep({ field, text, refusal: refuseNumberText(field, text), instead });
      }}
      onEscape={() => drafts.drop(field.id) || escape()}
    />
  );
}
