/* One event stream per browser, shared by its tabs (a SharedWorker; a Worker of the tab's own where there is none).
   A tab says {stream, since}; it hears {topic} and {state: "open" | "lost" | "signed-out"}. Events are names only. */
const ports = new Set();
const recent = []; // [id, topic]: for a tab that was rendered a moment before it joined
let address = "", source = null, last = "", state = "lost", pause = 1000;

const later = (a, b) => {
  const [at, n = 0] = a.split("-").map(Number), [bt, m = 0] = b.split("-").map(Number);
  return at > bt || (at === bt && n > m);
};
const tell = (message) => ports.forEach((port) => port.postMessage(message));
const become = (next) => state !== next && tell({ state: (state = next) });
function doorbell({ data, lastEventId }) {
  if (lastEventId) last = lastEventId;
  for (const topic of data.split("\n")) {
    recent.push([last, topic]);
    tell({ topic });
  }
  recent.splice(0, recent.length - 200);
}

async function connect() {
  source?.close();
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, redirect: "error" });
    if (answer.status === 401 || answer.status === 403 || answer.status === 404) return become("signed-out");
    if (!answer.ok) throw new Error(answer.status);
    listen((await answer.json()).url);
  } catch {
    retry();
  }
}
function listen(url) {
  source = new EventSource(`${url}&after=${encodeURIComponent(last)}`);
  source.onopen = () => { pause = 1000; become("open"); };
  source.addEventListener("doorbell", doorbell);
  source.addEventListener("expired", connect);
  source.onerror = () => {
    become("lost");
    if (source.readyState === EventSource.CLOSED) retry(); // otherwise the browser tries again by itself
  };
}
function retry() {
  become("lost");
  setTimeout(connect, pause * (0.7 + Math.random() * 0.6));
  pause = Math.min(pause * 2, 30_000);
}

function join(port, { stream, since, leave }) {
  if (leave) return ports.delete(port);
  ports.add(port);
  port.postMessage({ state });
  for (const [id, topic] of recent) if (later(id, since)) port.postMessage({ topic });
  if (!address || state === "signed-out") {
    [address, last, state] = [stream, last || since, "lost"];
    connect();
  }
}
self.onconnect = ({ ports: [port] }) => (port.onmessage = ({ data }) => join(port, data));
self.onmessage = ({ data }) => join(self, data);
