// Reads the frame number out of the clock sample's picture (samples/make-samples.sh): four digits of one width, learned from the sample itself.
globalThis.clockReader = (() => {
  // Where the number is, in pixels of the sample, and the grid that its digits are compared on.
  const AREA = { x: 163.5, y: 230, width: 313, height: 110 };
  const DIGITS = 4;
  const COLUMNS = 16;
  const ROWS = 22;
  const BRIGHT = 110;
  /** Ink that may differ from what was learned: compression, scaling. */
  const TOLERANCE = 0.12;

  const scratch = document.createElement("canvas");
  scratch.width = DIGITS * COLUMNS;
  scratch.height = ROWS;
  const context = scratch.getContext("2d", { willReadFrequently: true });

  /** The ink of each digit on a surface, 1 or 0 for each point of the grid. */
  function ink(surface) {
    context.drawImage(surface, AREA.x, AREA.y, AREA.width, AREA.height, 0, 0, scratch.width, scratch.height);
    const { data } = context.getImageData(0, 0, scratch.width, scratch.height);
    return Array.from({ length: DIGITS }, (_, digit) => {
      const points = [];
      for (let row = 0; row < ROWS; row++) {
        for (let column = 0; column < COLUMNS; column++) {
          const at = 4 * (row * scratch.width + digit * COLUMNS + column);
          points.push(0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2] > BRIGHT ? 1 : 0);
        }
      }
      return points;
    });
  }

  function difference(one, other) {
    return one.reduce((sum, point, i) => sum + (point === other[i] ? 0 : 1), 0) / one.length;
  }

  return {
    /** What the ten digits look like: frames 0 to 9 of the sample end in them. */
    async learn(address) {
      const video = document.createElement("video");
      video.muted = true;
      video.src = URL.createObjectURL(await (await fetch(address)).blob());
      await new Promise((done, failed) => {
        video.onloadeddata = done;
        video.onerror = () => failed(new Error(video.error.message));
      });
      const templates = [];
      for (let digit = 0; digit < 10; digit++) {
        video.currentTime = (digit + 0.5) / 30;
        await new Promise((done) => (video.onseeked = done));
        templates.push(ink(video)[DIGITS - 1]);
      }
      return templates;
    },

    /** The number on a surface; -1 where it is not legible. */
    read(surface, templates) {
      let number = 0;
      for (const points of ink(surface)) {
        const differences = templates.map((each) => difference(each, points));
        const best = Math.min(...differences);
        if (best > TOLERANCE) {
          return -1;
        }
        number = 10 * number + differences.indexOf(best);
      }
      return number;
    },

    /** From now on the numbers on the watch page's surface, each time that they change, and when. */
    watch(templates) {
      const seen = [];
      let unreadable = 0;
      let last = -1;
      const look = () => {
        const surface = document.getElementById(framecast.path === "mse" ? "video" : "picture");
        if (framecast.lastFrame !== null && (surface.readyState ?? 4) >= 2) {
          const number = clockReader.read(surface, templates);
          if (number < 0) {
            unreadable++;
          } else if (number !== last) {
            seen.push({ number, at: Date.now() });
            last = number;
          }
        }
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
      return { seen, unreadable: () => unreadable };
    },
  };
})();
