// <chart-card>: moves among a chart's points with the arrow keys, shows the value in focus, copies data and picture.
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
// What a copied picture needs to look the same elsewhere.
const PAINTED = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "font-size", "font-weight", "font-family", "paint-order"];

class ChartCard extends HTMLElement {
  connectedCallback() {
    this.tip = this.querySelector(".chart-tip");
    this.addEventListener("keydown", (event) => this.move(event));
    this.addEventListener("focusin", (event) => this.point(event.target));
    this.addEventListener("focusout", () => (this.tip.hidden = true));
    this.addEventListener("pointerover", (event) => this.point(event.target));
    this.addEventListener("pointerleave", () => (this.tip.hidden = true));
    this.addEventListener("click", (event) => this.copy(event.target.closest("[data-copy]")));
  }

  move(event) {
    if (!event.target.matches?.(".spot")) return;
    if (event.key === "Escape") this.tip.hidden = true;
    const spots = [...event.target.parentNode.children];
    const ends = { Home: 0, End: spots.length - 1 };
    const next = ends[event.key] ?? (event.key in STEPS ? spots.indexOf(event.target) + STEPS[event.key] : null);
    if (next === null || !spots[next]) return;
    event.preventDefault();
    event.target.setAttribute("tabindex", "-1");
    spots[next].setAttribute("tabindex", "0");
    spots[next].focus();
  }

  point(spot) {
    if (!spot.matches(".spot")) return;
    const [area, box] = [this.tip.parentNode.getBoundingClientRect(), spot.getBoundingClientRect()];
    this.tip.textContent = spot.getAttribute("aria-label");
    this.tip.hidden = false;
    const left = box.left - area.left + box.width / 2 - this.tip.offsetWidth / 2;
    const most = Math.max(area.width - this.tip.offsetWidth, 0);
    this.tip.style.translate = `${Math.min(Math.max(left, 0), most)}px ${Math.max(box.top - area.top - this.tip.offsetHeight - 4, -8)}px`;
  }

  async copy(button) {
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy === "csv" ? this.csv() : this.picture());
    const label = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = label), 2000);
  }

  csv() {
    return this.querySelector("template[data-csv]").content.textContent;
  }

  picture() {
    const shown = [...this.querySelectorAll("svg.chart")].find((svg) => svg.getBoundingClientRect().width) ?? this.querySelector("svg.chart");
    const copy = shown.cloneNode(true);
    const originals = shown.querySelectorAll("[class^='c-']");
    copy.querySelectorAll("[class^='c-']").forEach((mark, index) => {
      const style = getComputedStyle(originals[index]);
      for (const name of PAINTED) mark.setAttribute(name, style.getPropertyValue(name));
    });
    copy.querySelector(".spots")?.remove();
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    return new XMLSerializer().serializeToString(copy);
  }
}

customElements.define("chart-card", ChartCard);
