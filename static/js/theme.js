// <theme-switch>: light, dark or as the system. The choice is a cookie, so that the server paints the next page right at once.
const YEAR = 60 * 60 * 24 * 365;

class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this.choose(button.value);
    });
    this.show(document.documentElement.dataset.theme ?? "");
  }

  choose(theme) {
    document.cookie = `theme=${theme}; path=/; max-age=${theme ? YEAR : 0}; samesite=lax`;
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    document.querySelectorAll("theme-switch").forEach((other) => other.show(theme));
  }

  show(theme) {
    for (const button of this.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.value === theme));
  }
}

customElements.define("theme-switch", ThemeSwitch);
