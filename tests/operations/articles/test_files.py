"""Files of articles come and go with an edition, as their words do."""

from __future__ import annotations

import pytest

from desk_gui.domain.attachment import NewFile, Upload
from desk_gui.domain.errors import Invalid, NotFound, NotPossible
from desk_gui.domain.knowledge import ArticleStatus, Audience
from desk_gui.operations import knowledge
from desk_gui.operations.articles import files
from desk_gui.operations.knowledge import Written
from tests.conftest import Office

PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 3
AGAIN = b"\x89PNG\r\n\x1a\n" + b"another" * 3


def upload(*contents: bytes, name: str = "plan.png") -> Upload:
    return Upload(tuple(NewFile(name, content) for content in contents))


def a_draft(office: Office) -> int:
    written = Written("Plan", "Look.", Audience.PUBLIC)
    return knowledge.write(office.agent, written).article_id


def edit(office: Office, article_id: int, text: str) -> None:
    version = knowledge.show(office.agent, article_id).article.version
    written = Written("Plan", text, Audience.PUBLIC)
    knowledge.edit(office.agent, article_id, written, seen_version=version)


def publish(office: Office, article_id: int) -> None:
    knowledge.step(office.agent, article_id, ArticleStatus.IN_REVIEW)
    knowledge.step(office.supervisor, article_id, ArticleStatus.PUBLISHED)


def seen(office: Office, article_id: int) -> list[str]:
    return [file.sha256[:4] for file in knowledge.show(office.requester, article_id).around.files]


def test_that_readers_see_the_files_of_the_edition_that_was_reviewed(office: Office) -> None:
    article_id = a_draft(office)
    files.add(office.agent, article_id, upload(PNG))
    (file,) = knowledge.show(office.agent, article_id).around.files
    edit(office, article_id, f"![Plan](desk://file/{file.id})")
    publish(office, article_id)
    with pytest.raises(NotPossible, match="no draft"):
        files.add(office.agent, article_id, upload(AGAIN))
    knowledge.step(office.agent, article_id, ArticleStatus.DRAFT)
    before = seen(office, article_id)
    files.add(office.agent, article_id, upload(AGAIN))
    files.take_out(office.agent, article_id, file.id)
    assert seen(office, article_id) == before == [file.sha256[:4]]
    publish(office, article_id)
    assert len(seen(office, article_id)) == 1
    assert seen(office, article_id) != before
    with pytest.raises(NotFound):
        files.find(office.requester, article_id, file.id)


def test_that_an_earlier_version_comes_back_with_its_files(office: Office) -> None:
    article_id = a_draft(office)
    files.add(office.agent, article_id, upload(PNG))
    (file,) = knowledge.show(office.agent, article_id).around.files
    edit(office, article_id, f"![Plan](desk://file/{file.id})")
    publish(office, article_id)
    knowledge.step(office.agent, article_id, ArticleStatus.DRAFT)
    files.take_out(office.agent, article_id, file.id)
    edit(office, article_id, "No picture.")
    publish(office, article_id)
    version = knowledge.show(office.agent, article_id).article.version
    knowledge.restore(office.agent, article_id, 1, seen_version=version)
    page = knowledge.show(office.agent, article_id)
    new = page.around.files[-1]
    assert page.article.text == f"![Plan](desk://file/{new.id})"
    assert (new.since_edition, new.sha256) == (3, file.sha256)
    assert seen(office, article_id) == []
    assert files.shown(office.agent, page.around.files, 3, page.article.text).pictures == {
        new.id: PNG
    }


def test_that_a_file_taken_out_of_a_draft_can_be_put_back(office: Office) -> None:
    article_id = a_draft(office)
    files.add(office.agent, article_id, upload(PNG), key=None)
    (file,) = knowledge.show(office.agent, article_id).around.files
    files.take_out(office.agent, article_id, file.id)
    with pytest.raises(NotFound):
        files.take_out(office.agent, article_id, file.id)
    files.put_back(office.agent, article_id, file.id)
    assert knowledge.show(office.agent, article_id).around.files[0].is_in(1)
    assert [e.action for e in knowledge.show(office.agent, article_id).history] == [
        "opened",
        "added a file",
        "took out a file",
        "put back a file",
    ]


def test_that_only_pictures_are_shown_and_only_those_the_text_names(office: Office) -> None:
    article_id = a_draft(office)
    files.add(office.agent, article_id, upload(PNG, AGAIN))
    files.add(office.agent, article_id, upload(b"<svg onload=alert(1)></svg>", name="x.png"))
    first, second, drawing = knowledge.show(office.agent, article_id).around.files
    assert drawing.media_type == "image/svg+xml"
    text = f"![a](desk://file/{first.id}) ![b](desk://file/{drawing.id})"
    shown = files.shown(office.agent, (first, second, drawing), 1, text)
    assert list(shown.pictures) == [first.id]
    assert set(shown.files) == {first.id, second.id, drawing.id}


def test_that_files_keep_the_bounds_of_attachments(office: Office) -> None:
    article_id = a_draft(office)
    with pytest.raises(Invalid, match="at least one"):
        files.add(office.agent, article_id, Upload())
    with pytest.raises(Invalid, match="at most 25 MB"):
        files.add(office.agent, article_id, upload(b"x" * (26 << 20)))
    assert knowledge.show(office.agent, article_id).around.files == ()
