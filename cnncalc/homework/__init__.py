"""Homework: worked answers, exact values of small tensors, grading that names the slip, exercises and published tables."""
