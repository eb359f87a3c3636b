"""What has happened in each sample organization, told through the services that pages use."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from cases.models import Case, Feedback, StakeholderView, State
from cases.services import case_create
from opportunities.models import Opportunity
from opportunities.services import opportunity_create
from pilots.months import ended_months, month_start
from pilots.services import MetricPlan, lesson_add
from portfolio.sample.cast import BRIGHTLINE, LAKESIDE, NORTHWIND
from portfolio.sample.people import People
from portfolio.sample.steps import (
    Voice,
    answer,
    ask,
    bring,
    case_from_example,
    hear,
    measure,
    object_to,
    pilot,
    review,
)
from tenants.models import Role

Story = Callable[[People, date], None]
SUPPORT, CONDITIONS = Feedback.Stance.SUPPORT, Feedback.Stance.CONDITIONS
# A pilot's months are calendar months: the one that holds this day puts the pilot in its eighth week or a little later.
PILOT_BEGAN = timedelta(days=49)
PLANS = (
    MetricPlan("hours_a_month", "time"),
    MetricPlan("error_rate", "errors"),
    MetricPlan("discount_captured", "discounts"),
    MetricPlan("adoption", baseline=Decimal(0), target=Decimal("0.95")),
)
# By month: a slow first one, as promised, then better than promised where it counts.
MEASURED = (
    {"hours_a_month": "131.5", "error_rate": "0.052", "discount_captured": "0.02", "adoption": "0.10"},
    {"hours_a_month": "112", "error_rate": "0.044", "discount_captured": "0.06", "adoption": "0.34"},
    {"hours_a_month": "88", "error_rate": "0.031", "discount_captured": "0.11", "adoption": "0.52"},
)


def invoices_in_pilot(people: People, today: date) -> None:
    """Invoice processing: approved, and in the third month since."""
    case = case_from_example(people, "invoice", "Finance", today - timedelta(days=91))
    voices = (
        Voice(
            Role.CFO, SUPPORT, "I can follow every figure to its source. The avoided hire should stay out of the cash."
        ),
        Voice(Role.CEO, SUPPORT, "Small, quick and measurable. A good first one."),
        Voice(Role.DEPARTMENT_HEAD, CONDITIONS, "Yes, if the two clerks are trained before the switch, not after."),
        Voice(Role.EMPLOYEE, SUPPORT, "Typing invoices is the part of the job nobody would miss."),
    )
    bring(case, people, State.PILOT, voices)
    starts_on = month_start(today - PILOT_BEGAN)
    trial = pilot(case, people, starts_on=starts_on, scope="All invoices of the three largest suppliers.", plans=PLANS)
    # The running month too, as far as it has gone: what is entered now is replaced when it is over.
    begun = ended_months(starts_on, trial.months, today) + 1
    for month in range(1, min(begun, trial.months) + 1):
        measure(trial, people, month, MEASURED[month - 1])
    if not trial.lessons.exists():
        lesson_add(
            pilot=trial,
            membership=people[Role.DEPARTMENT_HEAD],
            theme="Training",
            text="Two half-days were not enough for the approvers: plan a third, with their own invoices.",
        )


def maintenance_before_the_signature(people: People, today: date) -> None:
    """Predictive maintenance: everyone has answered; the CFO's signature is missing."""
    case = case_from_example(people, "predictive-maintenance", "Production", today - timedelta(days=31))
    voices = (
        Voice(Role.CFO, CONDITIONS, "The cost of a lost hour needs a second source before I sign."),
        Voice(Role.CEO, SUPPORT, "The line that stops most often decides whether we deliver on time."),
        Voice(Role.DEPARTMENT_HEAD, SUPPORT, "My people already hear it when a bearing goes. This hears it earlier."),
        Voice(Role.EMPLOYEE, CONDITIONS, "Fine, as long as an alarm at night does not mean a call-out every time."),
    )
    bring(case, people, State.SOCIALIZE)
    if case.state == State.SOCIALIZE:
        ask(case, people)
        doubt = object_to(
            case,
            people,
            Role.CFO,
            path="facts.production_value",
            subject="What an hour of production is worth",
            text="The controller's figure includes overhead that runs on whether the line stands or not.",
        )
        answer(
            doubt, people, "It is the contribution margin only; overhead is not in it. The calculation is in the file."
        )
    bring(case, people, State.APPROVE, voices)


def leads_being_tailored(people: People, today: date) -> None:
    """Lead scoring: frozen, and one version reviewed."""
    case = case_from_example(people, "lead-scoring", "Sales", today - timedelta(days=16))
    bring(case, people, State.TAILOR)
    review(case, people, (StakeholderView.CFO,))


def orders_just_selected(people: People, today: date) -> None:
    """Order entry: an opportunity that has just become a case, and others that wait."""
    chosen = _opportunity(
        people,
        "orders",
        title="Order entry from e-mail",
        description="Orders arrive as PDF attachments. Two people type them into the ERP, and call back when unsure.",
        volume_per_month=Decimal(1800),
        minutes_each=Decimal(7),
        people=Decimal(2),
        error_rate=Decimal("0.03"),
        systems="Shared mailbox, ERP",
    )
    _case_from(chosen, people, today - timedelta(days=2))
    _opportunity(
        people,
        "complaints",
        title="Sorting complaints by cause",
        description="Quality reads every complaint and assigns a cause by hand, often a week later.",
        volume_per_month=Decimal(240),
        minutes_each=Decimal(11),
        people=Decimal(1),
        systems="CRM, spreadsheet",
        by=Role.EMPLOYEE,
    )
    _opportunity(
        people,
        "certificates",
        title="Chasing supplier certificates",
        description="Purchasing asks each supplier by e-mail when a certificate runs out, and files the answer.",
        volume_per_month=Decimal(90),
        minutes_each=Decimal(18),
        people=Decimal(1),
        systems="Mail, network drive",
        by=Role.DEPARTMENT_HEAD,
    )


def chatbot_with_an_objection(people: People, today: date) -> None:
    """Support chatbot: two have answered, two have not, and the CFO doubts the vendor's figure."""
    case = case_from_example(people, "support-chatbot", "Patient support", today - timedelta(days=25))
    bring(case, people, State.SOCIALIZE)
    ask(case, people)
    hear(
        case,
        people,
        (
            Voice(Role.CEO, SUPPORT, "Patients want an answer at ten in the evening. Nobody is there to give one."),
            Voice(
                Role.DEPARTMENT_HEAD,
                CONDITIONS,
                "Yes, if the team writes the answers and no one is moved before month three.",
            ),
        ),
    )
    object_to(
        case,
        people,
        Role.CFO,
        path="benefits.time.automated_share",
        subject="Share of inquiries answered without a person",
        text="65% is the vendor's own figure, from two weeks with chosen questions. What is the case worth at 45%?",
    )


def billing_being_tailored(people: People, today: date) -> None:
    """Invoice processing at the clinics: frozen, and two of the four versions reviewed by its owner, the consultant."""
    case = case_from_example(people, "invoice", "Billing", today - timedelta(days=17), people.consultant)
    bring(case, people, State.TAILOR)
    review(case, people, (StakeholderView.CFO, StakeholderView.CEO))


def reminders_as_an_idea(people: People, today: date) -> None:
    """An idea of an employee's."""
    _opportunity(
        people,
        "reminders",
        title="Appointment reminders by telephone",
        description="Reception calls every patient the day before. Half do not pick up.",
        volume_per_month=Decimal(2600),
        minutes_each=Decimal(3),
        people=Decimal(4),
        systems="Practice management system",
        by=Role.EMPLOYEE,
    )


def leads_being_calculated(people: People, today: date) -> None:
    """Lead scoring: in week 2, and late; the consultant owns it."""
    case = case_from_example(people, "lead-scoring", "Sales", today - timedelta(days=16), people.consultant)
    bring(case, people, State.CALCULATE)


def renewals_as_an_idea(people: People, today: date) -> None:
    """An idea of the department's."""
    _opportunity(
        people,
        "renewals",
        title="Renewal quotes",
        description="Sales copies last year's quote, changes dates and prices, and asks for approval by chat.",
        volume_per_month=Decimal(130),
        minutes_each=Decimal(25),
        people=Decimal(1),
        error_rate=Decimal("0.06"),
        systems="CRM, spreadsheet",
        by=Role.DEPARTMENT_HEAD,
    )


STORIES: dict[str, tuple[Story, ...]] = {
    NORTHWIND.slug: (invoices_in_pilot, maintenance_before_the_signature, leads_being_tailored, orders_just_selected),
    LAKESIDE.slug: (chatbot_with_an_objection, billing_being_tailored, reminders_as_an_idea),
    BRIGHTLINE.slug: (leads_being_calculated, renewals_as_an_idea),
}


def _opportunity(people: People, key: str, /, *, by: Role = Role.PROJECT_LEAD, **values: object) -> Opportunity:
    member = people[by]
    return opportunity_create(
        membership=member,
        values=values,
        department=member.department,
        id=people.id_of(f"opportunity/{key}"),
        is_sample=True,
    )


def _case_from(opportunity: Opportunity, people: People, started_on: date) -> Case:
    existing = opportunity.cases.first()
    return existing or case_create(
        membership=people.consultant,
        name=opportunity.title,
        owner=people.lead,
        department=people.departments[opportunity.department_name],
        opportunity=opportunity,
        started_on=started_on,
        is_sample=True,
    )
