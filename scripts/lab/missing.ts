/**
 * An error that the user can correct, such as a program that is not installed or a wrong option. Its message is one
 * sentence that says what to do. It is printed without a stack trace.
 */
export class Missing extends Error {
  override readonly name = 'Missing';
}

/**
 * Runs a script's main function and sets the exit code to its result. If the function throws, prints the error and sets
 * the exit code to 1.
 */
export async function main(run: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    console.error(error instanceof Missing ? error.message : error);
    process.exitCode = 1;
  }
}
