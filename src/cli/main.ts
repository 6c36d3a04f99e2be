import { convt } from './convt.ts';
import { systemErrorText } from './files/systemError.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe may have seen enough (`convt … | head`); that is no error.
  if (error.code === 'EPIPE') return;
  process.stderr.write(`convt: cannot write the standard output: ${systemErrorText(error)}\n`);
  process.exitCode = 2;
});
// With nowhere to say it, the exit code still tells.
process.stderr.on('error', () => undefined);

const { stdout, stderr, exitCode } = await convt(process.argv.slice(2));
process.stdout.write(stdout);
process.stderr.write(stderr);
// Set, not exited with: a pipe may still be taking the output.
process.exitCode = exitCode;
