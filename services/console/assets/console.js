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

async function jixiaoLeave(csrf) {
  await fetch("/api/v1/sessions/current", { method: "DELETE", headers: { "X-CSRF-Token": csrf } });
  location.assign("/sign-in");
}
