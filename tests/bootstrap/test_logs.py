"""The log: everything happens in it, nothing secret and nobody's name does."""

import io
import logging

import pytest

from podbridge_desktop.logs import Redactor, redactor, start_log

SECRET = "zX9-very-plain-looking-key"


@pytest.fixture
def log(tmp_path):
    """Our log in a folder of its own, and what stands in it."""
    ours = logging.getLogger("podbridge_desktop")
    before, level = list(ours.handlers), ours.level
    start_log(tmp_path)
    redactor.register(SECRET)

    def written():
        for handler in ours.handlers:
            handler.flush()
        return (tmp_path / "podbridge.log").read_text(encoding="utf-8")

    yield logging.getLogger("podbridge_desktop.test"), written
    for handler in [h for h in ours.handlers if h not in before]:
        ours.removeHandler(handler)
        handler.close()
    ours.setLevel(level)


@pytest.mark.parametrize(
    "leak",
    [
        "shpat_0123456789abcdef", "shpss_ABC", "shpca_1", "shpua_1", "Bearer abc.def-123", "bearer abc==",
        "eyJhbGciOi.eyJzdWIi.sig-na_ture", "ada.lovelace+x@post.example", SECRET,
    ],
)  # fmt: skip
def test_what_has_the_shape_of_a_secret_or_a_mail_is_starred(leak):
    clean = Redactor()
    clean.register(SECRET)
    assert leak not in clean.clean(f"before {leak}, after")
    assert clean.clean(f"before {leak}, after").startswith("before ***")


def test_plain_words_stay():
    said = "order #1001 sent as s7k3qd-5606589595670-m2x4qpa for 12.00 USD"
    assert Redactor().clean(said) == said


def test_a_longer_secret_is_starred_before_the_shorter_one_inside_it():
    clean = Redactor()
    clean.register("abcdefgh")
    clean.register("abcdefgh-tail")
    assert clean.clean("abcdefgh-tail") == "***"


def test_words_too_short_to_be_keys_do_not_star_everything():
    clean = Redactor()
    clean.register("a")
    clean.register("")
    assert clean.clean("a cat") == "a cat"


def test_as_a_filter_it_cleans_the_message_with_its_values():
    record = logging.LogRecord("x", logging.INFO, "x", 1, "key %s", ("shpat_123",), None)
    assert Redactor().filter(record)
    assert record.getMessage() == "key ***"


def test_messages_and_their_values_are_cleaned(log):
    logger, written = log
    logger.info("token %s of %s", SECRET, "ada@post.example")
    assert "token *** of ***" in written()


def test_tracebacks_are_cleaned_even_when_another_handler_wrote_them_first(log):
    logger, written = log
    first = logging.StreamHandler(io.StringIO())
    logger.addHandler(first)
    try:
        refuse()
    except ValueError:
        logger.info("it failed", exc_info=True)
    finally:
        logger.removeHandler(first)
    text = written()
    assert "ValueError: refused *** for ***" in text
    assert "Traceback" in text
    assert SECRET not in text


def test_stacks_are_cleaned(log):
    logger, written = log
    logger.info("here", stack_info=True)
    assert "test_stacks_are_cleaned" in written()


def test_the_log_moves_with_the_folder_and_is_not_written_twice(log, tmp_path):
    logger, _ = log
    start_log(tmp_path / "second")
    logger.info("only here")
    assert "only here" in (tmp_path / "second" / "podbridge.log").read_text(encoding="utf-8")
    assert "only here" not in (tmp_path / "podbridge.log").read_text(encoding="utf-8")


def test_a_secret_of_the_workspace_never_reaches_a_debug_line(log):
    logger, written = log
    logger.debug("hidden %s", SECRET)
    assert written() == ""


def refuse():
    raise ValueError(f"refused {SECRET} for ada@post.example")
