/**
 * The moment at which an edit takes effect: `typing` after the last key of a burst; `stepping` at the first step and,
 * while the key is held, after the last; `now` at once.
 */
export type Pace = 'typing' | 'stepping' | 'now';
