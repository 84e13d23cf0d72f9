"use strict";
// Each door sends a form to the interface and says in words what came of it.
const form = document.getElementById("door");
const told = document.getElementById("told");
const doors = {
  "sign-in": { method: "POST", path: "/api/v1/sessions", then: enter },
  "first-administrator": {
    method: "POST",
    path: "/api/v1/first-administrator",
    link: true,
    then: toSignIn,
  },
  "set-password": { method: "POST", path: "/api/v1/passwords", link: true, then: toSignIn },
  "change-password": { method: "PUT", path: "/api/v1/me/password", session: true, then: home },
};

function enter() {
  const next = new URLSearchParams(location.search).get("next") || "";
  location.assign(next.startsWith("/console/") ? next : "/");
}

function toSignIn() {
  say("已完成，正在前往登录……", true);
  location.assign("/sign-in");
}

function home() {
  say("口令已修改", true);
  location.assign("/");
}

// Whoever is signed in sends the session's token along, which no other site's page can read.
async function token() {
  const me = await fetch("/api/v1/me");
  return me.ok ? (await me.json()).csrf_token : "";
}

function say(words, done = false) {
  told.textContent = words;
  told.classList.toggle("done", done);
}

function words(problem) {
  const faults = (problem.errors || []).map((one) => `${one.path}：${one.reason}`);
  return [problem.detail || problem.title, ...faults].join("；");
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(form));
  if (Object.values(fields).some((value) => !value)) return say("请填写全部栏目");
  if ("again" in fields && fields.again !== fields.password) return say("两次输入的口令不一致");
  delete fields.again;
  const door = doors[form.dataset.door];
  if (door.link) fields.link = decodeURIComponent(location.hash.slice(1));
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const headers = { "Content-Type": "application/json" };
    if (door.session) headers["X-CSRF-Token"] = await token();
    const answer = await fetch(door.path, {
      method: door.method,
      headers,
      body: JSON.stringify(fields),
    });
    if (answer.ok) door.then();
    else say(words(await answer.json()));
  } catch (error) {
    say("服务没有应答，请稍后重试");
  } finally {
    button.disabled = false;
  }
});
