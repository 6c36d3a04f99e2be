/**
 * The number of known mistakes, for sentences on the page: the mistakes themselves are in the worker's script only. A test
 * holds it equal to the catalogue's length.
 */
export const knownMistakeCount = 123;
