/** What a change of a call alters, in the order in which a reader is told. */
export const effectKinds = [
  'legality',
  'api',
  'size',
  'input-size',
  'overlap',
  'shift',
  'weights',
  'bias',
  'channels',
  'groups',
  'dilation',
  'layout',
  'rotation',
  'unfold-shape',
  'argument',
  'parameters',
  'multiply-adds',
] as const;
export type EffectKind = (typeof effectKinds)[number];

/** One thing that a change of a call alters. */
export interface Effect {
  readonly kind: EffectKind;
  /** The value before and after: "55×55" and "56×56". */
  readonly before: string;
  readonly after: string;
  /** The effect in the words of a code lens: "overlap even → uneven". */
  readonly text: string;
  /** What follows, as a sentence; null if the text says everything. */
  readonly means: string | null;
  /** `worse`: the call became illegal or its overlap uneven. `better`: the opposite. */
  readonly tone: 'worse' | 'better' | 'neutral';
  /** True if the effect only tells how much, and is left out of a line that says something else. */
  readonly isMinor: boolean;
}

/** Makes an effect that is neither better nor worse. `text` is "before → after" if omitted. */
export function neutralEffect(
  kind: EffectKind,
  before: string,
  after: string,
  options: { readonly text?: string; readonly means?: string; readonly isMinor?: boolean } = {},
): Effect {
  const { text = `${before} → ${after}`, means = null, isMinor = false } = options;
  return { kind, before, after, text, means, tone: 'neutral', isMinor };
}
