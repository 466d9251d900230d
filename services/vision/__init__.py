"""From pixels to detections: JPEG, letterbox, model, boxes. Used by the station and by the server alike."""
