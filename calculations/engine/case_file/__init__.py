"""The portable case file: read by `parse` and `from_dict`, written by `dump` and `to_dict`."""

from calculations.engine.case_file.faults import CaseFileRefused, Fault
from calculations.engine.case_file.parse import from_dict, parse
from calculations.engine.case_file.records import Benefit, CaseFile, Cost, Option, Scenario
from calculations.engine.case_file.write import dump, to_dict

__all__ = [
    "Benefit",
    "CaseFile",
    "CaseFileRefused",
    "Cost",
    "Fault",
    "Option",
    "Scenario",
    "dump",
    "from_dict",
    "parse",
    "to_dict",
]
