import { useState } from 'preact/hooks';
import { Icon } from './Icon.tsx';
import { parseWhole, stepValue } from './stepValue.ts';
import type { Legal } from './stepValue.ts';
import type { Pace } from './pace.ts';

export interface NumberFieldProps {
  /** Full name for screen readers: "Stride, height". */
  readonly name: string;
  readonly value: number;
  readonly legal: Legal;
  readonly onChange: (value: number, pace: Pace) => void;
  /** A text that is no whole number and stays in the field until it is corrected; null without one. */
  readonly draft?: string | null;
  /** Called while the text is not a whole number. */
  readonly onInvalidText?: (text: string) => void;
  readonly longer?: LongerText;
  /** Called on Escape. Returns true if a value was restored. */
  readonly onEscape?: () => boolean;
  readonly invalid?: boolean;
  /** Id of the message that says why the value is invalid. */
  readonly describedBy?: string | undefined;
  readonly readonly?: boolean;
  readonly class?: string;
  /** Attributes of the input that say which field it is. */
  readonly attributes?: Readonly<Record<`data-${string}`, string>>;
}

/** Texts that are more than one number, such as a whole shape. */
export interface LongerText {
  /** Takes a pasted text, or a typed text when it is left; returns false if it belongs to the field. */
  readonly take: (text: string) => boolean;
  /** Returns whether a text may be taken once more of it is typed, so that it is not refused yet. */
  readonly isUnfinished: (text: string) => boolean;
}

/** A field for a whole number. The steppers stay among the valid values; typing reports every change. */
export function NumberField(props: NumberFieldProps) {
  const { name, value, legal, onChange, longer, invalid = false, readonly = false } = props;
  /** The text as it is typed, which may be another spelling of the value: "007". */
  const [typed, setTyped] = useState<string | null>(null);
  const step = (by: 1 | -1): void => {
    setTyped(null);
    const next = stepValue(value, by, legal);
    if (next !== value) onChange(next, 'stepping');
  };
  const onInput = (text: string): void => {
    setTyped(text);
    const parsed = parseWhole(text);
    if (parsed !== null) onChange(parsed, 'typing');
    else if (longer?.isUnfinished(text) !== true) props.onInvalidText?.(text);
  };
  const take = (text: string): boolean => {
    const isTaken = longer?.take(text) === true;
    if (isTaken) setTyped(null);
    return isTaken;
  };
  const leave = (): void => {
    if (typed !== null && parseWhole(typed) === null && !take(typed) && longer?.isUnfinished(typed) === true) {
      props.onInvalidText?.(typed);
    }
    setTyped(null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      if (!readonly) step(event.key === 'ArrowUp' ? 1 : -1);
    } else if (event.key === 'Enter') {
      leave();
    } else if (event.key === 'Escape' && (typed !== null || invalid)) {
      setTyped(null);
      if (props.onEscape?.() === true) event.stopPropagation();
    }
  };
  const typedValue = typed === null ? null : parseWhole(typed);
  // An undo changes the value below a typed text, which then is the spelling of another number.
  const isCurrent = typedValue === null || typedValue === value;
  const range = 'values' in legal ? { min: legal.values[0], max: legal.values.at(-1) } : legal;
  return (
    <span class={`number-field ${props.class ?? ''}`}>
      <input
        {...props.attributes}
        type="text"
        inputMode="numeric"
        role="spinbutton"
        aria-label={name}
        aria-valuenow={value}
        aria-valuemin={range.min}
        aria-valuemax={range.max ?? undefined}
        aria-invalid={invalid}
        aria-describedby={invalid ? props.describedBy : undefined}
        readOnly={readonly}
        value={(isCurrent ? typed : null) ?? props.draft ?? String(value)}
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onFocus={(event) => event.currentTarget.select()}
        onPaste={(event) => {
          if (!readonly && take(event.clipboardData?.getData('text/plain') ?? '')) event.preventDefault();
        }}
        onBlur={leave}
      />
      {!readonly && (
        // Only for the mouse: on the keyboard the arrow keys step.
        <span class="steppers" aria-hidden="true">
          <button type="button" tabIndex={-1} onClick={() => step(1)}>
            <Icon name="chevron-up" />
          </button>
          <button type="button" tabIndex={-1} onClick={() => step(-1)}>
            <Icon name="chevron-down" />
          </button>
        </span>
      )}
    </span>
  );
}
