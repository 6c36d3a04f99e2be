import { type FixCode, unfoldCode } from '../model/fixCode.ts';

// Lines of the program of unfold + matmul that several mistakes are about.

export const kernelMatrixLine =
  'K = rotated.reshape(groups, Cin // groups, Cout // groups, kH, kW).transpose(1, 2).reshape(groups, Cout // groups, -1)';

export const unfoldLine =
  'U = F.unfold(x_hat, (kH, kW), dilation=(dH, dW)).reshape(N, groups, Cin // groups * kH * kW, Ho * Wo)';

export const biasLine = 'y = y + b.reshape(-1, 1, 1)';

/** A parameter whose height and width are exchanged: "s", "p" or "d". */
export const swappedCode = (name: 's' | 'p' | 'd'): FixCode =>
  unfoldCode(`\
 N, Cin, H, W = x.shape
-${name}H, ${name}W = ${name}W, ${name}H
 kH, kW = w.shape[2:]`);

/** The output's size, and the pads of the input, without the crop by padding. */
export const withoutPadding = `\
-Ho = (H - 1) * sH + dH * (kH - 1) + opH + 1
+Ho = (H - 1) * sH - 2 * pH + dH * (kH - 1) + opH + 1
-Wo = (W - 1) * sW + dW * (kW - 1) + opW + 1
+Wo = (W - 1) * sW - 2 * pW + dW * (kW - 1) + opW + 1
 inserted[:, :, ::sH, ::sW] = x
-top, left = dH * (kH - 1), dW * (kW - 1)
+top, left = dH * (kH - 1) - pH, dW * (kW - 1) - pW`;

/** The same without output_padding. */
export const withoutOutputPadding = `\
-Ho = (H - 1) * sH - 2 * pH + dH * (kH - 1) + 1
+Ho = (H - 1) * sH - 2 * pH + dH * (kH - 1) + opH + 1
-Wo = (W - 1) * sW - 2 * pW + dW * (kW - 1) + 1
+Wo = (W - 1) * sW - 2 * pW + dW * (kW - 1) + opW + 1
 top, left = dH * (kH - 1) - pH, dW * (kW - 1) - pW
-x_hat = F.pad(inserted, (left, left, top, top))
+x_hat = F.pad(inserted, (left, left + opW, top, top + opH))`;

/** What belongs to the bottom and right is padded at the top and left. */
export const leadingCode: FixCode = unfoldCode(`\
 top, left = dH * (kH - 1) - pH, dW * (kW - 1) - pW
-x_hat = F.pad(inserted, (left + opW, left, top + opH, top))
+x_hat = F.pad(inserted, (left, left + opW, top, top + opH))`);

/** Something that is done to the finished output. */
export const afterwards = (line: string): FixCode =>
  unfoldCode(`\
 y = Y.reshape(N, Cout, Ho, Wo)
 ${biasLine}
-${line}`);

/** Something that is done to the input before anything else. */
export const beforehand = (line: string): FixCode =>
  unfoldCode(`\
-${line}
 N, Cin, H, W = x.shape`);
