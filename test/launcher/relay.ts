/** The prefix of lines of the test report in VS Code's log; see test/integration/mocha.ts. */
const mark = 'convt-test| ';

/** Filters VS Code's log: prints the test report, and keeps VS Code's own errors in case no test runs. */
export interface Relay {
  /** Handles one line of VS Code's log. */
  readonly log: (type: string, args: readonly unknown[]) => void;
  /** Returns VS Code's errors if no test has run; otherwise none. */
  readonly unexplained: () => readonly string[];
}

/** Creates a relay that has not seen any line yet. */
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
