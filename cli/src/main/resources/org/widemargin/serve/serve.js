"use strict";
/* Asks the server about an image that was drawn, dropped, pasted or chosen, and shows what it says. */
const by = (id) => document.getElementById(id);
const pad = by("pad");
const pen = pad.getContext("2d", { willReadFrequently: true });
const grey = document.body.dataset.channels === "1";
const SHOWN = 10;
let asked = null;

const percent = (share) => (100 * share).toFixed(1);
const short = (number) => String(Number(number.toPrecision(3)));

function problem(message) {
  by("problem").textContent = message;
  by("problem").hidden = !message;
}

async function post(path, image, signal) {
  const answer = await fetch(path, { method: "POST", body: image, signal: signal });
  const json = await answer.json();
  if (!answer.ok) {
    throw new Error(json.error);
  }
  return json;
}

/* A later image takes the place of one that is still being asked about. */
async function ask(image, isDrawn) {
  if (asked) {
    asked.abort();
  }
  const own = new AbortController();
  asked = own;
  by("answer").classList.add("busy");
  by("flip").classList.add("busy");
  try {
    const answer = await post("page/answer", image, own.signal);
    problem("");
    showAnswer(answer, isDrawn ? [] : answer.remarks);
    flipping();
    showFlip(answer, await post("page/flip", image, own.signal));
  } catch (failure) {
    if (asked === own) {
      by("flip").hidden = true;
      problem(failure instanceof TypeError ? "The server does not answer: was it stopped?" : failure.message);
    }
  } finally {
    if (asked === own) {
      by("answer").classList.remove("busy");
      by("flip").classList.remove("busy");
    }
  }
}

function row(heading, ...cells) {
  const line = document.createElement("tr");
  const head = document.createElement("th");
  head.scope = "row";
  head.textContent = heading;
  line.append(head);
  for (const cell of cells) {
    const data = document.createElement("td");
    if (typeof cell === "string") {
      data.className = "number";
      data.textContent = cell;
    } else {
      data.append(cell);
    }
    line.append(data);
  }
  return line;
}

function bar(share) {
  const drawn = document.createElement("span");
  drawn.className = "bar";
  drawn.style.width = 100 * share + "%";
  return drawn;
}

function showAnswer(answer, remarks) {
  by("none").hidden = true;
  by("answer").hidden = false;
  by("answer").classList.remove("busy");
  by("seen").src = answer.seen;
  by("class").textContent = answer["class-name"];
  by("sure").textContent = percent(answer.probabilities[0].probability) + " % sure; the next is " + answer.competitor;
  by("remarks").replaceChildren(...remarks.map((remark) => {
    const item = document.createElement("li");
    item.textContent = remark;
    return item;
  }));
  by("probabilities").tBodies[0].replaceChildren(
    ...answer.probabilities.slice(0, SHOWN).map((one) => row(one.name, percent(one.probability), bar(one.probability))));
  by("distance-caption").textContent = "Distance to the boundary with " + answer.competitor + ", " + answer.norm;
  by("distances").tBodies[0].replaceChildren(...answer.distances.map((one) => row(one.layer, short(one.distance))));
}

function flipping() {
  by("flip").hidden = false;
  by("flips").hidden = true;
  by("flip-note").hidden = true;
  by("flip").classList.remove("busy");
  by("flip-text").textContent = "Looking for it …";
}

function showFlip(answer, found) {
  const change = found.change;
  by("flips").hidden = !change;
  by("flip-note").hidden = !change;
  if (!change) {
    by("flip-text").textContent = "None was found.";
    return;
  }
  by("flip-text").textContent = "Moving the pixels by " + short(change.distance) + " (" + change.norm + ", of pixels from 0 to 1) turns " + change.from
    + " into " + change.to + ".";
  by("before").src = answer.seen;
  by("change").src = change.change;
  by("after").src = change.changed;
  by("before-text").textContent = change.from;
  by("after-text").textContent = change.to;
}

/* Drawing. */
function clear() {
  pen.fillStyle = "#000";
  pen.fillRect(0, 0, pad.width, pad.height);
}

function at(event) {
  const box = pad.getBoundingClientRect();
  return [((event.clientX - box.left) * pad.width) / box.width, ((event.clientY - box.top) * pad.height) / box.height];
}

let last = null;

function line(event) {
  const [x, y] = at(event);
  pen.strokeStyle = "#fff";
  pen.lineWidth = 20;
  pen.lineCap = "round";
  pen.beginPath();
  pen.moveTo(...last);
  pen.lineTo(x, y);
  pen.stroke();
  last = [x, y];
}

/* The box around what was drawn, and its middle by weight; null where nothing was. */
function ink() {
  const { width, height } = pad;
  const pixels = pen.getImageData(0, 0, width, height).data;
  let [left, top, right, bottom, weight, x, y] = [width, height, -1, -1, 0, 0, 0];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const value = pixels[4 * (row * width + column)];
      if (value > 0) {
        left = Math.min(left, column);
        right = Math.max(right, column);
        top = Math.min(top, row);
        bottom = Math.max(bottom, row);
        weight += value;
        x += value * column;
        y += value * row;
      }
    }
  }
  return weight ? { side: Math.max(right - left, bottom - top) + 1, x: x / weight, y: y / weight } : null;
}

/* MNIST's digits fit into 20 of 28 pixels, their middle by weight in the middle. */
function drawn() {
  const found = ink();
  if (!found || !by("centre").checked) {
    return found ? pad : null;
  }
  const picture = document.createElement("canvas");
  picture.width = pad.width;
  picture.height = pad.height;
  const copy = picture.getContext("2d");
  copy.fillStyle = "#000";
  copy.fillRect(0, 0, picture.width, picture.height);
  const scale = ((20 / 28) * pad.width) / found.side;
  copy.imageSmoothingQuality = "high";
  copy.setTransform(scale, 0, 0, scale, pad.width / 2 - scale * found.x, pad.height / 2 - scale * found.y);
  copy.drawImage(pad, 0, 0);
  return picture;
}

function askDrawn() {
  const picture = drawn();
  if (picture) {
    picture.toBlob((image) => ask(image, true), "image/png");
  }
}

if (grey) {
  clear();
  pad.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    pad.setPointerCapture(event.pointerId);
    last = at(event);
    line(event);
  });
  pad.addEventListener("pointermove", (event) => last && line(event));
  for (const end of ["pointerup", "pointercancel"]) {
    pad.addEventListener(end, () => {
      if (last) {
        last = null;
        askDrawn();
      }
    });
  }
  by("clear").addEventListener("click", clear);
  by("centre").addEventListener("change", askDrawn);
} else {
  by("drawing").hidden = true;
}

/* Files. */
function first(files) {
  if (files.length) {
    ask(files[0], false);
  }
}

by("file").addEventListener("change", (event) => first(event.target.files));
document.addEventListener("paste", (event) => first(event.clipboardData.files));
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  by("drop").classList.add("over");
});
document.addEventListener("dragleave", () => by("drop").classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  by("drop").classList.remove("over");
  first(event.dataTransfer.files);
});
