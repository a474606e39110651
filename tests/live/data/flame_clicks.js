/* Runs in a flame graph, in a browser: points at frames where they are on the screen, and says what came of it in the text "verdict". */
window.addEventListener("load", function () {
	const frames = Array.from(document.querySelectorAll("#frames .f")), lines = [];

	function frame(name) {
		return frames.find(function (g) { return g.querySelector("title").textContent.split("\n")[0] === name; });
	}

	/* What is under the middle of a frame, as a person would click it. */
	function click(name) {
		const box = frame(name).querySelector("rect").getBoundingClientRect();
		const target = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);

		target.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
	}

	function share(name) {
		const all = frame("all").querySelector("rect").getBoundingClientRect().width;

		return Math.round(1000 * frame(name).querySelector("rect").getBoundingClientRect().width / all);
	}

	function shown() {
		return frames.filter(function (g) { return g.getBoundingClientRect().width > 0; }).length;
	}

	function label(name) {
		return frame(name).querySelector("text").textContent;
	}

	function search(term) {
		const input = document.getElementById("search");

		input.value = term;
		input.dispatchEvent(new Event("input"));
		return document.getElementById("found").textContent + ", " + document.querySelectorAll(".hit").length + " frames";
	}

	for (const step of STEPS)
		lines.push(step + ": " + eval(step));
	const verdict = document.createElementNS("http://www.w3.org/2000/svg", "text");
	verdict.id = "verdict";
	verdict.textContent = "\n" + lines.join("\n") + "\n";
	document.documentElement.append(verdict);
});
