"""The documents of the library that marks and replies rest on."""

from django.utils.translation import gettext as _

from decapolis.benchmarks.errors import ProofRefused
from decapolis.kernel.permissions import Reader
from decapolis.library.models import Document


def document_of(slug: str, *, reader: Reader | None) -> Document | None:
    """Return the document that is given as proof; None where none is named.

    Raises
    ------
    ProofRefused
        There is none, or they may not see it.
    """
    if not slug:
        return None
    found: Document | None = Document.objects.visible_to(reader).filter(slug=slug).first()
    if found is None:
        raise ProofRefused(
            _("There is no document {slug} in the library.").format(slug=slug), field="document"
        )
    return found
