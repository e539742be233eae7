"""Tests of `pressmark.infer`."""
