"""The grades of evaluations, best first [F13]."""

GRADES = ("优", "良", "中", "差")
