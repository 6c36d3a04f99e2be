/**
 * The reason why an output element is NaN or infinite. `clean`: the element is finite; `defined`: the definition makes
 * it non-finite; `formulated`: only a structural zero of the formulation does; `overflow`: a finite sum overflowed.
 */
export const NonFiniteCause = { clean: 0, defined: 1, formulated: 2, overflow: 3 } as const;
export type NonFiniteCause = (typeof NonFiniteCause)[keyof typeof NonFiniteCause];
