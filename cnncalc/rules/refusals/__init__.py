"""What the codes outside `RULES` mean. Each module has `RULES`, in the order of the codes."""
