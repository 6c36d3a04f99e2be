/** Mocha's browser build; it has no types of its own. */
declare module 'mocha/mocha.js';

/** Every test file that was found when the tests were bundled; see the build script's discoveredTests. */
declare module 'virtual:integration-tests';
