/** Lines of the test report start with this mark; see test/integration/mocha.ts. */
const mark = 'convt-test| ';

/** Prints the test report, and keeps the workbench's own errors in case no test runs. */
export interface Relay {
  /** Handles a line of the workbench's log. */
  readonly log: (type: string, args: readonly unknown[]) => void;
  /** Returns the workbench's errors if no test ran, otherwise none. */
  readonly unexplained: () => readonly string[];
}

/** Creates a relay that has seen no line yet. */
export function createRelay(): Relay {
  const errors: string[] = [];
  let reported = false;
  return {
    log(type, args) {
      const text = args.map(String).join(' ');
      if (text.startsWith(mark)) {
        reported = true;
        console.log(text.slice(mark.length));
      } else if (type === 'error' && !/bindings file|watchdog|ENOTFOUND/.test(text)) {
        errors.push(text);
      }
    },
    unexplained: () => (reported ? [] : errors),
  };
}
