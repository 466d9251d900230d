"""What the serving benches are made of: pictures, a model, load clients, the raw loop, and the present design."""
