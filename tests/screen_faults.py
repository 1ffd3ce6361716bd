"""Measure in a browser what is laid out ill on a what-if page."""

ILL_LAID = r"""
() => {
  const FINGER = 24;
  /** Pixels between years or values of an axis. */
  const APART = 4;
  const page = document.getElementById("page");
  const found = [];
  const tell = (what, one) => found.push(`${what}: ${one.tagName} ${(one.textContent || one.value || "").trim().slice(0, 60)}`);
  const isSeen = (one) => one.getClientRects().length > 0 && !one.closest(".unseen");
  const hasText = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  const ARROW = 20;
  const chosenWidth = (one) => {
    const pen = document.createElement("canvas").getContext("2d");
    const { font, paddingLeft, paddingRight } = getComputedStyle(one);
    pen.font = font;
    return pen.measureText(one.selectedOptions[0]?.text ?? "").width + parseFloat(paddingLeft) + parseFloat(paddingRight) + ARROW;
  };
  const over = (one, other) => [
    Math.min(one.right, other.right) - Math.max(one.left, other.left),
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top),
  ];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} wide`);

  for (const one of [...page.querySelectorAll(":not(svg, svg *)")].filter(isSeen)) {
    const { display, overflowX } = getComputedStyle(one);
    const isWide = one.scrollWidth > one.clientWidth + 1;
    if (isWide && (overflowX === "hidden" || one.matches("input"))) tell("cut", one);
    if (isWide && overflowX === "visible" && display !== "inline" && hasText(one)) tell("runs out", one);
    // a phone shows its choices whole where they are made
    if (innerWidth >= 500 && one.matches("select") && chosenWidth(one) > one.clientWidth) tell("cut", one);
    if (innerWidth < 1000 && one.matches("button, input:not([type=checkbox], [type=radio]), select")) {
      const { width, height } = one.getBoundingClientRect();
      if (Math.min(width, height) < FINGER) tell("too small for a finger", one);
    }
  }
  for (const svg of [...page.querySelectorAll("svg")].filter(isSeen)) {
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].map((text) => ({ text, box: text.getBoundingClientRect() }));
    texts.forEach(({ text, box }, k) => {
      if (box.left < frame.left - 1 || box.right > frame.right + 1) tell("out of its chart", text);
      if (text.textContent.includes("…")) tell("cut", text);
      for (const other of texts.slice(k + 1)) {
        const isAxis = [text, other.text].every((one) => one.classList.contains("tick"));
        const [wide, high] = over(box, other.box);
        if (wide > (isAxis ? -APART : 0) && high > 3) tell(`on "${other.text.textContent}"`, text);
      }
    });
  }
  return found;
}
"""
"""Tell text that is cut, runs out of its box or lies on other text, a page that scrolls sideways, and on a small screen
what is too small for a finger."""
