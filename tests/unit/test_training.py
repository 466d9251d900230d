"""Training and evaluation of the demo detector, on data small enough for every commit."""

import json
import tomllib

import numpy as np
import pytest

from app.domain.detection import Box, Detection
from services.synthetic.parts import CLASS_LABELS
from services.synthetic.scenes import SceneCover
from services.training.augment import Augmentation, augmented
from services.training.evaluate import SceneResult, report_on, side_of
from services.training.render import EVALUATION_SEED, RenderSettings, hard_scene, legibility, render_dataset

D26L = CLASS_LABELS.index("W_CV01_D26LXXX_C03N_NL_DG00")
D26R = CLASS_LABELS.index("W_CV01_D26RXXX_C03N_NL_DG00")
D31L = CLASS_LABELS.index("W_CV01_D31LXXX_C03N_NL_DG00")
LEFT_BOX = (0.1, 0.2, 0.4, 0.6)
RIGHT_BOX = (0.5, 0.3, 0.9, 0.8)


def cover(class_index: int, box: tuple[float, float, float, float], visible: float = 1.0) -> SceneCover:
    x1, y1, x2, y2 = box
    corners = ((x1, y1), (x2, y1), (x2, y2), (x1, y2))
    return SceneCover(CLASS_LABELS[class_index], class_index, box, visible, corners)


def seen(class_index: int, box: tuple[float, float, float, float], confidence: float) -> Detection:
    return Detection(CLASS_LABELS[class_index], confidence, Box(*box))


class TestEvaluation:
    def test_a_perfect_detector_scores_one(self):
        covers = (cover(D26L, LEFT_BOX), cover(D31L, RIGHT_BOX))
        found = (seen(D26L, LEFT_BOX, 0.95), seen(D31L, RIGHT_BOX, 0.9))
        report = report_on([SceneResult(1, covers, found)], 0.25)
        assert report.map50 == pytest.approx(1.0)
        assert report.map50_95 == pytest.approx(1.0)
        assert report.recall_accepted == {CLASS_LABELS[D26L]: 1.0, CLASS_LABELS[D31L]: 1.0}
        assert (report.covers, report.accepted, report.confusions) == (2, 2, ())

    def test_an_accepted_swap_of_sides_is_listed_with_its_seed(self):
        report = report_on([SceneResult(42, (cover(D26L, LEFT_BOX),), (seen(D26R, LEFT_BOX, 0.9),))], 0.25)
        (swap,) = report.side_confusions
        assert (swap.seed, swap.true_label, swap.predicted_label) == (42, CLASS_LABELS[D26L], CLASS_LABELS[D26R])
        assert json.loads(report.to_json())["lr_confusions"][0]["confidence"] == 0.9

    def test_a_swap_below_acceptance_is_no_confusion(self):
        report = report_on([SceneResult(1, (cover(D26L, LEFT_BOX),), (seen(D26R, LEFT_BOX, 0.84),))], 0.25)
        assert report.confusions == ()
        assert report.recall_shown == {CLASS_LABELS[D26L]: 0.0}

    def test_the_same_side_of_another_part_is_a_confusion_but_not_of_sides(self):
        report = report_on([SceneResult(1, (cover(D26L, LEFT_BOX),), (seen(D31L, LEFT_BOX, 0.9),))], 0.25)
        assert len(report.confusions) == 1
        assert report.side_confusions == ()

    def test_a_cover_found_only_at_low_confidence_counts_as_shown_not_as_accepted(self):
        report = report_on([SceneResult(1, (cover(D26L, LEFT_BOX),), (seen(D26L, LEFT_BOX, 0.5),))], 0.25)
        assert report.recall_shown == {CLASS_LABELS[D26L]: 1.0}
        assert report.recall_accepted == {CLASS_LABELS[D26L]: 0.0}

    def test_an_accepted_detection_on_no_cover_is_counted(self):
        report = report_on([SceneResult(1, (cover(D26L, LEFT_BOX),), (seen(D26L, RIGHT_BOX, 0.9),))], 0.25)
        assert report.accepted_nowhere == 1

    def test_a_cover_hardly_in_view_is_not_held_against_the_detector(self):
        covers = (cover(D26L, LEFT_BOX), cover(D31L, RIGHT_BOX, visible=0.1))
        report = report_on([SceneResult(1, covers, (seen(D26L, LEFT_BOX, 0.9),))], 0.25)
        assert report.covers == 1
        assert report.map50 == pytest.approx(1.0)

    def test_nothing_found_is_zero_not_an_error(self):
        assert report_on([SceneResult(1, (cover(D26L, LEFT_BOX),), ())], 0.25).map50 == 0.0

    def test_every_label_has_a_side(self):
        assert "".join(side_of(label) for label in CLASS_LABELS) == "RRLRLRRLLR"


class TestAugmentation:
    def test_boxes_follow_the_pixels(self):
        image = np.zeros((360, 640, 3), np.uint8)
        image[120:240, 200:400] = 200
        covers = np.array([[3, 200 / 640, 120 / 360, 400 / 640, 240 / 360]], np.float32)
        for seed in range(20):
            moved, rows = augmented(image, covers, Augmentation(), np.random.default_rng(seed))
            ys, xs = np.nonzero(moved[..., 1] > 70)
            extent = np.array([xs.min() / 640, ys.min() / 360, (xs.max() + 1) / 640, (ys.max() + 1) / 360])
            assert rows[0, 0] == 3
            assert np.abs(rows[0, 1:] - extent).max() < 0.012

    def test_a_scene_is_never_mirrored(self):
        image = np.zeros((360, 640, 3), np.uint8)
        image[100:180, 160:480] = 255  # a bar, and below its left end a foot
        image[180:260, 160:240] = 255
        no_covers = np.zeros((0, 5), np.float32)
        for seed in range(20):
            moved, _ = augmented(image, no_covers, Augmentation(), np.random.default_rng(seed))
            ys, xs = np.nonzero(moved[..., 1] > 80)
            lean_x, lean_y = (axis.mean() - (axis.min() + axis.max()) / 2 for axis in (xs, ys))
            assert lean_x * lean_y > 0, "half a turn flips both leans, a mirror only one"


def test_seeds_kept_for_evaluation_are_refused_for_training(tmp_path):
    settings = RenderSettings(scenes=10, first_seed=EVALUATION_SEED - 5)
    with pytest.raises(ValueError, match="below"):
        render_dataset(tmp_path, settings, processes=1)


class TestLegibility:
    def test_a_cover_in_full_view_and_good_light_is_legible(self):
        assert legibility(cover(D26L, LEFT_BOX), np.full((360, 640, 3), 120, np.uint8), RenderSettings()) == 1

    @pytest.mark.parametrize(("visible", "grey"), [(0.4, 120), (1.0, 255), (1.0, 12)])
    def test_one_that_is_covered_burnt_out_or_in_the_dark_is_not(self, visible, grey):
        image = np.full((360, 640, 3), grey, np.uint8)
        assert legibility(cover(D26L, LEFT_BOX, visible), image, RenderSettings()) == pytest.approx(0.4)

    def test_the_more_is_covered_the_less_legible(self):
        image = np.full((360, 640, 3), 120, np.uint8)
        shares = [legibility(cover(D26L, LEFT_BOX, seen), image, RenderSettings()) for seen in (0.5, 0.55, 0.6, 0.7)]
        assert shares == sorted(shares)
        assert len(set(shares)) == len(shares)

    def test_a_hard_scene_is_the_same_each_time_and_holds_its_cover(self):
        one, other = hard_scene(5), hard_scene(5)
        assert np.array_equal(one.image, other.image)
        assert len(one.covers) == 1


class TestNetwork:
    @pytest.fixture(autouse=True)
    def _torch_on_one_thread(self):
        """Several threads of a tiny network wait for one another longer than they compute."""
        torch = pytest.importorskip("torch")
        threads = torch.get_num_threads()
        torch.set_num_threads(1)
        yield
        torch.set_num_threads(threads)

    def test_the_shipped_layout_is_boxes_then_scores(self):
        import torch

        from services.training.network import CoverNet, ExportedNet

        shipped = ExportedNet(CoverNet(len(CLASS_LABELS)).eval(), 192, 320)
        with torch.inference_mode():
            found = shipped(torch.rand(2, 3, 192, 320))
        assert found.shape == (2, 4 + len(CLASS_LABELS), 12 * 20 + 6 * 10)
        assert (found[:, 2:4] >= 0).all()
        assert ((found[:, 4:] > 0) & (found[:, 4:] < 1)).all()

    def test_complete_iou_of_equal_boxes_is_one_and_falls_with_distance(self):
        import torch

        from services.training.loss import complete_iou

        box = torch.tensor([[10.0, 10.0, 50.0, 30.0]])
        near, far = box + 100, box + 300
        assert complete_iou(box, box).item() == pytest.approx(1.0, abs=1e-4)
        assert 0 > complete_iou(box, near).item() > complete_iou(box, far).item()

    def test_a_cover_is_given_to_its_best_anchor_with_full_score(self):
        import torch

        from services.training.loss import LossWeights, Truth, assign

        points = torch.tensor([[8.0, 8.0], [24.0, 8.0], [200.0, 200.0]])
        boxes = torch.tensor([[[0.0, 0.0, 40.0, 16.0], [0.0, 0.0, 60.0, 16.0], [0.0, 0.0, 40.0, 16.0]]])
        place, part, there = torch.tensor([[[0.0, 0.0, 40.0, 16.0]]]), torch.tensor([[2]]), torch.tensor([[True]])
        truth = Truth(place, part, there, torch.ones(1, 1))
        goal = assign(torch.full((1, 3, 4), 0.5), boxes, points, truth, LossWeights())
        assert goal.positive.tolist() == [[True, True, False]]
        assert goal.scores[0, 0].tolist() == [0, 0, 1, 0]
        assert 0 < goal.scores[0, 1, 2].item() < 1
        covered = assign(
            torch.full((1, 3, 4), 0.5), boxes, points, Truth(place, part, there, torch.full((1, 1), 0.4)), LossWeights()
        )
        assert covered.scores[0].tolist() == [
            pytest.approx([0.4 * each for each in row]) for row in goal.scores[0].tolist()
        ]

    def test_a_few_steps_reduce_the_loss(self):
        import torch

        from services.training.dataset import padded_truth
        from services.training.loss import LossWeights, detection_loss
        from services.training.network import CoverNet, anchor_points

        torch.manual_seed(0)
        net = CoverNet(len(CLASS_LABELS), (8, 16, 16, 16))
        images = torch.zeros(2, 3, 64, 96)
        images[:, :, 12:50, 20:76] = 1.0
        truth = padded_truth([np.array([[4, 20, 12, 76, 50, 1]], np.float32)] * 2)
        points, strides = anchor_points(64, 96)
        optimizer = torch.optim.AdamW(net.parameters(), 3e-3)
        losses = []
        for _ in range(12):
            total, _ = detection_loss(net(images), points, strides, truth, LossWeights())
            optimizer.zero_grad()
            total.backward()
            optimizer.step()
            losses.append(total.item())
        assert losses[-1] < 0.6 * losses[0]

    def test_the_model_card_reads_back(self, tmp_path):
        pytest.importorskip("onnx")
        from services.training.export import write_model_card
        from services.training.release import described, measured
        from services.training.train import TrainSettings

        report = report_on([SceneResult(1, (cover(D26L, LEFT_BOX),), (seen(D26L, LEFT_BOX, 0.9),))], 0.25)
        path = tmp_path / "model.toml"
        write_model_card(
            path,
            name="demo",
            version="1.0.0",
            labels=CLASS_LABELS,
            sha256="0" * 64,
            metrics=measured(report),
            training=described(TrainSettings(), 60.0),
        )
        card = tomllib.loads(path.read_text(encoding="utf-8"))
        assert card["classes"] == list(CLASS_LABELS)
        assert card["input"] == {"width": 640, "height": 384, "layout": "NCHW", "dtype": "float32"}
        assert card["metrics"]["recall_accepted"] == {CLASS_LABELS[D26L]: 1.0}
        assert card["training"]["render"]["scenes"] == TrainSettings().render.scenes
