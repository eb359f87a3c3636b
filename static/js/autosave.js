// <autosave-status for="form-id">: says whether what was typed has reached the server, and guards the page only until it has.
class AutosaveStatus extends HTMLElement {
  connectedCallback() {
    this.form = document.getElementById(this.getAttribute("for"));
    if (!this.form) return;
    this.form.addEventListener("input", () => (this.unsaved = true));
    this.form.addEventListener("htmx:beforeRequest", () => this.show("saving"));
    this.form.addEventListener("htmx:afterRequest", (event) => this.finished(event.detail));
    this.guard = (event) => this.unsaved && event.preventDefault();
    addEventListener("beforeunload", this.guard);
  }

  disconnectedCallback() {
    removeEventListener("beforeunload", this.guard);
  }

  finished({ successful, xhr }) {
    if (successful) {
      this.unsaved = false;
      return this.show("saved");
    }
    return this.show(xhr.status === 409 || xhr.status === 412 ? "conflict" : "failed");
  }

  show(state) {
    const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    this.dataset.state = state;
    this.textContent = this.dataset[state].replace("{time}", time.format(new Date()));
  }
}

customElements.define("autosave-status", AutosaveStatus);
