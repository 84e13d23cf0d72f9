"use strict";
// Each door sends a form to the interface and says in words what came of it.
const form = document.getElementById("door");
const told = document.getElementById("told");
const doors = {
  "sign-in": { path: "/api/v1/sessions", then: enter },
  "first-administrator": { path: "/api/v1/first-administrator", then: toSignIn },
  "set-password": { path: "/api/v1/passwords", then: toSignIn },
};

function enter() {
  const next = new URLSearchParams(location.search).get("next") || "";
  location.assign(next.startsWith("/console/") ? next : "/");
}

function toSignIn() {
  say("已完成，正在前往登录……", true);
  location.assign("/sign-in");
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
  if (form.dataset.door !== "sign-in") fields.link = decodeURIComponent(location.hash.slice(1));
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const answer = await fetch(door.path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
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
