"""Say in which languages documents are written."""

from ceheng_model.errors import InputError, choice
from ceheng_model.names import choice_names
from ceheng_model.vocabulary import LANGUAGES, Language, Text, language_in_use


def require_language(language: Language | None) -> Language:
    """Return a language that documents are written in, that in use where None; raise `InputError` for any other."""
    if language is None:
        return language_in_use()
    if language not in LANGUAGES:
        raise InputError(choice(Text("语言", "the language"), language, choice_names(LANGUAGES)))
    return language
