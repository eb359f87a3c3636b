// <toast-region> and <toast-message>: what just happened, for ten seconds, with a way to undo it.
const STAYS = 10_000;

class ToastMessage extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => event.target.closest("[data-close]") && this.remove());
    this.addEventListener("submit", () => setTimeout(() => this.remove(), 400));
    for (const event of ["pointerenter", "focusin"]) this.addEventListener(event, () => this.hold());
    for (const event of ["pointerleave", "focusout"]) this.addEventListener(event, () => this.release());
    this.release();
  }

  disconnectedCallback() {
    this.hold();
  }

  hold() {
    clearTimeout(this.timer);
  }

  release() {
    this.hold();
    this.timer = setTimeout(() => this.remove(), STAYS);
  }
}

class ToastRegion extends HTMLElement {
  connectedCallback() {
    document.addEventListener("toast", (event) => this.say(event.detail.value ?? event.detail.text));
    document.addEventListener("htmx:sendError", () => this.say(this.dataset.offline));
    document.addEventListener("htmx:timeout", () => this.say(this.dataset.offline));
    document.addEventListener("htmx:responseError", (event) => this.failed(event.detail.xhr));
    document.addEventListener("htmx:beforeSwap", (event) => this.keepFromSignIn(event));
  }

  say(text) {
    const message = document.createElement("toast-message");
    message.className = "toast";
    message.append(Object.assign(document.createElement("span"), { textContent: text }));
    this.append(message);
  }

  failed(xhr) {
    const reference = xhr.getResponseHeader("X-Request-ID");
    this.say(reference ? `${this.dataset.failed} (${reference})` : this.dataset.failed);
  }

  // A signed-out request is answered with the sign-in page; swapping it in would destroy what was typed.
  keepFromSignIn(event) {
    const address = new URL(event.detail.xhr.responseURL || location.href, location.href);
    if (!address.pathname.startsWith("/accounts/login") || location.pathname === address.pathname) return;
    event.detail.shouldSwap = false;
    this.say(this.dataset.expired);
  }
}

customElements.define("toast-message", ToastMessage);
customElements.define("toast-region", ToastRegion);
