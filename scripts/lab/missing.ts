/**
 * A part of the lab that is not on this machine and could not be fetched. Its message is one
 * sentence that names what to install; it is printed without a stack trace.
 */
export class Missing extends Error {
  override readonly name = 'Missing';
}

/** Runs a script's main function; a missing part ends it with its sentence and exit code 1. */
export async function main(run: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    console.error(error instanceof Missing ? error.message : error);
    process.exitCode = 1;
  }
}
