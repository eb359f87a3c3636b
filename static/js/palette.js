// <command-palette>: Ctrl+K finds or does anything. The server ranks and filters; this moves and chooses.
class CommandPalette extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.input = this.querySelector("input");
    this.results = this.querySelector("[role=listbox]");
    document.addEventListener("keydown", (event) => this.shortcut(event));
    document.addEventListener("click", (event) => this.asked(event));
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.results.addEventListener("htmx:afterSwap", () => this.select(0));
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
  }

  shortcut(event) {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.open();
  }

  asked(event) {
    if (!event.target.closest("[data-palette]") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.open();
  }

  open() {
    if (this.dialog.open) return;
    this.dialog.showModal();
    this.input.select();
    this.input.dispatchEvent(new CustomEvent("palette:open", { bubbles: true }));
  }

  get options() {
    return [...this.results.querySelectorAll("[role=option]")];
  }

  pressed(event) {
    const current = this.options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.select(current + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && this.options[current]) {
      event.preventDefault();
      this.options[current].click();
    } else if (event.key === "Backspace" && !this.input.value) {
      this.results.querySelector("[data-parent]")?.click();
    }
  }

  select(index) {
    const options = this.options;
    const wanted = Math.min(Math.max(index, 0), options.length - 1);
    options.forEach((option, position) => {
      option.id ||= `palette-option-${position}`;
      option.setAttribute("aria-selected", String(position === wanted));
    });
    this.input.setAttribute("aria-activedescendant", options[wanted]?.id ?? "");
    options[wanted]?.scrollIntoView({ block: "nearest" });
  }
}

customElements.define("command-palette", CommandPalette);
