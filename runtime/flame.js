"use strict";
/* Zoom and search of a flame graph.  Each frame says where it is in data-f: depth, start and weight. */
(function () {
	const svg = document.getElementById("flame"), NS = svg.namespaceURI;
	const [SIDE, , TEXT_SIDE] = svg.dataset.layout.split(" ").map(Number);
	const height = svg.height.baseVal.value;
	const said = document.getElementById("said"), saidAtRest = said.textContent;
	const frames = Array.from(document.querySelectorAll("#frames .f"), function (g) {
		const [depth, start, weight] = g.dataset.f.split(" ").map(Number);
		const [title, rect, text] = g.children, lines = title.textContent.split("\n");

		return { g, rect, text, depth, start, weight, end: start + weight, name: lines[0], about: lines.slice(1).join(", "), hit: false };
	});
	const root = frames[0];
	let shown = root, width = svg.viewBox.baseVal.width, character = 6.63;

	function make(parent, tag, attributes) {
		const e = document.createElementNS(NS, tag);

		for (const name in attributes)
			e.setAttribute(name, attributes[name]);
		parent.append(e);
		return e;
	}

	function measure() {
		const probe = make(root.g, "text", { x: 0, y: -100 });

		probe.textContent = "m".repeat(100);
		character = probe.getComputedTextLength() / 100 || character;
		probe.remove();
	}

	function label(frame, room) {
		const fits = Math.floor((room - 2 * TEXT_SIDE) / character), all = Array.from(frame.name);

		frame.text.textContent = fits >= all.length ? frame.name : fits >= 3 ? all.slice(0, fits - 1).join("") + "…" : "";
	}

	/* A frame is drawn where it overlaps with what is shown, cut to that: callers are as wide as the graph. */
	function draw() {
		const scale = (width - 2 * SIDE) / shown.weight;

		for (const f of frames) {
			const below = f.depth < shown.depth;
			const from = Math.max(f.start, shown.start), to = Math.min(f.end, shown.end);
			const away = to <= from || (to - from) * scale < 0.05;

			f.g.classList.toggle("away", away);
			f.g.classList.toggle("below", below);
			if (away)
				continue;
			const x = SIDE + (from - shown.start) * scale, w = (to - from) * scale;

			f.rect.setAttribute("x", x);
			f.rect.setAttribute("width", w);
			f.text.setAttribute("x", x + TEXT_SIDE);
			label(f, w);
		}
		reset.classList.toggle("away", shown === root);
	}

	function zoom(frame) {
		shown = frame;
		draw();
	}

	/* The weight of what is found: frames within others that are found count once. */
	function foundWeight() {
		let sum = 0, end = -1;

		for (const f of frames)
			if (f.hit && f.start >= end) {
				sum += f.weight;
				end = f.end;
			}
		return sum;
	}

	function search(term) {
		let matches = function (name) { return name.includes(term); };

		try {
			const pattern = new RegExp(term);

			matches = function (name) { return pattern.test(name); };
		} catch (e) {
			/* not an expression: the text itself */
		}
		for (const f of frames) {
			f.hit = term !== "" && f !== root && matches(f.name);
			f.g.classList.toggle("hit", f.hit);
		}
		found.textContent = term === "" ? "" : (100 * foundWeight() / root.weight).toFixed(2) + "% found";
	}

	function say(frame) {
		const share = shown === root || shown === frame || !frame ? "" : ", " + (100 * frame.weight / shown.weight).toFixed(2) + "% of " + shown.name;

		said.textContent = frame ? frame.name + ": " + frame.about + (frame.weight <= shown.weight ? share : "") : saidAtRest;
	}

	const controls = make(svg, "g", { id: "controls" });
	const reset = make(controls, "g", { id: "reset", class: "control away", role: "button", tabindex: 0 });
	const resetText = make(reset, "text", { y: 50 });
	const found = make(controls, "text", { id: "found", y: 50 });
	const box = make(controls, "foreignObject", { y: 9, width: 260, height: 28 });
	const input = document.createElementNS("http://www.w3.org/1999/xhtml", "input");

	resetText.textContent = "show all";
	input.id = "search";
	input.type = "search";
	input.placeholder = "search: a name or an expression";
	input.setAttribute("aria-label", "search");
	box.append(input);

	/* Alone in its window the graph is as wide as that. */
	function fit() {
		if (document.documentElement === svg) {
			width = Math.max(480, window.innerWidth);
			svg.setAttribute("width", width);
			svg.setAttribute("viewBox", "0 0 " + width + " " + height);
		}
		box.setAttribute("x", width - SIDE - 260);
		found.setAttribute("x", width - SIDE);
		resetText.setAttribute("x", width / 2 - 24);
		draw();
	}

	for (const f of frames) {
		f.g.setAttribute("tabindex", 0);
		f.g.addEventListener("click", function () { zoom(f); say(f); });
		f.g.addEventListener("keydown", function (e) { if (e.key === "Enter") zoom(f); });
		f.g.addEventListener("mouseenter", function () { say(f); });
		f.g.addEventListener("focus", function () { say(f); });
		f.g.addEventListener("mouseleave", function () { say(null); });
	}
	reset.addEventListener("click", function () { zoom(root); });
	reset.addEventListener("keydown", function (e) { if (e.key === "Enter") zoom(root); });
	input.addEventListener("input", function () { search(input.value); });
	window.addEventListener("keydown", function (e) {
		if (e.key === "Escape") {
			input.value = "";
			search("");
			zoom(root);
		} else if ((e.ctrlKey || e.metaKey) && e.key === "f") {
			e.preventDefault();
			input.focus();
		}
	});
	window.addEventListener("resize", fit);
	measure();
	fit();
})();
