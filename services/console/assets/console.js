"use strict";
// What pages ask of the interface with the session's own cookie: files to take away, and leaving.
async function jixiaoTake(path, media, name) {
  const answer = await fetch(path, { headers: { Accept: media } });
  if (!answer.ok) {
    const problem = await answer.json();
    return problem.detail || problem.title;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
  return "";
}

// Figures of a table by their amount, whatever else by the Chinese order.
function jixiaoCompare(one, other) {
  const [a, b] = [one, other].map((cell) => String(cell ?? "").replaceAll(",", ""));
  if (a !== "" && b !== "" && !isNaN(a) && !isNaN(b)) return a - b;
  return a.localeCompare(b, "zh");
}

async function jixiaoLeave(csrf) {
  await fetch("/api/v1/sessions/current", { method: "DELETE", headers: { "X-CSRF-Token": csrf } });
  location.assign("/sign-in");
}

// A column head that was drawn anew by its own sorting gets the focus back.
function jixiaoFocus(table, column) {
  if (document.activeElement && document.activeElement !== document.body) return;
  document.querySelector(`#${table} th[data-column="${column}"]`)?.focus();
}

// A page is busy until the server has sent all of it; a dialog that goes gives the focus back.
document.addEventListener("DOMContentLoaded", () => {
  document.body.setAttribute("aria-busy", "true");
  let before = null;
  document.addEventListener("focusin", (event) => {
    if (!document.querySelector("[role=dialog]")) before = event.target;
  });
  new MutationObserver(() => {
    const nowhere = !document.activeElement || document.activeElement === document.body;
    if (nowhere && before?.isConnected && !document.querySelector("[role=dialog]")) before.focus();
  }).observe(document.body, { childList: true });
});
