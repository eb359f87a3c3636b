// Opens native dialogs: <button data-opens-dialog="id">. Focus returns by itself when one closes.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens-dialog]");
  if (!opener) return;
  event.preventDefault();
  document.getElementById(opener.dataset.opensDialog)?.showModal();
});
