import { type FixCode, unfoldCode } from '../model/fixCode.ts';

// Lines of the unfold + matmul program that several mistakes share.

export const kernelMatrixLine =
  'K = rotated.reshape(groups, Cin // groups, Cout // groups, kH, kW).transpose(1, 2).reshape(groups, Cout // groups, -1)';

export const unfoldLine =
  'U = F.unfold(x_hat, (kH, kW), dilation=(dH, dW)).reshape(N, groups, Cin // groups * kH * kW, Ho * Wo)';

export const biasLine = 'y = y + b.reshape(-1, 1, 1)';

/** Returns the code of a line in place of that of the bias. */
export const biasCode = (line: string): FixCode =>
  unfoldCode(` y = Y.reshape(N, Cout, Ho, Wo)\n-${line}\n+${biasLine}`);

/** Returns the code of lines that change the parameters before they are used. */
export const parametersCode = (lines: string): FixCode =>
  unfoldCode(`\
 N, Cin, H, W = x.shape
${lines}
 kH, kW = w.shape[2:]`);

/** Returns the code that exchanges the height and width of a parameter: "s", "p" or "d". */
export const swappedCode = (name: 's' | 'p' | 'd'): FixCode =>
  unfoldCode(`\
 N, Cin, H, W = x.shape
-${name}H, ${name}W = ${name}W, ${name}H
 kH, kW = w.shape[2:]`);

/** The lines for the output's size and the input's padding, without the crop by padding. */
export const withoutPadding = `\
-Ho = (H - 1) * sH + dH * (kH - 1) + opH + 1
+Ho = (H - 1) * sH - 2 * pH + dH * (kH - 1) + opH + 1
-Wo = (W - 1) * sW + dW * (kW - 1) + opW + 1
+Wo = (W - 1) * sW - 2 * pW + dW * (kW - 1) + opW + 1
 inserted[:, :, ::sH, ::sW] = x
-top, left = dH * (kH - 1), dW * (kW - 1)
+top, left = dH * (kH - 1) - pH, dW * (kW - 1) - pW`;

/** The same lines without output_padding. */
export const withoutOutputPadding = `\
-Ho = (H - 1) * sH - 2 * pH + dH * (kH - 1) + 1
+Ho = (H - 1) * sH - 2 * pH + dH * (kH - 1) + opH + 1
-Wo = (W - 1) * sW - 2 * pW + dW * (kW - 1) + 1
+Wo = (W - 1) * sW - 2 * pW + dW * (kW - 1) + opW + 1
 top, left = dH * (kH - 1) - pH, dW * (kW - 1) - pW
-x_hat = F.pad(inserted, (left, left, top, top))
+x_hat = F.pad(inserted, (left, left + opW, top, top + opH))`;

/** Puts the extra padding at the top and left instead of the bottom and right. */
export const leadingCode: FixCode = unfoldCode(`\
 top, left = dH * (kH - 1) - pH, dW * (kW - 1) - pW
-x_hat = F.pad(inserted, (left + opW, left, top + opH, top))
+x_hat = F.pad(inserted, (left, left + opW, top, top + opH))`);

/** Returns the code of a line that is applied to the finished output. */
export const afterwards = (line: string): FixCode =>
  unfoldCode(`\
 y = Y.reshape(N, Cout, Ho, Wo)
 ${biasLine}
-${line}`);

/** Returns the code of a line that is applied to the input before anything else. */
export const beforehand = (line: string): FixCode =>
  unfoldCode(`\
-${line}
 N, Cin, H, W = x.shape`);
