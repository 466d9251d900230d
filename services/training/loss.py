"""Which anchor answers for which cover, and the loss that follows from it.

Assignment follows TOOD (Feng et al., "Task-aligned one-stage object detection", 2021), box regression
Complete IoU (Zheng et al., "Distance-IoU loss", 2020) plus the distribution focal loss (Li et al.,
"Generalized Focal Loss", 2020). Class scores are trained with binary cross-entropy on soft targets whose
maximum per cover is its legibility (1 for a well seen one), not its IoU: the score then says how sure the class
is, a well seen cover reaches the station's acceptance threshold, and one that is largely covered, burnt out or
in the dark stays below it.

Everything is float32; boxes are x1, y1, x2, y2 in input pixels. B: batch, G: covers padded, A: anchors,
C: classes.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from services.training.network import DISTANCE_BINS, expected_distances

EPSILON = 1e-7


@dataclass(frozen=True, slots=True)
class LossWeights:
    """Shares of the three parts, and the exponents and count of the assignment."""

    score: float = 1.0
    box: float = 2.5
    distribution: float = 0.5
    align_score: float = 0.5
    align_iou: float = 6.0
    anchors_per_cover: int = 9
    target_exponent: float = 0.5
    """Below 1 it lifts the targets of the runners-up towards the best anchor's 1."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Padded ground truth of a batch."""

    boxes: Tensor
    """float32 [B, G, 4]."""
    classes: Tensor
    """int64 [B, G]; 0 where padded."""
    present: Tensor
    """bool [B, G]; False where padded."""
    legible: Tensor
    """float32 [B, G]: how sure the score of the cover's class is to be at most, 0..1."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What each anchor should say."""

    boxes: Tensor
    """float32 [B, A, 4]; meaningless where `positive` is False."""
    scores: Tensor
    """float32 [B, A, C]; 0 for background."""
    positive: Tensor
    """bool [B, A]."""


def pairwise_iou(first: Tensor, second: Tensor) -> Tensor:
    """IoU of [B, G, 4] with [B, A, 4] → [B, G, A]."""
    low = torch.maximum(first[:, :, None, :2], second[:, None, :, :2])
    high = torch.minimum(first[:, :, None, 2:], second[:, None, :, 2:])
    overlap = (high - low).clamp(min=0).prod(dim=-1)
    areas_first = (first[..., 2:] - first[..., :2]).clamp(min=0).prod(dim=-1)
    areas_second = (second[..., 2:] - second[..., :2]).clamp(min=0).prod(dim=-1)
    return overlap / (areas_first[:, :, None] + areas_second[:, None, :] - overlap + EPSILON)


def complete_iou(predicted: Tensor, target: Tensor) -> Tensor:
    """Complete IoU of matching rows (Zheng et al., 2020, eq. 8–11): [N, 4], [N, 4] → [N]."""
    low = torch.maximum(predicted[:, :2], target[:, :2])
    high = torch.minimum(predicted[:, 2:], target[:, 2:])
    overlap = (high - low).clamp(min=0).prod(dim=1)
    size_p, size_t = predicted[:, 2:] - predicted[:, :2], target[:, 2:] - target[:, :2]
    iou = overlap / (size_p.prod(dim=1) + size_t.prod(dim=1) - overlap + EPSILON)
    hull = torch.maximum(predicted[:, 2:], target[:, 2:]) - torch.minimum(predicted[:, :2], target[:, :2])
    diagonal = hull.square().sum(dim=1) + EPSILON
    apart = (predicted[:, :2] + predicted[:, 2:] - target[:, :2] - target[:, 2:]).square().sum(dim=1) / 4
    angle_t = torch.atan(size_t[:, 0] / (size_t[:, 1] + EPSILON))
    angle_p = torch.atan(size_p[:, 0] / (size_p[:, 1] + EPSILON))
    shape = (4 / math.pi**2) * (angle_t - angle_p).square()
    with torch.no_grad():
        trade_off = shape / (1 - iou + shape + EPSILON)
    return iou - apart / diagonal - trade_off * shape


def boxes_from_distances(distances: Tensor, points: Tensor, strides: Tensor) -> Tensor:
    """[B, 4, A] left, top, right, bottom in strides → [B, A, 4] corners in pixels."""
    pixels = distances.transpose(1, 2) * strides[:, None]
    return torch.cat((points - pixels[..., :2], points + pixels[..., 2:]), dim=-1)


@torch.no_grad()
def assign(scores: Tensor, boxes: Tensor, points: Tensor, truth: Truth, weights: LossWeights) -> Assignment:
    """Give each cover the anchors that already serve it best (TOOD, section 3.2).

    scores: [B, A, C] in 0..1; boxes: [B, A, 4]; points: [A, 2]. An anchor qualifies when its point lies in
    the cover's box; the best `anchors_per_cover` by score^a · IoU^b are chosen, and an anchor wanted by
    two covers goes to the one it overlaps more.
    """
    classes, cells = truth.classes, points.view(1, 1, -1, 2)
    reach = torch.cat((cells - truth.boxes[:, :, None, :2], truth.boxes[:, :, None, 2:] - cells), dim=-1)
    allowed = (reach.amin(dim=-1) > 0) & truth.present[:, :, None]
    iou = pairwise_iou(truth.boxes, boxes) * allowed
    own_score = scores.transpose(1, 2).gather(1, classes[:, :, None].expand(-1, -1, scores.shape[1]))
    alignment = own_score.pow(weights.align_score) * iou.pow(weights.align_iou) * allowed
    chosen = _best(alignment, allowed, weights.anchors_per_cover)
    wanted = iou.masked_fill(~chosen, -1.0)
    owner = wanted.argmax(dim=1, keepdim=True)
    chosen &= torch.zeros_like(chosen).scatter_(1, owner, True)
    return _targets(alignment * chosen, chosen, owner.squeeze(1), truth, scores.shape[2], weights)


def _best(alignment: Tensor, allowed: Tensor, count: int) -> Tensor:
    """The `count` best aligned allowed anchors of each cover: bool [B, G, A]."""
    top = alignment.masked_fill(~allowed, -1.0).topk(min(count, alignment.shape[2]), dim=2).indices
    return torch.zeros_like(allowed).scatter_(2, top, True) & allowed


def _targets(
    alignment: Tensor, chosen: Tensor, owner: Tensor, truth: Truth, classes: int, weights: LossWeights
) -> Assignment:
    """Soft class targets, for the best anchor of each cover its legibility."""
    positive = chosen.any(dim=1)
    share = (alignment / (alignment.amax(dim=2, keepdim=True) + 1e-12)).amax(dim=1)
    quality = share.clamp(0, 1).pow(weights.target_exponent) * positive
    boxes = truth.boxes.gather(1, owner[..., None].expand(-1, -1, 4))
    labels = truth.classes.gather(1, owner)
    sure = quality * truth.legible.gather(1, owner)
    scores = functional.one_hot(labels, classes) * sure[..., None]
    return Assignment(boxes, scores.to(truth.boxes.dtype), positive)


def distribution_loss(bin_logits: Tensor, distances: Tensor) -> Tensor:
    """Distribution focal loss (Li et al., 2020, eq. 6): [N, 4, bins], [N, 4] in strides → [N]."""
    goal = distances.clamp(0, DISTANCE_BINS - 1 - 1e-3)
    left = goal.long()
    upper_share = goal - left
    log_shares = bin_logits.log_softmax(dim=2)
    lower = log_shares.gather(2, left[..., None]).squeeze(2)
    upper = log_shares.gather(2, left[..., None] + 1).squeeze(2)
    return -(lower * (1 - upper_share) + upper * upper_share).mean(dim=1)


def detection_loss(
    raw: Tensor, points: Tensor, strides: Tensor, truth: Truth, weights: LossWeights
) -> tuple[Tensor, dict[str, float]]:
    """Total loss of a batch and its parts by name.

    raw: [B, 4 · bins + C, A] as `CoverNet` returns it; points: [A, 2]; strides: [A].
    """
    raw = raw.float()
    bin_logits, class_logits = raw[:, : 4 * DISTANCE_BINS], raw[:, 4 * DISTANCE_BINS :].transpose(1, 2)
    boxes = boxes_from_distances(expected_distances(bin_logits), points, strides)
    goal = assign(class_logits.detach().sigmoid(), boxes.detach(), points, truth, weights)
    total_quality = goal.scores.sum().clamp(min=1.0)
    score = functional.binary_cross_entropy_with_logits(class_logits, goal.scores, reduction="sum") / total_quality

    quality = goal.scores.sum(dim=2)[goal.positive]
    rows, columns = goal.positive.nonzero(as_tuple=True)
    target = goal.boxes[rows, columns]
    overlap = complete_iou(boxes[rows, columns], target)
    box = ((1 - overlap) * quality).sum() / total_quality
    near, far = points[columns] - target[:, :2], target[:, 2:] - points[columns]
    distances = torch.cat((near, far), dim=1) / strides[columns, None]
    bins = bin_logits.view(raw.shape[0], 4, DISTANCE_BINS, -1).permute(0, 3, 1, 2)[rows, columns]
    distribution = (distribution_loss(bins, distances) * quality).sum() / total_quality

    total = weights.score * score + weights.box * box + weights.distribution * distribution
    parts = {"score": score.item(), "box": box.item(), "distribution": distribution.item()}
    return total, parts
