"""The city's monitor: one baseline per indicator, none where the programmes have none yet."""

import re
import unicodedata

import areas

COLUMNS = ("id", "area", "date", "value", "unit", "source", "direction", "label", "label_en")


def slug(text):
    """A readable id from an indicator's Dutch name."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def rows():
    """The rows of indicators.csv. A figure of a year stands on its last day."""
    return [
        {
            "id": slug(row["indicator_nl"]),
            "area": areas.MUNICIPALITY[0],
            "date": f"{row['year']}-12-31" if row["year"] else "",
            "value": row["baseline_value"],
            "unit": row["unit"],
            "source": row["source_nl"],
            "direction": row["direction"],
            "label": row["indicator_nl"],
            "label_en": row["indicator_en"],
        }
        for row in areas.read("indicators.csv")
    ]
