"""The formats of `cnncalc grade`: one file each, with `render(results, look) -> str`, imported when it is asked for.

Two kinds of readers: a teacher has everything (`json`, `csv`); what a student may see (`text` sheet by sheet, `junit` and what
autograders take) tells nothing of a hidden question but what its points add to a sum.
"""

from __future__ import annotations

#: Format -> module.
FORMATS: dict[str, str] = {
    "text": "cnncalc.homework.formats.text",
    "json": "cnncalc.homework.formats.as_json",
    "csv": "cnncalc.homework.formats.as_csv",
    "junit": "cnncalc.homework.formats.junit",
    "gradescope": "cnncalc.homework.formats.gradescope",
    "prairielearn": "cnncalc.homework.formats.prairielearn",
    "classroom": "cnncalc.homework.formats.classroom",
}
#: Formats of autograders, of which a document is one submission's, so that several are several files -> what those end in.
ONE_EACH = {"gradescope": ".json", "prairielearn": ".json", "classroom": ".txt"}
