// The control API, and the doorbell that says what to fetch again.
export async function get(path) {
  const answer = await fetch(`/control/${path}`);
  if (!answer.ok) throw new Error((await answer.json()).error);
  return answer.json();
}

export async function send(method, path, data = {}) {
  const answer = await fetch(`/control/${path}`, {
    method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(data),
  });
  if (!answer.ok) throw new Error((await answer.json()).error);
  return answer.status === 204 ? null : answer.json();
}

const listeners = new Map();

// Calls at once, and again whenever the name rings; many rings in a row make one call.
export function whenever(name, call) {
  let waiting = false;
  const ring = () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => { waiting = false; call(); }, 40);
  };
  if (!listeners.has(name)) listeners.set(name, new Set());
  listeners.get(name).add(ring);
  ring();
  return () => listeners.get(name).delete(ring);
}

export function listen(showState) {
  const source = new EventSource("/control/events");
  source.onmessage = (event) => listeners.get(event.data)?.forEach((ring) => ring());
  source.onopen = () => { // what rang while the line was down was missed: ask for everything
    showState(true);
    listeners.forEach((rings) => rings.forEach((ring) => ring()));
  };
  source.onerror = () => showState(false);
}
