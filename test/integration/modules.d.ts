/** Mocha's browser build, which has no types. */
declare module 'mocha/mocha.js';

/** Imports every test file that exists when the tests are bundled; see discoveredTests in the build scripts. */
declare module 'virtual:integration-tests';
