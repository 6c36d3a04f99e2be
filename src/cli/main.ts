import { convt } from './convt.ts';
import { systemErrorText } from './files/systemError.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A pipe may close early (`convt … | head`); that is not an error.
  if (error.code === 'EPIPE') return;
  process.stderr.write(`convt: cannot write to stdout: ${systemErrorText(error)}\n`);
  process.exitCode = 2;
});
// If stderr cannot be written, the exit code still tells.
process.stderr.on('error', () => undefined);

const { stdout, stderr, exitCode } = await convt(process.argv.slice(2));
process.stdout.write(stdout);
process.stderr.write(stderr);
// Set instead of process.exit(), because a pipe may still be reading the output.
process.exitCode = exitCode;
