"""The server of the page: whom it answers, what it reads, what it writes, and that nothing else can be reached."""

import json
import re
import socket
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.app import bodies, downloads
from ceheng_model.app.guard import hosts
from ceheng_model.cli import program
from ceheng_model.documents.brief import write_brief
from ceheng_model.documents.bulletin import write_bulletin
from ceheng_model.documents.page.page_file import page_data, page_text
from ceheng_model.documents.paper import Letterhead
from ceheng_model.documents.workbook import write_workbook
from ceheng_model.files import shipped
from ceheng_model.scenarios import scenario_json, scenario_toml
from ceheng_model.tracking import track, write_template
from ceheng_model.vocabulary import Language
from tests.asking import Asked, running, sent
from tests.test_workbook import a_region
from tests.workbooks import edited

OUTTURN = shipped("examples", "national_outturn_2022_2024.csv").read_bytes()
OFFICIAL = shipped("examples", "nbs_annual_export.csv").read_bytes()


@pytest.fixture(scope="module")
def server() -> Iterator[Asked]:
    with running(cm.scenario("plan")) as one:
        yield one


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the server, which runs in this process, makes its temporary folders."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def made() -> cm.Scenario:
    return cm.scenario("plan").with_change("rural.wages.2023=12%").with_gdp(0.05)


def told(server: Asked, path: str, table: object, status: int) -> list[list[str]]:
    answer = server.post(path, table)
    assert answer.status == status, answer.content
    said = answer.told
    assert all(len(text) == 2 for text in said)
    assert not any(re.search(r"Traceback|/tmp|[\\/]ceheng-|received", part) for text in said for part in text)
    return said


# ------------------------------------------------------------------------------------------------- the page


def test_the_served_copy_is_the_file_but_for_what_it_may_ask_and_its_token(server: Asked, tmp_path: Path) -> None:
    cm.write_page(cm.scenario("plan"), tmp_path / "page.html")
    alone, copy = (tmp_path / "page.html").read_bytes(), server.ask("/1").content
    assert copy != alone
    assert copy.count(b"; connect-src 'self'\"") == 1
    token = f'content="{server.site.token}"'.encode()
    assert copy.count(token) == 1
    assert copy.replace(b"; connect-src 'self'\"", b'"').replace(token, b'content=""') == alone
    assert b"connect-src" not in alone


def test_a_token_belongs_to_one_run() -> None:
    data = page_data(cm.scenario("plan"))
    with running(cm.scenario("plan")) as first, running(cm.scenario("plan")) as second:
        assert first.site.token != second.site.token
        assert len(first.site.token) >= 43  # 32 bytes in base64
        assert first.site.pages[0] == page_text(data, language="zh", token=first.site.token)


def test_one_page_is_led_to_and_several_are_listed(server: Asked) -> None:
    first = server.ask("/")
    assert (first.status, first.headers["location"]) == (307, "/1")
    with running(cm.scenario("plan"), cm.scenario("plan", plan="zhejiang-2027")) as both:
        listed = both.ask("/").content.decode()
        assert '<a href="/1">册亨县' in listed
        assert '<a href="/2">' in listed
        assert b"zhejiang-2027" in both.ask("/2").content
        assert both.ask("/3").status == both.ask("/0").status == 404


def test_no_answer_can_be_framed_kept_or_read_by_others(server: Asked) -> None:
    for answer in (server.ask("/1"), server.ask("/nothing"), server.post("/1/form", {}), server.post("/1/form", [])):
        headers = {name.lower(): value for name, value in answer.headers.items()}
        assert headers["content-security-policy"] == "frame-ancestors 'none'"
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert not any(name.startswith("access-control") for name in headers)


# --------------------------------------------------------------------------------------------- who may ask


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost", "127.0.0.1.evil:{port}", "0.0.0.0:{port}"]
)
@pytest.mark.parametrize("path", ["/", "/1", "/1/form"])
def test_another_host_or_port_is_refused(server: Asked, host: str, path: str) -> None:
    headers = {"Host": host.format(port=server.port), "Origin": f"http://{host.format(port=server.port)}"}
    answer = server.ask(path, headers=headers)
    assert answer.status == 403
    assert server.site.token.encode() not in answer.content


def test_either_own_name_is_answered(server: Asked) -> None:
    for host in hosts(server.port):
        assert server.ask("/1", headers={"Host": host}).status == 200
        own = {"Host": host, "Origin": f"http://{host}", "x-ceheng-token": server.site.token}
        assert server.ask("/1/form", b"{}", headers=own).status == 400
    assert hosts(80) == ("127.0.0.1", "localhost")


def test_two_hosts_or_none_are_refused(server: Asked) -> None:
    for lines in (f"Host: 127.0.0.1:{server.port}\r\nHost: evil\r\n", ""):
        for version in ("1.0", "1.1"):
            with socket.create_connection(("127.0.0.1", server.port)) as line:
                line.sendall(f"GET /1 HTTP/{version}\r\n{lines}Connection: close\r\n\r\n".encode())
                came = b"".join(iter(lambda: line.recv(65536), b""))
            assert int(came.split()[1]) in (400, 403)
            assert server.site.token.encode() not in came


@pytest.mark.parametrize(
    "origin", ["null", "file://", "http://evil.example", "http://127.0.0.1:1", "https://127.0.0.1:{port}", ""]
)
def test_another_origin_is_refused_that_of_a_file_too(server: Asked, origin: str) -> None:
    scenario = scenario_json(made())
    answer = server.post("/1/form", {"scenario": scenario, "language": "zh"}, Origin=origin.format(port=server.port))
    assert answer.status == 403
    if origin:
        assert server.ask("/1", headers={"Origin": origin.format(port=server.port)}).status == 403


@pytest.mark.parametrize("token", ["", "x", "é" * 43, "{token}x"])
def test_a_missing_or_wrong_token_is_refused(server: Asked, token: str) -> None:
    for work in ("scenario", "figures", *downloads.MAKERS):
        answer = server.post(f"/1/{work}", {}, x_ceheng_token=token.format(token=server.site.token))
        assert answer.status == 403
        assert "刷新页面" in answer.told[0][0]


def test_another_page_is_not_told_that_it_might_ask(server: Asked) -> None:
    asked = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    assert server.ask("/1/form", method="OPTIONS", headers=asked).status == 403
    own = {"Origin": server.address, "Access-Control-Request-Method": "POST"}
    assert server.ask("/1/form", method="OPTIONS", headers=own).status == 405


# ---------------------------------------------------------------------------------------- what is reached


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/etc/passwd", "/1/../../etc/passwd",
        "/1/%2e%2e%2fetc%2fpasswd", "/1\\..\\..\\etc", "/static/", "/docs", "/openapi.json", "/1/brief%00", "/9" * 300,
        "/1.html", "/-1", "/" + "9" * 400,
    ],
)  # fmt: skip
def test_no_path_leads_anywhere_else(server: Asked, path: str) -> None:
    for answer in (server.ask(path), server.post(path, {})):
        assert answer.status in (404, 405)
        assert b"root:" not in answer.content


@pytest.mark.parametrize(
    "ending", ["", "exe", "../../x.toml", "toml/../../x", "/etc/passwd", "\x00", "toml\x00", "。" * 9]
)
def test_an_ending_is_no_path(server: Asked, scratch: Path, ending: str) -> None:
    (said,) = told(server, "/1/scenario", {"file": sent(ending, b"based_on = 'plan'")}, 422)
    assert "所选文件的种类" in said[0]
    assert "the kind of the file chosen" in said[1]
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize(
    "table",
    [
        [], "x", 3, None, {}, {"file": []}, {"file": {"ending": "toml"}}, {"file": {"ending": "toml", "content": "%%%"}},
        {"file": {"ending": 3, "content": ""}}, {"file": {"ending": "csv", "content": "", "region": 3}},
    ],
)  # fmt: skip
def test_what_no_page_sends_is_refused_in_words(server: Asked, table: object) -> None:
    for work in ("scenario", "figures", "brief", "bulletin"):
        (said,) = told(server, f"/1/{work}", table, 400)
        assert "读不懂" in said[0]


@pytest.mark.parametrize(
    "changed", [{"language": "fr"}, {"ending": "../../x"}, {"ending": "pdf"}, {"length": "endless"}, {"scenario": {}}]
)
def test_an_option_that_does_not_exist_is_refused(server: Asked, changed: dict[str, object]) -> None:
    asked: dict[str, object] = {"scenario": scenario_json(made()), "language": "zh", "ending": "docx", "length": "page"}
    told(server, "/1/brief", asked | changed, 400)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"NaN", b'{"a":' * 50_000])
def test_what_is_no_table_is_refused(server: Asked, body: bytes) -> None:
    own = {"Origin": server.address, "x-ceheng-token": server.site.token}
    assert server.ask("/1/form", body, headers=own).status == 400


def test_what_is_too_large_is_refused_before_it_came(server: Asked) -> None:
    own = f"Host: 127.0.0.1:{server.port}\r\nOrigin: {server.address}\r\nx-ceheng-token: {server.site.token}\r\n"
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall(f"POST /1/form HTTP/1.1\r\n{own}Content-Length: {bodies.MOST_BYTES + 1}\r\n\r\n".encode())
        # not a byte of it was sent
        assert line.recv(65536).split()[1] == b"413"
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall(f"POST /1/form HTTP/1.1\r\n{own}Transfer-Encoding: chunked\r\n\r\n".encode())
        count, part = 0, b"10000\r\n" + b" " * 65536 + b"\r\n"
        try:
            while count < 10 * bodies.MOST_BYTES:
                line.sendall(part)
                count += 65536
        except OSError:
            # the server hung up
            pass
        # beside what lies in the buffers on the way
        assert bodies.MOST_BYTES <= count < 2 * bodies.MOST_BYTES


def test_a_file_that_is_too_large_is_refused(server: Asked) -> None:
    (said,) = told(server, "/1/scenario", {"file": sent("xlsx", b"x" * (bodies.MOST_FILE + 1))}, 413)
    assert said == ["文件太大：至多5 MB。", "The file is too large: at most 5 MB."]


# -------------------------------------------------------------------------------------------- what is read


@pytest.mark.parametrize("form", ["toml", "json", "xlsx"])
def test_a_scenario_comes_back_as_it_was(server: Asked, scratch: Path, tmp_path: Path, form: str) -> None:
    start = made()
    if form == "xlsx":
        write_workbook(start, tmp_path / "a.xlsx")
        content = (tmp_path / "a.xlsx").read_bytes()
    else:
        content = (scenario_toml if form == "toml" else scenario_json)(start).encode()
    answer = server.post("/1/scenario", {"file": sent(form.upper(), content)})
    assert answer.status == 200, answer.content
    record = json.loads(answer.content)["scenario"]
    assert "received" not in str(record)
    (tmp_path / "back.json").write_text(json.dumps(record), encoding="utf-8")
    again = cm.read_scenario(tmp_path / "back.json")
    assert (again.growth == start.growth).all()
    assert again.gdp_growth is not None
    assert again.gdp_growth.tolist() == [0.05] * 3
    assert list(scratch.iterdir()) == []


def test_every_fault_of_a_file_is_told_in_both_languages(server: Asked, scratch: Path) -> None:
    (said,) = told(server, "/1/scenario", {"file": sent("toml", b'based_on = "best"\nhorizon = 3')}, 422)
    assert said[0].startswith("所选文件：based_on 必须为已知选项之一（现为 “best”）")
    assert said[1].startswith("the file chosen: based_on must be one of the known options (got 'best')")
    assert all("horizon" in text for text in said)
    for ending, content in (("xlsx", b"PK"), ("toml", b"\xff\xfe\x00"), ("json", b"[" * 100_000)):
        told(server, "/1/scenario", {"file": sent(ending, content)}, 422)
    assert list(scratch.iterdir()) == []


def test_a_workbook_with_another_base_is_opened_on_it(server: Asked, tmp_path: Path) -> None:
    write_workbook(cm.scenario("plan").with_name("会议"), tmp_path / "a.xlsx")
    content = edited(tmp_path / "a.xlsx", tmp_path / "b.xlsx", {"base_total_rural": 12000.0}).read_bytes()
    answer = server.post("/1/scenario", {"file": sent("xlsx", content)})
    assert answer.status == 200, answer.content
    assert json.loads(answer.content)["scenario"]["base"] == {"rural": 12000.0}


def test_a_workbook_of_another_place_is_refused_with_the_way_out(server: Asked, tmp_path: Path) -> None:
    write_workbook(a_region(cm.scenario("plan")), tmp_path / "a.xlsx")
    (said,) = told(server, "/1/scenario", {"file": sent("xlsx", (tmp_path / "a.xlsx").read_bytes())}, 422)
    assert "the base of another region, or a split of its own" in said[1]


def test_actual_figures_are_held_against_the_scenario(server: Asked, tmp_path: Path) -> None:
    answer = server.post("/1/figures", {"scenario": scenario_json(made()), "file": sent("csv", OUTTURN)})
    assert answer.status == 200, answer.content
    came = json.loads(answer.content)
    (tmp_path / "outturn.csv").write_bytes(OUTTURN)
    report = track(made(), tmp_path / "outturn.csv", draws=16, seed=0)
    assert came["told"][: len(report.answer)] == [[text.zh, text.en] for text in report.answer]
    tables = {table.title.zh: table for table in report.tables()}
    assert len(came["tables"]) >= 2
    for table in came["tables"]:
        own = tables[table["title"][0]]
        assert table["rows"] == [own.shown_rows("zh"), own.shown_rows("en")]
        # words stand at the left, numbers at the right
        assert table["words"] == [column.is_words for column in own.columns if column.shown]
        assert len(table["words"]) == len(table["rows"][0][0])


def test_what_an_official_table_lacks_is_asked_for_where_the_page_takes_it(server: Asked) -> None:
    asked: dict[str, object] = {"scenario": scenario_json(made()), "file": sent("csv", OFFICIAL)}
    (said,) = told(server, "/1/figures", asked, 422)
    assert said[0].endswith("在“公布日期”中填写。")
    told_by_hand = {"published": "2025-01-17", "region": "", "confirm": False}
    asked["file"] = sent("csv", OFFICIAL, **told_by_hand)
    assert server.post("/1/figures", asked).status == 200


# ----------------------------------------------------------------------------------------- what is written


def written(server: Asked, work: str, **more: object) -> bytes:
    answer = server.post(f"/1/{work}", {"scenario": scenario_json(made()), "language": "zh", **more})
    assert answer.status == 200, answer.content
    return answer.content


@pytest.mark.slow
def test_papers_are_those_of_the_library(server: Asked, tmp_path: Path, scratch: Path) -> None:
    (tmp_path / "outturn.csv").write_bytes(OUTTURN)
    report = track(made(), tmp_path / "outturn.csv", draws=16, seed=0)
    write_brief(made(), tmp_path / "a.docx", length="page", language="zh", letterhead=Letterhead(signed="县统计局"))
    came = written(server, "brief", ending="docx", length="page", signed="县统计局")
    assert came == (tmp_path / "a.docx").read_bytes()
    write_brief(made(), tmp_path / "a.html", length="brief", language="en", tracked=report)
    asked = {"ending": "html", "length": "brief", "language": "en", "file": sent("csv", OUTTURN)}
    assert written(server, "brief", **asked) == (tmp_path / "a.html").read_bytes()
    write_bulletin(report, tmp_path / "b.docx", language="zh")
    assert written(server, "bulletin", ending="docx", file=sent("csv", OUTTURN)) == (tmp_path / "b.docx").read_bytes()
    assert list(scratch.iterdir()) == []


def test_head_and_foot_and_the_last_bulletin_go_into_a_bulletin(server: Asked, tmp_path: Path) -> None:
    (tmp_path / "outturn.csv").write_bytes(OUTTURN)
    report = track(made(), tmp_path / "outturn.csv", draws=16, seed=0)
    day, since = date(2025, 2, 10), date(2024, 3, 1)
    letterhead = Letterhead(addressee="各乡镇人民政府", signed="县发展和改革局", day=day)
    write_bulletin(report, tmp_path / "b.html", language="zh", since=since, letterhead=letterhead)
    typed = {"to": " 各乡镇人民政府 ", "signed": "县发展和改革局", "day": "2025-2-10", "since": "2024年3月1日"}
    came = written(server, "bulletin", ending="html", file=sent("csv", OUTTURN), **typed)
    assert came == (tmp_path / "b.html").read_bytes()
    assert "各乡镇人民政府：" in came.decode()
    bare = written(server, "bulletin", ending="html", file=sent("csv", OUTTURN), **dict.fromkeys(typed, ""))
    assert bare != came


@pytest.mark.parametrize(("field", "said"), [("day", "成文日期必须为日期（"), ("since", "上期通报日期必须为日期（")])
def test_what_is_no_day_is_refused_by_the_name_of_its_field(server: Asked, field: str, said: str) -> None:
    asked = {"scenario": scenario_json(made()), "language": "zh", "ending": "html", "file": sent("csv", OUTTURN)}
    ((zh, en),) = told(server, "/1/bulletin", {**asked, field: "昨天"}, 422)
    assert zh.startswith(said)
    assert "昨天" in zh
    assert "write 2022-12-01" in en


@pytest.mark.parametrize("language", ["zh", "en"])
def test_books_are_those_of_the_library(server: Asked, tmp_path: Path, scratch: Path, language: Language) -> None:
    write_workbook(made(), tmp_path / "a.xlsx", language=language)
    assert written(server, "workbook", language=language) == (tmp_path / "a.xlsx").read_bytes()
    write_template(made(), tmp_path / "b.xlsx", language=language)
    assert written(server, "form", language=language) == (tmp_path / "b.xlsx").read_bytes()
    assert list(scratch.iterdir()) == []


@pytest.mark.slow
def test_charts_are_those_of_the_command(server: Asked, tmp_path: Path) -> None:
    # without a name the command calls it by its file
    named = scenario_json(made().with_name("会议"))
    (tmp_path / "a.json").write_text(named, encoding="utf-8")
    arguments = ["charts", "-o", str(tmp_path / "charts"), "--scenario", str(tmp_path / "a.json"), "--numbers"]
    done = CliRunner().invoke(program, [*arguments, "--picture", "png", "--picture", "svg"])
    assert done.exit_code == 0, done.output
    drawn = {file.name: file.read_bytes() for file in (tmp_path / "charts").iterdir()}
    with zipfile.ZipFile(BytesIO(written(server, "charts", scenario=named))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == drawn


def test_a_scenario_that_cannot_be_is_told_and_the_server_goes_on(server: Asked, scratch: Path) -> None:
    asked = {"scenario": '{"based_on": "plan", "growth": [{"set": -2}]}', "language": "zh"}
    (said,) = told(server, "/1/workbook", asked, 422)
    assert said[0].startswith("所选文件")
    for text in ("", "{", "[]", '"x"', '{"based_on": "\\ud800"}', '{"x": ' * 5000):
        told(server, "/1/workbook", {"scenario": text, "language": "zh"}, 422)
    assert list(scratch.iterdir()) == []


def test_what_nobody_foresaw_is_told_in_words_and_leaves_nothing(
    server: Asked, scratch: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(_: object, __: object, folder: Path) -> Path:
        (folder / "half").write_text("half")
        raise RuntimeError("secret of the machine")

    monkeypatch.setitem(downloads.MAKERS, "form", fails)
    (said,) = told(server, "/1/form", {"scenario": scenario_json(made()), "language": "zh"}, 500)
    assert said[0].startswith("出了意料之外的错误")
    assert "secret" not in str(said)
    assert "RuntimeError: secret of the machine" in capsys.readouterr().err
    assert list(scratch.iterdir()) == []
