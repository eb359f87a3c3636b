// The rail's links fold away on a phone; menus close when something else is pressed.
document.addEventListener("click", (event) => {
  const toggle = event.target.closest(".rail-toggle");
  if (toggle) {
    const fold = document.getElementById(toggle.getAttribute("aria-controls"));
    toggle.setAttribute("aria-expanded", String(fold.classList.toggle("is-open")));
  }
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
