"""The main job, end to end, as five people on the running product: from an opportunity to a decided pilot."""

import io
import re
from datetime import UTC, datetime

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.people import People, email, sign_in

CASE = "Supplier invoices"
PAY = "Pay of a clerk"
RATE = "41.37"  # an hour: a number that stands nowhere else, so that a page which tells it is found out
LOWER_RATE = "39.12"
HASH = re.compile(r"[0-9a-f]{64}")


def test_a_case_goes_from_an_opportunity_to_a_decided_pilot(people: People):
    consultant, lead, cfo = people.page(), people.page("project_lead"), people.page("cfo")
    head, employee, ceo = people.page("department_head"), people.page("employee"), people.page("ceo")

    sign_in_and_choose_the_client(consultant)
    describe_the_process(consultant)
    case = start_the_case(consultant)

    open_case(lead, case)
    write_down_the_facts(lead)
    press(lead, "Start calculating")
    add_the_time_saved(lead, case)
    add_the_costs(lead, case)
    answer_the_risk(lead, case)
    see_figures_move_while_typing(lead, case)
    open_a_working_in_the_drawer(lead, case)

    press(lead, "Build stakeholder versions")
    review_every_version(lead, case)
    press(lead, "Send to stakeholders")
    ask_everybody(lead, case)
    expect(lead.get_by_role("button", name="Submit for approval")).to_be_disabled()
    expect(lead.locator("#gate")).to_contain_text("Waiting for an answer from")

    read_and_object(cfo, case)
    change_the_assumption_and_answer(lead, case)
    close_the_objection(cfo, case)
    answer_the_version(cfo, case, "cfo", "Support with conditions")
    answer_the_version(head, case, "department", "Support")
    answer_the_version(employee, case, "employee", "Support")
    answer_the_version(ceo, case, "ceo", "Support")
    see_nothing_they_should_not(head, case, money_of_the_result=True)
    see_nothing_they_should_not(employee, case, money_of_the_result=True)
    see_nothing_they_should_not(ceo, case)

    open_case(lead, case)
    press(lead, "Submit for approval")
    the_lead_cannot_approve(lead, case)
    signed = approve(cfo, case)
    read_the_pdf(cfo, case, signed)

    pilot = start_the_pilot(lead, case)
    enter_the_first_month(lead, pilot)
    see_the_variance(lead, pilot)
    decide_to_scale(cfo, pilot)
    read_the_history(lead, case)


# --- Week 1: select


def sign_in_and_choose_the_client(page: Page) -> None:
    sign_in(page, email("consultant", "northwind"))
    page.get_by_role("link", name="Northwind Foods").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Northwind Foods")


def describe_the_process(page: Page) -> None:
    page.get_by_role("link", name="New opportunity").click()
    page.get_by_label("Process").fill(CASE)
    page.get_by_label("What happens today").fill("Invoices arrive on paper and are typed into the ERP.")
    page.get_by_label("Department").select_option("Finance")
    page.get_by_label("Times a month").fill("1.2k")
    page.get_by_label("Minutes each time").fill("10")
    page.get_by_label("People involved").fill("2")
    page.get_by_label("Share with an error").fill("5%")
    page.get_by_label("Systems used").fill("ERP, e-mail")
    press(page, "Save")
    expect(page.get_by_role("heading", level=1)).to_have_text(CASE)


def start_the_case(page: Page) -> str:
    """Starts a case from the process on the page, for the project lead, and returns its address."""
    page.get_by_role("link", name="Start a case").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value(CASE)
    page.get_by_label("Owner").select_option(label="Project lead of Northwind Foods (Project lead)")
    press(page, "Start the case")
    expect(page.get_by_role("heading", level=1)).to_have_text(CASE)
    return re.sub(r"[^/]+/$", "", page.url)


# --- Week 2: calculate


def write_down_the_facts(page: Page) -> None:
    press(page, "Take the opportunity's numbers")
    page.get_by_role("link", name="Add a fact").click()
    page.get_by_label("Name", exact=True).fill(PAY)
    page.get_by_label("Unit").select_option("an hour (pay)")
    page.get_by_label("Value").fill(RATE)
    open_details(page, "Range and source")
    page.get_by_label("Where it comes from").fill("Payroll, last quarter")
    page.get_by_label("Confidence").select_option("Measured")
    press(page, "Save")
    expect(page.get_by_role("row", name=PAY)).to_contain_text("Measured", ignore_case=True)


def add_the_time_saved(page: Page, case: str) -> None:
    page.goto(f"{case}lines/")
    page.get_by_role("link", name="Add a benefit").click()
    page.get_by_role("link", name="Time saved").click()
    page.get_by_label("Name", exact=True).fill("Typing time")
    page.get_by_label("Items a month").fill("1,200")
    page.get_by_label("People handling each item").fill("2")
    page.get_by_label("Minutes each today").fill("10")
    page.get_by_label("Minutes each when automated").fill("1")
    page.get_by_label("Minutes each when a person takes over").fill("12")
    page.get_by_label("Share handled automatically").fill("80%")
    use_the_fact(page, "inputs.hourly_rate", f"{PAY}: ${RATE} an hour")
    expect(page.locator("#figures .figure-change").first).to_be_visible()
    press(page, "Save")
    expect(page.get_by_role("row", name="Typing time")).to_contain_text("$")


def use_the_fact(page: Page, field: str, fact: str) -> None:
    select = page.locator(f"[id='id_{field}.fact']")
    page.locator("details", has=select).locator("summary").last.click()
    select.select_option(label=fact)


def add_the_costs(page: Page, case: str) -> None:
    for name, category, when, amount in (
        ("Set-up by the vendor", "Software", "Once", "60,000"),
        ("Licences", "Subscription", "Every year", "9,600"),
    ):
        page.goto(f"{case}lines/costs/new/?model=fixed")
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_label("Category").select_option(category)
        page.get_by_label("When").select_option(when)
        page.get_by_label("Amount").fill(amount)
        press(page, "Save")
        expect(page.get_by_role("row", name=name)).to_contain_text(amount)


def answer_the_risk(page: Page, case: str) -> None:
    page.goto(f"{case}terms/")
    for question in ("complex is the process", "mature is the technology", "ready is the organization"):
        page.get_by_label(f"How {question}?").select_option("Low risk")
    page.get_by_label("How strong is the sponsorship?").select_option("Medium risk")
    press(page, "Save")
    expect(page.get_by_role("heading", name="Terms")).to_be_visible()


def see_figures_move_while_typing(page: Page, case: str) -> None:
    page.goto(f"{case}lines/")
    before = headline(page)
    page.get_by_role("link", name="Licences").click()
    page.get_by_label("Amount").fill("12,000")
    expect(page.locator("#figures .figure-change").first).to_be_visible()
    assert headline(page) != before
    page.get_by_role("link", name="Back", exact=True).click()
    page.wait_for_url("**/lines/")
    assert headline(page) == before, "nothing is saved before the button"


def headline(page: Page) -> list[str]:
    return page.locator("#figures .figure-value").all_inner_texts()


def open_a_working_in_the_drawer(page: Page, case: str) -> None:
    page.goto(f"{case}results/")
    page.locator("#figures a.figure").first.click()
    drawer = page.locator("#drawer")
    expect(drawer).to_contain_text("How this is calculated")
    expect(drawer).to_contain_text("Net present value")
    drawer.get_by_role("button", name="Close").click()
    expect(page.locator("#figures a.figure").first).to_be_focused()


# --- Week 3: tailor


def review_every_version(page: Page, case: str) -> None:
    reviews = page.get_by_role("button", name="I have read it: reviewed")
    page.goto(f"{case}stakeholders/")
    expect(page.get_by_role("button", name="Send to stakeholders")).to_be_disabled()
    for left in (4, 3, 2, 1):
        expect(reviews).to_have_count(left)
        reviews.first.click()
    expect(reviews).to_have_count(0)


# --- Week 4: socialize


def ask_everybody(page: Page, case: str) -> None:
    page.goto(f"{case}feedback/")
    for person, view in (
        ("CFO of Northwind Foods (CFO)", "cfo"),
        ("CEO of Northwind Foods (CEO)", "ceo"),
        ("Department head of Northwind Foods (Department head)", "department"),
        ("Employee of Northwind Foods (Employee)", "employee"),
    ):
        page.get_by_label("Person").select_option(label=person)
        page.get_by_label("Reads the version for").select_option(view)
        press(page, "Ask this person")
        expect(page.get_by_role("row", name=person.partition(" (")[0])).to_contain_text("waiting")


def read_and_object(page: Page, case: str) -> None:
    page.goto(f"{case}for/cfo/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(CASE)
    form = page.locator("#objection form")
    form.get_by_label("About").select_option(label=PAY)
    form.get_by_label("Your objection").fill("Payroll says less since the new contract.")
    press(page, "Raise it")
    page.goto(f"{case}feedback/")
    expect(page.get_by_role("heading", name=PAY)).to_be_visible()


def change_the_assumption_and_answer(page: Page, case: str) -> None:
    page.goto(f"{case}today/")
    page.get_by_role("row", name=PAY).get_by_role("link", name="Change").click()
    page.get_by_label("Value").fill(LOWER_RATE)
    expect(page.locator("#figures .figure-change").first).to_be_visible()
    press(page, "Save")
    page.goto(f"{case}feedback/")
    open_details(page, "Answer this objection")
    page.get_by_label("Answer", exact=True).fill("Right: it is the rate of the new contract now.")
    page.locator("article").get_by_role("button", name="Answer").click()
    expect(page.locator("article")).to_contain_text("answered", ignore_case=True)


def close_the_objection(page: Page, case: str) -> None:
    page.goto(f"{case}feedback/")
    expect(page.locator("article")).to_contain_text("It is the rate of the new contract", ignore_case=True)
    expect(page.locator("article")).to_contain_text(re.compile(r"Net present value \S+ → \S+"))
    press(page, "I am satisfied: close it")
    expect(page.locator("article")).to_contain_text("closed", ignore_case=True)


def answer_the_version(page: Page, case: str, view: str, stance: str) -> None:
    page.goto(f"{case}for/{view}/")
    page.locator("#answer").get_by_label(stance, exact=True).check()
    page.locator("#answer").get_by_role("button", name="Answer").click()
    expect(page.locator("#answer")).to_contain_text("You have answered")


def see_nothing_they_should_not(page: Page, case: str, *, money_of_the_result: bool = False) -> None:
    """Walks what the person can open; neither the pay nor, for some, the result stands in any page's source."""
    seen = [page.content()]
    page.goto(case)
    tabs = page.get_by_role("navigation", name="Case").get_by_role("link")
    for address in [tab.get_attribute("href") for tab in tabs.all()]:
        page.goto(str(address))
        seen.append(page.content())
    for text in seen:
        assert RATE not in text
        assert LOWER_RATE not in text
        assert not (money_of_the_result and re.search(r"net present value|NPV", text, re.IGNORECASE))


# --- Week 5: approve


def the_lead_cannot_approve(page: Page, case: str) -> None:
    page.goto(f"{case}approval/")
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    answer = page.request.post(
        f"{case}approval/",
        form={
            "csrfmiddlewaretoken": csrf_token(page),
            "version": "1",
            "snapshot_hash": signed_hash(page),
            "decision": "approved",
        },
        headers={"Referer": page.url},
    )
    assert answer.status in {403, 409, 412}
    page.reload()
    expect(page.get_by_text("No decision has been signed.")).to_be_visible()


def approve(page: Page, case: str) -> str:
    """Signs as the page stands, and returns the hash that was signed."""
    page.goto(f"{case}approval/")
    signed = signed_hash(page)
    page.get_by_label("Reason").fill("Small, measured, and reversible.")
    press(page, "Approve")
    expect(page.locator("main")).to_contain_text(f"Approved, round 1, {signed[:12]}")
    return signed


def signed_hash(page: Page) -> str:
    found = HASH.search(page.content())
    assert found, "the page names what is signed"
    return found[0]


def csrf_token(page: Page) -> str:
    return str(page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value"))


def read_the_pdf(page: Page, case: str, signed: str) -> None:
    page.goto(f"{case}for/cfo/")
    press(page, "PDF")
    download_link = page.get_by_role("link", name="Download the PDF")
    expect(page.get_by_role("progressbar").or_(download_link)).to_be_visible()
    download_link.wait_for(timeout=60_000)
    with page.expect_download() as download:
        download_link.click()
    pages = PdfReader(io.BytesIO(download.value.path().read_bytes())).pages
    text = "".join(page.extract_text() for page in pages)
    assert CASE in text
    assert signed[:12] in text
    assert "Net present value" in text


# --- The pilot


def start_the_pilot(page: Page, case: str) -> str:
    page.goto(f"{case}pilot/")
    page.get_by_label("First month").select_option(months_ago(2))
    page.get_by_label("Scope").fill("The three largest suppliers")
    press(page, "Start the pilot")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Pilot: {CASE}")
    for layer in ("Efficiency", "Quality", "Revenue"):
        expect(page.get_by_role("region", name=layer)).to_be_visible()
    return page.url


def months_ago(count: int) -> str:
    today = datetime.now(UTC)
    year, month = divmod(today.year * 12 + today.month - 1 - count, 12)
    return f"{year}-{month + 1:02}-01"


def enter_the_first_month(page: Page, pilot: str) -> None:
    page.goto(f"{pilot}months/1/")
    page.get_by_label("Hours a month").fill("380")
    press(page, "Save the numbers")


def see_the_variance(page: Page, pilot: str) -> None:
    expect(page).to_have_url(pilot)
    row = page.get_by_role("row", name="Hours a month")
    expect(row.locator("b").first).to_contain_text("380")
    expect(row).to_contain_text(re.compile(r"[+−]\d"))
    expect(page.get_by_text("Realised to date")).to_be_visible()


def decide_to_scale(page: Page, pilot: str) -> None:
    page.goto(pilot)
    form = page.locator("#decision")
    form.get_by_label("Scale").check()
    form.get_by_label("What it rests on").fill("The first month is where it was promised to be.")
    press(page, "Decide")
    expect(page.get_by_role("heading", name="Decided: Scale")).to_be_visible()


def read_the_history(page: Page, case: str) -> None:
    page.goto(f"{case}history/")
    for words in ("Started a pilot", "Raised an objection", "Answered an objection", "Closed their objection"):
        expect(page.locator("main")).to_contain_text(words)
    expect(page.locator("main")).to_contain_text(re.compile("approved", re.IGNORECASE))


# --- What every step uses


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def open_case(page: Page, case: str) -> None:
    page.goto(case)
    expect(page.get_by_role("heading", level=1)).to_have_text(CASE)


def open_details(page: Page, summary: str) -> None:
    page.locator("summary", has_text=summary).first.click()
