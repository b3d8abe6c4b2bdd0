#!/usr/bin/env python3
"""Writes the addresses of a workload, which the generator leaves as Parquet only when they are many, as the CSV the bench reads.
  convert.py DATA WORKLOAD"""
import sys
from pathlib import Path

import pyarrow.csv
import pyarrow.parquet

folder = Path(sys.argv[1]) / sys.argv[2]
pyarrow.csv.write_csv(pyarrow.parquet.read_table(folder / "addresses.parquet"), folder / "addresses.csv")
