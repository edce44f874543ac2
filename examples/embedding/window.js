// The window's own part of the talk with Fivefold: it shows the page, passes on what it says, and gives the answers back.

const said = document.querySelector("#said");
const main = document.querySelector("main");
let frame = null;

async function post(path, body) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return await response.json();
}

async function show(screen) {
  const { url } = await post("/fivefold", { screen });
  frame = document.createElement("iframe");
  frame.title = "Backup";
  frame.src = url;
  main.replaceChildren(frame);
}

async function passOn(event) {
  // Only what the page in our own frame says counts.
  if (frame === null || event.source !== frame.contentWindow) return;
  if (event.origin !== new URL(frame.src).origin || event.data?.source !== "fivefold") return;
  if (event.data.event === "size") frame.style.height = `${event.data.heightPx}px`;
  const answer = await post("/told", event.data);
  if (answer.answer === undefined) return;
  if (answer.sentence !== undefined) {
    said.textContent = answer.sentence;
    said.hidden = false;
  }
  frame?.contentWindow.postMessage({ source: "fivefold", ...answer }, event.origin);
}

addEventListener("message", (event) => void passOn(event));

for (const button of document.querySelectorAll("button"))
  button.addEventListener("click", () => void show(button.dataset.screen));
document
  .querySelector("#unsaved")
  .addEventListener("change", (event) => void post("/unsaved", { is: event.target.checked }));

const { notes, restored } = await (await fetch("/notes")).json();
document
  .querySelector("#notes")
  .append(
    ...notes.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
  );
if (restored) await show("result");
