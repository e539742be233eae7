"""Citable queries: spelling, result, order, document, proof."""
