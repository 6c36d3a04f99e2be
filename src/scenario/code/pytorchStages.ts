import type { StageCode } from './stages.ts';

/**
 * The formulations in PyTorch. The names in scope: x (N, Cin, H, W), w (Cin, Cout/groups, kH, kW), b (Cout), the sizes
 * N Cin H W kH kW Cout Ho Wo, and sH sW pH pW opH opW dH dW groups.
 */
export const pytorchStages: StageCode = {
  'unfold-matmul': `\
# 1. Insert stride - 1 zeros between the elements of the input.
inserted = x.new_zeros(N, Cin, (H - 1) * sH + 1, (W - 1) * sW + 1)
inserted[:, :, ::sH, ::sW] = x

# 2. Pad by dilation * (k - 1) - padding (a negative pad crops); output_padding is added below and right.
top, left = dH * (kH - 1) - pH, dW * (kW - 1) - pW
x_hat = F.pad(inserted, (left, left + opW, top, top + opH))
show("x_hat", x_hat)

# 3. Unfold: a column of U is one window of x_hat, flattened.
U = F.unfold(x_hat, (kH, kW), dilation=(dH, dW)).reshape(N, groups, Cin // groups * kH * kW, Ho * Wo)
show("U", U)

# 4. Rotate the kernel by 180 degrees; a row of K is one output channel's kernels, flattened.
rotated = w.flip(2, 3)
K = rotated.reshape(groups, Cin // groups, Cout // groups, kH, kW).transpose(1, 2).reshape(groups, Cout // groups, -1)
show("K", K)

# 5. Multiply.
Y = K @ U
show("Y", Y)
y = Y.reshape(N, Cout, Ho, Wo)`,

  'matmul-fold': `\
# 1. Columns: the product of every input element with every tap of the kernel.
X = x.reshape(N, groups, Cin // groups, H * W)
Wt = w.reshape(groups, Cin // groups, -1).transpose(1, 2)
columns = Wt @ X
show("columns", columns)

# 2. Fold (col2im): add the overlapping columns to the uncropped output.
full = F.fold(
    columns.reshape(N, Cout * kH * kW, H * W),
    ((H - 1) * sH + dH * (kH - 1) + 1, (W - 1) * sW + dW * (kW - 1) + 1),
    (kH, kW),
    dilation=(dH, dW),
    stride=(sH, sW),
)
show("full", full)

# 3. Crop by padding; output_padding lengthens the output below and right.
y = F.pad(full, (-pW, opW - pW, -pH, opH - pH))`,

  'sub-pixel': `\
# The output consists of stride phases; each is a small convolution of x with the taps that reach it.
y = x.new_zeros(N, Cout, Ho, Wo)
for ph in range(sH):
    for pw in range(sW):
        # Output rows and columns of this phase, and the taps that land on them.
        oy, ox = range(ph, Ho, sH), range(pw, Wo, sW)
        taps_y = [k for k in range(kH) if (ph + pH - k * dH) % sH == 0]
        taps_x = [k for k in range(kW) if (pw + pW - k * dW) % sW == 0]
        if not (oy and ox and taps_y and taps_x):
            continue
        # A tap reads the input at (o + padding - k * dilation) / stride; outside the input it reads 0.
        rows = torch.tensor([[(o + pH - k * dH) // sH for o in oy] for k in reversed(taps_y)])
        cols = torch.tensor([[(o + pW - k * dW) // sW for o in ox] for k in reversed(taps_x)])
        inside = ((rows >= 0) & (rows < H))[:, None, :, None] & ((cols >= 0) & (cols < W))[None, :, None, :]
        windows = x[:, :, rows.clamp(0, H - 1)[:, None, :, None], cols.clamp(0, W - 1)[None, :, None, :]]
        U = (windows * inside).reshape(N, groups, Cin // groups * len(taps_y) * len(taps_x), len(oy) * len(ox))
        kernel = w[:, :, taps_y[::-1]][:, :, :, taps_x[::-1]]
        K = kernel.reshape(groups, Cin // groups, Cout // groups, -1).transpose(1, 2).reshape(groups, Cout // groups, -1)
        show(f"phase ({ph}, {pw}) U", U)
        y[:, :, ph::sH, pw::sW] = (K @ U).reshape(N, Cout, len(oy), len(ox))`,

  'transposed-matrix': `\
# The matrix C of the forward convolution (Cout x Ho x Wo -> Cin x H x W): its column j is
# the convolution of the j-th unit vector. The transposed convolution is multiplication by its transpose.
unit = torch.eye(Cout * Ho * Wo, dtype=x.dtype).reshape(-1, Cout, Ho, Wo)
unit = F.pad(unit, (0, max(0, -opW), 0, max(0, -opH)))  # where the padding at the end is larger
C = F.conv2d(unit, w, None, (sH, sW), (pH, pW), (dH, dW), groups)[:, :, :H, :W].reshape(Cout * Ho * Wo, Cin * H * W).T
show("C", C)
y = (x.reshape(N, Cin * H * W) @ C).reshape(N, Cout, Ho, Wo)`,

  winograd: `\
# Each stride phase is a convolution of stride 1 with 2 or 3 taps per axis. Minimal filtering F(2, r) makes two of its
# outputs from r + 1 products instead of 2 r: y = AT ((G g) * (BT d)), and in two dimensions AT ((G g GT) * (BT d B)) A.
def matrix(*rows):
    return torch.tensor(rows, dtype=x.dtype)

BT = {2: matrix([1, -1, 0], [0, 1, 0], [0, -1, 1]), 3: matrix([1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1])}
G = {2: matrix([1, 0], [1, 1], [0, 1]), 3: matrix([1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1])}
AT = {2: matrix([1, 1, 0], [0, 1, 1]), 3: matrix([1, 1, 1, 0], [0, 1, -1, -1])}
y = x.new_zeros(N, Cout, Ho, Wo)
for ph in range(min(sH, Ho)):
    for pw in range(min(sW, Wo)):
        # The taps of this phase by the input they read, and its outputs; a tile's two outputs are \`step\` apart.
        taps_y = [k for k in range(kH) if (ph + pH - k * dH) % sH == 0][::-1]
        taps_x = [k for k in range(kW) if (pw + pW - k * dW) % sW == 0][::-1]
        r, q = len(taps_y), len(taps_x)
        oy, ox = range(ph, Ho, sH), range(pw, Wo, sW)
        step_y, step_x = (taps_y[0] - taps_y[1]) * dH // sH, (taps_x[0] - taps_x[1]) * dW // sW
        first_y = [j for j in range(len(oy)) if j % (2 * step_y) < step_y]
        first_x = [j for j in range(len(ox)) if j % (2 * step_x) < step_x]

        # 1. The tiles d of the input, padded with zeros, and BT d B.
        rows = torch.tensor([[(oy[j] + pH - taps_y[0] * dH) // sH + k * step_y for k in range(r + 1)] for j in first_y])
        cols = torch.tensor([[(ox[j] + pW - taps_x[0] * dW) // sW + k * step_x for k in range(q + 1)] for j in first_x])
        inside = ((rows >= 0) & (rows < H))[:, None, :, None] & ((cols >= 0) & (cols < W))[None, :, None, :]
        d = x[:, :, rows.clamp(0, H - 1)[:, None, :, None], cols.clamp(0, W - 1)[None, :, None, :]] * inside
        V = (BT[r] @ d @ BT[q].T).reshape(N, groups, Cin // groups, len(first_y) * len(first_x), r + 1, q + 1)

        # 2. The kernels g of the phase, and G g GT.
        g = w[:, :, taps_y][:, :, :, taps_x]
        U = (G[r] @ g @ G[q].T).reshape(groups, Cin // groups, Cout // groups, r + 1, q + 1)
        show(f"phase ({ph}, {pw}) V", V)
        show(f"phase ({ph}, {pw}) U", U)

        # 3. One matrix product for each point of the transformed tiles, then AT M A: 2 x 2 outputs of each tile.
        M = torch.einsum("gcouv,ngctuv->ngotuv", U, V)
        Y = (AT[r] @ M @ AT[q].T).reshape(N, Cout, len(first_y), len(first_x), 2, 2)
        for m in range(2):
            for l in range(2):
                # The second output of a tile at the border may not exist.
                at_y = [j + m * step_y for j in first_y if j + m * step_y < len(oy)]
                at_x = [j + l * step_x for j in first_x if j + l * step_x < len(ox)]
                to = torch.tensor([oy[j] for j in at_y]).long()[:, None], torch.tensor([ox[j] for j in at_x]).long()
                tiles = [t for t, j in enumerate(first_y) if j + m * step_y < len(oy)], [t for t, j in enumerate(first_x) if j + l * step_x < len(ox)]
                y[:, :, to[0], to[1]] = Y[:, :, tiles[0]][:, :, :, tiles[1], m, l]`,

  naive: `\
# Scatter: every input element adds its scaled kernels to the output, stride apart; parts outside are cropped.
full = x.new_zeros(N, groups, Cout // groups, (H - 1) * sH + dH * (kH - 1) + 1, (W - 1) * sW + dW * (kW - 1) + 1)
xg, wg = x.reshape(N, groups, Cin // groups, H, W), w.reshape(groups, Cin // groups, Cout // groups, kH, kW)
for i in range(H):
    for j in range(W):
        stamp = torch.einsum("ngc,gcokl->ngokl", xg[:, :, :, i, j], wg)
        full[..., i * sH : i * sH + dH * (kH - 1) + 1 : dH, j * sW : j * sW + dW * (kW - 1) + 1 : dW] += stamp
show("full", full)
y = F.pad(full.reshape(N, Cout, *full.shape[-2:]), (-pW, opW - pW, -pH, opH - pH))`,
};
