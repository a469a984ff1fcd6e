"""From a graph to a report: totals, memory, receptive fields, formulas."""
