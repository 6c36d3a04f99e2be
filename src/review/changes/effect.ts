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

/** Makes the effect of a call that was illegal, for a reason without a full stop, and is legal now. */
export function becameLegal(reason: string): Effect {
  return {
    kind: 'legality',
    before: 'illegal',
    after: 'legal',
    text: 'illegal → legal',
    means: `It was illegal: ${reason}.`,
    tone: 'better',
    isMinor: false,
  };
}

/** Makes the effect of a call that has become illegal, for a reason without a full stop. */
export function becameIllegal(reason: string): Effect {
  return {
    kind: 'legality',
    before: 'legal',
    after: 'illegal',
    text: `legal → illegal: ${reason}`,
    means: null,
    tone: 'worse',
    isMinor: false,
  };
}

/** Makes the effect of an overlap that has become even, or uneven. */
export function becameEven(isEven: boolean): Effect {
  const [before, after] = isEven ? ['uneven', 'even'] : ['even', 'uneven'];
  return {
    kind: 'overlap',
    before,
    after,
    text: `overlap ${before} → ${after}`,
    means: isEven
      ? 'The same number of taps now reaches every output element: no checkerboard.'
      : 'Different numbers of taps now reach the output elements, which can show as a checkerboard.',
    tone: isEven ? 'better' : 'worse',
    isMinor: false,
  };
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
