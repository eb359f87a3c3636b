"""What the people who do the work ask. Never pay, never numbers of people, never what they are worth."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _

from calculations.engine.numbers import ONE
from reports.document import Block, Bullets, Definition, Definitions, Figure, Heading, Paragraph, Run, Section
from reports.effort import efforts, months_to_show, trainings
from reports.reading import Reading
from reports.sections import jobs
from reports.sections.team import shares_by_month
from reports.sentences import paragraph, sentence

Words = tuple[Run, ...]


def safety(reading: Reading) -> Section:
    """Is my job safe?"""
    words = [(one,) for one in jobs.safety(reading)]
    return Section("safety", _("Is my job safe?"), (paragraph(*words, lead=True),))


# --- What changes, and when


def change(reading: Reading) -> Section:
    """What changes for me and when."""
    blocks: list[Block] = [paragraph(*_change(reading))]
    blocks.append(Definitions(tuple(_months(_shown(reading)))))
    return Section("change", _("What changes for me, and when?"), tuple(blocks))


def _change(reading: Reading) -> Iterator[Words]:
    process = reading.case_file.process
    if not isinstance(process, str) and process and process.get("steps"):
        yield sentence(_("It is about this work: {steps}."), steps=" → ".join(process["steps"]))
    if not isinstance(process, str) and process and process.get("systems"):
        yield sentence(_("It works with {systems}."), systems=", ".join(process["systems"]))
    yield (_("Nothing changes before it is approved. Month 1 is the first month in use."),)


def _shown(reading: Reading) -> list[Decimal]:
    return shares_by_month(reading)[: months_to_show(reading)]


def _months(shares: list[Decimal]) -> Iterator[Definition]:
    """The months in words; those that say the same stand together."""
    numbered = enumerate(map(_phase, shares), start=1)
    for words, same in groupby(numbered, key=lambda month: month[1]):
        months = [number for number, _words in same]
        when = (
            _("Month %(month)s") % {"month": months[0]}
            if len(months) == 1
            else _("Months %(first)s to %(last)s") % {"first": months[0], "last": months[-1]}
        )
        yield Definition(when, (words,))


def _phase(share: Decimal) -> str:
    if share < 0:
        return _("You learn the new way beside the old one. The work takes longer than today, and that is planned for.")
    if share == 0:
        return _("The new way runs and costs as much time as it saves.")
    if share < Decimal("0.5"):
        return _("The new way takes over the first part. You check what it does and say what is wrong.")
    if share < ONE:
        return _("The new way takes over most of it. You handle what it cannot.")
    return _("The new way is the usual way. You handle the exceptions.")


# --- What gets better


def better(reading: Reading) -> Section:
    """Less of the tedious part, fewer mistakes to chase."""
    found = (*_minutes(reading), *_errors(reading), *_intangibles(reading))
    if not found:
        words = _("The plan names nothing that gets better in the work itself. Ask what it is meant to do for you.")
        return Section("better", _("What gets better?"), (Paragraph((words,)),))
    return Section("better", _("What gets better?"), (Bullets(found),))


def _minutes(reading: Reading) -> Iterator[Words]:
    count = reading.numbers.count
    for line, inputs in reading.lines_of("time_saved"):
        if inputs.minutes_before is not None:
            yield sentence(
                _("{name}: an item that takes {before} minutes today takes {after} when it is automated, which is "
                  "meant for {share} of them."),
                name=line.name, before=count(inputs.minutes_before), after=Figure(count(inputs.minutes_when_automated)),
                share=Figure(reading.numbers.percent(inputs.automated_share)),
            )  # fmt: skip
        else:
            yield sentence(_("{name}: less time for the routine part of the work."), name=line.name)


def _errors(reading: Reading) -> Iterator[Words]:
    count = reading.numbers.count
    for line, inputs in reading.lines_of("error_reduction"):
        yield sentence(
            _("{name}: of 1,000 items, {before} go wrong today and {after} afterwards."), name=line.name,
            before=count(inputs.rate_before * 1000), after=Figure(count(inputs.rate_after * 1000)),
        )  # fmt: skip


def _intangibles(reading: Reading) -> Iterator[Words]:
    for one in reading.case_file.intangibles:
        yield (one.text,)


# --- What I learn


def learning(reading: Reading) -> Section:
    """Hours to learn in, and what there is to learn."""
    words: list[Words] = []
    for one in trainings(reading):
        text = _("{name}: {hours} of your working time, before you need it.")
        words.append(sentence(text, name=one.name, hours=Figure(reading.numbers.hours(one.hours_each))))
    if not words:
        words.append((_("The plan sets no time aside for training yet. Say what you need when you answer."),))
    words.append((_("You learn to steer the new way: to check what it does, to correct it, and to know its limits."),))
    if any(not effort.is_one_time for effort in efforts(reading)):
        words.append((_("Looking after it is planned as work with hours of its own."),))
    return Section("learning", _("What do I learn?"), (Bullets(tuple(words)),))


# --- How my word counts


def say(reading: Reading) -> Section:
    """How an answer and an objection count, who is credited, whom to ask."""
    blocks = (
        Bullets(
            (
                (_("Answer this page: support it, support it with conditions, or oppose it, and say why."),),
                (_("An objection stays open until it is answered. The plan cannot go to approval while one is open."),),
                (_("Your answers and objections are kept with your name, and so is what they changed."),),
            )
        ),
        Heading(_("Whom to ask")),
        Paragraph(sentence(_("{name} made this version."), name=reading.snapshot.author_name)),
    )
    return Section("say", _("How does my word count?"), blocks)
