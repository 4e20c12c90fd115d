"""A script on a wide terminal: written and spoken side by side."""

from narrate.cli.playscript import columns
from narrate.model import Article, Block, Voice
from narrate.script.writer import write


def test_written_and_spoken_stand_side_by_side(capsys):
    voice = Voice(name="v", engine="tone", languages={"de": "sie"})
    blocks = (
        Block(kind="paragraph", text="It cost $5m, said Dr. Kim[3] of the [bold]lamp[/bold]."),
        Block(kind="quote", text="Es war der 3. Mai.", language="de"),
    )
    columns(write(Article(title="", blocks=blocks, language="en"), voice), "v", 80)
    assert [line.rstrip() for line in capsys.readouterr().out.splitlines()] == [
        "BODY             It cost $5m, said Dr. Kim[3]    It cost five million dollars,",
        "                 of the [bold]lamp[/bold].       said Doctor Kim of the",
        "                                                 boldlamp/bold.",
        "                 [quote: 750 ms]",
        "QUOTE (sie, de)  Es war der 3. Mai.              Es war der dritte Mai.",
    ]
