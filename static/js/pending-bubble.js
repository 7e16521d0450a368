/* The bubble that stands for a message until the server has rendered it under the same id. */
export const bubbleOf = (id) => document.getElementById(`message-${id}`);
export const idOf = (bubble) => bubble.id.replace("message-", "");
export const bodyOf = (bubble) => bubble.querySelector("[data-body]").textContent;

/* A random UUID; crypto.randomUUID exists on secure origins only. */
export const newId = () => "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
  (+c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (+c / 4)))).toString(16));

export function show(id, body) {
  const bubble = document.getElementById("pending-bubble").content.firstElementChild.cloneNode(true);
  bubble.id = `message-${id}`;
  bubble.querySelector("[data-body]").textContent = body;
  document.getElementById("entries").append(bubble);
  return bubble;
}

export function fail(bubble) {
  bubble.classList.replace("message--pending", "message--failed");
  bubble.querySelector("[data-sending]").hidden = true;
  bubble.querySelector("[data-failed]").hidden = false;
}

/** The images, which leave where they stood, above the words. */
export function picture(bubble, images) {
  const media = document.createElement("div");
  media.className = "bubble__media";
  for (const image of images) {
    const frame = document.createElement("span");
    frame.className = "bubble__picture";
    frame.append(image);
    media.append(frame);
  }
  bubble.querySelector(".bubble").prepend(media);
}
