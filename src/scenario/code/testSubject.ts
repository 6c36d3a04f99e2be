import type { Call } from '../../engine/core/call.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import { commentText, pythonList } from './literals.ts';

/**
 * The subject of a test. `output`: a recorded output, which the test checks. `implementation`: a function, which the
 * user of the test fills in; `wrong` is an output that shows the mistake, the correct output, and the mistake's name.
 */
export type TestSubject =
  | { readonly kind: 'output'; readonly actual: Tensor }
  | {
      readonly kind: 'implementation';
      readonly wrong: { readonly output: Tensor; readonly reference: Tensor; readonly by: string };
    };

/** Returns the output of a subject that must fail. */
export function wrongOutputOf(subject: TestSubject): Tensor {
  return subject.kind === 'output' ? subject.actual : subject.wrong.output;
}

/** The most values that a comment lists. */
const mostListed = 256;

/**
 * Writes the lines before the test function: the function to fill in and the wrong output as a comment, or what a
 * recorded output is.
 */
export function subjectPrelude(call: Call, subject: TestSubject): string {
  if (subject.kind === 'output') {
    return `\
# The output below is recorded: the test shows how it differs from the correct output, and runs no implementation.
`;
  }
  const { output, reference, by } = subject.wrong;
  const end = call.params.paddingEnd === undefined ? '' : ', padding_end';
  return `\
def my_conv_transpose2d(x, w, b, *, stride, padding${end}, output_padding, groups, dilation):
    """Call your implementation here. The arguments are those of torch.nn.functional.conv_transpose2d."""
    raise NotImplementedError("my_conv_transpose2d: call your implementation here")


# The test fails with this mistake, and passes once it is mended: ${commentText(by)}.
# With the mistake, the output is ${valuesComment(output)}
# The correct output is ${valuesComment(reference)}
`;
}

function valuesComment({ shape, data }: Tensor): string {
  const of = `of shape ${JSON.stringify(shape)}`;
  return data.length > mostListed ? `${of}.` : `${of}:\n#   ${pythonList(Array.from(data), shape)}`;
}

/** Writes the parameters of the test function. */
export function subjectParameter(subject: TestSubject): string {
  return subject.kind === 'output' ? '' : 'implementation=my_conv_transpose2d';
}

/** Runs the test if the file is run as a program. */
export const testProgram = `

if __name__ == "__main__":
    test_conv_transpose2d()
`;
