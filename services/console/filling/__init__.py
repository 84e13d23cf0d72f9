"""附件1 on a page: what was typed, what it means, what is wrong with it and where (HJ-F1)."""
