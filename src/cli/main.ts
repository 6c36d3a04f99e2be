import { convt } from './convt.ts';
import { systemErrorText } from './files/systemError.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe may close it early (`convt … | head`), which is not an error.
  if (error.code === 'EPIPE') return;
  process.stderr.write(`convt: cannot write to stdout: ${systemErrorText(error)}\n`);
  process.exitCode = 2;
});
// Ignored: if stderr cannot be written, the exit code still reports the error.
process.stderr.on('error', () => undefined);

const { stdout, stderr, exitCode } = await convt(process.argv.slice(2));
process.stdout.write(stdout);
process.stderr.write(stderr);
// process.exit() would end the process before the reader of a pipe has got the whole output.
process.exitCode = exitCode;
