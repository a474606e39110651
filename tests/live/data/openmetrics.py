"""Reads an exposition with the strict parser of prometheus_client and prints what it found, a sample a line."""
import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families

with open(sys.argv[1], encoding="utf-8", newline="") as f:
    for family in text_string_to_metric_families(f.read()):
        for sample in family.samples:
            if sample.value or family.name != "sonde_incomplete":
                print(family.type, sample.name, sorted(sample.labels.items()), sample.value)
