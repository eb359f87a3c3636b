// <side-drawer>: opens when a link marked data-opens-drawer has filled it, beside the page or, on a small screen, above it.
const ROOM_FOR_BOTH = matchMedia("(min-width: 64rem)");

class SideDrawer extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.body = this.dialog.querySelector("#drawer-body");
    this.body.addEventListener("htmx:afterSwap", () => this.open());
    this.dialog.addEventListener("click", (event) => this.clicked(event));
    this.dialog.addEventListener("close", () => this.opener?.focus());
    document.addEventListener("keydown", (event) => this.pressed(event));
    document.addEventListener("click", (event) => this.remember(event));
  }

  remember(event) {
    this.asked = event.target.closest("[data-opens-drawer]") ?? this.asked;
  }

  open() {
    this.opener = this.asked;
    if (!this.dialog.open) ROOM_FOR_BOTH.matches ? this.dialog.show() : this.dialog.showModal();
    const heading = this.body.querySelector("h1, h2");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
    this.dialog.scrollTop = 0;
  }

  clicked(event) {
    const outside = event.target === this.dialog && event.clientX < this.dialog.getBoundingClientRect().left;
    if (outside || event.target.closest("[data-close]")) this.dialog.close();
  }

  pressed(event) {
    const mine = event.key === "Escape" && this.dialog.open && !document.querySelector("dialog:modal");
    if (mine) this.dialog.close();
  }
}

customElements.define("side-drawer", SideDrawer);
