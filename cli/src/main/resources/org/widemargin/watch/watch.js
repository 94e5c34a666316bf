"use strict";
/* Asks for the run's curves now and then, until it has ended. */
const by = (id) => document.getElementById(id);
const PAUSE = 1000;
let seen = "";

function show(run) {
  by("problem").hidden = true;
  by("words").textContent = run.words;
  document.body.dataset.state = run.state;
  if (run.figures) {
    by("figures").replaceChildren(...run.figures.map((svg) => {
      const drawing = document.createElement("div");
      drawing.className = "drawing";
      drawing.innerHTML = svg;
      return drawing;
    }));
  }
  seen = run.version;
}

async function look() {
  try {
    const answer = await fetch("curves?seen=" + encodeURIComponent(seen));
    const run = await answer.json();
    if (!answer.ok) {
      throw new Error(run.error);
    }
    show(run);
  } catch (failure) {
    const gone = failure instanceof TypeError;
    by("problem").hidden = false;
    by("problem").textContent = gone
      ? "The program does not answer any more; what is shown is the last that it said. Look again with: widemargin watch"
      : failure.message;
  }
  if (document.body.dataset.state !== "ended") {
    setTimeout(look, PAUSE);
  }
}

look();
