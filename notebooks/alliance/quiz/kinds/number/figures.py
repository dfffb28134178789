"""The figure that a question asks for, as written or as computed from a table."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from ...written.computed import compute
from ...written.form import Form

__all__ = ["computed_figure", "figure"]

FROM = ("table", "where", "ids", "compute", "column")


def figure(form: Form) -> Decimal:
    """Read `answer` or `answer_from`; 0 if neither can be read, which is noted in the form."""
    written, computed = form.has("answer"), form.has("answer_from")
    value = form.number("answer")
    if computed:
        value = computed_figure(form, "answer_from")
    if not written and not computed:
        form.wrong("answer", "no right answer is given", "write `answer:` or `answer_from:`")
    elif written and computed:
        form.wrong("answer", "there are two answers", "keep `answer:` or `answer_from:`")
    return value or Decimal(0)


def computed_figure(form: Form, field: str) -> Decimal | None:
    """Compute a figure from a table as the field says; None if that is no number."""
    inner = form.inner(field)
    if inner is None:
        return None
    spec = inner.spec(FROM)
    inner.close()
    value = form.attempt(field, compute, spec, form.library)
    if value is None:
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        message = f"it gives “{value}”, which is not a number"
        form.wrong(field, message, "choose another `compute:` or `column:`")
        return None
    return number
