// Only in the preview: what is being narrated now, and the page anew when a recording has come.

const box = document.createElement("p");
box.className = "narrate-live";
box.setAttribute("role", "status");
let version = "";

async function look() {
  try {
    const said = await (await fetch("narrate-live.json", { cache: "no-store" })).json();
    const lines = said.making.map(({ name, done, total }) => `${name}: ${done} / ${total}`);
    box.textContent = lines.join(" · ");
    if (lines.length && !box.isConnected) document.body.append(box);
    if (!lines.length) box.remove();
    const playing = [...document.querySelectorAll("audio")].some((audio) => !audio.paused);
    if (version && version !== said.version && !playing) location.reload();
    version ||= said.version;
  } catch { /* the server has gone; it may come back */ }
  setTimeout(look, 1500);
}

look();
