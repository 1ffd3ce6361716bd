"""Choose the language in which results are told where a call names none."""

from ceheng_model.doors import door
from ceheng_model.vocabulary import EarlierLanguage, Language, language_in_use


@door
def set_language(language: Language, *, original: bool = False) -> EarlierLanguage:
    """Tell results in Chinese (``zh``) or English (``en``) from here on, and return the language before.

    That holds for tables, frames, charts and documents of the whole process, but not for the command line, which has
    ``--lang``; `language` of a call goes before it. As a context manager it holds for the block, in this thread or
    task alone. Words of a plan or a source are told in English by their translation; with `original` the original
    stands behind it in brackets. Raises `InputError` for any other language.

    >>> with set_language("en"):
    ...     print(language())
    en
    >>> language()
    'zh'
    >>> from ceheng_model.plan import load_plan
    >>> with set_language("en", original=True):
    ...     print(load_plan().statement("ratio_2024").words.in_language("en"))
    the urban-rural income ratio to fall to about 2.8 (城乡居民收入比下降到2.8左右)
    """
    return EarlierLanguage(language, original=original)


def language() -> Language:
    """Return the language in which results are told where a call names none.

    >>> language()
    'zh'
    """
    return language_in_use()
