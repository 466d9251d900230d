"""The demo detector: a small anchor-free one-stage network in plain PyTorch.

Backbone of cross-stage-partial blocks (Wang et al., CSPNet, 2020) with residual bottlenecks (He et al.,
2016), a pooled context block (He et al., SPP, 2015), a two-level top-down and bottom-up neck (Liu et al.,
PANet, 2018) and decoupled heads (Ge et al., YOLOX, 2021) at strides 16 and 32: a cover is at least 100 px
wide in the 640 px input, so finer levels would cost time and find nothing more.

Box sides are predicted as a discrete distribution over distances (Li et al., Generalized Focal Loss, 2020).
All images are float32 RGB in 0..1, NCHW; all boxes here are in input pixels.
"""

import math

import torch
from torch import Tensor, nn

STRIDES = (16, 32)
DISTANCE_BINS = 16
"""Distances are 0 … 15 strides from the anchor point to each side of its box."""


class ConvUnit(nn.Module):
    """Convolution without bias, batch normalisation (Ioffe and Szegedy, 2015), SiLU (Elfwing et al., 2018)."""

    def __init__(self, inputs: int, outputs: int, kernel: int = 1, stride: int = 1) -> None:
        super().__init__()
        padding = (kernel - stride + 1) // 2
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False)
        self.norm = nn.BatchNorm2d(outputs, eps=1e-3, momentum=0.03)
        self.act = nn.SiLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        """[batch, inputs, h, w] → [batch, outputs, h / stride, w / stride]."""
        return self.act(self.norm(self.conv(x)))  # type: ignore[no-any-return]  # nn.Module.__call__ is untyped


class Bottleneck(nn.Module):
    """Two 3×3 convolutions, added to their input when `residual`."""

    def __init__(self, channels: int, *, residual: bool) -> None:
        super().__init__()
        self.body = nn.Sequential(ConvUnit(channels, channels, 3), ConvUnit(channels, channels, 3))
        self.residual = residual

    def forward(self, x: Tensor) -> Tensor:
        """[batch, channels, h, w] → the same shape."""
        y: Tensor = self.body(x)
        return x + y if self.residual else y


class PartialBlock(nn.Module):
    """Half of the channels pass through `depth` bottlenecks, the other half goes round them (CSPNet)."""

    def __init__(self, inputs: int, outputs: int, *, depth: int = 1, residual: bool = True) -> None:
        super().__init__()
        half = outputs // 2
        self.direct = ConvUnit(inputs, half)
        self.entry = ConvUnit(inputs, half)
        self.deep = nn.Sequential(*(Bottleneck(half, residual=residual) for _ in range(depth)))
        self.merge = ConvUnit(2 * half, outputs)

    def forward(self, x: Tensor) -> Tensor:
        """[batch, inputs, h, w] → [batch, outputs, h, w]."""
        merged: Tensor = self.merge(torch.cat((self.direct(x), self.deep(self.entry(x))), dim=1))
        return merged


class ContextBlock(nn.Module):
    """Max-pooling over growing windows, so that a coarse cell sees the whole cover (SPP)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        half = channels // 2
        self.entry = ConvUnit(channels, half)
        self.pool = nn.MaxPool2d(5, stride=1, padding=2)
        self.merge = ConvUnit(3 * half, channels)

    def forward(self, x: Tensor) -> Tensor:
        """[batch, channels, h, w] → the same shape."""
        near = self.entry(x)
        wide = self.pool(near)
        merged: Tensor = self.merge(torch.cat((near, wide, self.pool(wide)), dim=1))
        return merged


class Head(nn.Module):
    """Separate branches for class logits and side distances on one feature level (YOLOX)."""

    def __init__(self, inputs: int, classes: int, *, width: int = 64) -> None:
        super().__init__()
        self.class_branch = nn.Sequential(ConvUnit(inputs, width, 3), ConvUnit(width, width, 3))
        self.class_out = nn.Conv2d(width, classes, 1)
        self.box_branch = nn.Sequential(ConvUnit(inputs, width, 3), ConvUnit(width, width, 3))
        self.box_out = nn.Conv2d(width, 4 * DISTANCE_BINS, 1)
        nn.init.constant_(self.class_out.bias, -math.log((1 - 0.01) / 0.01))  # type: ignore[arg-type]

    def forward(self, x: Tensor) -> Tensor:
        """[batch, inputs, h, w] → [batch, 4 · bins + classes, h · w], row by row."""
        logits = torch.cat((self.box_out(self.box_branch(x)), self.class_out(self.class_branch(x))), dim=1)
        return logits.flatten(2)


class CoverNet(nn.Module):
    """The detector. `widths` are the channels at strides 4, 8, 16 and 32."""

    def __init__(self, classes: int, widths: tuple[int, int, int, int] = (32, 64, 112, 144)) -> None:
        super().__init__()
        w4, w8, w16, w32 = widths
        self.classes = classes
        self.stem = ConvUnit(3, w4, 6, stride=4)
        self.stage4 = PartialBlock(w4, w4)
        self.stage8 = nn.Sequential(ConvUnit(w4, w8, 3, stride=2), PartialBlock(w8, w8))
        self.stage16 = nn.Sequential(ConvUnit(w8, w16, 3, stride=2), PartialBlock(w16, w16, depth=2))
        self.stage32 = nn.Sequential(ConvUnit(w16, w32, 3, stride=2), PartialBlock(w32, w32), ContextBlock(w32))
        self.up = nn.Upsample(scale_factor=2.0, mode="nearest")
        self.fine = PartialBlock(w16 + w32, w16, residual=False)
        self.down = ConvUnit(w16, w16, 3, stride=2)
        self.coarse = PartialBlock(w16 + w32, w32, residual=False)
        self.head_fine = Head(w16, classes)
        self.head_coarse = Head(w32, classes)

    def forward(self, images: Tensor) -> Tensor:
        """Raw predictions.

        images: float32 [batch, 3, H, W], RGB in 0..1, H and W multiples of 32.
        Returns float [batch, 4 · bins + classes, anchors]: bin logits of left, top, right, bottom, then class
        logits; anchors as in `anchor_points`.
        """
        x8 = self.stage8(self.stage4(self.stem(images)))
        x16 = self.stage16(x8)
        x32 = self.stage32(x16)
        fine = self.fine(torch.cat((x16, self.up(x32)), dim=1))
        coarse = self.coarse(torch.cat((self.down(fine), x32), dim=1))
        return torch.cat((self.head_fine(fine), self.head_coarse(coarse)), dim=2)


def anchor_points(height: int, width: int) -> tuple[Tensor, Tensor]:
    """Cell centres [anchors, 2] as (x, y) in input pixels and the stride [anchors] of each, finest first."""
    points, strides = [], []
    for stride in STRIDES:
        ys = (torch.arange(height // stride, dtype=torch.float32) + 0.5) * stride
        xs = (torch.arange(width // stride, dtype=torch.float32) + 0.5) * stride
        grid_y, grid_x = torch.meshgrid(ys, xs, indexing="ij")
        points.append(torch.stack((grid_x, grid_y), dim=-1).view(-1, 2))
        strides.append(torch.full((points[-1].shape[0],), float(stride)))
    return torch.cat(points), torch.cat(strides)


def expected_distances(bin_logits: Tensor) -> Tensor:
    """Mean of each side's distribution, in strides: [batch, 4 · bins, anchors] → [batch, 4, anchors]."""
    batch, _, anchors = bin_logits.shape
    shares = bin_logits.view(batch, 4, DISTANCE_BINS, anchors).softmax(dim=2)
    bins = torch.arange(DISTANCE_BINS, dtype=shares.dtype, device=shares.device).view(1, 1, -1, 1)
    return (shares * bins).sum(dim=2)


class ExportedNet(nn.Module):
    """The network as it is shipped: decoded boxes and class scores for a fixed input size."""

    centres: Tensor
    strides: Tensor

    def __init__(self, net: CoverNet, height: int, width: int) -> None:
        super().__init__()
        self.net = net
        points, strides = anchor_points(height, width)
        self.register_buffer("centres", points.t().unsqueeze(0).contiguous(), persistent=False)
        self.register_buffer("strides", strides.view(1, 1, -1), persistent=False)

    def forward(self, images: Tensor) -> Tensor:
        """[batch, 3, H, W] → [batch, 4 + classes, anchors]: cx, cy, w, h in input pixels, then scores 0..1."""
        raw = self.net(images)
        distances = expected_distances(raw[:, : 4 * DISTANCE_BINS]) * self.strides
        near, far = distances[:, :2], distances[:, 2:]
        centres = self.centres + (far - near) / 2
        return torch.cat((centres, near + far, raw[:, 4 * DISTANCE_BINS :].sigmoid()), dim=1)
