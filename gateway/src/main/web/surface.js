// What is done with the picture's surface: a window of its own, a snapshot.

/** Whether this browser can show the picture in a window of its own. */
export function canDetach({ canvas, video }) {
  return "documentPictureInPicture" in window || (document.pictureInPictureEnabled && Boolean(video.requestPictureInPicture && canvas.captureStream));
}

/**
 * Moves the picture into a small window that stays on top. Called in answer to a touch.
 *
 * @param {HTMLCanvasElement|HTMLVideoElement} surface
 * @param {() => void} closed is called when it is back
 * @returns {Promise<{close(): void}>}
 */
export async function detach(surface, closed) {
  return "documentPictureInPicture" in window ? detachElement(surface, closed) : detachVideo(surface, closed);
}

async function detachElement(surface, closed) {
  const width = surface.width || surface.videoWidth || 640;
  const height = surface.height || surface.videoHeight || 360;
  const pip = await window.documentPictureInPicture.requestWindow({ width: 480, height: Math.round((480 * height) / width) });
  const sheet = pip.document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = new URL("/assets/style.css", location.href).href;
  pip.document.head.append(sheet);
  pip.document.body.className = "pip";
  const place = document.createComment("");
  surface.before(place);
  pip.document.body.append(surface);
  pip.addEventListener("pagehide", () => {
    place.replaceWith(surface);
    closed();
  });
  return pip;
}

async function detachVideo(surface, closed) {
  let video = surface;
  if (surface instanceof HTMLCanvasElement) {
    video = document.createElement("video");
    video.muted = true;
    video.srcObject = surface.captureStream();
    await video.play();
  }
  await video.requestPictureInPicture();
  video.addEventListener("leavepictureinpicture", closed, { once: true });
  return { close: () => document.exitPictureInPicture() };
}

/** Downloads what is on the surface as PNG. False where there is nothing on it yet. */
export async function saveSnapshot(surface, id) {
  let canvas = surface;
  if (surface instanceof HTMLVideoElement) {
    if (surface.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) {
      return false;
    }
    canvas = document.createElement("canvas");
    canvas.width = surface.videoWidth;
    canvas.height = surface.videoHeight;
    canvas.getContext("2d").drawImage(surface, 0, 0);
  }
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  if (blob === null) {
    return false;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = snapshotName(id, new Date());
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return true;
}

/** Name of a snapshot's file: id and local time, of characters that every system takes. */
export function snapshotName(id, date) {
  const two = (value) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${id.replaceAll("/", "_")}-${day}-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}.png`;
}
