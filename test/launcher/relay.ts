/** The tests' own lines carry this mark; see test/integration/mocha.ts. */
const mark = 'convt-test| ';

/** Prints what the tests print, and keeps the workbench's own log for when they print nothing. */
export interface Relay {
  /** A line of the log, as the workbench hands it over. */
  readonly log: (type: string, args: readonly unknown[]) => void;
  /** The errors of a workbench in which no test ever ran. */
  readonly unexplained: () => readonly string[];
}

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
