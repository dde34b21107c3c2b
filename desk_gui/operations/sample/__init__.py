"""The sample office: planned from stories with a seed, then played through the real operations."""
