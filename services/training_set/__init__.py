"""Verdicts as a training set, for whatever trains with YOLO's files or with COCO's."""
